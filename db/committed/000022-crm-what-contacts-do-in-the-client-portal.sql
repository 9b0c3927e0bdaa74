--! Previous: sha1:575bfcf6c29f02a7ebde94665f651c4a4e2d4538
--! Hash: sha1:228926a01536a6ced8fd0f33937b84daeb7d2a41
--! Message: CRM: what contacts do in the client portal

--! split: 1-current.sql
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

--! Included crm/functions/answer_proposal.sql
-- Called past the policies for the contact who asks: their grants don't let contacts change a proposal. The row is locked, so
-- that of two answers at once one counts.
create or replace function app_private.answer_proposal(organization_id uuid, contact_id uuid, proposal_id uuid, status text, rejection_reason text default null) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_proposal app_public.proposals;
begin
  select p.* into v_proposal
  from app_public.proposals p
  where p.organization_id = answer_proposal.organization_id
    and p.contact_id = answer_proposal.contact_id
    and p.id = answer_proposal.proposal_id
    and p.status <> 'draft'
    and p.deleted_at is null
  for update;
  if not found then
    raise exception using errcode = 'TN404', message = 'There is no such proposal.';
  end if;
  if v_proposal.status in ('accepted', 'rejected') then
    raise exception using
      errcode = 'TN409',
      message = 'This proposal has been answered already.',
      detail = jsonb_build_object('status', v_proposal.status)::text;
  end if;
  if v_proposal.status = 'expired' or v_proposal.valid_until < (
    select (now() at time zone o.timezone)::date from app_public.organizations o where o.id = v_proposal.organization_id
  ) then
    raise exception using
      errcode = 'TN409',
      message = 'This proposal has expired.',
      detail = '{"status": "expired"}',
      hint = 'Ask for a new one.';
  end if;
  update app_public.proposals p
  set status = answer_proposal.status, rejection_reason = nullif(btrim(answer_proposal.rejection_reason), '')
  where p.organization_id = v_proposal.organization_id and p.id = v_proposal.id;
end
$$;
comment on function app_private.answer_proposal(uuid, uuid, uuid, text, text) is $$Accepts or rejects a proposal to a contact.$$;
--! EndIncluded crm/functions/answer_proposal.sql
--! Included crm/functions/accept_proposal.sql
-- Gives the id and not the row, which would hold what contacts don't see.
create or replace function app_public.accept_proposal(proposal_id uuid) returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform app_private.answer_proposal(app_hidden.organization_id(), app_hidden.contact_id(), accept_proposal.proposal_id, 'accepted');
  return accept_proposal.proposal_id;
end
$$;
grant execute on function app_public.accept_proposal(uuid) to tenantry_client;
comment on function app_public.accept_proposal(uuid) is $$@resultFieldName proposalId
@argument proposal_id The id of the proposal.
In the client portal, accepts a proposal that was sent to oneself and hasn’t expired.$$;
--! EndIncluded crm/functions/accept_proposal.sql
--! Included crm/functions/reject_proposal.sql
-- Gives the id and not the row, which would hold what contacts don't see.
create or replace function app_public.reject_proposal(proposal_id uuid, reason text default null) returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform app_private.answer_proposal(app_hidden.organization_id(), app_hidden.contact_id(), reject_proposal.proposal_id, 'rejected', reject_proposal.reason);
  return reject_proposal.proposal_id;
