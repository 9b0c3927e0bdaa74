drop function app_public.set_webhook_signing_secret(uuid, text);

drop table
  app_private.tallies,
  app_private.webhook_endpoint_secrets,
  app_public.webhook_delivery_attempts,
  app_public.webhook_deliveries,
  app_public.webhook_endpoints,
  app_public.form_submissions,
  app_public.forms,
  app_public.workflow_executions,
  app_public.workflows;

drop table
  app_public.event_types,
  app_public.form_types,
  app_public.webhook_delivery_statuses,
  app_public.workflow_execution_statuses,
  app_public.workflow_statuses,
  app_public.workflow_trigger_types;

drop function app_private.tg_form_submissions__count();
drop function app_private.tg_form_submissions__record_lead();
drop function app_private.tg_form_submissions__validate();
drop function app_private.tg_forms__check();
drop function app_private.tg_forms__complete_settings();
drop function app_private.tg_tallies__add_up();
drop function app_private.tg_webhook_delivery_attempts__record();
drop function app_private.tg_webhook_endpoints__check();
drop function app_private.tg_workflow_executions__count();
drop function app_private.tg_workflow_executions__follow_status();
drop function app_private.tg_workflows__check();
drop function app_private.tg_workflows__complete_settings();
drop function app_private.tg_workflows__count_version();
drop function app_private.form_field_problem(jsonb);
drop function app_private.form_value(jsonb, jsonb, text);
drop function app_private.is_day(text);
drop function app_private.refuse_value(text, text, text);
drop function app_private.require_unique_ids(text, jsonb, int);

delete from app_private.system_role_permissions where resource in ('workflows', 'forms', 'webhooks');
delete from app_public.role_permissions where resource in ('workflows', 'forms', 'webhooks');
delete from app_public.permissions where resource in ('workflows', 'forms', 'webhooks');
