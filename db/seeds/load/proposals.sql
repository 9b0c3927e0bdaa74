insert into app_public.proposals (
  id, organization_id, business_id, number, title, introduction, deal_id, contact_id, company_id, owner_id, status, currency, subtotal_cents, tax_cents,
  valid_until, sent_at, viewed_at, accepted_at, rejected_at, created_at, updated_at
)
select
  p.id, t.organization_id, b.id, p.n, 'Offer ' || p.n || ' for ' || c.last_name, 'As we discussed.', d.id, c.id, k.id, m.id, p.status, t.currency,
  a.subtotal_cents, a.tax_cents, (p.created_at + interval '30 days')::date,
  case when p.status <> 'draft' then p.sent_at end, case when p.status in ('viewed', 'accepted', 'rejected') then p.sent_at + interval '1 minute' end,
  case when p.status = 'accepted' then p.sent_at + interval '2 minutes' end, case when p.status = 'rejected' then p.sent_at + interval '2 minutes' end,
  p.created_at, p.sent_at + interval '2 minutes'
from pg_temp.tenant t
join pg_temp.made_proposals p on p.n between $1 and $2
join pg_temp.made_deals d on d.n = p.deal_n
join pg_temp.made_contacts c on c.n = d.contact_n
left join pg_temp.made_businesses b on b.n = c.business_n
left join pg_temp.made_companies k on k.n = c.company_n
left join pg_temp.made_members m on m.n = d.owner_n
cross join lateral (
  select sum(e.amount) as subtotal_cents, sum(round(e.amount * e.tax_basis_points / 10000)) as tax_cents
  from (
    select round(i.unit_price_cents * i.quantity) as amount, i.tax_basis_points
    from generate_series(1, p.items) e
    cross join lateral pg_temp.proposal_item(t.seed, p.n * 16 + e) i
  ) e
) a
