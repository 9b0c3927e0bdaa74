insert into app_public.security_event_kinds (value, description) values
  ('personal_data_erased', 'A contact was erased, with every trace of the person.'),
  ('organization_deleted', 'An owner deleted an organization, with everything in it.');

insert into app_public.permissions (resource, action, description) values
  ('organization', 'export', 'Take everything out of the organization, to keep it or to move it.');
insert into app_private.system_role_permissions (system_role, resource, action, scope) values
  ('owner', 'organization', 'export', 'all');

create type app_public.personal_data_export as (data_request_id uuid, contact_id uuid, data jsonb, files jsonb);

-- Answers are encrypted, and the scope tells nobody of the organization.
alter table app_private.idempotent_answers add column organization_digest bytea;
create index on app_private.idempotent_answers (organization_digest);

--!include foundation/functions/tg__freeze.sql
--!include foundation/functions/keep_idempotent_answer.sql
--!include foundation/tables/idempotent_answers.sql
--!include crm/functions/tg_proposal_items__require_draft.sql
--!include audit/all.sql
--!include tenancy/functions/tg_roles__guard.sql
--!include tenancy/functions/organization_tables.sql
--!include tenancy/functions/organization_shape.sql
--!include tenancy/functions/open_organization_rows.sql
--!include tenancy/functions/open_organization_export.sql
--!include tenancy/functions/delete_organization.sql
