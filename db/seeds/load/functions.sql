/*
 * What the generator of load-test data computes with: made anew on each of its connections, gone with it. Everything comes
 * from a hash of seed, purpose (salt) and row number, so that every run gives the same rows. Arguments are used once
 * each, so that the planner puts the bodies into the queries.
 */
create function pg_temp.fraction(seed bigint, salt int, n bigint) returns double precision
language sql immutable parallel safe
return (hashint8extended(n, seed + salt) & 9007199254740991)::double precision / 9007199254740992;

create function pg_temp.pick(list text[], fraction double precision) returns text
language sql immutable parallel safe
return list[1 + floor(fraction * cardinality(list))::int];

-- One of 1 … count, the first ones far more often: a few have most.
create function pg_temp.skewed(count int, fraction double precision) returns int
language sql immutable parallel safe
return 1 + floor(count * fraction ^ 2)::int;

-- A UUID of version 7.
create function pg_temp.id(seed bigint, salt int, n bigint, at timestamptz) returns uuid
language sql immutable parallel safe
return (
  lpad(to_hex((date_part('epoch', at) * 1000)::bigint), 12, '0')
  || to_hex(28672 | (hashint8extended(n, seed + salt + 100001) & 4095))
  || to_hex(32768 | (hashint8extended(n, seed + salt + 200002) & 16383))
  || lpad(to_hex(hashint8extended(n, seed + salt + 300003) & 281474976710655), 12, '0')
)::uuid;

-- A place among the hours that are worked: a weekday has four, a Saturday two. Later weeks have more of what is spread.
create function pg_temp.place(positions int, share double precision) returns int
language sql immutable parallel safe
return floor(positions * share ^ 0.6)::int;

create function pg_temp.at(monday timestamptz, place int, hour double precision, minute double precision) returns timestamptz
language sql immutable parallel safe
return monday
  + interval '1 day' * (place / 22 * 7 + place % 22 / 4)
  + interval '1 second' * (
    ('{7,8,8,9,9,9,9,10,10,10,10,11,11,11,12,12,13,13,14,14,14,14,15,15,15,15,16,16,16,17,17,18,19,20,21}'::int[])[1 + floor(hour * 35)::int] * 3600
    + floor(minute * 3600)
  );

-- Numbers that are set aside for films and books, so that they ring nowhere.
create function pg_temp.phone(kind double precision, digits double precision) returns text
language sql immutable parallel safe
return case
  when kind < 0.6 then '+33' || pg_temp.pick('{19900,26191,35301,46571,53649,63998}', kind / 0.6) || lpad(floor(digits * 10000)::int::text, 4, '0')
  when kind < 0.9 then
    '+44' || pg_temp.pick('{1134960,1144960,1154960,1164960,1174960,1184960,1214960,1314960,1414960,1514960,1614960,2079460,7700900}', (kind - 0.6) / 0.3)
    || lpad(floor(digits * 1000)::int::text, 3, '0')
  else
    '+1' || pg_temp.pick('{202,206,212,213,215,216,303,305,312,313,314,404,405,408,410,412,414,415,501,502,503,504,505,512,513,515,601,602,612,614}', (kind - 0.9) / 0.1)
    || '55501' || lpad(floor(digits * 100)::int::text, 2, '0')
end;

-- Amounts in cents: many small ones, a few large ones.
create function pg_temp.amount(least_cents int, most_cents int, fraction double precision) returns bigint
language sql immutable parallel safe
return (least_cents * (most_cents::double precision / least_cents) ^ fraction / 100)::bigint * 100;

-- The line of a proposal, which its total is counted from too.
create function pg_temp.proposal_item(seed bigint, key bigint, out quantity numeric, out unit_price_cents bigint, out tax_basis_points int)
language sql immutable parallel safe
return (
  case when pg_temp.fraction(seed, 2411, key) < 0.2 then 1.5 else 1 + floor(pg_temp.fraction(seed, 2412, key) * 5)::int end,
  pg_temp.amount(1000, 90000, pg_temp.fraction(seed, 2413, key)) + 95,
  pg_temp.pick('{0,700,1900,2000}', pg_temp.fraction(seed, 2414, key))::int
);

-- What message i of a conversation or ticket says.
create function pg_temp.message_text(seed bigint, salt int, key bigint) returns text
language sql immutable parallel safe
return pg_temp.pick(pg_temp.openings(), pg_temp.fraction(seed, salt, key)) || ' '
  || pg_temp.pick(pg_temp.sentences(), pg_temp.fraction(seed, salt + 1, key))
  || case
    when key % 2 = 0 then
      E'\n' || pg_temp.pick(pg_temp.sentences(), pg_temp.fraction(seed, salt + 2, key)) || ' ' || pg_temp.pick(pg_temp.closings(), pg_temp.fraction(seed, salt + 3, key))
    else ''
  end;

create function pg_temp.conversation_subject(seed bigint, n bigint) returns text
language sql immutable parallel safe
return pg_temp.pick(pg_temp.subjects(), pg_temp.fraction(seed, 2640, n)) || ' ' || pg_temp.pick(pg_temp.occasions(), pg_temp.fraction(seed, 2641, n));
