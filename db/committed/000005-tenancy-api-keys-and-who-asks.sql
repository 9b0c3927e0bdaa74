--! Previous: sha1:ee4d494a3889b32d0157e95399d2d9504c0a820f
--! Hash: sha1:c59a1e46dd4e39a8bdacf36a768ecea1165609e6
--! Message: Tenancy: API keys, and who asks

--! split: 1-current.sql
/*
 * API keys, and what their role (service) and that of the client portal (client) may do. Whoever asks is now one of
 * three kinds, which app.actor_kind tells; that there is no membership no longer means that nobody asks.
 */
insert into app_public.audit_actor_kinds (value, description) values ('anonymous', 'A visitor without a token, such as through a public form.');
alter table app_public.audit_logs add column contact_id uuid, add column api_key_id uuid;

insert into app_public.permissions (resource, action, description) values ('api_keys', 'manage', 'See, create and revoke API keys.');
insert into app_private.system_role_permissions (system_role, resource, action, scope) values
  ('owner', 'api_keys', 'manage', 'all'),
  ('admin', 'api_keys', 'manage', 'all');

create table app_public.api_keys (
  id uuid primary key default app_hidden.uuid_v7(),
  organization_id uuid not null default app_hidden.organization_id() references app_public.organizations on delete cascade,

  name text not null constraint name_must_not_be_blank check (name ~ '\S' and length(name) <= 100),
  prefix text not null,
  role_id uuid not null,
  created_by_id uuid default app_hidden.membership_id(),
  last_used_at timestamptz,
  expires_at timestamptz constraint expires_at_must_be_in_our_era check (expires_at between '0001-01-02' and '9999-12-30'),
  revoked_at timestamptz constraint revoked_at_must_be_in_our_era check (revoked_at between '0001-01-02' and '9999-12-30'),

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  foreign key (organization_id, role_id) references app_public.roles (organization_id, id),
  foreign key (organization_id, created_by_id) references app_public.memberships (organization_id, id) on delete set null (created_by_id)
);
create index on app_public.api_keys (organization_id, created_at desc, id desc);
create index on app_public.api_keys (organization_id, role_id);
create index on app_public.api_keys (organization_id, created_by_id, created_at desc, id desc);

create table app_private.api_key_secrets (
  api_key_id uuid primary key references app_public.api_keys on delete cascade,
  digest bytea not null unique constraint digest_must_be_sha_256 check (length(digest) = 32),

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

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
--! Included foundation/functions/actor_kind.sql
create or replace function app_hidden.actor_kind() returns text
language sql stable parallel safe
return nullif(pg_catalog.current_setting('app.actor_kind', true), '');
grant execute on function app_hidden.actor_kind() to tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.actor_kind() is $$What kind of actor asks: anonymous, user, contact or api_key; null outside a request, as for the owner in psql, a migration or a background job.$$;
--! EndIncluded foundation/functions/actor_kind.sql
--! Included foundation/functions/user_id.sql
create or replace function app_hidden.user_id() returns uuid
language sql stable parallel safe
return app_hidden.setting_uuid('app.user_id');
grant execute on function app_hidden.user_id() to tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.user_id() is $$The person who asks, from the request’s context.$$;
--! EndIncluded foundation/functions/user_id.sql
--! Included foundation/functions/contact_id.sql
create or replace function app_hidden.contact_id() returns uuid
language sql stable parallel safe
return app_hidden.setting_uuid('app.contact_id');
grant execute on function app_hidden.contact_id() to tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.contact_id() is $$The contact who asks through the client portal.$$;
--! EndIncluded foundation/functions/contact_id.sql
--! Included foundation/functions/api_key_id.sql
create or replace function app_hidden.api_key_id() returns uuid
language sql stable parallel safe
return app_hidden.setting_uuid('app.api_key_id');
grant execute on function app_hidden.api_key_id() to tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.api_key_id() is $$The API key with which a machine asks.$$;
--! EndIncluded foundation/functions/api_key_id.sql
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
  app_hidden.actor_kind() is null
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
--! Included foundation/functions/create_policies.sql
-- Issues one policy per command and role, each with tenant equality as its first conjunct and named <command>_<role>.
create or replace function app_private.create_policies(table_name regclass, roles text[], commands text[], condition text default null) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_condition constant text := 'organization_id = (select app_hidden.organization_id())' || coalesce(format(' and (%s)', create_policies.condition), '');
  v_command text;
  v_role text;
begin
  foreach v_command in array commands loop
    foreach v_role in array roles loop
      execute format(
        'create policy %I on %s for %s to %I%s%s',
        v_command || '_' || v_role, table_name, v_command, 'tenantry_' || v_role,
        case when v_command <> 'insert' then format(' using (%s)', v_condition) else '' end,
        case when v_command in ('insert', 'update') then format(' with check (%s)', v_condition) else '' end
      );
    end loop;
  end loop;
end
$$;
comment on function app_private.create_policies(regclass, text[], text[], text) is $$Creates the policies of some commands for some of the roles member, service and client: the organization’s rows that meet a condition.$$;
--! EndIncluded foundation/functions/create_policies.sql
--! Included foundation/functions/permission_condition.sql
-- The one template of the policies of those who hold permissions. Beside tenant equality, one of
--   the permission on all rows · on rows whose owner is in scope · (limited members) on rows of a business in scope.
-- Every call is wrapped in (select …), so it runs once per statement, and is boolean or an array, so that the planner
-- keeps walking the index of the list's order (db/README.md has the measurements).
create or replace function app_private.permission_condition(
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

  return array_to_string(v_alternatives, ' or ');
end
$$;
comment on function app_private.permission_condition(regclass, text, text[]) is $$The text of the condition under which members and API keys have one permission on a row of a table.$$;
--! EndIncluded foundation/functions/permission_condition.sql
--! Included foundation/functions/create_permission_policies.sql
-- Issues the policies of those who hold permissions, members and API keys, for a table from the one template: select,
-- insert, update and delete ask for the permissions <resource>.read, .create, .update and .delete, or all writes for
-- .manage. extra_condition narrows further.
create or replace function app_private.create_permission_policies(
  table_name regclass,
  resource text,
  commands text[],
  owner_columns text[] default '{}',
  writes_need_manage boolean default false,
  extra_condition text default null,
  roles text[] default '{member,service}'
) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  v_command text;
  v_condition text;
begin
  foreach v_command in array commands loop
    v_condition := app_private.permission_condition(
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
      v_condition := format('(%s) and (%s)', v_condition, extra_condition);
    end if;
    perform app_private.create_policies(table_name, roles, array[v_command], v_condition);
  end loop;
end
$$;
comment on function app_private.create_permission_policies(regclass, text, text[], text[], boolean, text, text[]) is $$Creates the policies of members and API keys on a table: <command>_member and <command>_service.$$;
--! EndIncluded foundation/functions/create_permission_policies.sql
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
  if NEW.deleted_at is not null and app_hidden.actor_kind() is not null then
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
    organization_id, actor_kind, user_id, contact_id, api_key_id, request_id, address, action, table_name, record_id, old_data, new_data, changed_columns
  ) values (
    v_organization_id,
    coalesce(app_hidden.actor_kind(), 'system'),
    app_hidden.user_id(),
    app_hidden.contact_id(),
    app_hidden.api_key_id(),
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
--! Included tenancy/all.sql
--! Included tenancy/views/role_grants.sql
-- Every role's permissions, wherever they are defined. A view of the owner's: it reads past row level security, so
-- only functions of the owner use it.
create or replace view app_private.role_grants as
select r.organization_id, r.id as role_id, s.resource, s.action, s.scope
from app_public.roles r
join app_private.system_role_permissions s on s.system_role = r.system_role
union all
select p.organization_id, p.role_id, p.resource, p.action, p.scope
from app_public.role_permissions p;
comment on view app_private.role_grants is $$The permissions in force for each role, of system roles and of organizations’ own.$$;
--! EndIncluded tenancy/views/role_grants.sql
--! Included tenancy/functions/role_permission_text.sql
create or replace function app_private.role_permission_text(role_id uuid) returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_object_agg(g.scope, g.permissions), '{}')
  from (
    select scope, ' ' || string_agg(resource || '.' || action, ' ') || ' ' as permissions
    from app_private.role_grants
    where role_grants.role_id = role_permission_text.role_id
    group by scope
  ) g
$$;
comment on function app_private.role_permission_text(uuid) is $$A role’s permissions by scope, in the form of the context’s settings: {"all": " contacts.read … ", "own": …}.$$;
--! EndIncluded tenancy/functions/role_permission_text.sql
--! Included tenancy/functions/begin_request.sql
/*
 * The one call with which the transaction of an API request begins, made by the authenticator:
 *   select set_config('role', app_private.begin_request($1), true)
 * Takes what the gateway has verified: {"claims": {"iss", "sub", …} | null, "isClient": true when the built-in issuer
 * made the token for a contact, whose id is the subject, "apiKeyDigest": SHA-256 of an API key in hexadecimal,
 * "organization": id, slug or external id | null, "requestId", "address"}. Looks up once who that is, in which
 * organization and with which permissions, keeps it in transaction-local settings for the policies, and returns the role
 * to switch to. Every setting is set, so nothing of an earlier request counts. Memberships, keys and contacts are read
 * here and not from the token: what was removed is without effect at once. It writes nothing, so that it can run on a
 * read replica.
 */
create or replace function app_private.begin_request(request jsonb) returns text
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_claims jsonb := nullif(request -> 'claims', 'null');
  v_wanted text := request ->> 'organization';
  v_actor_kind text := case
    when request ->> 'apiKeyDigest' is not null then 'api_key'
    when v_claims is null then 'anonymous'
    when (request ->> 'isClient')::boolean then 'contact'
    else 'user'
  end;
  -- Row types and not records: where somebody else asks they stay empty, and an unassigned record can't be read.
  v_user app_public.users;
  v_membership app_public.memberships;
  v_contact app_public.contacts;
  v_api_key app_public.api_keys;
  v_organization_id uuid;
  v_organization_ids uuid[] := '{}';
  v_choices jsonb := '[]';
  v_permissions jsonb := '{}';
  v_business_permissions jsonb := '{}';
  v_business_ids uuid[] := '{}';
  v_team_membership_ids uuid[] := '{}';
begin
  if v_actor_kind = 'user' then
    select u.* into v_user
    from app_private.user_identities i
    join app_public.users u on u.id = i.user_id
    where i.issuer = v_claims ->> 'iss' and i.subject = v_claims ->> 'sub';
    if not found then
      raise exception using errcode = 'TN401', message = 'Nobody is registered here under this identity.';
    end if;
    if not v_user.is_active then
      raise exception using errcode = 'TN401', message = 'This user account is switched off.';
    end if;

    select coalesce(array_agg(o.id), '{}'), coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'slug', o.slug, 'name', o.name) order by o.name), '[]')
    into v_organization_ids, v_choices
    from app_public.memberships m
    join app_public.organizations o on o.id = m.organization_id
    where m.user_id = v_user.id and m.is_active;

    select m.* into v_membership
    from app_public.memberships m
    join app_public.organizations o on o.id = m.organization_id
    where m.user_id = v_user.id
      and m.is_active
      and case
        when v_wanted is not null then lower(v_wanted) in (o.id::text, o.slug) or v_wanted = o.external_id
        when cardinality(v_organization_ids) = 1 then true
        else m.id = (select d.membership_id from app_private.default_memberships d where d.user_id = v_user.id)
      end
    -- A slug, which its owners choose, must not come before what the identity provider says.
    order by o.external_id = v_wanted desc nulls last
    limit 1;
    if not found and v_wanted is not null then
      raise exception using
        errcode = 'TN403',
        message = 'You are not a member of this organization.',
        detail = jsonb_build_object('organizations', v_choices)::text,
        hint = 'Name one of your organizations by id or slug.';
    end if;
    v_organization_id := v_membership.organization_id;
  elsif v_actor_kind = 'contact' then
    select c.* into v_contact from app_public.contacts c where c.id::text = v_claims ->> 'sub' and c.is_active and c.deleted_at is null;
    if not found then
      raise exception using errcode = 'TN401', message = 'This client account is switched off.';
    end if;
    v_organization_id := v_contact.organization_id;
  elsif v_actor_kind = 'api_key' then
    select k.* into v_api_key
    from app_private.api_key_secrets s
    join app_public.api_keys k on k.id = s.api_key_id
    where s.digest = decode(request ->> 'apiKeyDigest', 'hex') and k.revoked_at is null and (k.expires_at is null or k.expires_at > now());
    if not found then
      raise exception using errcode = 'TN401', message = 'This API key is unknown, revoked or expired.';
    end if;
    v_organization_id := v_api_key.organization_id;
    v_permissions := app_private.role_permission_text(v_api_key.role_id);
  end if;

  if v_actor_kind in ('contact', 'api_key') then
    v_organization_ids := array[v_organization_id];
    if v_wanted is not null and not exists (
      select from app_public.organizations o
      where o.id = v_organization_id and (lower(v_wanted) in (o.id::text, o.slug) or v_wanted = o.external_id)
    ) then
      raise exception using errcode = 'TN403', message = 'You don''t belong to this organization.', hint = 'Leave the organization out of the request.';
    end if;
  end if;

  if v_membership.id is not null then
    v_permissions := app_private.role_permission_text(v_membership.role_id);

    select coalesce(array_agg(b.business_id), '{}'),
      coalesce(jsonb_object_agg(b.business_id, app_private.role_permission_text(coalesce(b.role_id, v_membership.role_id))), '{}')
    into v_business_ids, v_business_permissions
    from app_public.business_memberships b
    where b.organization_id = v_membership.organization_id and b.membership_id = v_membership.id;
    if v_business_ids <> '{}' then
      -- Rows of the whole organization stay in sight, under the role held there.
      v_business_permissions := v_business_permissions || jsonb_build_object('00000000-0000-0000-0000-000000000000', v_permissions);
    end if;

    select array_agg(distinct mate.membership_id) into v_team_membership_ids
    from app_public.team_members mine
    join app_public.team_members mate on mate.organization_id = mine.organization_id and mate.team_id = mine.team_id
    where mine.organization_id = v_membership.organization_id and mine.membership_id = v_membership.id;
    v_team_membership_ids := coalesce(v_team_membership_ids, array[v_membership.id]);
  end if;

  perform
    set_config('request.jwt.claims', coalesce(v_claims::text, ''), true),
    set_config('app.request_id', coalesce(request ->> 'requestId', ''), true),
    -- Without the zone of a link-local address (fe80::1%eth0), which inet doesn't know.
    set_config('app.request_address', coalesce(substring(request ->> 'address' from '^[0-9A-Fa-f.:]+'), ''), true),
    set_config('app.actor_kind', v_actor_kind, true),
    set_config('app.user_id', coalesce(v_user.id::text, ''), true),
    set_config('app.contact_id', coalesce(v_contact.id::text, ''), true),
    set_config('app.api_key_id', coalesce(v_api_key.id::text, ''), true),
    set_config('app.organization_id', coalesce(v_organization_id::text, ''), true),
    set_config('app.organization_ids', v_organization_ids::text, true),
    set_config('app.organization_choices', v_choices::text, true),
    set_config('app.membership_id', coalesce(v_membership.id::text, ''), true),
    set_config('app.permissions_all', coalesce(v_permissions ->> 'all', ''), true),
    set_config('app.permissions_team', coalesce(v_permissions ->> 'team', ''), true),
    set_config('app.permissions_own', coalesce(v_permissions ->> 'own', ''), true),
    set_config('app.team_membership_ids', v_team_membership_ids::text, true),
    set_config('app.business_permissions', v_business_permissions::text, true),
    set_config('app.default_business_id', coalesce(
      v_membership.default_business_id::text,
      v_contact.business_id::text,
      case when cardinality(v_business_ids) = 1 then v_business_ids[1]::text end,
      ''
    ), true);

  return case v_actor_kind
    when 'user' then 'tenantry_member'
    when 'contact' then 'tenantry_client'
    when 'api_key' then 'tenantry_service'
    else 'tenantry_anonymous'
  end;
