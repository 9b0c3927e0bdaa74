insert into app_public.client_invitations (
  id, organization_id, business_id, email, first_name, last_name, phone, custom_message, contact_id, invited_by_id, expires_at, claimed_at, created_at, updated_at
)
select
  pg_temp.id(t.seed, 2130, c.n, c.created_at), t.organization_id, b.id, c.email, c.first_name, c.last_name, c.phone, 'Welcome to our portal.', c.id, m.id,
  c.created_at + interval '30 days', case when c.n % 20 = 0 then c.created_at end, c.created_at, c.created_at
from pg_temp.tenant t
join pg_temp.made_contacts c on c.n between $1 and $2 and c.n % 20 in (0, 1) and c.email is not null
join pg_temp.made_members m on m.n = pg_temp.skewed(t.members, pg_temp.fraction(t.seed, 2131, c.n))
left join pg_temp.made_businesses b on b.n = c.business_n
