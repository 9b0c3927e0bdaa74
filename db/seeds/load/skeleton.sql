/*
 * The rows that others refer to, and when everything happened. A row of place nth of all refers to those that were there by
 * then: its share of the others, which are in the order of their times too.
 */
update pg_temp.tenant t
set organization_id = pg_temp.id(t.seed, 900, t.number, t.monday),
  name = pg_temp.pick(pg_temp.company_beginnings(), pg_temp.fraction(t.seed, 901, t.number)) || ' '
    || pg_temp.pick(pg_temp.company_endings(), pg_temp.fraction(t.seed, 902, t.number));

insert into pg_temp.made_businesses
select nth, pg_temp.id(t.seed, 1000, nth, t.monday)
from pg_temp.tenant t
cross join generate_series(1, t.businesses) nth;

insert into pg_temp.made_members
select nth, pg_temp.id(t.seed, 1100, nth, x.at), pg_temp.id(t.seed, 1101, nth, x.at), x.at
from pg_temp.tenant t
cross join generate_series(1, t.members) nth
cross join lateral (
  select least(
    pg_temp.at(t.monday, pg_temp.place(t.positions, (nth - 1) / (t.members * 1.5)), pg_temp.fraction(t.seed, 1102, nth), pg_temp.fraction(t.seed, 1103, nth)),
    t.as_of - interval '20 minutes'
  ) as at
  offset 0
) x;

insert into pg_temp.made_roles
select r.n, pg_temp.id(t.seed, 1200, r.n, t.monday), r.system_role
from pg_temp.tenant t
cross join unnest('{owner,admin,manager,staff,rep,viewer}'::text[]) with ordinality as r (system_role, n);

insert into pg_temp.made_stages
select s.n, pg_temp.id(t.seed, 1300, s.n, t.monday), pg_temp.id(t.seed, 1301, 1, t.monday), s.name, s.kind, s.probability
from pg_temp.tenant t
cross join (
  values (1, 'Lead', 'open', 10), (2, 'Qualified', 'open', 30), (3, 'Proposal', 'open', 60), (4, 'Won', 'won', 100), (5, 'Lost', 'lost', 0)
) as s (n, name, kind, probability);

insert into pg_temp.made_services
select nth, pg_temp.id(t.seed, 1400, nth, t.monday),
  pg_temp.pick('{20,30,30,45,60}', pg_temp.fraction(t.seed, 1401, nth))::int,
  pg_temp.amount(2000, 40000, pg_temp.fraction(t.seed, 1402, nth))
from pg_temp.tenant t
cross join generate_series(1, t.services) nth;

insert into pg_temp.made_campaigns
select nth, pg_temp.id(t.seed, 1600, nth, x.at), x.at
from pg_temp.tenant t
cross join generate_series(1, t.campaigns) nth
cross join lateral (
  select pg_temp.at(t.monday, pg_temp.place(t.positions, (nth - 0.5) / (t.campaigns + 1)), pg_temp.fraction(t.seed, 1601, nth), 0) as at
  offset 0
) x;

insert into pg_temp.made_workflows
select nth, pg_temp.id(t.seed, 1700, nth, t.monday) from pg_temp.tenant t cross join generate_series(1, t.workflows) nth;

insert into pg_temp.made_forms
select nth, pg_temp.id(t.seed, 1800, nth, t.monday) from pg_temp.tenant t cross join generate_series(1, t.forms) nth;

insert into pg_temp.made_companies
select nth, pg_temp.id(t.seed, 2000, nth, x.at), x.at
from pg_temp.tenant t
cross join generate_series(1, t.companies) nth
cross join lateral (
  select least(
    pg_temp.at(t.monday, pg_temp.place(t.positions, (nth - 0.5) / t.companies), pg_temp.fraction(t.seed, 2001, nth), pg_temp.fraction(t.seed, 2002, nth)),
    t.as_of - interval '20 minutes'
  ) as at
  offset 0
) x;