end
$$;
grant execute on function app_private.begin_request(jsonb) to tenantry_authenticator;
comment on function app_private.begin_request(jsonb) is $$Sets the context of an API request for its transaction and returns the database role to switch to. Raises TN401 for an unknown or inactive user, contact or API key, TN403 for an organization they don’t belong to.$$;
--! EndIncluded tenancy/functions/begin_request.sql
--! Included tenancy/functions/exceeds_own.sql
-- Outside a request there is nobody to compare with. A member limited to businesses holds nothing for the whole organization.
create or replace function app_private.exceeds_own(resource text, action text, scope text) returns boolean
language sql stable
set search_path = ''
as $$
  select app_hidden.actor_kind() is not null and (
    app_hidden.is_limited_to_businesses()
    or array_position(array['own', 'team', 'all'], exceeds_own.scope)
      > coalesce(
        array_position(
          array['own', 'team', 'all'],
          app_hidden.permission_scope(exceeds_own.resource || '.' || exceeds_own.action)
        ),
        0
      )
  )
$$;
comment on function app_private.exceeds_own(text, text, text) is $$Whether a permission reaches further than what the member who asks holds.$$;
--! EndIncluded tenancy/functions/exceeds_own.sql
--! Included tenancy/functions/require_role_within_own.sql
-- Nobody hands out, or takes away, more than they hold: each permission of the role must be held in at least its scope.
-- A member limited to businesses holds nothing for the whole organization. Outside a request there is nobody to ask.
-- Another organization's role is left to the foreign key, which answers as if there were no such role.
create or replace function app_private.require_role_within_own(role_id uuid) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if app_hidden.actor_kind() is null or require_role_within_own.role_id is null then
    return;
  end if;
  if app_hidden.is_limited_to_businesses() or exists (
    select from app_private.role_grants g
    where g.organization_id = app_hidden.organization_id()
      and g.role_id = require_role_within_own.role_id
      and app_private.exceeds_own(g.resource, g.action, g.scope)
  ) then
    raise exception using errcode = 'TN403', message = 'This role holds permissions that you don''t have yourself.';
  end if;
end
$$;
comment on function app_private.require_role_within_own(uuid) is $$Raises TN403 when a role holds a permission that the member who asks doesn’t.$$;
--! EndIncluded tenancy/functions/require_role_within_own.sql
--! Included tenancy/functions/tg_organizations__create_defaults.sql
-- What every organization starts with: the system roles, and the default sales pipeline.
create or replace function app_private.tg_organizations__create_defaults() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_pipeline_id uuid;
begin
  insert into app_public.roles (organization_id, name, description, system_role)
  select NEW.id, initcap(s.value), s.description, s.value
  from app_public.system_roles s
  order by array_position(array['owner', 'admin', 'manager', 'staff', 'rep', 'viewer'], s.value);

  insert into app_public.pipelines (organization_id, name, is_default)
  values (NEW.id, 'Sales', true)
  returning id into v_pipeline_id;

  insert into app_public.pipeline_stages (organization_id, pipeline_id, name, kind, probability, position)
  values
    (NEW.id, v_pipeline_id, 'Lead', 'open', 10, 1),
    (NEW.id, v_pipeline_id, 'Qualified', 'open', 30, 2),
    (NEW.id, v_pipeline_id, 'Proposal', 'open', 60, 3),
    (NEW.id, v_pipeline_id, 'Won', 'won', 100, 4),
    (NEW.id, v_pipeline_id, 'Lost', 'lost', 0, 5);
  return null;
end
$$;
comment on function app_private.tg_organizations__create_defaults() is $$Gives a new organization its system roles and default pipeline.$$;
--! EndIncluded tenancy/functions/tg_organizations__create_defaults.sql
--! Included tenancy/functions/tg_organizations__normalize.sql
create or replace function app_private.tg_organizations__normalize() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  NEW.slug := lower(btrim(NEW.slug));
  NEW.support_email := app_hidden.normalize_email(NEW.support_email);
  return NEW;
end
$$;
comment on function app_private.tg_organizations__normalize() is $$Stores slug and support address in one form.$$;
--! EndIncluded tenancy/functions/tg_organizations__normalize.sql
--! Included tenancy/functions/tg_users__normalize.sql
-- A person belongs to no country but that of their locale.
create or replace function app_private.tg_users__normalize() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  NEW.email := app_hidden.normalize_email(NEW.email);
  NEW.phone := app_hidden.normalize_phone(NEW.phone, app_hidden.country_of(NEW.locale));
  return NEW;
end
$$;
comment on function app_private.tg_users__normalize() is $$Stores a user’s e-mail address and phone number in one form.$$;
--! EndIncluded tenancy/functions/tg_users__normalize.sql
--! Included tenancy/functions/tg_memberships__guard.sql
-- Members change their own title, availability and default business; role and activity are for those who manage
-- members, and only within the permissions that they hold themselves.
create or replace function app_private.tg_memberships__guard() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if app_hidden.actor_kind() is null then
    return coalesce(NEW, OLD);
  end if;
  if TG_OP = 'DELETE' then
    if OLD.id is distinct from app_hidden.membership_id() then
      perform app_private.require_role_within_own(OLD.role_id);
    end if;
    return OLD;
  end if;
  if NEW.role_id is distinct from OLD.role_id or NEW.is_active is distinct from OLD.is_active then
    if not app_hidden.may_all('members.manage') then
      raise exception using errcode = 'TN403', message = 'Only those who manage members may change a member''s role or activity.';
    end if;
    perform app_private.require_role_within_own(OLD.role_id);
    perform app_private.require_role_within_own(NEW.role_id);
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_memberships__guard() is $$Keeps members from raising themselves or others above their own permissions.$$;
--! EndIncluded tenancy/functions/tg_memberships__guard.sql
--! Included tenancy/functions/tg_memberships__keep_an_owner.sql
-- The organization's row is locked first, so that two owners who leave at the same time don't both see the other stay.
create or replace function app_private.tg_memberships__keep_an_owner() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  -- Gone: the organization is being deleted, its memberships with it.
  perform from app_public.organizations o where o.id = OLD.organization_id for no key update;
  if not found then
    return null;
  end if;
  if TG_OP = 'UPDATE'
    and exists (select from app_public.roles r where r.organization_id = NEW.organization_id and r.id = NEW.role_id and r.system_role = 'owner')
    and exists (select from app_public.business_memberships b where b.organization_id = NEW.organization_id and b.membership_id = NEW.id)
  then
    raise exception using
      errcode = 'TN409',
      message = 'A member who is limited to businesses can''t be an owner.',
      hint = 'Remove the limits first.';
  end if;
  if exists (select from app_public.roles r where r.id = OLD.role_id and r.system_role = 'owner') and not exists (
    select
    from app_public.memberships m
    join app_public.roles r on r.organization_id = m.organization_id and r.id = m.role_id
    where m.organization_id = OLD.organization_id and m.is_active and r.system_role = 'owner'
  ) then
    raise exception using
      errcode = 'TN409',
      message = 'An organization keeps at least one owner.',
      hint = 'Make another member owner first.';
  end if;
  return null;