end
$$;
grant execute on function app_public.reject_proposal(uuid, text) to tenantry_client;
comment on function app_public.reject_proposal(uuid, text) is $$@resultFieldName proposalId
@argument proposal_id The id of the proposal.
@argument reason Why it is declined, for the organization to read.
In the client portal, declines a proposal that was sent to oneself and hasn’t expired.$$;
--! EndIncluded crm/functions/reject_proposal.sql
--! Included crm/functions/answer_contract.sql
-- As with proposals, of two answers at once one counts.
create or replace function app_private.answer_contract(organization_id uuid, contact_id uuid, contract_id uuid, status text, signature_name text default null, rejection_reason text default null) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_contract app_public.contracts;
begin
  select c.* into v_contract
  from app_public.contracts c
  where c.organization_id = answer_contract.organization_id
    and c.contact_id = answer_contract.contact_id
    and c.id = answer_contract.contract_id
    and c.status <> 'draft'
    and c.deleted_at is null
  for update;
  if not found then
    raise exception using errcode = 'TN404', message = 'There is no such contract.';
  end if;
  if v_contract.status = 'expired' or v_contract.status = 'sent' and v_contract.ends_on < (
    select (now() at time zone o.timezone)::date from app_public.organizations o where o.id = v_contract.organization_id
  ) then
    raise exception using
      errcode = 'TN409',
      message = 'This contract has expired.',
      detail = '{"status": "expired"}',
      hint = 'Ask for a new one.';
  end if;
  if v_contract.status <> 'sent' then
    raise exception using
      errcode = 'TN409',
      message = 'This contract has been answered already.',
      detail = jsonb_build_object('status', v_contract.status)::text;
  end if;
  update app_public.contracts c
  set
    status = answer_contract.status,
    signature_name = btrim(answer_contract.signature_name),
    rejection_reason = nullif(btrim(answer_contract.rejection_reason), '')
  where c.organization_id = v_contract.organization_id and c.id = v_contract.id;
end
$$;
comment on function app_private.answer_contract(uuid, uuid, uuid, text, text, text) is $$Signs or declines a contract with a contact.$$;
--! EndIncluded crm/functions/answer_contract.sql
--! Included crm/functions/sign_contract.sql
-- Gives the id and not the row, which would hold what contacts don't see.
create or replace function app_public.sign_contract(contract_id uuid, signature_name text) returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if sign_contract.signature_name !~ '\S' or sign_contract.signature_name is null then
    raise exception using errcode = 'TN400', message = 'Sign with your name.', detail = '{"field": "signatureName"}';
  end if;
  perform app_private.answer_contract(app_hidden.organization_id(), app_hidden.contact_id(), sign_contract.contract_id, 'signed', signature_name => sign_contract.signature_name);
  return sign_contract.contract_id;
end
$$;
grant execute on function app_public.sign_contract(uuid, text) to tenantry_client;
comment on function app_public.sign_contract(uuid, text) is $$@resultFieldName contractId
@argument contract_id The id of the contract.
@argument signature_name The name with which it is signed.
In the client portal, signs a contract that was sent to oneself and hasn’t expired. Who signed, when and from which address is in the audit log.$$;
--! EndIncluded crm/functions/sign_contract.sql
--! Included crm/functions/reject_contract.sql
-- Gives the id and not the row, which would hold what contacts don't see.
create or replace function app_public.reject_contract(contract_id uuid, reason text default null) returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform app_private.answer_contract(app_hidden.organization_id(), app_hidden.contact_id(), reject_contract.contract_id, 'terminated', rejection_reason => reject_contract.reason);
  return reject_contract.contract_id;