insert into pg_temp.made_contacts
select
  nth, pg_temp.id(t.seed, 2100, nth, x.at), x.at,
  case when r.business > 0.3 then pg_temp.skewed(t.businesses, r.other) end,
  case when r.company < 0.45 then 1 + floor(r.share * t.companies * r.other)::int end,
  case when r.owner < 0.9 then pg_temp.skewed(t.members, r.owner / 0.9) end,
  pg_temp.pick(pg_temp.first_names(), r.first), pg_temp.pick(pg_temp.last_names(), r.last),
  case
    when r.email < 0.93 then
      pg_temp.pick(pg_temp.first_names_in_ascii(), r.first) || '.' || pg_temp.pick(pg_temp.last_names_in_ascii(), r.last) || nth
      || pg_temp.pick('{@mail.example,@mail.example,@post.example,@inbox.test}', r.other)
  end,
  case when r.email > 0.1 then pg_temp.phone(r.phone, r.digits) end
from pg_temp.tenant t
cross join generate_series(1, t.contacts) nth
cross join lateral (
  select (nth - 0.5) / t.contacts as share,
    pg_temp.fraction(t.seed, 2101, nth) as first, pg_temp.fraction(t.seed, 2102, nth) as last, pg_temp.fraction(t.seed, 2103, nth) as business,
    pg_temp.fraction(t.seed, 2104, nth) as company, pg_temp.fraction(t.seed, 2105, nth) as owner, pg_temp.fraction(t.seed, 2106, nth) as email,
    pg_temp.fraction(t.seed, 2107, nth) as phone, pg_temp.fraction(t.seed, 2108, nth) as digits, pg_temp.fraction(t.seed, 2109, nth) as other
  offset 0
) r
cross join lateral (
  select least(
    pg_temp.at(t.monday, pg_temp.place(t.positions, r.share), pg_temp.fraction(t.seed, 2110, nth), pg_temp.fraction(t.seed, 2111, nth)),
    t.as_of - interval '20 minutes'
  ) as at
  offset 0
) x;
analyze pg_temp.made_contacts;

-- Every third lead has become a contact, and came before it.
insert into pg_temp.made_leads
select
  nth, pg_temp.id(t.seed, 2200, nth, x.at), x.at, c.n,
  case when c.n is not null then 'converted' else pg_temp.pick('{new,new,contacted,contacted,qualified,lost,lost}', r.status) end,
  coalesce(c.first_name, pg_temp.pick(pg_temp.first_names(), r.first)),
  coalesce(c.last_name, pg_temp.pick(pg_temp.last_names(), r.last)),
  case
    when c.n is not null then c.email
    else pg_temp.pick(pg_temp.first_names_in_ascii(), r.first) || '.' || pg_temp.pick(pg_temp.last_names_in_ascii(), r.last) || nth || '@lead.example'
  end,
  case when c.n is not null then c.phone when r.status > 0.4 then pg_temp.phone(r.last, r.first) end
from pg_temp.tenant t
cross join generate_series(1, t.leads) nth
left join pg_temp.made_contacts c on nth % 3 = 0 and c.n = 1 + floor((nth - 0.5) / t.leads * t.contacts)::int
cross join lateral (
  select pg_temp.fraction(t.seed, 2201, nth) as status, pg_temp.fraction(t.seed, 2205, nth) as first, pg_temp.fraction(t.seed, 2206, nth) as last
  offset 0
) r
cross join lateral (
  select least(
    pg_temp.at(t.monday, pg_temp.place(t.positions, (nth - 0.5) / t.leads), pg_temp.fraction(t.seed, 2202, nth), pg_temp.fraction(t.seed, 2203, nth)),
    c.created_at - interval '1 minute' - interval '9 days' * pg_temp.fraction(t.seed, 2204, nth),
    t.as_of - interval '20 minutes'
  ) as at
  offset 0
) x;
analyze pg_temp.made_leads;

