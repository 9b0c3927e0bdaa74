insert into app_public.contracts (
  id, organization_id, business_id, number, title, content, deal_id, proposal_id, contact_id, company_id, owner_id, status, value_cents, currency, starts_on, ends_on,
  sent_at, signed_at, created_at, updated_at
)
select
  pg_temp.id(t.seed, 2430, p.n, x.at), t.organization_id, b.id, p.number, 'Contract with ' || c.last_name, 'The parties agree to what was offered.', d.id, p.id, c.id,
  k.id, m.id, case when x.at + interval '1 year' < t.as_of then 'expired' when p.n % 9 = 0 then 'terminated' else 'active' end, d.value_cents, t.currency,
  x.at::date, (x.at + interval '1 year')::date, x.at, x.at + interval '1 minute', x.at, x.at + interval '1 minute'
from pg_temp.tenant t
cross join (
  select a.*, row_number() over (order by a.n) as number from pg_temp.made_proposals a where a.status = 'accepted'
) p
join pg_temp.made_deals d on d.n = p.deal_n
join pg_temp.made_contacts c on c.n = d.contact_n
left join pg_temp.made_businesses b on b.n = c.business_n
left join pg_temp.made_companies k on k.n = c.company_n
left join pg_temp.made_members m on m.n = d.owner_n
cross join lateral (select least(p.sent_at + interval '1 hour', t.as_of - interval '2 minutes') as at offset 0) x
where p.n between $1 and $2
