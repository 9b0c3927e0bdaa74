--! Previous: sha1:c59a1e46dd4e39a8bdacf36a768ecea1165609e6
--! Hash: sha1:44c6abfcc1f90880e09e1fa43214b6abe65a7670
--! Message: CRM: indexes that end in the order of their lists

--! split: 1-current.sql
/*
 * Indexes that end in the order of the lists which their columns select, so that a page of them is read and no more.
 */
create index on app_public.deals (organization_id, pipeline_id, created_at desc, id desc);
create index on app_public.deal_stage_changes (organization_id, changed_by_id, created_at desc, id desc);
create index on app_public.deal_stage_changes (organization_id, from_stage_id, created_at desc, id desc);
create index on app_public.deal_stage_changes (organization_id, to_stage_id, created_at desc, id desc);
create index on app_public.audit_logs (organization_id, record_id, created_at desc, id desc);
create index on app_public.audit_logs (organization_id, table_name, created_at desc, id desc);
create index on app_public.contacts (organization_id, phone, id);
create index on app_public.companies (organization_id, domain, id);
drop index app_public.deal_stage_changes_organization_id_changed_by_id_idx;
drop index app_public.deal_stage_changes_organization_id_from_stage_id_idx;
drop index app_public.deal_stage_changes_organization_id_to_stage_id_idx;
drop index app_public.contacts_organization_id_phone_idx;
drop index app_public.companies_organization_id_domain_idx;
create index on app_public.api_keys (organization_id, role_id, created_at desc, id desc);
drop index app_public.api_keys_organization_id_role_id_idx;