end
$$;
comment on function app_private.tg_memberships__keep_an_owner() is $$Refuses to remove, switch off or demote the last owner, and owners who are limited to businesses.$$;
--! EndIncluded tenancy/functions/tg_memberships__keep_an_owner.sql
--! Included tenancy/functions/tg_business_memberships__guard.sql
-- A role within a business is handed out under the same rule as one of the organization. Taking a limit away widens
-- what the member sees, so that also needs the permissions that the member has. An owner works in all businesses, lest
-- the last one lock the organization up.
create or replace function app_private.tg_business_memberships__guard() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if TG_OP <> 'DELETE' then
    perform app_private.require_role_within_own(NEW.role_id);
  end if;
  perform app_private.require_role_within_own(m.role_id)
  from app_public.memberships m
  where m.organization_id = coalesce(NEW.organization_id, OLD.organization_id)
    and m.id = coalesce(NEW.membership_id, OLD.membership_id);
  if TG_OP <> 'INSERT' then
    perform app_private.require_role_within_own(OLD.role_id);
  end if;
  if TG_OP = 'INSERT' and exists (
    select
    from app_public.memberships m
    join app_public.roles r on r.organization_id = m.organization_id and r.id = m.role_id
    where m.organization_id = NEW.organization_id and m.id = NEW.membership_id and r.system_role = 'owner'
  ) then
    raise exception using
      errcode = 'TN409',
      message = 'An owner works in all businesses.',
      hint = 'Give the member another role first.';
  end if;
  return coalesce(NEW, OLD);
end
$$;
comment on function app_private.tg_business_memberships__guard() is $$Keeps business roles within the permissions of whoever hands them out.$$;
--! EndIncluded tenancy/functions/tg_business_memberships__guard.sql
--! Included tenancy/functions/tg_role_permissions__guard.sql
-- Neither given nor taken away, nor narrowed, beyond what one holds: a role emptied by somebody below it could then be
-- handed out by them.
create or replace function app_private.tg_role_permissions__guard() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if TG_OP <> 'DELETE' and app_private.exceeds_own(NEW.resource, NEW.action, NEW.scope)
    or TG_OP <> 'INSERT' and app_private.exceeds_own(OLD.resource, OLD.action, OLD.scope)
  then
    raise exception using errcode = 'TN403', message = 'You can''t give a role, or take from it, a permission that you don''t have yourself.';
  end if;
  return coalesce(NEW, OLD);
end
$$;
comment on function app_private.tg_role_permissions__guard() is $$Keeps an organization’s roles within the permissions of whoever defines them.$$;
--! EndIncluded tenancy/functions/tg_role_permissions__guard.sql
--! Included tenancy/functions/tg_roles__guard.sql
-- The six system roles are the same in every organization; organizations add their own beside them.
create or replace function app_private.tg_roles__guard() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  if app_hidden.actor_kind() is not null and OLD.is_system then
    raise exception using
      errcode = 'TN403',
      message = 'System roles can''t be changed or deleted.',
      hint = 'Create a role of your own.';
  end if;
  return coalesce(NEW, OLD);
end
$$;
comment on function app_private.tg_roles__guard() is $$Protects the system roles.$$;
--! EndIncluded tenancy/functions/tg_roles__guard.sql
--! Included tenancy/functions/tg_api_keys__guard.sql
-- A key is handed out under the same rule as a role. Once revoked it stays so.
create or replace function app_private.tg_api_keys__guard() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform app_private.require_role_within_own(NEW.role_id);
  if TG_OP = 'UPDATE' and OLD.revoked_at is not null then
    raise exception using errcode = 'TN409', message = 'This API key was revoked.', hint = 'Create a new one.';
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_api_keys__guard() is $$Keeps API keys within the permissions of whoever manages them, and revoked ones revoked.$$;
--! EndIncluded tenancy/functions/tg_api_keys__guard.sql
--! Included tenancy/tables/lookup_tables.sql
select app_private.expose_lookup_table('app_public.subscription_statuses', 'SubscriptionStatus', 'Where an organization’s subscription stands.');
select app_private.expose_lookup_table('app_public.subscription_tiers', 'SubscriptionTier', 'What an organization has subscribed to.');
select app_private.expose_lookup_table('app_public.member_availabilities', 'MemberAvailability', 'Whether a member takes new work.');
select app_private.expose_lookup_table('app_public.permission_scopes', 'PermissionScope', 'Which rows a permission reaches.');
select app_private.expose_lookup_table('app_public.system_roles', 'SystemRole', 'The roles that every organization has.');

comment on table app_private.system_role_permissions is $$What each system role may do, in every organization. Private: shown through a role’s permissions.$$;
comment on column app_private.system_role_permissions.system_role is $$The role.$$;
alter table app_private.system_role_permissions enable row level security;

comment on table app_private.country_calling_codes is $$Country calling codes and trunk prefixes by ISO 3166 country. Private: read by app_hidden.normalize_phone.$$;
--! EndIncluded tenancy/tables/lookup_tables.sql
--! Included tenancy/tables/permissions.sql
comment on table app_public.permissions is $$Everything that a role can be allowed to do: a resource and an action, written together as contacts.read.$$;
comment on column app_public.permissions.resource is $$What is acted upon, such as contacts.$$;
comment on column app_public.permissions.action is $$What is done with it, such as read.$$;
comment on column app_public.permissions.description is $$What the permission allows, for the people who define roles.$$;

-- The list is the product's: roles are built from it, nobody adds to it.
revoke all on table app_public.permissions from tenantry_member, tenantry_service;
grant select on table app_public.permissions to tenantry_member, tenantry_service;

alter table app_public.permissions enable row level security;
select app_private.drop_policies('app_public.permissions');
create policy select_all on app_public.permissions for select to tenantry_member, tenantry_service using (true);
--! EndIncluded tenancy/tables/permissions.sql
--! Included tenancy/tables/organizations.sql
comment on table app_public.organizations is $$A tenant: a company that works with its own customers here. Everything else belongs to exactly one organization.$$;
comment on column app_public.organizations.name is $$The organization’s name as people read it.$$;
comment on column app_public.organizations.slug is $$The organization’s short name in addresses and in the X-Organization-Id header; unique among all organizations.$$;
comment on column app_public.organizations.external_id is $$The organization’s id at the identity provider, such as a Clerk org_….$$;
comment on column app_public.organizations.support_email is $$The address that customers write to.$$;
comment on column app_public.organizations.timezone is $$The time zone in which the organization’s days begin and end, such as Europe/London.$$;
comment on column app_public.organizations.locale is $$Language and region, such as en-GB. Phone numbers written without a country are read as the region’s.$$;
comment on column app_public.organizations.currency is $$The currency of new amounts (ISO 4217), such as EUR.$$;
comment on column app_public.organizations.settings is $$Free settings of the organization, an object.$$;
comment on column app_public.organizations.subscription_status is $$Where the subscription stands.$$;
comment on column app_public.organizations.subscription_tier is $$What the organization has subscribed to.$$;
comment on column app_public.organizations.trial_ends_at is $$When the trial ends.$$;
comment on column app_public.organizations.plan_limits is $$What the subscription allows, by name, an object.$$;

create or replace trigger _100_timestamps before update on app_public.organizations for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of slug, support_email on app_public.organizations for each row execute function app_private.tg_organizations__normalize();
create or replace trigger _500_create_defaults after insert on app_public.organizations for each row execute function app_private.tg_organizations__create_defaults();
create or replace trigger _900_audit after insert or update on app_public.organizations for each row execute function app_private.tg__audit();

-- insert and delete are not granted: organizations begin and end through operations of their own.
-- Subscription, limits and external id belong to the platform, not to the tenant.
revoke all on table app_public.organizations from tenantry_member, tenantry_service;
grant select on table app_public.organizations to tenantry_member, tenantry_service;
grant update (name, slug, support_email, timezone, locale, currency, settings) on table app_public.organizations to tenantry_member;

alter table app_public.organizations enable row level security;
select app_private.drop_policies('app_public.organizations');
-- One sees the organizations one is a member of, the active one or not, to choose among them.
create policy select_member on app_public.organizations for select to tenantry_member
  using (id = any ((select app_hidden.organization_ids())::uuid[]));
-- An API key belongs to one organization.
create policy select_service on app_public.organizations for select to tenantry_service
  using (id = (select app_hidden.organization_id()));
-- Only the active organization is changed, by those who manage it and all its businesses.
create policy update_member on app_public.organizations for update to tenantry_member
  using (id = (select app_hidden.organization_id()) and (select app_hidden.may_all('organization.manage')))
  with check (id = (select app_hidden.organization_id()) and (select app_hidden.may_all('organization.manage')));
--! EndIncluded tenancy/tables/organizations.sql
--! Included tenancy/tables/businesses.sql
comment on table app_public.businesses is $$A part of an organization with customers and staff of its own, such as a branch or a brand. Rows without a business belong to the whole organization.$$;
comment on column app_public.businesses.name is $$The business’ name as people read it.$$;
comment on column app_public.businesses.slug is $$The business’ short name; unique within the organization.$$;
comment on column app_public.businesses.business_type is $$The line of business, such as dentist.$$;
comment on column app_public.businesses.phone is $$Phone number in E.164 form, such as +442079460000. Other ways of writing are converted.$$;
comment on column app_public.businesses.email is $$E-mail address, kept in lower case.$$;
comment on column app_public.businesses.website is $$Web address.$$;
comment on column app_public.businesses.address is $$Postal address.$$;
comment on column app_public.businesses.timezone is $$The business’ time zone where it differs from the organization’s.$$;
comment on column app_public.businesses.settings is $$Free settings of the business, an object.$$;
comment on column app_public.businesses.is_active is $$Whether the business is in operation. A business that has rows can’t be deleted, but switched off.$$;

create or replace trigger _100_timestamps before update on app_public.businesses for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of email, phone on app_public.businesses for each row execute function app_private.tg__normalize_email_and_phone();
create or replace trigger _900_audit after insert or update or delete on app_public.businesses for each row execute function app_private.tg__audit();

