insert into app_public.appointments (
  id, organization_id, business_id, service_id, contact_id, staff_id, created_by_id, kind, status, starts_at, ends_at, location, notes, source, price_cents, currency,
  cancellation_reason, completed_at, canceled_at, created_at, updated_at
)
select
  a.id, t.organization_id, b.id, s.id, c.id, m.id, case when r.fraction < 0.6 then m.id end,
  pg_temp.pick('{appointment,appointment,appointment,reservation,meeting,call}', r.fraction), a.status, a.starts_at, a.starts_at + make_interval(mins => s.minutes),
  case when r.fraction < 0.5 then pg_temp.pick('{Room 1,Room 2,At the customer,By video}', r.fraction * 2) end, null,
  pg_temp.pick('{manual,manual,booking,portal,phone}', r.fraction), s.price_cents, t.currency,
  case when a.status = 'canceled' then 'Something came up.' end,
  case when a.status = 'completed' then a.starts_at + make_interval(mins => s.minutes) end, case when a.status = 'canceled' then a.created_at end,
  a.created_at,
  case when a.status in ('completed', 'no_show') then a.starts_at + make_interval(mins => s.minutes) else a.created_at end
from pg_temp.tenant t
join pg_temp.made_appointments a on a.n between $1 and $2
join pg_temp.made_contacts c on c.n = a.contact_n
join pg_temp.made_members m on m.n = a.staff_n
join pg_temp.made_services s on s.n = a.service_n
left join pg_temp.made_businesses b on b.n = c.business_n
cross join lateral (select pg_temp.fraction(t.seed, 2810, a.n) as fraction offset 0) r
