insert into app_private.contact_merge_references (id, organization_id, contact_merge_id, table_name, column_name, row_ids, created_at, updated_at)
select pg_temp.id(t.seed, 3852, c.n, m.created_at), t.organization_id, m.id, 'app_public.activities', 'contact_id', '{}', m.created_at, m.created_at
from pg_temp.tenant t
join pg_temp.made_contacts c on c.n between $1 and $2 and c.n % 200 = 1
join app_public.contact_merges m on m.organization_id = t.organization_id and m.contact_id = c.id
