insert into app_public.call_campaign_targets (
  id, organization_id, campaign_id, contact_id, phone, state, attempts, last_attempt_at, result, call_id, created_at, updated_at
)
select
  pg_temp.id(t.seed, 2730, k.n, k.at), t.organization_id, g.id, c.id, c.phone, case when k.status = 'completed' then 'completed' else 'failed' end, 1, k.at,
  k.status, k.id, k.at, k.at
from pg_temp.tenant t
join pg_temp.made_calls k on k.n between $1 and $2
join pg_temp.made_contacts c on c.n = k.contact_n and c.phone is not null
join pg_temp.made_campaigns g on k.direction = 'outbound' and k.n % 3 = 0 and g.n = k.n % t.campaigns + 1 and g.created_at < k.at
on conflict (organization_id, campaign_id, phone) do nothing
