/*
 * How long an organization's audit log goes back. The platform decides, since whoever may change an organization could
 * shorten it to lose what they did; empty means as long as the installation keeps entries.
 */
alter table app_public.organizations
  add column if not exists audit_retention_days int
  constraint audit_retention_days_must_be_a_month_to_a_century check (audit_retention_days between 30 and 36500);

--!include tenancy/tables/organizations.sql
