drop view app_public.agent_performance;
drop view app_public.pipeline_summary;
drop view app_public.business_dashboard_data;
drop view app_public.conversation_threads;
drop view app_public.customer_summary;
drop view app_public.performance_metrics;
drop view app_public.daily_metrics;
drop view app_private.daily_metrics_recount;

drop trigger _600_count_added on app_public.contacts;
drop trigger _600_count_removed on app_public.contacts;
drop trigger _600_count_changed on app_public.contacts;
drop trigger _600_count_added on app_public.leads;
drop trigger _600_count_removed on app_public.leads;
drop trigger _600_count_changed on app_public.leads;
drop trigger _600_count_added on app_public.calls;
drop trigger _600_count_removed on app_public.calls;
drop trigger _600_count_changed on app_public.calls;
drop trigger _600_count_added on app_public.messages;
drop trigger _600_count_removed on app_public.messages;
drop trigger _600_count_changed on app_public.messages;
drop trigger _600_count_added on app_public.conversations;
drop trigger _600_count_removed on app_public.conversations;
drop trigger _600_count_changed on app_public.conversations;
drop trigger _600_count_added on app_public.appointments;
drop trigger _600_count_removed on app_public.appointments;
drop trigger _600_count_changed on app_public.appointments;
drop trigger _600_count_added on app_public.deals;
drop trigger _600_count_removed on app_public.deals;
drop trigger _600_count_changed on app_public.deals;
drop trigger _600_count_added on app_public.tickets;
drop trigger _600_count_removed on app_public.tickets;
drop trigger _600_count_changed on app_public.tickets;
drop trigger _600_count_added on app_public.reviews;
drop trigger _600_count_removed on app_public.reviews;
drop trigger _600_count_changed on app_public.reviews;
drop trigger _600_recount_metrics on app_public.organizations;

drop function app_private.tg_organizations__recount_metrics();
drop function app_private.tg__count_metrics();
drop function app_private.roll_up_daily_metrics(int);
drop function app_private.recount_daily_metrics(uuid);
drop function app_private.lock_daily_metrics(uuid, boolean);
drop function app_private.contact_metrics(app_public.contacts);
drop function app_private.lead_metrics(app_public.leads);
drop function app_private.call_metrics(app_public.calls);
drop function app_private.message_metrics(app_public.messages);
drop function app_private.conversation_metrics(app_public.conversations);
drop function app_private.appointment_metrics(app_public.appointments);
drop function app_private.deal_metrics(app_public.deals);
drop function app_private.ticket_metrics(app_public.tickets);
drop function app_private.review_metrics(app_public.reviews);

drop table app_hidden.daily_metric_totals, app_hidden.daily_metric_changes;
drop type app_private.metric;

-- The older surface doesn't know of the column, and so wouldn't take it back.
revoke select (deleted_at) on table app_public.contacts from tenantry_client;

delete from app_public.role_permissions where resource = 'metrics';
delete from app_private.system_role_permissions where resource = 'metrics';
delete from app_public.permissions where resource = 'metrics';