end
$$;
grant execute on function app_public.reject_contract(uuid, text) to tenantry_client;
comment on function app_public.reject_contract(uuid, text) is $$@resultFieldName contractId
@argument contract_id The id of the contract.
@argument reason Why it isn’t signed, for the organization to read.
In the client portal, declines a contract that was sent to oneself and hasn’t been signed. It is terminated.$$;
--! EndIncluded crm/functions/reject_contract.sql
--! Included crm/tables/proposals.sql
comment on table app_public.proposals is $$An offer to a contact, made of items.$$;
comment on column app_public.proposals.business_id is $$The business that makes the proposal; the whole organization when empty.$$;
comment on column app_public.proposals.number is $$@hasDefault
The proposal’s number, unique within the organization. They go up, and may leave gaps.$$;
comment on column app_public.proposals.title is $$What is proposed.$$;
comment on column app_public.proposals.introduction is $$What the contact reads before the items.$$;
comment on column app_public.proposals.deal_id is $$The deal that the proposal is to win.$$;
comment on column app_public.proposals.contact_id is $$The contact to whom the proposal goes, and who sees it in the client portal once it is sent.$$;
comment on column app_public.proposals.company_id is $$The company to which the proposal goes.$$;
comment on column app_public.proposals.owner_id is $$The member who looks after the proposal; whoever adds it unless another is named.$$;
comment on column app_public.proposals.status is $$Where the proposal stands. From draft it is sent; then it is viewed, accepted, rejected or expires. An expired one may be sent again. Once it is sent, title, introduction, contact, currency and items stay as they are.$$;
comment on column app_public.proposals.currency is $$@hasDefault
The currency of all amounts (ISO 4217), such as EUR; the organization’s unless another is named.$$;
comment on column app_public.proposals.subtotal_cents is $$The sum of the items before tax, in hundredths of the currency.$$;
comment on column app_public.proposals.tax_cents is $$The sum of the items’ taxes, in hundredths of the currency.$$;
comment on column app_public.proposals.total_cents is $$What the contact would pay, tax included, in hundredths of the currency.$$;
comment on column app_public.proposals.valid_until is $$The last day on which the contact can accept.$$;
comment on column app_public.proposals.sent_at is $$When the proposal was last sent.$$;
comment on column app_public.proposals.viewed_at is $$When the contact opened it.$$;
comment on column app_public.proposals.accepted_at is $$When the contact accepted.$$;
comment on column app_public.proposals.rejected_at is $$When the contact declined.$$;
comment on column app_public.proposals.rejection_reason is $$Why the contact declined, in their own words.$$;
comment on column app_public.proposals.deleted_at is $$When the proposal was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.proposals for each row execute function app_private.tg__timestamps();
create or replace trigger _300_archive before update of deleted_at on app_public.proposals for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('proposals', 'owner_id');
create or replace trigger _310_restrict_status before update of status on app_public.proposals for each row
  when (OLD.status is distinct from NEW.status) execute function app_private.tg__restrict_status(
    '{"draft": ["sent"], "sent": ["viewed", "accepted", "rejected", "expired"], "viewed": ["accepted", "rejected", "expired"], "expired": ["sent"]}'
  );
-- A contact who is deleted takes the reference along.
create or replace trigger _320_freeze before update of title, introduction, contact_id, currency on app_public.proposals for each row
  when (
    OLD.status <> 'draft'
    and (
      (OLD.title, OLD.introduction, OLD.currency) is distinct from (NEW.title, NEW.introduction, NEW.currency)
      or OLD.contact_id is distinct from NEW.contact_id and NEW.contact_id is not null
    )
  ) execute function app_private.tg__freeze();
create or replace trigger _400_follow_status before insert or update of status on app_public.proposals for each row execute function app_private.tg_proposals__follow_status();
create or replace trigger _410_number before insert on app_public.proposals for each row execute function app_private.tg__number();
create or replace trigger _420_default_currency before insert on app_public.proposals for each row execute function app_private.tg__default_currency();
create or replace trigger _900_audit after insert or update or delete on app_public.proposals for each row execute function app_private.tg__audit();

-- delete is not granted: proposals are archived through deleted_at, not removed. A new one is a draft; its totals are
-- those of its items.
revoke all on table app_public.proposals from tenantry_member, tenantry_service, tenantry_client;
grant select on table app_public.proposals to tenantry_member, tenantry_service;
grant insert (business_id, title, introduction, deal_id, contact_id, company_id, owner_id, currency, valid_until) on table app_public.proposals to tenantry_member, tenantry_service;
grant update (business_id, title, introduction, deal_id, contact_id, company_id, owner_id, currency, valid_until, status, deleted_at) on table app_public.proposals to tenantry_member, tenantry_service;
-- Contacts see what they are offered, not who in the organization looks after it or what it belongs to. What is archived
-- they don't see, but collections ask for it.
grant select (
  id, organization_id, number, title, introduction, contact_id, status, currency, subtotal_cents, tax_cents, total_cents, valid_until,
  sent_at, viewed_at, accepted_at, rejected_at, rejection_reason, created_at, updated_at, deleted_at
) on table app_public.proposals to tenantry_client;