insert into pg_temp.made_deals
select nth, pg_temp.id(t.seed, 2300, nth, x.at), x.at, c.n, case when r.lead < 0.4 then l.n end, c.owner_n, y.kind,
  case y.kind when 'won' then 4 when 'lost' then 5 else y.steps end,
  y.steps,
  -- A deal takes up to two months, and not longer than it has had time.
  least(pg_temp.fraction(t.seed, 2304, nth) ^ 2 * 5000000 + 90000, extract(epoch from t.as_of - x.at)::double precision * 0.9)::int,
  pg_temp.amount(20000, 5000000, pg_temp.fraction(t.seed, 2305, nth))
from pg_temp.tenant t
cross join generate_series(1, t.deals) nth
cross join lateral (
  select (nth - 0.5) / t.deals as share, pg_temp.fraction(t.seed, 2301, nth) as lead, pg_temp.fraction(t.seed, 2302, nth) as outcome,
    pg_temp.fraction(t.seed, 2303, nth) as other
  offset 0
) r
join pg_temp.made_contacts c on c.n = 1 + floor(r.share * t.contacts * r.other ^ 1.5)::int
left join pg_temp.made_leads l on l.contact_n = c.n
cross join lateral (
  select least(
    greatest(
      pg_temp.at(t.monday, pg_temp.place(t.positions, r.share), pg_temp.fraction(t.seed, 2306, nth), pg_temp.fraction(t.seed, 2307, nth)),
      c.created_at + interval '1 minute'
    ),
    t.as_of - interval '10 minutes'
  ) as at
  offset 0
) x
cross join lateral (
  select o.kind, case o.kind when 'won' then 4 when 'lost' then 3 else 1 + floor(r.lead * 3)::int end as steps
  from (select case when r.outcome > r.share ^ 2 then case when r.other < 0.45 then 'won' else 'lost' end else 'open' end as kind offset 0) o
  offset 0
) y;
analyze pg_temp.made_deals;

insert into pg_temp.made_proposals
select nth, pg_temp.id(t.seed, 2400, nth, x.at), x.at, d.n,
  case d.kind
    when 'won' then 'accepted'
    when 'lost' then pg_temp.pick('{rejected,rejected,expired}', r.status)
    else pg_temp.pick('{draft,draft,sent,sent,viewed}', r.status)
  end,
  x.at + interval '5 hours' * r.status, 1 + floor(r.items ^ 2 * 7)::int
from pg_temp.tenant t
cross join generate_series(1, t.proposals) nth
cross join lateral (select pg_temp.fraction(t.seed, 2401, nth) as status, pg_temp.fraction(t.seed, 2402, nth) as items offset 0) r
join pg_temp.made_deals d on d.n = 1 + ((nth - 1)::bigint * t.deals / t.proposals)::int
cross join lateral (select d.created_at + make_interval(secs => d.seconds * 0.5) as at offset 0) x;
analyze pg_temp.made_proposals;

insert into pg_temp.made_activities
select nth, coalesce(d.contact_n, c.n), case when d.n is null and r.parent > 0.9 then l.n end, d.n,
  pg_temp.pick('{call,call,email,email,email,sms,whatsapp,note,note,meeting,task,ai_call,system}', r.kind),
  least(
    greatest(
      pg_temp.at(t.monday, pg_temp.place(t.positions, r.share), pg_temp.fraction(t.seed, 2504, nth), pg_temp.fraction(t.seed, 2505, nth)),
      c.created_at + interval '3 minutes', d.created_at + interval '3 minutes'
    ),
    t.as_of - interval '5 minutes'
  )
from pg_temp.tenant t
cross join generate_series(1, t.activities) nth
cross join lateral (
  select (nth - 0.5) / t.activities as share, pg_temp.fraction(t.seed, 2501, nth) as parent, pg_temp.fraction(t.seed, 2502, nth) as other,
    pg_temp.fraction(t.seed, 2503, nth) as kind
  offset 0
) r
join pg_temp.made_contacts c on c.n = 1 + floor(r.share * t.contacts * r.other ^ 2)::int
left join pg_temp.made_deals d on r.parent < 0.25 and d.n = 1 + floor(r.share * t.deals * r.other)::int
left join pg_temp.made_leads l on l.contact_n = c.n;
analyze pg_temp.made_activities;

