--! Previous: -
--! Hash: sha1:2575cf0f34b6e3aad385c8254475cd69fc387770
--! Message: Foundation: schemas, context and shared triggers

--! split: 1-current.sql
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
    -- As PostgreSQL 18 does: 48 bits of Unix milliseconds, the version, 12 bits of their fraction, and random bits with
    -- the variant, taken from a version 4 uuid.
    create function app_hidden.uuid_v7() returns uuid
    language sql volatile parallel safe
    begin atomic
      select encode(
        int8send(((microseconds / 1000) << 16) | (7 << 12) | (microseconds % 1000 * 4096 / 1000))
          || substring(uuid_send(gen_random_uuid()) from 9),
        'hex')::uuid
      from (select (extract(epoch from clock_timestamp()) * 1000000)::bigint as microseconds) as now;
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

--! Included foundation/all.sql
--! Included foundation/functions/drop_policies.sql
-- A surface file starts from no policies, so that a renamed or removed policy never stays behind.
create or replace function app_private.drop_policies(table_name regclass) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_policy text;
begin
  for v_policy in select polname from pg_catalog.pg_policy where polrelid = table_name loop
    execute format('drop policy %I on %s', v_policy, table_name);
  end loop;
end
$$;
comment on function app_private.drop_policies(regclass) is $$Removes every policy of a table.$$;
--! EndIncluded foundation/functions/drop_policies.sql
--! Included foundation/functions/applied_migrations.sql
-- For readiness: the gateway compares them with those of the files that it was started with.
create or replace function app_private.applied_migrations() returns setof text
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return query select m.hash from graphile_migrate.migrations m order by m.filename;
end
$$;
grant execute on function app_private.applied_migrations() to tenantry_authenticator;
comment on function app_private.applied_migrations() is $$The hashes of the committed migrations that this database has.$$;
--! EndIncluded foundation/functions/applied_migrations.sql
--! Included foundation/functions/expose_lookup_table.sql
-- The surface of every lookup table is the same: a GraphQL enum whose values and their descriptions are its rows,
-- readable by all. Values are added by migrations only. The authenticator reads them to build the schema.
create or replace function app_private.expose_lookup_table(table_name regclass, enum_name text, documentation text) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  execute format('comment on table %s is %L', table_name, '@enum' || E'\n' || '@enumName ' || enum_name || E'\n' || documentation);
  execute format('comment on column %s.value is %L', table_name, 'The value as it is stored.');
  execute format('comment on column %s.description is %L', table_name, 'What the value means.');
  execute format('revoke all on table %s from tenantry_authenticator, tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service', table_name);
  execute format('grant select on table %s to tenantry_authenticator, tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service', table_name);
  execute format('alter table %s enable row level security', table_name);
  perform app_private.drop_policies(table_name);
  execute format(
    'create policy select_all on %s for select to tenantry_authenticator, tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service using (true)',
    table_name
  );
end
$$;
comment on function app_private.expose_lookup_table(regclass, text, text) is $$Documents a lookup table as a GraphQL enum and lets every role read it.$$;
--! EndIncluded foundation/functions/expose_lookup_table.sql
--! Included foundation/functions/setting_uuid.sql
-- An unset setting reads as null, one that another transaction of this connection had set as ''.
create or replace function app_hidden.setting_uuid(name text) returns uuid
language sql stable parallel safe
return nullif(pg_catalog.current_setting(setting_uuid.name, true), '')::uuid;
grant execute on function app_hidden.setting_uuid(text) to tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.setting_uuid(text) is $$Reads one uuid of the request’s context.$$;
--! EndIncluded foundation/functions/setting_uuid.sql
--! Included foundation/functions/user_id.sql
create or replace function app_hidden.user_id() returns uuid
language sql stable parallel safe
return app_hidden.setting_uuid('app.user_id');
grant execute on function app_hidden.user_id() to tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.user_id() is $$The person who asks, from the request’s context.$$;
--! EndIncluded foundation/functions/user_id.sql
--! Included foundation/functions/require_organization.sql
-- Called by organization_id() when a request has none. An API user who forgot to choose is told so, with the choices, and
-- doesn't take an empty list for the truth. Without a signed-in person there is nothing to choose: null, and no rows.
create or replace function app_hidden.require_organization() returns uuid
language plpgsql stable parallel safe
set search_path = ''
as $$
begin
  if app_hidden.user_id() is not null then
    raise exception using
      errcode = 'TN428',
      message = 'Choose an organization for this request.',
      detail = jsonb_build_object('organizations', coalesce(nullif(current_setting('app.organization_choices', true), ''), '[]')::jsonb)::text,
      hint = 'Send its id or slug in the X-Organization-Id header, or set a default organization.';
  end if;
  return null;
