drop function app_public.accept_proposal(uuid);
drop function app_public.reject_proposal(uuid, text);
drop function app_public.sign_contract(uuid, text);
drop function app_public.reject_contract(uuid, text);
drop function app_private.answer_proposal(uuid, uuid, uuid, text, text);
drop function app_private.answer_contract(uuid, uuid, uuid, text, text, text);
drop function app_hidden.booking_rule(text);
drop function app_private.record_refusal(text, jsonb, jsonb);

alter table app_public.proposals drop column rejection_reason;
alter table app_public.contracts
  drop column signature_name,
  drop column rejection_reason;
alter table app_public.organizations drop constraint booking_rules_must_be_whole_numbers;
