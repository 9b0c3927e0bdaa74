--!restore audit/functions/create_audit_log_partitions.sql
drop function app_private.create_monthly_partitions(int);
drop function app_private.record_security_event(text, jsonb, uuid, uuid, uuid, uuid, text, text);

-- The partitions go with it.
drop table app_public.security_events;
drop table app_public.data_requests;
drop function app_private.tg_data_requests__require_contact();
drop table
  app_public.data_request_kinds,
  app_public.data_request_statuses,
  app_public.security_event_kinds;

delete from app_public.permissions where resource = 'personal_data';