end
$$;
grant execute on function app_hidden.require_organization() to tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.require_organization() is $$Raises TN428, with the choices, when the person who asks has no active organization; null when nobody is signed in.$$;
--! EndIncluded foundation/functions/require_organization.sql
--! Included foundation/functions/organization_id.sql
create or replace function app_hidden.organization_id() returns uuid
language sql stable parallel safe
return coalesce(app_hidden.setting_uuid('app.organization_id'), app_hidden.require_organization());
grant execute on function app_hidden.organization_id() to tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.organization_id() is $$The active organization of the request. Everything a policy lets through belongs to it. Raises TN428 when the person who asks has to choose one first.$$;
--! EndIncluded foundation/functions/organization_id.sql
--! Included foundation/functions/organization_ids.sql
create or replace function app_hidden.organization_ids() returns uuid[]
language sql stable parallel safe
return coalesce(nullif(pg_catalog.current_setting('app.organization_ids', true), ''), '{}')::uuid[];
grant execute on function app_hidden.organization_ids() to tenantry_member, tenantry_service;
comment on function app_hidden.organization_ids() is $$The organizations of which the person who asks is an active member.$$;
--! EndIncluded foundation/functions/organization_ids.sql
--! Included foundation/functions/membership_id.sql
create or replace function app_hidden.membership_id() returns uuid
language sql stable parallel safe
return app_hidden.setting_uuid('app.membership_id');
grant execute on function app_hidden.membership_id() to tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.membership_id() is $$The membership of the person who asks in the active organization.$$;
--! EndIncluded foundation/functions/membership_id.sql
--! Included foundation/functions/team_membership_ids.sql
create or replace function app_hidden.team_membership_ids() returns uuid[]
language sql stable parallel safe
return coalesce(nullif(pg_catalog.current_setting('app.team_membership_ids', true), ''), '{}')::uuid[];
grant execute on function app_hidden.team_membership_ids() to tenantry_member, tenantry_service;
comment on function app_hidden.team_membership_ids() is $$Who counts as "my team": the memberships in any team of the member who asks, the member included.$$;
--! EndIncluded foundation/functions/team_membership_ids.sql
--! Included foundation/functions/default_business_id.sql
create or replace function app_hidden.default_business_id() returns uuid
language sql stable parallel safe
return app_hidden.setting_uuid('app.default_business_id');
grant execute on function app_hidden.default_business_id() to tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.default_business_id() is $$The business that new rows belong to when none is named: the member’s default one.$$;
--! EndIncluded foundation/functions/default_business_id.sql
--! Included foundation/functions/is_limited_to_businesses.sql
create or replace function app_hidden.is_limited_to_businesses() returns boolean
language sql stable parallel safe
return coalesce(nullif(pg_catalog.current_setting('app.business_permissions', true), ''), '{}') <> '{}';
grant execute on function app_hidden.is_limited_to_businesses() to tenantry_member, tenantry_service;
comment on function app_hidden.is_limited_to_businesses() is $$Whether the member who asks has business memberships, and so sees some businesses only.$$;
--! EndIncluded foundation/functions/is_limited_to_businesses.sql
--! Included foundation/functions/permission_scope.sql
-- Settings hold the permissions of a scope as one string, ' contacts.read contacts.update ': looking a name up in it
-- costs less than parsing an array, and this is asked in every statement.
create or replace function app_hidden.permission_scope(permission text) returns text
language sql stable parallel safe
return case
  when strpos(pg_catalog.current_setting('app.permissions_all', true), ' ' || permission_scope.permission || ' ') > 0 then 'all'
  when strpos(pg_catalog.current_setting('app.permissions_team', true), ' ' || permission_scope.permission || ' ') > 0 then 'team'
  when strpos(pg_catalog.current_setting('app.permissions_own', true), ' ' || permission_scope.permission || ' ') > 0 then 'own'