alter table app_public.proposals enable row level security;
select app_private.drop_policies('app_public.proposals');
select app_private.create_permission_policies('app_public.proposals', 'proposals', '{select,insert,update}', owner_columns => '{owner_id}');
select app_private.create_policies('app_public.proposals', '{client}', '{select}', $$
  contact_id = (select app_hidden.contact_id()) and status <> 'draft' and deleted_at is null
$$);
--! EndIncluded crm/tables/proposals.sql
--! Included crm/tables/contracts.sql
comment on table app_public.contracts is $$What the organization and a contact agree on.$$;
comment on column app_public.contracts.business_id is $$The business that makes the contract; the whole organization when empty.$$;
comment on column app_public.contracts.number is $$@hasDefault
The contract’s number, unique within the organization. They go up, and may leave gaps.$$;
comment on column app_public.contracts.title is $$What the contract is about.$$;
comment on column app_public.contracts.content is $$The text that is agreed on.$$;
comment on column app_public.contracts.deal_id is $$The deal that led to the contract.$$;
comment on column app_public.contracts.proposal_id is $$The proposal that led to the contract.$$;
comment on column app_public.contracts.contact_id is $$The contact who signs, and who sees the contract in the client portal once it is sent.$$;
comment on column app_public.contracts.company_id is $$The company for which the contact signs.$$;
comment on column app_public.contracts.owner_id is $$The member who looks after the contract; whoever adds it unless another is named.$$;
comment on column app_public.contracts.status is $$Where the contract stands. From draft it is sent, then signed, then active; it ends terminated or expired. Once it is sent, title, content, contact, value, currency and days stay as they are.$$;
comment on column app_public.contracts.value_cents is $$What the contract is worth, in hundredths of the currency.$$;
comment on column app_public.contracts.currency is $$@hasDefault
The currency of the value (ISO 4217), such as EUR; the organization’s unless another is named.$$;
comment on column app_public.contracts.starts_on is $$First day of the contract.$$;
comment on column app_public.contracts.ends_on is $$Last day of the contract; open when empty.$$;
comment on column app_public.contracts.sent_at is $$When the contract was sent.$$;
comment on column app_public.contracts.signed_at is $$When the contract was signed.$$;
comment on column app_public.contracts.signature_name is $$The name with which the contact signed in the client portal.$$;
comment on column app_public.contracts.rejection_reason is $$Why the contact declined to sign, in their own words.$$;
comment on column app_public.contracts.deleted_at is $$When the contract was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.contracts for each row execute function app_private.tg__timestamps();
create or replace trigger _300_archive before update of deleted_at on app_public.contracts for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('contracts', 'owner_id');
create or replace trigger _310_restrict_status before update of status on app_public.contracts for each row
  when (OLD.status is distinct from NEW.status) execute function app_private.tg__restrict_status(
    '{"draft": ["sent"], "sent": ["signed", "terminated", "expired"], "signed": ["active", "terminated"], "active": ["terminated", "expired"]}'
  );
-- A contact who is deleted takes the reference along.
create or replace trigger _320_freeze before update of title, content, contact_id, value_cents, currency, starts_on, ends_on on app_public.contracts for each row
  when (
    OLD.status <> 'draft'
    and (
      (OLD.title, OLD.content, OLD.value_cents, OLD.currency, OLD.starts_on, OLD.ends_on)
        is distinct from (NEW.title, NEW.content, NEW.value_cents, NEW.currency, NEW.starts_on, NEW.ends_on)
      or OLD.contact_id is distinct from NEW.contact_id and NEW.contact_id is not null
    )
  ) execute function app_private.tg__freeze();
create or replace trigger _400_follow_status before insert or update of status on app_public.contracts for each row execute function app_private.tg_contracts__follow_status();
create or replace trigger _410_number before insert on app_public.contracts for each row execute function app_private.tg__number();
create or replace trigger _420_default_currency before insert on app_public.contracts for each row execute function app_private.tg__default_currency();
create or replace trigger _900_audit after insert or update or delete on app_public.contracts for each row execute function app_private.tg__audit();

-- delete is not granted: contracts are archived through deleted_at, not removed. A new one is a draft.
revoke all on table app_public.contracts from tenantry_member, tenantry_service, tenantry_client;
grant select on table app_public.contracts to tenantry_member, tenantry_service;
grant insert (business_id, title, content, deal_id, proposal_id, contact_id, company_id, owner_id, value_cents, currency, starts_on, ends_on) on table app_public.contracts to tenantry_member, tenantry_service;
grant update (business_id, title, content, deal_id, proposal_id, contact_id, company_id, owner_id, value_cents, currency, starts_on, ends_on, status, deleted_at) on table app_public.contracts to tenantry_member, tenantry_service;
-- Contacts see what they agree on, not who in the organization looks after it. What is archived they don't see, but
-- collections ask for it.
grant select (
  id, organization_id, number, title, content, proposal_id, contact_id, status, value_cents, currency, starts_on, ends_on,
  sent_at, signed_at, signature_name, rejection_reason, created_at, updated_at, deleted_at
) on table app_public.contracts to tenantry_client;