insert into pg_temp.made_conversations
select nth, pg_temp.id(t.seed, 2600, nth, x.at), x.at, c.n,
  pg_temp.pick('{email,email,email,sms,whatsapp,whatsapp,chat}', pg_temp.fraction(t.seed, 2602, nth)),
  1 + floor(pg_temp.fraction(t.seed, 2603, nth) ^ 2 * 22)::int,
  least(60 + pg_temp.fraction(t.seed, 2604, nth) ^ 3 * 1500000, extract(epoch from t.as_of - x.at)::double precision * 0.9)::int
from pg_temp.tenant t
cross join generate_series(1, t.conversations) nth
join pg_temp.made_contacts c on c.n = 1 + floor((nth - 0.5) / t.conversations * t.contacts * pg_temp.fraction(t.seed, 2601, nth) ^ 1.5)::int
cross join lateral (
  select least(
    greatest(
      pg_temp.at(t.monday, pg_temp.place(t.positions, (nth - 0.5) / t.conversations), pg_temp.fraction(t.seed, 2605, nth), pg_temp.fraction(t.seed, 2606, nth)),
      c.created_at + interval '2 minutes'
    ),
    t.as_of - interval '10 minutes'
  ) as at
  offset 0
) x;
analyze pg_temp.made_conversations;

-- What is the contact's was read when it was answered, and what waits is the end of a late conversation.
insert into pg_temp.made_messages
select m.conversation_n, m.i, m.at, m.direction,
  case
    when m.direction = 'inbound' then case when m.next_at is null and m.is_late then 'delivered' else 'read' end
    else pg_temp.pick('{read,read,read,delivered,delivered,sent,failed}', m.luck)
  end,
  m.next_at,
  case when m.direction = 'outbound' and m.luck > 0.9 then m.conversation_n % m.templates + 1 end
from (
  select c.n as conversation_n, i, x.at, r.direction, r.luck, t.templates,
    x.at > t.as_of - interval '14 days' as is_late,
    lead(x.at) over (partition by c.n order by i) as next_at
  from pg_temp.tenant t
  cross join pg_temp.made_conversations c
  cross join lateral generate_series(1, c.messages) i
  cross join lateral (
    select case when hashint8extended(c.n * 64 + i, t.seed + 2610) % 9 < case i % 2 when 1 then 3 else -3 end then 'inbound' else 'outbound' end as direction,
      pg_temp.fraction(t.seed, 2611, c.n * 64 + i) as luck
    offset 0
  ) r
  cross join lateral (select c.created_at + make_interval(secs => c.seconds * ((i - 1.0) / c.messages) ^ 1.3) as at offset 0) x
) m;
analyze pg_temp.made_messages;

insert into pg_temp.made_templates
select nth, pg_temp.id(t.seed, 1500, nth, t.monday), coalesce(u.uses, 0), u.last_used_at
from pg_temp.tenant t
cross join generate_series(1, t.templates) nth
left join (
  select m.template_n, count(*) as uses, max(m.at) as last_used_at from pg_temp.made_messages m group by m.template_n
) u on u.template_n = nth;

insert into pg_temp.made_calls
select nth, pg_temp.id(t.seed, 2700, nth, x.at), c.n, t.conversations + dense_rank() over (order by c.n),
  case when r.direction < 0.4 then 'inbound' else 'outbound' end,
  pg_temp.pick('{completed,completed,completed,completed,missed,busy,voicemail,failed,canceled}', r.status),
  x.at, least(20 + floor(r.seconds ^ 3 * 1800), 240 + floor(extract(epoch from t.as_of - x.at)::double precision * 0.5))::int