revoke all on table app_public.businesses from tenantry_member, tenantry_service;
grant select on table app_public.businesses to tenantry_member, tenantry_service;
grant delete on table app_public.businesses to tenantry_member;
grant insert (name, slug, business_type, phone, email, website, address, timezone, settings, is_active) on table app_public.businesses to tenantry_member;
grant update (name, slug, business_type, phone, email, website, address, timezone, settings, is_active) on table app_public.businesses to tenantry_member;

alter table app_public.businesses enable row level security;
select app_private.drop_policies('app_public.businesses');
-- Members limited to some businesses see those only.
select app_private.create_policies('app_public.businesses', '{member,service}', '{select}', $$
  (select app_hidden.may_all('businesses.read')) or id = any ((select app_hidden.scoped_business_ids('businesses.read', 'all'))::uuid[])
$$);
select app_private.create_permission_policies('app_public.businesses', 'businesses', '{insert,update,delete}', writes_need_manage => true, roles => '{member}');
--! EndIncluded tenancy/tables/businesses.sql
--! Included tenancy/tables/users.sql
comment on table app_public.users is $$@behavior -query:resource:list -query:resource:connection
A person who signs in, across organizations. What somebody is in an organization is their membership.$$;
comment on column app_public.users.email is $$E-mail address, kept in lower case; unique.$$;
comment on column app_public.users.full_name is $$The person’s name as others read it.$$;
comment on column app_public.users.avatar_url is $$Address of a picture.$$;
comment on column app_public.users.phone is $$Phone number in E.164 form, such as +442079460000. Other ways of writing are converted.$$;
comment on column app_public.users.locale is $$Language and region, such as en-GB.$$;
comment on column app_public.users.timezone is $$The person’s time zone, such as Europe/London.$$;
comment on column app_public.users.is_active is $$Whether the person can sign in at all.$$;
comment on column app_public.users.last_login_at is $$When the person last signed in.$$;
comment on column app_public.users.login_count is $$How often the person has signed in.$$;
comment on column app_public.users.metadata is $$Free data of the person’s applications, an object. Colleagues can read it.$$;

create or replace trigger _100_timestamps before update on app_public.users for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of email, phone on app_public.users for each row execute function app_private.tg_users__normalize();

-- insert and delete are not granted: people come through sign-up, invitation or an identity provider.
-- The e-mail address identifies a person to others, so it isn't changed without being verified.
revoke all on table app_public.users from tenantry_member, tenantry_service;
grant select on table app_public.users to tenantry_member, tenantry_service;
grant update (full_name, avatar_url, phone, locale, timezone, metadata) on table app_public.users to tenantry_member;

alter table app_public.users enable row level security;
select app_private.drop_policies('app_public.users');
-- Oneself, also without an active organization, and the colleagues of the active one, who are looked up row by row:
-- people are reached from their memberships, never listed.
create policy select_member on app_public.users for select to tenantry_member
  using (
    id = (select app_hidden.user_id())
    or case
      when (select app_hidden.setting_uuid('app.organization_id')) is not null then exists (
        select from app_public.memberships m
        where m.organization_id = (select app_hidden.setting_uuid('app.organization_id')) and m.user_id = users.id
      )
    end
  );
-- API keys look members up in the same way.
create policy select_service on app_public.users for select to tenantry_service
  using (
    exists (
      select from app_public.memberships m
      where m.organization_id = (select app_hidden.organization_id()) and m.user_id = users.id
    )
  );
-- Oneself.
create policy update_member on app_public.users for update to tenantry_member
  using (id = (select app_hidden.user_id()))
  with check (id = (select app_hidden.user_id()));
--! EndIncluded tenancy/tables/users.sql
--! Included tenancy/tables/user_identities.sql
comment on table app_private.user_identities is $$How a token becomes a user: issuer and subject at the identity provider. Private: read by app_private.begin_request.$$;
comment on column app_private.user_identities.issuer is $$The token’s iss.$$;
comment on column app_private.user_identities.subject is $$The token’s sub, unique for its issuer.$$;

create or replace trigger _100_timestamps before update on app_private.user_identities for each row execute function app_private.tg__timestamps();

alter table app_private.user_identities enable row level security;
--! EndIncluded tenancy/tables/user_identities.sql
--! Included tenancy/tables/roles.sql
comment on table app_public.roles is $$What a member may do: one of the six system roles, or a role of the organization’s own.$$;
comment on column app_public.roles.name is $$The role’s name; unique within the organization.$$;
comment on column app_public.roles.description is $$What the role is for.$$;
comment on column app_public.roles.system_role is $$Which system role this is; null for the organization’s own.$$;
comment on column app_public.roles.is_system is $$Whether this is a system role, which can’t be changed.$$;
comment on constraint name_must_not_be_blank on app_public.roles is $$A role needs a name of at most 100 characters.$$;

create or replace trigger _100_timestamps before update on app_public.roles for each row execute function app_private.tg__timestamps();
create or replace trigger _300_guard before update or delete on app_public.roles for each row execute function app_private.tg_roles__guard();
create or replace trigger _900_audit after insert or update or delete on app_public.roles for each row execute function app_private.tg__audit();

revoke all on table app_public.roles from tenantry_member, tenantry_service;
grant select on table app_public.roles to tenantry_member, tenantry_service;
grant delete on table app_public.roles to tenantry_member;
grant insert (name, description), update (name, description) on table app_public.roles to tenantry_member;

alter table app_public.roles enable row level security;
select app_private.drop_policies('app_public.roles');
select app_private.create_permission_policies('app_public.roles', 'roles', '{select}');
select app_private.create_permission_policies('app_public.roles', 'roles', '{insert,update,delete}', writes_need_manage => true, roles => '{member}');
--! EndIncluded tenancy/tables/roles.sql
--! Included tenancy/tables/role_permissions.sql
comment on table app_public.role_permissions is $$A permission of one of the organization’s own roles. A role’s permissions field lists those of system roles too.$$;
comment on column app_public.role_permissions.role_id is $$The role.$$;
comment on column app_public.role_permissions.is_system is $$@behavior -*
Always false: system roles have no rows here.$$;
comment on column app_public.role_permissions.resource is $$What is acted upon, such as contacts.$$;
comment on column app_public.role_permissions.action is $$What is done with it, such as read.$$;
comment on column app_public.role_permissions.scope is $$Which rows the permission reaches.$$;
comment on constraint role_permissions_resource_action_fkey on app_public.role_permissions is $$@behavior -*
A permission that exists.$$;

create or replace trigger _100_timestamps before update on app_public.role_permissions for each row execute function app_private.tg__timestamps();
create or replace trigger _300_guard before insert or update or delete on app_public.role_permissions for each row execute function app_private.tg_role_permissions__guard();
create or replace trigger _900_audit after insert or update or delete on app_public.role_permissions for each row execute function app_private.tg__audit();

revoke all on table app_public.role_permissions from tenantry_member, tenantry_service;
grant select on table app_public.role_permissions to tenantry_member, tenantry_service;
grant delete on table app_public.role_permissions to tenantry_member;
grant insert (role_id, resource, action, scope), update (scope) on table app_public.role_permissions to tenantry_member;

alter table app_public.role_permissions enable row level security;
select app_private.drop_policies('app_public.role_permissions');
select app_private.create_permission_policies('app_public.role_permissions', 'roles', '{select}');
select app_private.create_permission_policies('app_public.role_permissions', 'roles', '{insert,update,delete}', writes_need_manage => true, roles => '{member}');
--! EndIncluded tenancy/tables/role_permissions.sql
--! Included tenancy/tables/memberships.sql
comment on table app_public.memberships is $$A user in an organization, with a role. Owners and assignees of other rows are memberships.$$;
comment on column app_public.memberships.user_id is $$The person.$$;
comment on column app_public.memberships.role_id is $$What the member may do.$$;
comment on column app_public.memberships.title is $$The member’s job title.$$;
comment on column app_public.memberships.availability is $$Whether the member takes new work.$$;
comment on column app_public.memberships.is_active is $$Whether the membership counts. A member who is switched off is out with the next request.$$;
comment on column app_public.memberships.default_business_id is $$The business that the member’s new rows belong to when none is named.$$;

create or replace trigger _100_timestamps before update on app_public.memberships for each row execute function app_private.tg__timestamps();
create or replace trigger _300_guard before update or delete on app_public.memberships for each row execute function app_private.tg_memberships__guard();
create or replace trigger _500_keep_an_owner after update of role_id, is_active or delete on app_public.memberships for each row execute function app_private.tg_memberships__keep_an_owner();
create or replace trigger _900_audit after insert or update or delete on app_public.memberships for each row execute function app_private.tg__audit();

-- insert is not granted: people join by invitation. A membership's user never changes.
revoke all on table app_public.memberships from tenantry_member, tenantry_service;
grant select on table app_public.memberships to tenantry_member, tenantry_service;
grant delete on table app_public.memberships to tenantry_member;
grant update (role_id, title, availability, is_active, default_business_id) on table app_public.memberships to tenantry_member;

alter table app_public.memberships enable row level security;
select app_private.drop_policies('app_public.memberships');
select app_private.create_permission_policies('app_public.memberships', 'members', '{select}');
-- Those who manage members, and members themselves, who may also leave; what each may change is in tg_memberships__guard.
select app_private.create_policies(
  'app_public.memberships', '{member}', '{update,delete}',
  $$(select app_hidden.may_all('members.manage')) or id = (select app_hidden.membership_id())$$
);
--! EndIncluded tenancy/tables/memberships.sql
--! Included tenancy/tables/default_memberships.sql
comment on table app_private.default_memberships is $$The membership that is active for a person when a request names no organization. Private: read by app_private.begin_request.$$;
comment on column app_private.default_memberships.membership_id is $$One of the person’s memberships.$$;

create or replace trigger _100_timestamps before update on app_private.default_memberships for each row execute function app_private.tg__timestamps();

alter table app_private.default_memberships enable row level security;
--! EndIncluded tenancy/tables/default_memberships.sql
--! Included tenancy/tables/business_memberships.sql
comment on table app_public.business_memberships is $$Limits a member to a business. A member without any works in all of them.$$;
comment on column app_public.business_memberships.membership_id is $$The member.$$;
comment on column app_public.business_memberships.business_id is $$The business.$$;
comment on column app_public.business_memberships.role_id is $$The member’s role in this business; the role in the organization when empty.$$;

create or replace trigger _100_timestamps before update on app_public.business_memberships for each row execute function app_private.tg__timestamps();
create or replace trigger _300_guard before insert or update or delete on app_public.business_memberships for each row execute function app_private.tg_business_memberships__guard();
create or replace trigger _900_audit after insert or update or delete on app_public.business_memberships for each row execute function app_private.tg__audit();

revoke all on table app_public.business_memberships from tenantry_member, tenantry_service;
grant select on table app_public.business_memberships to tenantry_member, tenantry_service;
grant delete on table app_public.business_memberships to tenantry_member;
grant insert (membership_id, business_id, role_id), update (role_id) on table app_public.business_memberships to tenantry_member;