end;
grant execute on function app_hidden.permission_scope(text) to tenantry_member, tenantry_service;
comment on function app_hidden.permission_scope(text) is $$The scope (all, team, own) in which the role of the member who asks holds a permission such as 'deals.read'; null when it doesn’t.$$;
--! EndIncluded foundation/functions/permission_scope.sql
--! Included foundation/functions/may.sql
create or replace function app_hidden.may(permission text) returns boolean
language sql stable parallel safe
return app_hidden.organization_id() is not null and coalesce(app_hidden.permission_scope(may.permission) = 'all', false);
grant execute on function app_hidden.may(text) to tenantry_member, tenantry_service;
comment on function app_hidden.may(text) is $$Whether the member who asks holds a permission for the whole organization, as with rows that have neither owner nor business.$$;
--! EndIncluded foundation/functions/may.sql
--! Included foundation/functions/may_all.sql
create or replace function app_hidden.may_all(permission text) returns boolean
language sql stable parallel safe
return app_hidden.may(may_all.permission) and not app_hidden.is_limited_to_businesses();
grant execute on function app_hidden.may_all(text) to tenantry_member, tenantry_service;
comment on function app_hidden.may_all(text) is $$Whether the member who asks holds a permission on every row, whoever owns it and whichever business it belongs to.$$;
--! EndIncluded foundation/functions/may_all.sql
--! Included foundation/functions/scoped_owner_ids.sql
-- A member limited to businesses gets none here: there the scope depends on the business (scoped_business_ids).
create or replace function app_hidden.scoped_owner_ids(permission text) returns uuid[]
language sql stable parallel safe
return case
  when app_hidden.is_limited_to_businesses() then '{}'::uuid[]
  when app_hidden.permission_scope(scoped_owner_ids.permission) = 'team' then app_hidden.team_membership_ids()
  when app_hidden.permission_scope(scoped_owner_ids.permission) = 'own' then array[app_hidden.membership_id()]
  else '{}'::uuid[]
end;
grant execute on function app_hidden.scoped_owner_ids(text) to tenantry_member, tenantry_service;
comment on function app_hidden.scoped_owner_ids(text) is $$The memberships whose rows a permission of scope own or team reaches.$$;
--! EndIncluded foundation/functions/scoped_owner_ids.sql
--! Included foundation/functions/scoped_business_ids.sql
-- app.business_permissions, set for limited members only, maps each business in sight to its permission strings by
-- scope. The nil uuid stands for rows of the whole organization, where the organization-wide role counts.
create or replace function app_hidden.scoped_business_ids(permission text, scope text) returns uuid[]
language sql stable parallel safe
return coalesce(
  (
    select array_agg(business.key::uuid)
    from jsonb_each(nullif(pg_catalog.current_setting('app.business_permissions', true), '')::jsonb) as business
    where strpos(business.value ->> scoped_business_ids.scope, ' ' || scoped_business_ids.permission || ' ') > 0
  ),
  '{}'::uuid[]
);
grant execute on function app_hidden.scoped_business_ids(text, text) to tenantry_member, tenantry_service;
comment on function app_hidden.scoped_business_ids(text, text) is $$The businesses where a limited member holds a permission in exactly this scope (all, team, own).$$;
--! EndIncluded foundation/functions/scoped_business_ids.sql
--! Included foundation/functions/may_on_row.sql
-- The policies' question put about one row; for triggers. Outside a request (the owner in psql, a migration) all may.
create or replace function app_hidden.may_on_row(permission text, business_id uuid, owner_ids uuid[]) returns boolean
language sql stable parallel safe
return coalesce(
  app_hidden.membership_id() is null
  or app_hidden.may_all(may_on_row.permission)
  or may_on_row.owner_ids && app_hidden.scoped_owner_ids(may_on_row.permission)
  or coalesce(may_on_row.business_id, '00000000-0000-0000-0000-000000000000') = any (app_hidden.scoped_business_ids(may_on_row.permission, 'all'))
  or (
    may_on_row.owner_ids && app_hidden.team_membership_ids()
    and coalesce(may_on_row.business_id, '00000000-0000-0000-0000-000000000000') = any (app_hidden.scoped_business_ids(may_on_row.permission, 'team'))
  )
  or (
    app_hidden.membership_id() = any (may_on_row.owner_ids)
    and coalesce(may_on_row.business_id, '00000000-0000-0000-0000-000000000000') = any (app_hidden.scoped_business_ids(may_on_row.permission, 'own'))
  ),
  false
);
grant execute on function app_hidden.may_on_row(text, uuid, uuid[]) to tenantry_member, tenantry_service;
comment on function app_hidden.may_on_row(text, uuid, uuid[]) is $$Whether the member who asks holds a permission on a row of this business with these owners.$$;
--! EndIncluded foundation/functions/may_on_row.sql
--! Included foundation/functions/member_condition.sql
-- The one template of the policies of staff: tenant equality first, then one of
--   the permission on all rows · on rows whose owner is in scope · (limited members) on rows of a business in scope.
-- Every call is wrapped in (select …), so it runs once per statement, and is boolean or an array, so that the planner
-- keeps walking the index of the list's order (db/README.md has the measurements).
create or replace function app_private.member_condition(
  table_name regclass,
  permission text,
  owner_columns text[] default '{}'
) returns text
language plpgsql stable
set search_path = ''
as $$
declare
  -- What belongs to no business is seen by members limited to some, and changed by the others.
  v_has_business boolean := exists (
    select from pg_catalog.pg_attribute where attrelid = table_name and attname = 'business_id' and not attisdropped
  );
  v_business constant text := $sql$coalesce(business_id, '00000000-0000-0000-0000-000000000000')$sql$;
  v_alternatives text[];
  v_column text;
