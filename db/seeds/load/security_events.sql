insert into app_public.security_events (id, organization_id, kind, actor_kind, user_id, request_id, address, detail, created_at)
select
  pg_temp.id(t.seed, 3700, c.n, c.created_at), t.organization_id,
  pg_temp.pick('{failed_sign_in,failed_sign_in,refused_token,refused_organization,personal_data_export_read}', pg_temp.fraction(t.seed, 3701, c.n)), 'user', m.user_id,
  'load-' || c.n, '192.0.2.9', '{}', c.created_at
from pg_temp.tenant t
join pg_temp.made_contacts c on c.n between $1 and $2 and c.n % 25 = 1
join pg_temp.made_members m on m.n = pg_temp.skewed(t.members, pg_temp.fraction(t.seed, 3702, c.n))