alter table app_public.business_memberships enable row level security;
select app_private.drop_policies('app_public.business_memberships');
-- Not the business template: who is limited to what is about members, and read by all who may see members.
select app_private.create_policies('app_public.business_memberships', '{member,service}', '{select}', $$(select app_hidden.may('members.read'))$$);
select app_private.create_policies('app_public.business_memberships', '{member}', '{insert,update,delete}', $$(select app_hidden.may_all('members.manage'))$$);
--! EndIncluded tenancy/tables/business_memberships.sql
--! Included tenancy/tables/api_keys.sql
comment on table app_public.api_keys is $$A key with which a machine uses the API of the organization, under a role. The secret is shown once, when the key is created.$$;
comment on column app_public.api_keys.name is $$What the key is for.$$;
comment on column app_public.api_keys.prefix is $$The beginning of the secret, by which people recognize the key.$$;
comment on column app_public.api_keys.role_id is $$What the key may do.$$;
comment on column app_public.api_keys.created_by_id is $$The member who created the key.$$;
comment on column app_public.api_keys.last_used_at is $$When the key was last used, within a few minutes.$$;
comment on column app_public.api_keys.expires_at is $$When the key ceases to work; empty when it doesn’t by itself.$$;
comment on column app_public.api_keys.revoked_at is $$When the key was revoked; empty while it works.$$;

create or replace trigger _100_timestamps before update on app_public.api_keys for each row execute function app_private.tg__timestamps();
create or replace trigger _300_guard before insert or update of name, role_id, expires_at, revoked_at on app_public.api_keys for each row execute function app_private.tg_api_keys__guard();
create or replace trigger _900_audit after insert or update or delete on app_public.api_keys for each row execute function app_private.tg__audit();

-- insert is not granted: a key begins together with its secret, through an operation of its own. delete is not granted:
-- keys are revoked. A key can't manage keys, lest a leaked one outlive its revocation.
revoke all on table app_public.api_keys from tenantry_member;
grant select on table app_public.api_keys to tenantry_member;
grant update (name, expires_at, revoked_at) on table app_public.api_keys to tenantry_member;

alter table app_public.api_keys enable row level security;
select app_private.drop_policies('app_public.api_keys');
select app_private.create_policies('app_public.api_keys', '{member}', '{select,update}', $$(select app_hidden.may_all('api_keys.manage'))$$);
--! EndIncluded tenancy/tables/api_keys.sql
--! Included tenancy/tables/api_key_secrets.sql
comment on table app_private.api_key_secrets is $$The SHA-256 digest of each API key. Private: read by app_private.begin_request.$$;
comment on column app_private.api_key_secrets.digest is $$SHA-256 of the key, which is random and long enough that no salt is needed.$$;

create or replace trigger _100_timestamps before update on app_private.api_key_secrets for each row execute function app_private.tg__timestamps();

alter table app_private.api_key_secrets enable row level security;
--! EndIncluded tenancy/tables/api_key_secrets.sql
--! Included tenancy/tables/teams.sql
comment on table app_public.teams is $$Members who work together. Permissions of scope team reach the rows of everybody who shares a team.$$;
comment on column app_public.teams.name is $$The team’s name; unique within the organization.$$;
comment on column app_public.teams.description is $$What the team is for.$$;

create or replace trigger _100_timestamps before update on app_public.teams for each row execute function app_private.tg__timestamps();
create or replace trigger _900_audit after insert or update or delete on app_public.teams for each row execute function app_private.tg__audit();

revoke all on table app_public.teams from tenantry_member, tenantry_service;
grant select on table app_public.teams to tenantry_member, tenantry_service;
grant delete on table app_public.teams to tenantry_member;
grant insert (name, description), update (name, description) on table app_public.teams to tenantry_member;

alter table app_public.teams enable row level security;
select app_private.drop_policies('app_public.teams');
select app_private.create_permission_policies('app_public.teams', 'teams', '{select}');
select app_private.create_permission_policies('app_public.teams', 'teams', '{insert,update,delete}', writes_need_manage => true, roles => '{member}');
--! EndIncluded tenancy/tables/teams.sql
--! Included tenancy/tables/team_members.sql
comment on table app_public.team_members is $$A member’s place in a team.$$;
comment on column app_public.team_members.team_id is $$The team.$$;
comment on column app_public.team_members.membership_id is $$The member.$$;

create or replace trigger _100_timestamps before update on app_public.team_members for each row execute function app_private.tg__timestamps();
create or replace trigger _900_audit after insert or update or delete on app_public.team_members for each row execute function app_private.tg__audit();

-- update is not granted: a place in a team is given or taken.
revoke all on table app_public.team_members from tenantry_member, tenantry_service;
grant select on table app_public.team_members to tenantry_member, tenantry_service;
grant delete on table app_public.team_members to tenantry_member;
grant insert (team_id, membership_id) on table app_public.team_members to tenantry_member;

alter table app_public.team_members enable row level security;
select app_private.drop_policies('app_public.team_members');
select app_private.create_permission_policies('app_public.team_members', 'teams', '{select}');
select app_private.create_permission_policies('app_public.team_members', 'teams', '{insert,delete}', writes_need_manage => true, roles => '{member}');
--! EndIncluded tenancy/tables/team_members.sql
--! Included tenancy/functions/me.sql
-- Definer, so that a visitor without a token gets null and no error: front ends ask this first.
create or replace function app_public.me() returns app_public.users
language sql stable security definer
set search_path = ''
as $$
  select u.* from app_public.users u where u.id = app_hidden.user_id()
$$;
grant execute on function app_public.me() to tenantry_anonymous, tenantry_member;
comment on function app_public.me() is $$The person who is signed in; null without a token.$$;
--! EndIncluded tenancy/functions/me.sql
--! Included tenancy/functions/my_organizations.sql
create or replace function app_public.my_organizations() returns setof app_public.organizations
language sql stable
set search_path = ''
as $$
  select o.* from app_public.organizations o
  where o.id = any ((select app_hidden.organization_ids())::uuid[])
  order by o.name, o.id
$$;
grant execute on function app_public.my_organizations() to tenantry_member;
comment on function app_public.my_organizations() is $$The organizations of which the signed-in person is a member, by name. Needs no active organization.$$;
--! EndIncluded tenancy/functions/my_organizations.sql
--! Included tenancy/functions/my_permissions.sql
create or replace function app_public.my_permissions() returns setof app_public.granted_permission
language sql stable security definer
set search_path = ''
as $$
  select g.resource, g.action, g.scope, p.description
  from app_public.memberships m
  join app_private.role_grants g on g.role_id = m.role_id
  join app_public.permissions p on p.resource = g.resource and p.action = g.action
  where m.id = app_hidden.membership_id() and m.organization_id = app_hidden.organization_id()
  order by g.resource, g.action
$$;
grant execute on function app_public.my_permissions() to tenantry_member;
comment on function app_public.my_permissions() is $$What the signed-in person may do in the active organization: use it to show and hide what your interface offers.$$;
comment on type app_public.granted_permission is $$A permission that a role holds.$$;
comment on column app_public.granted_permission.resource is $$What is acted upon, such as contacts.$$;
comment on column app_public.granted_permission.action is $$What is done with it, such as read.$$;
comment on column app_public.granted_permission.scope is $$Which rows it reaches: own, team or all.$$;
comment on column app_public.granted_permission.description is $$What the permission allows.$$;
--! EndIncluded tenancy/functions/my_permissions.sql
--! Included tenancy/functions/current_organization.sql
create or replace function app_public.current_organization() returns app_public.organizations
language sql stable
set search_path = ''
as $$
  select o.* from app_public.organizations o where o.id = app_hidden.organization_id()
$$;
grant execute on function app_public.current_organization() to tenantry_member, tenantry_service;
comment on function app_public.current_organization() is $$The active organization: the one named in the X-Organization-Id header or the token, else the only one, else the default one.$$;
--! EndIncluded tenancy/functions/current_organization.sql
--! Included tenancy/functions/current_membership.sql
create or replace function app_public.current_membership() returns app_public.memberships
language sql stable
set search_path = ''
as $$
  select m.* from app_public.memberships m
  where m.organization_id = app_hidden.organization_id() and m.id = app_hidden.membership_id()
$$;
grant execute on function app_public.current_membership() to tenantry_member;
comment on function app_public.current_membership() is $$The signed-in person’s membership in the active organization.$$;
--! EndIncluded tenancy/functions/current_membership.sql
--! Included tenancy/functions/roles_permissions.sql
-- Definer, because system roles' permissions are kept in a private table; the role names its organization.
create or replace function app_public.roles_permissions(role app_public.roles) returns setof app_public.granted_permission
language sql stable security definer
set search_path = ''
as $$
  select g.resource, g.action, g.scope, p.description
  from app_private.role_grants g
  join app_public.permissions p on p.resource = g.resource and p.action = g.action
  where g.role_id = role.id
    and g.organization_id = (select app_hidden.organization_id())
    and (select app_hidden.may('roles.read'))
  order by g.resource, g.action
$$;
grant execute on function app_public.roles_permissions(app_public.roles) to tenantry_member, tenantry_service;
comment on function app_public.roles_permissions(app_public.roles) is $$What the role allows.$$;
--! EndIncluded tenancy/functions/roles_permissions.sql
--! Included tenancy/functions/choose_default_organization.sql
-- Definer, because what is the default one is private; the membership is the person's own.
create or replace function app_public.choose_default_organization(organization_id uuid) returns app_public.organizations
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_organization app_public.organizations;
begin
  select o.* into v_organization
  from app_public.organizations o
  where o.id = choose_default_organization.organization_id and o.id = any (app_hidden.organization_ids());
  if not found then
    raise exception using
      errcode = 'TN403',
      message = 'You are not a member of this organization.',
      detail = '{"field": "organizationId"}';
  end if;
  insert into app_private.default_memberships (user_id, membership_id)
  select m.user_id, m.id
  from app_public.memberships m
  where m.organization_id = v_organization.id and m.user_id = app_hidden.user_id()
  on conflict (user_id) do update set membership_id = excluded.membership_id;
  return v_organization;
end
$$;
grant execute on function app_public.choose_default_organization(uuid) to tenantry_member;
comment on function app_public.choose_default_organization(uuid) is $$Chooses the organization that is active for the signed-in person when a request names none. Needs no active organization.$$;
--! EndIncluded tenancy/functions/choose_default_organization.sql
--! EndIncluded tenancy/all.sql
--! Included crm/all.sql
--! Included crm/functions/find_or_create_contact.sql
-- Who calls, writes or books is a contact: the one with this e-mail address, else the oldest with this phone number, else
-- a new one. Two at once about the same person take turns, since nothing makes phone numbers unique.
create or replace function app_private.find_or_create_contact(
  organization_id uuid,
  business_id uuid,
  email text,
  phone text,
  source text
) returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_email constant text := app_hidden.normalize_email(find_or_create_contact.email);
  v_phone constant text := app_hidden.normalize_phone(
    find_or_create_contact.phone,
    (select app_hidden.country_of(o.locale) from app_public.organizations o where o.id = find_or_create_contact.organization_id)
  );
  v_key text;
  v_contact_id uuid;
