insert into app_public.deal_stage_changes (
  id, organization_id, deal_id, from_stage_id, to_stage_id, changed_by_id, seconds_in_stage, created_at, updated_at
)
select
  pg_temp.id(t.seed, 2320, d.n * 8 + i, x.at), t.organization_id, d.id, f.id, g.id, m.id,
  case when i > 1 then d.seconds / (d.steps - 1) end, x.at, x.at
from pg_temp.tenant t
join pg_temp.made_deals d on d.n between $1 and $2
cross join lateral generate_series(1, d.steps) i
cross join lateral (
  select d.created_at + make_interval(secs => case when i = 1 then 0 when i = d.steps then d.seconds else d.seconds / (d.steps - 1) * (i - 1) end) as at
  offset 0
) x
join pg_temp.made_stages g on g.n = case when i = d.steps then d.stage_n else i end
left join pg_temp.made_stages f on f.n = i - 1
left join pg_temp.made_members m on m.n = d.owner_n
