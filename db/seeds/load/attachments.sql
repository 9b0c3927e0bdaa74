insert into app_public.attachments (
  id, organization_id, filename, content_type, byte_size, sha256, uploaded_by_id, contact_id, deal_id, proposal_id, created_at, updated_at
)
select
  pg_temp.id(t.seed, 3500, nth, x.at), t.organization_id, pg_temp.pick('{invoice,photo,offer,letter}', r.fraction) || '-' || nth || '.pdf', 'application/pdf',
  pg_temp.amount(2000, 90000000, r.fraction), md5('file' || t.seed || nth) || md5('content' || t.seed || nth), m.id,
  case nth % 3 when 0 then c.id end, case nth % 3 when 1 then d.id end, case nth % 3 when 2 then p.id end, x.at, x.at
from pg_temp.tenant t
cross join generate_series($1::int, $2::int) nth
cross join lateral (select pg_temp.fraction(t.seed, 3501, nth) as fraction offset 0) r
join pg_temp.made_contacts c on c.n = 1 + floor((nth - 0.5) / t.attachments * t.contacts)::int
join pg_temp.made_deals d on d.n = 1 + floor((nth - 0.5) / t.attachments * t.deals)::int
join pg_temp.made_proposals p on p.n = 1 + floor((nth - 0.5) / t.attachments * t.proposals)::int
join pg_temp.made_members m on m.n = pg_temp.skewed(t.members, r.fraction)
cross join lateral (
  select case nth % 3 when 0 then c.created_at when 1 then d.created_at else p.created_at end + interval '30 seconds' as at
  offset 0
) x
