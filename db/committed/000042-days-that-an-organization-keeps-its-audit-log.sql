--! Previous: sha1:e9f6363c54b091febee4f6564a77a1e99bb4dbdf
--! Hash: sha1:c027f7fd9e6b1379158eaa6f9dd966707be9739f
--! Message: Days that an organization keeps its audit log

--! split: 1-current.sql
/*
 * How long an organization's audit log goes back. The platform decides, since whoever may change an organization could
 * shorten it to lose what they did; empty means as long as the installation keeps entries.
 */
alter table app_public.organizations
  add column if not exists audit_retention_days int
  constraint audit_retention_days_must_be_a_month_to_a_century check (audit_retention_days between 30 and 36500);

--! Included tenancy/tables/organizations.sql
comment on table app_public.organizations is $$A tenant: a company that works with its own customers here. Everything else belongs to exactly one organization.$$;
comment on column app_public.organizations.name is $$The organization’s name as people read it.$$;
comment on column app_public.organizations.slug is $$The organization’s short name in addresses and in the X-Organization-Id header; unique among all organizations.$$;
comment on column app_public.organizations.external_id is $$The organization’s id at the identity provider, such as a Clerk org_….$$;
comment on column app_public.organizations.support_email is $$The address that customers write to.$$;
comment on column app_public.organizations.timezone is $$The time zone in which the organization’s days begin and end, such as Europe/London.$$;
comment on column app_public.organizations.locale is $$Language and region, such as en-GB. Phone numbers written without a country are read as the region’s.$$;
comment on column app_public.organizations.currency is $$The currency of new amounts (ISO 4217), such as EUR.$$;
comment on column app_public.organizations.settings is $$Free settings of the organization, an object. Its booking, an object too, has the rules for contacts who book appointments in the client portal: minimumNoticeMinutes, how long ahead at least (60 unless given), cancellationNoticeMinutes, until when one is moved or canceled (1440, a day), maximumDaysAhead, how far ahead at most (no limit), and slotMinutes, how far apart offered slots are (15). Its businessHours say when it is open, lists of opens and closes by the day of the week or by a date that differs, such as {"monday": [{"opens": "09:00", "closes": "17:30"}], "2026-12-25": []}; businesses may have their own.$$;
comment on column app_public.organizations.required_assurance_level is $$How well members have to prove who they are: AAL2 is with a second factor. Requests of members who haven’t are refused.$$;
comment on column app_public.organizations.audit_retention_days is $$@behavior -attribute:aggregate
How many days entries of the audit log are kept at least; they are removed at the end of the month after which all of a month are that old. Empty: as long as the installation keeps them.$$;
comment on column app_public.organizations.subscription_status is $$Where the subscription stands.$$;
comment on column app_public.organizations.subscription_tier is $$What the organization has subscribed to.$$;
comment on column app_public.organizations.trial_ends_at is $$When the trial ends.$$;
comment on column app_public.organizations.plan_limits is $$What the subscription allows, by name, an object.$$;

create or replace trigger _100_timestamps before update on app_public.organizations for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of slug, support_email on app_public.organizations for each row execute function app_private.tg_organizations__normalize();
create or replace trigger _300_guard_assurance_level before update of required_assurance_level on app_public.organizations for each row execute function app_private.tg_organizations__guard_assurance_level();
create or replace trigger _500_create_defaults after insert on app_public.organizations for each row execute function app_private.tg_organizations__create_defaults();
create or replace trigger _550_announce_revocation after update of required_assurance_level on app_public.organizations for each row
  when (OLD.required_assurance_level < NEW.required_assurance_level) execute function app_private.tg__announce_revocation('organization', 'id');
create or replace trigger _600_recount_metrics after update on app_public.organizations for each row
  when ((OLD.timezone, OLD.currency) is distinct from (NEW.timezone, NEW.currency)) execute function app_private.tg_organizations__recount_metrics();
create or replace trigger _900_audit after insert or update on app_public.organizations for each row execute function app_private.tg__audit();

-- insert and delete are not granted: organizations begin and end through operations of their own.
-- Subscription, limits, external id and how long the audit log goes back belong to the platform, not to the tenant.
revoke all on table app_public.organizations from tenantry_member, tenantry_service;
grant select on table app_public.organizations to tenantry_member, tenantry_service;
grant update (name, slug, support_email, timezone, locale, currency, settings, required_assurance_level) on table app_public.organizations to tenantry_member;

alter table app_public.organizations enable row level security;
select app_private.drop_policies('app_public.organizations');
-- One sees the organizations one is a member of, the active one or not, to choose among them.
create policy select_member on app_public.organizations for select to tenantry_member
  using (id = any ((select app_hidden.organization_ids())::uuid[]));
-- An API key belongs to one organization.
create policy select_service on app_public.organizations for select to tenantry_service
  using (id = (select app_hidden.organization_id()));
-- Only the active organization is changed, by those who manage it and all its businesses.
create policy update_member on app_public.organizations for update to tenantry_member
  using (id = (select app_hidden.organization_id()) and (select app_hidden.may_all('organization.manage')))
  with check (id = (select app_hidden.organization_id()) and (select app_hidden.may_all('organization.manage')));
--! EndIncluded tenancy/tables/organizations.sql
