-- The indexes that the new ones stand in for.
create index on app_public.contacts using gin (organization_id, name gin_trgm_ops);
create index on app_public.leads using gin (organization_id, name gin_trgm_ops);
create index on app_public.companies using gin (organization_id, name gin_trgm_ops);
create index on app_public.deals using gin (organization_id, title gin_trgm_ops);
create index on app_public.tickets using gin (organization_id, subject gin_trgm_ops);
create index on app_public.conversations using gin (organization_id, subject gin_trgm_ops);

drop function app_public.search(text, text[], int);
drop function app_hidden.search_deals(text, int, text, uuid[], double precision[]);
drop function app_hidden.search_tickets(text, int, text, uuid[], double precision[]);
drop function app_hidden.search_conversations(text, int, text, uuid[], double precision[]);
drop function app_hidden.search_contacts(text, int, text);
drop function app_hidden.search_companies(text, int, text);
drop function app_hidden.search_leads(text, int, text);
drop function app_hidden.filter_contacts(text[], text[], jsonb);
drop function app_hidden.filter_companies(text[], text[], jsonb);
drop function app_hidden.filter_leads(text[], text[], jsonb);
drop function app_hidden.filter_deals(text[], text[], jsonb);
drop function app_hidden.filter_tickets(text[], text[], jsonb);
drop function app_hidden.custom_field_filter(text, jsonb);
drop function app_hidden.search_terms(text);
drop function app_hidden.spelling_patterns(text);
drop function app_hidden.word_pattern(text);
drop function app_hidden.phone_or_null(text, text);

drop index app_public.contacts_organization_id_search_idx;
drop index app_public.contacts_organization_id_search_name_idx;
drop index app_public.leads_organization_id_search_idx;
drop index app_public.leads_organization_id_search_name_idx;
drop index app_public.companies_organization_id_search_idx;
drop index app_public.companies_organization_id_search_name_idx;
drop index app_public.deals_organization_id_search_idx;
drop index app_public.tickets_organization_id_search_idx;
drop index app_public.conversations_organization_id_search_idx;
drop function app_hidden.search_text(text);
drop type app_public.search_result;
