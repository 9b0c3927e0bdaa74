insert into app_public.contact_merges (
  id, organization_id, contact_id, merged_contact_id, merged_by_id, undo_expires_at, undone_at, created_at, updated_at
)
select
  pg_temp.id(t.seed, 3850, c.n, x.at), t.organization_id, c.id, o.id, m.id, x.at + interval '1 day', x.at + interval '1 minute', x.at,
  x.at + interval '1 minute'
from pg_temp.tenant t
join pg_temp.made_contacts c on c.n between $1 and $2 and c.n % 200 = 1
join pg_temp.made_contacts o on o.n = c.n + 1
join pg_temp.made_members m on m.n = 1
cross join lateral (select least(greatest(c.created_at, o.created_at) + interval '2 days', t.as_of - interval '5 minutes') as at offset 0) x
