insert into app_private.contact_merge_values (
  id, organization_id, contact_merge_id, contact_before, contact_after, merged_contact_before, has_moved_password, created_at, updated_at
)
select
  pg_temp.id(t.seed, 3851, c.n, m.created_at), t.organization_id, m.id, '{}', '{}',
  jsonb_build_object('email', o.email, 'email_verified', false, 'deleted_at', null), false, m.created_at, m.created_at
from pg_temp.tenant t
join pg_temp.made_contacts c on c.n between $1 and $2 and c.n % 200 = 1
join pg_temp.made_contacts o on o.n = c.n + 1
join app_public.contact_merges m on m.organization_id = t.organization_id and m.contact_id = c.id