from pg_temp.tenant t
cross join generate_series(1, t.calls) nth
cross join lateral (
  select (nth - 0.5) / t.calls as share, pg_temp.fraction(t.seed, 2701, nth) as direction, pg_temp.fraction(t.seed, 2702, nth) as status,
    pg_temp.fraction(t.seed, 2703, nth) as seconds, pg_temp.fraction(t.seed, 2704, nth) as other
  offset 0
) r
join pg_temp.made_contacts c on c.n = 1 + floor(r.share * t.contacts * r.other ^ 1.5)::int
cross join lateral (
  select least(
    greatest(
      pg_temp.at(t.monday, pg_temp.place(t.positions, r.share), pg_temp.fraction(t.seed, 2705, nth), pg_temp.fraction(t.seed, 2706, nth)),
      c.created_at + interval '2 minutes'
    ),
    t.as_of - interval '10 minutes'
  ) as at
  offset 0
) x;

-- Calls stand in a conversation of their own, one for each contact.
insert into pg_temp.made_conversations
select k.conversation_n, pg_temp.id(t.seed, 2600, k.conversation_n, k.at), k.at, k.contact_n, 'call', 0, 0
from pg_temp.tenant t
cross join (
  select m.conversation_n, m.contact_n, min(m.at) as at from pg_temp.made_calls m group by m.conversation_n, m.contact_n
) k;
analyze pg_temp.made_calls;
analyze pg_temp.made_conversations;

-- Each member has hours of their own, in which one appointment finds place: a week has 45. A month of them is still to come.
insert into pg_temp.made_appointments
select nth, pg_temp.id(t.seed, 2800, nth, y.at), y.at, c.n, r.staff_n, s.n,
  case
    when x.starts_at >= t.as_of then pg_temp.pick('{scheduled,scheduled,confirmed}', r.status)
    else pg_temp.pick('{completed,completed,completed,completed,completed,completed,completed,canceled,canceled,no_show}', r.status)
  end,
  x.starts_at
from pg_temp.tenant t
cross join generate_series(1, t.appointments) nth
cross join lateral (
  select (nth - 1) % t.members + 1 as staff_n, (nth - 1) / t.members as place,
    pg_temp.fraction(t.seed, 2801, nth) as status, pg_temp.fraction(t.seed, 2802, nth) as other
  offset 0
) r
cross join lateral (
  select floor(
    (r.place + pg_temp.fraction(t.seed, 2803, r.staff_n)) / (t.appointments / t.members + 1)
    * (extract(epoch from t.as_of + interval '30 days' - t.monday)::double precision / 604800) * 45
  )::int as slot
  offset 0
) h
cross join lateral (
  select t.monday + interval '1 day' * (h.slot / 45 * 7 + h.slot % 45 / 9) + interval '1 hour' * (8 + h.slot % 9) as starts_at
  offset 0
) x
join pg_temp.made_contacts c on c.n = 1 + floor(
  least(1, greatest(0, extract(epoch from x.starts_at - interval '10 days' - t.monday)::double precision / extract(epoch from t.as_of - t.monday)::double precision) ^ 1.7)
  * (t.contacts - 1) * r.other
)::int
join pg_temp.made_services s on s.n = 1 + floor(t.services * r.other ^ 2)::int
cross join lateral (
  select least(greatest(x.starts_at - interval '9 days' * r.status, c.created_at + interval '1 minute'), x.starts_at - interval '1 minute', t.as_of - interval '1 minute') as at
  offset 0
) y;
analyze pg_temp.made_appointments;

-- A ticket begins with its customer. What waits for an answer ends with the customer too, anything else with a member.
insert into pg_temp.made_tickets
select nth, pg_temp.id(t.seed, 2900, nth, x.at), x.at, c.n,
  case when s.status <> 'open' or r.other > 0.3 then pg_temp.skewed(t.members, r.assignee) end,
  s.status, 2 * floor(r.messages ^ 3 * 4)::int + case s.status when 'open' then 1 else 2 end,
  s.seconds,
  case s.status when 'closed' then x.at + make_interval(secs => s.seconds * 1.05) end
