/*
 * Files: taking rows out as CSV, and bringing contacts in.
 */
insert into app_public.permissions (resource, action, description) values
  ('companies', 'export', 'Take companies out in bulk.'),
  ('leads', 'export', 'Take leads out in bulk.'),
  ('deals', 'export', 'Take deals out in bulk.'),
  ('tickets', 'export', 'Take tickets out in bulk.');

insert into app_private.system_role_permissions (system_role, resource, action, scope)
select r.system_role, p.resource, p.action, 'all'
from app_public.permissions p
cross join (values ('owner'), ('admin'), ('manager'), ('staff')) as r (system_role)
where p.resource in ('companies', 'leads', 'deals', 'tickets') and p.action = 'export';

insert into app_public.security_event_kinds (value, description) values
  ('export_started', 'Somebody began to take rows out as a file.'),
  ('export_ended', 'A file of rows was handed over, or broken off.');

--!include foundation/functions/require_permission.sql
--!include audit/functions/begin_export.sql
--!include audit/functions/end_export.sql
--!include crm/functions/write_contacts.sql
--!include crm/functions/import_contacts.sql