begin
  if not v_has_business and owner_columns = '{}' and permission like '%.read' then
    v_alternatives := array[format('(select app_hidden.may(%L))', permission)];
  else
    v_alternatives := array[format('(select app_hidden.may_all(%L))', permission)];
  end if;

  foreach v_column in array owner_columns loop
    v_alternatives := v_alternatives || format('%I = any ((select app_hidden.scoped_owner_ids(%L))::uuid[])', v_column, permission);
  end loop;

  if v_has_business then
    v_alternatives := v_alternatives || format('%s = any ((select app_hidden.scoped_business_ids(%L, %L))::uuid[])', v_business, permission, 'all');
    foreach v_column in array owner_columns loop
      v_alternatives := v_alternatives
        || format('%I = any ((select app_hidden.team_membership_ids())::uuid[]) and %s = any ((select app_hidden.scoped_business_ids(%L, %L))::uuid[])', v_column, v_business, permission, 'team')
        || format('%I = (select app_hidden.membership_id()) and %s = any ((select app_hidden.scoped_business_ids(%L, %L))::uuid[])', v_column, v_business, permission, 'own');
    end loop;
  end if;

  return format('organization_id = (select app_hidden.organization_id()) and (%s)', array_to_string(v_alternatives, ' or '));
end
$$;
comment on function app_private.member_condition(regclass, text, text[]) is $$The text of a staff policy’s condition for one permission on one table.$$;
--! EndIncluded foundation/functions/member_condition.sql
--! Included foundation/functions/create_member_policies.sql
-- Issues the policies of staff for a table from the one template: select, insert, update and delete ask for the
-- permissions <resource>.read, .create, .update and .delete, or all writes for .manage.
-- extra_condition narrows reading and changing further.
create or replace function app_private.create_member_policies(
  table_name regclass,
  resource text,
  commands text[],
  owner_columns text[] default '{}',
  writes_need_manage boolean default false,
  extra_condition text default null
) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_command text;
  v_condition text;
begin
  foreach v_command in array commands loop
    v_condition := app_private.member_condition(
      table_name,
      resource || '.' || case
        when v_command = 'select' then 'read'
        when writes_need_manage then 'manage'
        when v_command = 'insert' then 'create'
        else v_command
      end,
      owner_columns
    );
    if extra_condition is not null then
      v_condition := format('%s and (%s)', v_condition, extra_condition);
    end if;
    execute format(
      'create policy %I on %s for %s to tenantry_member%s%s',
      v_command || '_member', table_name, v_command,
      case when v_command <> 'insert' then format(' using (%s)', v_condition) else '' end,
      case when v_command in ('insert', 'update') then format(' with check (%s)', v_condition) else '' end
    );
  end loop;