begin
  if v_email is null and v_phone is null then
    return null;
  end if;
  for i in 1..2 loop
    select c.id into v_contact_id
    from app_public.contacts c
    where c.organization_id = find_or_create_contact.organization_id and c.email = v_email;
    if v_contact_id is null then
      select c.id into v_contact_id
      from app_public.contacts c
      where c.organization_id = find_or_create_contact.organization_id and c.phone = v_phone
      order by c.deleted_at is not null, c.created_at, c.id
      limit 1;
    end if;
    if v_contact_id is not null then
      return v_contact_id;
    end if;
    -- The second look is at what somebody else may have created while this one waited. Always in the same order, against deadlocks.
    if i = 1 then
      for v_key in select k from unnest(array[v_email, v_phone]) as k where k is not null order by k loop
        perform pg_advisory_xact_lock(hashtextextended(find_or_create_contact.organization_id || v_key, 0));
      end loop;
    end if;
  end loop;

  insert into app_public.contacts (organization_id, business_id, email, phone, source)
  values (find_or_create_contact.organization_id, find_or_create_contact.business_id, v_email, v_phone, find_or_create_contact.source)
  on conflict (organization_id, email) do nothing
  returning contacts.id into v_contact_id;
  if v_contact_id is null then
    select c.id into v_contact_id
    from app_public.contacts c
    where c.organization_id = find_or_create_contact.organization_id and c.email = v_email;
  end if;
  return v_contact_id;
end
$$;
comment on function app_private.find_or_create_contact(uuid, uuid, text, text, text) is $$The contact with an e-mail address or phone number, created when there is none; null when neither is given.$$;
--! EndIncluded crm/functions/find_or_create_contact.sql
--! Included crm/functions/tg_contacts__normalize.sql
create or replace function app_private.tg_contacts__normalize() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  NEW.first_name := nullif(btrim(NEW.first_name), '');
  NEW.last_name := nullif(btrim(NEW.last_name), '');
  NEW.emergency_contact_phone := app_hidden.normalize_phone(
    NEW.emergency_contact_phone,
    (select app_hidden.country_of(o.locale) from app_public.organizations o where o.id = NEW.organization_id),
    'emergencyContactPhone'
  );
  return NEW;
end
$$;
comment on function app_private.tg_contacts__normalize() is $$Stores names and the emergency contact’s number in one form.$$;
--! EndIncluded crm/functions/tg_contacts__normalize.sql
--! Included crm/functions/tg_deals__follow_stage.sql
-- A deal without a stage begins at the first one of its pipeline, or of the default pipeline. Moving to a stage of
-- another pipeline moves the deal there. A stage brings its probability, unless one is given with it; a stage that
-- closes sets closed_at, any other clears it.
create or replace function app_private.tg_deals__follow_stage() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_stage record;
begin
  if TG_OP = 'INSERT' then
    NEW.currency := coalesce(NEW.currency, (select o.currency from app_public.organizations o where o.id = NEW.organization_id));
  end if;
  if TG_OP = 'UPDATE' and NEW.stage_id = OLD.stage_id and NEW.pipeline_id is distinct from OLD.pipeline_id then
    NEW.stage_id := null;
  end if;

  if NEW.stage_id is null then
    select s.id, s.pipeline_id, s.probability, s.kind into v_stage
    from app_public.pipeline_stages s
    join app_public.pipelines p on p.organization_id = s.organization_id and p.id = s.pipeline_id
    where s.organization_id = NEW.organization_id
      and case when NEW.pipeline_id is null then p.is_default else p.id = NEW.pipeline_id end
    order by s.position, s.id
    limit 1;
    if not found then
      raise exception using
        errcode = 'TN400',
        message = 'This deal has no stage to begin at.',
        detail = '{"field": "stageId"}',
        hint = 'Name a stage, or a pipeline that has stages.';
    end if;
    NEW.stage_id := v_stage.id;
  else
    select s.id, s.pipeline_id, s.probability, s.kind into v_stage
    from app_public.pipeline_stages s
    where s.organization_id = NEW.organization_id and s.id = NEW.stage_id;
    if not found then
      raise exception using
        errcode = 'TN400',
        message = 'This refers to something that does not exist.',
        detail = '{"field": "stageId"}';
    end if;
    if (TG_OP = 'INSERT' or NEW.pipeline_id <> OLD.pipeline_id) and NEW.pipeline_id <> v_stage.pipeline_id then
      raise exception using
        errcode = 'TN400',
        message = 'The stage belongs to another pipeline.',
        detail = '{"field": "stageId"}';
    end if;
  end if;
  NEW.pipeline_id := v_stage.pipeline_id;

  if TG_OP = 'INSERT' then
    NEW.probability := coalesce(NEW.probability, v_stage.probability);
    NEW.closed_at := case when v_stage.kind <> 'open' then coalesce(NEW.closed_at, now()) end;
  elsif NEW.stage_id <> OLD.stage_id then
    if NEW.probability = OLD.probability then
      NEW.probability := v_stage.probability;
    end if;
    NEW.stage_changed_at := now();
    NEW.closed_at := case when v_stage.kind <> 'open' then now() end;
    if v_stage.kind <> 'lost' then
      NEW.lost_reason := null;
    end if;
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_deals__follow_stage() is $$Keeps pipeline, probability and closing time in step with a deal’s stage.$$;
--! EndIncluded crm/functions/tg_deals__follow_stage.sql
--! Included crm/functions/tg_deals__record_stage_change.sql
create or replace function app_private.tg_deals__record_stage_change() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if TG_OP = 'INSERT' then
    insert into app_public.deal_stage_changes (organization_id, deal_id, to_stage_id, changed_by_id)
    values (NEW.organization_id, NEW.id, NEW.stage_id, app_hidden.membership_id());
  elsif NEW.stage_id <> OLD.stage_id then
    insert into app_public.deal_stage_changes (organization_id, deal_id, from_stage_id, to_stage_id, changed_by_id, seconds_in_stage)
    values (
      NEW.organization_id, NEW.id, OLD.stage_id, NEW.stage_id, app_hidden.membership_id(),
      greatest(0, extract(epoch from now() - OLD.stage_changed_at))::bigint
    );
  end if;
  return null;
end
$$;
comment on function app_private.tg_deals__record_stage_change() is $$Writes the history of a deal’s stages.$$;
--! EndIncluded crm/functions/tg_deals__record_stage_change.sql
--! Included crm/functions/tg_activities__touch_contact.sql
-- Only what reached the contact counts as contact; a note or a planned meeting doesn't.
create or replace function app_private.tg_activities__touch_contact() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  if NEW.kind in ('call', 'email', 'sms', 'whatsapp', 'meeting', 'ai_call') and NEW.occurred_at <= now() then
    update app_public.contacts c
    set last_contacted_at = NEW.occurred_at
    where c.organization_id = NEW.organization_id
      and c.id = NEW.contact_id
      and (c.last_contacted_at is null or c.last_contacted_at < NEW.occurred_at);
  end if;
  return null;
end
$$;
comment on function app_private.tg_activities__touch_contact() is $$Keeps a contact’s lastContactedAt.$$;
--! EndIncluded crm/functions/tg_activities__touch_contact.sql
--! Included crm/functions/tg_tasks__complete.sql
create or replace function app_private.tg_tasks__complete() returns trigger
language plpgsql volatile
set search_path = ''
as $$
begin
  if NEW.status <> 'done' then
    NEW.completed_at := null;
  elsif TG_OP = 'INSERT' or OLD.status <> 'done' then
    NEW.completed_at := coalesce(NEW.completed_at, now());
  end if;
  return NEW;
end
$$;
comment on function app_private.tg_tasks__complete() is $$Keeps a task’s completedAt in step with its status.$$;
--! EndIncluded crm/functions/tg_tasks__complete.sql
--! Included crm/tables/lookup_tables.sql
select app_private.expose_lookup_table('app_public.contact_lifecycle_stages', 'ContactLifecycleStage', 'How far a contact has come with the organization.');
select app_private.expose_lookup_table('app_public.contact_membership_statuses', 'ContactMembershipStatus', 'Where a contact’s membership stands, such as that of a gym.');
select app_private.expose_lookup_table('app_public.pipeline_stage_kinds', 'PipelineStageKind', 'What a stage means for its deals.');
select app_private.expose_lookup_table('app_public.activity_kinds', 'ActivityKind', 'What happened.');
select app_private.expose_lookup_table('app_public.directions', 'Direction', 'Which way something went.');
select app_private.expose_lookup_table('app_public.sentiments', 'Sentiment', 'How something was meant.');
select app_private.expose_lookup_table('app_public.task_statuses', 'TaskStatus', 'Where a task stands.');
select app_private.expose_lookup_table('app_public.priorities', 'Priority', 'What comes first.');
comment on column app_public.priorities.position is $$From the least to the most pressing.$$;
--! EndIncluded crm/tables/lookup_tables.sql
--! Included crm/tables/companies.sql
comment on table app_public.companies is $$A company that the organization deals with.$$;
comment on column app_public.companies.business_id is $$The business that the company belongs to; of the whole organization when empty.$$;
comment on column app_public.companies.name is $$The company’s name.$$;
comment on column app_public.companies.domain is $$The company’s internet domain, such as example.com.$$;
comment on column app_public.companies.business_type is $$The line of business, such as plumbing.$$;
comment on column app_public.companies.phone is $$Phone number in E.164 form, such as +442079460000. Other ways of writing are converted.$$;
comment on column app_public.companies.email is $$E-mail address, kept in lower case.$$;
comment on column app_public.companies.website is $$Web address.$$;
comment on column app_public.companies.online_presence is $$Profiles elsewhere by name, an object.$$;
comment on column app_public.companies.address is $$Postal address.$$;
comment on column app_public.companies.owner_id is $$The member who looks after the company; whoever adds it unless another is named.$$;
comment on column app_public.companies.tags is $$Free labels.$$;
comment on column app_public.companies.custom_fields is $$Values of the organization’s own fields, an object.$$;
comment on column app_public.companies.deleted_at is $$When the company was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.companies for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of email, phone on app_public.companies for each row execute function app_private.tg__normalize_email_and_phone();
create or replace trigger _300_archive before update of deleted_at on app_public.companies for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('companies', 'owner_id');
create or replace trigger _900_audit after insert or update or delete on app_public.companies for each row execute function app_private.tg__audit();

-- delete is not granted: companies are archived through deleted_at, not removed.
revoke all on table app_public.companies from tenantry_member, tenantry_service;
grant select on table app_public.companies to tenantry_member, tenantry_service;
grant insert (business_id, name, domain, business_type, phone, email, website, online_presence, address, owner_id, tags, custom_fields) on table app_public.companies to tenantry_member, tenantry_service;
grant update (business_id, name, domain, business_type, phone, email, website, online_presence, address, owner_id, tags, custom_fields, deleted_at) on table app_public.companies to tenantry_member, tenantry_service;