from pg_temp.tenant t
cross join generate_series(1, t.tickets) nth
cross join lateral (
  select (nth - 0.5) / t.tickets as share, pg_temp.fraction(t.seed, 2901, nth) as other, pg_temp.fraction(t.seed, 2902, nth) as assignee,
    pg_temp.fraction(t.seed, 2903, nth) as messages, pg_temp.fraction(t.seed, 2904, nth) as seconds
  offset 0
) r
join pg_temp.made_contacts c on c.n = 1 + floor(r.share * t.contacts * r.assignee ^ 1.5)::int
cross join lateral (
  select least(
    greatest(
      pg_temp.at(t.monday, pg_temp.place(t.positions, r.share), pg_temp.fraction(t.seed, 2905, nth), pg_temp.fraction(t.seed, 2906, nth)),
      c.created_at + interval '2 minutes'
    ),
    t.as_of - interval '10 minutes'
  ) as at
  offset 0
) x
cross join lateral (
  select case
      when r.other > r.share ^ 3 then pg_temp.pick('{closed,closed,closed,solved}', r.messages)
      else pg_temp.pick('{open,open,pending,solved}', r.messages)
    end as status,
    greatest(60, least(r.seconds ^ 3 * 900000 + 600, extract(epoch from t.as_of - x.at)::double precision * 0.9))::int as seconds
  offset 0
) s;
analyze pg_temp.made_tickets;

insert into pg_temp.made_ticket_messages
select m.n, i, m.created_at + make_interval(secs => m.seconds * ((i - 1.0) / (m.messages - 0.99)) ^ 1.5), i % 2 = 1, false
from pg_temp.made_tickets m
cross join lateral generate_series(1, m.messages) i;

-- Here and there a word among colleagues, between the question and the answer.
insert into pg_temp.made_ticket_messages
select m.n, 0, m.created_at + make_interval(secs => m.seconds * 0.01), false, true
from pg_temp.tenant t
cross join pg_temp.made_tickets m
where pg_temp.fraction(t.seed, 2910, m.n) < 0.15;
analyze pg_temp.made_ticket_messages;

insert into pg_temp.made_executions
select nth, pg_temp.skewed(t.workflows, pg_temp.fraction(t.seed, 3101, nth)),
  pg_temp.pick('{completed,completed,completed,completed,completed,completed,completed,completed,failed,cancelled}', pg_temp.fraction(t.seed, 3102, nth)),
  least(
    pg_temp.at(t.monday, pg_temp.place(t.positions, (nth - 0.5) / t.executions), pg_temp.fraction(t.seed, 3103, nth), pg_temp.fraction(t.seed, 3104, nth)),
    t.as_of - interval '5 minutes'
  )
from pg_temp.tenant t
cross join generate_series(1, t.executions) nth;
analyze pg_temp.made_executions;

insert into pg_temp.made_submissions
select nth, pg_temp.skewed(t.forms, pg_temp.fraction(t.seed, 3201, nth)), l.n,
  least(l.created_at + interval '3 hours' * pg_temp.fraction(t.seed, 3202, nth), t.as_of - interval '1 minute')
from pg_temp.tenant t
cross join generate_series(1, t.submissions) nth
join pg_temp.made_leads l on l.n = 1 + ((nth - 1)::bigint * t.leads / t.submissions)::int;
analyze pg_temp.made_submissions;

insert into pg_temp.contact_touches
select e.contact_n, max(e.at)
from (
  select a.contact_n, a.occurred_at as at
  from pg_temp.made_activities a
  where a.kind in ('call', 'email', 'sms', 'whatsapp', 'meeting', 'ai_call')
  union all
  select c.contact_n, m.at
  from pg_temp.made_messages m
  join pg_temp.made_conversations c on c.n = m.conversation_n
  where m.direction = 'outbound' and m.status in ('sent', 'delivered', 'read')
  union all
  select k.contact_n, k.at
  from pg_temp.made_calls k
  where k.status = 'completed' or k.status = 'voicemail' and k.direction = 'outbound'
) e
group by e.contact_n;

insert into pg_temp.lead_touches
select a.lead_n, max(a.occurred_at)
from pg_temp.made_activities a
where a.lead_n is not null and a.kind in ('call', 'email', 'sms', 'whatsapp', 'meeting', 'ai_call')
group by a.lead_n;
