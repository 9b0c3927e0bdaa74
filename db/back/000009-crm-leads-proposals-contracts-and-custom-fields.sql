-- Takes back what the migration added to the shape. Surfaces of older tables and functions are restored by replaying them.
drop trigger _350_validate_custom_fields on app_public.contacts;
drop trigger _350_validate_custom_fields on app_public.companies;
drop trigger _350_validate_custom_fields on app_public.deals;
-- It names the column that goes.
drop trigger _500_touch_contact on app_public.activities;

drop function app_public.my_custom_field_values();
drop function app_public.contacts_custom_field_values(app_public.contacts);
drop function app_public.companies_custom_field_values(app_public.companies);
drop function app_public.deals_custom_field_values(app_public.deals);
drop function app_public.leads_custom_field_values(app_public.leads);
drop function app_hidden.custom_field_values(text, jsonb);

alter table app_public.deals drop column lead_id;
alter table app_public.activities drop column lead_id;
alter table app_public.tasks drop column lead_id;

drop table app_public.contracts;
drop table app_public.proposal_items;
drop table app_public.proposals;
drop table app_public.lead_enrichments;
drop table app_public.leads;
drop table app_public.custom_field_definitions;
drop table app_private.contact_credentials;
drop table app_private.number_counters;
drop table app_public.contract_statuses;
drop table app_public.proposal_statuses;
drop table app_public.lead_statuses;
drop table app_public.custom_field_types;
drop table app_public.custom_field_entities;
drop type app_public.custom_field_value;

drop function app_private.tg_contracts__follow_status();
drop function app_private.tg_leads__follow_status();
drop function app_private.tg_leads__normalize();
drop function app_private.tg_proposal_items__require_draft();
drop function app_private.tg_proposal_items__total();
drop function app_private.tg_proposals__follow_status();
drop function app_private.tg__validate_custom_fields();
drop function app_private.is_custom_field_value(text, jsonb);
drop function app_private.tg__default_currency();
drop function app_private.tg__freeze();
drop function app_private.tg__number();
drop function app_private.tg__restrict_status();
drop function app_private.next_number(uuid, text);

delete from app_public.role_permissions where resource in ('leads', 'proposals', 'contracts', 'custom_fields');
delete from app_private.system_role_permissions where resource in ('leads', 'proposals', 'contracts', 'custom_fields');
delete from app_public.permissions where resource in ('leads', 'proposals', 'contracts', 'custom_fields');