alter table app_public.companies enable row level security;
select app_private.drop_policies('app_public.companies');
select app_private.create_permission_policies('app_public.companies', 'companies', '{select,insert,update}', owner_columns => '{owner_id}');
--! EndIncluded crm/tables/companies.sql
--! Included crm/tables/contacts.sql
comment on table app_public.contacts is $$A person whom the organization serves or hopes to serve.$$;
comment on column app_public.contacts.business_id is $$The business that the contact belongs to; of the whole organization when empty.$$;
comment on column app_public.contacts.first_name is $$Given name.$$;
comment on column app_public.contacts.last_name is $$Family name.$$;
comment on column app_public.contacts.name is $$First and last name, whichever is known, else 'Unknown'.$$;
comment on column app_public.contacts.email is $$E-mail address, kept in lower case; unique within the organization.$$;
comment on column app_public.contacts.phone is $$Phone number in E.164 form, such as +442079460000. Other ways of writing are converted.$$;
comment on column app_public.contacts.company_id is $$The company that the contact works for.$$;
comment on column app_public.contacts.owner_id is $$The member who looks after the contact; whoever adds it unless another is named.$$;
comment on column app_public.contacts.lifecycle_stage is $$How far the contact has come with the organization.$$;
comment on column app_public.contacts.source is $$Where the contact came from, such as website.$$;
comment on column app_public.contacts.date_of_birth is $$Date of birth.$$;
comment on column app_public.contacts.gender is $$Gender, in the contact’s own words.$$;
comment on column app_public.contacts.emergency_contact_name is $$Whom to call in an emergency.$$;
comment on column app_public.contacts.emergency_contact_phone is $$The emergency contact’s phone number in E.164 form.$$;
comment on column app_public.contacts.membership_status is $$Where the contact’s membership stands.$$;
comment on column app_public.contacts.membership_starts_on is $$First day of the contact’s membership.$$;
comment on column app_public.contacts.membership_ends_on is $$Last day of the contact’s membership.$$;
comment on column app_public.contacts.is_active is $$Whether the contact is served at the moment.$$;
comment on column app_public.contacts.email_verified is $$Whether the e-mail address is known to be the contact’s.$$;
comment on column app_public.contacts.tags is $$Free labels.$$;
comment on column app_public.contacts.notes is $$What members should know about the contact. Contacts don’t see it.$$;
comment on column app_public.contacts.custom_fields is $$Values of the organization’s own fields, an object.$$;
comment on column app_public.contacts.last_contacted_at is $$When the contact was last reached, kept from activities.$$;
comment on constraint contacts_organization_id_email_key on app_public.contacts is $$Another contact, perhaps an archived one, has this e-mail address.$$;
comment on column app_public.contacts.deleted_at is $$When the contact was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.contacts for each row execute function app_private.tg__timestamps();
create or replace trigger _200_normalize before insert or update of email, phone on app_public.contacts for each row execute function app_private.tg__normalize_email_and_phone();
create or replace trigger _210_normalize before insert or update of first_name, last_name, emergency_contact_phone on app_public.contacts for each row execute function app_private.tg_contacts__normalize();
create or replace trigger _300_archive before update of deleted_at on app_public.contacts for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('contacts', 'owner_id');
create or replace trigger _900_audit after insert or update or delete on app_public.contacts for each row execute function app_private.tg__audit();

-- delete is not granted: contacts are archived through deleted_at, not removed. email_verified and last_contacted_at
-- are found out by the database, never claimed.
revoke all on table app_public.contacts from tenantry_member, tenantry_service, tenantry_client;
grant select on table app_public.contacts to tenantry_member, tenantry_service;
grant insert (
  business_id, first_name, last_name, email, phone, company_id, owner_id, lifecycle_stage, source, date_of_birth, gender,
  emergency_contact_name, emergency_contact_phone, membership_status, membership_starts_on, membership_ends_on, is_active, tags, notes, custom_fields
) on table app_public.contacts to tenantry_member, tenantry_service;
grant update (
  business_id, first_name, last_name, email, phone, company_id, owner_id, lifecycle_stage, source, date_of_birth, gender,
  emergency_contact_name, emergency_contact_phone, membership_status, membership_starts_on, membership_ends_on, is_active, tags, notes, custom_fields, deleted_at
) on table app_public.contacts to tenantry_member, tenantry_service;

-- Contacts neither see nor change what members note about them. Their e-mail address is what they sign in with, so it isn't
-- changed without being verified.
grant select (
  id, organization_id, first_name, last_name, name, email, phone, date_of_birth, gender, emergency_contact_name, emergency_contact_phone,
  membership_status, membership_starts_on, membership_ends_on, email_verified, created_at, updated_at
) on table app_public.contacts to tenantry_client;
grant update (first_name, last_name, phone, date_of_birth, gender, emergency_contact_name, emergency_contact_phone) on table app_public.contacts to tenantry_client;

alter table app_public.contacts enable row level security;
select app_private.drop_policies('app_public.contacts');
select app_private.create_permission_policies('app_public.contacts', 'contacts', '{select,insert,update}', owner_columns => '{owner_id}');
select app_private.create_policies('app_public.contacts', '{client}', '{select,update}', $$id = (select app_hidden.contact_id())$$);
--! EndIncluded crm/tables/contacts.sql
--! Included crm/tables/pipelines.sql
comment on table app_public.pipelines is $$A way that deals go, in ordered stages.$$;
comment on column app_public.pipelines.name is $$The pipeline’s name; unique within the organization.$$;
comment on column app_public.pipelines.description is $$What the pipeline is for.$$;
comment on column app_public.pipelines.is_default is $$Whether new deals go here when no pipeline is named; one pipeline of an organization at most.$$;
comment on column app_public.pipelines.position is $$The pipeline’s place among the others.$$;

create or replace trigger _100_timestamps before update on app_public.pipelines for each row execute function app_private.tg__timestamps();
create or replace trigger _900_audit after insert or update or delete on app_public.pipelines for each row execute function app_private.tg__audit();

-- A pipeline with deals can't be deleted: its deals refer to it.
revoke all on table app_public.pipelines from tenantry_member, tenantry_service;
grant select, delete on table app_public.pipelines to tenantry_member, tenantry_service;
grant insert (name, description, is_default, position), update (name, description, is_default, position) on table app_public.pipelines to tenantry_member, tenantry_service;

alter table app_public.pipelines enable row level security;
select app_private.drop_policies('app_public.pipelines');
select app_private.create_permission_policies('app_public.pipelines', 'pipelines', '{select}');
select app_private.create_permission_policies('app_public.pipelines', 'pipelines', '{insert,update,delete}', writes_need_manage => true);
--! EndIncluded crm/tables/pipelines.sql
--! Included crm/tables/pipeline_stages.sql
comment on table app_public.pipeline_stages is $$A stage of a pipeline.$$;
comment on column app_public.pipeline_stages.pipeline_id is $$The pipeline.$$;
comment on column app_public.pipeline_stages.name is $$The stage’s name; unique within the pipeline.$$;
comment on column app_public.pipeline_stages.kind is $$What the stage means for its deals: open, won or lost.$$;
comment on column app_public.pipeline_stages.probability is $$How likely a deal in this stage is to be won, in per cent.$$;
comment on column app_public.pipeline_stages.position is $$The stage’s place in the pipeline.$$;

create or replace trigger _100_timestamps before update on app_public.pipeline_stages for each row execute function app_private.tg__timestamps();
create or replace trigger _900_audit after insert or update or delete on app_public.pipeline_stages for each row execute function app_private.tg__audit();

-- A stage with deals can't be deleted. It stays in its pipeline and of its kind: its deals were closed by it, or not.
revoke all on table app_public.pipeline_stages from tenantry_member, tenantry_service;
grant select, delete on table app_public.pipeline_stages to tenantry_member, tenantry_service;
grant insert (pipeline_id, name, kind, probability, position), update (name, probability, position) on table app_public.pipeline_stages to tenantry_member, tenantry_service;

alter table app_public.pipeline_stages enable row level security;
select app_private.drop_policies('app_public.pipeline_stages');
select app_private.create_permission_policies('app_public.pipeline_stages', 'pipelines', '{select}');
select app_private.create_permission_policies('app_public.pipeline_stages', 'pipelines', '{insert,update,delete}', writes_need_manage => true);
--! EndIncluded crm/tables/pipeline_stages.sql
--! Included crm/tables/deals.sql
comment on table app_public.deals is $$A sale that may come about, on its way through a pipeline.$$;
comment on column app_public.deals.business_id is $$The business that the deal belongs to; of the whole organization when empty.$$;
comment on column app_public.deals.title is $$What the deal is about.$$;
comment on column app_public.deals.pipeline_id is $$@hasDefault
The pipeline; the stage’s, or the default one.$$;
comment on column app_public.deals.stage_id is $$@hasDefault
Where the deal stands; the pipeline’s first stage unless another is named. Moving a deal is changing its stage.$$;
comment on column app_public.deals.contact_id is $$The contact who may buy.$$;
comment on column app_public.deals.company_id is $$The company that may buy.$$;
comment on column app_public.deals.owner_id is $$The member who works on the deal; whoever adds it unless another is named.$$;
comment on column app_public.deals.value_cents is $$What the deal is worth, in hundredths of the currency’s unit.$$;
comment on column app_public.deals.currency is $$@hasDefault
The currency (ISO 4217); the organization’s unless another is named.$$;
comment on column app_public.deals.probability is $$@hasDefault
How likely the deal is to be won, in per cent; the stage’s unless another is given.$$;
comment on column app_public.deals.weighted_value_cents is $$The value times the probability.$$;
comment on column app_public.deals.expected_close_on is $$The day on which the deal is expected to be decided.$$;
comment on column app_public.deals.stage_changed_at is $$When the deal came to its stage.$$;
comment on column app_public.deals.closed_at is $$When the deal was won or lost; empty while it is open.$$;
comment on column app_public.deals.lost_reason is $$Why the deal was lost.$$;
comment on column app_public.deals.tags is $$Free labels.$$;
comment on column app_public.deals.custom_fields is $$Values of the organization’s own fields, an object.$$;
comment on column app_public.deals.deleted_at is $$When the deal was archived; empty while it is in use.$$;
comment on constraint stage_must_be_of_the_pipeline on app_public.deals is $$@behavior -*
A deal’s stage is one of its pipeline.$$;

create or replace trigger _100_timestamps before update on app_public.deals for each row execute function app_private.tg__timestamps();
create or replace trigger _300_archive before update of deleted_at on app_public.deals for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('deals', 'owner_id');
create or replace trigger _400_follow_stage before insert or update of stage_id, pipeline_id on app_public.deals for each row execute function app_private.tg_deals__follow_stage();
create or replace trigger _500_record_stage_change after insert or update of stage_id, pipeline_id on app_public.deals for each row execute function app_private.tg_deals__record_stage_change();
create or replace trigger _900_audit after insert or update or delete on app_public.deals for each row execute function app_private.tg__audit();

-- delete is not granted: deals are archived through deleted_at, not removed. closed_at follows the stage.
revoke all on table app_public.deals from tenantry_member, tenantry_service;
grant select on table app_public.deals to tenantry_member, tenantry_service;
grant insert (business_id, title, pipeline_id, stage_id, contact_id, company_id, owner_id, value_cents, currency, probability, expected_close_on, lost_reason, tags, custom_fields) on table app_public.deals to tenantry_member, tenantry_service;
grant update (business_id, title, pipeline_id, stage_id, contact_id, company_id, owner_id, value_cents, currency, probability, expected_close_on, lost_reason, tags, custom_fields, deleted_at) on table app_public.deals to tenantry_member, tenantry_service;

