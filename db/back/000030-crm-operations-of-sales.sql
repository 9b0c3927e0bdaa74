drop trigger _450_score on app_public.leads;
drop trigger _500_hand_over on app_public.leads;
drop trigger _510_make_customer on app_public.deals;
drop trigger _500_score_lead on app_public.lead_enrichments;
drop trigger _500_score_leads on app_public.lead_scoring_rules;

drop function app_public.convert_lead(uuid, uuid, uuid, text, boolean, text, uuid, uuid, bigint, text, date);
drop function app_public.score_lead(uuid);
drop function app_public.score_leads(int);
drop function app_public.enrich_lead(uuid, text, jsonb, double precision, timestamptz);
drop function app_public.move_deal(uuid, uuid, uuid);
drop function app_public.win_deal(uuid, bigint, uuid);
drop function app_public.lose_deal(uuid, text, uuid);
drop function app_hidden.close_deal(uuid, text, uuid, bigint, text);
drop function app_public.create_proposal_from_deal(uuid, text, text, date, int);
drop function app_public.send_proposal(uuid, date);
drop function app_public.send_contract(uuid);
drop function app_public.sales_forecast(date, int, uuid, uuid);
drop function app_private.tg_deals__make_customer();
drop function app_private.tg_leads__hand_over();
drop function app_private.tg_leads__score();
drop function app_private.tg_lead_enrichments__score_lead();
drop function app_private.tg_lead_scoring_rules__score_leads();
drop function app_private.score_stale_leads(uuid, int);
drop function app_private.lead_scoring_version(uuid);
drop function app_public.leads_score_reasons(app_public.leads);
drop function app_hidden.shared_custom_fields(jsonb, text, text);
drop function app_hidden.json_texts(jsonb);
drop function app_hidden.require_day_to_come(date, text);

drop type app_public.lead_conversion;
drop type app_public.sales_forecast_month;
alter table app_public.leads drop column scoring_version;
drop table app_public.lead_scoring_rules;
drop table app_public.lead_scoring_operators;
drop table app_public.lead_scoring_fields;

revoke execute on function app_public.accept_proposal(uuid) from tenantry_member, tenantry_service;
revoke execute on function app_public.reject_proposal(uuid, text) from tenantry_member, tenantry_service;
revoke execute on function app_public.sign_contract(uuid, text) from tenantry_member, tenantry_service;
revoke execute on function app_public.reject_contract(uuid, text) from tenantry_member, tenantry_service;

delete from app_public.role_permissions where resource = 'lead_scoring';
delete from app_private.system_role_permissions where resource = 'lead_scoring';
delete from app_public.permissions where resource = 'lead_scoring';
