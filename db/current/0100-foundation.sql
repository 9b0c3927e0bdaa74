/*
 * Foundation: the three schemas by exposure, what PUBLIC may not do, and the functions that every table uses.
 *   app_public   the API: what is here, and granted, is in GraphQL
 *   app_hidden   callable by policies, column defaults and API functions, not exposed
 *   app_private  for the owner, and the authenticator by name
 */
create extension if not exists pg_trgm;
create extension if not exists btree_gin;

create schema app_public;
create schema app_hidden;
create schema app_private;

-- PostgreSQL lets everybody execute every new function; here each function names who may.
alter default privileges revoke execute on functions from public;

grant usage on schema app_public to tenantry_authenticator, tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service;
grant usage on schema app_hidden to tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service;
grant usage on schema app_private to tenantry_authenticator;

-- Lets an SQL user write `select * from contacts`.
do $$
begin
  execute format('alter database %I set search_path to app_public, public', current_database());
end
$$;

-- Time-ordered ids (RFC 9562, version 7): native from PostgreSQL 18 on.
do $$
begin
  if current_setting('server_version_num')::int >= 180000 then
    create function app_hidden.uuid_v7() returns uuid
    language sql volatile parallel safe
    begin atomic
      select pg_catalog.uuidv7();
    end;
  else
    -- 48 bits of Unix milliseconds over a random version 4 uuid, with the version nibble set to 7.
    create function app_hidden.uuid_v7() returns uuid
    language sql volatile parallel safe
    begin atomic
      select encode(
        set_bit(set_bit(
          overlay(uuid_send(gen_random_uuid())
            placing substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
            from 1 for 6),
          52, 1), 53, 1),
        'hex')::uuid;
    end;
  end if;
end
$$;
grant execute on function app_hidden.uuid_v7() to tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.uuid_v7() is $$A new time-ordered UUID, version 7: ids sort by creation.$$;

-- Country calling codes and trunk prefixes (ITU-T E.164 assignments), to read phone numbers written nationally.
create table app_private.country_calling_codes (
  country char(2) primary key,
  calling_code text not null check (calling_code ~ '^[1-9][0-9]{0,2}$'),
  trunk_prefix text check (trunk_prefix ~ '^[0-9]+$')
);
alter table app_private.country_calling_codes enable row level security;

