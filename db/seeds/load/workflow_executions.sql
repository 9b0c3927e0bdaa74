insert into app_public.workflow_executions (
  id, organization_id, workflow_id, workflow_version, status, triggered_by, trigger_data, output_data, execution_steps, error_message, started_at, completed_at,
  created_at, updated_at
)
select
  pg_temp.id(t.seed, 3110, e.n, e.at), t.organization_id, w.id, 1, e.status, 'event', jsonb_build_object('row', e.n), '{}',
  '[{"node": "start", "status": "completed"}]', case when e.status = 'failed' then 'The message could not be sent.' end, e.at, e.at + interval '2 seconds', e.at,
  e.at + interval '2 seconds'
from pg_temp.tenant t
join pg_temp.made_executions e on e.n between $1 and $2
join pg_temp.made_workflows w on w.n = e.workflow_n
