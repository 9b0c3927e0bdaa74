insert into app_public.audit_logs (
  id, organization_id, actor_kind, user_id, request_id, address, action, table_name, record_id, new_data, created_at
)
select
  pg_temp.id(t.seed, 3600, c.n, c.created_at), t.organization_id, case when m.n is null then 'system' else 'user' end, m.user_id, 'load-' || c.n, '192.0.2.7', 'insert',
  'contacts', c.id, to_jsonb(r), c.created_at
from pg_temp.tenant t
join pg_temp.made_contacts c on c.n between $1 and $2 and c.n % 3 = 0
join app_public.contacts r on r.id = c.id
left join pg_temp.made_members m on m.n = c.owner_n