alter table app_public.contracts enable row level security;
select app_private.drop_policies('app_public.contracts');
select app_private.create_permission_policies('app_public.contracts', 'contracts', '{select,insert,update}', owner_columns => '{owner_id}');
select app_private.create_policies('app_public.contracts', '{client}', '{select}', $$
  contact_id = (select app_hidden.contact_id()) and status <> 'draft' and deleted_at is null
$$);
--! EndIncluded crm/tables/contracts.sql
--! Included scheduling/functions/booking_rule.sql
-- Contacts can't read their organization's settings, which say more than these. A constraint keeps the rules numbers.
create or replace function app_hidden.booking_rule(rule text) returns integer
language sql stable security definer
set search_path = ''
as $$
  select coalesce(
    (o.settings -> 'booking' ->> booking_rule.rule)::numeric::integer,
    case booking_rule.rule when 'minimumNoticeMinutes' then 60 when 'cancellationNoticeMinutes' then 1440 end
  )
  from app_public.organizations o
  where o.id = app_hidden.organization_id()
$$;
grant execute on function app_hidden.booking_rule(text) to tenantry_client;
comment on function app_hidden.booking_rule(text) is $$What the organization’s settings say under booking about appointments that contacts book in the client portal: minimumNoticeMinutes, an hour unless said otherwise, cancellationNoticeMinutes, a day, and maximumDaysAhead, empty without a limit.$$;
--! EndIncluded scheduling/functions/booking_rule.sql
--! Included scheduling/functions/tg_appointments__guard.sql
-- What is over stays as it was: it is neither moved nor begun again. Contacts move and cancel what is still to come.
create or replace function app_private.tg_appointments__guard() returns trigger
language plpgsql volatile
set search_path = ''
as $$
declare
  v_live constant text[] := '{scheduled,confirmed,in_progress}';
  v_is_contact constant boolean := coalesce(app_hidden.actor_kind() = 'contact', false);
  v_is_booked constant boolean := TG_OP = 'INSERT';
  v_minutes integer;
  v_days integer;
