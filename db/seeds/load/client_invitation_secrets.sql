insert into app_private.client_invitation_secrets (client_invitation_id, digest, created_at, updated_at)
select pg_temp.id(t.seed, 2130, c.n, c.created_at), sha256(convert_to(md5('client' || t.seed) || c.n, 'UTF8')), c.created_at, c.created_at
from pg_temp.tenant t
join pg_temp.made_contacts c on c.n between $1 and $2 and c.n % 20 in (0, 1) and c.email is not null
