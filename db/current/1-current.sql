/*
 * Search: names as they are typed, e-mail addresses, phone numbers, tags and custom fields.
 */
create type app_public.search_result as (
  kind text,
  id uuid,
  title text,
  subtitle text,
  rank double precision
);
comment on type app_public.search_result is $$Something that a search found.$$;
comment on column app_public.search_result.kind is $$What it is; the field of this name holds the row.$$;
comment on column app_public.search_result.title is $$What to show: a name, title or subject.$$;
comment on column app_public.search_result.subtitle is $$What tells it from others of its name, such as an e-mail address.$$;
comment on column app_public.search_result.rank is $$How well it matches, up to 1. An e-mail address, phone number or ticket number that is the same has 1, the beginning of a name from 0.8, words from 0.6, other spellings less than 0.5.$$;

--!include search/functions/search_text.sql
create index contacts_organization_id_search_idx on app_public.contacts using gin (organization_id, (app_hidden.search_text(name || ' ' || coalesce(email, '') || ' ' || coalesce(substr(phone, 2), ''))) public.gin_trgm_ops);
create index contacts_organization_id_search_name_idx on app_public.contacts (organization_id, (app_hidden.search_text(name) collate ucs_basic), id);
create index leads_organization_id_search_idx on app_public.leads using gin (organization_id, (app_hidden.search_text(name || ' ' || coalesce(email, '') || ' ' || coalesce(substr(phone, 2), ''))) public.gin_trgm_ops);
create index leads_organization_id_search_name_idx on app_public.leads (organization_id, (app_hidden.search_text(name) collate ucs_basic), id);
create index companies_organization_id_search_idx on app_public.companies using gin (organization_id, (app_hidden.search_text(name || ' ' || coalesce(domain, '') || ' ' || coalesce(email, '') || ' ' || coalesce(substr(phone, 2), ''))) public.gin_trgm_ops);
create index companies_organization_id_search_name_idx on app_public.companies (organization_id, (app_hidden.search_text(name) collate ucs_basic), id);
create index deals_organization_id_search_idx on app_public.deals using gin (organization_id, (app_hidden.search_text(title)) public.gin_trgm_ops);
create index tickets_organization_id_search_idx on app_public.tickets using gin (organization_id, (app_hidden.search_text(subject)) public.gin_trgm_ops);
create index conversations_organization_id_search_idx on app_public.conversations using gin (organization_id, (app_hidden.search_text(coalesce(subject, '') || ' ' || coalesce(last_message_preview, ''))) public.gin_trgm_ops);

-- The trigrams of the new indexes do what these did.
drop index app_public.contacts_organization_id_name_idx;
drop index app_public.leads_organization_id_name_idx;
drop index app_public.companies_organization_id_name_idx;
drop index app_public.deals_organization_id_title_idx;
drop index app_public.tickets_organization_id_subject_idx;
drop index app_public.conversations_organization_id_subject_idx;

--!include search/all.sql