begin
  -- Outside a request, and when a member or service that it refers to is deleted.
  if app_hidden.actor_kind() is null or pg_trigger_depth() > 1 then
    return NEW;
  end if;
  if v_is_contact and NEW.starts_at <= now() and NEW.status <> 'canceled' then
    raise exception using errcode = 'TN400', message = 'Choose a time that is still to come.', detail = '{"field": "startsAt"}';
  end if;
  if v_is_contact and (v_is_booked or NEW.starts_at <> OLD.starts_at) and NEW.status <> 'canceled' then
    v_minutes := app_hidden.booking_rule('minimumNoticeMinutes');
    if NEW.starts_at < now() + make_interval(mins => v_minutes) then
      raise exception using
        errcode = 'TN400',
        message = 'This is too soon to be booked.',
        detail = jsonb_build_object('field', 'startsAt', 'minimumNoticeMinutes', v_minutes)::text,
        hint = 'Choose a later time.';
    end if;
    v_days := app_hidden.booking_rule('maximumDaysAhead');
    if NEW.starts_at > now() + make_interval(days => v_days) then
      raise exception using
        errcode = 'TN400',
        message = 'This is too far ahead to be booked.',
        detail = jsonb_build_object('field', 'startsAt', 'maximumDaysAhead', v_days)::text,
        hint = 'Choose an earlier time.';
    end if;
  end if;
  if v_is_booked then
    if v_is_contact and NEW.service_id is null then
      raise exception using errcode = 'TN400', message = 'Choose the service to book.', detail = '{"field": "serviceId"}';
    end if;
    return NEW;
  end if;

  if v_is_contact then
    if OLD.status not in ('scheduled', 'confirmed') or OLD.starts_at <= now() then
      raise exception using errcode = 'TN409', message = 'This appointment can''t be changed any more.', hint = 'Book a new one.';
    end if;
    if NEW.status <> OLD.status and NEW.status <> 'canceled' then
      raise exception using
        errcode = 'TN403',
        message = 'You may cancel an appointment, not decide otherwise where it stands.',
        detail = '{"field": "status"}';
    end if;
    v_minutes := app_hidden.booking_rule('cancellationNoticeMinutes');
    if (NEW.status, NEW.starts_at) is distinct from (OLD.status, OLD.starts_at) and OLD.starts_at < now() + make_interval(mins => v_minutes) then
      raise exception using
        errcode = 'TN409',
        message = 'It is too late to move or cancel this appointment.',
        detail = jsonb_build_object('cancellationNoticeMinutes', v_minutes)::text,
        hint = 'Get in touch instead.';
    end if;
    -- A new time has to be confirmed anew.
    if NEW.status = 'confirmed' and NEW.starts_at <> OLD.starts_at then
      NEW.status := 'scheduled';
    end if;
  end if;

  if NEW.status is distinct from OLD.status
    and not (
      OLD.status = any (v_live)
      or OLD.status = 'canceled' and NEW.status = 'scheduled'
      or OLD.status in ('completed', 'no_show') and NEW.status in ('completed', 'no_show')
    )
  then
    raise exception using
      errcode = 'TN409',
      message = 'An appointment that is over can''t go on.',
      detail = jsonb_build_object('field', 'status', 'status', OLD.status)::text,
      hint = case when OLD.status = 'canceled' then 'Schedule it again first.' else 'Book a new one.' end;
  end if;
  if not NEW.status = any (v_live)
    and not OLD.status = any (v_live)
    and (NEW.starts_at, NEW.ends_at, NEW.staff_id, NEW.service_id) is distinct from (OLD.starts_at, OLD.ends_at, OLD.staff_id, OLD.service_id)
  then
    raise exception using
      errcode = 'TN409',
      message = 'An appointment that is over can''t be moved.',
      detail = jsonb_build_object('status', OLD.status)::text,
      hint = 'Book a new one.';
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_appointments__guard() is $$Keeps appointments that are over as they were, and contacts to what is still to come.$$;
--! EndIncluded scheduling/functions/tg_appointments__guard.sql
--! Included scheduling/tables/appointments.sql
comment on table app_public.appointments is $$A time that is kept for a contact. A member’s appointments that are scheduled, confirmed or in progress don’t overlap; one may begin when another ends.$$;
comment on column app_public.appointments.business_id is $$The business where it takes place; of the whole organization when empty. The service’s unless another is named.$$;
comment on column app_public.appointments.service_id is $$The service that is booked.$$;
comment on column app_public.appointments.contact_id is $$The contact who comes. When only an e-mail address or phone number is given, the contact who has it, or a new one.$$;
comment on column app_public.appointments.booked_email is $$The e-mail address with which it was booked, kept in lower case.$$;
comment on column app_public.appointments.booked_phone is $$The phone number with which it was booked, in E.164 form.$$;
comment on column app_public.appointments.staff_id is $$The member who is there for the contact.$$;
comment on column app_public.appointments.created_by_id is $$The member who booked it; empty when the contact did.$$;
comment on column app_public.appointments.kind is $$What is booked.$$;
comment on column app_public.appointments.status is $$Where the appointment stands. What is completed, canceled or missed isn’t moved any more; what is canceled can be scheduled again.$$;
comment on column app_public.appointments.starts_at is $$When it begins. Moving the beginning alone moves the end with it.$$;
comment on column app_public.appointments.ends_at is $$@hasDefault
When it ends; after the service’s duration unless another time is given.$$;
comment on column app_public.appointments.location is $$Where it takes place.$$;
comment on column app_public.appointments.notes is $$What members should know about it. Contacts don’t see it.$$;
comment on column app_public.appointments.source is $$How it was booked, such as portal.$$;
comment on column app_public.appointments.price_cents is $$What it costs, in hundredths of the currency’s unit; the service’s price at the time of booking unless another is given.$$;
comment on column app_public.appointments.currency is $$The currency (ISO 4217) of the price.$$;
comment on column app_public.appointments.cancellation_reason is $$Why it was called off.$$;
comment on column app_public.appointments.completed_at is $$When it was completed; follows the status.$$;
comment on column app_public.appointments.canceled_at is $$When it was called off; follows the status.$$;
comment on column app_public.appointments.deleted_at is $$When the appointment was archived; empty while it is in use.$$;
comment on constraint only_one_appointment_of_a_member_at_a_time on app_public.appointments is $$The member has another appointment at that time.$$;
comment on constraint appointments_organization_id_staff_id_fkey on app_public.appointments is $$@foreignFieldName appointments$$;

