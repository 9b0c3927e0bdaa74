insert into app_public.contacts (
  id, organization_id, business_id, first_name, last_name, email, phone, company_id, owner_id, lifecycle_stage, source, date_of_birth, gender,
  membership_status, membership_starts_on, email_verified, tags, notes, custom_fields, last_contacted_at, created_at, updated_at, deleted_at
)
select
  c.id, t.organization_id, b.id, c.first_name, c.last_name, c.email, c.phone, k.id, m.id,
  pg_temp.pick('{subscriber,lead,lead,customer,customer,customer,former}', r.stage), pg_temp.pick(pg_temp.sources(), r.other),
  case when r.born < 0.6 then '1945-01-01'::date + floor(r.born * 38000)::int end, pg_temp.pick('{female,male,female,male,other}', r.stage),
  x.membership, case when x.membership <> 'none' then c.created_at::date end, r.other < 0.7,
  case
    when r.born < 0.2 then array[pg_temp.pick(pg_temp.tags(), r.other)]
    when r.born < 0.27 then array[pg_temp.pick(pg_temp.tags(), r.other), 'loyal']
    else '{}'
  end,
  case when r.stage < 0.1 then pg_temp.pick(pg_temp.sentences(), r.other) end,
  case
    when r.born < 0.5 then
      jsonb_build_object('preferred_language', pg_temp.pick('{English,English,German,French,Spanish}', r.stage), 'loyalty_points', pg_temp.skewed(5000, r.other))
    when r.born < 0.8 then jsonb_build_object('newsletter', r.other < 0.5)
    else '{}'
  end,
  h.at, c.created_at, greatest(c.created_at, h.at), case when r.other > 0.98 then t.as_of end
from pg_temp.tenant t
join pg_temp.made_contacts c on c.n between $1 and $2
left join pg_temp.made_businesses b on b.n = c.business_n
left join pg_temp.made_companies k on k.n = c.company_n
left join pg_temp.made_members m on m.n = c.owner_n
left join pg_temp.contact_touches h on h.n = c.n
cross join lateral (
  select pg_temp.fraction(t.seed, 2120, c.n) as stage, pg_temp.fraction(t.seed, 2121, c.n) as born, pg_temp.fraction(t.seed, 2122, c.n) as other
  offset 0
) r
cross join lateral (select pg_temp.pick('{none,none,none,none,trial,active,active,paused,canceled,expired}', r.stage) as membership offset 0) x