end
$$;
comment on function app_private.create_member_policies(regclass, text, text[], text[], boolean, text) is $$Creates the policies select_member, insert_member, update_member and delete_member of a table.$$;
--! EndIncluded foundation/functions/create_member_policies.sql
--! Included foundation/functions/normalize_email.sql
create or replace function app_hidden.normalize_email(email text) returns text
language sql immutable parallel safe
return nullif(lower(btrim(normalize_email.email, E' \t\n\r')), '');
grant execute on function app_hidden.normalize_email(text) to tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.normalize_email(text) is $$An e-mail address as it is stored: trimmed and in lower case; null when empty.$$;
--! EndIncluded foundation/functions/normalize_email.sql
--! Included foundation/functions/country_of.sql
create or replace function app_hidden.country_of(locale text) returns text
language sql immutable parallel safe
return upper(substring(country_of.locale from '-([A-Za-z]{2})$'));
grant execute on function app_hidden.country_of(text) to tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.country_of(text) is $$The country (ISO 3166, two letters) of a locale such as en-GB; null when it names none.$$;
--! EndIncluded foundation/functions/country_of.sql
--! Included foundation/functions/normalize_phone.sql
-- E.164: a plus sign and 8 to 15 digits. A number with + or 00 in front names its country; any other is read as one of
-- the given country, without its trunk prefix.
create or replace function app_hidden.normalize_phone(phone text, country text, field text default 'phone') returns text
language plpgsql stable parallel safe security definer
set search_path = ''
as $$
declare
  -- +44 (0)20 shows the trunk prefix that is not dialled from abroad.
  v_digits text := regexp_replace(regexp_replace(normalize_phone.phone, '^(\s*(?:\+|00)\s*\d+\s*)\(0\)', '\1'), '[^0-9]', '', 'g');
  v_code record;
begin
  if normalize_phone.phone !~ '\S' then
    return null;
  end if;
  if normalize_phone.phone ~ '[^0-9+()./ \t -]' then
    v_digits := '';
  elsif normalize_phone.phone ~ '^[\s(]*\+' then
    null;
  elsif normalize_phone.phone ~ '^[\s(]*00' then
    v_digits := substr(v_digits, 3);
  else
    select calling_code, trunk_prefix into v_code
    from app_private.country_calling_codes c
    where c.country = normalize_phone.country;
    if not found then
      raise exception using
        errcode = 'TN400',
        message = 'The phone number needs its country code.',
        detail = jsonb_build_object('field', normalize_phone.field)::text,
        hint = 'Write it as +44 20 7946 0000, or set the organization''s locale to one with a region, such as en-GB.';
    end if;
    if v_code.trunk_prefix is not null and starts_with(v_digits, v_code.trunk_prefix) then
      v_digits := substr(v_digits, length(v_code.trunk_prefix) + 1);
    end if;
    v_digits := v_code.calling_code || v_digits;
  end if;
  if v_digits !~ '^[1-9][0-9]{7,14}$' then
    raise exception using
      errcode = 'TN400',
      message = 'This is not a phone number.',
      detail = jsonb_build_object('field', normalize_phone.field)::text,
      hint = 'Write it as +44 20 7946 0000: 8 to 15 digits after the plus sign.';
  end if;
  return '+' || v_digits;
end
$$;
grant execute on function app_hidden.normalize_phone(text, text, text) to tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.normalize_phone(text, text, text) is $$A phone number as it is stored, in E.164 form; null when empty. The country (ISO 3166, two letters) is that of numbers written without one; the field is named in the error.$$;
--! EndIncluded foundation/functions/normalize_phone.sql
--! Included foundation/functions/is_time_zone.sql
-- Called immutable so that a check constraint can use it: zones are only ever added.
create or replace function app_hidden.is_time_zone(name text) returns boolean
language plpgsql immutable parallel safe
set search_path = ''
as $$
begin
  perform pg_catalog.timezone(is_time_zone.name, '2000-01-01 00:00:00+00'::timestamptz);
  return is_time_zone.name ~ '^[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$';
exception
  when invalid_parameter_value then
    return false;
end
$$;
grant execute on function app_hidden.is_time_zone(text) to tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.is_time_zone(text) is $$Whether this is the name of a time zone, such as Europe/London.$$;
--! EndIncluded foundation/functions/is_time_zone.sql
--! Included foundation/functions/full_name.sql
create or replace function app_hidden.full_name(first_name text, last_name text) returns text
language sql immutable parallel safe
return coalesce(full_name.first_name || ' ' || full_name.last_name, full_name.first_name, full_name.last_name, 'Unknown');
grant execute on function app_hidden.full_name(text, text) to tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.full_name(text, text) is $$A person’s name to show: first and last, whichever is known, else 'Unknown'.$$;
--! EndIncluded foundation/functions/full_name.sql
--! Included foundation/functions/tg__timestamps.sql
-- Two updates within one transaction still get different times, so that updated_at tells versions apart.
create or replace function app_private.tg__timestamps() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  NEW.created_at := OLD.created_at;
  NEW.updated_at := greatest(now(), OLD.updated_at + interval '1 microsecond');
  return NEW;
