drop function app_hidden.import_contacts(jsonb, text);
drop function app_hidden.write_contacts(jsonb, text);
drop function app_hidden.end_export(text, bigint, boolean);
drop function app_hidden.begin_export(text, jsonb);
drop function app_hidden.require_permission(text);

delete from app_public.security_events where kind in ('export_started', 'export_ended');
delete from app_public.security_event_kinds where value in ('export_started', 'export_ended');

delete from app_public.role_permissions where resource in ('companies', 'leads', 'deals', 'tickets') and action = 'export';
delete from app_private.system_role_permissions where resource in ('companies', 'leads', 'deals', 'tickets') and action = 'export';
delete from app_public.permissions where resource in ('companies', 'leads', 'deals', 'tickets') and action = 'export';