create or replace trigger _100_timestamps before update on app_public.appointments for each row execute function app_private.tg__timestamps();
create or replace trigger _200_link_contact before insert on app_public.appointments for each row execute function app_private.tg_appointments__link_contact();
create or replace trigger _300_archive before update of deleted_at on app_public.appointments for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('appointments', 'staff_id', 'created_by_id');
create or replace trigger _310_guard before insert or update of status, starts_at, ends_at, staff_id, service_id, cancellation_reason on app_public.appointments for each row
  execute function app_private.tg_appointments__guard();
create or replace trigger _400_follow_service before insert or update of service_id, starts_at, ends_at, price_cents, currency on app_public.appointments for each row
  execute function app_private.tg_appointments__follow_service();
create or replace trigger _410_follow_status before insert or update of status, cancellation_reason on app_public.appointments for each row
  execute function app_private.tg_appointments__follow_status();
create or replace trigger _600_count_added after insert on app_public.appointments referencing new table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_removed after delete on app_public.appointments referencing old table as changed_rows for each statement execute function app_private.tg__count_metrics();
create or replace trigger _600_count_changed after update on app_public.appointments for each row
  when ((OLD.business_id, OLD.created_at, OLD.starts_at, OLD.status, OLD.price_cents, OLD.currency) is distinct from (NEW.business_id, NEW.created_at, NEW.starts_at, NEW.status, NEW.price_cents, NEW.currency)) execute function app_private.tg__count_metrics();
create or replace trigger _900_audit after insert or update or delete on app_public.appointments for each row execute function app_private.tg__audit();

-- delete is not granted: appointments are archived through deleted_at. With what address one was booked stays.
revoke all on table app_public.appointments from tenantry_member, tenantry_service, tenantry_client;
grant select on table app_public.appointments to tenantry_member, tenantry_service;
grant insert (
  business_id, service_id, contact_id, booked_email, booked_phone, staff_id, kind, status, starts_at, ends_at, location, notes, source, price_cents, currency
) on table app_public.appointments to tenantry_member, tenantry_service;
grant update (
  business_id, service_id, contact_id, staff_id, kind, status, starts_at, ends_at, location, notes, source, price_cents, currency, cancellation_reason, deleted_at
) on table app_public.appointments to tenantry_member, tenantry_service;

-- Contacts don’t see what members note, nor who the members are. They book a service at a time, move it and cancel it.
grant select (
  id, organization_id, business_id, service_id, contact_id, booked_email, booked_phone, kind, status, starts_at, ends_at, location, source, price_cents, currency,
  cancellation_reason, completed_at, canceled_at, created_at, updated_at, deleted_at
) on table app_public.appointments to tenantry_client;
grant insert (service_id, starts_at) on table app_public.appointments to tenantry_client;
grant update (starts_at, status, cancellation_reason) on table app_public.appointments to tenantry_client;

alter table app_public.appointments enable row level security;
select app_private.drop_policies('app_public.appointments');
-- An appointment is one's own as the member who is there or as the one who booked it.
select app_private.create_permission_policies('app_public.appointments', 'appointments', '{select,insert,update}', owner_columns => '{staff_id,created_by_id}');
select app_private.create_policies(
  'app_public.appointments', '{client}', '{select,update}', $$contact_id = (select app_hidden.contact_id()) and deleted_at is null$$
);
select app_private.create_policies(
  'app_public.appointments', '{client}', '{insert}',
  $$contact_id = (select app_hidden.contact_id()) and deleted_at is null and status = 'scheduled' and source = 'portal' and starts_at > now()$$
);
--! EndIncluded scheduling/tables/appointments.sql
--! Included audit/functions/record_refusal.sql
-- For the gateway, with the argument of app_private.begin_request that was refused. Who it was is looked up again, since
-- what begin_request finds before it refuses is gone with its transaction. A digest tells nothing of the key, and isn't kept.
create or replace function app_private.record_refusal(kind text, request jsonb, detail jsonb default '{}') returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_claims constant jsonb := nullif(request -> 'claims', 'null');
  v_user_id uuid;
  v_contact_id uuid;
  v_api_key_id uuid;
