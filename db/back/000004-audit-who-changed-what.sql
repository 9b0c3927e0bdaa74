drop function app_private.create_audit_log_partitions(int);
-- The partitions go with it.
drop table app_public.audit_logs;
drop table app_public.audit_actions, app_public.audit_actor_kinds;
