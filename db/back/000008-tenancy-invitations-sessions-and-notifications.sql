-- Schema auth goes if it came with the migration, and only what came with it: a Supabase project keeps its own.
do $$
declare
  v_function regprocedure;
begin
  for v_function in
    select p.oid
    from pg_catalog.pg_proc p
    join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'auth' and p.proname in ('jwt', 'role', 'uid') and p.pronargs = 0 and p.proowner = current_user::regrole
  loop
    execute format('drop function %s', v_function);
  end loop;
  if exists (
    select from pg_catalog.pg_namespace n
    where n.nspname = 'auth' and n.nspowner = current_user::regrole
      and not exists (select from pg_catalog.pg_proc p where p.pronamespace = n.oid)
      and not exists (select from pg_catalog.pg_class c where c.relnamespace = n.oid)
      and not exists (select from pg_catalog.pg_type t where t.typnamespace = n.oid)
  ) then
    drop schema auth;
  end if;
end
$$;

drop function app_public.can_access_business(uuid, uuid);
drop function app_public.get_user_organization_id(uuid);
drop function app_public.has_business_role(uuid, uuid, text);
drop function app_public.is_business_admin(uuid, uuid);
drop function app_public.org_ids_for_user(uuid);
drop function app_private.business_role_id(app_public.memberships, uuid);
drop function app_private.memberships_to_tell(uuid);
drop function app_private.user_id_of(uuid);

drop table
  app_public.notifications,
  app_private.session_tokens,
  app_private.sessions,
  app_private.client_invitation_secrets,
  app_public.client_invitations,
  app_private.staff_invitation_secrets,
  app_public.staff_invitations,
  app_public.notification_kinds;
drop function app_private.tg__settle_invitation();
drop function app_private.tg_notifications__mark_read();
drop function app_private.tg_staff_invitations__guard();
drop function app_private.tg_staff_invitations__normalize();

drop index app_private.user_identities_subject_idx;

update app_public.permissions set description = 'Change, limit and remove members.'
where resource = 'members' and action = 'manage';
delete from app_public.permissions where resource = 'client_invitations';
