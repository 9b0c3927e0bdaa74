insert into app_public.audit_logs (
  id, organization_id, actor_kind, user_id, request_id, address, action, table_name, record_id, old_data, new_data, changed_columns, created_at
)
select
  pg_temp.id(t.seed, 3610, d.n, r.stage_changed_at), t.organization_id, case when m.n is null then 'system' else 'user' end, m.user_id, 'load-' || d.n, '192.0.2.8',
  'update', 'deals', d.id,
  to_jsonb(r) || jsonb_build_object('stage_id', f.id, 'probability', f.probability, 'closed_at', null, 'lost_reason', null), to_jsonb(r),
  case when d.kind = 'lost' then '{closed_at,lost_reason,probability,stage_id}'::text[] else '{closed_at,probability,stage_id}' end, r.stage_changed_at
from pg_temp.tenant t
join pg_temp.made_deals d on d.n between $1 and $2 and d.kind <> 'open'
join app_public.deals r on r.id = d.id
join pg_temp.made_stages f on f.n = d.steps - 1
left join pg_temp.made_members m on m.n = d.owner_n