alter table app_public.deals enable row level security;
select app_private.drop_policies('app_public.deals');
select app_private.create_permission_policies('app_public.deals', 'deals', '{select,insert,update}', owner_columns => '{owner_id}');
--! EndIncluded crm/tables/deals.sql
--! Included crm/tables/deal_stage_changes.sql
comment on table app_public.deal_stage_changes is $$The history of a deal’s stages, written by the database.$$;
comment on column app_public.deal_stage_changes.deal_id is $$The deal.$$;
comment on column app_public.deal_stage_changes.from_stage_id is $$The stage that the deal left; empty when it was new.$$;
comment on column app_public.deal_stage_changes.to_stage_id is $$The stage that the deal came to.$$;
comment on column app_public.deal_stage_changes.changed_by_id is $$The member who moved the deal.$$;
comment on column app_public.deal_stage_changes.seconds_in_stage is $$How long the deal stood in the stage that it left, in seconds.$$;

create or replace trigger _100_timestamps before update on app_public.deal_stage_changes for each row execute function app_private.tg__timestamps();

-- Written by app_private.tg_deals__record_stage_change() alone. Not audited: it is a history itself.
revoke all on table app_public.deal_stage_changes from tenantry_member, tenantry_service;
grant select on table app_public.deal_stage_changes to tenantry_member, tenantry_service;

alter table app_public.deal_stage_changes enable row level security;
select app_private.drop_policies('app_public.deal_stage_changes');
-- A history is seen by those who see its deal.
select app_private.create_policies('app_public.deal_stage_changes', '{member,service}', '{select}', $$
  (select app_hidden.may_all('deals.read'))
  or exists (
    select from app_public.deals d
    where d.organization_id = (select app_hidden.organization_id()) and d.id = deal_stage_changes.deal_id
  )
$$);
--! EndIncluded crm/tables/deal_stage_changes.sql
--! Included crm/tables/activities.sql
comment on table app_public.activities is $$Something that happened with a contact, company or deal: the timeline.$$;
comment on column app_public.activities.business_id is $$The business that the activity belongs to; of the whole organization when empty.$$;
comment on column app_public.activities.kind is $$What happened.$$;
comment on column app_public.activities.direction is $$Which way it went.$$;
comment on column app_public.activities.subject is $$What it was about.$$;
comment on column app_public.activities.content is $$What was said or written.$$;
comment on column app_public.activities.outcome is $$What came of it.$$;
comment on column app_public.activities.ai_analysis is $$What an analysis by a language model found, an object.$$;
comment on column app_public.activities.sentiment is $$How it was meant.$$;
comment on column app_public.activities.is_internal is $$Whether it is internal to staff: viewers and contacts don’t see it.$$;
comment on column app_public.activities.contact_id is $$The contact.$$;
comment on column app_public.activities.deal_id is $$The deal.$$;
comment on column app_public.activities.company_id is $$The company.$$;
comment on column app_public.activities.created_by_id is $$The member who recorded it.$$;
comment on column app_public.activities.occurred_at is $$When it happened.$$;
comment on column app_public.activities.duration_seconds is $$How long it took, in seconds.$$;
comment on column app_public.activities.deleted_at is $$When the activity was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.activities for each row execute function app_private.tg__timestamps();
create or replace trigger _300_archive before update of deleted_at on app_public.activities for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('activities', 'created_by_id');
create or replace trigger _500_touch_contact after insert or update of kind, contact_id, occurred_at on app_public.activities for each row execute function app_private.tg_activities__touch_contact();
create or replace trigger _900_audit after insert or update or delete on app_public.activities for each row execute function app_private.tg__audit();

-- delete is not granted: activities are archived through deleted_at. Whoever records one is its creator.
revoke all on table app_public.activities from tenantry_member, tenantry_service;
grant select on table app_public.activities to tenantry_member, tenantry_service;
grant insert (business_id, kind, direction, subject, content, outcome, ai_analysis, sentiment, is_internal, contact_id, deal_id, company_id, occurred_at, duration_seconds) on table app_public.activities to tenantry_member, tenantry_service;
grant update (business_id, kind, direction, subject, content, outcome, ai_analysis, sentiment, is_internal, contact_id, deal_id, company_id, occurred_at, duration_seconds, deleted_at) on table app_public.activities to tenantry_member, tenantry_service;

alter table app_public.activities enable row level security;
select app_private.drop_policies('app_public.activities');
-- What is internal to staff takes a permission of its own.
select app_private.create_permission_policies(
  'app_public.activities', 'activities', '{select,insert,update}', owner_columns => '{created_by_id}',
  extra_condition => $$not is_internal or (select app_hidden.may('activities.read_internal'))$$
);
--! EndIncluded crm/tables/activities.sql
--! Included crm/tables/tasks.sql
comment on table app_public.tasks is $$Something to be done.$$;
comment on column app_public.tasks.business_id is $$The business that the task belongs to; of the whole organization when empty.$$;
comment on column app_public.tasks.title is $$What is to be done.$$;
comment on column app_public.tasks.description is $$More about it.$$;
comment on column app_public.tasks.status is $$Where the task stands.$$;
comment on column app_public.tasks.priority is $$How pressing the task is.$$;
comment on column app_public.tasks.due_at is $$When the task should be done.$$;
comment on column app_public.tasks.completed_at is $$When the task was done; follows the status.$$;
comment on column app_public.tasks.assignee_id is $$The member who is to do it; whoever adds it unless another is named.$$;
comment on column app_public.tasks.created_by_id is $$The member who added the task.$$;
comment on column app_public.tasks.contact_id is $$The contact it is about.$$;
comment on column app_public.tasks.deal_id is $$The deal it is about.$$;
comment on column app_public.tasks.company_id is $$The company it is about.$$;
comment on column app_public.tasks.deleted_at is $$When the task was archived; empty while it is in use.$$;

create or replace trigger _100_timestamps before update on app_public.tasks for each row execute function app_private.tg__timestamps();
create or replace trigger _300_archive before update of deleted_at on app_public.tasks for each row
  when (OLD.deleted_at is distinct from NEW.deleted_at) execute function app_private.tg__archive('tasks', 'assignee_id', 'created_by_id');
create or replace trigger _400_complete before insert or update of status on app_public.tasks for each row execute function app_private.tg_tasks__complete();
create or replace trigger _900_audit after insert or update or delete on app_public.tasks for each row execute function app_private.tg__audit();

-- delete is not granted: tasks are archived through deleted_at. Whoever adds a task is its creator.
revoke all on table app_public.tasks from tenantry_member, tenantry_service;
grant select on table app_public.tasks to tenantry_member, tenantry_service;
grant insert (business_id, title, description, status, priority, due_at, assignee_id, contact_id, deal_id, company_id) on table app_public.tasks to tenantry_member, tenantry_service;
grant update (business_id, title, description, status, priority, due_at, assignee_id, contact_id, deal_id, company_id, deleted_at) on table app_public.tasks to tenantry_member, tenantry_service;

alter table app_public.tasks enable row level security;
select app_private.drop_policies('app_public.tasks');
-- A task is one's own as its assignee or as its creator.
select app_private.create_permission_policies('app_public.tasks', 'tasks', '{select,insert,update}', owner_columns => '{assignee_id,created_by_id}');
--! EndIncluded crm/tables/tasks.sql
--! EndIncluded crm/all.sql
--! Included audit/all.sql
--! Included audit/functions/create_audit_log_partitions.sql
-- Run when migrations are applied, and by a gateway that knows the owner's connection once a day. Two runs at once are let through one after the other.
create or replace function app_private.create_audit_log_partitions(months_ahead int default 3) returns int
language plpgsql volatile
set search_path = ''
as $$
declare
  v_month timestamptz;
  v_name text;
  v_created int := 0;
begin
  perform pg_advisory_xact_lock(hashtext('app_private.create_audit_log_partitions'));
  for i in 0..create_audit_log_partitions.months_ahead loop
    v_month := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => i)) at time zone 'UTC';
    v_name := 'audit_logs_' || to_char(v_month at time zone 'UTC', 'YYYY_MM');
    if to_regclass('app_private.' || v_name) is null
      and not exists (
        select from app_private.audit_logs_default d
        where d.created_at >= v_month and d.created_at < (v_month at time zone 'UTC' + interval '1 month') at time zone 'UTC'
      )
    then
      execute format(
        'create table app_private.%I partition of app_public.audit_logs for values from (%L) to (%L)',
        v_name, v_month, (v_month at time zone 'UTC' + interval '1 month') at time zone 'UTC'
      );
      execute format('alter table app_private.%I enable row level security', v_name);
      v_created := v_created + 1;
    end if;
  end loop;
  return v_created;
end
$$;
comment on function app_private.create_audit_log_partitions(int) is $$Makes the audit log’s partitions for this month and the given number of months ahead; returns how many were new.$$;
--! EndIncluded audit/functions/create_audit_log_partitions.sql
--! Included audit/tables/audit_logs.sql
comment on table app_public.audit_logs is $$@behavior -single
Who changed what, and when. Nobody can change or delete an entry.$$;
comment on column app_public.audit_logs.actor_kind is $$What kind of actor made the change.$$;
comment on column app_public.audit_logs.user_id is $$The member who made the change.$$;
comment on column app_public.audit_logs.contact_id is $$The contact who made the change through the client portal.$$;
comment on column app_public.audit_logs.api_key_id is $$The API key that made the change.$$;
comment on column app_public.audit_logs.request_id is $$The X-Request-Id of the request that made the change.$$;
comment on column app_public.audit_logs.address is $$The network address that the request came from.$$;
comment on column app_public.audit_logs.action is $$What happened to the row.$$;
comment on column app_public.audit_logs.table_name is $$The kind of row, by its table’s name.$$;
comment on column app_public.audit_logs.record_id is $$The row’s id.$$;
comment on column app_public.audit_logs.old_data is $$The row before; empty for a new one.$$;
comment on column app_public.audit_logs.new_data is $$The row afterwards; empty for a deleted one.$$;
comment on column app_public.audit_logs.changed_columns is $$Which columns an update changed.$$;
comment on table app_private.audit_logs_default is $$Audit entries of months without a partition of their own. Private: read through audit_logs.$$;

select app_private.expose_lookup_table('app_public.audit_actor_kinds', 'AuditActorKind', 'Who can have made a change.');
select app_private.expose_lookup_table('app_public.audit_actions', 'AuditAction', 'What can have happened to a row.');

-- Append-only for everyone: rows are written by app_private.tg__audit() alone.
revoke all on table app_public.audit_logs from tenantry_member, tenantry_service;
grant select on table app_public.audit_logs to tenantry_member, tenantry_service;

alter table app_public.audit_logs enable row level security;
select app_private.drop_policies('app_public.audit_logs');
-- Owners and admins hold audit.read, for the whole organization.
select app_private.create_policies('app_public.audit_logs', '{member,service}', '{select}', $$(select app_hidden.may_all('audit.read'))$$);
--! EndIncluded audit/tables/audit_logs.sql
--! EndIncluded audit/all.sql

-- Nothing is left that calls them.
drop function app_private.create_member_policies(regclass, text, text[], text[], boolean, text);
drop function app_private.member_condition(regclass, text, text[]);
