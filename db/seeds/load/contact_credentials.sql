-- Every twentieth contact uses the portal. The hashes have bcrypt's form and belong to no password.
insert into app_private.contact_credentials (contact_id, password_hash, password_set_at, last_login_at, created_at, updated_at)
select
  c.id, '$2a$10$' || left(md5('first' || t.seed || c.n) || md5('second' || t.seed || c.n), 53), c.created_at, greatest(c.created_at, t.as_of - interval '9 days'),
  c.created_at, c.created_at
from pg_temp.tenant t
join pg_temp.made_contacts c on c.n between $1 and $2 and c.n % 20 = 0 and c.email is not null
