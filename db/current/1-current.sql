alter table app_public.proposals
  drop column if exists rejection_reason,
  add column rejection_reason text constraint rejection_reason_must_not_be_long check (length(rejection_reason) <= 2000);
alter table app_public.contracts
  drop column if exists signature_name,
  drop column if exists rejection_reason,
  add column signature_name text constraint signature_name_must_not_be_blank check (signature_name ~ '\S' and length(signature_name) <= 200),
  add column rejection_reason text constraint rejection_reason_must_not_be_long check (length(rejection_reason) <= 2000);
alter table app_public.organizations
  drop constraint if exists booking_rules_must_be_whole_numbers,
  add constraint booking_rules_must_be_whole_numbers check (
    settings -> 'booking' is null
    or jsonb_typeof(settings -> 'booking') = 'object'
    and not settings @? '$.booking.* ? (@.type() != "number" || @ < 0 || @ > 5256000 || @ != @.floor())'
  );

--!include crm/functions/answer_proposal.sql
--!include crm/functions/accept_proposal.sql
--!include crm/functions/reject_proposal.sql
--!include crm/functions/answer_contract.sql
--!include crm/functions/sign_contract.sql
--!include crm/functions/reject_contract.sql
--!include crm/tables/proposals.sql
--!include crm/tables/contracts.sql
--!include scheduling/functions/booking_rule.sql
--!include scheduling/functions/tg_appointments__guard.sql
--!include scheduling/tables/appointments.sql
--!include audit/functions/record_refusal.sql
--!include tenancy/tables/organizations.sql
