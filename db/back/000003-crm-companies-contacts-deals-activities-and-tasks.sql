drop table
  app_public.tasks,
  app_public.activities,
  app_public.deal_stage_changes,
  app_public.deals,
  app_public.pipeline_stages,
  app_public.pipelines,
  app_public.contacts,
  app_public.companies;

drop table
  app_public.activity_kinds,
  app_public.contact_lifecycle_stages,
  app_public.contact_membership_statuses,
  app_public.directions,
  app_public.pipeline_stage_kinds,
  app_public.priorities,
  app_public.sentiments,
  app_public.task_statuses;

drop function app_private.tg_activities__touch_contact();
drop function app_private.tg_contacts__normalize();
drop function app_private.tg_deals__follow_stage();
drop function app_private.tg_deals__record_stage_change();
drop function app_private.tg_tasks__complete();

-- The organizations' own roles lose these permissions as well, which can't be recorded: the audit log came later.
alter table app_public.role_permissions disable trigger _900_audit;
delete from app_public.permissions
where resource in ('companies', 'contacts', 'pipelines', 'deals', 'activities', 'tasks');
alter table app_public.role_permissions enable trigger _900_audit;