begin
  if request ->> 'apiKeyDigest' is not null then
    select s.api_key_id into v_api_key_id
    from app_private.api_key_secrets s
    where s.digest = decode(request ->> 'apiKeyDigest', 'hex');
  elsif (request ->> 'isClient')::boolean then
    select c.id into v_contact_id
    from app_public.contacts c
    where c.id = case when v_claims ->> 'sub' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then (v_claims ->> 'sub')::uuid end;
  elsif v_claims is not null then
    select i.user_id into v_user_id
    from app_private.user_identities i
    where i.issuer = v_claims ->> 'iss' and i.subject = v_claims ->> 'sub';
  end if;
  perform app_private.record_security_event(
    record_refusal.kind,
    record_refusal.detail,
    user_id => v_user_id,
    contact_id => v_contact_id,
    api_key_id => v_api_key_id,
    request_id => request ->> 'requestId',
    address => request ->> 'address'
  );
end
$$;
grant execute on function app_private.record_refusal(text, jsonb, jsonb) to tenantry_authenticator;
comment on function app_private.record_refusal(text, jsonb, jsonb) is $$Records a security event about a request that was refused: of the user, contact or API key that its claims or key name, as far as they are known.$$;
--! EndIncluded audit/functions/record_refusal.sql
--! Included tenancy/tables/organizations.sql
comment on table app_public.organizations is $$A tenant: a company that works with its own customers here. Everything else belongs to exactly one organization.$$;
comment on column app_public.organizations.name is $$The organization’s name as people read it.$$;
comment on column app_public.organizations.slug is $$The organization’s short name in addresses and in the X-Organization-Id header; unique among all organizations.$$;
comment on column app_public.organizations.external_id is $$The organization’s id at the identity provider, such as a Clerk org_….$$;
comment on column app_public.organizations.support_email is $$The address that customers write to.$$;
comment on column app_public.organizations.timezone is $$The time zone in which the organization’s days begin and end, such as Europe/London.$$;
comment on column app_public.organizations.locale is $$Language and region, such as en-GB. Phone numbers written without a country are read as the region’s.$$;
comment on column app_public.organizations.currency is $$The currency of new amounts (ISO 4217), such as EUR.$$;
comment on column app_public.organizations.settings is $$Free settings of the organization, an object. Its booking, an object too, has the rules for contacts who book appointments in the client portal: minimumNoticeMinutes, how long ahead at least (60 unless given), cancellationNoticeMinutes, until when one is moved or canceled (1440, a day), and maximumDaysAhead, how far ahead at most (no limit).$$;
comment on column app_public.organizations.required_assurance_level is $$How well members have to prove who they are: AAL2 is with a second factor. Requests of members who haven’t are refused.$$;
comment on column app_public.organizations.subscription_status is $$Where the subscription stands.$$;
comment on column app_public.organizations.subscription_tier is $$What the organization has subscribed to.$$;
comment on column app_public.organizations.trial_ends_at is $$When the trial ends.$$;
comment on column app_public.organizations.plan_limits is $$What the subscription allows, by name, an object.$$;

create or replace trigger _100_timestamps before update on app_public.organizations for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of slug, support_email on app_public.organizations for each row execute function app_private.tg_organizations__normalize();
create or replace trigger _300_guard_assurance_level before update of required_assurance_level on app_public.organizations for each row execute function app_private.tg_organizations__guard_assurance_level();
create or replace trigger _500_create_defaults after insert on app_public.organizations for each row execute function app_private.tg_organizations__create_defaults();
create or replace trigger _600_recount_metrics after update on app_public.organizations for each row
  when ((OLD.timezone, OLD.currency) is distinct from (NEW.timezone, NEW.currency)) execute function app_private.tg_organizations__recount_metrics();
create or replace trigger _900_audit after insert or update on app_public.organizations for each row execute function app_private.tg__audit();

-- insert and delete are not granted: organizations begin and end through operations of their own.
-- Subscription, limits and external id belong to the platform, not to the tenant.
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