end
$$;
comment on function app_private.tg__timestamps() is $$Keeps created_at and moves updated_at on every update.$$;
--! EndIncluded foundation/functions/tg__timestamps.sql
--! Included foundation/functions/tg__normalize_email_and_phone.sql
-- For tenant tables with columns email and phone. A phone number without a country is one of the organization's.
create or replace function app_private.tg__normalize_email_and_phone() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  NEW.email := app_hidden.normalize_email(NEW.email);
  NEW.phone := app_hidden.normalize_phone(
    NEW.phone,
    (select app_hidden.country_of(o.locale) from app_public.organizations o where o.id = NEW.organization_id)
  );
  return NEW;
end
$$;
comment on function app_private.tg__normalize_email_and_phone() is $$Stores e-mail addresses and phone numbers in one form.$$;
--! EndIncluded foundation/functions/tg__normalize_email_and_phone.sql
--! Included foundation/functions/tg__archive.sql
-- Archiving is an update of deleted_at, but asks for the permission to delete. Arguments: the resource, then the
-- columns that hold the row's owners. The time is the database's.
create or replace function app_private.tg__archive() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_row jsonb := to_jsonb(OLD);
begin
  if not app_hidden.may_on_row(
    TG_ARGV[0] || '.delete',
    (v_row ->> 'business_id')::uuid,
    (select array_agg((v_row ->> c)::uuid) from unnest(TG_ARGV[1:]) as c)
  ) then
    raise exception using errcode = 'TN403', message = 'You may not archive or restore this.';
  end if;
  if NEW.deleted_at is not null and app_hidden.membership_id() is not null then
    NEW.deleted_at := now();
  end if;
  return NEW;
end
$$;
comment on function app_private.tg__archive() is $$Guards archiving and restoring with the resource’s delete permission.$$;
--! EndIncluded foundation/functions/tg__archive.sql
--! Included foundation/functions/tg__audit.sql
-- One audit_logs row per changed row. Arguments: columns whose values are secret; they are recorded as changed, never
-- with a value. An organization's own deletion takes its audit trail with it, so nothing is written under way.
create or replace function app_private.tg__audit() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_old jsonb := case when TG_OP <> 'INSERT' then to_jsonb(OLD) end;
  v_new jsonb := case when TG_OP <> 'DELETE' then to_jsonb(NEW) end;
  v_row jsonb := coalesce(v_new, v_old);
  v_organization_id uuid := coalesce(v_row ->> 'organization_id', v_row ->> 'id')::uuid;
  v_changed text[];
  v_secret text;
begin
  if TG_OP = 'UPDATE' then
    select array_agg(n.key order by n.key) into v_changed
    from jsonb_each(v_new) n
    where n.value is distinct from v_old -> n.key and n.key <> 'updated_at';
    if v_changed is null then
      return null;
    end if;
  elsif TG_OP = 'DELETE' and not exists (select from app_public.organizations o where o.id = v_organization_id) then
    return null;
  end if;

  foreach v_secret in array coalesce(TG_ARGV, '{}') loop
    v_old := case when v_old ? v_secret then v_old || jsonb_build_object(v_secret, '[secret]') else v_old end;
    v_new := case when v_new ? v_secret then v_new || jsonb_build_object(v_secret, '[secret]') else v_new end;
  end loop;

  insert into app_public.audit_logs (
    organization_id, actor_kind, user_id, request_id, address, action, table_name, record_id, old_data, new_data, changed_columns
  ) values (
    v_organization_id,
    case when app_hidden.user_id() is null then 'system' else 'user' end,
    app_hidden.user_id(),
    nullif(current_setting('app.request_id', true), ''),
    nullif(current_setting('app.request_address', true), '')::inet,
    lower(TG_OP),
    TG_TABLE_NAME,
    (v_row ->> 'id')::uuid,
    v_old,
    v_new,
    v_changed
  );
  return null;
end
$$;
comment on function app_private.tg__audit() is $$Records who changed what in audit_logs.$$;
--! EndIncluded foundation/functions/tg__audit.sql
--! EndIncluded foundation/all.sql
