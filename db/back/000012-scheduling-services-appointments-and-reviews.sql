drop table app_public.reviews, app_public.appointments, app_public.services;
drop table app_public.appointment_kinds, app_public.appointment_statuses;

drop function app_private.tg_appointments__follow_service();
drop function app_private.tg_appointments__follow_status();
drop function app_private.tg_appointments__guard();
drop function app_private.tg_appointments__link_contact();
drop function app_private.tg_reviews__follow_appointment();
drop function app_private.tg_reviews__respond();
drop function app_private.tg_services__set_currency();

delete from app_public.permissions where resource in ('services', 'appointments', 'reviews');

-- An extension that somebody else had put here before stays.
do $$
begin
  if exists (select from pg_catalog.pg_extension where extname = 'btree_gist' and extowner = current_user::regrole) then
    drop extension btree_gist;
  end if;
end
$$;
