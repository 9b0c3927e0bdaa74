insert into app_public.data_requests (id, organization_id, kind, status, contact_id, requested_by_id, completed_at, result, created_at, updated_at)
select
  pg_temp.id(t.seed, 3800, c.n, x.at), t.organization_id, 'export', 'completed', c.id, m.id, x.at + interval '1 minute', jsonb_build_object('rows', 12), x.at,
  x.at + interval '1 minute'
from pg_temp.tenant t
join pg_temp.made_contacts c on c.n between $1 and $2 and c.n % 200 = 1
join pg_temp.made_members m on m.n = 1
cross join lateral (select least(c.created_at + interval '40 days', t.as_of - interval '5 minutes') as at offset 0) x
