insert into app_public.reviews (
  id, organization_id, business_id, contact_id, service_id, appointment_id, rating, title, comment, source, response, responded_at, created_at, updated_at
)
select
  pg_temp.id(t.seed, 2820, a.n, x.at), t.organization_id, b.id, c.id, s.id, a.id, pg_temp.pick('{5,5,5,5,4,4,3,2,1,1}', r.rating)::int,
  pg_temp.pick('{Very good,As promised,Could be better,On time,Friendly people}', r.other),
  case when r.other < 0.7 then pg_temp.pick(pg_temp.sentences(), r.rating) end, pg_temp.pick('{manual,portal,website}', r.other),
  case when r.rating > 0.6 then 'Thank you for telling us.' end, case when r.rating > 0.6 then least(x.at + interval '1 day', t.as_of) end, x.at, x.at
from pg_temp.tenant t
join pg_temp.made_appointments a on a.n between $1 and $2 and a.status = 'completed'
join pg_temp.made_contacts c on c.n = a.contact_n
join pg_temp.made_services s on s.n = a.service_n
left join pg_temp.made_businesses b on b.n = c.business_n
cross join lateral (select pg_temp.fraction(t.seed, 2821, a.n) as rating, pg_temp.fraction(t.seed, 2822, a.n) as other offset 0) r
cross join lateral (select least(a.starts_at + interval '2 hours' + interval '4 days' * r.rating, t.as_of - interval '1 minute') as at offset 0) x
where r.other < 0.3