insert into app_private.country_calling_codes (country, calling_code, trunk_prefix) values
  ('AC', '247', null), ('AD', '376', null), ('AE', '971', '0'), ('AF', '93', '0'), ('AG', '1', '1'), ('AI', '1', '1'),
  ('AL', '355', '0'), ('AM', '374', '0'), ('AO', '244', null), ('AR', '54', '0'), ('AS', '1', '1'), ('AT', '43', '0'),
  ('AU', '61', '0'), ('AW', '297', null), ('AX', '358', '0'), ('AZ', '994', '0'), ('BA', '387', '0'), ('BB', '1', '1'),
  ('BD', '880', '0'), ('BE', '32', '0'), ('BF', '226', null), ('BG', '359', '0'), ('BH', '973', null), ('BI', '257', null),
  ('BJ', '229', null), ('BL', '590', '0'), ('BM', '1', '1'), ('BN', '673', null), ('BO', '591', '0'), ('BQ', '599', null),
  ('BR', '55', '0'), ('BS', '1', '1'), ('BT', '975', null), ('BW', '267', null), ('BY', '375', '8'), ('BZ', '501', null),
  ('CA', '1', '1'), ('CC', '61', '0'), ('CD', '243', '0'), ('CF', '236', null), ('CG', '242', null), ('CH', '41', '0'),
  ('CI', '225', null), ('CK', '682', null), ('CL', '56', null), ('CM', '237', null), ('CN', '86', '0'), ('CO', '57', '0'),
  ('CR', '506', null), ('CU', '53', '0'), ('CV', '238', null), ('CW', '599', null), ('CX', '61', '0'), ('CY', '357', null),
  ('CZ', '420', null), ('DE', '49', '0'), ('DJ', '253', null), ('DK', '45', null), ('DM', '1', '1'), ('DO', '1', '1'),
  ('DZ', '213', '0'), ('EC', '593', '0'), ('EE', '372', null), ('EG', '20', '0'), ('EH', '212', '0'), ('ER', '291', '0'),
  ('ES', '34', null), ('ET', '251', '0'), ('FI', '358', '0'), ('FJ', '679', null), ('FK', '500', null), ('FM', '691', null),
  ('FO', '298', null), ('FR', '33', '0'), ('GA', '241', null), ('GB', '44', '0'), ('GD', '1', '1'), ('GE', '995', '0'),
  ('GF', '594', '0'), ('GG', '44', '0'), ('GH', '233', '0'), ('GI', '350', null), ('GL', '299', null), ('GM', '220', null),
  ('GN', '224', null), ('GP', '590', '0'), ('GQ', '240', null), ('GR', '30', null), ('GT', '502', null), ('GU', '1', '1'),
  ('GW', '245', null), ('GY', '592', null), ('HK', '852', null), ('HN', '504', null), ('HR', '385', '0'), ('HT', '509', null),
  ('HU', '36', '06'), ('ID', '62', '0'), ('IE', '353', '0'), ('IL', '972', '0'), ('IM', '44', '0'), ('IN', '91', '0'),
  ('IO', '246', null), ('IQ', '964', '0'), ('IR', '98', '0'), ('IS', '354', null), ('IT', '39', null), ('JE', '44', '0'),
  ('JM', '1', '1'), ('JO', '962', '0'), ('JP', '81', '0'), ('KE', '254', '0'), ('KG', '996', '0'), ('KH', '855', '0'),
  ('KI', '686', '0'), ('KM', '269', null), ('KN', '1', '1'), ('KP', '850', '0'), ('KR', '82', '0'), ('KW', '965', null),
  ('KY', '1', '1'), ('KZ', '7', '8'), ('LA', '856', '0'), ('LB', '961', '0'), ('LC', '1', '1'), ('LI', '423', '0'),
  ('LK', '94', '0'), ('LR', '231', '0'), ('LS', '266', null), ('LT', '370', '0'), ('LU', '352', null), ('LV', '371', null),
  ('LY', '218', '0'), ('MA', '212', '0'), ('MC', '377', '0'), ('MD', '373', '0'), ('ME', '382', '0'), ('MF', '590', '0'),
  ('MG', '261', '0'), ('MH', '692', '1'), ('MK', '389', '0'), ('ML', '223', null), ('MM', '95', '0'), ('MN', '976', '0'),
  ('MO', '853', null), ('MP', '1', '1'), ('MQ', '596', '0'), ('MR', '222', null), ('MS', '1', '1'), ('MT', '356', null),
  ('MU', '230', null), ('MV', '960', null), ('MW', '265', '0'), ('MX', '52', null), ('MY', '60', '0'), ('MZ', '258', null),
  ('NA', '264', '0'), ('NC', '687', null), ('NE', '227', null), ('NF', '672', null), ('NG', '234', '0'), ('NI', '505', null),
  ('NL', '31', '0'), ('NO', '47', null), ('NP', '977', '0'), ('NR', '674', null), ('NU', '683', null), ('NZ', '64', '0'),
  ('OM', '968', null), ('PA', '507', null), ('PE', '51', '0'), ('PF', '689', null), ('PG', '675', null), ('PH', '63', '0'),
  ('PK', '92', '0'), ('PL', '48', null), ('PM', '508', '0'), ('PR', '1', '1'), ('PS', '970', '0'), ('PT', '351', null),
  ('PW', '680', null), ('PY', '595', '0'), ('QA', '974', null), ('RE', '262', '0'), ('RO', '40', '0'), ('RS', '381', '0'),
  ('RU', '7', '8'), ('RW', '250', '0'), ('SA', '966', '0'), ('SB', '677', null), ('SC', '248', null), ('SD', '249', '0'),
  ('SE', '46', '0'), ('SG', '65', null), ('SH', '290', null), ('SI', '386', '0'), ('SJ', '47', null), ('SK', '421', '0'),
  ('SL', '232', '0'), ('SM', '378', null), ('SN', '221', null), ('SO', '252', '0'), ('SR', '597', null), ('SS', '211', '0'),
  ('ST', '239', null), ('SV', '503', null), ('SX', '1', '1'), ('SY', '963', '0'), ('SZ', '268', null), ('TA', '290', null),
  ('TC', '1', '1'), ('TD', '235', null), ('TG', '228', null), ('TH', '66', '0'), ('TJ', '992', null), ('TK', '690', null),
  ('TL', '670', null), ('TM', '993', '8'), ('TN', '216', null), ('TO', '676', null), ('TR', '90', '0'), ('TT', '1', '1'),
  ('TV', '688', null), ('TW', '886', '0'), ('TZ', '255', '0'), ('UA', '380', '0'), ('UG', '256', '0'), ('US', '1', '1'),
  ('UY', '598', '0'), ('UZ', '998', null), ('VA', '39', null), ('VC', '1', '1'), ('VE', '58', '0'), ('VG', '1', '1'),
  ('VI', '1', '1'), ('VN', '84', '0'), ('VU', '678', null), ('WF', '681', null), ('WS', '685', null), ('XK', '383', '0'),
  ('YE', '967', '0'), ('YT', '262', '0'), ('ZA', '27', '0'), ('ZM', '260', '0'), ('ZW', '263', '0');

--!include foundation/all.sql
