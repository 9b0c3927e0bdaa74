-- The schema as PostgreSQL 15 dumps it. Written by npm run db:dump, to be reviewed and never edited.

--
-- PostgreSQL database dump
--

--
-- Name: app_hidden; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA app_hidden;

--
-- Name: app_private; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA app_private;

--
-- Name: app_public; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA app_public;

--
-- Name: auth; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA auth;

--
-- Name: SCHEMA auth; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON SCHEMA auth IS 'The claims of the request’s token, as Supabase names them.';

--
-- Name: btree_gin; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS btree_gin WITH SCHEMA public;

--
-- Name: EXTENSION btree_gin; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON EXTENSION btree_gin IS 'support for indexing common datatypes in GIN';

--
-- Name: pg_trgm; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

--
-- Name: EXTENSION pg_trgm; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';

--
-- Name: custom_field_value; Type: TYPE; Schema: app_public; Owner: -
--

CREATE TYPE app_public.custom_field_value AS (
	field_name text,
	label text,
	field_type text,
	value jsonb,
	"position" integer
);

--
-- Name: TYPE custom_field_value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TYPE app_public.custom_field_value IS 'A value of one of the organization’s own fields.';

--
-- Name: COLUMN custom_field_value.field_name; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.custom_field_value.field_name IS 'The name of the value in customFields.';

--
-- Name: COLUMN custom_field_value.label; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.custom_field_value.label IS 'What people call the field.';

--
-- Name: COLUMN custom_field_value.field_type; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.custom_field_value.field_type IS 'What values the field takes, as in customFieldDefinitions.';

--
-- Name: COLUMN custom_field_value.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.custom_field_value.value IS 'The value: a text, a number, true or false, or a list of texts.';

--
-- Name: COLUMN custom_field_value."position"; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.custom_field_value."position" IS 'The field’s place among the others.';

--
-- Name: granted_permission; Type: TYPE; Schema: app_public; Owner: -
--

CREATE TYPE app_public.granted_permission AS (
	resource text,
	action text,
	scope text,
	description text
);

--
-- Name: TYPE granted_permission; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TYPE app_public.granted_permission IS 'A permission that a role holds.';

--
-- Name: COLUMN granted_permission.resource; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.granted_permission.resource IS 'What is acted upon, such as contacts.';

--
-- Name: COLUMN granted_permission.action; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.granted_permission.action IS 'What is done with it, such as read.';

--
-- Name: COLUMN granted_permission.scope; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.granted_permission.scope IS 'Which rows it reaches: own, team or all.';

--
-- Name: COLUMN granted_permission.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.granted_permission.description IS 'What the permission allows.';

--
-- Name: actor_kind(); Type: FUNCTION; Schema: app_hidden; Owner: -
--

CREATE FUNCTION app_hidden.actor_kind() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN NULLIF(current_setting('app.actor_kind'::text, true), ''::text);

--
-- Name: FUNCTION actor_kind(); Type: COMMENT; Schema: app_hidden; Owner: -
--

COMMENT ON FUNCTION app_hidden.actor_kind() IS 'What kind of actor asks: anonymous, user, contact or api_key; null outside a request, as for the owner in psql, a migration or a background job.';

--
-- Name: setting_uuid(text); Type: FUNCTION; Schema: app_hidden; Owner: -
--

CREATE FUNCTION app_hidden.setting_uuid(name text) RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting(name, true), ''::text))::uuid;

--
-- Name: FUNCTION setting_uuid(name text); Type: COMMENT; Schema: app_hidden; Owner: -
--

COMMENT ON FUNCTION app_hidden.setting_uuid(name text) IS 'Reads one uuid of the request’s context.';

--
-- Name: api_key_id(); Type: FUNCTION; Schema: app_hidden; Owner: -
--

CREATE FUNCTION app_hidden.api_key_id() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN app_hidden.setting_uuid('app.api_key_id'::text);

--
-- Name: FUNCTION api_key_id(); Type: COMMENT; Schema: app_hidden; Owner: -
--

COMMENT ON FUNCTION app_hidden.api_key_id() IS 'The API key with which a machine asks.';

--
-- Name: contact_id(); Type: FUNCTION; Schema: app_hidden; Owner: -
--

CREATE FUNCTION app_hidden.contact_id() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN app_hidden.setting_uuid('app.contact_id'::text);

--
-- Name: FUNCTION contact_id(); Type: COMMENT; Schema: app_hidden; Owner: -
--

COMMENT ON FUNCTION app_hidden.contact_id() IS 'The contact who asks through the client portal.';

--
-- Name: country_of(text); Type: FUNCTION; Schema: app_hidden; Owner: -
--

CREATE FUNCTION app_hidden.country_of(locale text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN upper("substring"(locale, '-([A-Za-z]{2})$'::text));

--
-- Name: FUNCTION country_of(locale text); Type: COMMENT; Schema: app_hidden; Owner: -
--

COMMENT ON FUNCTION app_hidden.country_of(locale text) IS 'The country (ISO 3166, two letters) of a locale such as en-GB; null when it names none.';

--
-- Name: custom_field_values(text, jsonb); Type: FUNCTION; Schema: app_hidden; Owner: -
--

CREATE FUNCTION app_hidden.custom_field_values(entity text, custom_fields jsonb) RETURNS SETOF app_public.custom_field_value
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select d.field_name, d.label, d.field_type, v.value, d.position
  from app_public.custom_field_definitions d
  cross join lateral (select custom_field_values.custom_fields -> d.field_name as value) v
  where d.organization_id = (select app_hidden.organization_id())
    and d.entity = custom_field_values.entity
    and v.value <> 'null'
  order by d.position, d.id
$$;

--
-- Name: FUNCTION custom_field_values(entity text, custom_fields jsonb); Type: COMMENT; Schema: app_hidden; Owner: -
--

COMMENT ON FUNCTION app_hidden.custom_field_values(entity text, custom_fields jsonb) IS 'The values of the organization’s own fields in a row’s customFields, with what the fields are called.';

--
-- Name: default_business_id(); Type: FUNCTION; Schema: app_hidden; Owner: -
--

CREATE FUNCTION app_hidden.default_business_id() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN app_hidden.setting_uuid('app.default_business_id'::text);

--
-- Name: FUNCTION default_business_id(); Type: COMMENT; Schema: app_hidden; Owner: -
--

COMMENT ON FUNCTION app_hidden.default_business_id() IS 'The business that new rows belong to when none is named: the member’s default one.';

--
-- Name: full_name(text, text); Type: FUNCTION; Schema: app_hidden; Owner: -
--

CREATE FUNCTION app_hidden.full_name(first_name text, last_name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN COALESCE(((first_name || ' '::text) || last_name), first_name, last_name, 'Unknown'::text);

--
-- Name: FUNCTION full_name(first_name text, last_name text); Type: COMMENT; Schema: app_hidden; Owner: -
--

COMMENT ON FUNCTION app_hidden.full_name(first_name text, last_name text) IS 'A person’s name to show: first and last, whichever is known, else ''Unknown''.';

--
-- Name: is_limited_to_businesses(); Type: FUNCTION; Schema: app_hidden; Owner: -
--

CREATE FUNCTION app_hidden.is_limited_to_businesses() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (COALESCE(NULLIF(current_setting('app.business_permissions'::text, true), ''::text), '{}'::text) <> '{}'::text);

--
-- Name: FUNCTION is_limited_to_businesses(); Type: COMMENT; Schema: app_hidden; Owner: -
--

COMMENT ON FUNCTION app_hidden.is_limited_to_businesses() IS 'Whether the member who asks has business memberships, and so sees some businesses only.';

--
-- Name: is_time_zone(text); Type: FUNCTION; Schema: app_hidden; Owner: -
--

CREATE FUNCTION app_hidden.is_time_zone(name text) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path TO ''
    AS $_$
begin
  perform pg_catalog.timezone(is_time_zone.name, '2000-01-01 00:00:00+00'::timestamptz);
  return is_time_zone.name ~ '^[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$';
exception
  when invalid_parameter_value then
    return false;
end
$_$;

--
-- Name: FUNCTION is_time_zone(name text); Type: COMMENT; Schema: app_hidden; Owner: -
--

COMMENT ON FUNCTION app_hidden.is_time_zone(name text) IS 'Whether this is the name of a time zone, such as Europe/London.';

--
-- Name: require_organization(); Type: FUNCTION; Schema: app_hidden; Owner: -
--

CREATE FUNCTION app_hidden.require_organization() RETURNS uuid
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path TO ''
    AS $$
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

--
-- Name: FUNCTION require_organization(); Type: COMMENT; Schema: app_hidden; Owner: -
--

COMMENT ON FUNCTION app_hidden.require_organization() IS 'Raises TN428, with the choices, when the person who asks has no active organization; null when nobody is signed in.';

--
-- Name: organization_id(); Type: FUNCTION; Schema: app_hidden; Owner: -
--

CREATE FUNCTION app_hidden.organization_id() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN COALESCE(app_hidden.setting_uuid('app.organization_id'::text), app_hidden.require_organization());

--
-- Name: FUNCTION organization_id(); Type: COMMENT; Schema: app_hidden; Owner: -
--

COMMENT ON FUNCTION app_hidden.organization_id() IS 'The active organization of the request. Everything a policy lets through belongs to it. Raises TN428 when the person who asks has to choose one first.';

--
-- Name: permission_scope(text); Type: FUNCTION; Schema: app_hidden; Owner: -
--

CREATE FUNCTION app_hidden.permission_scope(permission text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN (strpos(current_setting('app.permissions_all'::text, true), ((' '::text || permission) || ' '::text)) > 0) THEN 'all'::text WHEN (strpos(current_setting('app.permissions_team'::text, true), ((' '::text || permission) || ' '::text)) > 0) THEN 'team'::text WHEN (strpos(current_setting('app.permissions_own'::text, true), ((' '::text || permission) || ' '::text)) > 0) THEN 'own'::text ELSE NULL::text END;

--
-- Name: FUNCTION permission_scope(permission text); Type: COMMENT; Schema: app_hidden; Owner: -
--

COMMENT ON FUNCTION app_hidden.permission_scope(permission text) IS 'The scope (all, team, own) in which the role of the member who asks holds a permission such as ''deals.read''; null when it doesn’t.';

--
-- Name: may(text); Type: FUNCTION; Schema: app_hidden; Owner: -
--

CREATE FUNCTION app_hidden.may(permission text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN ((app_hidden.organization_id() IS NOT NULL) AND COALESCE((app_hidden.permission_scope(permission) = 'all'::text), false));

--
-- Name: FUNCTION may(permission text); Type: COMMENT; Schema: app_hidden; Owner: -
--

COMMENT ON FUNCTION app_hidden.may(permission text) IS 'Whether the member who asks holds a permission for the whole organization, as with rows that have neither owner nor business.';

--
-- Name: may_all(text); Type: FUNCTION; Schema: app_hidden; Owner: -
--

CREATE FUNCTION app_hidden.may_all(permission text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (app_hidden.may(permission) AND (NOT app_hidden.is_limited_to_businesses()));

--
-- Name: FUNCTION may_all(permission text); Type: COMMENT; Schema: app_hidden; Owner: -
--

COMMENT ON FUNCTION app_hidden.may_all(permission text) IS 'Whether the member who asks holds a permission on every row, whoever owns it and whichever business it belongs to.';

--
-- Name: membership_id(); Type: FUNCTION; Schema: app_hidden; Owner: -
--

CREATE FUNCTION app_hidden.membership_id() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN app_hidden.setting_uuid('app.membership_id'::text);

--
-- Name: FUNCTION membership_id(); Type: COMMENT; Schema: app_hidden; Owner: -
--

COMMENT ON FUNCTION app_hidden.membership_id() IS 'The membership of the person who asks in the active organization.';

--
-- Name: scoped_business_ids(text, text); Type: FUNCTION; Schema: app_hidden; Owner: -
--

CREATE FUNCTION app_hidden.scoped_business_ids(permission text, scope text) RETURNS uuid[]
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN COALESCE((SELECT array_agg((business.key)::uuid) AS array_agg FROM jsonb_each((NULLIF(current_setting('app.business_permissions'::text, true), ''::text))::jsonb) business(key, value) WHERE (strpos((business.value ->> scoped_business_ids.scope), ((' '::text || scoped_business_ids.permission) || ' '::text)) > 0)), '{}'::uuid[]);

--
-- Name: FUNCTION scoped_business_ids(permission text, scope text); Type: COMMENT; Schema: app_hidden; Owner: -
--

COMMENT ON FUNCTION app_hidden.scoped_business_ids(permission text, scope text) IS 'The businesses where a limited member holds a permission in exactly this scope (all, team, own).';

--
-- Name: team_membership_ids(); Type: FUNCTION; Schema: app_hidden; Owner: -
--

CREATE FUNCTION app_hidden.team_membership_ids() RETURNS uuid[]
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (COALESCE(NULLIF(current_setting('app.team_membership_ids'::text, true), ''::text), '{}'::text))::uuid[];

--
-- Name: FUNCTION team_membership_ids(); Type: COMMENT; Schema: app_hidden; Owner: -
--

COMMENT ON FUNCTION app_hidden.team_membership_ids() IS 'Who counts as "my team": the memberships in any team of the member who asks, the member included.';

--
-- Name: scoped_owner_ids(text); Type: FUNCTION; Schema: app_hidden; Owner: -
--

CREATE FUNCTION app_hidden.scoped_owner_ids(permission text) RETURNS uuid[]
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN app_hidden.is_limited_to_businesses() THEN '{}'::uuid[] WHEN (app_hidden.permission_scope(permission) = 'team'::text) THEN app_hidden.team_membership_ids() WHEN (app_hidden.permission_scope(permission) = 'own'::text) THEN ARRAY[app_hidden.membership_id()] ELSE '{}'::uuid[] END;

--
-- Name: FUNCTION scoped_owner_ids(permission text); Type: COMMENT; Schema: app_hidden; Owner: -
--

COMMENT ON FUNCTION app_hidden.scoped_owner_ids(permission text) IS 'The memberships whose rows a permission of scope own or team reaches.';

--
-- Name: may_on_row(text, uuid, uuid[]); Type: FUNCTION; Schema: app_hidden; Owner: -
--

CREATE FUNCTION app_hidden.may_on_row(permission text, business_id uuid, owner_ids uuid[]) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN COALESCE(((app_hidden.actor_kind() IS NULL) OR app_hidden.may_all(permission) OR (owner_ids && app_hidden.scoped_owner_ids(permission)) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (app_hidden.scoped_business_ids(permission, 'all'::text))) OR ((owner_ids && app_hidden.team_membership_ids()) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (app_hidden.scoped_business_ids(permission, 'team'::text)))) OR ((app_hidden.membership_id() = ANY (owner_ids)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (app_hidden.scoped_business_ids(permission, 'own'::text))))), false);

--
-- Name: FUNCTION may_on_row(permission text, business_id uuid, owner_ids uuid[]); Type: COMMENT; Schema: app_hidden; Owner: -
--

COMMENT ON FUNCTION app_hidden.may_on_row(permission text, business_id uuid, owner_ids uuid[]) IS 'Whether the member who asks holds a permission on a row of this business with these owners.';

--
-- Name: normalize_email(text); Type: FUNCTION; Schema: app_hidden; Owner: -
--

CREATE FUNCTION app_hidden.normalize_email(email text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN NULLIF(lower(btrim(email, ' 	
'::text)), ''::text);

--
-- Name: FUNCTION normalize_email(email text); Type: COMMENT; Schema: app_hidden; Owner: -
--

COMMENT ON FUNCTION app_hidden.normalize_email(email text) IS 'An e-mail address as it is stored: trimmed and in lower case; null when empty.';

--
-- Name: normalize_phone(text, text, text); Type: FUNCTION; Schema: app_hidden; Owner: -
--

CREATE FUNCTION app_hidden.normalize_phone(phone text, country text, field text DEFAULT 'phone'::text) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
    SET search_path TO ''
    AS $_$
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
$_$;

--
-- Name: FUNCTION normalize_phone(phone text, country text, field text); Type: COMMENT; Schema: app_hidden; Owner: -
--

COMMENT ON FUNCTION app_hidden.normalize_phone(phone text, country text, field text) IS 'A phone number as it is stored, in E.164 form; null when empty. The country (ISO 3166, two letters) is that of numbers written without one; the field is named in the error.';

--
-- Name: organization_ids(); Type: FUNCTION; Schema: app_hidden; Owner: -
--

CREATE FUNCTION app_hidden.organization_ids() RETURNS uuid[]
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (COALESCE(NULLIF(current_setting('app.organization_ids'::text, true), ''::text), '{}'::text))::uuid[];

--
-- Name: FUNCTION organization_ids(); Type: COMMENT; Schema: app_hidden; Owner: -
--

COMMENT ON FUNCTION app_hidden.organization_ids() IS 'The organizations of which the person who asks is an active member.';

--
-- Name: user_id(); Type: FUNCTION; Schema: app_hidden; Owner: -
--

CREATE FUNCTION app_hidden.user_id() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN app_hidden.setting_uuid('app.user_id'::text);

--
-- Name: FUNCTION user_id(); Type: COMMENT; Schema: app_hidden; Owner: -
--

COMMENT ON FUNCTION app_hidden.user_id() IS 'The person who asks, from the request’s context.';

--
-- Name: uuid_v7(); Type: FUNCTION; Schema: app_hidden; Owner: -
--

CREATE FUNCTION app_hidden.uuid_v7() RETURNS uuid
    LANGUAGE sql PARALLEL SAFE
    BEGIN ATOMIC
 SELECT (encode((int8send(((((now.microseconds / 1000) << 16) | ((7 << 12))::bigint) | (((now.microseconds % (1000)::bigint) * 4096) / 1000))) || SUBSTRING(uuid_send(gen_random_uuid()) FROM 9)), 'hex'::text))::uuid AS encode
    FROM ( SELECT ((EXTRACT(epoch FROM clock_timestamp()) * (1000000)::numeric))::bigint AS microseconds) now;
END;

--
-- Name: FUNCTION uuid_v7(); Type: COMMENT; Schema: app_hidden; Owner: -
--

COMMENT ON FUNCTION app_hidden.uuid_v7() IS 'A new time-ordered UUID, version 7: ids sort by creation.';

--
-- Name: applied_migrations(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.applied_migrations() RETURNS SETOF text
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  return query select m.hash from graphile_migrate.migrations m order by m.filename;
end
$$;

--
-- Name: FUNCTION applied_migrations(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.applied_migrations() IS 'The hashes of the committed migrations that this database has.';

--
-- Name: begin_request(jsonb); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.begin_request(request jsonb) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $_$
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
    select c.* into v_contact
    from app_public.contacts c
    where c.id = case when v_claims ->> 'sub' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then (v_claims ->> 'sub')::uuid end
      and c.is_active
      and c.deleted_at is null;
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
$_$;

--
-- Name: FUNCTION begin_request(request jsonb); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.begin_request(request jsonb) IS 'Sets the context of an API request for its transaction and returns the database role to switch to. Raises TN401 for an unknown or inactive user, contact or API key, TN403 for an organization they don’t belong to.';

--
-- Name: business_of_address(uuid, text); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.business_of_address(organization_id uuid, address text) RETURNS uuid
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select coalesce(
    (
      select b.id from app_public.businesses b
      where b.organization_id = business_of_address.organization_id and business_of_address.address in (b.email, b.phone)
      order by b.is_active desc, b.created_at, b.id
      limit 1
    ),
    app_hidden.default_business_id()
  )
$$;

--
-- Name: FUNCTION business_of_address(organization_id uuid, address text); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.business_of_address(organization_id uuid, address text) IS 'The business that an e-mail address or phone number belongs to.';

--
-- Name: memberships; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.memberships (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    user_id uuid NOT NULL,
    role_id uuid NOT NULL,
    title text,
    availability text DEFAULT 'offline'::text NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    default_business_id uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT title_must_be_short CHECK ((length(title) <= 200))
);

--
-- Name: TABLE memberships; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.memberships IS 'A user in an organization, with a role. Owners and assignees of other rows are memberships.';

--
-- Name: COLUMN memberships.user_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.memberships.user_id IS 'The person.';

--
-- Name: COLUMN memberships.role_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.memberships.role_id IS 'What the member may do.';

--
-- Name: COLUMN memberships.title; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.memberships.title IS 'The member’s job title.';

--
-- Name: COLUMN memberships.availability; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.memberships.availability IS 'Whether the member takes new work.';

--
-- Name: COLUMN memberships.is_active; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.memberships.is_active IS 'Whether the membership counts. A member who is switched off is out with the next request.';

--
-- Name: COLUMN memberships.default_business_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.memberships.default_business_id IS 'The business that the member’s new rows belong to when none is named.';

--
-- Name: business_role_id(app_public.memberships, uuid); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.business_role_id(membership app_public.memberships, business_id uuid) RETURNS uuid
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select coalesce(
    (
      select coalesce(b.role_id, business_role_id.membership.role_id)
      from app_public.business_memberships b
      where b.organization_id = business_role_id.membership.organization_id
        and b.membership_id = business_role_id.membership.id
        and b.business_id = business_role_id.business_id
    ),
    case
      when not exists (
        select from app_public.business_memberships b
        where b.organization_id = business_role_id.membership.organization_id and b.membership_id = business_role_id.membership.id
      ) then business_role_id.membership.role_id
    end
  )
$$;

--
-- Name: FUNCTION business_role_id(membership app_public.memberships, business_id uuid); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.business_role_id(membership app_public.memberships, business_id uuid) IS 'The role of a member in a business of the organization: the limit’s own one, else that in the organization; null for a business that the member is kept out of.';

--
-- Name: create_monthly_partitions(integer); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.create_monthly_partitions(months_ahead integer DEFAULT 3) RETURNS integer
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $_$
declare
  v_table text;
  v_month timestamptz;
  v_next_month timestamptz;
  v_name text;
  v_has_rows boolean;
  v_created int := 0;
begin
  perform pg_advisory_xact_lock(hashtext('app_private.create_monthly_partitions'));
  for v_table in
    select c.relname
    from pg_catalog.pg_class c
    where c.relnamespace = 'app_public'::regnamespace and c.relkind = 'p'
    order by c.relname
  loop
    for i in 0..create_monthly_partitions.months_ahead loop
      v_month := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => i)) at time zone 'UTC';
      v_next_month := (v_month at time zone 'UTC' + interval '1 month') at time zone 'UTC';
      v_name := v_table || '_' || to_char(v_month at time zone 'UTC', 'YYYY_MM');
      continue when to_regclass('app_private.' || v_name) is not null;
      execute format('select exists (select from app_private.%I where created_at >= $1 and created_at < $2)', v_table || '_default')
      into v_has_rows using v_month, v_next_month;
      continue when v_has_rows;
      execute format(
        'create table app_private.%I partition of app_public.%I for values from (%L) to (%L)',
        v_name, v_table, v_month, v_next_month
      );
      execute format('alter table app_private.%I enable row level security', v_name);
      v_created := v_created + 1;
    end loop;
  end loop;
  return v_created;
end
$_$;

--
-- Name: FUNCTION create_monthly_partitions(months_ahead integer); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.create_monthly_partitions(months_ahead integer) IS 'Makes the partitions of this month and the given number of months ahead, of every table that is partitioned by month; returns how many were new.';

--
-- Name: create_permission_policies(regclass, text, text[], text[], boolean, text, text[]); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.create_permission_policies(table_name regclass, resource text, commands text[], owner_columns text[] DEFAULT '{}'::text[], writes_need_manage boolean DEFAULT false, extra_condition text DEFAULT NULL::text, roles text[] DEFAULT '{member,service}'::text[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

--
-- Name: FUNCTION create_permission_policies(table_name regclass, resource text, commands text[], owner_columns text[], writes_need_manage boolean, extra_condition text, roles text[]); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.create_permission_policies(table_name regclass, resource text, commands text[], owner_columns text[], writes_need_manage boolean, extra_condition text, roles text[]) IS 'Creates the policies of members and API keys on a table: <command>_member and <command>_service.';

--
-- Name: create_policies(regclass, text[], text[], text); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.create_policies(table_name regclass, roles text[], commands text[], condition text DEFAULT NULL::text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

--
-- Name: FUNCTION create_policies(table_name regclass, roles text[], commands text[], condition text); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.create_policies(table_name regclass, roles text[], commands text[], condition text) IS 'Creates the policies of some commands for some of the roles member, service and client: the organization’s rows that meet a condition.';

--
-- Name: drop_policies(regclass); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.drop_policies(table_name regclass) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  v_policy text;
begin
  for v_policy in select polname from pg_catalog.pg_policy where polrelid = table_name loop
    execute format('drop policy %I on %s', v_policy, table_name);
  end loop;
end
$$;

--
-- Name: FUNCTION drop_policies(table_name regclass); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.drop_policies(table_name regclass) IS 'Removes every policy of a table.';

--
-- Name: exceeds_own(text, text, text); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.exceeds_own(resource text, action text, scope text) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
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

--
-- Name: FUNCTION exceeds_own(resource text, action text, scope text); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.exceeds_own(resource text, action text, scope text) IS 'Whether a permission reaches further than what the member who asks holds.';

--
-- Name: expose_lookup_table(regclass, text, text); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.expose_lookup_table(table_name regclass, enum_name text, documentation text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

--
-- Name: FUNCTION expose_lookup_table(table_name regclass, enum_name text, documentation text); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.expose_lookup_table(table_name regclass, enum_name text, documentation text) IS 'Documents a lookup table as a GraphQL enum and lets every role read it.';

--
-- Name: find_or_create_contact(uuid, uuid, text, text, text); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.find_or_create_contact(organization_id uuid, business_id uuid, email text, phone text, source text) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
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

  -- Nobody is there to fill in what an organization requires of new contacts.
  perform set_config('app.requires_custom_fields', 'off', true);
  insert into app_public.contacts (organization_id, business_id, email, phone, source)
  values (find_or_create_contact.organization_id, find_or_create_contact.business_id, v_email, v_phone, find_or_create_contact.source)
  on conflict on constraint contacts_organization_id_email_key do nothing
  returning contacts.id into v_contact_id;
  perform set_config('app.requires_custom_fields', '', true);
  if v_contact_id is null then
    select c.id into v_contact_id
    from app_public.contacts c
    where c.organization_id = find_or_create_contact.organization_id and c.email = v_email;
  end if;
  return v_contact_id;
end
$$;

--
-- Name: FUNCTION find_or_create_contact(organization_id uuid, business_id uuid, email text, phone text, source text); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.find_or_create_contact(organization_id uuid, business_id uuid, email text, phone text, source text) IS 'The contact with an e-mail address or phone number, created when there is none; null when neither is given.';

--
-- Name: find_or_create_conversation(uuid, uuid, uuid, text, text); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.find_or_create_conversation(organization_id uuid, business_id uuid, contact_id uuid, channel text, subject text) RETURNS uuid
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  v_conversation_id uuid;
  v_contact record;
begin
  if find_or_create_conversation.contact_id is not null then
    for i in 1..2 loop
      select c.id into v_conversation_id
      from app_public.conversations c
      where c.organization_id = find_or_create_conversation.organization_id
        and c.contact_id = find_or_create_conversation.contact_id
        and c.channel = find_or_create_conversation.channel
        and c.status in ('active', 'pending')
        and (c.business_id = find_or_create_conversation.business_id or c.business_id is null or find_or_create_conversation.business_id is null)
        and app_hidden.may_on_row('conversations.update', c.business_id, array[c.assigned_to_id])
      order by c.business_id is null, c.last_message_at desc, c.id desc
      limit 1;
      if v_conversation_id is not null then
        return v_conversation_id;
      end if;
      -- The second look is at what somebody else may have begun while this one waited.
      if i = 1 then
        perform pg_advisory_xact_lock(hashtextextended(
          concat_ws(' ', 'conversation', find_or_create_conversation.contact_id, find_or_create_conversation.channel), 0
        ));
      end if;
    end loop;
  end if;

  select c.business_id, c.owner_id into v_contact
  from app_public.contacts c
  where c.organization_id = find_or_create_conversation.organization_id and c.id = find_or_create_conversation.contact_id;
  insert into app_public.conversations (organization_id, business_id, contact_id, channel, subject, assigned_to_id)
  values (
    find_or_create_conversation.organization_id,
    coalesce(find_or_create_conversation.business_id, v_contact.business_id),
    find_or_create_conversation.contact_id,
    find_or_create_conversation.channel,
    find_or_create_conversation.subject,
    coalesce(app_hidden.membership_id(), v_contact.owner_id)
  )
  returning conversations.id into v_conversation_id;
  return v_conversation_id;
end
$$;

--
-- Name: FUNCTION find_or_create_conversation(organization_id uuid, business_id uuid, contact_id uuid, channel text, subject text); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.find_or_create_conversation(organization_id uuid, business_id uuid, contact_id uuid, channel text, subject text) IS 'The open conversation with a contact on a channel, begun when there is none. A new one is assigned to the member who begins it, else to the contact’s owner.';

--
-- Name: find_or_create_correspondent(uuid, uuid, text, text); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.find_or_create_correspondent(organization_id uuid, business_id uuid, channel text, address text) RETURNS uuid
    LANGUAGE sql
    SET search_path TO ''
    AS $_$
  select app_private.find_or_create_contact(
    find_or_create_correspondent.organization_id,
    find_or_create_correspondent.business_id,
    case
      when find_or_create_correspondent.channel = 'email' and app_private.is_email_address(find_or_create_correspondent.address)
        then find_or_create_correspondent.address
    end,
    case
      when find_or_create_correspondent.channel in ('sms', 'whatsapp', 'call') and find_or_create_correspondent.address ~ '^\+[1-9][0-9]{7,14}$'
        then find_or_create_correspondent.address
    end,
    find_or_create_correspondent.channel
  )
$_$;

--
-- Name: FUNCTION find_or_create_correspondent(organization_id uuid, business_id uuid, channel text, address text); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.find_or_create_correspondent(organization_id uuid, business_id uuid, channel text, address text) IS 'The contact with a normalized address of a channel, created when there is none; null when it is the address of nobody.';

--
-- Name: is_custom_field_value(text, jsonb); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.is_custom_field_value(field_type text, value jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE field_type WHEN 'number'::text THEN (jsonb_typeof(value) = 'number'::text) WHEN 'boolean'::text THEN (jsonb_typeof(value) = 'boolean'::text) WHEN 'multiselect'::text THEN (jsonb_typeof(value) = 'array'::text) WHEN 'date'::text THEN CASE WHEN ((jsonb_typeof(value) = 'string'::text) AND ((value #>> '{}'::text[]) ~ '^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'::text)) THEN (((substr((value #>> '{}'::text[]), 9, 2))::integer)::numeric <= EXTRACT(day FROM ((make_date((substr((value #>> '{}'::text[]), 1, 4))::integer, (substr((value #>> '{}'::text[]), 6, 2))::integer, 1) + '1 mon'::interval) - '1 day'::interval))) ELSE false END ELSE (jsonb_typeof(value) = 'string'::text) END;

--
-- Name: FUNCTION is_custom_field_value(field_type text, value jsonb); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.is_custom_field_value(field_type text, value jsonb) IS 'Whether a value has the form of a field’s type.';

--
-- Name: is_email_address(text); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.is_email_address(address text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN COALESCE(((address ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'::text) AND (length(address) <= 254)), false);

--
-- Name: FUNCTION is_email_address(address text); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.is_email_address(address text) IS 'Whether a text is one e-mail address, as far as its form tells.';

--
-- Name: memberships_to_tell(uuid); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.memberships_to_tell(uid uuid) RETURNS SETOF app_public.memberships
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select m.*
  from app_public.memberships m
  join app_public.users u on u.id = m.user_id
  where m.user_id = app_private.user_id_of(memberships_to_tell.uid)
    and m.is_active
    and u.is_active
    and (
      m.user_id = app_hidden.user_id()
      or m.organization_id = app_hidden.setting_uuid('app.organization_id') and app_hidden.permission_scope('members.read') = 'all'
      or app_hidden.actor_kind() is null and pg_has_role(session_user, current_user, 'member')
    )
$$;

--
-- Name: FUNCTION memberships_to_tell(uid uuid); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.memberships_to_tell(uid uuid) IS 'The active memberships of a user that whoever asks may know of. For security definer functions of the owner.';

--
-- Name: message_preview(text, text); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.message_preview(subject text, body text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN NULLIF("left"(btrim(regexp_replace("left"(CASE WHEN (body ~ '\S'::text) THEN body ELSE subject END, 1000), '\s+'::text, ' '::text, 'g'::text)), 160), ''::text);

--
-- Name: FUNCTION message_preview(subject text, body text); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.message_preview(subject text, body text) IS 'The beginning of a message on one line; of its subject when it has no text.';

--
-- Name: next_number(uuid, text); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.next_number(organization_id uuid, kind text) RETURNS integer
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO ''
    AS $$
  insert into app_private.number_counters as c (organization_id, kind, last_number)
  values (next_number.organization_id, next_number.kind, 1)
  on conflict (organization_id, kind) do update set last_number = c.last_number + 1
  returning c.last_number
$$;

--
-- Name: FUNCTION next_number(organization_id uuid, kind text); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.next_number(organization_id uuid, kind text) IS 'The next number of a kind, such as proposals, within an organization; the first is 1.';

--
-- Name: normalize_address(uuid, text, text, text, boolean); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.normalize_address(organization_id uuid, channel text, address text, field text, must_be_reachable boolean) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $_$
declare
  v_address text := nullif(btrim(normalize_address.address, E' \t\n\r'), '');
begin
  if channel = 'email' then
    -- Jane Doe <jane@example.com>
    v_address := app_hidden.normalize_email(coalesce(substring(v_address from '<([^<>]*)>$'), v_address));
    if must_be_reachable and not app_private.is_email_address(v_address) then
      raise exception using
        errcode = 'TN400',
        message = 'This is not an e-mail address.',
        detail = jsonb_build_object('field', normalize_address.field)::text,
        hint = 'Write one address, as jane@example.com or Jane Doe <jane@example.com>.';
    end if;
  elsif channel in ('sms', 'whatsapp', 'call') then
    v_address := nullif(btrim(regexp_replace(v_address, '^(tel|sms|whatsapp):', '', 'i')), '');
    begin
      v_address := app_hidden.normalize_phone(
        v_address,
        (select app_hidden.country_of(o.locale) from app_public.organizations o where o.id = normalize_address.organization_id),
        normalize_address.field
      );
    exception when sqlstate 'TN400' then
      if must_be_reachable then
        raise;
      end if;
    end;
  end if;
  return v_address;
end
$_$;

--
-- Name: FUNCTION normalize_address(organization_id uuid, channel text, address text, field text, must_be_reachable boolean); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.normalize_address(organization_id uuid, channel text, address text, field text, must_be_reachable boolean) IS 'An address of a channel as it is stored: an e-mail address without the name around it and in lower case, a phone number in E.164 form.';

--
-- Name: permission_condition(regclass, text, text[]); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.permission_condition(table_name regclass, permission text, owner_columns text[] DEFAULT '{}'::text[]) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $_$
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
$_$;

--
-- Name: FUNCTION permission_condition(table_name regclass, permission text, owner_columns text[]); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.permission_condition(table_name regclass, permission text, owner_columns text[]) IS 'The text of the condition under which members and API keys have one permission on a row of a table.';

--
-- Name: placeholders(text); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.placeholders(text text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN COALESCE((SELECT array_agg(found.name ORDER BY found.place) AS array_agg FROM (SELECT p.name[1] AS name, min(p.place) AS place FROM regexp_matches(placeholders.text, '\{\{\s*([A-Za-z_][A-Za-z0-9_.]{0,99})\s*\}\}'::text, 'g'::text) WITH ORDINALITY p(name, place) GROUP BY p.name[1]) found), '{}'::text[]);

--
-- Name: FUNCTION placeholders(text text); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.placeholders(text text) IS 'The names between double braces in a text, each once, in the order in which they appear.';

--
-- Name: record_security_event(text, jsonb, uuid, uuid, uuid, uuid, text, text); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.record_security_event(kind text, detail jsonb DEFAULT '{}'::jsonb, organization_id uuid DEFAULT NULL::uuid, user_id uuid DEFAULT NULL::uuid, contact_id uuid DEFAULT NULL::uuid, api_key_id uuid DEFAULT NULL::uuid, request_id text DEFAULT NULL::text, address text DEFAULT NULL::text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_user_id uuid := coalesce(record_security_event.user_id, app_hidden.user_id());
  v_contact_id uuid := coalesce(record_security_event.contact_id, app_hidden.contact_id());
  v_api_key_id uuid := coalesce(record_security_event.api_key_id, app_hidden.api_key_id());
  v_organization_ids uuid[] := array[coalesce(
    record_security_event.organization_id,
    app_hidden.setting_uuid('app.organization_id'),
    (select c.organization_id from app_public.contacts c where c.id = v_contact_id),
    (select k.organization_id from app_public.api_keys k where k.id = v_api_key_id)
  )];
begin
  if v_organization_ids[1] is null and v_user_id is not null then
    select coalesce(array_agg(m.organization_id), v_organization_ids) into v_organization_ids
    from app_public.memberships m
    where m.user_id = v_user_id and m.is_active;
  end if;
  insert into app_public.security_events (organization_id, kind, actor_kind, user_id, contact_id, api_key_id, request_id, address, detail)
  select
    o.id,
    record_security_event.kind,
    case
      when v_user_id is not null then 'user'
      when v_contact_id is not null then 'contact'
      when v_api_key_id is not null then 'api_key'
      else 'anonymous'
    end,
    v_user_id,
    v_contact_id,
    v_api_key_id,
    left(coalesce(record_security_event.request_id, nullif(current_setting('app.request_id', true), '')), 200),
    -- Without the zone of a link-local address (fe80::1%eth0), which inet doesn't know.
    nullif(substring(coalesce(record_security_event.address, current_setting('app.request_address', true)) from '^[0-9A-Fa-f.:]+'), '')::inet,
    record_security_event.detail
  from unnest(v_organization_ids) as o (id);
end
$$;

--
-- Name: FUNCTION record_security_event(kind text, detail jsonb, organization_id uuid, user_id uuid, contact_id uuid, api_key_id uuid, request_id text, address text); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.record_security_event(kind text, detail jsonb, organization_id uuid, user_id uuid, contact_id uuid, api_key_id uuid, request_id text, address text) IS 'Records an event of security, in the organization given, else in that of the request, of the contact or of the API key, else in each of the user’s; what is left out is taken from the request. Without any organization, operators alone see it.';

--
-- Name: require_role_within_own(uuid); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.require_role_within_own(role_id uuid) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
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

--
-- Name: FUNCTION require_role_within_own(role_id uuid); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.require_role_within_own(role_id uuid) IS 'Raises TN403 when a role holds a permission that the member who asks doesn’t.';

--
-- Name: role_permission_text(uuid); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.role_permission_text(role_id uuid) RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select coalesce(jsonb_object_agg(g.scope, g.permissions), '{}')
  from (
    select scope, ' ' || string_agg(resource || '.' || action, ' ') || ' ' as permissions
    from app_private.role_grants
    where role_grants.role_id = role_permission_text.role_id
    group by scope
  ) g
$$;

--
-- Name: FUNCTION role_permission_text(role_id uuid); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.role_permission_text(role_id uuid) IS 'A role’s permissions by scope, in the form of the context’s settings: {"all": " contacts.read … ", "own": …}.';

--
-- Name: tg__archive(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg__archive() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
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

--
-- Name: FUNCTION tg__archive(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg__archive() IS 'Guards archiving and restoring with the resource’s delete permission.';

--
-- Name: tg__audit(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg__audit() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
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

--
-- Name: FUNCTION tg__audit(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg__audit() IS 'Records who changed what in audit_logs.';

--
-- Name: tg__default_currency(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg__default_currency() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  NEW.currency := coalesce(NEW.currency, (select o.currency from app_public.organizations o where o.id = NEW.organization_id));
  return NEW;
end
$$;

--
-- Name: FUNCTION tg__default_currency(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg__default_currency() IS 'Gives new rows the organization’s currency unless they name one.';

--
-- Name: tg__freeze(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg__freeze() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  raise exception using
    errcode = 'TN409',
    message = 'It was sent already, so what it says stays as it is.',
    hint = 'Write a new one instead.';
end
$$;

--
-- Name: FUNCTION tg__freeze(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg__freeze() IS 'Refuses to change what a sent document says.';

--
-- Name: tg__normalize_email_and_phone(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg__normalize_email_and_phone() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  NEW.email := app_hidden.normalize_email(NEW.email);
  NEW.phone := app_hidden.normalize_phone(
    NEW.phone,
    (select app_hidden.country_of(o.locale) from app_public.organizations o where o.id = NEW.organization_id)
  );
  return NEW;
end
$$;

--
-- Name: FUNCTION tg__normalize_email_and_phone(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg__normalize_email_and_phone() IS 'Stores e-mail addresses and phone numbers in one form.';

--
-- Name: tg__number(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg__number() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  NEW.number := coalesce(NEW.number, app_private.next_number(NEW.organization_id, TG_TABLE_NAME));
  return NEW;
end
$$;

--
-- Name: FUNCTION tg__number(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg__number() IS 'Numbers new rows within their organization.';

--
-- Name: tg__restrict_status(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg__restrict_status() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  v_allowed constant jsonb := coalesce(TG_ARGV[0]::jsonb -> OLD.status, '[]');
begin
  if not v_allowed ? NEW.status then
    raise exception using
      errcode = 'TN409',
      message = 'What is ' || OLD.status || ' can not become ' || NEW.status || '.',
      detail = jsonb_build_object('field', 'status', 'from', OLD.status, 'to', NEW.status, 'allowed', v_allowed)::text;
  end if;
  return NEW;
end
$$;

--
-- Name: FUNCTION tg__restrict_status(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg__restrict_status() IS 'Lets a status change only in the ways that make sense.';

--
-- Name: tg__settle_invitation(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg__settle_invitation() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  if OLD.claimed_at is not null then
    raise exception using errcode = 'TN409', message = 'This invitation was accepted.';
  end if;
  if OLD.revoked_at is not null then
    raise exception using errcode = 'TN409', message = 'This invitation was withdrawn.', hint = 'Invite the person again.';
  end if;
  if NEW.claimed_at is not null and OLD.expires_at <= now() then
    raise exception using errcode = 'TN409', message = 'This invitation has expired.', hint = 'Ask to be invited again.';
  end if;
  if NEW.revoked_at is not null and app_hidden.actor_kind() is not null then
    NEW.revoked_at := now();
  end if;
  return NEW;
end
$$;

--
-- Name: FUNCTION tg__settle_invitation(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg__settle_invitation() IS 'Keeps accepted and withdrawn invitations as they are, and expired ones from being accepted.';

--
-- Name: tg__timestamps(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg__timestamps() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  NEW.created_at := OLD.created_at;
  NEW.updated_at := greatest(now(), OLD.updated_at + interval '1 microsecond');
  return NEW;
end
$$;

--
-- Name: FUNCTION tg__timestamps(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg__timestamps() IS 'Keeps created_at and moves updated_at on every update.';

--
-- Name: tg__validate_custom_fields(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg__validate_custom_fields() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_definition record;
  v_value jsonb;
  v_rule text;
begin
  if TG_OP = 'UPDATE' and NEW.custom_fields = OLD.custom_fields then
    return NEW;
  end if;
  for v_definition in
    select d.field_name, d.label, d.field_type, d.options, d.is_required
    from app_public.custom_field_definitions d
    where d.organization_id = NEW.organization_id and d.entity = TG_ARGV[0]
    order by d.position, d.id
  loop
    v_value := nullif(NEW.custom_fields -> v_definition.field_name, 'null');
    v_rule := case
      when v_definition.is_required
        and (v_value is null or v_value in ('""', '[]'))
        and current_setting('app.requires_custom_fields', true) is distinct from 'off'
      then 'required'
      when v_value is null then null
      when not app_private.is_custom_field_value(v_definition.field_type, v_value) then 'type'
      when v_definition.field_type in ('select', 'multiselect') and not v_value <@ to_jsonb(v_definition.options) then 'option'
    end;
    if v_rule is not null then
      raise exception using
        errcode = 'TN400',
        message = 'The field ' || v_definition.label || case when v_rule = 'required' then ' is required.' else ' does not take this value.' end,
        detail = jsonb_build_object('field', 'customFields', 'name', v_definition.field_name, 'rule', v_rule)::text,
        hint = case v_definition.field_type
          when 'number' then 'It takes a number.'
          when 'boolean' then 'It takes true or false.'
          when 'date' then 'It takes a day, written as 2030-12-31.'
          when 'select' then 'It takes one of: ' || array_to_string(v_definition.options, ', ') || '.'
          when 'multiselect' then 'It takes a list of some of: ' || array_to_string(v_definition.options, ', ') || '.'
          else 'It takes a text.'
        end;
    end if;
  end loop;
  return NEW;
end
$$;

--
-- Name: FUNCTION tg__validate_custom_fields(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg__validate_custom_fields() IS 'Checks the values of the organization’s own fields against their definitions.';

--
-- Name: tg_activities__touch_contact(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_activities__touch_contact() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  if NEW.kind in ('call', 'email', 'sms', 'whatsapp', 'meeting', 'ai_call') and NEW.occurred_at <= now() then
    update app_public.contacts c
    set last_contacted_at = NEW.occurred_at
    where c.organization_id = NEW.organization_id
      and c.id = NEW.contact_id
      and (c.last_contacted_at is null or c.last_contacted_at < NEW.occurred_at);
    update app_public.leads l
    set last_contacted_at = NEW.occurred_at
    where l.organization_id = NEW.organization_id
      and l.id = NEW.lead_id
      and (l.last_contacted_at is null or l.last_contacted_at < NEW.occurred_at);
  end if;
  return null;
end
$$;

--
-- Name: FUNCTION tg_activities__touch_contact(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_activities__touch_contact() IS 'Keeps lastContactedAt of contacts and leads.';

--
-- Name: tg_ai_scripts__find_variables(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_ai_scripts__find_variables() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  NEW.variables := app_private.placeholders(NEW.content);
  if TG_OP = 'UPDATE' and NEW.content <> OLD.content then
    NEW.version := OLD.version + 1;
  end if;
  return NEW;
end
$$;

--
-- Name: FUNCTION tg_ai_scripts__find_variables(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_ai_scripts__find_variables() IS 'Keeps a script’s variables in step with its content, and counts its versions.';

--
-- Name: tg_api_keys__guard(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_api_keys__guard() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform app_private.require_role_within_own(NEW.role_id);
  if TG_OP = 'UPDATE' and OLD.revoked_at is not null then
    raise exception using errcode = 'TN409', message = 'This API key was revoked.', hint = 'Create a new one.';
  end if;
  return NEW;
end
$$;

--
-- Name: FUNCTION tg_api_keys__guard(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_api_keys__guard() IS 'Keeps API keys within the permissions of whoever manages them, and revoked ones revoked.';

--
-- Name: tg_business_memberships__guard(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_business_memberships__guard() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
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

--
-- Name: FUNCTION tg_business_memberships__guard(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_business_memberships__guard() IS 'Keeps business roles within the permissions of whoever hands them out.';

--
-- Name: tg_call_campaign_targets__count_attempt(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_call_campaign_targets__count_attempt() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  NEW.attempts := OLD.attempts + 1;
  NEW.last_attempt_at := now();
  return NEW;
end
$$;

--
-- Name: FUNCTION tg_call_campaign_targets__count_attempt(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_call_campaign_targets__count_attempt() IS 'Counts how often somebody was dialled.';

--
-- Name: tg_call_campaign_targets__normalize(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_call_campaign_targets__normalize() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  if NEW.phone is null then
    NEW.phone := coalesce(
      (select c.phone from app_public.contacts c where c.organization_id = NEW.organization_id and c.id = NEW.contact_id),
      (select l.phone from app_public.leads l where l.organization_id = NEW.organization_id and l.id = NEW.lead_id)
    );
  end if;
  NEW.phone := app_private.normalize_address(NEW.organization_id, 'call', NEW.phone, 'phone', true);
  if NEW.phone is null then
    raise exception using
      errcode = 'TN400',
      message = 'Say whom to call.',
      detail = '{"field": "phone"}',
      hint = 'Name a contact or a lead with a phone number, or give a number.';
  end if;
  return NEW;
end
$$;

--
-- Name: FUNCTION tg_call_campaign_targets__normalize(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_call_campaign_targets__normalize() IS 'Stores the number to call in E.164 form; the contact’s or the lead’s unless one is given.';

--
-- Name: tg_calls__find_contact(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_calls__find_contact() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  NEW.currency := coalesce(NEW.currency, (select o.currency from app_public.organizations o where o.id = NEW.organization_id));
  if NEW.contact_id is null then
    select l.contact_id into NEW.contact_id
    from app_public.leads l
    where l.organization_id = NEW.organization_id and l.id = NEW.lead_id;
  end if;
  if NEW.direction = 'outbound' and NEW.to_number is null then
    select c.phone into NEW.to_number
    from app_public.contacts c
    where c.organization_id = NEW.organization_id and c.id = NEW.contact_id;
  end if;
  NEW.from_number := app_private.normalize_address(NEW.organization_id, 'call', NEW.from_number, 'fromNumber', false);
  NEW.to_number := app_private.normalize_address(NEW.organization_id, 'call', NEW.to_number, 'toNumber', NEW.direction = 'outbound');
  NEW.business_id := coalesce(
    NEW.business_id,
    app_private.business_of_address(NEW.organization_id, case when NEW.direction = 'inbound' then NEW.to_number else NEW.from_number end)
  );
  if NEW.contact_id is null then
    NEW.contact_id := app_private.find_or_create_correspondent(
      NEW.organization_id, NEW.business_id, 'call', case when NEW.direction = 'inbound' then NEW.from_number else NEW.to_number end
    );
  end if;
  if NEW.contact_id is not null and NEW.conversation_id is null then
    NEW.conversation_id := app_private.find_or_create_conversation(NEW.organization_id, NEW.business_id, NEW.contact_id, 'call', null);
  end if;
  return NEW;
end
$$;

--
-- Name: FUNCTION tg_calls__find_contact(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_calls__find_contact() IS 'Stores a call’s numbers in one form, and finds its contact and conversation or creates them.';

--
-- Name: tg_calls__follow_status(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_calls__follow_status() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  if NEW.status = 'in_progress' or NEW.status = 'completed' and NEW.ended_at is null then
    NEW.started_at := coalesce(NEW.started_at, now());
  end if;
  if NEW.status = 'completed' and NEW.ended_at is null then
    NEW.ended_at := coalesce(NEW.started_at + make_interval(secs => NEW.duration_seconds), greatest(NEW.started_at, now()));
  end if;
  if NEW.duration_seconds is null
    or TG_OP = 'UPDATE' and NEW.duration_seconds = OLD.duration_seconds and (NEW.started_at, NEW.ended_at) is distinct from (OLD.started_at, OLD.ended_at)
  then
    NEW.duration_seconds := case when NEW.ended_at >= NEW.started_at then least(extract(epoch from NEW.ended_at - NEW.started_at), 2147483647) end;
  end if;
  return NEW;
end
$$;

--
-- Name: FUNCTION tg_calls__follow_status(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_calls__follow_status() IS 'Keeps a call’s times and duration in step with its status and with one another.';

--
-- Name: tg_calls__touch(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_calls__touch() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_at constant timestamptz := coalesce(NEW.started_at, NEW.created_at);
begin
  update app_public.conversations c
  set last_message_at = v_at
  where c.organization_id = NEW.organization_id and c.id = NEW.conversation_id and c.last_message_at < v_at and v_at <= now();
  if NEW.status in ('in_progress', 'completed') or NEW.status = 'voicemail' and NEW.direction = 'outbound' then
    perform app_private.touch_contact(NEW.organization_id, NEW.contact_id, NEW.lead_id, v_at);
  end if;
  return null;
end
$$;

--
-- Name: FUNCTION tg_calls__touch(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_calls__touch() IS 'Keeps lastContactedAt of a call’s contact and lead, and moves its conversation to the top of the inbox.';

--
-- Name: tg_contacts__normalize(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_contacts__normalize() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
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

--
-- Name: FUNCTION tg_contacts__normalize(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_contacts__normalize() IS 'Stores names and the emergency contact’s number in one form.';

--
-- Name: tg_contracts__follow_status(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_contracts__follow_status() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  if TG_OP = 'INSERT' then
    NEW.sent_at := case when NEW.status = 'sent' then coalesce(NEW.sent_at, now()) else NEW.sent_at end;
    NEW.signed_at := case when NEW.status = 'signed' then coalesce(NEW.signed_at, now()) else NEW.signed_at end;
  elsif NEW.status <> OLD.status then
    NEW.sent_at := case when NEW.status = 'sent' then now() else NEW.sent_at end;
    NEW.signed_at := case when NEW.status = 'signed' then now() else NEW.signed_at end;
  end if;
  return NEW;
end
$$;

--
-- Name: FUNCTION tg_contracts__follow_status(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_contracts__follow_status() IS 'Notes when a contract was sent and signed.';

--
-- Name: tg_conversations__take_messages_along(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_conversations__take_messages_along() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  update app_public.messages m
  set contact_id = NEW.contact_id, business_id = NEW.business_id
  where m.organization_id = NEW.organization_id and m.conversation_id = NEW.id
    and (m.contact_id, m.business_id) is distinct from (NEW.contact_id, NEW.business_id);
  return null;
end
$$;

--
-- Name: FUNCTION tg_conversations__take_messages_along(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_conversations__take_messages_along() IS 'Gives a conversation’s messages its contact and its business.';

--
-- Name: tg_data_requests__require_contact(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_data_requests__require_contact() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  if NEW.contact_id is null then
    raise exception using
      errcode = 'TN400',
      message = 'A request about personal data names the contact.',
      detail = '{"field": "contactId"}';
  end if;
  return NEW;
end
$$;

--
-- Name: FUNCTION tg_data_requests__require_contact(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_data_requests__require_contact() IS 'Keeps new requests about personal data from being of nobody.';

--
-- Name: tg_deals__follow_stage(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_deals__follow_stage() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
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

--
-- Name: FUNCTION tg_deals__follow_stage(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_deals__follow_stage() IS 'Keeps pipeline, probability and closing time in step with a deal’s stage.';

--
-- Name: tg_deals__record_stage_change(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_deals__record_stage_change() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
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

--
-- Name: FUNCTION tg_deals__record_stage_change(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_deals__record_stage_change() IS 'Writes the history of a deal’s stages.';

--
-- Name: tg_leads__follow_status(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_leads__follow_status() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  if NEW.status <> 'converted' then
    NEW.converted_at := null;
  else
    if NEW.contact_id is null and (
      TG_OP = 'INSERT'
      or OLD.status <> 'converted'
      or exists (select from app_public.contacts c where c.organization_id = OLD.organization_id and c.id = OLD.contact_id)
    ) then
      raise exception using
        errcode = 'TN400',
        message = 'A converted lead has a contact.',
        detail = '{"field": "contactId"}',
        hint = 'Name the contact that the lead has become.';
    end if;
    if TG_OP = 'INSERT' or OLD.status <> 'converted' then
      NEW.converted_at := coalesce(NEW.converted_at, now());
    end if;
  end if;
  if NEW.status <> 'lost' then
    NEW.lost_reason := null;
  end if;
  return NEW;
end
$$;

--
-- Name: FUNCTION tg_leads__follow_status(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_leads__follow_status() IS 'Keeps contact, convertedAt and lostReason in step with a lead’s status.';

--
-- Name: tg_leads__normalize(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_leads__normalize() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  NEW.first_name := nullif(btrim(NEW.first_name), '');
  NEW.last_name := nullif(btrim(NEW.last_name), '');
  return NEW;
end
$$;

--
-- Name: FUNCTION tg_leads__normalize(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_leads__normalize() IS 'Stores names without the spaces around them.';

--
-- Name: tg_memberships__guard(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_memberships__guard() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
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

--
-- Name: FUNCTION tg_memberships__guard(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_memberships__guard() IS 'Keeps members from raising themselves or others above their own permissions.';

--
-- Name: tg_memberships__keep_an_owner(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_memberships__keep_an_owner() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
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

--
-- Name: FUNCTION tg_memberships__keep_an_owner(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_memberships__keep_an_owner() IS 'Refuses to remove, switch off or demote the last owner, and owners who are limited to businesses.';

--
-- Name: tg_message_templates__find_variables(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_message_templates__find_variables() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  NEW.variables := app_private.placeholders(concat_ws(' ', NEW.subject, NEW.content));
  return NEW;
end
$$;

--
-- Name: FUNCTION tg_message_templates__find_variables(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_message_templates__find_variables() IS 'Keeps a template’s variables in step with its subject and content.';

--
-- Name: tg_messages__address(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_messages__address() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  NEW.from_address := app_private.normalize_address(NEW.organization_id, NEW.channel, NEW.from_address, 'fromAddress', false);
  if NEW.direction = 'inbound' or NEW.channel not in ('email', 'sms', 'whatsapp') then
    NEW.to_address := app_private.normalize_address(NEW.organization_id, NEW.channel, NEW.to_address, 'toAddress', false);
    return NEW;
  end if;

  if NEW.to_address is null then
    select case when NEW.channel = 'email' then c.email else c.phone end into NEW.to_address
    from app_public.contacts c
    where c.organization_id = NEW.organization_id and c.id = NEW.contact_id;
  end if;
  NEW.to_address := app_private.normalize_address(NEW.organization_id, NEW.channel, NEW.to_address, 'toAddress', true);
  if NEW.to_address is null then
    raise exception using
      errcode = 'TN400',
      message = 'Say where to send this.',
      detail = '{"field": "toAddress"}',
      hint = 'The contact has no address for this channel.';
  end if;
  return NEW;
end
$$;

--
-- Name: FUNCTION tg_messages__address(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_messages__address() IS 'Stores a message’s addresses in one form, and sends it to the contact’s unless another is given.';

--
-- Name: tg_messages__count_template_use(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_messages__count_template_use() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  update app_public.message_templates t
  set usage_count = t.usage_count + 1, last_used_at = greatest(t.last_used_at, NEW.created_at)
  where t.organization_id = NEW.organization_id and t.id = NEW.template_id;
  return null;
end
$$;

--
-- Name: FUNCTION tg_messages__count_template_use(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_messages__count_template_use() IS 'Counts how often a template was used.';

--
-- Name: tg_messages__find_conversation(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_messages__find_conversation() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_address constant text := case when NEW.direction = 'inbound' then NEW.from_address else NEW.to_address end;
  v_business_id constant uuid := app_private.business_of_address(
    NEW.organization_id, case when NEW.direction = 'inbound' then NEW.to_address else NEW.from_address end
  );
begin
  if NEW.contact_id is null then
    NEW.contact_id := coalesce(
      (select l.contact_id from app_public.leads l where l.organization_id = NEW.organization_id and l.id = NEW.lead_id),
      app_private.find_or_create_correspondent(NEW.organization_id, v_business_id, NEW.channel, v_address)
    );
    update app_public.conversations c
    set contact_id = NEW.contact_id
    where c.organization_id = NEW.organization_id and c.id = NEW.conversation_id and c.contact_id is null and NEW.contact_id is not null;
  end if;
  if NEW.conversation_id is null then
    NEW.conversation_id := app_private.find_or_create_conversation(NEW.organization_id, v_business_id, NEW.contact_id, NEW.channel, NEW.subject);
    if not exists (
      select from app_public.conversations c
      where c.organization_id = NEW.organization_id
        and c.id = NEW.conversation_id
        and app_hidden.may_on_row('conversations.create', c.business_id, array[c.assigned_to_id])
        and app_hidden.may_on_row('conversations.update', c.business_id, array[c.assigned_to_id])
    ) then
      raise exception using errcode = 'TN403', message = 'You may not begin this conversation.';
    end if;
  end if;
  NEW.business_id := (
    select c.business_id from app_public.conversations c where c.organization_id = NEW.organization_id and c.id = NEW.conversation_id
  );
  return NEW;
end
$$;

--
-- Name: FUNCTION tg_messages__find_conversation(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_messages__find_conversation() IS 'Finds a message’s contact and conversation, or creates them: an unknown sender becomes a contact, a first message begins a conversation.';

--
-- Name: tg_messages__follow_status(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_messages__follow_status() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  if TG_OP = 'INSERT' then
    NEW.status := coalesce(NEW.status, case NEW.direction when 'inbound' then 'delivered' else 'pending' end);
  elsif NEW.status not in (OLD.status, 'failed') and not (
    case OLD.status
      when 'failed' then NEW.status in ('pending', 'queued')
      else (select s.position from app_public.message_statuses s where s.value = NEW.status)
        > (select s.position from app_public.message_statuses s where s.value = OLD.status)
    end
  ) then
    raise exception using
      errcode = 'TN409',
      message = 'A message’s status does not go backwards.',
      detail = '{"field": "status"}';
  else
    NEW.read_at := coalesce(OLD.read_at, NEW.read_at);
  end if;

  if NEW.read_at is not null and NEW.status <> 'failed' then
    NEW.status := 'read';
  end if;
  if NEW.status in ('sent', 'delivered', 'read') then
    NEW.sent_at := coalesce(NEW.sent_at, now());
  end if;
  if NEW.status in ('delivered', 'read') then
    NEW.delivered_at := coalesce(NEW.delivered_at, now());
  end if;
  if NEW.status = 'read' then
    NEW.read_at := coalesce(NEW.read_at, now());
  end if;
  NEW.failed_at := case when NEW.status = 'failed' then coalesce(NEW.failed_at, now()) end;
  NEW.error_message := case when NEW.status = 'failed' then NEW.error_message end;
  return NEW;
end
$$;

--
-- Name: FUNCTION tg_messages__follow_status(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_messages__follow_status() IS 'Keeps a message’s times in step with its status, which does not go backwards.';

--
-- Name: tg_messages__join_conversation(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_messages__join_conversation() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_is_contact constant boolean := app_hidden.actor_kind() is not distinct from 'contact';
  v_conversation record;
begin
  if v_is_contact then
    NEW.direction := 'inbound';
  end if;
  select c.business_id, c.assigned_to_id, c.contact_id, c.channel into v_conversation
  from app_public.conversations c
  where c.organization_id = NEW.organization_id
    and c.id = NEW.conversation_id
    and (v_is_contact or app_hidden.may_on_row('conversations.read', c.business_id, array[c.assigned_to_id]));
  if not found then
    if NEW.conversation_id is not null or v_is_contact then
      raise exception using
        errcode = 'TN400',
        message = 'This refers to something that does not exist.',
        detail = '{"field": "conversationId"}';
    elsif NEW.channel is null then
      raise exception using
        errcode = 'TN400',
        message = 'Say in which conversation, or on which channel.',
        detail = '{"field": "channel"}';
    end if;
    return NEW;
  end if;

  if not v_is_contact and not app_hidden.may_on_row('conversations.update', v_conversation.business_id, array[v_conversation.assigned_to_id]) then
    raise exception using errcode = 'TN403', message = 'You may not write in this conversation.';
  elsif NEW.channel <> v_conversation.channel then
    raise exception using
      errcode = 'TN400',
      message = 'This conversation is held on another channel.',
      detail = '{"field": "channel"}',
      hint = 'Leave the channel out.';
  elsif NEW.contact_id <> v_conversation.contact_id then
    raise exception using
      errcode = 'TN400',
      message = 'This conversation is with another contact.',
      detail = '{"field": "contactId"}',
      hint = 'Leave the contact out.';
  end if;
  NEW.channel := v_conversation.channel;
  NEW.contact_id := coalesce(v_conversation.contact_id, NEW.contact_id);
  return NEW;
end
$$;

--
-- Name: FUNCTION tg_messages__join_conversation(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_messages__join_conversation() IS 'Checks that a message may go into its conversation, whose channel and contact it takes.';

--
-- Name: tg_messages__summarize(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_messages__summarize() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  if TG_OP = 'INSERT' then
    perform from app_public.conversations c
    where (c.organization_id, c.id) in (select n.organization_id, n.conversation_id from new_rows n)
    order by c.id for no key update;
    update app_public.conversations c
    set
      last_message_at = greatest(c.last_message_at, n.last_at),
      last_message_preview = case when c.last_message_preview is null or n.last_at >= c.last_message_at then n.preview else c.last_message_preview end,
      unread_count = c.unread_count + n.unread,
      status = case when n.is_from_contact then 'active' else c.status end
    from (
      select
        r.organization_id,
        r.conversation_id,
        max(r.created_at) as last_at,
        (array_agg(app_private.message_preview(r.subject, r.body) order by r.created_at desc, r.id desc))[1] as preview,
        count(*) filter (where r.direction = 'inbound' and r.read_at is null) as unread,
        bool_or(r.direction = 'inbound') as is_from_contact
      from new_rows r
      group by r.organization_id, r.conversation_id
    ) as n
    where c.organization_id = n.organization_id and c.id = n.conversation_id;

  elsif TG_OP = 'UPDATE' then
    perform from app_public.conversations c
    where (c.organization_id, c.id) in (
      select n.organization_id, n.conversation_id from new_rows n join old_rows o on o.id = n.id where (n.read_at is null) <> (o.read_at is null)
    )
    order by c.id for no key update;
    update app_public.conversations c
    set unread_count = c.unread_count + n.unread
    from (
      select r.organization_id, r.conversation_id, sum((r.read_at is null)::int - (o.read_at is null)::int) as unread
      from new_rows r
      join old_rows o on o.id = r.id
      where r.direction = 'inbound'
      group by r.organization_id, r.conversation_id
    ) as n
    where c.organization_id = n.organization_id and c.id = n.conversation_id and n.unread <> 0;

  else
    perform from app_public.conversations c
    where (c.organization_id, c.id) in (select o.organization_id, o.conversation_id from old_rows o)
    order by c.id for no key update;
    update app_public.conversations c
    set
      last_message_at = greatest(
        c.created_at,
        m.created_at,
        (select max(coalesce(k.started_at, k.created_at)) from app_public.calls k where k.organization_id = c.organization_id and k.conversation_id = c.id)
      ),
      last_message_preview = app_private.message_preview(m.subject, m.body),
      unread_count = c.unread_count - n.unread
    from (
      select o.organization_id, o.conversation_id, count(*) filter (where o.direction = 'inbound' and o.read_at is null) as unread
      from old_rows o
      group by o.organization_id, o.conversation_id
    ) as n
    left join lateral (
      select r.created_at, r.subject, r.body
      from app_public.messages r
      where r.organization_id = n.organization_id and r.conversation_id = n.conversation_id
      order by r.created_at desc, r.id desc
      limit 1
    ) as m on true
    where c.organization_id = n.organization_id and c.id = n.conversation_id;
  end if;
  return null;
end
$$;

--
-- Name: FUNCTION tg_messages__summarize(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_messages__summarize() IS 'Keeps what a conversation shows in the inbox: its last message, how many are unread, and that it goes on when the contact writes.';

--
-- Name: tg_messages__touch_contact(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_messages__touch_contact() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  if NEW.direction = 'outbound' and NEW.status in ('sent', 'delivered', 'read') then
    perform app_private.touch_contact(NEW.organization_id, NEW.contact_id, NEW.lead_id, NEW.sent_at);
  end if;
  return null;
end
$$;

--
-- Name: FUNCTION tg_messages__touch_contact(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_messages__touch_contact() IS 'Keeps lastContactedAt of a message’s contact and lead.';

--
-- Name: tg_notifications__mark_read(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_notifications__mark_read() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  if NEW.read_at is not null and app_hidden.actor_kind() is not null then
    NEW.read_at := coalesce(OLD.read_at, now());
  end if;
  return NEW;
end
$$;

--
-- Name: FUNCTION tg_notifications__mark_read(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_notifications__mark_read() IS 'Puts the database’s time where a request marks a notification as read, and keeps the first one.';

--
-- Name: tg_organizations__create_defaults(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_organizations__create_defaults() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
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

--
-- Name: FUNCTION tg_organizations__create_defaults(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_organizations__create_defaults() IS 'Gives a new organization its system roles and default pipeline.';

--
-- Name: tg_organizations__normalize(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_organizations__normalize() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  NEW.slug := lower(btrim(NEW.slug));
  NEW.support_email := app_hidden.normalize_email(NEW.support_email);
  return NEW;
end
$$;

--
-- Name: FUNCTION tg_organizations__normalize(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_organizations__normalize() IS 'Stores slug and support address in one form.';

--
-- Name: tg_proposal_items__require_draft(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_proposal_items__require_draft() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_row record := coalesce(NEW, OLD);
  v_status text;
begin
  select p.status into v_status
  from app_public.proposals p
  where p.organization_id = v_row.organization_id and p.id = v_row.proposal_id
  for no key update;
  if v_status <> 'draft' and exists (select from app_public.organizations o where o.id = v_row.organization_id) then
    raise exception using
      errcode = 'TN409',
      message = 'The proposal was sent already, so its items stay as they are.',
      hint = 'Write a new proposal instead.';
  end if;
  return null;
end
$$;

--
-- Name: FUNCTION tg_proposal_items__require_draft(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_proposal_items__require_draft() IS 'Lets items be written only while their proposal is a draft.';

--
-- Name: tg_proposal_items__total(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_proposal_items__total() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  update app_public.proposals p
  set subtotal_cents = t.subtotal_cents, tax_cents = t.tax_cents
  from (
    select w.organization_id, w.proposal_id, coalesce(sum(i.amount_cents), 0) as subtotal_cents, coalesce(sum(i.tax_cents), 0) as tax_cents
    from (select distinct c.organization_id, c.proposal_id from changed_rows c) w
    left join app_public.proposal_items i on i.organization_id = w.organization_id and i.proposal_id = w.proposal_id
    group by w.organization_id, w.proposal_id
  ) t
  where p.organization_id = t.organization_id
    and p.id = t.proposal_id
    and (p.subtotal_cents, p.tax_cents) is distinct from (t.subtotal_cents, t.tax_cents);
  return null;
end
$$;

--
-- Name: FUNCTION tg_proposal_items__total(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_proposal_items__total() IS 'Keeps a proposal’s totals, the sums of its items.';

--
-- Name: tg_proposals__follow_status(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_proposals__follow_status() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  if TG_OP = 'INSERT' then
    case NEW.status
      when 'sent' then NEW.sent_at := coalesce(NEW.sent_at, now());
      when 'viewed' then NEW.viewed_at := coalesce(NEW.viewed_at, now());
      when 'accepted' then NEW.accepted_at := coalesce(NEW.accepted_at, now());
      when 'rejected' then NEW.rejected_at := coalesce(NEW.rejected_at, now());
      else null;
    end case;
    return NEW;
  end if;

  if OLD.status = 'draft' and NEW.status <> 'draft' and not exists (
    select from app_public.proposal_items i where i.organization_id = NEW.organization_id and i.proposal_id = NEW.id
  ) then
    raise exception using
      errcode = 'TN409',
      message = 'A proposal without items can not be sent.',
      detail = '{"field": "status"}',
      hint = 'Add an item first.';
  end if;
  if NEW.status <> OLD.status then
    case NEW.status
      when 'sent' then NEW.sent_at := now();
      when 'viewed' then NEW.viewed_at := now();
      when 'accepted' then NEW.accepted_at := now();
      when 'rejected' then NEW.rejected_at := now();
      else null;
    end case;
  end if;
  return NEW;
end
$$;

--
-- Name: FUNCTION tg_proposals__follow_status(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_proposals__follow_status() IS 'Notes when a proposal was sent, viewed, accepted or rejected; an empty one isn’t sent.';

--
-- Name: tg_role_permissions__guard(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_role_permissions__guard() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  if TG_OP <> 'DELETE' and app_private.exceeds_own(NEW.resource, NEW.action, NEW.scope)
    or TG_OP <> 'INSERT' and app_private.exceeds_own(OLD.resource, OLD.action, OLD.scope)
  then
    raise exception using errcode = 'TN403', message = 'You can''t give a role, or take from it, a permission that you don''t have yourself.';
  end if;
  return coalesce(NEW, OLD);
end
$$;

--
-- Name: FUNCTION tg_role_permissions__guard(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_role_permissions__guard() IS 'Keeps an organization’s roles within the permissions of whoever defines them.';

--
-- Name: tg_roles__guard(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_roles__guard() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

--
-- Name: FUNCTION tg_roles__guard(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_roles__guard() IS 'Protects the system roles.';

--
-- Name: tg_staff_invitations__guard(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_staff_invitations__guard() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  if NEW.claimed_at is null then
    perform app_private.require_role_within_own(NEW.role_id);
    if TG_OP = 'UPDATE' then
      perform app_private.require_role_within_own(OLD.role_id);
    end if;
  end if;
  return NEW;
end
$$;

--
-- Name: FUNCTION tg_staff_invitations__guard(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_staff_invitations__guard() IS 'Keeps invitations within the permissions of whoever invites, prolongs or withdraws.';

--
-- Name: tg_staff_invitations__normalize(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_staff_invitations__normalize() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  NEW.email := app_hidden.normalize_email(NEW.email);
  return NEW;
end
$$;

--
-- Name: FUNCTION tg_staff_invitations__normalize(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_staff_invitations__normalize() IS 'Stores an invited person’s e-mail address in one form.';

--
-- Name: tg_tasks__complete(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_tasks__complete() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  if NEW.status <> 'done' then
    NEW.completed_at := null;
  elsif TG_OP = 'INSERT' or OLD.status <> 'done' then
    NEW.completed_at := coalesce(NEW.completed_at, now());
  end if;
  return NEW;
end
$$;

--
-- Name: FUNCTION tg_tasks__complete(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_tasks__complete() IS 'Keeps a task’s completedAt in step with its status.';

--
-- Name: tg_users__normalize(); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.tg_users__normalize() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  NEW.email := app_hidden.normalize_email(NEW.email);
  NEW.phone := app_hidden.normalize_phone(NEW.phone, app_hidden.country_of(NEW.locale));
  return NEW;
end
$$;

--
-- Name: FUNCTION tg_users__normalize(); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.tg_users__normalize() IS 'Stores a user’s e-mail address and phone number in one form.';

--
-- Name: touch_contact(uuid, uuid, uuid, timestamp with time zone); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.touch_contact(organization_id uuid, contact_id uuid, lead_id uuid, contacted_at timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  if touch_contact.contacted_at > now() then
    return;
  end if;
  update app_public.contacts c
  set last_contacted_at = touch_contact.contacted_at
  where c.organization_id = touch_contact.organization_id
    and c.id = touch_contact.contact_id
    and (c.last_contacted_at is null or c.last_contacted_at < touch_contact.contacted_at);
  update app_public.leads l
  set last_contacted_at = touch_contact.contacted_at
  where l.organization_id = touch_contact.organization_id
    and l.id = touch_contact.lead_id
    and (l.last_contacted_at is null or l.last_contacted_at < touch_contact.contacted_at);
end
$$;

--
-- Name: FUNCTION touch_contact(organization_id uuid, contact_id uuid, lead_id uuid, contacted_at timestamp with time zone); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.touch_contact(organization_id uuid, contact_id uuid, lead_id uuid, contacted_at timestamp with time zone) IS 'Notes that a contact and a lead were reached, unless they were later.';

--
-- Name: user_id_of(uuid); Type: FUNCTION; Schema: app_private; Owner: -
--

CREATE FUNCTION app_private.user_id_of(uid uuid) RETURNS uuid
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select coalesce(
    case when nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub' = user_id_of.uid::text then app_hidden.user_id() end,
    (select u.id from app_public.users u where u.id = user_id_of.uid),
    (
      select (array_agg(distinct i.user_id))[1]
      from app_private.user_identities i
      where i.subject = user_id_of.uid::text
      having count(distinct i.user_id) = 1
    )
  )
$$;

--
-- Name: FUNCTION user_id_of(uid uuid); Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON FUNCTION app_private.user_id_of(uid uuid) IS 'The user with this id, or with an identity whose subject it is; null when there is none or it is ambiguous.';

--
-- Name: can_access_business(uuid, uuid); Type: FUNCTION; Schema: app_public; Owner: -
--

CREATE FUNCTION app_public.can_access_business(user_id uuid, business_id uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
  select exists (
    select
    from app_private.memberships_to_tell(can_access_business.user_id) m
    join app_public.businesses b on b.organization_id = m.organization_id and b.id = can_access_business.business_id
    where app_private.business_role_id(m, b.id) is not null
  )
$$;

--
-- Name: FUNCTION can_access_business(user_id uuid, business_id uuid); Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON FUNCTION app_public.can_access_business(user_id uuid, business_id uuid) IS '@behavior -*
Whether a user works in a business, for SQL users: a member of its organization who is limited to no businesses, or to that one among others. Of others it tells what concerns the active organization, to those who may see its members.';

--
-- Name: organizations; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.organizations (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    name text NOT NULL,
    slug text NOT NULL,
    external_id text,
    support_email text,
    timezone text DEFAULT 'UTC'::text NOT NULL,
    locale text DEFAULT 'en-US'::text NOT NULL,
    currency character(3) DEFAULT 'USD'::bpchar NOT NULL,
    settings jsonb DEFAULT '{}'::jsonb NOT NULL,
    subscription_status text DEFAULT 'trial'::text NOT NULL,
    subscription_tier text DEFAULT 'starter'::text NOT NULL,
    trial_ends_at timestamp with time zone DEFAULT (now() + '14 days'::interval),
    plan_limits jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT currency_must_be_a_code CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT external_id_must_be_plain CHECK ((external_id ~ '^[A-Za-z0-9_-]{1,63}$'::text)),
    CONSTRAINT locale_must_be_a_language_tag CHECK ((locale ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$'::text)),
    CONSTRAINT name_must_not_be_blank CHECK (((name ~ '\S'::text) AND (length(name) <= 200))),
    CONSTRAINT plan_limits_must_be_an_object CHECK ((jsonb_typeof(plan_limits) = 'object'::text)),
    CONSTRAINT settings_must_be_an_object CHECK ((jsonb_typeof(settings) = 'object'::text)),
    CONSTRAINT slug_must_be_readable CHECK (((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND ((length(slug) >= 2) AND (length(slug) <= 63)) AND (slug !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'::text))),
    CONSTRAINT support_email_must_be_an_address CHECK (((support_email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'::text) AND (length(support_email) <= 254))),
    CONSTRAINT timezone_must_exist CHECK (app_hidden.is_time_zone(timezone))
);

--
-- Name: TABLE organizations; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.organizations IS 'A tenant: a company that works with its own customers here. Everything else belongs to exactly one organization.';

--
-- Name: COLUMN organizations.name; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.organizations.name IS 'The organization’s name as people read it.';

--
-- Name: COLUMN organizations.slug; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.organizations.slug IS 'The organization’s short name in addresses and in the X-Organization-Id header; unique among all organizations.';

--
-- Name: COLUMN organizations.external_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.organizations.external_id IS 'The organization’s id at the identity provider, such as a Clerk org_….';

--
-- Name: COLUMN organizations.support_email; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.organizations.support_email IS 'The address that customers write to.';

--
-- Name: COLUMN organizations.timezone; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.organizations.timezone IS 'The time zone in which the organization’s days begin and end, such as Europe/London.';

--
-- Name: COLUMN organizations.locale; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.organizations.locale IS 'Language and region, such as en-GB. Phone numbers written without a country are read as the region’s.';

--
-- Name: COLUMN organizations.currency; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.organizations.currency IS 'The currency of new amounts (ISO 4217), such as EUR.';

--
-- Name: COLUMN organizations.settings; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.organizations.settings IS 'Free settings of the organization, an object.';

--
-- Name: COLUMN organizations.subscription_status; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.organizations.subscription_status IS 'Where the subscription stands.';

--
-- Name: COLUMN organizations.subscription_tier; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.organizations.subscription_tier IS 'What the organization has subscribed to.';

--
-- Name: COLUMN organizations.trial_ends_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.organizations.trial_ends_at IS 'When the trial ends.';

--
-- Name: COLUMN organizations.plan_limits; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.organizations.plan_limits IS 'What the subscription allows, by name, an object.';

--
-- Name: choose_default_organization(uuid); Type: FUNCTION; Schema: app_public; Owner: -
--

CREATE FUNCTION app_public.choose_default_organization(organization_id uuid) RETURNS app_public.organizations
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
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

--
-- Name: FUNCTION choose_default_organization(organization_id uuid); Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON FUNCTION app_public.choose_default_organization(organization_id uuid) IS 'Chooses the organization that is active for the signed-in person when a request names none. Needs no active organization.';

--
-- Name: companies; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.companies (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    business_id uuid DEFAULT app_hidden.default_business_id(),
    name text NOT NULL,
    domain text,
    business_type text,
    phone text,
    email text,
    website text,
    online_presence jsonb DEFAULT '{}'::jsonb NOT NULL,
    address text,
    owner_id uuid DEFAULT app_hidden.membership_id(),
    tags text[] DEFAULT '{}'::text[] NOT NULL,
    custom_fields jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT custom_fields_must_be_an_object CHECK ((jsonb_typeof(custom_fields) = 'object'::text)),
    CONSTRAINT email_must_be_an_address CHECK (((email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'::text) AND (length(email) <= 254))),
    CONSTRAINT name_must_not_be_blank CHECK (((name ~ '\S'::text) AND (length(name) <= 200))),
    CONSTRAINT online_presence_must_be_an_object CHECK ((jsonb_typeof(online_presence) = 'object'::text)),
    CONSTRAINT tags_must_be_a_plain_list CHECK (((COALESCE(array_ndims(tags), 1) = 1) AND (array_position(tags, NULL::text) IS NULL)))
);

--
-- Name: TABLE companies; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.companies IS 'A company that the organization deals with.';

--
-- Name: COLUMN companies.business_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.companies.business_id IS 'The business that the company belongs to; of the whole organization when empty.';

--
-- Name: COLUMN companies.name; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.companies.name IS 'The company’s name.';

--
-- Name: COLUMN companies.domain; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.companies.domain IS 'The company’s internet domain, such as example.com.';

--
-- Name: COLUMN companies.business_type; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.companies.business_type IS 'The line of business, such as plumbing.';

--
-- Name: COLUMN companies.phone; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.companies.phone IS 'Phone number in E.164 form, such as +442079460000. Other ways of writing are converted.';

--
-- Name: COLUMN companies.email; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.companies.email IS 'E-mail address, kept in lower case.';

--
-- Name: COLUMN companies.website; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.companies.website IS 'Web address.';

--
-- Name: COLUMN companies.online_presence; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.companies.online_presence IS 'Profiles elsewhere by name, an object.';

--
-- Name: COLUMN companies.address; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.companies.address IS 'Postal address.';

--
-- Name: COLUMN companies.owner_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.companies.owner_id IS 'The member who looks after the company; whoever adds it unless another is named.';

--
-- Name: COLUMN companies.tags; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.companies.tags IS 'Free labels.';

--
-- Name: COLUMN companies.custom_fields; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.companies.custom_fields IS 'Values of the organization’s own fields, an object.';

--
-- Name: COLUMN companies.deleted_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.companies.deleted_at IS 'When the company was archived; empty while it is in use.';

--
-- Name: companies_custom_field_values(app_public.companies); Type: FUNCTION; Schema: app_public; Owner: -
--

CREATE FUNCTION app_public.companies_custom_field_values(company app_public.companies) RETURNS SETOF app_public.custom_field_value
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select v.* from app_hidden.custom_field_values('company', company.custom_fields) v
$$;

--
-- Name: FUNCTION companies_custom_field_values(company app_public.companies); Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON FUNCTION app_public.companies_custom_field_values(company app_public.companies) IS 'The company’s values of the organization’s own fields, in the order of the fields.';

--
-- Name: contacts; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.contacts (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    business_id uuid DEFAULT app_hidden.default_business_id(),
    first_name text,
    last_name text,
    name text GENERATED ALWAYS AS (app_hidden.full_name(first_name, last_name)) STORED NOT NULL,
    email text,
    phone text,
    company_id uuid,
    owner_id uuid DEFAULT app_hidden.membership_id(),
    lifecycle_stage text DEFAULT 'lead'::text NOT NULL,
    source text DEFAULT 'manual'::text NOT NULL,
    date_of_birth date,
    gender text,
    emergency_contact_name text,
    emergency_contact_phone text,
    membership_status text DEFAULT 'none'::text NOT NULL,
    membership_starts_on date,
    membership_ends_on date,
    is_active boolean DEFAULT true NOT NULL,
    email_verified boolean DEFAULT false NOT NULL,
    tags text[] DEFAULT '{}'::text[] NOT NULL,
    notes text,
    custom_fields jsonb DEFAULT '{}'::jsonb NOT NULL,
    last_contacted_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT custom_fields_must_be_an_object CHECK ((jsonb_typeof(custom_fields) = 'object'::text)),
    CONSTRAINT date_of_birth_must_be_possible CHECK (((date_of_birth >= '1850-01-01'::date) AND (date_of_birth <= '2200-01-01'::date))),
    CONSTRAINT email_must_be_an_address CHECK (((email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'::text) AND (length(email) <= 254))),
    CONSTRAINT first_name_must_not_be_blank CHECK (((first_name ~ '\S'::text) AND (length(first_name) <= 200))),
    CONSTRAINT last_name_must_not_be_blank CHECK (((last_name ~ '\S'::text) AND (length(last_name) <= 200))),
    CONSTRAINT membership_ends_on_must_be_in_our_era CHECK (((membership_ends_on >= '0001-01-02'::date) AND (membership_ends_on <= '9999-12-30'::date))),
    CONSTRAINT membership_must_end_after_it_starts CHECK ((membership_ends_on >= membership_starts_on)),
    CONSTRAINT membership_starts_on_must_be_in_our_era CHECK (((membership_starts_on >= '0001-01-02'::date) AND (membership_starts_on <= '9999-12-30'::date))),
    CONSTRAINT tags_must_be_a_plain_list CHECK (((COALESCE(array_ndims(tags), 1) = 1) AND (array_position(tags, NULL::text) IS NULL)))
);

--
-- Name: TABLE contacts; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.contacts IS 'A person whom the organization serves or hopes to serve.';

--
-- Name: COLUMN contacts.business_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contacts.business_id IS 'The business that the contact belongs to; of the whole organization when empty.';

--
-- Name: COLUMN contacts.first_name; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contacts.first_name IS 'Given name.';

--
-- Name: COLUMN contacts.last_name; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contacts.last_name IS 'Family name.';

--
-- Name: COLUMN contacts.name; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contacts.name IS 'First and last name, whichever is known, else ''Unknown''.';

--
-- Name: COLUMN contacts.email; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contacts.email IS 'E-mail address, kept in lower case; unique within the organization.';

--
-- Name: COLUMN contacts.phone; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contacts.phone IS 'Phone number in E.164 form, such as +442079460000. Other ways of writing are converted.';

--
-- Name: COLUMN contacts.company_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contacts.company_id IS 'The company that the contact works for.';

--
-- Name: COLUMN contacts.owner_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contacts.owner_id IS 'The member who looks after the contact; whoever adds it unless another is named.';

--
-- Name: COLUMN contacts.lifecycle_stage; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contacts.lifecycle_stage IS 'How far the contact has come with the organization.';

--
-- Name: COLUMN contacts.source; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contacts.source IS 'Where the contact came from, such as website.';

--
-- Name: COLUMN contacts.date_of_birth; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contacts.date_of_birth IS 'Date of birth.';

--
-- Name: COLUMN contacts.gender; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contacts.gender IS 'Gender, in the contact’s own words.';

--
-- Name: COLUMN contacts.emergency_contact_name; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contacts.emergency_contact_name IS 'Whom to call in an emergency.';

--
-- Name: COLUMN contacts.emergency_contact_phone; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contacts.emergency_contact_phone IS 'The emergency contact’s phone number in E.164 form.';

--
-- Name: COLUMN contacts.membership_status; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contacts.membership_status IS 'Where the contact’s membership stands.';

--
-- Name: COLUMN contacts.membership_starts_on; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contacts.membership_starts_on IS 'First day of the contact’s membership.';

--
-- Name: COLUMN contacts.membership_ends_on; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contacts.membership_ends_on IS 'Last day of the contact’s membership.';

--
-- Name: COLUMN contacts.is_active; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contacts.is_active IS 'Whether the contact is served at the moment.';

--
-- Name: COLUMN contacts.email_verified; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contacts.email_verified IS 'Whether the e-mail address is known to be the contact’s.';

--
-- Name: COLUMN contacts.tags; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contacts.tags IS 'Free labels.';

--
-- Name: COLUMN contacts.notes; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contacts.notes IS 'What members should know about the contact. Contacts don’t see it.';

--
-- Name: COLUMN contacts.custom_fields; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contacts.custom_fields IS 'Values of the organization’s own fields, an object.';

--
-- Name: COLUMN contacts.last_contacted_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contacts.last_contacted_at IS 'When the contact was last reached, kept from activities.';

--
-- Name: COLUMN contacts.deleted_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contacts.deleted_at IS 'When the contact was archived; empty while it is in use.';

--
-- Name: contacts_custom_field_values(app_public.contacts); Type: FUNCTION; Schema: app_public; Owner: -
--

CREATE FUNCTION app_public.contacts_custom_field_values(contact app_public.contacts) RETURNS SETOF app_public.custom_field_value
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select v.* from app_hidden.custom_field_values('contact', contact.custom_fields) v
$$;

--
-- Name: FUNCTION contacts_custom_field_values(contact app_public.contacts); Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON FUNCTION app_public.contacts_custom_field_values(contact app_public.contacts) IS 'The contact’s values of the organization’s own fields, in the order of the fields.';

--
-- Name: current_membership(); Type: FUNCTION; Schema: app_public; Owner: -
--

CREATE FUNCTION app_public.current_membership() RETURNS app_public.memberships
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select m.* from app_public.memberships m
  where m.organization_id = app_hidden.organization_id() and m.id = app_hidden.membership_id()
$$;

--
-- Name: FUNCTION current_membership(); Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON FUNCTION app_public.current_membership() IS 'The signed-in person’s membership in the active organization.';

--
-- Name: current_organization(); Type: FUNCTION; Schema: app_public; Owner: -
--

CREATE FUNCTION app_public.current_organization() RETURNS app_public.organizations
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select o.* from app_public.organizations o where o.id = app_hidden.organization_id()
$$;

--
-- Name: FUNCTION current_organization(); Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON FUNCTION app_public.current_organization() IS 'The active organization: the one named in the X-Organization-Id header or the token, else the only one, else the default one.';

--
-- Name: deals; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.deals (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    business_id uuid DEFAULT app_hidden.default_business_id(),
    title text NOT NULL,
    pipeline_id uuid NOT NULL,
    stage_id uuid NOT NULL,
    contact_id uuid,
    company_id uuid,
    owner_id uuid DEFAULT app_hidden.membership_id(),
    value_cents bigint DEFAULT 0 NOT NULL,
    currency character(3) NOT NULL,
    probability integer NOT NULL,
    weighted_value_cents bigint GENERATED ALWAYS AS (((value_cents * probability) / 100)) STORED NOT NULL,
    expected_close_on date,
    stage_changed_at timestamp with time zone DEFAULT now() NOT NULL,
    closed_at timestamp with time zone,
    lost_reason text,
    tags text[] DEFAULT '{}'::text[] NOT NULL,
    custom_fields jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    lead_id uuid,
    CONSTRAINT currency_must_be_a_code CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT custom_fields_must_be_an_object CHECK ((jsonb_typeof(custom_fields) = 'object'::text)),
    CONSTRAINT expected_close_on_must_be_in_our_era CHECK (((expected_close_on >= '0001-01-02'::date) AND (expected_close_on <= '9999-12-30'::date))),
    CONSTRAINT probability_must_be_a_percentage CHECK (((probability >= 0) AND (probability <= 100))),
    CONSTRAINT tags_must_be_a_plain_list CHECK (((COALESCE(array_ndims(tags), 1) = 1) AND (array_position(tags, NULL::text) IS NULL))),
    CONSTRAINT title_must_not_be_blank CHECK (((title ~ '\S'::text) AND (length(title) <= 300))),
    CONSTRAINT value_must_not_be_negative CHECK (((value_cents >= 0) AND (value_cents <= '1000000000000000'::bigint)))
);

--
-- Name: TABLE deals; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.deals IS 'A sale that may come about, on its way through a pipeline.';

--
-- Name: COLUMN deals.business_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.deals.business_id IS 'The business that the deal belongs to; of the whole organization when empty.';

--
-- Name: COLUMN deals.title; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.deals.title IS 'What the deal is about.';

--
-- Name: COLUMN deals.pipeline_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.deals.pipeline_id IS '@hasDefault
The pipeline; the stage’s, or the default one.';

--
-- Name: COLUMN deals.stage_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.deals.stage_id IS '@hasDefault
Where the deal stands; the pipeline’s first stage unless another is named. Moving a deal is changing its stage.';

--
-- Name: COLUMN deals.contact_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.deals.contact_id IS 'The contact who may buy.';

--
-- Name: COLUMN deals.company_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.deals.company_id IS 'The company that may buy.';

--
-- Name: COLUMN deals.owner_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.deals.owner_id IS 'The member who works on the deal; whoever adds it unless another is named.';

--
-- Name: COLUMN deals.value_cents; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.deals.value_cents IS 'What the deal is worth, in hundredths of the currency’s unit.';

--
-- Name: COLUMN deals.currency; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.deals.currency IS '@hasDefault
The currency (ISO 4217); the organization’s unless another is named.';

--
-- Name: COLUMN deals.probability; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.deals.probability IS '@hasDefault
How likely the deal is to be won, in per cent; the stage’s unless another is given.';

--
-- Name: COLUMN deals.weighted_value_cents; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.deals.weighted_value_cents IS 'The value times the probability.';

--
-- Name: COLUMN deals.expected_close_on; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.deals.expected_close_on IS 'The day on which the deal is expected to be decided.';

--
-- Name: COLUMN deals.stage_changed_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.deals.stage_changed_at IS 'When the deal came to its stage.';

--
-- Name: COLUMN deals.closed_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.deals.closed_at IS 'When the deal was won or lost; empty while it is open.';

--
-- Name: COLUMN deals.lost_reason; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.deals.lost_reason IS 'Why the deal was lost.';

--
-- Name: COLUMN deals.tags; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.deals.tags IS 'Free labels.';

--
-- Name: COLUMN deals.custom_fields; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.deals.custom_fields IS 'Values of the organization’s own fields, an object.';

--
-- Name: COLUMN deals.deleted_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.deals.deleted_at IS 'When the deal was archived; empty while it is in use.';

--
-- Name: COLUMN deals.lead_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.deals.lead_id IS 'The lead that the deal came from.';

--
-- Name: deals_custom_field_values(app_public.deals); Type: FUNCTION; Schema: app_public; Owner: -
--

CREATE FUNCTION app_public.deals_custom_field_values(deal app_public.deals) RETURNS SETOF app_public.custom_field_value
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select v.* from app_hidden.custom_field_values('deal', deal.custom_fields) v
$$;

--
-- Name: FUNCTION deals_custom_field_values(deal app_public.deals); Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON FUNCTION app_public.deals_custom_field_values(deal app_public.deals) IS 'The deal’s values of the organization’s own fields, in the order of the fields.';

--
-- Name: get_user_organization_id(uuid); Type: FUNCTION; Schema: app_public; Owner: -
--

CREATE FUNCTION app_public.get_user_organization_id(user_id uuid) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
  with told as (
    select m.id, m.organization_id, m.user_id from app_private.memberships_to_tell(get_user_organization_id.user_id) m
  )
  select coalesce(
    (select t.organization_id from told t where t.user_id = app_hidden.user_id() and t.organization_id = app_hidden.setting_uuid('app.organization_id')),
    (select t.organization_id from told t where (select count(*) from told) = 1),
    (select t.organization_id from told t join app_private.default_memberships d on d.membership_id = t.id)
  )
$$;

--
-- Name: FUNCTION get_user_organization_id(user_id uuid); Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON FUNCTION app_public.get_user_organization_id(user_id uuid) IS '@behavior -*
The organization that a user works in, for SQL users: one’s own active one, else the only one, else the default one; null when there are several. Of others it tells no other than the active organization, to those who may see its members.';

--
-- Name: has_business_role(uuid, uuid, text); Type: FUNCTION; Schema: app_public; Owner: -
--

CREATE FUNCTION app_public.has_business_role(user_id uuid, business_id uuid, role text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
  select exists (
    select
    from app_private.memberships_to_tell(has_business_role.user_id) m
    join app_public.businesses b on b.organization_id = m.organization_id and b.id = has_business_role.business_id
    join app_public.roles r on r.organization_id = m.organization_id and r.id = app_private.business_role_id(m, b.id)
    where r.system_role = case
      when lower(has_business_role.role) in ('agent', 'member') then 'staff'
      else lower(has_business_role.role)
    end
  )
$$;

--
-- Name: FUNCTION has_business_role(user_id uuid, business_id uuid, role text); Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON FUNCTION app_public.has_business_role(user_id uuid, business_id uuid, role text) IS '@behavior -*
Whether a user has exactly this role in a business, for SQL users: owner, admin, manager, staff (or agent, or member), rep or viewer. Without a role of their own there, members have the one in the organization. Of others it tells what concerns the active organization, to those who may see its members.';

--
-- Name: is_business_admin(uuid, uuid); Type: FUNCTION; Schema: app_public; Owner: -
--

CREATE FUNCTION app_public.is_business_admin(user_id uuid, business_id uuid) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select app_public.has_business_role(is_business_admin.user_id, is_business_admin.business_id, 'owner')
    or app_public.has_business_role(is_business_admin.user_id, is_business_admin.business_id, 'admin')
$$;

--
-- Name: FUNCTION is_business_admin(user_id uuid, business_id uuid); Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON FUNCTION app_public.is_business_admin(user_id uuid, business_id uuid) IS '@behavior -*
Whether a user is owner or admin in a business, for SQL users. Of others it tells what concerns the active organization, to those who may see its members.';

--
-- Name: leads; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.leads (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    business_id uuid DEFAULT app_hidden.default_business_id(),
    first_name text,
    last_name text,
    name text GENERATED ALWAYS AS (app_hidden.full_name(first_name, last_name)) STORED NOT NULL,
    email text,
    phone text,
    company_id uuid,
    contact_id uuid,
    source text DEFAULT 'manual'::text NOT NULL,
    source_details jsonb DEFAULT '{}'::jsonb NOT NULL,
    utm_source text,
    utm_medium text,
    utm_campaign text,
    status text DEFAULT 'new'::text NOT NULL,
    lead_score integer DEFAULT 0 NOT NULL,
    ai_score double precision,
    assigned_to_id uuid DEFAULT app_hidden.membership_id(),
    tags text[] DEFAULT '{}'::text[] NOT NULL,
    notes text,
    custom_fields jsonb DEFAULT '{}'::jsonb NOT NULL,
    last_contacted_at timestamp with time zone,
    converted_at timestamp with time zone,
    lost_reason text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT ai_score_must_be_from_0_to_1 CHECK (((ai_score >= (0)::double precision) AND (ai_score <= (1)::double precision))),
    CONSTRAINT custom_fields_must_be_an_object CHECK ((jsonb_typeof(custom_fields) = 'object'::text)),
    CONSTRAINT email_must_be_an_address CHECK (((email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'::text) AND (length(email) <= 254))),
    CONSTRAINT first_name_must_not_be_blank CHECK (((first_name ~ '\S'::text) AND (length(first_name) <= 200))),
    CONSTRAINT last_name_must_not_be_blank CHECK (((last_name ~ '\S'::text) AND (length(last_name) <= 200))),
    CONSTRAINT lead_score_must_be_from_0_to_100 CHECK (((lead_score >= 0) AND (lead_score <= 100))),
    CONSTRAINT source_details_must_be_an_object CHECK ((jsonb_typeof(source_details) = 'object'::text)),
    CONSTRAINT tags_must_be_a_plain_list CHECK (((COALESCE(array_ndims(tags), 1) = 1) AND (array_position(tags, NULL::text) IS NULL)))
);

--
-- Name: TABLE leads; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.leads IS 'Somebody who might become a contact of the organization.';

--
-- Name: COLUMN leads.business_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.leads.business_id IS 'The business that the lead belongs to; of the whole organization when empty.';

--
-- Name: COLUMN leads.first_name; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.leads.first_name IS 'Given name.';

--
-- Name: COLUMN leads.last_name; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.leads.last_name IS 'Family name.';

--
-- Name: COLUMN leads.name; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.leads.name IS 'First and last name, whichever is known, else ''Unknown''.';

--
-- Name: COLUMN leads.email; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.leads.email IS 'E-mail address, kept in lower case. Several leads may have the same.';

--
-- Name: COLUMN leads.phone; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.leads.phone IS 'Phone number in E.164 form, such as +442079460000. Other ways of writing are converted.';

--
-- Name: COLUMN leads.company_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.leads.company_id IS 'The company that the lead works for.';

--
-- Name: COLUMN leads.contact_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.leads.contact_id IS 'The contact that the lead is, or has become. A converted lead has one.';

--
-- Name: COLUMN leads.source; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.leads.source IS 'Where the lead came from, such as website.';

--
-- Name: COLUMN leads.source_details; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.leads.source_details IS 'More about where the lead came from, such as the page, an object.';

--
-- Name: COLUMN leads.utm_source; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.leads.utm_source IS 'Who sent the lead to the website, such as a search engine.';

--
-- Name: COLUMN leads.utm_medium; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.leads.utm_medium IS 'How the lead was sent there, such as an advertisement.';

--
-- Name: COLUMN leads.utm_campaign; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.leads.utm_campaign IS 'The campaign that sent the lead there.';

--
-- Name: COLUMN leads.status; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.leads.status IS 'How far the organization has come with the lead.';

--
-- Name: COLUMN leads.lead_score; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.leads.lead_score IS 'How promising the lead is, from 0 to 100.';

--
-- Name: COLUMN leads.ai_score; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.leads.ai_score IS 'How likely a model takes the lead to buy, from 0 to 1.';

--
-- Name: COLUMN leads.assigned_to_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.leads.assigned_to_id IS 'The member who looks after the lead; whoever adds it unless another is named.';

--
-- Name: COLUMN leads.tags; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.leads.tags IS 'Free labels.';

--
-- Name: COLUMN leads.notes; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.leads.notes IS 'What members should know about the lead.';

--
-- Name: COLUMN leads.custom_fields; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.leads.custom_fields IS 'Values of the organization’s own fields, an object.';

--
-- Name: COLUMN leads.last_contacted_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.leads.last_contacted_at IS 'When the lead was last reached, kept from activities.';

--
-- Name: COLUMN leads.converted_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.leads.converted_at IS 'When the lead became a contact; empty unless it has.';

--
-- Name: COLUMN leads.lost_reason; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.leads.lost_reason IS 'Why nothing came of the lead; forgotten when it isn’t lost.';

--
-- Name: COLUMN leads.deleted_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.leads.deleted_at IS 'When the lead was archived; empty while it is in use.';

--
-- Name: leads_custom_field_values(app_public.leads); Type: FUNCTION; Schema: app_public; Owner: -
--

CREATE FUNCTION app_public.leads_custom_field_values(lead app_public.leads) RETURNS SETOF app_public.custom_field_value
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select v.* from app_hidden.custom_field_values('lead', lead.custom_fields) v
$$;

--
-- Name: FUNCTION leads_custom_field_values(lead app_public.leads); Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON FUNCTION app_public.leads_custom_field_values(lead app_public.leads) IS 'The lead’s values of the organization’s own fields, in the order of the fields.';

--
-- Name: conversations; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.conversations (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    business_id uuid DEFAULT app_hidden.default_business_id(),
    contact_id uuid,
    channel text NOT NULL,
    subject text,
    status text DEFAULT 'active'::text NOT NULL,
    assigned_to_id uuid DEFAULT app_hidden.membership_id(),
    last_message_at timestamp with time zone DEFAULT now() NOT NULL,
    last_message_preview text,
    unread_count integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT subject_must_be_short CHECK ((length(subject) <= 1000))
);

--
-- Name: TABLE conversations; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.conversations IS 'What is said with one contact on one channel about one matter.';

--
-- Name: COLUMN conversations.business_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.conversations.business_id IS 'The business that the conversation belongs to; of the whole organization when empty.';

--
-- Name: COLUMN conversations.contact_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.conversations.contact_id IS 'The contact; empty while nobody knows who writes, such as in a website’s chat.';

--
-- Name: COLUMN conversations.channel; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.conversations.channel IS 'The channel that it is held on.';

--
-- Name: COLUMN conversations.subject; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.conversations.subject IS 'What it is about.';

--
-- Name: COLUMN conversations.status; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.conversations.status IS 'Where it stands. A message of the contact makes it active.';

--
-- Name: COLUMN conversations.assigned_to_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.conversations.assigned_to_id IS 'The member who answers. Whoever begins it, unless another is named; a contact who begins it gets the one who looks after the contact.';

--
-- Name: COLUMN conversations.last_message_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.conversations.last_message_at IS 'When something was last said, be it a message or a call; when it began while nothing was.';

--
-- Name: COLUMN conversations.last_message_preview; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.conversations.last_message_preview IS 'The beginning of the last message.';

--
-- Name: COLUMN conversations.unread_count; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.conversations.unread_count IS 'How many messages of the contact nobody has read.';

--
-- Name: mark_conversation_read(uuid); Type: FUNCTION; Schema: app_public; Owner: -
--

CREATE FUNCTION app_public.mark_conversation_read(conversation_id uuid) RETURNS app_public.conversations
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  v_conversation app_public.conversations;
begin
  select c.* into v_conversation
  from app_public.conversations c
  where c.organization_id = app_hidden.organization_id() and c.id = mark_conversation_read.conversation_id;
  if not found or not app_hidden.may_on_row('conversations.update', v_conversation.business_id, array[v_conversation.assigned_to_id]) then
    raise exception using errcode = 'TN403', message = 'You may not mark this conversation as read.';
  end if;
  update app_public.messages m
  set read_at = now()
  where m.organization_id = app_hidden.organization_id()
    and m.conversation_id = mark_conversation_read.conversation_id
    and m.direction = 'inbound'
    and m.read_at is null;
  select c.* into v_conversation
  from app_public.conversations c
  where c.organization_id = app_hidden.organization_id() and c.id = mark_conversation_read.conversation_id;
  return v_conversation;
end
$$;

--
-- Name: FUNCTION mark_conversation_read(conversation_id uuid); Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON FUNCTION app_public.mark_conversation_read(conversation_id uuid) IS 'Marks everything that the contact wrote in a conversation as read.';

--
-- Name: users; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.users (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    email text NOT NULL,
    full_name text,
    avatar_url text,
    phone text,
    locale text DEFAULT 'en-US'::text NOT NULL,
    timezone text DEFAULT 'UTC'::text NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    last_login_at timestamp with time zone,
    login_count integer DEFAULT 0 NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT avatar_url_must_be_an_address CHECK (((avatar_url ~ '^https?://'::text) AND (length(avatar_url) <= 2000))),
    CONSTRAINT email_must_be_an_address CHECK (((email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'::text) AND (length(email) <= 254))),
    CONSTRAINT full_name_must_not_be_blank CHECK (((full_name ~ '\S'::text) AND (length(full_name) <= 200))),
    CONSTRAINT locale_must_be_a_language_tag CHECK ((locale ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$'::text)),
    CONSTRAINT metadata_must_be_an_object CHECK ((jsonb_typeof(metadata) = 'object'::text)),
    CONSTRAINT timezone_must_exist CHECK (app_hidden.is_time_zone(timezone))
);

--
-- Name: TABLE users; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.users IS '@behavior -query:resource:list -query:resource:connection
A person who signs in, across organizations. What somebody is in an organization is their membership.';

--
-- Name: COLUMN users.email; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.users.email IS 'E-mail address, kept in lower case; unique.';

--
-- Name: COLUMN users.full_name; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.users.full_name IS 'The person’s name as others read it.';

--
-- Name: COLUMN users.avatar_url; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.users.avatar_url IS 'Address of a picture.';

--
-- Name: COLUMN users.phone; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.users.phone IS 'Phone number in E.164 form, such as +442079460000. Other ways of writing are converted.';

--
-- Name: COLUMN users.locale; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.users.locale IS 'Language and region, such as en-GB.';

--
-- Name: COLUMN users.timezone; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.users.timezone IS 'The person’s time zone, such as Europe/London.';

--
-- Name: COLUMN users.is_active; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.users.is_active IS 'Whether the person can sign in at all.';

--
-- Name: COLUMN users.last_login_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.users.last_login_at IS 'When the person last signed in.';

--
-- Name: COLUMN users.login_count; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.users.login_count IS 'How often the person has signed in.';

--
-- Name: COLUMN users.metadata; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.users.metadata IS 'Free data of the person’s applications, an object. Colleagues can read it.';

--
-- Name: me(); Type: FUNCTION; Schema: app_public; Owner: -
--

CREATE FUNCTION app_public.me() RETURNS app_public.users
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
  select u.* from app_public.users u where u.id = app_hidden.user_id()
$$;

--
-- Name: FUNCTION me(); Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON FUNCTION app_public.me() IS 'The person who is signed in; null without a token.';

--
-- Name: my_custom_field_values(); Type: FUNCTION; Schema: app_public; Owner: -
--

CREATE FUNCTION app_public.my_custom_field_values() RETURNS SETOF app_public.custom_field_value
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
  select d.field_name, d.label, d.field_type, v.value, d.position
  from app_public.contacts c
  join app_public.custom_field_definitions d on d.organization_id = c.organization_id and d.entity = 'contact' and not d.is_internal
  cross join lateral (select c.custom_fields -> d.field_name as value) v
  where c.organization_id = (select app_hidden.organization_id())
    and c.id = (select app_hidden.contact_id())
    and v.value <> 'null'
  order by d.position, d.id
$$;

--
-- Name: FUNCTION my_custom_field_values(); Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON FUNCTION app_public.my_custom_field_values() IS 'In the client portal, one’s own values of the organization’s fields, but for those internal to staff.';

--
-- Name: my_organizations(); Type: FUNCTION; Schema: app_public; Owner: -
--

CREATE FUNCTION app_public.my_organizations() RETURNS SETOF app_public.organizations
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select o.* from app_public.organizations o
  where o.id = any ((select app_hidden.organization_ids())::uuid[])
  order by o.name, o.id
$$;

--
-- Name: FUNCTION my_organizations(); Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON FUNCTION app_public.my_organizations() IS 'The organizations of which the signed-in person is a member, by name. Needs no active organization.';

--
-- Name: my_permissions(); Type: FUNCTION; Schema: app_public; Owner: -
--

CREATE FUNCTION app_public.my_permissions() RETURNS SETOF app_public.granted_permission
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
  select g.resource, g.action, g.scope, p.description
  from app_public.memberships m
  join app_private.role_grants g on g.role_id = m.role_id
  join app_public.permissions p on p.resource = g.resource and p.action = g.action
  where m.id = app_hidden.membership_id() and m.organization_id = app_hidden.organization_id()
  order by g.resource, g.action
$$;

--
-- Name: FUNCTION my_permissions(); Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON FUNCTION app_public.my_permissions() IS 'What the signed-in person may do in the active organization: use it to show and hide what your interface offers.';

--
-- Name: org_ids_for_user(uuid); Type: FUNCTION; Schema: app_public; Owner: -
--

CREATE FUNCTION app_public.org_ids_for_user(uid uuid) RETURNS uuid[]
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
  select coalesce(array_agg(m.organization_id order by m.organization_id), '{}')
  from app_private.memberships_to_tell(org_ids_for_user.uid) m
$$;

--
-- Name: FUNCTION org_ids_for_user(uid uuid); Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON FUNCTION app_public.org_ids_for_user(uid uuid) IS '@behavior -*
The organizations of which a user is an active member, for SQL users. Takes the user’s id or the subject of one of their tokens, such as auth.uid(). Of others it tells whether they belong to the active organization, to those who may see its members.';

--
-- Name: roles; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.roles (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    name text NOT NULL,
    description text,
    system_role text,
    is_system boolean GENERATED ALWAYS AS ((system_role IS NOT NULL)) STORED NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT name_must_not_be_blank CHECK (((name ~ '\S'::text) AND (length(name) <= 100)))
);

--
-- Name: TABLE roles; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.roles IS 'What a member may do: one of the six system roles, or a role of the organization’s own.';

--
-- Name: COLUMN roles.name; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.roles.name IS 'The role’s name; unique within the organization.';

--
-- Name: COLUMN roles.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.roles.description IS 'What the role is for.';

--
-- Name: COLUMN roles.system_role; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.roles.system_role IS 'Which system role this is; null for the organization’s own.';

--
-- Name: COLUMN roles.is_system; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.roles.is_system IS 'Whether this is a system role, which can’t be changed.';

--
-- Name: CONSTRAINT name_must_not_be_blank ON roles; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON CONSTRAINT name_must_not_be_blank ON app_public.roles IS 'A role needs a name of at most 100 characters.';

--
-- Name: roles_permissions(app_public.roles); Type: FUNCTION; Schema: app_public; Owner: -
--

CREATE FUNCTION app_public.roles_permissions(role app_public.roles) RETURNS SETOF app_public.granted_permission
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
  select g.resource, g.action, g.scope, p.description
  from app_private.role_grants g
  join app_public.permissions p on p.resource = g.resource and p.action = g.action
  where g.role_id = role.id
    and g.organization_id = (select app_hidden.organization_id())
    and (select app_hidden.may('roles.read'))
  order by g.resource, g.action
$$;

--
-- Name: FUNCTION roles_permissions(role app_public.roles); Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON FUNCTION app_public.roles_permissions(role app_public.roles) IS 'What the role allows.';

--
-- Name: jwt(); Type: FUNCTION; Schema: auth; Owner: -
--

CREATE FUNCTION auth.jwt() RETURNS jsonb
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting('request.jwt.claims'::text, true), ''::text))::jsonb;

--
-- Name: FUNCTION jwt(); Type: COMMENT; Schema: auth; Owner: -
--

COMMENT ON FUNCTION auth.jwt() IS 'The claims of the request’s token; null without one.';

--
-- Name: role(); Type: FUNCTION; Schema: auth; Owner: -
--

CREATE FUNCTION auth.role() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN ((NULLIF(current_setting('request.jwt.claims'::text, true), ''::text))::jsonb ->> 'role'::text);

--
-- Name: FUNCTION role(); Type: COMMENT; Schema: auth; Owner: -
--

COMMENT ON FUNCTION auth.role() IS 'The token’s claim role, which is no role of the database; null without one.';

--
-- Name: uid(); Type: FUNCTION; Schema: auth; Owner: -
--

CREATE FUNCTION auth.uid() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN (((NULLIF(current_setting('request.jwt.claims'::text, true), ''::text))::jsonb ->> 'sub'::text) ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'::text) THEN (((NULLIF(current_setting('request.jwt.claims'::text, true), ''::text))::jsonb ->> 'sub'::text))::uuid ELSE NULL::uuid END;

--
-- Name: FUNCTION uid(); Type: COMMENT; Schema: auth; Owner: -
--

COMMENT ON FUNCTION auth.uid() IS 'The subject of the request’s token when it is a uuid, else null. Who that is here, app_public.me() tells.';

--
-- Name: api_key_secrets; Type: TABLE; Schema: app_private; Owner: -
--

CREATE TABLE app_private.api_key_secrets (
    api_key_id uuid NOT NULL,
    digest bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT digest_must_be_sha_256 CHECK ((length(digest) = 32))
);

--
-- Name: TABLE api_key_secrets; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON TABLE app_private.api_key_secrets IS 'The SHA-256 digest of each API key. Private: read by app_private.begin_request.';

--
-- Name: COLUMN api_key_secrets.digest; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON COLUMN app_private.api_key_secrets.digest IS 'SHA-256 of the key, which is random and long enough that no salt is needed.';

--
-- Name: audit_logs; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.audit_logs (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid NOT NULL,
    actor_kind text NOT NULL,
    user_id uuid,
    request_id text,
    address inet,
    action text NOT NULL,
    table_name text NOT NULL,
    record_id uuid,
    old_data jsonb,
    new_data jsonb,
    changed_columns text[],
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    contact_id uuid,
    api_key_id uuid
)
PARTITION BY RANGE (created_at);

--
-- Name: TABLE audit_logs; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.audit_logs IS '@behavior -single
Who changed what, and when. Nobody can change or delete an entry.';

--
-- Name: COLUMN audit_logs.actor_kind; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.audit_logs.actor_kind IS 'What kind of actor made the change.';

--
-- Name: COLUMN audit_logs.user_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.audit_logs.user_id IS 'The member who made the change.';

--
-- Name: COLUMN audit_logs.request_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.audit_logs.request_id IS 'The X-Request-Id of the request that made the change.';

--
-- Name: COLUMN audit_logs.address; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.audit_logs.address IS 'The network address that the request came from.';

--
-- Name: COLUMN audit_logs.action; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.audit_logs.action IS 'What happened to the row.';

--
-- Name: COLUMN audit_logs.table_name; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.audit_logs.table_name IS 'The kind of row, by its table’s name.';

--
-- Name: COLUMN audit_logs.record_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.audit_logs.record_id IS 'The row’s id.';

--
-- Name: COLUMN audit_logs.old_data; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.audit_logs.old_data IS 'The row before; empty for a new one.';

--
-- Name: COLUMN audit_logs.new_data; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.audit_logs.new_data IS 'The row afterwards; empty for a deleted one.';

--
-- Name: COLUMN audit_logs.changed_columns; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.audit_logs.changed_columns IS 'Which columns an update changed.';

--
-- Name: COLUMN audit_logs.contact_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.audit_logs.contact_id IS 'The contact who made the change through the client portal.';

--
-- Name: COLUMN audit_logs.api_key_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.audit_logs.api_key_id IS 'The API key that made the change.';

--
-- Name: audit_logs_default; Type: TABLE; Schema: app_private; Owner: -
--

CREATE TABLE app_private.audit_logs_default (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid NOT NULL,
    actor_kind text NOT NULL,
    user_id uuid,
    request_id text,
    address inet,
    action text NOT NULL,
    table_name text NOT NULL,
    record_id uuid,
    old_data jsonb,
    new_data jsonb,
    changed_columns text[],
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    contact_id uuid,
    api_key_id uuid
);

--
-- Name: TABLE audit_logs_default; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON TABLE app_private.audit_logs_default IS 'Audit entries of months without a partition of their own. Private: read through audit_logs.';

--
-- Name: client_invitation_secrets; Type: TABLE; Schema: app_private; Owner: -
--

CREATE TABLE app_private.client_invitation_secrets (
    client_invitation_id uuid NOT NULL,
    digest bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT digest_must_be_sha_256 CHECK ((length(digest) = 32))
);

--
-- Name: TABLE client_invitation_secrets; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON TABLE app_private.client_invitation_secrets IS 'The SHA-256 digest of the token of each contact’s invitation. Private: read when the invitation is shown or accepted.';

--
-- Name: COLUMN client_invitation_secrets.digest; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON COLUMN app_private.client_invitation_secrets.digest IS 'SHA-256 of the token, which is random and long enough that no salt is needed.';

--
-- Name: contact_credentials; Type: TABLE; Schema: app_private; Owner: -
--

CREATE TABLE app_private.contact_credentials (
    contact_id uuid NOT NULL,
    password_hash text NOT NULL,
    password_set_at timestamp with time zone DEFAULT now() NOT NULL,
    last_login_at timestamp with time zone,
    failed_attempts integer DEFAULT 0 NOT NULL,
    locked_until timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT failed_attempts_must_not_be_negative CHECK ((failed_attempts >= 0)),
    CONSTRAINT password_must_be_hashed_with_bcrypt CHECK ((password_hash ~ '^\$2[abxy]\$[0-9]{2}\$.{53}$'::text))
);

--
-- Name: TABLE contact_credentials; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON TABLE app_private.contact_credentials IS 'How contacts sign in to the client portal. Private: read and written by the functions that check a password.';

--
-- Name: COLUMN contact_credentials.password_hash; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON COLUMN app_private.contact_credentials.password_hash IS 'The password, hashed with bcrypt.';

--
-- Name: COLUMN contact_credentials.password_set_at; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON COLUMN app_private.contact_credentials.password_set_at IS 'When the password was set; older sign-ins don’t count any more.';

--
-- Name: COLUMN contact_credentials.last_login_at; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON COLUMN app_private.contact_credentials.last_login_at IS 'When the contact last signed in.';

--
-- Name: COLUMN contact_credentials.failed_attempts; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON COLUMN app_private.contact_credentials.failed_attempts IS 'How often a wrong password was given since then.';

--
-- Name: COLUMN contact_credentials.locked_until; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON COLUMN app_private.contact_credentials.locked_until IS 'Until when no password is accepted.';

--
-- Name: country_calling_codes; Type: TABLE; Schema: app_private; Owner: -
--

CREATE TABLE app_private.country_calling_codes (
    country character(2) NOT NULL,
    calling_code text NOT NULL,
    trunk_prefix text,
    CONSTRAINT country_calling_codes_calling_code_check CHECK ((calling_code ~ '^[1-9][0-9]{0,2}$'::text)),
    CONSTRAINT country_calling_codes_trunk_prefix_check CHECK ((trunk_prefix ~ '^[0-9]+$'::text))
);

--
-- Name: TABLE country_calling_codes; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON TABLE app_private.country_calling_codes IS 'Country calling codes and trunk prefixes by ISO 3166 country. Private: read by app_hidden.normalize_phone.';

--
-- Name: default_memberships; Type: TABLE; Schema: app_private; Owner: -
--

CREATE TABLE app_private.default_memberships (
    user_id uuid NOT NULL,
    membership_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

--
-- Name: TABLE default_memberships; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON TABLE app_private.default_memberships IS 'The membership that is active for a person when a request names no organization. Private: read by app_private.begin_request.';

--
-- Name: COLUMN default_memberships.membership_id; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON COLUMN app_private.default_memberships.membership_id IS 'One of the person’s memberships.';

--
-- Name: number_counters; Type: TABLE; Schema: app_private; Owner: -
--

CREATE TABLE app_private.number_counters (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid NOT NULL,
    kind text NOT NULL,
    last_number integer NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

--
-- Name: TABLE number_counters; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON TABLE app_private.number_counters IS 'The last number of each kind that an organization has given out. Private: written by app_private.next_number.';

--
-- Name: COLUMN number_counters.kind; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON COLUMN app_private.number_counters.kind IS 'What is numbered, by its table’s name.';

--
-- Name: COLUMN number_counters.last_number; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON COLUMN app_private.number_counters.last_number IS 'The last number given out.';

--
-- Name: system_role_permissions; Type: TABLE; Schema: app_private; Owner: -
--

CREATE TABLE app_private.system_role_permissions (
    system_role text NOT NULL,
    resource text NOT NULL,
    action text NOT NULL,
    scope text NOT NULL
);

--
-- Name: TABLE system_role_permissions; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON TABLE app_private.system_role_permissions IS 'What each system role may do, in every organization. Private: shown through a role’s permissions.';

--
-- Name: COLUMN system_role_permissions.system_role; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON COLUMN app_private.system_role_permissions.system_role IS 'The role.';

--
-- Name: role_permissions; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.role_permissions (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    role_id uuid NOT NULL,
    is_system boolean GENERATED ALWAYS AS (false) STORED NOT NULL,
    resource text NOT NULL,
    action text NOT NULL,
    scope text DEFAULT 'all'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

--
-- Name: TABLE role_permissions; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.role_permissions IS 'A permission of one of the organization’s own roles. A role’s permissions field lists those of system roles too.';

--
-- Name: COLUMN role_permissions.role_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.role_permissions.role_id IS 'The role.';

--
-- Name: COLUMN role_permissions.is_system; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.role_permissions.is_system IS '@behavior -*
Always false: system roles have no rows here.';

--
-- Name: COLUMN role_permissions.resource; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.role_permissions.resource IS 'What is acted upon, such as contacts.';

--
-- Name: COLUMN role_permissions.action; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.role_permissions.action IS 'What is done with it, such as read.';

--
-- Name: COLUMN role_permissions.scope; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.role_permissions.scope IS 'Which rows the permission reaches.';

--
-- Name: role_grants; Type: VIEW; Schema: app_private; Owner: -
--

CREATE VIEW app_private.role_grants AS
 SELECT r.organization_id,
    r.id AS role_id,
    s.resource,
    s.action,
    s.scope
   FROM (app_public.roles r
     JOIN app_private.system_role_permissions s ON ((s.system_role = r.system_role)))
UNION ALL
 SELECT p.organization_id,
    p.role_id,
    p.resource,
    p.action,
    p.scope
   FROM app_public.role_permissions p;

--
-- Name: VIEW role_grants; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON VIEW app_private.role_grants IS 'The permissions in force for each role, of system roles and of organizations’ own.';

--
-- Name: security_events; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.security_events (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid,
    kind text NOT NULL,
    actor_kind text NOT NULL,
    user_id uuid,
    contact_id uuid,
    api_key_id uuid,
    request_id text,
    address inet,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT detail_must_be_an_object CHECK ((jsonb_typeof(detail) = 'object'::text))
)
PARTITION BY RANGE (created_at);

--
-- Name: TABLE security_events; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.security_events IS '@behavior -single
What was refused, and other events that those who look after security want to know of. Nobody can change or delete one.';

--
-- Name: COLUMN security_events.kind; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.security_events.kind IS 'What happened.';

--
-- Name: COLUMN security_events.actor_kind; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.security_events.actor_kind IS 'What kind of actor it was.';

--
-- Name: COLUMN security_events.user_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.security_events.user_id IS 'The user it was, as far as that is known.';

--
-- Name: COLUMN security_events.contact_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.security_events.contact_id IS 'The contact it was, in the client portal.';

--
-- Name: COLUMN security_events.api_key_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.security_events.api_key_id IS 'The API key it was.';

--
-- Name: COLUMN security_events.request_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.security_events.request_id IS 'The X-Request-Id of the request.';

--
-- Name: COLUMN security_events.address; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.security_events.address IS 'The network address that the request came from.';

--
-- Name: COLUMN security_events.detail; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.security_events.detail IS 'What else is known, an object without secrets.';

--
-- Name: security_events_default; Type: TABLE; Schema: app_private; Owner: -
--

CREATE TABLE app_private.security_events_default (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid,
    kind text NOT NULL,
    actor_kind text NOT NULL,
    user_id uuid,
    contact_id uuid,
    api_key_id uuid,
    request_id text,
    address inet,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT detail_must_be_an_object CHECK ((jsonb_typeof(detail) = 'object'::text))
);

--
-- Name: TABLE security_events_default; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON TABLE app_private.security_events_default IS 'Security events of months without a partition of their own. Private: read through security_events.';

--
-- Name: session_tokens; Type: TABLE; Schema: app_private; Owner: -
--

CREATE TABLE app_private.session_tokens (
    digest bytea NOT NULL,
    session_id uuid NOT NULL,
    generation integer DEFAULT 1 NOT NULL,
    used_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT digest_must_be_sha_256 CHECK ((length(digest) = 32)),
    CONSTRAINT session_tokens_generation_check CHECK ((generation > 0))
);

--
-- Name: TABLE session_tokens; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON TABLE app_private.session_tokens IS 'The refresh tokens of each session, the current one and those that it has replaced. Private: read when a session gets a new token.';

--
-- Name: COLUMN session_tokens.digest; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON COLUMN app_private.session_tokens.digest IS 'SHA-256 of the token, which is random and long enough that no salt is needed.';

--
-- Name: COLUMN session_tokens.generation; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON COLUMN app_private.session_tokens.generation IS 'Which token of the session it is, counted from 1.';

--
-- Name: COLUMN session_tokens.used_at; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON COLUMN app_private.session_tokens.used_at IS 'When the token was exchanged for the next one; empty for the current one. A token that is used again was copied.';

--
-- Name: sessions; Type: TABLE; Schema: app_private; Owner: -
--

CREATE TABLE app_private.sessions (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    user_id uuid,
    contact_id uuid,
    address inet,
    user_agent text,
    last_used_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT session_must_be_of_one_person CHECK ((num_nonnulls(user_id, contact_id) = 1)),
    CONSTRAINT sessions_user_agent_check CHECK ((length(user_agent) <= 1000))
);

--
-- Name: TABLE sessions; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON TABLE app_private.sessions IS 'Somebody signed in through the built-in issuer: a family of refresh tokens of a user or of a contact. Private: who is signed in where is nobody else’s business.';

--
-- Name: COLUMN sessions.user_id; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON COLUMN app_private.sessions.user_id IS 'The user who is signed in; empty for a contact.';

--
-- Name: COLUMN sessions.contact_id; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON COLUMN app_private.sessions.contact_id IS 'The contact who is signed in to the client portal; empty for a user.';

--
-- Name: COLUMN sessions.address; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON COLUMN app_private.sessions.address IS 'The network address that the session was last used from.';

--
-- Name: COLUMN sessions.user_agent; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON COLUMN app_private.sessions.user_agent IS 'The program that the session was last used with, in its own words.';

--
-- Name: COLUMN sessions.last_used_at; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON COLUMN app_private.sessions.last_used_at IS 'When the session last got a new token.';

--
-- Name: COLUMN sessions.expires_at; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON COLUMN app_private.sessions.expires_at IS 'When the session ends by itself.';

--
-- Name: COLUMN sessions.revoked_at; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON COLUMN app_private.sessions.revoked_at IS 'When the session was ended: by signing out, or because an old token was used again.';

--
-- Name: staff_invitation_secrets; Type: TABLE; Schema: app_private; Owner: -
--

CREATE TABLE app_private.staff_invitation_secrets (
    staff_invitation_id uuid NOT NULL,
    digest bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT digest_must_be_sha_256 CHECK ((length(digest) = 32))
);

--
-- Name: TABLE staff_invitation_secrets; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON TABLE app_private.staff_invitation_secrets IS 'The SHA-256 digest of the token of each member’s invitation. Private: read when the invitation is shown or accepted.';

--
-- Name: COLUMN staff_invitation_secrets.digest; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON COLUMN app_private.staff_invitation_secrets.digest IS 'SHA-256 of the token, which is random and long enough that no salt is needed.';

--
-- Name: user_identities; Type: TABLE; Schema: app_private; Owner: -
--

CREATE TABLE app_private.user_identities (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    user_id uuid NOT NULL,
    issuer text NOT NULL,
    subject text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT user_identities_issuer_check CHECK ((issuer ~ '\S'::text)),
    CONSTRAINT user_identities_subject_check CHECK ((subject ~ '\S'::text))
);

--
-- Name: TABLE user_identities; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON TABLE app_private.user_identities IS 'How a token becomes a user: issuer and subject at the identity provider. Private: read by app_private.begin_request.';

--
-- Name: COLUMN user_identities.issuer; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON COLUMN app_private.user_identities.issuer IS 'The token’s iss.';

--
-- Name: COLUMN user_identities.subject; Type: COMMENT; Schema: app_private; Owner: -
--

COMMENT ON COLUMN app_private.user_identities.subject IS 'The token’s sub, unique for its issuer.';

--
-- Name: activities; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.activities (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    business_id uuid DEFAULT app_hidden.default_business_id(),
    kind text NOT NULL,
    direction text,
    subject text,
    content text,
    outcome text,
    ai_analysis jsonb,
    sentiment text,
    is_internal boolean DEFAULT false NOT NULL,
    contact_id uuid,
    deal_id uuid,
    company_id uuid,
    created_by_id uuid DEFAULT app_hidden.membership_id(),
    occurred_at timestamp with time zone DEFAULT now() NOT NULL,
    duration_seconds integer,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    lead_id uuid,
    CONSTRAINT ai_analysis_must_be_an_object CHECK ((jsonb_typeof(ai_analysis) = 'object'::text)),
    CONSTRAINT duration_must_not_be_negative CHECK ((duration_seconds >= 0)),
    CONSTRAINT occurred_at_must_be_in_our_era CHECK (((occurred_at >= '0001-01-02 00:00:00+00'::timestamp with time zone) AND (occurred_at <= '9999-12-30 00:00:00+00'::timestamp with time zone))),
    CONSTRAINT subject_must_be_short CHECK ((length(subject) <= 500))
);

--
-- Name: TABLE activities; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.activities IS 'Something that happened with a contact, lead, company or deal: the timeline.';

--
-- Name: COLUMN activities.business_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.activities.business_id IS 'The business that the activity belongs to; of the whole organization when empty.';

--
-- Name: COLUMN activities.kind; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.activities.kind IS 'What happened.';

--
-- Name: COLUMN activities.direction; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.activities.direction IS 'Which way it went.';

--
-- Name: COLUMN activities.subject; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.activities.subject IS 'What it was about.';

--
-- Name: COLUMN activities.content; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.activities.content IS 'What was said or written.';

--
-- Name: COLUMN activities.outcome; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.activities.outcome IS 'What came of it.';

--
-- Name: COLUMN activities.ai_analysis; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.activities.ai_analysis IS 'What an analysis by a language model found, an object.';

--
-- Name: COLUMN activities.sentiment; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.activities.sentiment IS 'How it was meant.';

--
-- Name: COLUMN activities.is_internal; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.activities.is_internal IS 'Whether it is internal to staff: viewers and contacts don’t see it.';

--
-- Name: COLUMN activities.contact_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.activities.contact_id IS 'The contact.';

--
-- Name: COLUMN activities.deal_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.activities.deal_id IS 'The deal.';

--
-- Name: COLUMN activities.company_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.activities.company_id IS 'The company.';

--
-- Name: COLUMN activities.created_by_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.activities.created_by_id IS 'The member who recorded it.';

--
-- Name: COLUMN activities.occurred_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.activities.occurred_at IS 'When it happened.';

--
-- Name: COLUMN activities.duration_seconds; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.activities.duration_seconds IS 'How long it took, in seconds.';

--
-- Name: COLUMN activities.deleted_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.activities.deleted_at IS 'When the activity was archived; empty while it is in use.';

--
-- Name: COLUMN activities.lead_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.activities.lead_id IS 'The lead.';

--
-- Name: activity_kinds; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.activity_kinds (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE activity_kinds; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.activity_kinds IS '@enum
@enumName ActivityKind
What happened.';

--
-- Name: COLUMN activity_kinds.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.activity_kinds.value IS 'The value as it is stored.';

--
-- Name: COLUMN activity_kinds.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.activity_kinds.description IS 'What the value means.';

--
-- Name: ai_script_kinds; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.ai_script_kinds (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE ai_script_kinds; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.ai_script_kinds IS '@enum
@enumName AiScriptKind
What a script of a language model is for.';

--
-- Name: COLUMN ai_script_kinds.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.ai_script_kinds.value IS 'The value as it is stored.';

--
-- Name: COLUMN ai_script_kinds.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.ai_script_kinds.description IS 'What the value means.';

--
-- Name: ai_scripts; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.ai_scripts (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    language text DEFAULT 'en'::text NOT NULL,
    content text NOT NULL,
    variables text[] DEFAULT '{}'::text[] NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT content_must_not_be_blank CHECK (((content ~ '\S'::text) AND (length(content) <= 100000))),
    CONSTRAINT language_must_be_a_code CHECK ((language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'::text)),
    CONSTRAINT name_must_not_be_blank CHECK (((name ~ '\S'::text) AND (length(name) <= 200)))
);

--
-- Name: TABLE ai_scripts; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.ai_scripts IS 'What a language model is told to say, in writing or on the phone.';

--
-- Name: COLUMN ai_scripts.kind; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.ai_scripts.kind IS 'What it is for.';

--
-- Name: COLUMN ai_scripts.name; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.ai_scripts.name IS 'The script’s name; unique within the organization and language.';

--
-- Name: COLUMN ai_scripts.language; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.ai_scripts.language IS 'The language (BCP 47), such as en or pt-BR.';

--
-- Name: COLUMN ai_scripts.content; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.ai_scripts.content IS 'The script, with placeholders such as {{first_name}}.';

--
-- Name: COLUMN ai_scripts.variables; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.ai_scripts.variables IS 'The placeholders of the content, kept by the database.';

--
-- Name: COLUMN ai_scripts.version; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.ai_scripts.version IS 'Goes up by one whenever the content changes.';

--
-- Name: COLUMN ai_scripts.is_active; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.ai_scripts.is_active IS 'Whether it is offered.';

--
-- Name: api_keys; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.api_keys (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    name text NOT NULL,
    prefix text NOT NULL,
    role_id uuid NOT NULL,
    created_by_id uuid DEFAULT app_hidden.membership_id(),
    last_used_at timestamp with time zone,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT expires_at_must_be_in_our_era CHECK (((expires_at >= '0001-01-02 00:00:00+00'::timestamp with time zone) AND (expires_at <= '9999-12-30 00:00:00+00'::timestamp with time zone))),
    CONSTRAINT name_must_not_be_blank CHECK (((name ~ '\S'::text) AND (length(name) <= 100))),
    CONSTRAINT revoked_at_must_be_in_our_era CHECK (((revoked_at >= '0001-01-02 00:00:00+00'::timestamp with time zone) AND (revoked_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
);

--
-- Name: TABLE api_keys; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.api_keys IS 'A key with which a machine uses the API of the organization, under a role. The secret is shown once, when the key is created.';

--
-- Name: COLUMN api_keys.name; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.api_keys.name IS 'What the key is for.';

--
-- Name: COLUMN api_keys.prefix; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.api_keys.prefix IS 'The beginning of the secret, by which people recognize the key.';

--
-- Name: COLUMN api_keys.role_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.api_keys.role_id IS 'What the key may do.';

--
-- Name: COLUMN api_keys.created_by_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.api_keys.created_by_id IS 'The member who created the key.';

--
-- Name: COLUMN api_keys.last_used_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.api_keys.last_used_at IS 'When the key was last used, within a few minutes.';

--
-- Name: COLUMN api_keys.expires_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.api_keys.expires_at IS 'When the key ceases to work; empty when it doesn’t by itself.';

--
-- Name: COLUMN api_keys.revoked_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.api_keys.revoked_at IS 'When the key was revoked; empty while it works.';

--
-- Name: audit_actions; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.audit_actions (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE audit_actions; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.audit_actions IS '@enum
@enumName AuditAction
What can have happened to a row.';

--
-- Name: COLUMN audit_actions.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.audit_actions.value IS 'The value as it is stored.';

--
-- Name: COLUMN audit_actions.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.audit_actions.description IS 'What the value means.';

--
-- Name: audit_actor_kinds; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.audit_actor_kinds (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE audit_actor_kinds; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.audit_actor_kinds IS '@enum
@enumName AuditActorKind
Who can have made a change.';

--
-- Name: COLUMN audit_actor_kinds.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.audit_actor_kinds.value IS 'The value as it is stored.';

--
-- Name: COLUMN audit_actor_kinds.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.audit_actor_kinds.description IS 'What the value means.';

--
-- Name: business_memberships; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.business_memberships (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    membership_id uuid NOT NULL,
    business_id uuid NOT NULL,
    role_id uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

--
-- Name: TABLE business_memberships; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.business_memberships IS 'Limits a member to a business. A member without any works in all of them.';

--
-- Name: COLUMN business_memberships.membership_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.business_memberships.membership_id IS 'The member.';

--
-- Name: COLUMN business_memberships.business_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.business_memberships.business_id IS 'The business.';

--
-- Name: COLUMN business_memberships.role_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.business_memberships.role_id IS 'The member’s role in this business; the role in the organization when empty.';

--
-- Name: businesses; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.businesses (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    name text NOT NULL,
    slug text NOT NULL,
    business_type text,
    phone text,
    email text,
    website text,
    address text,
    timezone text,
    settings jsonb DEFAULT '{}'::jsonb NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT email_must_be_an_address CHECK (((email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'::text) AND (length(email) <= 254))),
    CONSTRAINT name_must_not_be_blank CHECK (((name ~ '\S'::text) AND (length(name) <= 200))),
    CONSTRAINT settings_must_be_an_object CHECK ((jsonb_typeof(settings) = 'object'::text)),
    CONSTRAINT slug_must_be_readable CHECK (((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND ((length(slug) >= 2) AND (length(slug) <= 63)))),
    CONSTRAINT timezone_must_exist CHECK (app_hidden.is_time_zone(timezone))
);

--
-- Name: TABLE businesses; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.businesses IS 'A part of an organization with customers and staff of its own, such as a branch or a brand. Rows without a business belong to the whole organization.';

--
-- Name: COLUMN businesses.name; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.businesses.name IS 'The business’ name as people read it.';

--
-- Name: COLUMN businesses.slug; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.businesses.slug IS 'The business’ short name; unique within the organization.';

--
-- Name: COLUMN businesses.business_type; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.businesses.business_type IS 'The line of business, such as dentist.';

--
-- Name: COLUMN businesses.phone; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.businesses.phone IS 'Phone number in E.164 form, such as +442079460000. Other ways of writing are converted.';

--
-- Name: COLUMN businesses.email; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.businesses.email IS 'E-mail address, kept in lower case.';

--
-- Name: COLUMN businesses.website; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.businesses.website IS 'Web address.';

--
-- Name: COLUMN businesses.address; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.businesses.address IS 'Postal address.';

--
-- Name: COLUMN businesses.timezone; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.businesses.timezone IS 'The business’ time zone where it differs from the organization’s.';

--
-- Name: COLUMN businesses.settings; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.businesses.settings IS 'Free settings of the business, an object.';

--
-- Name: COLUMN businesses.is_active; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.businesses.is_active IS 'Whether the business is in operation. A business that has rows can’t be deleted, but switched off.';

--
-- Name: call_campaign_statuses; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.call_campaign_statuses (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE call_campaign_statuses; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.call_campaign_statuses IS '@enum
@enumName CallCampaignStatus
Where a calling campaign stands.';

--
-- Name: COLUMN call_campaign_statuses.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.call_campaign_statuses.value IS 'The value as it is stored.';

--
-- Name: COLUMN call_campaign_statuses.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.call_campaign_statuses.description IS 'What the value means.';

--
-- Name: call_campaign_target_states; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.call_campaign_target_states (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE call_campaign_target_states; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.call_campaign_target_states IS '@enum
@enumName CallCampaignTargetState
Where the calling of one person stands.';

--
-- Name: COLUMN call_campaign_target_states.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.call_campaign_target_states.value IS 'The value as it is stored.';

--
-- Name: COLUMN call_campaign_target_states.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.call_campaign_target_states.description IS 'What the value means.';

--
-- Name: call_campaign_targets; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.call_campaign_targets (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    campaign_id uuid NOT NULL,
    contact_id uuid,
    lead_id uuid,
    phone text NOT NULL,
    state text DEFAULT 'pending'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    last_attempt_at timestamp with time zone,
    next_attempt_at timestamp with time zone,
    result text,
    call_id uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT next_attempt_at_must_be_in_our_era CHECK (((next_attempt_at >= '0001-01-02 00:00:00+00'::timestamp with time zone) AND (next_attempt_at <= '9999-12-30 00:00:00+00'::timestamp with time zone))),
    CONSTRAINT result_must_be_short CHECK ((length(result) <= 2000))
);

--
-- Name: TABLE call_campaign_targets; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.call_campaign_targets IS 'Somebody whom a campaign calls.';

--
-- Name: COLUMN call_campaign_targets.campaign_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.call_campaign_targets.campaign_id IS 'The campaign.';

--
-- Name: COLUMN call_campaign_targets.contact_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.call_campaign_targets.contact_id IS 'The contact to call.';

--
-- Name: COLUMN call_campaign_targets.lead_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.call_campaign_targets.lead_id IS 'The lead to call.';

--
-- Name: COLUMN call_campaign_targets.phone; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.call_campaign_targets.phone IS '@hasDefault
The number to call, in E.164 form, once in each campaign; the contact’s or the lead’s unless one is given.';

--
-- Name: COLUMN call_campaign_targets.state; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.call_campaign_targets.state IS 'Where it stands.';

--
-- Name: COLUMN call_campaign_targets.attempts; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.call_campaign_targets.attempts IS 'How often the number was dialled: each time the state becomes dialing.';

--
-- Name: COLUMN call_campaign_targets.last_attempt_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.call_campaign_targets.last_attempt_at IS 'When it was last dialled.';

--
-- Name: COLUMN call_campaign_targets.next_attempt_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.call_campaign_targets.next_attempt_at IS 'When it is to be dialled next.';

--
-- Name: COLUMN call_campaign_targets.result; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.call_campaign_targets.result IS 'What came of it.';

--
-- Name: COLUMN call_campaign_targets.call_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.call_campaign_targets.call_id IS 'The last call.';

--
-- Name: call_campaigns; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.call_campaigns (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    business_id uuid DEFAULT app_hidden.default_business_id(),
    name text NOT NULL,
    script_id uuid,
    status text DEFAULT 'draft'::text NOT NULL,
    schedule jsonb DEFAULT '{}'::jsonb NOT NULL,
    starts_at timestamp with time zone,
    ends_at timestamp with time zone,
    created_by_id uuid DEFAULT app_hidden.membership_id(),
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT campaign_must_end_after_it_starts CHECK ((ends_at >= starts_at)),
    CONSTRAINT ends_at_must_be_in_our_era CHECK (((ends_at >= '0001-01-02 00:00:00+00'::timestamp with time zone) AND (ends_at <= '9999-12-30 00:00:00+00'::timestamp with time zone))),
    CONSTRAINT name_must_not_be_blank CHECK (((name ~ '\S'::text) AND (length(name) <= 200))),
    CONSTRAINT schedule_must_be_an_object CHECK ((jsonb_typeof(schedule) = 'object'::text)),
    CONSTRAINT starts_at_must_be_in_our_era CHECK (((starts_at >= '0001-01-02 00:00:00+00'::timestamp with time zone) AND (starts_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
);

--
-- Name: TABLE call_campaigns; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.call_campaigns IS 'A round of calls to many people.';

--
-- Name: COLUMN call_campaigns.business_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.call_campaigns.business_id IS 'The business that the campaign belongs to; of the whole organization when empty.';

--
-- Name: COLUMN call_campaigns.name; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.call_campaigns.name IS 'The campaign’s name.';

--
-- Name: COLUMN call_campaigns.script_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.call_campaigns.script_id IS 'The script that a language model speaks by.';

--
-- Name: COLUMN call_campaigns.status; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.call_campaigns.status IS 'Where it stands.';

--
-- Name: COLUMN call_campaigns.schedule; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.call_campaigns.schedule IS 'On which days and hours calls are made, an object.';

--
-- Name: COLUMN call_campaigns.starts_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.call_campaigns.starts_at IS 'When calling begins.';

--
-- Name: COLUMN call_campaigns.ends_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.call_campaigns.ends_at IS 'When calling ends at the latest.';

--
-- Name: COLUMN call_campaigns.created_by_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.call_campaigns.created_by_id IS 'The member who added the campaign.';

--
-- Name: COLUMN call_campaigns.deleted_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.call_campaigns.deleted_at IS 'When the campaign was archived; empty while it is in use.';

--
-- Name: call_statuses; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.call_statuses (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE call_statuses; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.call_statuses IS '@enum
@enumName CallStatus
Where a call stands.';

--
-- Name: COLUMN call_statuses.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.call_statuses.value IS 'The value as it is stored.';

--
-- Name: COLUMN call_statuses.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.call_statuses.description IS 'What the value means.';

--
-- Name: calls; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.calls (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    business_id uuid DEFAULT app_hidden.default_business_id(),
    direction text DEFAULT 'outbound'::text NOT NULL,
    from_number text,
    to_number text,
    status text DEFAULT 'queued'::text NOT NULL,
    outcome text,
    transcript text,
    summary text,
    ai_analysis jsonb DEFAULT '{}'::jsonb NOT NULL,
    sentiment text,
    recording_url text,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    duration_seconds integer,
    cost_cents bigint,
    currency character(3) NOT NULL,
    contact_id uuid,
    lead_id uuid,
    conversation_id uuid,
    campaign_id uuid,
    script_id uuid,
    handled_by_id uuid DEFAULT app_hidden.membership_id(),
    external_id text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT ai_analysis_must_be_an_object CHECK ((jsonb_typeof(ai_analysis) = 'object'::text)),
    CONSTRAINT call_must_end_after_it_starts CHECK ((ended_at >= started_at)),
    CONSTRAINT cost_must_not_be_negative CHECK (((cost_cents >= 0) AND (cost_cents <= '1000000000000000'::bigint))),
    CONSTRAINT currency_must_be_a_code CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT duration_must_not_be_negative CHECK ((duration_seconds >= 0)),
    CONSTRAINT ended_at_must_be_in_our_era CHECK (((ended_at >= '0001-01-02 00:00:00+00'::timestamp with time zone) AND (ended_at <= '9999-12-30 00:00:00+00'::timestamp with time zone))),
    CONSTRAINT external_id_must_be_short CHECK ((length(external_id) <= 998)),
    CONSTRAINT from_number_must_be_short CHECK ((length(from_number) <= 320)),
    CONSTRAINT outcome_must_be_short CHECK ((length(outcome) <= 1000)),
    CONSTRAINT recording_url_must_be_a_web_address CHECK (((recording_url ~ '^https?://\S+$'::text) AND (length(recording_url) <= 2000))),
    CONSTRAINT started_at_must_be_in_our_era CHECK (((started_at >= '0001-01-02 00:00:00+00'::timestamp with time zone) AND (started_at <= '9999-12-30 00:00:00+00'::timestamp with time zone))),
    CONSTRAINT summary_must_not_be_huge CHECK ((length(summary) <= 100000)),
    CONSTRAINT to_number_must_be_short CHECK ((length(to_number) <= 320)),
    CONSTRAINT transcript_must_not_be_huge CHECK ((length(transcript) <= 1000000))
);

--
-- Name: TABLE calls; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.calls IS 'A phone call.';

--
-- Name: COLUMN calls.business_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.calls.business_id IS 'The business that the call belongs to; of the whole organization when empty. The one whose number was called, unless another is named.';

--
-- Name: COLUMN calls.direction; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.calls.direction IS 'Which way it goes.';

--
-- Name: COLUMN calls.from_number; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.calls.from_number IS 'Who calls, in E.164 form. Other ways of writing are converted.';

--
-- Name: COLUMN calls.to_number; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.calls.to_number IS 'Who is called, in E.164 form; the contact’s number unless another is given.';

--
-- Name: COLUMN calls.status; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.calls.status IS 'Where it stands.';

--
-- Name: COLUMN calls.outcome; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.calls.outcome IS 'What came of it.';

--
-- Name: COLUMN calls.transcript; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.calls.transcript IS 'What was said, word by word.';

--
-- Name: COLUMN calls.summary; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.calls.summary IS 'What was said, in short.';

--
-- Name: COLUMN calls.ai_analysis; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.calls.ai_analysis IS 'What an analysis by a language model found, an object.';

--
-- Name: COLUMN calls.sentiment; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.calls.sentiment IS 'How it was meant.';

--
-- Name: COLUMN calls.recording_url; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.calls.recording_url IS 'Where the recording is.';

--
-- Name: COLUMN calls.started_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.calls.started_at IS 'When it was answered.';

--
-- Name: COLUMN calls.ended_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.calls.ended_at IS 'When it was over.';

--
-- Name: COLUMN calls.duration_seconds; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.calls.duration_seconds IS 'How long it took, in seconds; follows from the times unless it is given.';

--
-- Name: COLUMN calls.cost_cents; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.calls.cost_cents IS 'What it cost, in hundredths of the currency’s unit.';

--
-- Name: COLUMN calls.currency; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.calls.currency IS '@hasDefault
The currency (ISO 4217); the organization’s unless another is named.';

--
-- Name: COLUMN calls.contact_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.calls.contact_id IS 'The contact; found by the number, or created, unless one is named.';

--
-- Name: COLUMN calls.lead_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.calls.lead_id IS 'The lead that it is about.';

--
-- Name: COLUMN calls.conversation_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.calls.conversation_id IS 'The contact’s conversation on the phone.';

--
-- Name: COLUMN calls.campaign_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.calls.campaign_id IS 'The campaign that it belongs to.';

--
-- Name: COLUMN calls.script_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.calls.script_id IS 'The script that a language model spoke by.';

--
-- Name: COLUMN calls.handled_by_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.calls.handled_by_id IS 'The member who calls or answers; whoever records it unless another is named.';

--
-- Name: COLUMN calls.external_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.calls.external_id IS 'The provider’s id; unique within the organization, so that nothing is recorded twice.';

--
-- Name: COLUMN calls.deleted_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.calls.deleted_at IS 'When the call was archived; empty while it is in use.';

--
-- Name: channels; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.channels (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE channels; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.channels IS '@enum
@enumName Channel
On which way people write to each other.';

--
-- Name: COLUMN channels.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.channels.value IS 'The value as it is stored.';

--
-- Name: COLUMN channels.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.channels.description IS 'What the value means.';

--
-- Name: client_invitations; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.client_invitations (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    business_id uuid DEFAULT app_hidden.default_business_id(),
    email text NOT NULL,
    first_name text,
    last_name text,
    phone text,
    custom_message text,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    contact_id uuid,
    invited_by_id uuid DEFAULT app_hidden.membership_id(),
    expires_at timestamp with time zone,
    claimed_at timestamp with time zone,
    is_claimed boolean GENERATED ALWAYS AS ((claimed_at IS NOT NULL)) STORED NOT NULL,
    revoked_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT custom_message_must_be_short CHECK ((length(custom_message) <= 5000)),
    CONSTRAINT email_must_be_an_address CHECK (((email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'::text) AND (length(email) <= 254))),
    CONSTRAINT expires_at_must_be_in_our_era CHECK (((expires_at >= '0001-01-02 00:00:00+00'::timestamp with time zone) AND (expires_at <= '9999-12-30 00:00:00+00'::timestamp with time zone))),
    CONSTRAINT first_name_must_not_be_blank CHECK (((first_name ~ '\S'::text) AND (length(first_name) <= 200))),
    CONSTRAINT invitation_must_not_be_claimed_and_revoked CHECK (((claimed_at IS NULL) OR (revoked_at IS NULL))),
    CONSTRAINT last_name_must_not_be_blank CHECK (((last_name ~ '\S'::text) AND (length(last_name) <= 200))),
    CONSTRAINT metadata_must_be_an_object CHECK ((jsonb_typeof(metadata) = 'object'::text)),
    CONSTRAINT revoked_at_must_be_in_our_era CHECK (((revoked_at >= '0001-01-02 00:00:00+00'::timestamp with time zone) AND (revoked_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
);

--
-- Name: TABLE client_invitations; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.client_invitations IS 'An invitation into the client portal, sent to a contact or to somebody who becomes one.';

--
-- Name: COLUMN client_invitations.business_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.client_invitations.business_id IS 'The business that the contact will belong to; of the whole organization when empty.';

--
-- Name: COLUMN client_invitations.email; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.client_invitations.email IS 'The address that the invitation went to, kept in lower case. It has one open invitation at most.';

--
-- Name: COLUMN client_invitations.first_name; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.client_invitations.first_name IS 'Given name.';

--
-- Name: COLUMN client_invitations.last_name; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.client_invitations.last_name IS 'Family name.';

--
-- Name: COLUMN client_invitations.phone; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.client_invitations.phone IS 'Phone number in E.164 form, such as +442079460000. Other ways of writing are converted.';

--
-- Name: COLUMN client_invitations.custom_message; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.client_invitations.custom_message IS 'What the invited person is told in the message.';

--
-- Name: COLUMN client_invitations.metadata; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.client_invitations.metadata IS 'Free data of the invitation, an object.';

--
-- Name: COLUMN client_invitations.contact_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.client_invitations.contact_id IS 'The contact who is invited, or who came of the invitation.';

--
-- Name: COLUMN client_invitations.invited_by_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.client_invitations.invited_by_id IS 'The member who invited.';

--
-- Name: COLUMN client_invitations.expires_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.client_invitations.expires_at IS 'When the invitation ceases to be good; empty when it never does by itself.';

--
-- Name: COLUMN client_invitations.claimed_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.client_invitations.claimed_at IS 'When the invitation was accepted; empty while it is open.';

--
-- Name: COLUMN client_invitations.is_claimed; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.client_invitations.is_claimed IS 'Whether the invitation was accepted.';

--
-- Name: COLUMN client_invitations.revoked_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.client_invitations.revoked_at IS 'When the invitation was withdrawn; empty while it is good. Whatever time is given, the present one is kept.';

--
-- Name: CONSTRAINT invitation_must_not_be_claimed_and_revoked ON client_invitations; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON CONSTRAINT invitation_must_not_be_claimed_and_revoked ON app_public.client_invitations IS 'An invitation is either accepted or withdrawn.';

--
-- Name: contact_lifecycle_stages; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.contact_lifecycle_stages (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE contact_lifecycle_stages; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.contact_lifecycle_stages IS '@enum
@enumName ContactLifecycleStage
How far a contact has come with the organization.';

--
-- Name: COLUMN contact_lifecycle_stages.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contact_lifecycle_stages.value IS 'The value as it is stored.';

--
-- Name: COLUMN contact_lifecycle_stages.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contact_lifecycle_stages.description IS 'What the value means.';

--
-- Name: contact_membership_statuses; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.contact_membership_statuses (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE contact_membership_statuses; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.contact_membership_statuses IS '@enum
@enumName ContactMembershipStatus
Where a contact’s membership stands, such as that of a gym.';

--
-- Name: COLUMN contact_membership_statuses.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contact_membership_statuses.value IS 'The value as it is stored.';

--
-- Name: COLUMN contact_membership_statuses.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contact_membership_statuses.description IS 'What the value means.';

--
-- Name: contract_statuses; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.contract_statuses (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE contract_statuses; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.contract_statuses IS '@enum
@enumName ContractStatus
Where a contract stands.';

--
-- Name: COLUMN contract_statuses.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contract_statuses.value IS 'The value as it is stored.';

--
-- Name: COLUMN contract_statuses.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contract_statuses.description IS 'What the value means.';

--
-- Name: contracts; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.contracts (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    business_id uuid DEFAULT app_hidden.default_business_id(),
    number integer NOT NULL,
    title text NOT NULL,
    content text,
    deal_id uuid,
    proposal_id uuid,
    contact_id uuid,
    company_id uuid,
    owner_id uuid DEFAULT app_hidden.membership_id(),
    status text DEFAULT 'draft'::text NOT NULL,
    value_cents bigint DEFAULT 0 NOT NULL,
    currency character(3) NOT NULL,
    starts_on date,
    ends_on date,
    sent_at timestamp with time zone,
    signed_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT contract_must_end_after_it_starts CHECK ((ends_on >= starts_on)),
    CONSTRAINT currency_must_be_a_code CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT ends_on_must_be_in_our_era CHECK (((ends_on >= '0001-01-02'::date) AND (ends_on <= '9999-12-30'::date))),
    CONSTRAINT starts_on_must_be_in_our_era CHECK (((starts_on >= '0001-01-02'::date) AND (starts_on <= '9999-12-30'::date))),
    CONSTRAINT title_must_not_be_blank CHECK (((title ~ '\S'::text) AND (length(title) <= 300))),
    CONSTRAINT value_must_not_be_negative CHECK (((value_cents >= 0) AND (value_cents <= '1000000000000000'::bigint)))
);

--
-- Name: TABLE contracts; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.contracts IS 'What the organization and a contact agree on.';

--
-- Name: COLUMN contracts.business_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contracts.business_id IS 'The business that makes the contract; the whole organization when empty.';

--
-- Name: COLUMN contracts.number; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contracts.number IS '@hasDefault
The contract’s number, unique within the organization. They go up, and may leave gaps.';

--
-- Name: COLUMN contracts.title; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contracts.title IS 'What the contract is about.';

--
-- Name: COLUMN contracts.content; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contracts.content IS 'The text that is agreed on.';

--
-- Name: COLUMN contracts.deal_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contracts.deal_id IS 'The deal that led to the contract.';

--
-- Name: COLUMN contracts.proposal_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contracts.proposal_id IS 'The proposal that led to the contract.';

--
-- Name: COLUMN contracts.contact_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contracts.contact_id IS 'The contact who signs, and who sees the contract in the client portal once it is sent.';

--
-- Name: COLUMN contracts.company_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contracts.company_id IS 'The company for which the contact signs.';

--
-- Name: COLUMN contracts.owner_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contracts.owner_id IS 'The member who looks after the contract; whoever adds it unless another is named.';

--
-- Name: COLUMN contracts.status; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contracts.status IS 'Where the contract stands. From draft it is sent, then signed, then active; it ends terminated or expired. Once it is sent, title, content, contact, value, currency and days stay as they are.';

--
-- Name: COLUMN contracts.value_cents; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contracts.value_cents IS 'What the contract is worth, in hundredths of the currency.';

--
-- Name: COLUMN contracts.currency; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contracts.currency IS '@hasDefault
The currency of the value (ISO 4217), such as EUR; the organization’s unless another is named.';

--
-- Name: COLUMN contracts.starts_on; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contracts.starts_on IS 'First day of the contract.';

--
-- Name: COLUMN contracts.ends_on; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contracts.ends_on IS 'Last day of the contract; open when empty.';

--
-- Name: COLUMN contracts.sent_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contracts.sent_at IS 'When the contract was sent.';

--
-- Name: COLUMN contracts.signed_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contracts.signed_at IS 'When the contract was signed.';

--
-- Name: COLUMN contracts.deleted_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.contracts.deleted_at IS 'When the contract was archived; empty while it is in use.';

--
-- Name: conversation_statuses; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.conversation_statuses (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE conversation_statuses; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.conversation_statuses IS '@enum
@enumName ConversationStatus
Where a conversation stands.';

--
-- Name: COLUMN conversation_statuses.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.conversation_statuses.value IS 'The value as it is stored.';

--
-- Name: COLUMN conversation_statuses.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.conversation_statuses.description IS 'What the value means.';

--
-- Name: custom_field_definitions; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.custom_field_definitions (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    entity text NOT NULL,
    field_name text NOT NULL,
    label text NOT NULL,
    field_type text DEFAULT 'text'::text NOT NULL,
    options text[] DEFAULT '{}'::text[] NOT NULL,
    is_required boolean DEFAULT false NOT NULL,
    is_internal boolean DEFAULT false NOT NULL,
    "position" integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT field_name_must_be_an_identifier CHECK ((field_name ~ '^[a-zA-Z][a-zA-Z0-9_]{0,62}$'::text)),
    CONSTRAINT label_must_not_be_blank CHECK (((label ~ '\S'::text) AND (length(label) <= 200))),
    CONSTRAINT options_must_be_a_plain_list CHECK (((COALESCE(array_ndims(options), 1) = 1) AND (array_position(options, NULL::text) IS NULL))),
    CONSTRAINT options_must_be_there_to_select_from CHECK (((field_type = ANY (ARRAY['select'::text, 'multiselect'::text])) = (cardinality(options) > 0)))
);

--
-- Name: TABLE custom_field_definitions; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.custom_field_definitions IS 'A field that the organization has added to its contacts, companies, leads, deals or tickets. Their values are in customFields there, and are checked when these change.';

--
-- Name: COLUMN custom_field_definitions.entity; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.custom_field_definitions.entity IS 'What has the field.';

--
-- Name: COLUMN custom_field_definitions.field_name; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.custom_field_definitions.field_name IS 'The name of the value in customFields; unique for the entity, and not changed afterwards.';

--
-- Name: COLUMN custom_field_definitions.label; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.custom_field_definitions.label IS 'What people call the field.';

--
-- Name: COLUMN custom_field_definitions.field_type; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.custom_field_definitions.field_type IS 'What values the field takes; not changed afterwards.';

--
-- Name: COLUMN custom_field_definitions.options; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.custom_field_definitions.options IS 'What can be selected; of fields to select from only.';

--
-- Name: COLUMN custom_field_definitions.is_required; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.custom_field_definitions.is_required IS 'Whether new rows, and those whose customFields are changed, must have a value.';

--
-- Name: COLUMN custom_field_definitions.is_internal; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.custom_field_definitions.is_internal IS 'Whether the field is internal to staff: contacts don’t see it in the client portal.';

--
-- Name: COLUMN custom_field_definitions."position"; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.custom_field_definitions."position" IS 'The field’s place among the others.';

--
-- Name: custom_field_entities; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.custom_field_entities (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE custom_field_entities; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.custom_field_entities IS '@enum
@enumName CustomFieldEntity
What an organization can add fields to.';

--
-- Name: COLUMN custom_field_entities.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.custom_field_entities.value IS 'The value as it is stored.';

--
-- Name: COLUMN custom_field_entities.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.custom_field_entities.description IS 'What the value means.';

--
-- Name: custom_field_types; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.custom_field_types (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE custom_field_types; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.custom_field_types IS '@enum
@enumName CustomFieldType
What values a field takes.';

--
-- Name: COLUMN custom_field_types.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.custom_field_types.value IS 'The value as it is stored.';

--
-- Name: COLUMN custom_field_types.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.custom_field_types.description IS 'What the value means.';

--
-- Name: data_request_kinds; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.data_request_kinds (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE data_request_kinds; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.data_request_kinds IS '@enum
@enumName DataRequestKind
What can be asked for about personal data.';

--
-- Name: COLUMN data_request_kinds.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.data_request_kinds.value IS 'The value as it is stored.';

--
-- Name: COLUMN data_request_kinds.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.data_request_kinds.description IS 'What the value means.';

--
-- Name: data_request_statuses; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.data_request_statuses (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE data_request_statuses; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.data_request_statuses IS '@enum
@enumName DataRequestStatus
Where a request about personal data stands.';

--
-- Name: COLUMN data_request_statuses.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.data_request_statuses.value IS 'The value as it is stored.';

--
-- Name: COLUMN data_request_statuses.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.data_request_statuses.description IS 'What the value means.';

--
-- Name: data_requests; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.data_requests (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    kind text NOT NULL,
    status text DEFAULT 'pending'::text NOT NULL,
    contact_id uuid,
    requested_by_id uuid DEFAULT app_hidden.membership_id(),
    completed_at timestamp with time zone,
    result jsonb DEFAULT '{}'::jsonb NOT NULL,
    error text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT completed_at_must_match_the_status CHECK (((completed_at IS NOT NULL) = (status = ANY (ARRAY['completed'::text, 'failed'::text])))),
    CONSTRAINT result_must_be_an_object CHECK ((jsonb_typeof(result) = 'object'::text))
);

--
-- Name: TABLE data_requests; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.data_requests IS 'Somebody’s wish to have, or to have removed, what is known about them. A request is made here and carried out by the database.';

--
-- Name: COLUMN data_requests.kind; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.data_requests.kind IS 'What is to be done.';

--
-- Name: COLUMN data_requests.status; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.data_requests.status IS 'Where the request stands.';

--
-- Name: COLUMN data_requests.contact_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.data_requests.contact_id IS 'Whose data it is; empty once the contact is erased.';

--
-- Name: COLUMN data_requests.requested_by_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.data_requests.requested_by_id IS 'The member who made the request.';

--
-- Name: COLUMN data_requests.completed_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.data_requests.completed_at IS 'When the request was done or given up.';

--
-- Name: COLUMN data_requests.result; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.data_requests.result IS 'What came of the request, an object; empty until then.';

--
-- Name: COLUMN data_requests.error; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.data_requests.error IS 'Why the request failed.';

--
-- Name: CONSTRAINT completed_at_must_match_the_status ON data_requests; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON CONSTRAINT completed_at_must_match_the_status ON app_public.data_requests IS 'A request has a time of completion when it is completed or failed, and not before.';

--
-- Name: deal_stage_changes; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.deal_stage_changes (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid NOT NULL,
    deal_id uuid NOT NULL,
    from_stage_id uuid,
    to_stage_id uuid,
    changed_by_id uuid,
    seconds_in_stage bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

--
-- Name: TABLE deal_stage_changes; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.deal_stage_changes IS 'The history of a deal’s stages, written by the database.';

--
-- Name: COLUMN deal_stage_changes.deal_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.deal_stage_changes.deal_id IS 'The deal.';

--
-- Name: COLUMN deal_stage_changes.from_stage_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.deal_stage_changes.from_stage_id IS 'The stage that the deal left; empty when it was new.';

--
-- Name: COLUMN deal_stage_changes.to_stage_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.deal_stage_changes.to_stage_id IS 'The stage that the deal came to.';

--
-- Name: COLUMN deal_stage_changes.changed_by_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.deal_stage_changes.changed_by_id IS 'The member who moved the deal.';

--
-- Name: COLUMN deal_stage_changes.seconds_in_stage; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.deal_stage_changes.seconds_in_stage IS 'How long the deal stood in the stage that it left, in seconds.';

--
-- Name: directions; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.directions (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE directions; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.directions IS '@enum
@enumName Direction
Which way something went.';

--
-- Name: COLUMN directions.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.directions.value IS 'The value as it is stored.';

--
-- Name: COLUMN directions.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.directions.description IS 'What the value means.';

--
-- Name: lead_enrichments; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.lead_enrichments (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    lead_id uuid NOT NULL,
    provider text NOT NULL,
    data jsonb DEFAULT '{}'::jsonb NOT NULL,
    confidence double precision,
    fetched_at timestamp with time zone DEFAULT now() NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT confidence_must_be_from_0_to_1 CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision))),
    CONSTRAINT data_must_be_an_object CHECK ((jsonb_typeof(data) = 'object'::text)),
    CONSTRAINT fetched_at_must_be_in_our_era CHECK (((fetched_at >= '0001-01-02 00:00:00+00'::timestamp with time zone) AND (fetched_at <= '9999-12-30 00:00:00+00'::timestamp with time zone))),
    CONSTRAINT provider_must_not_be_blank CHECK (((provider ~ '\S'::text) AND (length(provider) <= 100)))
);

--
-- Name: TABLE lead_enrichments; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.lead_enrichments IS 'What a provider of data knew about a lead.';

--
-- Name: COLUMN lead_enrichments.lead_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.lead_enrichments.lead_id IS 'The lead.';

--
-- Name: COLUMN lead_enrichments.provider; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.lead_enrichments.provider IS 'Who was asked.';

--
-- Name: COLUMN lead_enrichments.data; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.lead_enrichments.data IS 'The answer, an object.';

--
-- Name: COLUMN lead_enrichments.confidence; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.lead_enrichments.confidence IS 'How sure the provider was, from 0 to 1.';

--
-- Name: COLUMN lead_enrichments.fetched_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.lead_enrichments.fetched_at IS 'When the provider was asked.';

--
-- Name: lead_statuses; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.lead_statuses (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE lead_statuses; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.lead_statuses IS '@enum
@enumName LeadStatus
How far the organization has come with a lead.';

--
-- Name: COLUMN lead_statuses.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.lead_statuses.value IS 'The value as it is stored.';

--
-- Name: COLUMN lead_statuses.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.lead_statuses.description IS 'What the value means.';

--
-- Name: member_availabilities; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.member_availabilities (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE member_availabilities; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.member_availabilities IS '@enum
@enumName MemberAvailability
Whether a member takes new work.';

--
-- Name: COLUMN member_availabilities.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.member_availabilities.value IS 'The value as it is stored.';

--
-- Name: COLUMN member_availabilities.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.member_availabilities.description IS 'What the value means.';

--
-- Name: message_statuses; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.message_statuses (
    value text NOT NULL,
    description text NOT NULL,
    "position" integer
);

--
-- Name: TABLE message_statuses; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.message_statuses IS '@enum
@enumName MessageStatus
How far a message has come.';

--
-- Name: COLUMN message_statuses.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.message_statuses.value IS 'The value as it is stored.';

--
-- Name: COLUMN message_statuses.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.message_statuses.description IS 'What the value means.';

--
-- Name: COLUMN message_statuses."position"; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.message_statuses."position" IS 'How far along it is; empty for what didn’t arrive.';

--
-- Name: message_template_types; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.message_template_types (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE message_template_types; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.message_template_types IS '@enum
@enumName MessageTemplateType
What a template is for.';

--
-- Name: COLUMN message_template_types.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.message_template_types.value IS 'The value as it is stored.';

--
-- Name: COLUMN message_template_types.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.message_template_types.description IS 'What the value means.';

--
-- Name: message_templates; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.message_templates (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    name text NOT NULL,
    type text NOT NULL,
    category text,
    subject text,
    content text NOT NULL,
    variables text[] DEFAULT '{}'::text[] NOT NULL,
    tags text[] DEFAULT '{}'::text[] NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    usage_count integer DEFAULT 0 NOT NULL,
    last_used_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT category_must_be_short CHECK ((length(category) <= 100)),
    CONSTRAINT content_must_not_be_blank CHECK (((content ~ '\S'::text) AND (length(content) <= 100000))),
    CONSTRAINT name_must_not_be_blank CHECK (((name ~ '\S'::text) AND (length(name) <= 200))),
    CONSTRAINT subject_must_be_short CHECK ((length(subject) <= 1000)),
    CONSTRAINT tags_must_be_a_plain_list CHECK (((COALESCE(array_ndims(tags), 1) = 1) AND (array_position(tags, NULL::text) IS NULL)))
);

--
-- Name: TABLE message_templates; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.message_templates IS 'A text that messages are written with.';

--
-- Name: COLUMN message_templates.name; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.message_templates.name IS 'The template’s name; unique within the organization.';

--
-- Name: COLUMN message_templates.type; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.message_templates.type IS 'What it is for.';

--
-- Name: COLUMN message_templates.category; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.message_templates.category IS 'The group that it is listed in.';

--
-- Name: COLUMN message_templates.subject; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.message_templates.subject IS 'The subject, with placeholders such as {{first_name}}.';

--
-- Name: COLUMN message_templates.content; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.message_templates.content IS 'The text, with placeholders such as {{first_name}}.';

--
-- Name: COLUMN message_templates.variables; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.message_templates.variables IS 'The placeholders of subject and content, kept by the database.';

--
-- Name: COLUMN message_templates.tags; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.message_templates.tags IS 'Free labels.';

--
-- Name: COLUMN message_templates.is_active; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.message_templates.is_active IS 'Whether it is offered.';

--
-- Name: COLUMN message_templates.usage_count; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.message_templates.usage_count IS 'How many messages were written with it.';

--
-- Name: COLUMN message_templates.last_used_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.message_templates.last_used_at IS 'When a message was last written with it.';

--
-- Name: messages; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.messages (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    business_id uuid,
    conversation_id uuid NOT NULL,
    contact_id uuid,
    lead_id uuid,
    template_id uuid,
    channel text NOT NULL,
    direction text DEFAULT 'outbound'::text NOT NULL,
    from_address text,
    to_address text,
    subject text,
    body text DEFAULT ''::text NOT NULL,
    html_body text,
    status text NOT NULL,
    sent_at timestamp with time zone,
    delivered_at timestamp with time zone,
    read_at timestamp with time zone,
    failed_at timestamp with time zone,
    error_message text,
    external_id text,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_by_id uuid DEFAULT app_hidden.membership_id(),
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT body_must_not_be_huge CHECK ((length(body) <= 1000000)),
    CONSTRAINT error_message_must_be_short CHECK ((length(error_message) <= 2000)),
    CONSTRAINT external_id_must_be_short CHECK ((length(external_id) <= 998)),
    CONSTRAINT from_address_must_be_short CHECK ((length(from_address) <= 320)),
    CONSTRAINT html_body_must_not_be_huge CHECK ((length(html_body) <= 5000000)),
    CONSTRAINT metadata_must_be_an_object CHECK ((jsonb_typeof(metadata) = 'object'::text)),
    CONSTRAINT read_at_must_be_in_our_era CHECK (((read_at >= '0001-01-02 00:00:00+00'::timestamp with time zone) AND (read_at <= '9999-12-30 00:00:00+00'::timestamp with time zone))),
    CONSTRAINT subject_must_be_short CHECK ((length(subject) <= 1000)),
    CONSTRAINT to_address_must_be_short CHECK ((length(to_address) <= 2000))
);

--
-- Name: TABLE messages; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.messages IS 'A message in a conversation.';

--
-- Name: COLUMN messages.business_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.messages.business_id IS 'The business of the conversation.';

--
-- Name: COLUMN messages.conversation_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.messages.conversation_id IS '@hasDefault
The conversation; the contact’s open one on the channel unless one is named, or a new one.';

--
-- Name: COLUMN messages.contact_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.messages.contact_id IS 'The contact who wrote it or to whom it is written; found by the address, or created, unless one is named.';

--
-- Name: COLUMN messages.lead_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.messages.lead_id IS 'The lead that it is about.';

--
-- Name: COLUMN messages.template_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.messages.template_id IS 'The template that it was written with.';

--
-- Name: COLUMN messages.channel; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.messages.channel IS '@hasDefault
The channel; the conversation’s.';

--
-- Name: COLUMN messages.direction; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.messages.direction IS 'Which way it goes.';

--
-- Name: COLUMN messages.from_address; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.messages.from_address IS 'Who sent it: an e-mail address in lower case or a phone number in E.164 form. Other ways of writing are converted, such as Jane Doe <jane@example.com>.';

--
-- Name: COLUMN messages.to_address; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.messages.to_address IS 'Where it goes, written as the sender’s address is; the contact’s own unless another is given.';

--
-- Name: COLUMN messages.subject; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.messages.subject IS 'The subject.';

--
-- Name: COLUMN messages.body; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.messages.body IS 'What it says, as plain text. It is written once.';

--
-- Name: COLUMN messages.html_body; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.messages.html_body IS 'What it says, as HTML from whoever wrote it: not to be shown without being cleaned.';

--
-- Name: COLUMN messages.status; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.messages.status IS '@hasDefault
How far it has come. It doesn’t go backwards; what failed can be tried again.';

--
-- Name: COLUMN messages.sent_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.messages.sent_at IS 'When it was sent.';

--
-- Name: COLUMN messages.delivered_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.messages.delivered_at IS 'When it arrived.';

--
-- Name: COLUMN messages.read_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.messages.read_at IS 'When it was read: by the contact if it goes out, by a member if it comes in. Setting it makes the status read.';

--
-- Name: COLUMN messages.failed_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.messages.failed_at IS 'When it failed.';

--
-- Name: COLUMN messages.error_message; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.messages.error_message IS 'Why it failed.';

--
-- Name: COLUMN messages.external_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.messages.external_id IS 'The provider’s id; unique within the organization and channel, so that nothing is taken in twice.';

--
-- Name: COLUMN messages.metadata; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.messages.metadata IS 'What else the provider tells, an object.';

--
-- Name: COLUMN messages.created_by_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.messages.created_by_id IS 'The member who wrote it or took it in.';

--
-- Name: notification_kinds; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.notification_kinds (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE notification_kinds; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.notification_kinds IS '@enum
@enumName NotificationKind
What a notification is about.';

--
-- Name: COLUMN notification_kinds.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.notification_kinds.value IS 'The value as it is stored.';

--
-- Name: COLUMN notification_kinds.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.notification_kinds.description IS 'What the value means.';

--
-- Name: notifications; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.notifications (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    membership_id uuid NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    body text,
    link text,
    read_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT body_must_be_short CHECK ((length(body) <= 5000)),
    CONSTRAINT link_must_be_an_address CHECK (((link ~ '^(/([^/\\]|$)|https?://)'::text) AND (length(link) <= 2000))),
    CONSTRAINT read_at_must_be_in_our_era CHECK (((read_at >= '0001-01-02 00:00:00+00'::timestamp with time zone) AND (read_at <= '9999-12-30 00:00:00+00'::timestamp with time zone))),
    CONSTRAINT title_must_not_be_blank CHECK (((title ~ '\S'::text) AND (length(title) <= 300)))
);

--
-- Name: TABLE notifications; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.notifications IS 'News for one member, who alone sees it.';

--
-- Name: COLUMN notifications.membership_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.notifications.membership_id IS 'The member who is told.';

--
-- Name: COLUMN notifications.kind; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.notifications.kind IS 'What the news is about.';

--
-- Name: COLUMN notifications.title; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.notifications.title IS 'The news in a line.';

--
-- Name: COLUMN notifications.body; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.notifications.body IS 'More about it.';

--
-- Name: COLUMN notifications.link; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.notifications.link IS 'Where to read on: a path of the application or an address on the web.';

--
-- Name: COLUMN notifications.read_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.notifications.read_at IS 'When the member read it; empty while it is unread. Whatever time is given, that of the first reading is kept.';

--
-- Name: permission_scopes; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.permission_scopes (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE permission_scopes; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.permission_scopes IS '@enum
@enumName PermissionScope
Which rows a permission reaches.';

--
-- Name: COLUMN permission_scopes.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.permission_scopes.value IS 'The value as it is stored.';

--
-- Name: COLUMN permission_scopes.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.permission_scopes.description IS 'What the value means.';

--
-- Name: permissions; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.permissions (
    resource text NOT NULL,
    action text NOT NULL,
    description text NOT NULL,
    CONSTRAINT permissions_action_check CHECK ((action ~ '^[a-z]+(_[a-z]+)*$'::text)),
    CONSTRAINT permissions_resource_check CHECK ((resource ~ '^[a-z]+(_[a-z]+)*$'::text))
);

--
-- Name: TABLE permissions; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.permissions IS 'Everything that a role can be allowed to do: a resource and an action, written together as contacts.read.';

--
-- Name: COLUMN permissions.resource; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.permissions.resource IS 'What is acted upon, such as contacts.';

--
-- Name: COLUMN permissions.action; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.permissions.action IS 'What is done with it, such as read.';

--
-- Name: COLUMN permissions.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.permissions.description IS 'What the permission allows, for the people who define roles.';

--
-- Name: pipeline_stage_kinds; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.pipeline_stage_kinds (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE pipeline_stage_kinds; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.pipeline_stage_kinds IS '@enum
@enumName PipelineStageKind
What a stage means for its deals.';

--
-- Name: COLUMN pipeline_stage_kinds.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.pipeline_stage_kinds.value IS 'The value as it is stored.';

--
-- Name: COLUMN pipeline_stage_kinds.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.pipeline_stage_kinds.description IS 'What the value means.';

--
-- Name: pipeline_stages; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.pipeline_stages (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    pipeline_id uuid NOT NULL,
    name text NOT NULL,
    kind text DEFAULT 'open'::text NOT NULL,
    probability integer DEFAULT 0 NOT NULL,
    "position" integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT name_must_not_be_blank CHECK (((name ~ '\S'::text) AND (length(name) <= 100))),
    CONSTRAINT probability_must_be_a_percentage CHECK (((probability >= 0) AND (probability <= 100)))
);

--
-- Name: TABLE pipeline_stages; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.pipeline_stages IS 'A stage of a pipeline.';

--
-- Name: COLUMN pipeline_stages.pipeline_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.pipeline_stages.pipeline_id IS 'The pipeline.';

--
-- Name: COLUMN pipeline_stages.name; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.pipeline_stages.name IS 'The stage’s name; unique within the pipeline.';

--
-- Name: COLUMN pipeline_stages.kind; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.pipeline_stages.kind IS 'What the stage means for its deals: open, won or lost.';

--
-- Name: COLUMN pipeline_stages.probability; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.pipeline_stages.probability IS 'How likely a deal in this stage is to be won, in per cent.';

--
-- Name: COLUMN pipeline_stages."position"; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.pipeline_stages."position" IS 'The stage’s place in the pipeline.';

--
-- Name: pipelines; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.pipelines (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    name text NOT NULL,
    description text,
    is_default boolean DEFAULT false NOT NULL,
    "position" integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT name_must_not_be_blank CHECK (((name ~ '\S'::text) AND (length(name) <= 100)))
);

--
-- Name: TABLE pipelines; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.pipelines IS 'A way that deals go, in ordered stages.';

--
-- Name: COLUMN pipelines.name; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.pipelines.name IS 'The pipeline’s name; unique within the organization.';

--
-- Name: COLUMN pipelines.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.pipelines.description IS 'What the pipeline is for.';

--
-- Name: COLUMN pipelines.is_default; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.pipelines.is_default IS 'Whether new deals go here when no pipeline is named; one pipeline of an organization at most.';

--
-- Name: COLUMN pipelines."position"; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.pipelines."position" IS 'The pipeline’s place among the others.';

--
-- Name: priorities; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.priorities (
    value text NOT NULL,
    description text NOT NULL,
    "position" integer NOT NULL
);

--
-- Name: TABLE priorities; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.priorities IS '@enum
@enumName Priority
What comes first.';

--
-- Name: COLUMN priorities.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.priorities.value IS 'The value as it is stored.';

--
-- Name: COLUMN priorities.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.priorities.description IS 'What the value means.';

--
-- Name: COLUMN priorities."position"; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.priorities."position" IS 'From the least to the most pressing.';

--
-- Name: proposal_items; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.proposal_items (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    proposal_id uuid NOT NULL,
    "position" integer DEFAULT 1 NOT NULL,
    description text NOT NULL,
    quantity double precision DEFAULT 1 NOT NULL,
    unit_price_cents bigint NOT NULL,
    tax_basis_points integer DEFAULT 0 NOT NULL,
    amount_cents bigint GENERATED ALWAYS AS ((round(((unit_price_cents)::numeric * (quantity)::numeric)))::bigint) STORED NOT NULL,
    tax_cents bigint GENERATED ALWAYS AS ((round(((round(((unit_price_cents)::numeric * (quantity)::numeric)) * (tax_basis_points)::numeric) / (10000)::numeric)))::bigint) STORED NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT description_must_not_be_blank CHECK (((description ~ '\S'::text) AND (length(description) <= 2000))),
    CONSTRAINT quantity_must_be_positive_with_three_decimals CHECK (((quantity > (0)::double precision) AND (quantity <= (1000000)::double precision) AND ((quantity)::numeric = round((quantity)::numeric, 3)))),
    CONSTRAINT tax_must_be_from_0_to_10000 CHECK (((tax_basis_points >= 0) AND (tax_basis_points <= 10000))),
    CONSTRAINT unit_price_must_be_countable CHECK (((unit_price_cents >= '-100000000000'::bigint) AND (unit_price_cents <= '100000000000'::bigint)))
);

--
-- Name: TABLE proposal_items; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.proposal_items IS 'One line of a proposal. Items are written while the proposal is a draft.';

--
-- Name: COLUMN proposal_items.proposal_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposal_items.proposal_id IS 'The proposal.';

--
-- Name: COLUMN proposal_items."position"; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposal_items."position" IS 'The item’s place among the others.';

--
-- Name: COLUMN proposal_items.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposal_items.description IS 'What is offered.';

--
-- Name: COLUMN proposal_items.quantity; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposal_items.quantity IS 'How much of it, with three decimals at most.';

--
-- Name: COLUMN proposal_items.unit_price_cents; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposal_items.unit_price_cents IS 'The price of one, in hundredths of the proposal’s currency. A discount is an item with a price below zero.';

--
-- Name: COLUMN proposal_items.tax_basis_points; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposal_items.tax_basis_points IS 'The tax in hundredths of a percent: 1900 is 19 %.';

--
-- Name: COLUMN proposal_items.amount_cents; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposal_items.amount_cents IS 'Quantity times price before tax, rounded to whole hundredths of the currency.';

--
-- Name: COLUMN proposal_items.tax_cents; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposal_items.tax_cents IS 'The tax on the item’s amount, rounded likewise.';

--
-- Name: proposal_statuses; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.proposal_statuses (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE proposal_statuses; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.proposal_statuses IS '@enum
@enumName ProposalStatus
Where a proposal stands.';

--
-- Name: COLUMN proposal_statuses.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposal_statuses.value IS 'The value as it is stored.';

--
-- Name: COLUMN proposal_statuses.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposal_statuses.description IS 'What the value means.';

--
-- Name: proposals; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.proposals (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    business_id uuid DEFAULT app_hidden.default_business_id(),
    number integer NOT NULL,
    title text NOT NULL,
    introduction text,
    deal_id uuid,
    contact_id uuid,
    company_id uuid,
    owner_id uuid DEFAULT app_hidden.membership_id(),
    status text DEFAULT 'draft'::text NOT NULL,
    currency character(3) NOT NULL,
    subtotal_cents bigint DEFAULT 0 NOT NULL,
    tax_cents bigint DEFAULT 0 NOT NULL,
    total_cents bigint GENERATED ALWAYS AS ((subtotal_cents + tax_cents)) STORED NOT NULL,
    valid_until date,
    sent_at timestamp with time zone,
    viewed_at timestamp with time zone,
    accepted_at timestamp with time zone,
    rejected_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT currency_must_be_a_code CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT subtotal_must_be_countable CHECK (((subtotal_cents >= '-1000000000000000'::bigint) AND (subtotal_cents <= '1000000000000000'::bigint))),
    CONSTRAINT title_must_not_be_blank CHECK (((title ~ '\S'::text) AND (length(title) <= 300))),
    CONSTRAINT total_must_not_be_negative_once_sent CHECK (((status = 'draft'::text) OR ((subtotal_cents + tax_cents) >= 0))),
    CONSTRAINT valid_until_must_be_in_our_era CHECK (((valid_until >= '0001-01-02'::date) AND (valid_until <= '9999-12-30'::date)))
);

--
-- Name: TABLE proposals; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.proposals IS 'An offer to a contact, made of items.';

--
-- Name: COLUMN proposals.business_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposals.business_id IS 'The business that makes the proposal; the whole organization when empty.';

--
-- Name: COLUMN proposals.number; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposals.number IS '@hasDefault
The proposal’s number, unique within the organization. They go up, and may leave gaps.';

--
-- Name: COLUMN proposals.title; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposals.title IS 'What is proposed.';

--
-- Name: COLUMN proposals.introduction; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposals.introduction IS 'What the contact reads before the items.';

--
-- Name: COLUMN proposals.deal_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposals.deal_id IS 'The deal that the proposal is to win.';

--
-- Name: COLUMN proposals.contact_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposals.contact_id IS 'The contact to whom the proposal goes, and who sees it in the client portal once it is sent.';

--
-- Name: COLUMN proposals.company_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposals.company_id IS 'The company to which the proposal goes.';

--
-- Name: COLUMN proposals.owner_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposals.owner_id IS 'The member who looks after the proposal; whoever adds it unless another is named.';

--
-- Name: COLUMN proposals.status; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposals.status IS 'Where the proposal stands. From draft it is sent; then it is viewed, accepted, rejected or expires. An expired one may be sent again. Once it is sent, title, introduction, contact, currency and items stay as they are.';

--
-- Name: COLUMN proposals.currency; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposals.currency IS '@hasDefault
The currency of all amounts (ISO 4217), such as EUR; the organization’s unless another is named.';

--
-- Name: COLUMN proposals.subtotal_cents; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposals.subtotal_cents IS 'The sum of the items before tax, in hundredths of the currency.';

--
-- Name: COLUMN proposals.tax_cents; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposals.tax_cents IS 'The sum of the items’ taxes, in hundredths of the currency.';

--
-- Name: COLUMN proposals.total_cents; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposals.total_cents IS 'What the contact would pay, tax included, in hundredths of the currency.';

--
-- Name: COLUMN proposals.valid_until; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposals.valid_until IS 'The last day on which the contact can accept.';

--
-- Name: COLUMN proposals.sent_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposals.sent_at IS 'When the proposal was last sent.';

--
-- Name: COLUMN proposals.viewed_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposals.viewed_at IS 'When the contact opened it.';

--
-- Name: COLUMN proposals.accepted_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposals.accepted_at IS 'When the contact accepted.';

--
-- Name: COLUMN proposals.rejected_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposals.rejected_at IS 'When the contact declined.';

--
-- Name: COLUMN proposals.deleted_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.proposals.deleted_at IS 'When the proposal was archived; empty while it is in use.';

--
-- Name: security_event_kinds; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.security_event_kinds (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE security_event_kinds; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.security_event_kinds IS '@enum
@enumName SecurityEventKind
What kinds of security events are recorded.';

--
-- Name: COLUMN security_event_kinds.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.security_event_kinds.value IS 'The value as it is stored.';

--
-- Name: COLUMN security_event_kinds.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.security_event_kinds.description IS 'What the value means.';

--
-- Name: sentiments; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.sentiments (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE sentiments; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.sentiments IS '@enum
@enumName Sentiment
How something was meant.';

--
-- Name: COLUMN sentiments.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.sentiments.value IS 'The value as it is stored.';

--
-- Name: COLUMN sentiments.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.sentiments.description IS 'What the value means.';

--
-- Name: staff_invitations; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.staff_invitations (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    email text NOT NULL,
    role_id uuid NOT NULL,
    invited_by_id uuid DEFAULT app_hidden.membership_id(),
    expires_at timestamp with time zone DEFAULT (now() + '7 days'::interval) NOT NULL,
    claimed_at timestamp with time zone,
    membership_id uuid,
    revoked_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT email_must_be_an_address CHECK (((email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'::text) AND (length(email) <= 254))),
    CONSTRAINT expires_at_must_be_in_our_era CHECK (((expires_at >= '0001-01-02 00:00:00+00'::timestamp with time zone) AND (expires_at <= '9999-12-30 00:00:00+00'::timestamp with time zone))),
    CONSTRAINT invitation_must_not_be_claimed_and_revoked CHECK (((claimed_at IS NULL) OR (revoked_at IS NULL))),
    CONSTRAINT revoked_at_must_be_in_our_era CHECK (((revoked_at >= '0001-01-02 00:00:00+00'::timestamp with time zone) AND (revoked_at <= '9999-12-30 00:00:00+00'::timestamp with time zone)))
);

--
-- Name: TABLE staff_invitations; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.staff_invitations IS 'An invitation to join the organization as a member, sent to an e-mail address.';

--
-- Name: COLUMN staff_invitations.email; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.staff_invitations.email IS 'The address that the invitation went to, kept in lower case. It has one open invitation at most.';

--
-- Name: COLUMN staff_invitations.role_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.staff_invitations.role_id IS 'The role that the invited person will have.';

--
-- Name: COLUMN staff_invitations.invited_by_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.staff_invitations.invited_by_id IS 'The member who invited.';

--
-- Name: COLUMN staff_invitations.expires_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.staff_invitations.expires_at IS 'When the invitation ceases to be good.';

--
-- Name: COLUMN staff_invitations.claimed_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.staff_invitations.claimed_at IS 'When the invitation was accepted; empty while it is open.';

--
-- Name: COLUMN staff_invitations.membership_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.staff_invitations.membership_id IS 'The member that the invited person has become.';

--
-- Name: COLUMN staff_invitations.revoked_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.staff_invitations.revoked_at IS 'When the invitation was withdrawn; empty while it is good. Whatever time is given, the present one is kept.';

--
-- Name: CONSTRAINT invitation_must_not_be_claimed_and_revoked ON staff_invitations; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON CONSTRAINT invitation_must_not_be_claimed_and_revoked ON app_public.staff_invitations IS 'An invitation is either accepted or withdrawn.';

--
-- Name: subscription_statuses; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.subscription_statuses (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE subscription_statuses; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.subscription_statuses IS '@enum
@enumName SubscriptionStatus
Where an organization’s subscription stands.';

--
-- Name: COLUMN subscription_statuses.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.subscription_statuses.value IS 'The value as it is stored.';

--
-- Name: COLUMN subscription_statuses.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.subscription_statuses.description IS 'What the value means.';

--
-- Name: subscription_tiers; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.subscription_tiers (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE subscription_tiers; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.subscription_tiers IS '@enum
@enumName SubscriptionTier
What an organization has subscribed to.';

--
-- Name: COLUMN subscription_tiers.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.subscription_tiers.value IS 'The value as it is stored.';

--
-- Name: COLUMN subscription_tiers.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.subscription_tiers.description IS 'What the value means.';

--
-- Name: system_roles; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.system_roles (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE system_roles; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.system_roles IS '@enum
@enumName SystemRole
The roles that every organization has.';

--
-- Name: COLUMN system_roles.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.system_roles.value IS 'The value as it is stored.';

--
-- Name: COLUMN system_roles.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.system_roles.description IS 'What the value means.';

--
-- Name: task_statuses; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.task_statuses (
    value text NOT NULL,
    description text NOT NULL
);

--
-- Name: TABLE task_statuses; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.task_statuses IS '@enum
@enumName TaskStatus
Where a task stands.';

--
-- Name: COLUMN task_statuses.value; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.task_statuses.value IS 'The value as it is stored.';

--
-- Name: COLUMN task_statuses.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.task_statuses.description IS 'What the value means.';

--
-- Name: tasks; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.tasks (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    business_id uuid DEFAULT app_hidden.default_business_id(),
    title text NOT NULL,
    description text,
    status text DEFAULT 'todo'::text NOT NULL,
    priority text DEFAULT 'normal'::text NOT NULL,
    due_at timestamp with time zone,
    completed_at timestamp with time zone,
    assignee_id uuid DEFAULT app_hidden.membership_id(),
    created_by_id uuid DEFAULT app_hidden.membership_id(),
    contact_id uuid,
    deal_id uuid,
    company_id uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    lead_id uuid,
    CONSTRAINT due_at_must_be_in_our_era CHECK (((due_at >= '0001-01-02 00:00:00+00'::timestamp with time zone) AND (due_at <= '9999-12-30 00:00:00+00'::timestamp with time zone))),
    CONSTRAINT title_must_not_be_blank CHECK (((title ~ '\S'::text) AND (length(title) <= 300)))
);

--
-- Name: TABLE tasks; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.tasks IS 'Something to be done.';

--
-- Name: COLUMN tasks.business_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.tasks.business_id IS 'The business that the task belongs to; of the whole organization when empty.';

--
-- Name: COLUMN tasks.title; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.tasks.title IS 'What is to be done.';

--
-- Name: COLUMN tasks.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.tasks.description IS 'More about it.';

--
-- Name: COLUMN tasks.status; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.tasks.status IS 'Where the task stands.';

--
-- Name: COLUMN tasks.priority; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.tasks.priority IS 'How pressing the task is.';

--
-- Name: COLUMN tasks.due_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.tasks.due_at IS 'When the task should be done.';

--
-- Name: COLUMN tasks.completed_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.tasks.completed_at IS 'When the task was done; follows the status.';

--
-- Name: COLUMN tasks.assignee_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.tasks.assignee_id IS 'The member who is to do it; whoever adds it unless another is named.';

--
-- Name: COLUMN tasks.created_by_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.tasks.created_by_id IS 'The member who added the task.';

--
-- Name: COLUMN tasks.contact_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.tasks.contact_id IS 'The contact it is about.';

--
-- Name: COLUMN tasks.deal_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.tasks.deal_id IS 'The deal it is about.';

--
-- Name: COLUMN tasks.company_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.tasks.company_id IS 'The company it is about.';

--
-- Name: COLUMN tasks.deleted_at; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.tasks.deleted_at IS 'When the task was archived; empty while it is in use.';

--
-- Name: COLUMN tasks.lead_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.tasks.lead_id IS 'The lead it is about.';

--
-- Name: team_members; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.team_members (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    team_id uuid NOT NULL,
    membership_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

--
-- Name: TABLE team_members; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.team_members IS 'A member’s place in a team.';

--
-- Name: COLUMN team_members.team_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.team_members.team_id IS 'The team.';

--
-- Name: COLUMN team_members.membership_id; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.team_members.membership_id IS 'The member.';

--
-- Name: teams; Type: TABLE; Schema: app_public; Owner: -
--

CREATE TABLE app_public.teams (
    id uuid DEFAULT app_hidden.uuid_v7() NOT NULL,
    organization_id uuid DEFAULT app_hidden.organization_id() NOT NULL,
    name text NOT NULL,
    description text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT name_must_not_be_blank CHECK (((name ~ '\S'::text) AND (length(name) <= 100)))
);

--
-- Name: TABLE teams; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON TABLE app_public.teams IS 'Members who work together. Permissions of scope team reach the rows of everybody who shares a team.';

--
-- Name: COLUMN teams.name; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.teams.name IS 'The team’s name; unique within the organization.';

--
-- Name: COLUMN teams.description; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON COLUMN app_public.teams.description IS 'What the team is for.';

--
-- Name: audit_logs_default; Type: TABLE ATTACH; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_public.audit_logs ATTACH PARTITION app_private.audit_logs_default DEFAULT;

--
-- Name: security_events_default; Type: TABLE ATTACH; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_public.security_events ATTACH PARTITION app_private.security_events_default DEFAULT;

--
-- Name: api_key_secrets api_key_secrets_digest_key; Type: CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.api_key_secrets
    ADD CONSTRAINT api_key_secrets_digest_key UNIQUE (digest);

--
-- Name: api_key_secrets api_key_secrets_pkey; Type: CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.api_key_secrets
    ADD CONSTRAINT api_key_secrets_pkey PRIMARY KEY (api_key_id);

--
-- Name: audit_logs audit_logs_organization_id_id_created_at_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.audit_logs
    ADD CONSTRAINT audit_logs_organization_id_id_created_at_key UNIQUE (organization_id, id, created_at);

--
-- Name: audit_logs_default audit_logs_default_organization_id_id_created_at_key; Type: CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.audit_logs_default
    ADD CONSTRAINT audit_logs_default_organization_id_id_created_at_key UNIQUE (organization_id, id, created_at);

--
-- Name: audit_logs audit_logs_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.audit_logs
    ADD CONSTRAINT audit_logs_pkey PRIMARY KEY (id, created_at);

--
-- Name: audit_logs_default audit_logs_default_pkey; Type: CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.audit_logs_default
    ADD CONSTRAINT audit_logs_default_pkey PRIMARY KEY (id, created_at);

--
-- Name: client_invitation_secrets client_invitation_secrets_digest_key; Type: CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.client_invitation_secrets
    ADD CONSTRAINT client_invitation_secrets_digest_key UNIQUE (digest);

--
-- Name: client_invitation_secrets client_invitation_secrets_pkey; Type: CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.client_invitation_secrets
    ADD CONSTRAINT client_invitation_secrets_pkey PRIMARY KEY (client_invitation_id);

--
-- Name: contact_credentials contact_credentials_pkey; Type: CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.contact_credentials
    ADD CONSTRAINT contact_credentials_pkey PRIMARY KEY (contact_id);

--
-- Name: country_calling_codes country_calling_codes_pkey; Type: CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.country_calling_codes
    ADD CONSTRAINT country_calling_codes_pkey PRIMARY KEY (country);

--
-- Name: default_memberships default_memberships_pkey; Type: CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.default_memberships
    ADD CONSTRAINT default_memberships_pkey PRIMARY KEY (user_id);

--
-- Name: number_counters number_counters_organization_id_id_key; Type: CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.number_counters
    ADD CONSTRAINT number_counters_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: number_counters number_counters_organization_id_kind_key; Type: CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.number_counters
    ADD CONSTRAINT number_counters_organization_id_kind_key UNIQUE (organization_id, kind);

--
-- Name: number_counters number_counters_pkey; Type: CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.number_counters
    ADD CONSTRAINT number_counters_pkey PRIMARY KEY (id);

--
-- Name: security_events security_events_organization_id_id_created_at_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.security_events
    ADD CONSTRAINT security_events_organization_id_id_created_at_key UNIQUE (organization_id, id, created_at);

--
-- Name: security_events_default security_events_default_organization_id_id_created_at_key; Type: CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.security_events_default
    ADD CONSTRAINT security_events_default_organization_id_id_created_at_key UNIQUE (organization_id, id, created_at);

--
-- Name: security_events security_events_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.security_events
    ADD CONSTRAINT security_events_pkey PRIMARY KEY (id, created_at);

--
-- Name: security_events_default security_events_default_pkey; Type: CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.security_events_default
    ADD CONSTRAINT security_events_default_pkey PRIMARY KEY (id, created_at);

--
-- Name: session_tokens session_tokens_pkey; Type: CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.session_tokens
    ADD CONSTRAINT session_tokens_pkey PRIMARY KEY (digest);

--
-- Name: session_tokens session_tokens_session_id_generation_key; Type: CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.session_tokens
    ADD CONSTRAINT session_tokens_session_id_generation_key UNIQUE (session_id, generation);

--
-- Name: sessions sessions_pkey; Type: CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);

--
-- Name: staff_invitation_secrets staff_invitation_secrets_digest_key; Type: CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.staff_invitation_secrets
    ADD CONSTRAINT staff_invitation_secrets_digest_key UNIQUE (digest);

--
-- Name: staff_invitation_secrets staff_invitation_secrets_pkey; Type: CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.staff_invitation_secrets
    ADD CONSTRAINT staff_invitation_secrets_pkey PRIMARY KEY (staff_invitation_id);

--
-- Name: system_role_permissions system_role_permissions_pkey; Type: CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.system_role_permissions
    ADD CONSTRAINT system_role_permissions_pkey PRIMARY KEY (system_role, resource, action);

--
-- Name: user_identities user_identities_issuer_subject_key; Type: CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.user_identities
    ADD CONSTRAINT user_identities_issuer_subject_key UNIQUE (issuer, subject);

--
-- Name: user_identities user_identities_pkey; Type: CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.user_identities
    ADD CONSTRAINT user_identities_pkey PRIMARY KEY (id);

--
-- Name: activities activities_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.activities
    ADD CONSTRAINT activities_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: activities activities_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.activities
    ADD CONSTRAINT activities_pkey PRIMARY KEY (id);

--
-- Name: activity_kinds activity_kinds_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.activity_kinds
    ADD CONSTRAINT activity_kinds_pkey PRIMARY KEY (value);

--
-- Name: ai_script_kinds ai_script_kinds_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.ai_script_kinds
    ADD CONSTRAINT ai_script_kinds_pkey PRIMARY KEY (value);

--
-- Name: ai_scripts ai_scripts_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.ai_scripts
    ADD CONSTRAINT ai_scripts_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: ai_scripts ai_scripts_organization_id_name_language_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.ai_scripts
    ADD CONSTRAINT ai_scripts_organization_id_name_language_key UNIQUE (organization_id, name, language);

--
-- Name: ai_scripts ai_scripts_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.ai_scripts
    ADD CONSTRAINT ai_scripts_pkey PRIMARY KEY (id);

--
-- Name: api_keys api_keys_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.api_keys
    ADD CONSTRAINT api_keys_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: api_keys api_keys_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);

--
-- Name: audit_actions audit_actions_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.audit_actions
    ADD CONSTRAINT audit_actions_pkey PRIMARY KEY (value);

--
-- Name: audit_actor_kinds audit_actor_kinds_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.audit_actor_kinds
    ADD CONSTRAINT audit_actor_kinds_pkey PRIMARY KEY (value);

--
-- Name: business_memberships business_memberships_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.business_memberships
    ADD CONSTRAINT business_memberships_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: business_memberships business_memberships_organization_id_membership_id_business_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.business_memberships
    ADD CONSTRAINT business_memberships_organization_id_membership_id_business_key UNIQUE (organization_id, membership_id, business_id);

--
-- Name: business_memberships business_memberships_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.business_memberships
    ADD CONSTRAINT business_memberships_pkey PRIMARY KEY (id);

--
-- Name: businesses businesses_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.businesses
    ADD CONSTRAINT businesses_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: businesses businesses_organization_id_slug_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.businesses
    ADD CONSTRAINT businesses_organization_id_slug_key UNIQUE (organization_id, slug);

--
-- Name: businesses businesses_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.businesses
    ADD CONSTRAINT businesses_pkey PRIMARY KEY (id);

--
-- Name: call_campaign_statuses call_campaign_statuses_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.call_campaign_statuses
    ADD CONSTRAINT call_campaign_statuses_pkey PRIMARY KEY (value);

--
-- Name: call_campaign_target_states call_campaign_target_states_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.call_campaign_target_states
    ADD CONSTRAINT call_campaign_target_states_pkey PRIMARY KEY (value);

--
-- Name: call_campaign_targets call_campaign_targets_organization_id_campaign_id_phone_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.call_campaign_targets
    ADD CONSTRAINT call_campaign_targets_organization_id_campaign_id_phone_key UNIQUE (organization_id, campaign_id, phone);

--
-- Name: call_campaign_targets call_campaign_targets_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.call_campaign_targets
    ADD CONSTRAINT call_campaign_targets_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: call_campaign_targets call_campaign_targets_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.call_campaign_targets
    ADD CONSTRAINT call_campaign_targets_pkey PRIMARY KEY (id);

--
-- Name: call_campaigns call_campaigns_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.call_campaigns
    ADD CONSTRAINT call_campaigns_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: call_campaigns call_campaigns_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.call_campaigns
    ADD CONSTRAINT call_campaigns_pkey PRIMARY KEY (id);

--
-- Name: call_statuses call_statuses_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.call_statuses
    ADD CONSTRAINT call_statuses_pkey PRIMARY KEY (value);

--
-- Name: calls calls_organization_id_external_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.calls
    ADD CONSTRAINT calls_organization_id_external_id_key UNIQUE (organization_id, external_id);

--
-- Name: calls calls_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.calls
    ADD CONSTRAINT calls_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: calls calls_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.calls
    ADD CONSTRAINT calls_pkey PRIMARY KEY (id);

--
-- Name: channels channels_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.channels
    ADD CONSTRAINT channels_pkey PRIMARY KEY (value);

--
-- Name: client_invitations client_invitations_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.client_invitations
    ADD CONSTRAINT client_invitations_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: client_invitations client_invitations_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.client_invitations
    ADD CONSTRAINT client_invitations_pkey PRIMARY KEY (id);

--
-- Name: companies companies_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.companies
    ADD CONSTRAINT companies_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: companies companies_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.companies
    ADD CONSTRAINT companies_pkey PRIMARY KEY (id);

--
-- Name: contact_lifecycle_stages contact_lifecycle_stages_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.contact_lifecycle_stages
    ADD CONSTRAINT contact_lifecycle_stages_pkey PRIMARY KEY (value);

--
-- Name: contact_membership_statuses contact_membership_statuses_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.contact_membership_statuses
    ADD CONSTRAINT contact_membership_statuses_pkey PRIMARY KEY (value);

--
-- Name: contacts contacts_organization_id_email_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.contacts
    ADD CONSTRAINT contacts_organization_id_email_key UNIQUE (organization_id, email);

--
-- Name: CONSTRAINT contacts_organization_id_email_key ON contacts; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON CONSTRAINT contacts_organization_id_email_key ON app_public.contacts IS 'Another contact, perhaps an archived one, has this e-mail address.';

--
-- Name: contacts contacts_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.contacts
    ADD CONSTRAINT contacts_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: contacts contacts_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.contacts
    ADD CONSTRAINT contacts_pkey PRIMARY KEY (id);

--
-- Name: contract_statuses contract_statuses_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.contract_statuses
    ADD CONSTRAINT contract_statuses_pkey PRIMARY KEY (value);

--
-- Name: contracts contracts_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.contracts
    ADD CONSTRAINT contracts_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: contracts contracts_organization_id_number_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.contracts
    ADD CONSTRAINT contracts_organization_id_number_key UNIQUE (organization_id, number);

--
-- Name: contracts contracts_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.contracts
    ADD CONSTRAINT contracts_pkey PRIMARY KEY (id);

--
-- Name: conversation_statuses conversation_statuses_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.conversation_statuses
    ADD CONSTRAINT conversation_statuses_pkey PRIMARY KEY (value);

--
-- Name: conversations conversations_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.conversations
    ADD CONSTRAINT conversations_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: conversations conversations_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.conversations
    ADD CONSTRAINT conversations_pkey PRIMARY KEY (id);

--
-- Name: custom_field_definitions custom_field_definitions_organization_id_entity_field_name_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.custom_field_definitions
    ADD CONSTRAINT custom_field_definitions_organization_id_entity_field_name_key UNIQUE (organization_id, entity, field_name);

--
-- Name: CONSTRAINT custom_field_definitions_organization_id_entity_field_name_key ON custom_field_definitions; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON CONSTRAINT custom_field_definitions_organization_id_entity_field_name_key ON app_public.custom_field_definitions IS 'There is a field of this name already.';

--
-- Name: custom_field_definitions custom_field_definitions_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.custom_field_definitions
    ADD CONSTRAINT custom_field_definitions_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: custom_field_definitions custom_field_definitions_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.custom_field_definitions
    ADD CONSTRAINT custom_field_definitions_pkey PRIMARY KEY (id);

--
-- Name: custom_field_entities custom_field_entities_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.custom_field_entities
    ADD CONSTRAINT custom_field_entities_pkey PRIMARY KEY (value);

--
-- Name: custom_field_types custom_field_types_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.custom_field_types
    ADD CONSTRAINT custom_field_types_pkey PRIMARY KEY (value);

--
-- Name: data_request_kinds data_request_kinds_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.data_request_kinds
    ADD CONSTRAINT data_request_kinds_pkey PRIMARY KEY (value);

--
-- Name: data_request_statuses data_request_statuses_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.data_request_statuses
    ADD CONSTRAINT data_request_statuses_pkey PRIMARY KEY (value);

--
-- Name: data_requests data_requests_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.data_requests
    ADD CONSTRAINT data_requests_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: data_requests data_requests_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.data_requests
    ADD CONSTRAINT data_requests_pkey PRIMARY KEY (id);

--
-- Name: deal_stage_changes deal_stage_changes_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.deal_stage_changes
    ADD CONSTRAINT deal_stage_changes_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: deal_stage_changes deal_stage_changes_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.deal_stage_changes
    ADD CONSTRAINT deal_stage_changes_pkey PRIMARY KEY (id);

--
-- Name: deals deals_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.deals
    ADD CONSTRAINT deals_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: deals deals_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.deals
    ADD CONSTRAINT deals_pkey PRIMARY KEY (id);

--
-- Name: directions directions_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.directions
    ADD CONSTRAINT directions_pkey PRIMARY KEY (value);

--
-- Name: lead_enrichments lead_enrichments_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.lead_enrichments
    ADD CONSTRAINT lead_enrichments_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: lead_enrichments lead_enrichments_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.lead_enrichments
    ADD CONSTRAINT lead_enrichments_pkey PRIMARY KEY (id);

--
-- Name: lead_statuses lead_statuses_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.lead_statuses
    ADD CONSTRAINT lead_statuses_pkey PRIMARY KEY (value);

--
-- Name: leads leads_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.leads
    ADD CONSTRAINT leads_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: leads leads_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.leads
    ADD CONSTRAINT leads_pkey PRIMARY KEY (id);

--
-- Name: member_availabilities member_availabilities_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.member_availabilities
    ADD CONSTRAINT member_availabilities_pkey PRIMARY KEY (value);

--
-- Name: memberships memberships_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.memberships
    ADD CONSTRAINT memberships_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: memberships memberships_organization_id_user_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.memberships
    ADD CONSTRAINT memberships_organization_id_user_id_key UNIQUE (organization_id, user_id);

--
-- Name: memberships memberships_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.memberships
    ADD CONSTRAINT memberships_pkey PRIMARY KEY (id);

--
-- Name: message_statuses message_statuses_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.message_statuses
    ADD CONSTRAINT message_statuses_pkey PRIMARY KEY (value);

--
-- Name: message_statuses message_statuses_position_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.message_statuses
    ADD CONSTRAINT message_statuses_position_key UNIQUE ("position");

--
-- Name: message_template_types message_template_types_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.message_template_types
    ADD CONSTRAINT message_template_types_pkey PRIMARY KEY (value);

--
-- Name: message_templates message_templates_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.message_templates
    ADD CONSTRAINT message_templates_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: message_templates message_templates_organization_id_name_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.message_templates
    ADD CONSTRAINT message_templates_organization_id_name_key UNIQUE (organization_id, name);

--
-- Name: message_templates message_templates_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.message_templates
    ADD CONSTRAINT message_templates_pkey PRIMARY KEY (id);

--
-- Name: messages messages_organization_id_channel_external_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.messages
    ADD CONSTRAINT messages_organization_id_channel_external_id_key UNIQUE (organization_id, channel, external_id);

--
-- Name: messages messages_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.messages
    ADD CONSTRAINT messages_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: messages messages_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (id);

--
-- Name: notification_kinds notification_kinds_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.notification_kinds
    ADD CONSTRAINT notification_kinds_pkey PRIMARY KEY (value);

--
-- Name: notifications notifications_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.notifications
    ADD CONSTRAINT notifications_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: notifications notifications_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.notifications
    ADD CONSTRAINT notifications_pkey PRIMARY KEY (id);

--
-- Name: organizations organizations_external_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.organizations
    ADD CONSTRAINT organizations_external_id_key UNIQUE (external_id);

--
-- Name: organizations organizations_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.organizations
    ADD CONSTRAINT organizations_pkey PRIMARY KEY (id);

--
-- Name: organizations organizations_slug_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.organizations
    ADD CONSTRAINT organizations_slug_key UNIQUE (slug);

--
-- Name: permission_scopes permission_scopes_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.permission_scopes
    ADD CONSTRAINT permission_scopes_pkey PRIMARY KEY (value);

--
-- Name: permissions permissions_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.permissions
    ADD CONSTRAINT permissions_pkey PRIMARY KEY (resource, action);

--
-- Name: pipeline_stage_kinds pipeline_stage_kinds_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.pipeline_stage_kinds
    ADD CONSTRAINT pipeline_stage_kinds_pkey PRIMARY KEY (value);

--
-- Name: pipeline_stages pipeline_stages_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.pipeline_stages
    ADD CONSTRAINT pipeline_stages_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: pipeline_stages pipeline_stages_organization_id_pipeline_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.pipeline_stages
    ADD CONSTRAINT pipeline_stages_organization_id_pipeline_id_id_key UNIQUE (organization_id, pipeline_id, id);

--
-- Name: pipeline_stages pipeline_stages_organization_id_pipeline_id_name_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.pipeline_stages
    ADD CONSTRAINT pipeline_stages_organization_id_pipeline_id_name_key UNIQUE (organization_id, pipeline_id, name);

--
-- Name: pipeline_stages pipeline_stages_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.pipeline_stages
    ADD CONSTRAINT pipeline_stages_pkey PRIMARY KEY (id);

--
-- Name: pipelines pipelines_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.pipelines
    ADD CONSTRAINT pipelines_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: pipelines pipelines_organization_id_name_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.pipelines
    ADD CONSTRAINT pipelines_organization_id_name_key UNIQUE (organization_id, name);

--
-- Name: pipelines pipelines_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.pipelines
    ADD CONSTRAINT pipelines_pkey PRIMARY KEY (id);

--
-- Name: priorities priorities_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.priorities
    ADD CONSTRAINT priorities_pkey PRIMARY KEY (value);

--
-- Name: priorities priorities_position_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.priorities
    ADD CONSTRAINT priorities_position_key UNIQUE ("position");

--
-- Name: proposal_items proposal_items_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.proposal_items
    ADD CONSTRAINT proposal_items_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: proposal_items proposal_items_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.proposal_items
    ADD CONSTRAINT proposal_items_pkey PRIMARY KEY (id);

--
-- Name: proposal_statuses proposal_statuses_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.proposal_statuses
    ADD CONSTRAINT proposal_statuses_pkey PRIMARY KEY (value);

--
-- Name: proposals proposals_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.proposals
    ADD CONSTRAINT proposals_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: proposals proposals_organization_id_number_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.proposals
    ADD CONSTRAINT proposals_organization_id_number_key UNIQUE (organization_id, number);

--
-- Name: proposals proposals_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.proposals
    ADD CONSTRAINT proposals_pkey PRIMARY KEY (id);

--
-- Name: role_permissions role_permissions_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.role_permissions
    ADD CONSTRAINT role_permissions_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: role_permissions role_permissions_organization_id_role_id_resource_action_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.role_permissions
    ADD CONSTRAINT role_permissions_organization_id_role_id_resource_action_key UNIQUE (organization_id, role_id, resource, action);

--
-- Name: role_permissions role_permissions_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.role_permissions
    ADD CONSTRAINT role_permissions_pkey PRIMARY KEY (id);

--
-- Name: roles roles_organization_id_id_is_system_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.roles
    ADD CONSTRAINT roles_organization_id_id_is_system_key UNIQUE (organization_id, id, is_system);

--
-- Name: roles roles_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.roles
    ADD CONSTRAINT roles_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: roles roles_organization_id_name_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.roles
    ADD CONSTRAINT roles_organization_id_name_key UNIQUE (organization_id, name);

--
-- Name: roles roles_organization_id_system_role_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.roles
    ADD CONSTRAINT roles_organization_id_system_role_key UNIQUE (organization_id, system_role);

--
-- Name: roles roles_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.roles
    ADD CONSTRAINT roles_pkey PRIMARY KEY (id);

--
-- Name: security_event_kinds security_event_kinds_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.security_event_kinds
    ADD CONSTRAINT security_event_kinds_pkey PRIMARY KEY (value);

--
-- Name: sentiments sentiments_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.sentiments
    ADD CONSTRAINT sentiments_pkey PRIMARY KEY (value);

--
-- Name: staff_invitations staff_invitations_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.staff_invitations
    ADD CONSTRAINT staff_invitations_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: staff_invitations staff_invitations_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.staff_invitations
    ADD CONSTRAINT staff_invitations_pkey PRIMARY KEY (id);

--
-- Name: subscription_statuses subscription_statuses_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.subscription_statuses
    ADD CONSTRAINT subscription_statuses_pkey PRIMARY KEY (value);

--
-- Name: subscription_tiers subscription_tiers_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.subscription_tiers
    ADD CONSTRAINT subscription_tiers_pkey PRIMARY KEY (value);

--
-- Name: system_roles system_roles_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.system_roles
    ADD CONSTRAINT system_roles_pkey PRIMARY KEY (value);

--
-- Name: task_statuses task_statuses_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.task_statuses
    ADD CONSTRAINT task_statuses_pkey PRIMARY KEY (value);

--
-- Name: tasks tasks_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.tasks
    ADD CONSTRAINT tasks_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: tasks tasks_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.tasks
    ADD CONSTRAINT tasks_pkey PRIMARY KEY (id);

--
-- Name: team_members team_members_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.team_members
    ADD CONSTRAINT team_members_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: team_members team_members_organization_id_team_id_membership_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.team_members
    ADD CONSTRAINT team_members_organization_id_team_id_membership_id_key UNIQUE (organization_id, team_id, membership_id);

--
-- Name: team_members team_members_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.team_members
    ADD CONSTRAINT team_members_pkey PRIMARY KEY (id);

--
-- Name: teams teams_organization_id_id_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.teams
    ADD CONSTRAINT teams_organization_id_id_key UNIQUE (organization_id, id);

--
-- Name: teams teams_organization_id_name_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.teams
    ADD CONSTRAINT teams_organization_id_name_key UNIQUE (organization_id, name);

--
-- Name: teams teams_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.teams
    ADD CONSTRAINT teams_pkey PRIMARY KEY (id);

--
-- Name: users users_email_key; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.users
    ADD CONSTRAINT users_email_key UNIQUE (email);

--
-- Name: users users_pkey; Type: CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);

--
-- Name: audit_logs_created_at_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX audit_logs_created_at_idx ON ONLY app_public.audit_logs USING brin (created_at);

--
-- Name: audit_logs_default_created_at_idx; Type: INDEX; Schema: app_private; Owner: -
--

CREATE INDEX audit_logs_default_created_at_idx ON app_private.audit_logs_default USING brin (created_at);

--
-- Name: audit_logs_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX audit_logs_organization_id_created_at_id_idx ON ONLY app_public.audit_logs USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: audit_logs_default_organization_id_created_at_id_idx; Type: INDEX; Schema: app_private; Owner: -
--

CREATE INDEX audit_logs_default_organization_id_created_at_id_idx ON app_private.audit_logs_default USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: audit_logs_organization_id_record_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX audit_logs_organization_id_record_id_created_at_id_idx ON ONLY app_public.audit_logs USING btree (organization_id, record_id, created_at DESC, id DESC);

--
-- Name: audit_logs_default_organization_id_record_id_created_at_id_idx; Type: INDEX; Schema: app_private; Owner: -
--

CREATE INDEX audit_logs_default_organization_id_record_id_created_at_id_idx ON app_private.audit_logs_default USING btree (organization_id, record_id, created_at DESC, id DESC);

--
-- Name: audit_logs_organization_id_table_name_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX audit_logs_organization_id_table_name_created_at_id_idx ON ONLY app_public.audit_logs USING btree (organization_id, table_name, created_at DESC, id DESC);

--
-- Name: audit_logs_default_organization_id_table_name_created_at_id_idx; Type: INDEX; Schema: app_private; Owner: -
--

CREATE INDEX audit_logs_default_organization_id_table_name_created_at_id_idx ON app_private.audit_logs_default USING btree (organization_id, table_name, created_at DESC, id DESC);

--
-- Name: audit_logs_organization_id_table_name_record_id_created_at__idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX audit_logs_organization_id_table_name_record_id_created_at__idx ON ONLY app_public.audit_logs USING btree (organization_id, table_name, record_id, created_at DESC, id DESC);

--
-- Name: audit_logs_default_organization_id_table_name_record_id_cre_idx; Type: INDEX; Schema: app_private; Owner: -
--

CREATE INDEX audit_logs_default_organization_id_table_name_record_id_cre_idx ON app_private.audit_logs_default USING btree (organization_id, table_name, record_id, created_at DESC, id DESC);

--
-- Name: audit_logs_organization_id_user_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX audit_logs_organization_id_user_id_created_at_id_idx ON ONLY app_public.audit_logs USING btree (organization_id, user_id, created_at DESC, id DESC);

--
-- Name: audit_logs_default_organization_id_user_id_created_at_id_idx; Type: INDEX; Schema: app_private; Owner: -
--

CREATE INDEX audit_logs_default_organization_id_user_id_created_at_id_idx ON app_private.audit_logs_default USING btree (organization_id, user_id, created_at DESC, id DESC);

--
-- Name: audit_logs_user_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX audit_logs_user_id_idx ON ONLY app_public.audit_logs USING btree (user_id);

--
-- Name: audit_logs_default_user_id_idx; Type: INDEX; Schema: app_private; Owner: -
--

CREATE INDEX audit_logs_default_user_id_idx ON app_private.audit_logs_default USING btree (user_id);

--
-- Name: default_memberships_membership_id_idx; Type: INDEX; Schema: app_private; Owner: -
--

CREATE INDEX default_memberships_membership_id_idx ON app_private.default_memberships USING btree (membership_id);

--
-- Name: security_events_created_at_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX security_events_created_at_idx ON ONLY app_public.security_events USING brin (created_at);

--
-- Name: security_events_default_created_at_idx; Type: INDEX; Schema: app_private; Owner: -
--

CREATE INDEX security_events_default_created_at_idx ON app_private.security_events_default USING brin (created_at);

--
-- Name: security_events_organization_id_api_key_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX security_events_organization_id_api_key_id_created_at_id_idx ON ONLY app_public.security_events USING btree (organization_id, api_key_id, created_at DESC, id DESC);

--
-- Name: security_events_default_organization_id_api_key_id_created__idx; Type: INDEX; Schema: app_private; Owner: -
--

CREATE INDEX security_events_default_organization_id_api_key_id_created__idx ON app_private.security_events_default USING btree (organization_id, api_key_id, created_at DESC, id DESC);

--
-- Name: security_events_organization_id_contact_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX security_events_organization_id_contact_id_created_at_id_idx ON ONLY app_public.security_events USING btree (organization_id, contact_id, created_at DESC, id DESC);

--
-- Name: security_events_default_organization_id_contact_id_created__idx; Type: INDEX; Schema: app_private; Owner: -
--

CREATE INDEX security_events_default_organization_id_contact_id_created__idx ON app_private.security_events_default USING btree (organization_id, contact_id, created_at DESC, id DESC);

--
-- Name: security_events_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX security_events_organization_id_created_at_id_idx ON ONLY app_public.security_events USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: security_events_default_organization_id_created_at_id_idx; Type: INDEX; Schema: app_private; Owner: -
--

CREATE INDEX security_events_default_organization_id_created_at_id_idx ON app_private.security_events_default USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: security_events_organization_id_kind_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX security_events_organization_id_kind_created_at_id_idx ON ONLY app_public.security_events USING btree (organization_id, kind, created_at DESC, id DESC);

--
-- Name: security_events_default_organization_id_kind_created_at_id_idx; Type: INDEX; Schema: app_private; Owner: -
--

CREATE INDEX security_events_default_organization_id_kind_created_at_id_idx ON app_private.security_events_default USING btree (organization_id, kind, created_at DESC, id DESC);

--
-- Name: security_events_organization_id_user_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX security_events_organization_id_user_id_created_at_id_idx ON ONLY app_public.security_events USING btree (organization_id, user_id, created_at DESC, id DESC);

--
-- Name: security_events_default_organization_id_user_id_created_at__idx; Type: INDEX; Schema: app_private; Owner: -
--

CREATE INDEX security_events_default_organization_id_user_id_created_at__idx ON app_private.security_events_default USING btree (organization_id, user_id, created_at DESC, id DESC);

--
-- Name: security_events_user_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX security_events_user_id_idx ON ONLY app_public.security_events USING btree (user_id);

--
-- Name: security_events_default_user_id_idx; Type: INDEX; Schema: app_private; Owner: -
--

CREATE INDEX security_events_default_user_id_idx ON app_private.security_events_default USING btree (user_id);

--
-- Name: session_tokens_current_key; Type: INDEX; Schema: app_private; Owner: -
--

CREATE UNIQUE INDEX session_tokens_current_key ON app_private.session_tokens USING btree (session_id) WHERE (used_at IS NULL);

--
-- Name: sessions_contact_id_idx; Type: INDEX; Schema: app_private; Owner: -
--

CREATE INDEX sessions_contact_id_idx ON app_private.sessions USING btree (contact_id);

--
-- Name: sessions_expires_at_idx; Type: INDEX; Schema: app_private; Owner: -
--

CREATE INDEX sessions_expires_at_idx ON app_private.sessions USING btree (expires_at);

--
-- Name: sessions_user_id_idx; Type: INDEX; Schema: app_private; Owner: -
--

CREATE INDEX sessions_user_id_idx ON app_private.sessions USING btree (user_id);

--
-- Name: system_role_permissions_resource_action_idx; Type: INDEX; Schema: app_private; Owner: -
--

CREATE INDEX system_role_permissions_resource_action_idx ON app_private.system_role_permissions USING btree (resource, action);

--
-- Name: user_identities_subject_idx; Type: INDEX; Schema: app_private; Owner: -
--

CREATE INDEX user_identities_subject_idx ON app_private.user_identities USING btree (subject);

--
-- Name: user_identities_user_id_idx; Type: INDEX; Schema: app_private; Owner: -
--

CREATE INDEX user_identities_user_id_idx ON app_private.user_identities USING btree (user_id);

--
-- Name: activities_occurred_at_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX activities_occurred_at_idx ON app_public.activities USING brin (occurred_at);

--
-- Name: activities_organization_id_business_id_occurred_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX activities_organization_id_business_id_occurred_at_id_idx ON app_public.activities USING btree (organization_id, business_id, occurred_at DESC, id DESC);

--
-- Name: activities_organization_id_company_id_occurred_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX activities_organization_id_company_id_occurred_at_id_idx ON app_public.activities USING btree (organization_id, company_id, occurred_at DESC, id DESC);

--
-- Name: activities_organization_id_contact_id_occurred_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX activities_organization_id_contact_id_occurred_at_id_idx ON app_public.activities USING btree (organization_id, contact_id, occurred_at DESC, id DESC);

--
-- Name: activities_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX activities_organization_id_created_at_id_idx ON app_public.activities USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: activities_organization_id_created_by_id_occurred_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX activities_organization_id_created_by_id_occurred_at_id_idx ON app_public.activities USING btree (organization_id, created_by_id, occurred_at DESC, id DESC);

--
-- Name: activities_organization_id_deal_id_occurred_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX activities_organization_id_deal_id_occurred_at_id_idx ON app_public.activities USING btree (organization_id, deal_id, occurred_at DESC, id DESC);

--
-- Name: activities_organization_id_deleted_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX activities_organization_id_deleted_at_id_idx ON app_public.activities USING btree (organization_id, deleted_at DESC, id DESC) WHERE (deleted_at IS NOT NULL);

--
-- Name: activities_organization_id_kind_occurred_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX activities_organization_id_kind_occurred_at_id_idx ON app_public.activities USING btree (organization_id, kind, occurred_at DESC, id DESC);

--
-- Name: activities_organization_id_lead_id_occurred_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX activities_organization_id_lead_id_occurred_at_id_idx ON app_public.activities USING btree (organization_id, lead_id, occurred_at DESC, id DESC);

--
-- Name: activities_organization_id_occurred_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX activities_organization_id_occurred_at_id_idx ON app_public.activities USING btree (organization_id, occurred_at DESC, id DESC);

--
-- Name: ai_scripts_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX ai_scripts_organization_id_created_at_id_idx ON app_public.ai_scripts USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: ai_scripts_organization_id_is_active_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX ai_scripts_organization_id_is_active_created_at_id_idx ON app_public.ai_scripts USING btree (organization_id, is_active, created_at DESC, id DESC);

--
-- Name: ai_scripts_organization_id_kind_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX ai_scripts_organization_id_kind_created_at_id_idx ON app_public.ai_scripts USING btree (organization_id, kind, created_at DESC, id DESC);

--
-- Name: ai_scripts_organization_id_language_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX ai_scripts_organization_id_language_created_at_id_idx ON app_public.ai_scripts USING btree (organization_id, language, created_at DESC, id DESC);

--
-- Name: api_keys_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX api_keys_organization_id_created_at_id_idx ON app_public.api_keys USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: api_keys_organization_id_created_by_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX api_keys_organization_id_created_by_id_created_at_id_idx ON app_public.api_keys USING btree (organization_id, created_by_id, created_at DESC, id DESC);

--
-- Name: api_keys_organization_id_role_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX api_keys_organization_id_role_id_created_at_id_idx ON app_public.api_keys USING btree (organization_id, role_id, created_at DESC, id DESC);

--
-- Name: business_memberships_organization_id_business_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX business_memberships_organization_id_business_id_idx ON app_public.business_memberships USING btree (organization_id, business_id);

--
-- Name: business_memberships_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX business_memberships_organization_id_created_at_id_idx ON app_public.business_memberships USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: business_memberships_organization_id_role_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX business_memberships_organization_id_role_id_idx ON app_public.business_memberships USING btree (organization_id, role_id);

--
-- Name: businesses_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX businesses_organization_id_created_at_id_idx ON app_public.businesses USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: call_campaign_targets_organization_id_call_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX call_campaign_targets_organization_id_call_id_idx ON app_public.call_campaign_targets USING btree (organization_id, call_id);

--
-- Name: call_campaign_targets_organization_id_campaign_id_created_a_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX call_campaign_targets_organization_id_campaign_id_created_a_idx ON app_public.call_campaign_targets USING btree (organization_id, campaign_id, created_at DESC, id DESC);

--
-- Name: call_campaign_targets_organization_id_campaign_id_state_nex_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX call_campaign_targets_organization_id_campaign_id_state_nex_idx ON app_public.call_campaign_targets USING btree (organization_id, campaign_id, state, next_attempt_at, id);

--
-- Name: call_campaign_targets_organization_id_contact_id_created_at_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX call_campaign_targets_organization_id_contact_id_created_at_idx ON app_public.call_campaign_targets USING btree (organization_id, contact_id, created_at DESC, id DESC);

--
-- Name: call_campaign_targets_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX call_campaign_targets_organization_id_created_at_id_idx ON app_public.call_campaign_targets USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: call_campaign_targets_organization_id_lead_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX call_campaign_targets_organization_id_lead_id_created_at_id_idx ON app_public.call_campaign_targets USING btree (organization_id, lead_id, created_at DESC, id DESC);

--
-- Name: call_campaign_targets_organization_id_state_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX call_campaign_targets_organization_id_state_created_at_id_idx ON app_public.call_campaign_targets USING btree (organization_id, state, created_at DESC, id DESC);

--
-- Name: call_campaigns_organization_id_business_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX call_campaigns_organization_id_business_id_created_at_id_idx ON app_public.call_campaigns USING btree (organization_id, business_id, created_at DESC, id DESC);

--
-- Name: call_campaigns_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX call_campaigns_organization_id_created_at_id_idx ON app_public.call_campaigns USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: call_campaigns_organization_id_created_by_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX call_campaigns_organization_id_created_by_id_created_at_id_idx ON app_public.call_campaigns USING btree (organization_id, created_by_id, created_at DESC, id DESC);

--
-- Name: call_campaigns_organization_id_deleted_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX call_campaigns_organization_id_deleted_at_id_idx ON app_public.call_campaigns USING btree (organization_id, deleted_at DESC, id DESC) WHERE (deleted_at IS NOT NULL);

--
-- Name: call_campaigns_organization_id_name_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX call_campaigns_organization_id_name_id_idx ON app_public.call_campaigns USING btree (organization_id, name, id);

--
-- Name: call_campaigns_organization_id_script_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX call_campaigns_organization_id_script_id_created_at_id_idx ON app_public.call_campaigns USING btree (organization_id, script_id, created_at DESC, id DESC);

--
-- Name: call_campaigns_organization_id_starts_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX call_campaigns_organization_id_starts_at_id_idx ON app_public.call_campaigns USING btree (organization_id, starts_at DESC, id DESC);

--
-- Name: call_campaigns_organization_id_status_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX call_campaigns_organization_id_status_created_at_id_idx ON app_public.call_campaigns USING btree (organization_id, status, created_at DESC, id DESC);

--
-- Name: calls_created_at_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX calls_created_at_idx ON app_public.calls USING brin (created_at);

--
-- Name: calls_organization_id_business_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX calls_organization_id_business_id_created_at_id_idx ON app_public.calls USING btree (organization_id, business_id, created_at DESC, id DESC);

--
-- Name: calls_organization_id_campaign_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX calls_organization_id_campaign_id_created_at_id_idx ON app_public.calls USING btree (organization_id, campaign_id, created_at DESC, id DESC);

--
-- Name: calls_organization_id_contact_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX calls_organization_id_contact_id_created_at_id_idx ON app_public.calls USING btree (organization_id, contact_id, created_at DESC, id DESC);

--
-- Name: calls_organization_id_conversation_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX calls_organization_id_conversation_id_created_at_id_idx ON app_public.calls USING btree (organization_id, conversation_id, created_at DESC, id DESC);

--
-- Name: calls_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX calls_organization_id_created_at_id_idx ON app_public.calls USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: calls_organization_id_deleted_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX calls_organization_id_deleted_at_id_idx ON app_public.calls USING btree (organization_id, deleted_at DESC, id DESC) WHERE (deleted_at IS NOT NULL);

--
-- Name: calls_organization_id_direction_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX calls_organization_id_direction_created_at_id_idx ON app_public.calls USING btree (organization_id, direction, created_at DESC, id DESC);

--
-- Name: calls_organization_id_duration_seconds_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX calls_organization_id_duration_seconds_id_idx ON app_public.calls USING btree (organization_id, duration_seconds DESC, id DESC);

--
-- Name: calls_organization_id_handled_by_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX calls_organization_id_handled_by_id_created_at_id_idx ON app_public.calls USING btree (organization_id, handled_by_id, created_at DESC, id DESC);

--
-- Name: calls_organization_id_lead_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX calls_organization_id_lead_id_created_at_id_idx ON app_public.calls USING btree (organization_id, lead_id, created_at DESC, id DESC);

--
-- Name: calls_organization_id_script_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX calls_organization_id_script_id_created_at_id_idx ON app_public.calls USING btree (organization_id, script_id, created_at DESC, id DESC);

--
-- Name: calls_organization_id_sentiment_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX calls_organization_id_sentiment_created_at_id_idx ON app_public.calls USING btree (organization_id, sentiment, created_at DESC, id DESC);

--
-- Name: calls_organization_id_started_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX calls_organization_id_started_at_id_idx ON app_public.calls USING btree (organization_id, started_at DESC, id DESC);

--
-- Name: calls_organization_id_status_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX calls_organization_id_status_created_at_id_idx ON app_public.calls USING btree (organization_id, status, created_at DESC, id DESC);

--
-- Name: calls_organization_id_transcript_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX calls_organization_id_transcript_idx ON app_public.calls USING gin (organization_id, transcript public.gin_trgm_ops);

--
-- Name: client_invitations_open_key; Type: INDEX; Schema: app_public; Owner: -
--

CREATE UNIQUE INDEX client_invitations_open_key ON app_public.client_invitations USING btree (organization_id, email) WHERE ((claimed_at IS NULL) AND (revoked_at IS NULL));

--
-- Name: client_invitations_organization_id_business_id_created_at_i_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX client_invitations_organization_id_business_id_created_at_i_idx ON app_public.client_invitations USING btree (organization_id, business_id, created_at DESC, id DESC);

--
-- Name: client_invitations_organization_id_contact_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX client_invitations_organization_id_contact_id_created_at_id_idx ON app_public.client_invitations USING btree (organization_id, contact_id, created_at DESC, id DESC);

--
-- Name: client_invitations_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX client_invitations_organization_id_created_at_id_idx ON app_public.client_invitations USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: client_invitations_organization_id_email_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX client_invitations_organization_id_email_created_at_id_idx ON app_public.client_invitations USING btree (organization_id, email, created_at DESC, id DESC);

--
-- Name: client_invitations_organization_id_expires_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX client_invitations_organization_id_expires_at_id_idx ON app_public.client_invitations USING btree (organization_id, expires_at DESC, id DESC);

--
-- Name: client_invitations_organization_id_invited_by_id_created_at_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX client_invitations_organization_id_invited_by_id_created_at_idx ON app_public.client_invitations USING btree (organization_id, invited_by_id, created_at DESC, id DESC);

--
-- Name: client_invitations_organization_id_is_claimed_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX client_invitations_organization_id_is_claimed_created_at_id_idx ON app_public.client_invitations USING btree (organization_id, is_claimed, created_at DESC, id DESC);

--
-- Name: companies_organization_id_business_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX companies_organization_id_business_id_created_at_id_idx ON app_public.companies USING btree (organization_id, business_id, created_at DESC, id DESC);

--
-- Name: companies_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX companies_organization_id_created_at_id_idx ON app_public.companies USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: companies_organization_id_custom_fields_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX companies_organization_id_custom_fields_idx ON app_public.companies USING gin (organization_id, custom_fields jsonb_path_ops);

--
-- Name: companies_organization_id_deleted_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX companies_organization_id_deleted_at_id_idx ON app_public.companies USING btree (organization_id, deleted_at DESC, id DESC) WHERE (deleted_at IS NOT NULL);

--
-- Name: companies_organization_id_domain_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX companies_organization_id_domain_id_idx ON app_public.companies USING btree (organization_id, domain, id);

--
-- Name: companies_organization_id_name_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX companies_organization_id_name_id_idx ON app_public.companies USING btree (organization_id, name, id);

--
-- Name: companies_organization_id_name_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX companies_organization_id_name_idx ON app_public.companies USING gin (organization_id, name public.gin_trgm_ops);

--
-- Name: companies_organization_id_owner_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX companies_organization_id_owner_id_created_at_id_idx ON app_public.companies USING btree (organization_id, owner_id, created_at DESC, id DESC);

--
-- Name: companies_organization_id_tags_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX companies_organization_id_tags_idx ON app_public.companies USING gin (organization_id, tags);

--
-- Name: contacts_organization_id_business_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX contacts_organization_id_business_id_created_at_id_idx ON app_public.contacts USING btree (organization_id, business_id, created_at DESC, id DESC);

--
-- Name: contacts_organization_id_company_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX contacts_organization_id_company_id_created_at_id_idx ON app_public.contacts USING btree (organization_id, company_id, created_at DESC, id DESC);

--
-- Name: contacts_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX contacts_organization_id_created_at_id_idx ON app_public.contacts USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: contacts_organization_id_custom_fields_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX contacts_organization_id_custom_fields_idx ON app_public.contacts USING gin (organization_id, custom_fields jsonb_path_ops);

--
-- Name: contacts_organization_id_deleted_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX contacts_organization_id_deleted_at_id_idx ON app_public.contacts USING btree (organization_id, deleted_at DESC, id DESC) WHERE (deleted_at IS NOT NULL);

--
-- Name: contacts_organization_id_last_contacted_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX contacts_organization_id_last_contacted_at_id_idx ON app_public.contacts USING btree (organization_id, last_contacted_at DESC, id DESC);

--
-- Name: contacts_organization_id_lifecycle_stage_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX contacts_organization_id_lifecycle_stage_created_at_id_idx ON app_public.contacts USING btree (organization_id, lifecycle_stage, created_at DESC, id DESC);

--
-- Name: contacts_organization_id_membership_status_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX contacts_organization_id_membership_status_created_at_id_idx ON app_public.contacts USING btree (organization_id, membership_status, created_at DESC, id DESC);

--
-- Name: contacts_organization_id_name_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX contacts_organization_id_name_id_idx ON app_public.contacts USING btree (organization_id, name, id);

--
-- Name: contacts_organization_id_name_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX contacts_organization_id_name_idx ON app_public.contacts USING gin (organization_id, name public.gin_trgm_ops);

--
-- Name: contacts_organization_id_owner_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX contacts_organization_id_owner_id_created_at_id_idx ON app_public.contacts USING btree (organization_id, owner_id, created_at DESC, id DESC);

--
-- Name: contacts_organization_id_phone_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX contacts_organization_id_phone_id_idx ON app_public.contacts USING btree (organization_id, phone, id);

--
-- Name: contacts_organization_id_tags_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX contacts_organization_id_tags_idx ON app_public.contacts USING gin (organization_id, tags);

--
-- Name: contracts_organization_id_business_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX contracts_organization_id_business_id_created_at_id_idx ON app_public.contracts USING btree (organization_id, business_id, created_at DESC, id DESC);

--
-- Name: contracts_organization_id_company_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX contracts_organization_id_company_id_created_at_id_idx ON app_public.contracts USING btree (organization_id, company_id, created_at DESC, id DESC);

--
-- Name: contracts_organization_id_contact_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX contracts_organization_id_contact_id_created_at_id_idx ON app_public.contracts USING btree (organization_id, contact_id, created_at DESC, id DESC);

--
-- Name: contracts_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX contracts_organization_id_created_at_id_idx ON app_public.contracts USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: contracts_organization_id_deal_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX contracts_organization_id_deal_id_created_at_id_idx ON app_public.contracts USING btree (organization_id, deal_id, created_at DESC, id DESC);

--
-- Name: contracts_organization_id_deleted_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX contracts_organization_id_deleted_at_id_idx ON app_public.contracts USING btree (organization_id, deleted_at DESC, id DESC) WHERE (deleted_at IS NOT NULL);

--
-- Name: contracts_organization_id_ends_on_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX contracts_organization_id_ends_on_id_idx ON app_public.contracts USING btree (organization_id, ends_on, id);

--
-- Name: contracts_organization_id_owner_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX contracts_organization_id_owner_id_created_at_id_idx ON app_public.contracts USING btree (organization_id, owner_id, created_at DESC, id DESC);

--
-- Name: contracts_organization_id_proposal_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX contracts_organization_id_proposal_id_created_at_id_idx ON app_public.contracts USING btree (organization_id, proposal_id, created_at DESC, id DESC);

--
-- Name: contracts_organization_id_starts_on_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX contracts_organization_id_starts_on_id_idx ON app_public.contracts USING btree (organization_id, starts_on, id);

--
-- Name: contracts_organization_id_status_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX contracts_organization_id_status_created_at_id_idx ON app_public.contracts USING btree (organization_id, status, created_at DESC, id DESC);

--
-- Name: contracts_organization_id_value_cents_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX contracts_organization_id_value_cents_id_idx ON app_public.contracts USING btree (organization_id, value_cents DESC, id DESC);

--
-- Name: conversations_organization_id_assigned_to_id_last_message_a_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX conversations_organization_id_assigned_to_id_last_message_a_idx ON app_public.conversations USING btree (organization_id, assigned_to_id, last_message_at DESC, id DESC);

--
-- Name: conversations_organization_id_business_id_last_message_at_i_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX conversations_organization_id_business_id_last_message_at_i_idx ON app_public.conversations USING btree (organization_id, business_id, last_message_at DESC, id DESC);

--
-- Name: conversations_organization_id_channel_last_message_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX conversations_organization_id_channel_last_message_at_id_idx ON app_public.conversations USING btree (organization_id, channel, last_message_at DESC, id DESC);

--
-- Name: conversations_organization_id_contact_id_last_message_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX conversations_organization_id_contact_id_last_message_at_id_idx ON app_public.conversations USING btree (organization_id, contact_id, last_message_at DESC, id DESC);

--
-- Name: conversations_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX conversations_organization_id_created_at_id_idx ON app_public.conversations USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: conversations_organization_id_last_message_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX conversations_organization_id_last_message_at_id_idx ON app_public.conversations USING btree (organization_id, last_message_at DESC, id DESC);

--
-- Name: conversations_organization_id_status_last_message_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX conversations_organization_id_status_last_message_at_id_idx ON app_public.conversations USING btree (organization_id, status, last_message_at DESC, id DESC);

--
-- Name: conversations_organization_id_subject_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX conversations_organization_id_subject_idx ON app_public.conversations USING gin (organization_id, subject public.gin_trgm_ops);

--
-- Name: conversations_organization_id_unread_count_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX conversations_organization_id_unread_count_id_idx ON app_public.conversations USING btree (organization_id, unread_count DESC, id DESC);

--
-- Name: custom_field_definitions_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX custom_field_definitions_organization_id_created_at_id_idx ON app_public.custom_field_definitions USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: custom_field_definitions_organization_id_entity_position_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX custom_field_definitions_organization_id_entity_position_id_idx ON app_public.custom_field_definitions USING btree (organization_id, entity, "position", id);

--
-- Name: data_requests_open_key; Type: INDEX; Schema: app_public; Owner: -
--

CREATE UNIQUE INDEX data_requests_open_key ON app_public.data_requests USING btree (organization_id, contact_id, kind) WHERE (status = ANY (ARRAY['pending'::text, 'running'::text]));

--
-- Name: data_requests_organization_id_contact_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX data_requests_organization_id_contact_id_created_at_id_idx ON app_public.data_requests USING btree (organization_id, contact_id, created_at DESC, id DESC);

--
-- Name: data_requests_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX data_requests_organization_id_created_at_id_idx ON app_public.data_requests USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: data_requests_organization_id_kind_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX data_requests_organization_id_kind_created_at_id_idx ON app_public.data_requests USING btree (organization_id, kind, created_at DESC, id DESC);

--
-- Name: data_requests_organization_id_requested_by_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX data_requests_organization_id_requested_by_id_created_at_id_idx ON app_public.data_requests USING btree (organization_id, requested_by_id, created_at DESC, id DESC);

--
-- Name: data_requests_organization_id_status_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX data_requests_organization_id_status_created_at_id_idx ON app_public.data_requests USING btree (organization_id, status, created_at DESC, id DESC);

--
-- Name: deal_stage_changes_created_at_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX deal_stage_changes_created_at_idx ON app_public.deal_stage_changes USING brin (created_at);

--
-- Name: deal_stage_changes_organization_id_changed_by_id_created_at_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX deal_stage_changes_organization_id_changed_by_id_created_at_idx ON app_public.deal_stage_changes USING btree (organization_id, changed_by_id, created_at DESC, id DESC);

--
-- Name: deal_stage_changes_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX deal_stage_changes_organization_id_created_at_id_idx ON app_public.deal_stage_changes USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: deal_stage_changes_organization_id_deal_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX deal_stage_changes_organization_id_deal_id_created_at_id_idx ON app_public.deal_stage_changes USING btree (organization_id, deal_id, created_at DESC, id DESC);

--
-- Name: deal_stage_changes_organization_id_from_stage_id_created_at_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX deal_stage_changes_organization_id_from_stage_id_created_at_idx ON app_public.deal_stage_changes USING btree (organization_id, from_stage_id, created_at DESC, id DESC);

--
-- Name: deal_stage_changes_organization_id_to_stage_id_created_at_i_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX deal_stage_changes_organization_id_to_stage_id_created_at_i_idx ON app_public.deal_stage_changes USING btree (organization_id, to_stage_id, created_at DESC, id DESC);

--
-- Name: deals_organization_id_business_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX deals_organization_id_business_id_created_at_id_idx ON app_public.deals USING btree (organization_id, business_id, created_at DESC, id DESC);

--
-- Name: deals_organization_id_closed_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX deals_organization_id_closed_at_id_idx ON app_public.deals USING btree (organization_id, closed_at DESC, id DESC);

--
-- Name: deals_organization_id_company_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX deals_organization_id_company_id_created_at_id_idx ON app_public.deals USING btree (organization_id, company_id, created_at DESC, id DESC);

--
-- Name: deals_organization_id_contact_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX deals_organization_id_contact_id_created_at_id_idx ON app_public.deals USING btree (organization_id, contact_id, created_at DESC, id DESC);

--
-- Name: deals_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX deals_organization_id_created_at_id_idx ON app_public.deals USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: deals_organization_id_custom_fields_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX deals_organization_id_custom_fields_idx ON app_public.deals USING gin (organization_id, custom_fields jsonb_path_ops);

--
-- Name: deals_organization_id_deleted_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX deals_organization_id_deleted_at_id_idx ON app_public.deals USING btree (organization_id, deleted_at DESC, id DESC) WHERE (deleted_at IS NOT NULL);

--
-- Name: deals_organization_id_expected_close_on_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX deals_organization_id_expected_close_on_id_idx ON app_public.deals USING btree (organization_id, expected_close_on, id);

--
-- Name: deals_organization_id_lead_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX deals_organization_id_lead_id_created_at_id_idx ON app_public.deals USING btree (organization_id, lead_id, created_at DESC, id DESC);

--
-- Name: deals_organization_id_owner_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX deals_organization_id_owner_id_created_at_id_idx ON app_public.deals USING btree (organization_id, owner_id, created_at DESC, id DESC);

--
-- Name: deals_organization_id_pipeline_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX deals_organization_id_pipeline_id_created_at_id_idx ON app_public.deals USING btree (organization_id, pipeline_id, created_at DESC, id DESC);

--
-- Name: deals_organization_id_pipeline_id_stage_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX deals_organization_id_pipeline_id_stage_id_idx ON app_public.deals USING btree (organization_id, pipeline_id, stage_id);

--
-- Name: deals_organization_id_stage_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX deals_organization_id_stage_id_created_at_id_idx ON app_public.deals USING btree (organization_id, stage_id, created_at DESC, id DESC);

--
-- Name: deals_organization_id_tags_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX deals_organization_id_tags_idx ON app_public.deals USING gin (organization_id, tags);

--
-- Name: deals_organization_id_title_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX deals_organization_id_title_idx ON app_public.deals USING gin (organization_id, title public.gin_trgm_ops);

--
-- Name: deals_organization_id_value_cents_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX deals_organization_id_value_cents_id_idx ON app_public.deals USING btree (organization_id, value_cents DESC, id DESC);

--
-- Name: deals_organization_id_weighted_value_cents_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX deals_organization_id_weighted_value_cents_id_idx ON app_public.deals USING btree (organization_id, weighted_value_cents DESC, id DESC);

--
-- Name: lead_enrichments_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX lead_enrichments_organization_id_created_at_id_idx ON app_public.lead_enrichments USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: lead_enrichments_organization_id_fetched_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX lead_enrichments_organization_id_fetched_at_id_idx ON app_public.lead_enrichments USING btree (organization_id, fetched_at DESC, id DESC);

--
-- Name: lead_enrichments_organization_id_lead_id_fetched_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX lead_enrichments_organization_id_lead_id_fetched_at_id_idx ON app_public.lead_enrichments USING btree (organization_id, lead_id, fetched_at DESC, id DESC);

--
-- Name: lead_enrichments_organization_id_provider_fetched_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX lead_enrichments_organization_id_provider_fetched_at_id_idx ON app_public.lead_enrichments USING btree (organization_id, provider, fetched_at DESC, id DESC);

--
-- Name: leads_organization_id_assigned_to_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX leads_organization_id_assigned_to_id_created_at_id_idx ON app_public.leads USING btree (organization_id, assigned_to_id, created_at DESC, id DESC);

--
-- Name: leads_organization_id_business_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX leads_organization_id_business_id_created_at_id_idx ON app_public.leads USING btree (organization_id, business_id, created_at DESC, id DESC);

--
-- Name: leads_organization_id_company_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX leads_organization_id_company_id_created_at_id_idx ON app_public.leads USING btree (organization_id, company_id, created_at DESC, id DESC);

--
-- Name: leads_organization_id_contact_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX leads_organization_id_contact_id_created_at_id_idx ON app_public.leads USING btree (organization_id, contact_id, created_at DESC, id DESC);

--
-- Name: leads_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX leads_organization_id_created_at_id_idx ON app_public.leads USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: leads_organization_id_custom_fields_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX leads_organization_id_custom_fields_idx ON app_public.leads USING gin (organization_id, custom_fields jsonb_path_ops);

--
-- Name: leads_organization_id_deleted_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX leads_organization_id_deleted_at_id_idx ON app_public.leads USING btree (organization_id, deleted_at DESC, id DESC) WHERE (deleted_at IS NOT NULL);

--
-- Name: leads_organization_id_email_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX leads_organization_id_email_idx ON app_public.leads USING btree (organization_id, email);

--
-- Name: leads_organization_id_last_contacted_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX leads_organization_id_last_contacted_at_id_idx ON app_public.leads USING btree (organization_id, last_contacted_at DESC, id DESC);

--
-- Name: leads_organization_id_lead_score_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX leads_organization_id_lead_score_id_idx ON app_public.leads USING btree (organization_id, lead_score DESC, id DESC);

--
-- Name: leads_organization_id_name_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX leads_organization_id_name_id_idx ON app_public.leads USING btree (organization_id, name, id);

--
-- Name: leads_organization_id_name_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX leads_organization_id_name_idx ON app_public.leads USING gin (organization_id, name public.gin_trgm_ops);

--
-- Name: leads_organization_id_phone_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX leads_organization_id_phone_idx ON app_public.leads USING btree (organization_id, phone);

--
-- Name: leads_organization_id_source_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX leads_organization_id_source_created_at_id_idx ON app_public.leads USING btree (organization_id, source, created_at DESC, id DESC);

--
-- Name: leads_organization_id_status_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX leads_organization_id_status_created_at_id_idx ON app_public.leads USING btree (organization_id, status, created_at DESC, id DESC);

--
-- Name: leads_organization_id_status_lead_score_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX leads_organization_id_status_lead_score_id_idx ON app_public.leads USING btree (organization_id, status, lead_score DESC, id DESC);

--
-- Name: leads_organization_id_tags_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX leads_organization_id_tags_idx ON app_public.leads USING gin (organization_id, tags);

--
-- Name: memberships_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX memberships_organization_id_created_at_id_idx ON app_public.memberships USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: memberships_organization_id_default_business_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX memberships_organization_id_default_business_id_idx ON app_public.memberships USING btree (organization_id, default_business_id);

--
-- Name: memberships_organization_id_role_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX memberships_organization_id_role_id_idx ON app_public.memberships USING btree (organization_id, role_id);

--
-- Name: memberships_user_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX memberships_user_id_idx ON app_public.memberships USING btree (user_id);

--
-- Name: message_templates_organization_id_category_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX message_templates_organization_id_category_created_at_id_idx ON app_public.message_templates USING btree (organization_id, category, created_at DESC, id DESC);

--
-- Name: message_templates_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX message_templates_organization_id_created_at_id_idx ON app_public.message_templates USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: message_templates_organization_id_is_active_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX message_templates_organization_id_is_active_created_at_id_idx ON app_public.message_templates USING btree (organization_id, is_active, created_at DESC, id DESC);

--
-- Name: message_templates_organization_id_last_used_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX message_templates_organization_id_last_used_at_id_idx ON app_public.message_templates USING btree (organization_id, last_used_at DESC, id DESC);

--
-- Name: message_templates_organization_id_name_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX message_templates_organization_id_name_idx ON app_public.message_templates USING gin (organization_id, name public.gin_trgm_ops);

--
-- Name: message_templates_organization_id_tags_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX message_templates_organization_id_tags_idx ON app_public.message_templates USING gin (organization_id, tags);

--
-- Name: message_templates_organization_id_type_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX message_templates_organization_id_type_created_at_id_idx ON app_public.message_templates USING btree (organization_id, type, created_at DESC, id DESC);

--
-- Name: message_templates_organization_id_usage_count_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX message_templates_organization_id_usage_count_id_idx ON app_public.message_templates USING btree (organization_id, usage_count DESC, id DESC);

--
-- Name: messages_created_at_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX messages_created_at_idx ON app_public.messages USING brin (created_at);

--
-- Name: messages_organization_id_body_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX messages_organization_id_body_idx ON app_public.messages USING gin (organization_id, body public.gin_trgm_ops);

--
-- Name: messages_organization_id_business_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX messages_organization_id_business_id_created_at_id_idx ON app_public.messages USING btree (organization_id, business_id, created_at DESC, id DESC);

--
-- Name: messages_organization_id_channel_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX messages_organization_id_channel_created_at_id_idx ON app_public.messages USING btree (organization_id, channel, created_at DESC, id DESC);

--
-- Name: messages_organization_id_contact_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX messages_organization_id_contact_id_created_at_id_idx ON app_public.messages USING btree (organization_id, contact_id, created_at DESC, id DESC);

--
-- Name: messages_organization_id_conversation_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX messages_organization_id_conversation_id_created_at_id_idx ON app_public.messages USING btree (organization_id, conversation_id, created_at DESC, id DESC);

--
-- Name: messages_organization_id_conversation_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX messages_organization_id_conversation_id_idx ON app_public.messages USING btree (organization_id, conversation_id) WHERE ((direction = 'inbound'::text) AND (read_at IS NULL));

--
-- Name: messages_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX messages_organization_id_created_at_id_idx ON app_public.messages USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: messages_organization_id_created_by_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX messages_organization_id_created_by_id_created_at_id_idx ON app_public.messages USING btree (organization_id, created_by_id, created_at DESC, id DESC);

--
-- Name: messages_organization_id_direction_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX messages_organization_id_direction_created_at_id_idx ON app_public.messages USING btree (organization_id, direction, created_at DESC, id DESC);

--
-- Name: messages_organization_id_lead_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX messages_organization_id_lead_id_created_at_id_idx ON app_public.messages USING btree (organization_id, lead_id, created_at DESC, id DESC);

--
-- Name: messages_organization_id_status_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX messages_organization_id_status_created_at_id_idx ON app_public.messages USING btree (organization_id, status, created_at DESC, id DESC);

--
-- Name: messages_organization_id_subject_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX messages_organization_id_subject_idx ON app_public.messages USING gin (organization_id, subject public.gin_trgm_ops);

--
-- Name: messages_organization_id_template_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX messages_organization_id_template_id_created_at_id_idx ON app_public.messages USING btree (organization_id, template_id, created_at DESC, id DESC);

--
-- Name: notifications_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX notifications_organization_id_created_at_id_idx ON app_public.notifications USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: notifications_organization_id_kind_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX notifications_organization_id_kind_created_at_id_idx ON app_public.notifications USING btree (organization_id, kind, created_at DESC, id DESC);

--
-- Name: notifications_organization_id_membership_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX notifications_organization_id_membership_id_created_at_id_idx ON app_public.notifications USING btree (organization_id, membership_id, created_at DESC, id DESC);

--
-- Name: notifications_organization_id_membership_id_created_at_id_idx1; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX notifications_organization_id_membership_id_created_at_id_idx1 ON app_public.notifications USING btree (organization_id, membership_id, created_at DESC, id DESC) WHERE (read_at IS NULL);

--
-- Name: notifications_organization_id_read_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX notifications_organization_id_read_at_id_idx ON app_public.notifications USING btree (organization_id, read_at DESC, id DESC);

--
-- Name: only_one_pipeline_is_the_default; Type: INDEX; Schema: app_public; Owner: -
--

CREATE UNIQUE INDEX only_one_pipeline_is_the_default ON app_public.pipelines USING btree (organization_id) WHERE is_default;

--
-- Name: pipeline_stages_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX pipeline_stages_organization_id_created_at_id_idx ON app_public.pipeline_stages USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: pipeline_stages_organization_id_pipeline_id_position_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX pipeline_stages_organization_id_pipeline_id_position_id_idx ON app_public.pipeline_stages USING btree (organization_id, pipeline_id, "position", id);

--
-- Name: pipelines_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX pipelines_organization_id_created_at_id_idx ON app_public.pipelines USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: pipelines_organization_id_position_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX pipelines_organization_id_position_id_idx ON app_public.pipelines USING btree (organization_id, "position", id);

--
-- Name: proposal_items_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX proposal_items_organization_id_created_at_id_idx ON app_public.proposal_items USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: proposal_items_organization_id_proposal_id_position_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX proposal_items_organization_id_proposal_id_position_id_idx ON app_public.proposal_items USING btree (organization_id, proposal_id, "position", id);

--
-- Name: proposals_organization_id_business_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX proposals_organization_id_business_id_created_at_id_idx ON app_public.proposals USING btree (organization_id, business_id, created_at DESC, id DESC);

--
-- Name: proposals_organization_id_company_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX proposals_organization_id_company_id_created_at_id_idx ON app_public.proposals USING btree (organization_id, company_id, created_at DESC, id DESC);

--
-- Name: proposals_organization_id_contact_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX proposals_organization_id_contact_id_created_at_id_idx ON app_public.proposals USING btree (organization_id, contact_id, created_at DESC, id DESC);

--
-- Name: proposals_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX proposals_organization_id_created_at_id_idx ON app_public.proposals USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: proposals_organization_id_deal_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX proposals_organization_id_deal_id_created_at_id_idx ON app_public.proposals USING btree (organization_id, deal_id, created_at DESC, id DESC);

--
-- Name: proposals_organization_id_deleted_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX proposals_organization_id_deleted_at_id_idx ON app_public.proposals USING btree (organization_id, deleted_at DESC, id DESC) WHERE (deleted_at IS NOT NULL);

--
-- Name: proposals_organization_id_owner_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX proposals_organization_id_owner_id_created_at_id_idx ON app_public.proposals USING btree (organization_id, owner_id, created_at DESC, id DESC);

--
-- Name: proposals_organization_id_status_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX proposals_organization_id_status_created_at_id_idx ON app_public.proposals USING btree (organization_id, status, created_at DESC, id DESC);

--
-- Name: proposals_organization_id_total_cents_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX proposals_organization_id_total_cents_id_idx ON app_public.proposals USING btree (organization_id, total_cents DESC, id DESC);

--
-- Name: proposals_organization_id_valid_until_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX proposals_organization_id_valid_until_id_idx ON app_public.proposals USING btree (organization_id, valid_until, id);

--
-- Name: role_permissions_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX role_permissions_organization_id_created_at_id_idx ON app_public.role_permissions USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: role_permissions_organization_id_role_id_is_system_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX role_permissions_organization_id_role_id_is_system_idx ON app_public.role_permissions USING btree (organization_id, role_id, is_system);

--
-- Name: role_permissions_resource_action_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX role_permissions_resource_action_idx ON app_public.role_permissions USING btree (resource, action);

--
-- Name: roles_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX roles_organization_id_created_at_id_idx ON app_public.roles USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: staff_invitations_open_key; Type: INDEX; Schema: app_public; Owner: -
--

CREATE UNIQUE INDEX staff_invitations_open_key ON app_public.staff_invitations USING btree (organization_id, email) WHERE ((claimed_at IS NULL) AND (revoked_at IS NULL));

--
-- Name: staff_invitations_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX staff_invitations_organization_id_created_at_id_idx ON app_public.staff_invitations USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: staff_invitations_organization_id_email_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX staff_invitations_organization_id_email_created_at_id_idx ON app_public.staff_invitations USING btree (organization_id, email, created_at DESC, id DESC);

--
-- Name: staff_invitations_organization_id_expires_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX staff_invitations_organization_id_expires_at_id_idx ON app_public.staff_invitations USING btree (organization_id, expires_at DESC, id DESC);

--
-- Name: staff_invitations_organization_id_invited_by_id_created_at__idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX staff_invitations_organization_id_invited_by_id_created_at__idx ON app_public.staff_invitations USING btree (organization_id, invited_by_id, created_at DESC, id DESC);

--
-- Name: staff_invitations_organization_id_membership_id_created_at__idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX staff_invitations_organization_id_membership_id_created_at__idx ON app_public.staff_invitations USING btree (organization_id, membership_id, created_at DESC, id DESC);

--
-- Name: staff_invitations_organization_id_role_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX staff_invitations_organization_id_role_id_created_at_id_idx ON app_public.staff_invitations USING btree (organization_id, role_id, created_at DESC, id DESC);

--
-- Name: tasks_organization_id_assignee_id_due_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX tasks_organization_id_assignee_id_due_at_id_idx ON app_public.tasks USING btree (organization_id, assignee_id, due_at, id);

--
-- Name: tasks_organization_id_business_id_due_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX tasks_organization_id_business_id_due_at_id_idx ON app_public.tasks USING btree (organization_id, business_id, due_at, id);

--
-- Name: tasks_organization_id_company_id_due_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX tasks_organization_id_company_id_due_at_id_idx ON app_public.tasks USING btree (organization_id, company_id, due_at, id);

--
-- Name: tasks_organization_id_contact_id_due_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX tasks_organization_id_contact_id_due_at_id_idx ON app_public.tasks USING btree (organization_id, contact_id, due_at, id);

--
-- Name: tasks_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX tasks_organization_id_created_at_id_idx ON app_public.tasks USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: tasks_organization_id_created_by_id_due_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX tasks_organization_id_created_by_id_due_at_id_idx ON app_public.tasks USING btree (organization_id, created_by_id, due_at, id);

--
-- Name: tasks_organization_id_deal_id_due_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX tasks_organization_id_deal_id_due_at_id_idx ON app_public.tasks USING btree (organization_id, deal_id, due_at, id);

--
-- Name: tasks_organization_id_deleted_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX tasks_organization_id_deleted_at_id_idx ON app_public.tasks USING btree (organization_id, deleted_at DESC, id DESC) WHERE (deleted_at IS NOT NULL);

--
-- Name: tasks_organization_id_due_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX tasks_organization_id_due_at_id_idx ON app_public.tasks USING btree (organization_id, due_at, id);

--
-- Name: tasks_organization_id_lead_id_due_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX tasks_organization_id_lead_id_due_at_id_idx ON app_public.tasks USING btree (organization_id, lead_id, due_at, id);

--
-- Name: tasks_organization_id_status_due_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX tasks_organization_id_status_due_at_id_idx ON app_public.tasks USING btree (organization_id, status, due_at, id);

--
-- Name: tasks_organization_id_title_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX tasks_organization_id_title_idx ON app_public.tasks USING gin (organization_id, title public.gin_trgm_ops);

--
-- Name: team_members_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX team_members_organization_id_created_at_id_idx ON app_public.team_members USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: team_members_organization_id_membership_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX team_members_organization_id_membership_id_idx ON app_public.team_members USING btree (organization_id, membership_id);

--
-- Name: teams_organization_id_created_at_id_idx; Type: INDEX; Schema: app_public; Owner: -
--

CREATE INDEX teams_organization_id_created_at_id_idx ON app_public.teams USING btree (organization_id, created_at DESC, id DESC);

--
-- Name: audit_logs_default_created_at_idx; Type: INDEX ATTACH; Schema: app_private; Owner: -
--

ALTER INDEX app_public.audit_logs_created_at_idx ATTACH PARTITION app_private.audit_logs_default_created_at_idx;

--
-- Name: audit_logs_default_organization_id_created_at_id_idx; Type: INDEX ATTACH; Schema: app_private; Owner: -
--

ALTER INDEX app_public.audit_logs_organization_id_created_at_id_idx ATTACH PARTITION app_private.audit_logs_default_organization_id_created_at_id_idx;

--
-- Name: audit_logs_default_organization_id_id_created_at_key; Type: INDEX ATTACH; Schema: app_private; Owner: -
--

ALTER INDEX app_public.audit_logs_organization_id_id_created_at_key ATTACH PARTITION app_private.audit_logs_default_organization_id_id_created_at_key;

--
-- Name: audit_logs_default_organization_id_record_id_created_at_id_idx; Type: INDEX ATTACH; Schema: app_private; Owner: -
--

ALTER INDEX app_public.audit_logs_organization_id_record_id_created_at_id_idx ATTACH PARTITION app_private.audit_logs_default_organization_id_record_id_created_at_id_idx;

--
-- Name: audit_logs_default_organization_id_table_name_created_at_id_idx; Type: INDEX ATTACH; Schema: app_private; Owner: -
--

ALTER INDEX app_public.audit_logs_organization_id_table_name_created_at_id_idx ATTACH PARTITION app_private.audit_logs_default_organization_id_table_name_created_at_id_idx;

--
-- Name: audit_logs_default_organization_id_table_name_record_id_cre_idx; Type: INDEX ATTACH; Schema: app_private; Owner: -
--

ALTER INDEX app_public.audit_logs_organization_id_table_name_record_id_created_at__idx ATTACH PARTITION app_private.audit_logs_default_organization_id_table_name_record_id_cre_idx;

--
-- Name: audit_logs_default_organization_id_user_id_created_at_id_idx; Type: INDEX ATTACH; Schema: app_private; Owner: -
--

ALTER INDEX app_public.audit_logs_organization_id_user_id_created_at_id_idx ATTACH PARTITION app_private.audit_logs_default_organization_id_user_id_created_at_id_idx;

--
-- Name: audit_logs_default_pkey; Type: INDEX ATTACH; Schema: app_private; Owner: -
--

ALTER INDEX app_public.audit_logs_pkey ATTACH PARTITION app_private.audit_logs_default_pkey;

--
-- Name: audit_logs_default_user_id_idx; Type: INDEX ATTACH; Schema: app_private; Owner: -
--

ALTER INDEX app_public.audit_logs_user_id_idx ATTACH PARTITION app_private.audit_logs_default_user_id_idx;

--
-- Name: security_events_default_created_at_idx; Type: INDEX ATTACH; Schema: app_private; Owner: -
--

ALTER INDEX app_public.security_events_created_at_idx ATTACH PARTITION app_private.security_events_default_created_at_idx;

--
-- Name: security_events_default_organization_id_api_key_id_created__idx; Type: INDEX ATTACH; Schema: app_private; Owner: -
--

ALTER INDEX app_public.security_events_organization_id_api_key_id_created_at_id_idx ATTACH PARTITION app_private.security_events_default_organization_id_api_key_id_created__idx;

--
-- Name: security_events_default_organization_id_contact_id_created__idx; Type: INDEX ATTACH; Schema: app_private; Owner: -
--

ALTER INDEX app_public.security_events_organization_id_contact_id_created_at_id_idx ATTACH PARTITION app_private.security_events_default_organization_id_contact_id_created__idx;

--
-- Name: security_events_default_organization_id_created_at_id_idx; Type: INDEX ATTACH; Schema: app_private; Owner: -
--

ALTER INDEX app_public.security_events_organization_id_created_at_id_idx ATTACH PARTITION app_private.security_events_default_organization_id_created_at_id_idx;

--
-- Name: security_events_default_organization_id_id_created_at_key; Type: INDEX ATTACH; Schema: app_private; Owner: -
--

ALTER INDEX app_public.security_events_organization_id_id_created_at_key ATTACH PARTITION app_private.security_events_default_organization_id_id_created_at_key;

--
-- Name: security_events_default_organization_id_kind_created_at_id_idx; Type: INDEX ATTACH; Schema: app_private; Owner: -
--

ALTER INDEX app_public.security_events_organization_id_kind_created_at_id_idx ATTACH PARTITION app_private.security_events_default_organization_id_kind_created_at_id_idx;

--
-- Name: security_events_default_organization_id_user_id_created_at__idx; Type: INDEX ATTACH; Schema: app_private; Owner: -
--

ALTER INDEX app_public.security_events_organization_id_user_id_created_at_id_idx ATTACH PARTITION app_private.security_events_default_organization_id_user_id_created_at__idx;

--
-- Name: security_events_default_pkey; Type: INDEX ATTACH; Schema: app_private; Owner: -
--

ALTER INDEX app_public.security_events_pkey ATTACH PARTITION app_private.security_events_default_pkey;

--
-- Name: security_events_default_user_id_idx; Type: INDEX ATTACH; Schema: app_private; Owner: -
--

ALTER INDEX app_public.security_events_user_id_idx ATTACH PARTITION app_private.security_events_default_user_id_idx;

--
-- Name: api_key_secrets _100_timestamps; Type: TRIGGER; Schema: app_private; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_private.api_key_secrets FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: client_invitation_secrets _100_timestamps; Type: TRIGGER; Schema: app_private; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_private.client_invitation_secrets FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: contact_credentials _100_timestamps; Type: TRIGGER; Schema: app_private; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_private.contact_credentials FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: default_memberships _100_timestamps; Type: TRIGGER; Schema: app_private; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_private.default_memberships FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: number_counters _100_timestamps; Type: TRIGGER; Schema: app_private; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_private.number_counters FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: session_tokens _100_timestamps; Type: TRIGGER; Schema: app_private; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_private.session_tokens FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: sessions _100_timestamps; Type: TRIGGER; Schema: app_private; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_private.sessions FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: staff_invitation_secrets _100_timestamps; Type: TRIGGER; Schema: app_private; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_private.staff_invitation_secrets FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: user_identities _100_timestamps; Type: TRIGGER; Schema: app_private; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_private.user_identities FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: activities _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.activities FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: ai_scripts _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.ai_scripts FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: api_keys _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.api_keys FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: business_memberships _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.business_memberships FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: businesses _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.businesses FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: call_campaign_targets _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.call_campaign_targets FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: call_campaigns _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.call_campaigns FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: calls _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.calls FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: client_invitations _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.client_invitations FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: companies _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.companies FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: contacts _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.contacts FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: contracts _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.contracts FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: conversations _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.conversations FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: custom_field_definitions _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.custom_field_definitions FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: data_requests _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.data_requests FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: deal_stage_changes _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.deal_stage_changes FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: deals _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.deals FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: lead_enrichments _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.lead_enrichments FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: leads _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.leads FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: memberships _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.memberships FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: message_templates _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.message_templates FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: messages _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.messages FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: notifications _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.notifications FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: organizations _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.organizations FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: pipeline_stages _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.pipeline_stages FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: pipelines _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.pipelines FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: proposal_items _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.proposal_items FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: proposals _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.proposals FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: role_permissions _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.role_permissions FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: roles _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.roles FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: staff_invitations _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.staff_invitations FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: tasks _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.tasks FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: team_members _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.team_members FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: teams _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.teams FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: users _100_timestamps; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _100_timestamps BEFORE UPDATE ON app_public.users FOR EACH ROW EXECUTE FUNCTION app_private.tg__timestamps();

--
-- Name: calls _200_find_contact; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _200_find_contact BEFORE INSERT ON app_public.calls FOR EACH ROW EXECUTE FUNCTION app_private.tg_calls__find_contact();

--
-- Name: messages _200_join_conversation; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _200_join_conversation BEFORE INSERT ON app_public.messages FOR EACH ROW EXECUTE FUNCTION app_private.tg_messages__join_conversation();

--
-- Name: notifications _200_mark_read; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _200_mark_read BEFORE UPDATE OF read_at ON app_public.notifications FOR EACH ROW EXECUTE FUNCTION app_private.tg_notifications__mark_read();

--
-- Name: businesses _200_normalize; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _200_normalize BEFORE INSERT OR UPDATE OF email, phone ON app_public.businesses FOR EACH ROW EXECUTE FUNCTION app_private.tg__normalize_email_and_phone();

--
-- Name: call_campaign_targets _200_normalize; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _200_normalize BEFORE INSERT ON app_public.call_campaign_targets FOR EACH ROW EXECUTE FUNCTION app_private.tg_call_campaign_targets__normalize();

--
-- Name: client_invitations _200_normalize; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _200_normalize BEFORE INSERT OR UPDATE OF email, phone ON app_public.client_invitations FOR EACH ROW EXECUTE FUNCTION app_private.tg__normalize_email_and_phone();

--
-- Name: companies _200_normalize; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _200_normalize BEFORE INSERT OR UPDATE OF email, phone ON app_public.companies FOR EACH ROW EXECUTE FUNCTION app_private.tg__normalize_email_and_phone();

--
-- Name: contacts _200_normalize; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _200_normalize BEFORE INSERT OR UPDATE OF email, phone ON app_public.contacts FOR EACH ROW EXECUTE FUNCTION app_private.tg__normalize_email_and_phone();

--
-- Name: leads _200_normalize; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _200_normalize BEFORE INSERT OR UPDATE OF email, phone ON app_public.leads FOR EACH ROW EXECUTE FUNCTION app_private.tg__normalize_email_and_phone();

--
-- Name: organizations _200_normalize; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _200_normalize BEFORE INSERT OR UPDATE OF slug, support_email ON app_public.organizations FOR EACH ROW EXECUTE FUNCTION app_private.tg_organizations__normalize();

--
-- Name: staff_invitations _200_normalize; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _200_normalize BEFORE INSERT OR UPDATE OF email ON app_public.staff_invitations FOR EACH ROW EXECUTE FUNCTION app_private.tg_staff_invitations__normalize();

--
-- Name: users _200_normalize; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _200_normalize BEFORE INSERT OR UPDATE OF email, phone ON app_public.users FOR EACH ROW EXECUTE FUNCTION app_private.tg_users__normalize();

--
-- Name: messages _210_address; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _210_address BEFORE INSERT ON app_public.messages FOR EACH ROW EXECUTE FUNCTION app_private.tg_messages__address();

--
-- Name: contacts _210_normalize; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _210_normalize BEFORE INSERT OR UPDATE OF first_name, last_name, emergency_contact_phone ON app_public.contacts FOR EACH ROW EXECUTE FUNCTION app_private.tg_contacts__normalize();

--
-- Name: leads _210_normalize; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _210_normalize BEFORE INSERT OR UPDATE OF first_name, last_name ON app_public.leads FOR EACH ROW EXECUTE FUNCTION app_private.tg_leads__normalize();

--
-- Name: activities _300_archive; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _300_archive BEFORE UPDATE OF deleted_at ON app_public.activities FOR EACH ROW WHEN ((old.deleted_at IS DISTINCT FROM new.deleted_at)) EXECUTE FUNCTION app_private.tg__archive('activities', 'created_by_id');

--
-- Name: call_campaigns _300_archive; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _300_archive BEFORE UPDATE OF deleted_at ON app_public.call_campaigns FOR EACH ROW WHEN ((old.deleted_at IS DISTINCT FROM new.deleted_at)) EXECUTE FUNCTION app_private.tg__archive('call_campaigns', 'created_by_id');

--
-- Name: calls _300_archive; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _300_archive BEFORE UPDATE OF deleted_at ON app_public.calls FOR EACH ROW WHEN ((old.deleted_at IS DISTINCT FROM new.deleted_at)) EXECUTE FUNCTION app_private.tg__archive('calls', 'handled_by_id');

--
-- Name: companies _300_archive; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _300_archive BEFORE UPDATE OF deleted_at ON app_public.companies FOR EACH ROW WHEN ((old.deleted_at IS DISTINCT FROM new.deleted_at)) EXECUTE FUNCTION app_private.tg__archive('companies', 'owner_id');

--
-- Name: contacts _300_archive; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _300_archive BEFORE UPDATE OF deleted_at ON app_public.contacts FOR EACH ROW WHEN ((old.deleted_at IS DISTINCT FROM new.deleted_at)) EXECUTE FUNCTION app_private.tg__archive('contacts', 'owner_id');

--
-- Name: contracts _300_archive; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _300_archive BEFORE UPDATE OF deleted_at ON app_public.contracts FOR EACH ROW WHEN ((old.deleted_at IS DISTINCT FROM new.deleted_at)) EXECUTE FUNCTION app_private.tg__archive('contracts', 'owner_id');

--
-- Name: deals _300_archive; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _300_archive BEFORE UPDATE OF deleted_at ON app_public.deals FOR EACH ROW WHEN ((old.deleted_at IS DISTINCT FROM new.deleted_at)) EXECUTE FUNCTION app_private.tg__archive('deals', 'owner_id');

--
-- Name: leads _300_archive; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _300_archive BEFORE UPDATE OF deleted_at ON app_public.leads FOR EACH ROW WHEN ((old.deleted_at IS DISTINCT FROM new.deleted_at)) EXECUTE FUNCTION app_private.tg__archive('leads', 'assigned_to_id');

--
-- Name: proposals _300_archive; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _300_archive BEFORE UPDATE OF deleted_at ON app_public.proposals FOR EACH ROW WHEN ((old.deleted_at IS DISTINCT FROM new.deleted_at)) EXECUTE FUNCTION app_private.tg__archive('proposals', 'owner_id');

--
-- Name: tasks _300_archive; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _300_archive BEFORE UPDATE OF deleted_at ON app_public.tasks FOR EACH ROW WHEN ((old.deleted_at IS DISTINCT FROM new.deleted_at)) EXECUTE FUNCTION app_private.tg__archive('tasks', 'assignee_id', 'created_by_id');

--
-- Name: api_keys _300_guard; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _300_guard BEFORE INSERT OR UPDATE OF name, role_id, expires_at, revoked_at ON app_public.api_keys FOR EACH ROW EXECUTE FUNCTION app_private.tg_api_keys__guard();

--
-- Name: business_memberships _300_guard; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _300_guard BEFORE INSERT OR DELETE OR UPDATE ON app_public.business_memberships FOR EACH ROW EXECUTE FUNCTION app_private.tg_business_memberships__guard();

--
-- Name: memberships _300_guard; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _300_guard BEFORE DELETE OR UPDATE ON app_public.memberships FOR EACH ROW EXECUTE FUNCTION app_private.tg_memberships__guard();

--
-- Name: role_permissions _300_guard; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _300_guard BEFORE INSERT OR DELETE OR UPDATE ON app_public.role_permissions FOR EACH ROW EXECUTE FUNCTION app_private.tg_role_permissions__guard();

--
-- Name: roles _300_guard; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _300_guard BEFORE DELETE OR UPDATE ON app_public.roles FOR EACH ROW EXECUTE FUNCTION app_private.tg_roles__guard();

--
-- Name: data_requests _300_require_contact; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _300_require_contact BEFORE INSERT ON app_public.data_requests FOR EACH ROW EXECUTE FUNCTION app_private.tg_data_requests__require_contact();

--
-- Name: proposal_items _300_require_draft; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _300_require_draft AFTER INSERT OR DELETE OR UPDATE ON app_public.proposal_items FOR EACH ROW EXECUTE FUNCTION app_private.tg_proposal_items__require_draft();

--
-- Name: client_invitations _300_settle; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _300_settle BEFORE UPDATE OF expires_at, claimed_at, revoked_at ON app_public.client_invitations FOR EACH ROW EXECUTE FUNCTION app_private.tg__settle_invitation();

--
-- Name: staff_invitations _300_settle; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _300_settle BEFORE UPDATE OF role_id, expires_at, claimed_at, revoked_at ON app_public.staff_invitations FOR EACH ROW EXECUTE FUNCTION app_private.tg__settle_invitation();

--
-- Name: staff_invitations _310_guard; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _310_guard BEFORE INSERT OR UPDATE OF role_id, expires_at, claimed_at, revoked_at ON app_public.staff_invitations FOR EACH ROW EXECUTE FUNCTION app_private.tg_staff_invitations__guard();

--
-- Name: contracts _310_restrict_status; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _310_restrict_status BEFORE UPDATE OF status ON app_public.contracts FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION app_private.tg__restrict_status('{"draft": ["sent"], "sent": ["signed", "terminated", "expired"], "signed": ["active", "terminated"], "active": ["terminated", "expired"]}');

--
-- Name: proposals _310_restrict_status; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _310_restrict_status BEFORE UPDATE OF status ON app_public.proposals FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status)) EXECUTE FUNCTION app_private.tg__restrict_status('{"draft": ["sent"], "sent": ["viewed", "accepted", "rejected", "expired"], "viewed": ["accepted", "rejected", "expired"], "expired": ["sent"]}');

--
-- Name: contracts _320_freeze; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _320_freeze BEFORE UPDATE OF title, content, contact_id, value_cents, currency, starts_on, ends_on ON app_public.contracts FOR EACH ROW WHEN (((old.status <> 'draft'::text) AND (((((((old.title IS DISTINCT FROM new.title) OR (old.content IS DISTINCT FROM new.content)) OR (old.value_cents IS DISTINCT FROM new.value_cents)) OR (old.currency IS DISTINCT FROM new.currency)) OR (old.starts_on IS DISTINCT FROM new.starts_on)) OR (old.ends_on IS DISTINCT FROM new.ends_on)) OR ((old.contact_id IS DISTINCT FROM new.contact_id) AND (new.contact_id IS NOT NULL))))) EXECUTE FUNCTION app_private.tg__freeze();

--
-- Name: proposals _320_freeze; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _320_freeze BEFORE UPDATE OF title, introduction, contact_id, currency ON app_public.proposals FOR EACH ROW WHEN (((old.status <> 'draft'::text) AND ((((old.title IS DISTINCT FROM new.title) OR (old.introduction IS DISTINCT FROM new.introduction)) OR (old.currency IS DISTINCT FROM new.currency)) OR ((old.contact_id IS DISTINCT FROM new.contact_id) AND (new.contact_id IS NOT NULL))))) EXECUTE FUNCTION app_private.tg__freeze();

--
-- Name: companies _350_validate_custom_fields; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _350_validate_custom_fields BEFORE INSERT OR UPDATE OF custom_fields ON app_public.companies FOR EACH ROW EXECUTE FUNCTION app_private.tg__validate_custom_fields('company');

--
-- Name: contacts _350_validate_custom_fields; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _350_validate_custom_fields BEFORE INSERT OR UPDATE OF custom_fields ON app_public.contacts FOR EACH ROW EXECUTE FUNCTION app_private.tg__validate_custom_fields('contact');

--
-- Name: deals _350_validate_custom_fields; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _350_validate_custom_fields BEFORE INSERT OR UPDATE OF custom_fields ON app_public.deals FOR EACH ROW EXECUTE FUNCTION app_private.tg__validate_custom_fields('deal');

--
-- Name: leads _350_validate_custom_fields; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _350_validate_custom_fields BEFORE INSERT OR UPDATE OF custom_fields ON app_public.leads FOR EACH ROW EXECUTE FUNCTION app_private.tg__validate_custom_fields('lead');

--
-- Name: tasks _400_complete; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _400_complete BEFORE INSERT OR UPDATE OF status ON app_public.tasks FOR EACH ROW EXECUTE FUNCTION app_private.tg_tasks__complete();

--
-- Name: call_campaign_targets _400_count_attempt; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _400_count_attempt BEFORE UPDATE OF state ON app_public.call_campaign_targets FOR EACH ROW WHEN (((old.state <> 'dialing'::text) AND (new.state = 'dialing'::text))) EXECUTE FUNCTION app_private.tg_call_campaign_targets__count_attempt();

--
-- Name: messages _400_find_conversation; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _400_find_conversation BEFORE INSERT ON app_public.messages FOR EACH ROW EXECUTE FUNCTION app_private.tg_messages__find_conversation();

--
-- Name: ai_scripts _400_find_variables; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _400_find_variables BEFORE INSERT OR UPDATE OF content ON app_public.ai_scripts FOR EACH ROW EXECUTE FUNCTION app_private.tg_ai_scripts__find_variables();

--
-- Name: message_templates _400_find_variables; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _400_find_variables BEFORE INSERT OR UPDATE OF subject, content ON app_public.message_templates FOR EACH ROW EXECUTE FUNCTION app_private.tg_message_templates__find_variables();

--
-- Name: deals _400_follow_stage; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _400_follow_stage BEFORE INSERT OR UPDATE OF stage_id, pipeline_id ON app_public.deals FOR EACH ROW EXECUTE FUNCTION app_private.tg_deals__follow_stage();

--
-- Name: calls _400_follow_status; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _400_follow_status BEFORE INSERT OR UPDATE OF status, started_at, ended_at, duration_seconds ON app_public.calls FOR EACH ROW EXECUTE FUNCTION app_private.tg_calls__follow_status();

--
-- Name: contracts _400_follow_status; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _400_follow_status BEFORE INSERT OR UPDATE OF status ON app_public.contracts FOR EACH ROW EXECUTE FUNCTION app_private.tg_contracts__follow_status();

--
-- Name: leads _400_follow_status; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _400_follow_status BEFORE INSERT OR UPDATE OF status, contact_id, lost_reason ON app_public.leads FOR EACH ROW EXECUTE FUNCTION app_private.tg_leads__follow_status();

--
-- Name: proposals _400_follow_status; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _400_follow_status BEFORE INSERT OR UPDATE OF status ON app_public.proposals FOR EACH ROW EXECUTE FUNCTION app_private.tg_proposals__follow_status();

--
-- Name: messages _410_follow_status; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _410_follow_status BEFORE INSERT OR UPDATE OF status, read_at ON app_public.messages FOR EACH ROW EXECUTE FUNCTION app_private.tg_messages__follow_status();

--
-- Name: contracts _410_number; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _410_number BEFORE INSERT ON app_public.contracts FOR EACH ROW EXECUTE FUNCTION app_private.tg__number();

--
-- Name: proposals _410_number; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _410_number BEFORE INSERT ON app_public.proposals FOR EACH ROW EXECUTE FUNCTION app_private.tg__number();

--
-- Name: contracts _420_default_currency; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _420_default_currency BEFORE INSERT ON app_public.contracts FOR EACH ROW EXECUTE FUNCTION app_private.tg__default_currency();

--
-- Name: proposals _420_default_currency; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _420_default_currency BEFORE INSERT ON app_public.proposals FOR EACH ROW EXECUTE FUNCTION app_private.tg__default_currency();

--
-- Name: organizations _500_create_defaults; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _500_create_defaults AFTER INSERT ON app_public.organizations FOR EACH ROW EXECUTE FUNCTION app_private.tg_organizations__create_defaults();

--
-- Name: memberships _500_keep_an_owner; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _500_keep_an_owner AFTER DELETE OR UPDATE OF role_id, is_active ON app_public.memberships FOR EACH ROW EXECUTE FUNCTION app_private.tg_memberships__keep_an_owner();

--
-- Name: deals _500_record_stage_change; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _500_record_stage_change AFTER INSERT OR UPDATE OF stage_id, pipeline_id ON app_public.deals FOR EACH ROW EXECUTE FUNCTION app_private.tg_deals__record_stage_change();

--
-- Name: messages _500_summarize_changed; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _500_summarize_changed AFTER UPDATE ON app_public.messages REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.tg_messages__summarize();

--
-- Name: messages _500_summarize_deleted; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _500_summarize_deleted AFTER DELETE ON app_public.messages REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.tg_messages__summarize();

--
-- Name: messages _500_summarize_new; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _500_summarize_new AFTER INSERT ON app_public.messages REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.tg_messages__summarize();

--
-- Name: conversations _500_take_messages_along; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _500_take_messages_along AFTER UPDATE OF contact_id, business_id ON app_public.conversations FOR EACH ROW WHEN (((old.contact_id IS DISTINCT FROM new.contact_id) OR (old.business_id IS DISTINCT FROM new.business_id))) EXECUTE FUNCTION app_private.tg_conversations__take_messages_along();

--
-- Name: proposal_items _500_total_added; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _500_total_added AFTER INSERT ON app_public.proposal_items REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.tg_proposal_items__total();

--
-- Name: calls _500_touch; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _500_touch AFTER INSERT OR UPDATE OF status, started_at ON app_public.calls FOR EACH ROW EXECUTE FUNCTION app_private.tg_calls__touch();

--
-- Name: activities _500_touch_contact; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _500_touch_contact AFTER INSERT OR UPDATE OF kind, contact_id, lead_id, occurred_at ON app_public.activities FOR EACH ROW EXECUTE FUNCTION app_private.tg_activities__touch_contact();

--
-- Name: proposal_items _510_total_changed; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _510_total_changed AFTER UPDATE ON app_public.proposal_items REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.tg_proposal_items__total();

--
-- Name: messages _510_touch_contact; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _510_touch_contact AFTER INSERT OR UPDATE OF status ON app_public.messages FOR EACH ROW EXECUTE FUNCTION app_private.tg_messages__touch_contact();

--
-- Name: messages _520_count_template_use; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _520_count_template_use AFTER INSERT ON app_public.messages FOR EACH ROW WHEN ((new.template_id IS NOT NULL)) EXECUTE FUNCTION app_private.tg_messages__count_template_use();

--
-- Name: proposal_items _520_total_removed; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _520_total_removed AFTER DELETE ON app_public.proposal_items REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app_private.tg_proposal_items__total();

--
-- Name: activities _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.activities FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: ai_scripts _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.ai_scripts FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: api_keys _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.api_keys FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: business_memberships _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.business_memberships FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: businesses _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.businesses FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: call_campaign_targets _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.call_campaign_targets FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: call_campaigns _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.call_campaigns FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: calls _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.calls FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: client_invitations _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.client_invitations FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: companies _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.companies FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: contacts _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.contacts FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: contracts _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.contracts FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: conversations _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.conversations FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: custom_field_definitions _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.custom_field_definitions FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: data_requests _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.data_requests FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit('result', 'error');

--
-- Name: deals _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.deals FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: lead_enrichments _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.lead_enrichments FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: leads _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.leads FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: memberships _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.memberships FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: message_templates _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.message_templates FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: messages _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.messages FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: notifications _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.notifications FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit('title', 'body', 'link');

--
-- Name: organizations _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR UPDATE ON app_public.organizations FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: pipeline_stages _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.pipeline_stages FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: pipelines _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.pipelines FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: proposal_items _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.proposal_items FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: proposals _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.proposals FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: role_permissions _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.role_permissions FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: roles _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.roles FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: staff_invitations _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.staff_invitations FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: tasks _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.tasks FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: team_members _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.team_members FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: teams _900_audit; Type: TRIGGER; Schema: app_public; Owner: -
--

CREATE TRIGGER _900_audit AFTER INSERT OR DELETE OR UPDATE ON app_public.teams FOR EACH ROW EXECUTE FUNCTION app_private.tg__audit();

--
-- Name: api_key_secrets api_key_secrets_api_key_id_fkey; Type: FK CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.api_key_secrets
    ADD CONSTRAINT api_key_secrets_api_key_id_fkey FOREIGN KEY (api_key_id) REFERENCES app_public.api_keys(id) ON DELETE CASCADE;

--
-- Name: client_invitation_secrets client_invitation_secrets_client_invitation_id_fkey; Type: FK CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.client_invitation_secrets
    ADD CONSTRAINT client_invitation_secrets_client_invitation_id_fkey FOREIGN KEY (client_invitation_id) REFERENCES app_public.client_invitations(id) ON DELETE CASCADE;

--
-- Name: contact_credentials contact_credentials_contact_id_fkey; Type: FK CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.contact_credentials
    ADD CONSTRAINT contact_credentials_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES app_public.contacts(id) ON DELETE CASCADE;

--
-- Name: default_memberships default_memberships_membership_id_fkey; Type: FK CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.default_memberships
    ADD CONSTRAINT default_memberships_membership_id_fkey FOREIGN KEY (membership_id) REFERENCES app_public.memberships(id) ON DELETE CASCADE;

--
-- Name: default_memberships default_memberships_user_id_fkey; Type: FK CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.default_memberships
    ADD CONSTRAINT default_memberships_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_public.users(id) ON DELETE CASCADE;

--
-- Name: number_counters number_counters_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.number_counters
    ADD CONSTRAINT number_counters_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: session_tokens session_tokens_session_id_fkey; Type: FK CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.session_tokens
    ADD CONSTRAINT session_tokens_session_id_fkey FOREIGN KEY (session_id) REFERENCES app_private.sessions(id) ON DELETE CASCADE;

--
-- Name: sessions sessions_contact_id_fkey; Type: FK CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.sessions
    ADD CONSTRAINT sessions_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES app_public.contacts(id) ON DELETE CASCADE;

--
-- Name: sessions sessions_user_id_fkey; Type: FK CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.sessions
    ADD CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_public.users(id) ON DELETE CASCADE;

--
-- Name: staff_invitation_secrets staff_invitation_secrets_staff_invitation_id_fkey; Type: FK CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.staff_invitation_secrets
    ADD CONSTRAINT staff_invitation_secrets_staff_invitation_id_fkey FOREIGN KEY (staff_invitation_id) REFERENCES app_public.staff_invitations(id) ON DELETE CASCADE;

--
-- Name: system_role_permissions system_role_permissions_resource_action_fkey; Type: FK CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.system_role_permissions
    ADD CONSTRAINT system_role_permissions_resource_action_fkey FOREIGN KEY (resource, action) REFERENCES app_public.permissions(resource, action) ON DELETE CASCADE;

--
-- Name: system_role_permissions system_role_permissions_scope_fkey; Type: FK CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.system_role_permissions
    ADD CONSTRAINT system_role_permissions_scope_fkey FOREIGN KEY (scope) REFERENCES app_public.permission_scopes(value);

--
-- Name: system_role_permissions system_role_permissions_system_role_fkey; Type: FK CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.system_role_permissions
    ADD CONSTRAINT system_role_permissions_system_role_fkey FOREIGN KEY (system_role) REFERENCES app_public.system_roles(value) ON DELETE CASCADE;

--
-- Name: user_identities user_identities_user_id_fkey; Type: FK CONSTRAINT; Schema: app_private; Owner: -
--

ALTER TABLE ONLY app_private.user_identities
    ADD CONSTRAINT user_identities_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_public.users(id) ON DELETE CASCADE;

--
-- Name: activities activities_direction_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.activities
    ADD CONSTRAINT activities_direction_fkey FOREIGN KEY (direction) REFERENCES app_public.directions(value);

--
-- Name: activities activities_kind_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.activities
    ADD CONSTRAINT activities_kind_fkey FOREIGN KEY (kind) REFERENCES app_public.activity_kinds(value);

--
-- Name: activities activities_organization_id_business_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.activities
    ADD CONSTRAINT activities_organization_id_business_id_fkey FOREIGN KEY (organization_id, business_id) REFERENCES app_public.businesses(organization_id, id);

--
-- Name: activities activities_organization_id_company_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.activities
    ADD CONSTRAINT activities_organization_id_company_id_fkey FOREIGN KEY (organization_id, company_id) REFERENCES app_public.companies(organization_id, id) ON DELETE CASCADE;

--
-- Name: activities activities_organization_id_contact_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.activities
    ADD CONSTRAINT activities_organization_id_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE CASCADE;

--
-- Name: activities activities_organization_id_created_by_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.activities
    ADD CONSTRAINT activities_organization_id_created_by_id_fkey FOREIGN KEY (organization_id, created_by_id) REFERENCES app_public.memberships(organization_id, id) ON DELETE SET NULL (created_by_id);

--
-- Name: activities activities_organization_id_deal_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.activities
    ADD CONSTRAINT activities_organization_id_deal_id_fkey FOREIGN KEY (organization_id, deal_id) REFERENCES app_public.deals(organization_id, id) ON DELETE CASCADE;

--
-- Name: activities activities_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.activities
    ADD CONSTRAINT activities_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: activities activities_organization_id_lead_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.activities
    ADD CONSTRAINT activities_organization_id_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES app_public.leads(organization_id, id) ON DELETE CASCADE;

--
-- Name: activities activities_sentiment_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.activities
    ADD CONSTRAINT activities_sentiment_fkey FOREIGN KEY (sentiment) REFERENCES app_public.sentiments(value);

--
-- Name: ai_scripts ai_scripts_kind_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.ai_scripts
    ADD CONSTRAINT ai_scripts_kind_fkey FOREIGN KEY (kind) REFERENCES app_public.ai_script_kinds(value);

--
-- Name: ai_scripts ai_scripts_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.ai_scripts
    ADD CONSTRAINT ai_scripts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: api_keys api_keys_organization_id_created_by_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.api_keys
    ADD CONSTRAINT api_keys_organization_id_created_by_id_fkey FOREIGN KEY (organization_id, created_by_id) REFERENCES app_public.memberships(organization_id, id) ON DELETE SET NULL (created_by_id);

--
-- Name: api_keys api_keys_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.api_keys
    ADD CONSTRAINT api_keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: api_keys api_keys_organization_id_role_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.api_keys
    ADD CONSTRAINT api_keys_organization_id_role_id_fkey FOREIGN KEY (organization_id, role_id) REFERENCES app_public.roles(organization_id, id);

--
-- Name: audit_logs audit_logs_action_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE app_public.audit_logs
    ADD CONSTRAINT audit_logs_action_fkey FOREIGN KEY (action) REFERENCES app_public.audit_actions(value);

--
-- Name: audit_logs audit_logs_actor_kind_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE app_public.audit_logs
    ADD CONSTRAINT audit_logs_actor_kind_fkey FOREIGN KEY (actor_kind) REFERENCES app_public.audit_actor_kinds(value);

--
-- Name: audit_logs audit_logs_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE app_public.audit_logs
    ADD CONSTRAINT audit_logs_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: audit_logs audit_logs_user_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE app_public.audit_logs
    ADD CONSTRAINT audit_logs_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_public.users(id) ON DELETE SET NULL;

--
-- Name: business_memberships business_memberships_organization_id_business_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.business_memberships
    ADD CONSTRAINT business_memberships_organization_id_business_id_fkey FOREIGN KEY (organization_id, business_id) REFERENCES app_public.businesses(organization_id, id);

--
-- Name: business_memberships business_memberships_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.business_memberships
    ADD CONSTRAINT business_memberships_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: business_memberships business_memberships_organization_id_membership_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.business_memberships
    ADD CONSTRAINT business_memberships_organization_id_membership_id_fkey FOREIGN KEY (organization_id, membership_id) REFERENCES app_public.memberships(organization_id, id) ON DELETE CASCADE;

--
-- Name: business_memberships business_memberships_organization_id_role_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.business_memberships
    ADD CONSTRAINT business_memberships_organization_id_role_id_fkey FOREIGN KEY (organization_id, role_id) REFERENCES app_public.roles(organization_id, id);

--
-- Name: businesses businesses_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.businesses
    ADD CONSTRAINT businesses_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: call_campaign_targets call_campaign_targets_organization_id_call_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.call_campaign_targets
    ADD CONSTRAINT call_campaign_targets_organization_id_call_id_fkey FOREIGN KEY (organization_id, call_id) REFERENCES app_public.calls(organization_id, id) ON DELETE SET NULL (call_id);

--
-- Name: call_campaign_targets call_campaign_targets_organization_id_campaign_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.call_campaign_targets
    ADD CONSTRAINT call_campaign_targets_organization_id_campaign_id_fkey FOREIGN KEY (organization_id, campaign_id) REFERENCES app_public.call_campaigns(organization_id, id) ON DELETE CASCADE;

--
-- Name: call_campaign_targets call_campaign_targets_organization_id_contact_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.call_campaign_targets
    ADD CONSTRAINT call_campaign_targets_organization_id_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE CASCADE;

--
-- Name: call_campaign_targets call_campaign_targets_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.call_campaign_targets
    ADD CONSTRAINT call_campaign_targets_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: call_campaign_targets call_campaign_targets_organization_id_lead_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.call_campaign_targets
    ADD CONSTRAINT call_campaign_targets_organization_id_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES app_public.leads(organization_id, id) ON DELETE CASCADE;

--
-- Name: call_campaign_targets call_campaign_targets_state_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.call_campaign_targets
    ADD CONSTRAINT call_campaign_targets_state_fkey FOREIGN KEY (state) REFERENCES app_public.call_campaign_target_states(value);

--
-- Name: call_campaigns call_campaigns_organization_id_business_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.call_campaigns
    ADD CONSTRAINT call_campaigns_organization_id_business_id_fkey FOREIGN KEY (organization_id, business_id) REFERENCES app_public.businesses(organization_id, id);

--
-- Name: call_campaigns call_campaigns_organization_id_created_by_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.call_campaigns
    ADD CONSTRAINT call_campaigns_organization_id_created_by_id_fkey FOREIGN KEY (organization_id, created_by_id) REFERENCES app_public.memberships(organization_id, id) ON DELETE SET NULL (created_by_id);

--
-- Name: call_campaigns call_campaigns_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.call_campaigns
    ADD CONSTRAINT call_campaigns_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: call_campaigns call_campaigns_organization_id_script_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.call_campaigns
    ADD CONSTRAINT call_campaigns_organization_id_script_id_fkey FOREIGN KEY (organization_id, script_id) REFERENCES app_public.ai_scripts(organization_id, id) ON DELETE SET NULL (script_id);

--
-- Name: call_campaigns call_campaigns_status_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.call_campaigns
    ADD CONSTRAINT call_campaigns_status_fkey FOREIGN KEY (status) REFERENCES app_public.call_campaign_statuses(value);

--
-- Name: calls calls_direction_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.calls
    ADD CONSTRAINT calls_direction_fkey FOREIGN KEY (direction) REFERENCES app_public.directions(value);

--
-- Name: calls calls_organization_id_business_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.calls
    ADD CONSTRAINT calls_organization_id_business_id_fkey FOREIGN KEY (organization_id, business_id) REFERENCES app_public.businesses(organization_id, id);

--
-- Name: calls calls_organization_id_campaign_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.calls
    ADD CONSTRAINT calls_organization_id_campaign_id_fkey FOREIGN KEY (organization_id, campaign_id) REFERENCES app_public.call_campaigns(organization_id, id) ON DELETE SET NULL (campaign_id);

--
-- Name: calls calls_organization_id_contact_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.calls
    ADD CONSTRAINT calls_organization_id_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE SET NULL (contact_id);

--
-- Name: calls calls_organization_id_conversation_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.calls
    ADD CONSTRAINT calls_organization_id_conversation_id_fkey FOREIGN KEY (organization_id, conversation_id) REFERENCES app_public.conversations(organization_id, id) ON DELETE SET NULL (conversation_id);

--
-- Name: calls calls_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.calls
    ADD CONSTRAINT calls_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: calls calls_organization_id_handled_by_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.calls
    ADD CONSTRAINT calls_organization_id_handled_by_id_fkey FOREIGN KEY (organization_id, handled_by_id) REFERENCES app_public.memberships(organization_id, id) ON DELETE SET NULL (handled_by_id);

--
-- Name: calls calls_organization_id_lead_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.calls
    ADD CONSTRAINT calls_organization_id_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES app_public.leads(organization_id, id) ON DELETE SET NULL (lead_id);

--
-- Name: calls calls_organization_id_script_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.calls
    ADD CONSTRAINT calls_organization_id_script_id_fkey FOREIGN KEY (organization_id, script_id) REFERENCES app_public.ai_scripts(organization_id, id) ON DELETE SET NULL (script_id);

--
-- Name: calls calls_sentiment_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.calls
    ADD CONSTRAINT calls_sentiment_fkey FOREIGN KEY (sentiment) REFERENCES app_public.sentiments(value);

--
-- Name: calls calls_status_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.calls
    ADD CONSTRAINT calls_status_fkey FOREIGN KEY (status) REFERENCES app_public.call_statuses(value);

--
-- Name: client_invitations client_invitations_organization_id_business_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.client_invitations
    ADD CONSTRAINT client_invitations_organization_id_business_id_fkey FOREIGN KEY (organization_id, business_id) REFERENCES app_public.businesses(organization_id, id);

--
-- Name: client_invitations client_invitations_organization_id_contact_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.client_invitations
    ADD CONSTRAINT client_invitations_organization_id_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE CASCADE;

--
-- Name: client_invitations client_invitations_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.client_invitations
    ADD CONSTRAINT client_invitations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: client_invitations client_invitations_organization_id_invited_by_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.client_invitations
    ADD CONSTRAINT client_invitations_organization_id_invited_by_id_fkey FOREIGN KEY (organization_id, invited_by_id) REFERENCES app_public.memberships(organization_id, id) ON DELETE SET NULL (invited_by_id);

--
-- Name: companies companies_organization_id_business_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.companies
    ADD CONSTRAINT companies_organization_id_business_id_fkey FOREIGN KEY (organization_id, business_id) REFERENCES app_public.businesses(organization_id, id);

--
-- Name: companies companies_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.companies
    ADD CONSTRAINT companies_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: companies companies_organization_id_owner_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.companies
    ADD CONSTRAINT companies_organization_id_owner_id_fkey FOREIGN KEY (organization_id, owner_id) REFERENCES app_public.memberships(organization_id, id) ON DELETE SET NULL (owner_id);

--
-- Name: contacts contacts_lifecycle_stage_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.contacts
    ADD CONSTRAINT contacts_lifecycle_stage_fkey FOREIGN KEY (lifecycle_stage) REFERENCES app_public.contact_lifecycle_stages(value);

--
-- Name: contacts contacts_membership_status_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.contacts
    ADD CONSTRAINT contacts_membership_status_fkey FOREIGN KEY (membership_status) REFERENCES app_public.contact_membership_statuses(value);

--
-- Name: contacts contacts_organization_id_business_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.contacts
    ADD CONSTRAINT contacts_organization_id_business_id_fkey FOREIGN KEY (organization_id, business_id) REFERENCES app_public.businesses(organization_id, id);

--
-- Name: contacts contacts_organization_id_company_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.contacts
    ADD CONSTRAINT contacts_organization_id_company_id_fkey FOREIGN KEY (organization_id, company_id) REFERENCES app_public.companies(organization_id, id) ON DELETE SET NULL (company_id);

--
-- Name: contacts contacts_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.contacts
    ADD CONSTRAINT contacts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: contacts contacts_organization_id_owner_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.contacts
    ADD CONSTRAINT contacts_organization_id_owner_id_fkey FOREIGN KEY (organization_id, owner_id) REFERENCES app_public.memberships(organization_id, id) ON DELETE SET NULL (owner_id);

--
-- Name: contracts contracts_organization_id_business_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.contracts
    ADD CONSTRAINT contracts_organization_id_business_id_fkey FOREIGN KEY (organization_id, business_id) REFERENCES app_public.businesses(organization_id, id);

--
-- Name: contracts contracts_organization_id_company_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.contracts
    ADD CONSTRAINT contracts_organization_id_company_id_fkey FOREIGN KEY (organization_id, company_id) REFERENCES app_public.companies(organization_id, id) ON DELETE SET NULL (company_id);

--
-- Name: contracts contracts_organization_id_contact_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.contracts
    ADD CONSTRAINT contracts_organization_id_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE SET NULL (contact_id);

--
-- Name: contracts contracts_organization_id_deal_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.contracts
    ADD CONSTRAINT contracts_organization_id_deal_id_fkey FOREIGN KEY (organization_id, deal_id) REFERENCES app_public.deals(organization_id, id) ON DELETE SET NULL (deal_id);

--
-- Name: contracts contracts_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.contracts
    ADD CONSTRAINT contracts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: contracts contracts_organization_id_owner_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.contracts
    ADD CONSTRAINT contracts_organization_id_owner_id_fkey FOREIGN KEY (organization_id, owner_id) REFERENCES app_public.memberships(organization_id, id) ON DELETE SET NULL (owner_id);

--
-- Name: contracts contracts_organization_id_proposal_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.contracts
    ADD CONSTRAINT contracts_organization_id_proposal_id_fkey FOREIGN KEY (organization_id, proposal_id) REFERENCES app_public.proposals(organization_id, id) ON DELETE SET NULL (proposal_id);

--
-- Name: contracts contracts_status_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.contracts
    ADD CONSTRAINT contracts_status_fkey FOREIGN KEY (status) REFERENCES app_public.contract_statuses(value);

--
-- Name: conversations conversations_channel_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.conversations
    ADD CONSTRAINT conversations_channel_fkey FOREIGN KEY (channel) REFERENCES app_public.channels(value);

--
-- Name: conversations conversations_organization_id_assigned_to_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.conversations
    ADD CONSTRAINT conversations_organization_id_assigned_to_id_fkey FOREIGN KEY (organization_id, assigned_to_id) REFERENCES app_public.memberships(organization_id, id) ON DELETE SET NULL (assigned_to_id);

--
-- Name: conversations conversations_organization_id_business_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.conversations
    ADD CONSTRAINT conversations_organization_id_business_id_fkey FOREIGN KEY (organization_id, business_id) REFERENCES app_public.businesses(organization_id, id);

--
-- Name: conversations conversations_organization_id_contact_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.conversations
    ADD CONSTRAINT conversations_organization_id_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE CASCADE;

--
-- Name: conversations conversations_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.conversations
    ADD CONSTRAINT conversations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: conversations conversations_status_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.conversations
    ADD CONSTRAINT conversations_status_fkey FOREIGN KEY (status) REFERENCES app_public.conversation_statuses(value);

--
-- Name: custom_field_definitions custom_field_definitions_entity_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.custom_field_definitions
    ADD CONSTRAINT custom_field_definitions_entity_fkey FOREIGN KEY (entity) REFERENCES app_public.custom_field_entities(value);

--
-- Name: custom_field_definitions custom_field_definitions_field_type_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.custom_field_definitions
    ADD CONSTRAINT custom_field_definitions_field_type_fkey FOREIGN KEY (field_type) REFERENCES app_public.custom_field_types(value);

--
-- Name: custom_field_definitions custom_field_definitions_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.custom_field_definitions
    ADD CONSTRAINT custom_field_definitions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: data_requests data_requests_kind_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.data_requests
    ADD CONSTRAINT data_requests_kind_fkey FOREIGN KEY (kind) REFERENCES app_public.data_request_kinds(value);

--
-- Name: data_requests data_requests_organization_id_contact_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.data_requests
    ADD CONSTRAINT data_requests_organization_id_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE SET NULL (contact_id);

--
-- Name: data_requests data_requests_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.data_requests
    ADD CONSTRAINT data_requests_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: data_requests data_requests_organization_id_requested_by_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.data_requests
    ADD CONSTRAINT data_requests_organization_id_requested_by_id_fkey FOREIGN KEY (organization_id, requested_by_id) REFERENCES app_public.memberships(organization_id, id) ON DELETE SET NULL (requested_by_id);

--
-- Name: data_requests data_requests_status_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.data_requests
    ADD CONSTRAINT data_requests_status_fkey FOREIGN KEY (status) REFERENCES app_public.data_request_statuses(value);

--
-- Name: deal_stage_changes deal_stage_changes_organization_id_changed_by_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.deal_stage_changes
    ADD CONSTRAINT deal_stage_changes_organization_id_changed_by_id_fkey FOREIGN KEY (organization_id, changed_by_id) REFERENCES app_public.memberships(organization_id, id) ON DELETE SET NULL (changed_by_id);

--
-- Name: deal_stage_changes deal_stage_changes_organization_id_deal_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.deal_stage_changes
    ADD CONSTRAINT deal_stage_changes_organization_id_deal_id_fkey FOREIGN KEY (organization_id, deal_id) REFERENCES app_public.deals(organization_id, id) ON DELETE CASCADE;

--
-- Name: deal_stage_changes deal_stage_changes_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.deal_stage_changes
    ADD CONSTRAINT deal_stage_changes_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: deal_stage_changes deal_stage_changes_organization_id_from_stage_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.deal_stage_changes
    ADD CONSTRAINT deal_stage_changes_organization_id_from_stage_id_fkey FOREIGN KEY (organization_id, from_stage_id) REFERENCES app_public.pipeline_stages(organization_id, id) ON DELETE SET NULL (from_stage_id);

--
-- Name: deal_stage_changes deal_stage_changes_organization_id_to_stage_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.deal_stage_changes
    ADD CONSTRAINT deal_stage_changes_organization_id_to_stage_id_fkey FOREIGN KEY (organization_id, to_stage_id) REFERENCES app_public.pipeline_stages(organization_id, id) ON DELETE SET NULL (to_stage_id);

--
-- Name: deals deals_organization_id_business_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.deals
    ADD CONSTRAINT deals_organization_id_business_id_fkey FOREIGN KEY (organization_id, business_id) REFERENCES app_public.businesses(organization_id, id);

--
-- Name: deals deals_organization_id_company_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.deals
    ADD CONSTRAINT deals_organization_id_company_id_fkey FOREIGN KEY (organization_id, company_id) REFERENCES app_public.companies(organization_id, id) ON DELETE SET NULL (company_id);

--
-- Name: deals deals_organization_id_contact_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.deals
    ADD CONSTRAINT deals_organization_id_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE SET NULL (contact_id);

--
-- Name: deals deals_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.deals
    ADD CONSTRAINT deals_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: deals deals_organization_id_lead_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.deals
    ADD CONSTRAINT deals_organization_id_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES app_public.leads(organization_id, id) ON DELETE SET NULL (lead_id);

--
-- Name: deals deals_organization_id_owner_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.deals
    ADD CONSTRAINT deals_organization_id_owner_id_fkey FOREIGN KEY (organization_id, owner_id) REFERENCES app_public.memberships(organization_id, id) ON DELETE SET NULL (owner_id);

--
-- Name: deals deals_organization_id_pipeline_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.deals
    ADD CONSTRAINT deals_organization_id_pipeline_id_fkey FOREIGN KEY (organization_id, pipeline_id) REFERENCES app_public.pipelines(organization_id, id);

--
-- Name: deals deals_organization_id_stage_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.deals
    ADD CONSTRAINT deals_organization_id_stage_id_fkey FOREIGN KEY (organization_id, stage_id) REFERENCES app_public.pipeline_stages(organization_id, id);

--
-- Name: lead_enrichments lead_enrichments_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.lead_enrichments
    ADD CONSTRAINT lead_enrichments_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: lead_enrichments lead_enrichments_organization_id_lead_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.lead_enrichments
    ADD CONSTRAINT lead_enrichments_organization_id_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES app_public.leads(organization_id, id) ON DELETE CASCADE;

--
-- Name: leads leads_organization_id_assigned_to_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.leads
    ADD CONSTRAINT leads_organization_id_assigned_to_id_fkey FOREIGN KEY (organization_id, assigned_to_id) REFERENCES app_public.memberships(organization_id, id) ON DELETE SET NULL (assigned_to_id);

--
-- Name: leads leads_organization_id_business_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.leads
    ADD CONSTRAINT leads_organization_id_business_id_fkey FOREIGN KEY (organization_id, business_id) REFERENCES app_public.businesses(organization_id, id);

--
-- Name: leads leads_organization_id_company_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.leads
    ADD CONSTRAINT leads_organization_id_company_id_fkey FOREIGN KEY (organization_id, company_id) REFERENCES app_public.companies(organization_id, id) ON DELETE SET NULL (company_id);

--
-- Name: leads leads_organization_id_contact_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.leads
    ADD CONSTRAINT leads_organization_id_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE SET NULL (contact_id);

--
-- Name: leads leads_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.leads
    ADD CONSTRAINT leads_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: leads leads_status_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.leads
    ADD CONSTRAINT leads_status_fkey FOREIGN KEY (status) REFERENCES app_public.lead_statuses(value);

--
-- Name: memberships memberships_availability_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.memberships
    ADD CONSTRAINT memberships_availability_fkey FOREIGN KEY (availability) REFERENCES app_public.member_availabilities(value);

--
-- Name: memberships memberships_organization_id_default_business_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.memberships
    ADD CONSTRAINT memberships_organization_id_default_business_id_fkey FOREIGN KEY (organization_id, default_business_id) REFERENCES app_public.businesses(organization_id, id) ON DELETE SET NULL (default_business_id);

--
-- Name: memberships memberships_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.memberships
    ADD CONSTRAINT memberships_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: memberships memberships_organization_id_role_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.memberships
    ADD CONSTRAINT memberships_organization_id_role_id_fkey FOREIGN KEY (organization_id, role_id) REFERENCES app_public.roles(organization_id, id);

--
-- Name: memberships memberships_user_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.memberships
    ADD CONSTRAINT memberships_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_public.users(id) ON DELETE CASCADE;

--
-- Name: message_templates message_templates_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.message_templates
    ADD CONSTRAINT message_templates_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: message_templates message_templates_type_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.message_templates
    ADD CONSTRAINT message_templates_type_fkey FOREIGN KEY (type) REFERENCES app_public.message_template_types(value);

--
-- Name: messages messages_channel_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.messages
    ADD CONSTRAINT messages_channel_fkey FOREIGN KEY (channel) REFERENCES app_public.channels(value);

--
-- Name: messages messages_direction_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.messages
    ADD CONSTRAINT messages_direction_fkey FOREIGN KEY (direction) REFERENCES app_public.directions(value);

--
-- Name: messages messages_organization_id_business_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.messages
    ADD CONSTRAINT messages_organization_id_business_id_fkey FOREIGN KEY (organization_id, business_id) REFERENCES app_public.businesses(organization_id, id);

--
-- Name: messages messages_organization_id_contact_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.messages
    ADD CONSTRAINT messages_organization_id_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE SET NULL (contact_id);

--
-- Name: messages messages_organization_id_conversation_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.messages
    ADD CONSTRAINT messages_organization_id_conversation_id_fkey FOREIGN KEY (organization_id, conversation_id) REFERENCES app_public.conversations(organization_id, id) ON DELETE CASCADE;

--
-- Name: messages messages_organization_id_created_by_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.messages
    ADD CONSTRAINT messages_organization_id_created_by_id_fkey FOREIGN KEY (organization_id, created_by_id) REFERENCES app_public.memberships(organization_id, id) ON DELETE SET NULL (created_by_id);

--
-- Name: messages messages_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.messages
    ADD CONSTRAINT messages_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: messages messages_organization_id_lead_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.messages
    ADD CONSTRAINT messages_organization_id_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES app_public.leads(organization_id, id) ON DELETE SET NULL (lead_id);

--
-- Name: messages messages_organization_id_template_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.messages
    ADD CONSTRAINT messages_organization_id_template_id_fkey FOREIGN KEY (organization_id, template_id) REFERENCES app_public.message_templates(organization_id, id) ON DELETE SET NULL (template_id);

--
-- Name: messages messages_status_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.messages
    ADD CONSTRAINT messages_status_fkey FOREIGN KEY (status) REFERENCES app_public.message_statuses(value);

--
-- Name: notifications notifications_kind_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.notifications
    ADD CONSTRAINT notifications_kind_fkey FOREIGN KEY (kind) REFERENCES app_public.notification_kinds(value);

--
-- Name: notifications notifications_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.notifications
    ADD CONSTRAINT notifications_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: notifications notifications_organization_id_membership_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.notifications
    ADD CONSTRAINT notifications_organization_id_membership_id_fkey FOREIGN KEY (organization_id, membership_id) REFERENCES app_public.memberships(organization_id, id) ON DELETE CASCADE;

--
-- Name: organizations organizations_subscription_status_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.organizations
    ADD CONSTRAINT organizations_subscription_status_fkey FOREIGN KEY (subscription_status) REFERENCES app_public.subscription_statuses(value);

--
-- Name: organizations organizations_subscription_tier_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.organizations
    ADD CONSTRAINT organizations_subscription_tier_fkey FOREIGN KEY (subscription_tier) REFERENCES app_public.subscription_tiers(value);

--
-- Name: pipeline_stages pipeline_stages_kind_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.pipeline_stages
    ADD CONSTRAINT pipeline_stages_kind_fkey FOREIGN KEY (kind) REFERENCES app_public.pipeline_stage_kinds(value);

--
-- Name: pipeline_stages pipeline_stages_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.pipeline_stages
    ADD CONSTRAINT pipeline_stages_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: pipeline_stages pipeline_stages_organization_id_pipeline_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.pipeline_stages
    ADD CONSTRAINT pipeline_stages_organization_id_pipeline_id_fkey FOREIGN KEY (organization_id, pipeline_id) REFERENCES app_public.pipelines(organization_id, id) ON DELETE CASCADE;

--
-- Name: pipelines pipelines_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.pipelines
    ADD CONSTRAINT pipelines_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: proposal_items proposal_items_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.proposal_items
    ADD CONSTRAINT proposal_items_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: proposal_items proposal_items_organization_id_proposal_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.proposal_items
    ADD CONSTRAINT proposal_items_organization_id_proposal_id_fkey FOREIGN KEY (organization_id, proposal_id) REFERENCES app_public.proposals(organization_id, id) ON DELETE CASCADE;

--
-- Name: proposals proposals_organization_id_business_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.proposals
    ADD CONSTRAINT proposals_organization_id_business_id_fkey FOREIGN KEY (organization_id, business_id) REFERENCES app_public.businesses(organization_id, id);

--
-- Name: proposals proposals_organization_id_company_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.proposals
    ADD CONSTRAINT proposals_organization_id_company_id_fkey FOREIGN KEY (organization_id, company_id) REFERENCES app_public.companies(organization_id, id) ON DELETE SET NULL (company_id);

--
-- Name: proposals proposals_organization_id_contact_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.proposals
    ADD CONSTRAINT proposals_organization_id_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE SET NULL (contact_id);

--
-- Name: proposals proposals_organization_id_deal_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.proposals
    ADD CONSTRAINT proposals_organization_id_deal_id_fkey FOREIGN KEY (organization_id, deal_id) REFERENCES app_public.deals(organization_id, id) ON DELETE SET NULL (deal_id);

--
-- Name: proposals proposals_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.proposals
    ADD CONSTRAINT proposals_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: proposals proposals_organization_id_owner_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.proposals
    ADD CONSTRAINT proposals_organization_id_owner_id_fkey FOREIGN KEY (organization_id, owner_id) REFERENCES app_public.memberships(organization_id, id) ON DELETE SET NULL (owner_id);

--
-- Name: proposals proposals_status_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.proposals
    ADD CONSTRAINT proposals_status_fkey FOREIGN KEY (status) REFERENCES app_public.proposal_statuses(value);

--
-- Name: role_permissions role_must_be_the_organizations_own; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.role_permissions
    ADD CONSTRAINT role_must_be_the_organizations_own FOREIGN KEY (organization_id, role_id, is_system) REFERENCES app_public.roles(organization_id, id, is_system) ON DELETE CASCADE;

--
-- Name: role_permissions role_permissions_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.role_permissions
    ADD CONSTRAINT role_permissions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: role_permissions role_permissions_resource_action_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.role_permissions
    ADD CONSTRAINT role_permissions_resource_action_fkey FOREIGN KEY (resource, action) REFERENCES app_public.permissions(resource, action) ON DELETE CASCADE;

--
-- Name: CONSTRAINT role_permissions_resource_action_fkey ON role_permissions; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON CONSTRAINT role_permissions_resource_action_fkey ON app_public.role_permissions IS '@behavior -*
A permission that exists.';

--
-- Name: role_permissions role_permissions_scope_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.role_permissions
    ADD CONSTRAINT role_permissions_scope_fkey FOREIGN KEY (scope) REFERENCES app_public.permission_scopes(value);

--
-- Name: roles roles_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.roles
    ADD CONSTRAINT roles_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: roles roles_system_role_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.roles
    ADD CONSTRAINT roles_system_role_fkey FOREIGN KEY (system_role) REFERENCES app_public.system_roles(value);

--
-- Name: security_events security_events_actor_kind_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE app_public.security_events
    ADD CONSTRAINT security_events_actor_kind_fkey FOREIGN KEY (actor_kind) REFERENCES app_public.audit_actor_kinds(value);

--
-- Name: security_events security_events_kind_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE app_public.security_events
    ADD CONSTRAINT security_events_kind_fkey FOREIGN KEY (kind) REFERENCES app_public.security_event_kinds(value);

--
-- Name: security_events security_events_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE app_public.security_events
    ADD CONSTRAINT security_events_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: security_events security_events_user_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE app_public.security_events
    ADD CONSTRAINT security_events_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_public.users(id) ON DELETE SET NULL;

--
-- Name: staff_invitations staff_invitations_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.staff_invitations
    ADD CONSTRAINT staff_invitations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: staff_invitations staff_invitations_organization_id_invited_by_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.staff_invitations
    ADD CONSTRAINT staff_invitations_organization_id_invited_by_id_fkey FOREIGN KEY (organization_id, invited_by_id) REFERENCES app_public.memberships(organization_id, id) ON DELETE SET NULL (invited_by_id);

--
-- Name: staff_invitations staff_invitations_organization_id_membership_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.staff_invitations
    ADD CONSTRAINT staff_invitations_organization_id_membership_id_fkey FOREIGN KEY (organization_id, membership_id) REFERENCES app_public.memberships(organization_id, id) ON DELETE SET NULL (membership_id);

--
-- Name: staff_invitations staff_invitations_organization_id_role_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.staff_invitations
    ADD CONSTRAINT staff_invitations_organization_id_role_id_fkey FOREIGN KEY (organization_id, role_id) REFERENCES app_public.roles(organization_id, id) ON DELETE CASCADE;

--
-- Name: deals stage_must_be_of_the_pipeline; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.deals
    ADD CONSTRAINT stage_must_be_of_the_pipeline FOREIGN KEY (organization_id, pipeline_id, stage_id) REFERENCES app_public.pipeline_stages(organization_id, pipeline_id, id);

--
-- Name: CONSTRAINT stage_must_be_of_the_pipeline ON deals; Type: COMMENT; Schema: app_public; Owner: -
--

COMMENT ON CONSTRAINT stage_must_be_of_the_pipeline ON app_public.deals IS '@behavior -*
A deal’s stage is one of its pipeline.';

--
-- Name: tasks tasks_organization_id_assignee_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.tasks
    ADD CONSTRAINT tasks_organization_id_assignee_id_fkey FOREIGN KEY (organization_id, assignee_id) REFERENCES app_public.memberships(organization_id, id) ON DELETE SET NULL (assignee_id);

--
-- Name: tasks tasks_organization_id_business_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.tasks
    ADD CONSTRAINT tasks_organization_id_business_id_fkey FOREIGN KEY (organization_id, business_id) REFERENCES app_public.businesses(organization_id, id);

--
-- Name: tasks tasks_organization_id_company_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.tasks
    ADD CONSTRAINT tasks_organization_id_company_id_fkey FOREIGN KEY (organization_id, company_id) REFERENCES app_public.companies(organization_id, id) ON DELETE SET NULL (company_id);

--
-- Name: tasks tasks_organization_id_contact_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.tasks
    ADD CONSTRAINT tasks_organization_id_contact_id_fkey FOREIGN KEY (organization_id, contact_id) REFERENCES app_public.contacts(organization_id, id) ON DELETE SET NULL (contact_id);

--
-- Name: tasks tasks_organization_id_created_by_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.tasks
    ADD CONSTRAINT tasks_organization_id_created_by_id_fkey FOREIGN KEY (organization_id, created_by_id) REFERENCES app_public.memberships(organization_id, id) ON DELETE SET NULL (created_by_id);

--
-- Name: tasks tasks_organization_id_deal_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.tasks
    ADD CONSTRAINT tasks_organization_id_deal_id_fkey FOREIGN KEY (organization_id, deal_id) REFERENCES app_public.deals(organization_id, id) ON DELETE SET NULL (deal_id);

--
-- Name: tasks tasks_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.tasks
    ADD CONSTRAINT tasks_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: tasks tasks_organization_id_lead_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.tasks
    ADD CONSTRAINT tasks_organization_id_lead_id_fkey FOREIGN KEY (organization_id, lead_id) REFERENCES app_public.leads(organization_id, id) ON DELETE SET NULL (lead_id);

--
-- Name: tasks tasks_priority_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.tasks
    ADD CONSTRAINT tasks_priority_fkey FOREIGN KEY (priority) REFERENCES app_public.priorities(value);

--
-- Name: tasks tasks_status_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.tasks
    ADD CONSTRAINT tasks_status_fkey FOREIGN KEY (status) REFERENCES app_public.task_statuses(value);

--
-- Name: team_members team_members_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.team_members
    ADD CONSTRAINT team_members_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: team_members team_members_organization_id_membership_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.team_members
    ADD CONSTRAINT team_members_organization_id_membership_id_fkey FOREIGN KEY (organization_id, membership_id) REFERENCES app_public.memberships(organization_id, id) ON DELETE CASCADE;

--
-- Name: team_members team_members_organization_id_team_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.team_members
    ADD CONSTRAINT team_members_organization_id_team_id_fkey FOREIGN KEY (organization_id, team_id) REFERENCES app_public.teams(organization_id, id) ON DELETE CASCADE;

--
-- Name: teams teams_organization_id_fkey; Type: FK CONSTRAINT; Schema: app_public; Owner: -
--

ALTER TABLE ONLY app_public.teams
    ADD CONSTRAINT teams_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES app_public.organizations(id) ON DELETE CASCADE;

--
-- Name: api_key_secrets; Type: ROW SECURITY; Schema: app_private; Owner: -
--

ALTER TABLE app_private.api_key_secrets ENABLE ROW LEVEL SECURITY;

--
-- Name: audit_logs_default; Type: ROW SECURITY; Schema: app_private; Owner: -
--

ALTER TABLE app_private.audit_logs_default ENABLE ROW LEVEL SECURITY;

--
-- Name: client_invitation_secrets; Type: ROW SECURITY; Schema: app_private; Owner: -
--

ALTER TABLE app_private.client_invitation_secrets ENABLE ROW LEVEL SECURITY;

--
-- Name: contact_credentials; Type: ROW SECURITY; Schema: app_private; Owner: -
--

ALTER TABLE app_private.contact_credentials ENABLE ROW LEVEL SECURITY;

--
-- Name: country_calling_codes; Type: ROW SECURITY; Schema: app_private; Owner: -
--

ALTER TABLE app_private.country_calling_codes ENABLE ROW LEVEL SECURITY;

--
-- Name: default_memberships; Type: ROW SECURITY; Schema: app_private; Owner: -
--

ALTER TABLE app_private.default_memberships ENABLE ROW LEVEL SECURITY;

--
-- Name: number_counters; Type: ROW SECURITY; Schema: app_private; Owner: -
--

ALTER TABLE app_private.number_counters ENABLE ROW LEVEL SECURITY;

--
-- Name: security_events_default; Type: ROW SECURITY; Schema: app_private; Owner: -
--

ALTER TABLE app_private.security_events_default ENABLE ROW LEVEL SECURITY;

--
-- Name: session_tokens; Type: ROW SECURITY; Schema: app_private; Owner: -
--

ALTER TABLE app_private.session_tokens ENABLE ROW LEVEL SECURITY;

--
-- Name: sessions; Type: ROW SECURITY; Schema: app_private; Owner: -
--

ALTER TABLE app_private.sessions ENABLE ROW LEVEL SECURITY;

--
-- Name: staff_invitation_secrets; Type: ROW SECURITY; Schema: app_private; Owner: -
--

ALTER TABLE app_private.staff_invitation_secrets ENABLE ROW LEVEL SECURITY;

--
-- Name: system_role_permissions; Type: ROW SECURITY; Schema: app_private; Owner: -
--

ALTER TABLE app_private.system_role_permissions ENABLE ROW LEVEL SECURITY;

--
-- Name: user_identities; Type: ROW SECURITY; Schema: app_private; Owner: -
--

ALTER TABLE app_private.user_identities ENABLE ROW LEVEL SECURITY;

--
-- Name: activities; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.activities ENABLE ROW LEVEL SECURITY;

--
-- Name: activity_kinds; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.activity_kinds ENABLE ROW LEVEL SECURITY;

--
-- Name: ai_script_kinds; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.ai_script_kinds ENABLE ROW LEVEL SECURITY;

--
-- Name: ai_scripts; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.ai_scripts ENABLE ROW LEVEL SECURITY;

--
-- Name: api_keys; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.api_keys ENABLE ROW LEVEL SECURITY;

--
-- Name: audit_actions; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.audit_actions ENABLE ROW LEVEL SECURITY;

--
-- Name: audit_actor_kinds; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.audit_actor_kinds ENABLE ROW LEVEL SECURITY;

--
-- Name: audit_logs; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.audit_logs ENABLE ROW LEVEL SECURITY;

--
-- Name: business_memberships; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.business_memberships ENABLE ROW LEVEL SECURITY;

--
-- Name: businesses; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.businesses ENABLE ROW LEVEL SECURITY;

--
-- Name: call_campaign_statuses; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.call_campaign_statuses ENABLE ROW LEVEL SECURITY;

--
-- Name: call_campaign_target_states; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.call_campaign_target_states ENABLE ROW LEVEL SECURITY;

--
-- Name: call_campaign_targets; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.call_campaign_targets ENABLE ROW LEVEL SECURITY;

--
-- Name: call_campaigns; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.call_campaigns ENABLE ROW LEVEL SECURITY;

--
-- Name: call_statuses; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.call_statuses ENABLE ROW LEVEL SECURITY;

--
-- Name: calls; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.calls ENABLE ROW LEVEL SECURITY;

--
-- Name: channels; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.channels ENABLE ROW LEVEL SECURITY;

--
-- Name: client_invitations; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.client_invitations ENABLE ROW LEVEL SECURITY;

--
-- Name: companies; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.companies ENABLE ROW LEVEL SECURITY;

--
-- Name: contact_lifecycle_stages; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.contact_lifecycle_stages ENABLE ROW LEVEL SECURITY;

--
-- Name: contact_membership_statuses; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.contact_membership_statuses ENABLE ROW LEVEL SECURITY;

--
-- Name: contacts; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.contacts ENABLE ROW LEVEL SECURITY;

--
-- Name: contract_statuses; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.contract_statuses ENABLE ROW LEVEL SECURITY;

--
-- Name: contracts; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.contracts ENABLE ROW LEVEL SECURITY;

--
-- Name: conversation_statuses; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.conversation_statuses ENABLE ROW LEVEL SECURITY;

--
-- Name: conversations; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.conversations ENABLE ROW LEVEL SECURITY;

--
-- Name: custom_field_definitions; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.custom_field_definitions ENABLE ROW LEVEL SECURITY;

--
-- Name: custom_field_entities; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.custom_field_entities ENABLE ROW LEVEL SECURITY;

--
-- Name: custom_field_types; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.custom_field_types ENABLE ROW LEVEL SECURITY;

--
-- Name: data_request_kinds; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.data_request_kinds ENABLE ROW LEVEL SECURITY;

--
-- Name: data_request_statuses; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.data_request_statuses ENABLE ROW LEVEL SECURITY;

--
-- Name: data_requests; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.data_requests ENABLE ROW LEVEL SECURITY;

--
-- Name: deal_stage_changes; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.deal_stage_changes ENABLE ROW LEVEL SECURITY;

--
-- Name: deals; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.deals ENABLE ROW LEVEL SECURITY;

--
-- Name: ai_scripts delete_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY delete_member ON app_public.ai_scripts FOR DELETE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('ai_scripts.manage'::text) AS may_all)));

--
-- Name: business_memberships delete_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY delete_member ON app_public.business_memberships FOR DELETE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('members.manage'::text) AS may_all)));

--
-- Name: businesses delete_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY delete_member ON app_public.businesses FOR DELETE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('businesses.manage'::text) AS may_all)));

--
-- Name: call_campaign_targets delete_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY delete_member ON app_public.call_campaign_targets FOR DELETE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('call_campaigns.update'::text) AS may_all) OR (EXISTS ( SELECT
   FROM app_public.call_campaigns
  WHERE ((call_campaigns.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (call_campaigns.id = call_campaign_targets.campaign_id) AND (( SELECT app_hidden.may_all('call_campaigns.update'::text) AS may_all) OR (call_campaigns.created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('call_campaigns.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(call_campaigns.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((call_campaigns.created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(call_campaigns.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((call_campaigns.created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(call_campaigns.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))))))));

--
-- Name: custom_field_definitions delete_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY delete_member ON app_public.custom_field_definitions FOR DELETE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('custom_fields.manage'::text) AS may_all)));

--
-- Name: lead_enrichments delete_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY delete_member ON app_public.lead_enrichments FOR DELETE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (EXISTS ( SELECT
   FROM app_public.leads l
  WHERE ((l.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (l.id = lead_enrichments.lead_id) AND (( SELECT app_hidden.may_all('leads.update'::text) AS may_all) OR (l.assigned_to_id = ANY (( SELECT app_hidden.scoped_owner_ids('leads.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(l.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((l.assigned_to_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(l.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((l.assigned_to_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(l.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))))));

--
-- Name: memberships delete_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY delete_member ON app_public.memberships FOR DELETE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('members.manage'::text) AS may_all) OR (id = ( SELECT app_hidden.membership_id() AS membership_id)))));

--
-- Name: message_templates delete_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY delete_member ON app_public.message_templates FOR DELETE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('message_templates.manage'::text) AS may_all)));

--
-- Name: pipeline_stages delete_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY delete_member ON app_public.pipeline_stages FOR DELETE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('pipelines.manage'::text) AS may_all)));

--
-- Name: pipelines delete_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY delete_member ON app_public.pipelines FOR DELETE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('pipelines.manage'::text) AS may_all)));

--
-- Name: proposal_items delete_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY delete_member ON app_public.proposal_items FOR DELETE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (EXISTS ( SELECT
   FROM app_public.proposals p
  WHERE ((p.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (p.id = proposal_items.proposal_id) AND (( SELECT app_hidden.may_all('proposals.update'::text) AS may_all) OR (p.owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('proposals.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(p.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((p.owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(p.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((p.owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(p.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))))));

--
-- Name: role_permissions delete_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY delete_member ON app_public.role_permissions FOR DELETE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('roles.manage'::text) AS may_all)));

--
-- Name: roles delete_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY delete_member ON app_public.roles FOR DELETE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('roles.manage'::text) AS may_all)));

--
-- Name: team_members delete_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY delete_member ON app_public.team_members FOR DELETE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('teams.manage'::text) AS may_all)));

--
-- Name: teams delete_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY delete_member ON app_public.teams FOR DELETE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('teams.manage'::text) AS may_all)));

--
-- Name: ai_scripts delete_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY delete_service ON app_public.ai_scripts FOR DELETE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('ai_scripts.manage'::text) AS may_all)));

--
-- Name: call_campaign_targets delete_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY delete_service ON app_public.call_campaign_targets FOR DELETE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('call_campaigns.update'::text) AS may_all) OR (EXISTS ( SELECT
   FROM app_public.call_campaigns
  WHERE ((call_campaigns.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (call_campaigns.id = call_campaign_targets.campaign_id) AND (( SELECT app_hidden.may_all('call_campaigns.update'::text) AS may_all) OR (call_campaigns.created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('call_campaigns.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(call_campaigns.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((call_campaigns.created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(call_campaigns.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((call_campaigns.created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(call_campaigns.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))))))));

--
-- Name: custom_field_definitions delete_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY delete_service ON app_public.custom_field_definitions FOR DELETE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('custom_fields.manage'::text) AS may_all)));

--
-- Name: lead_enrichments delete_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY delete_service ON app_public.lead_enrichments FOR DELETE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (EXISTS ( SELECT
   FROM app_public.leads l
  WHERE ((l.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (l.id = lead_enrichments.lead_id) AND (( SELECT app_hidden.may_all('leads.update'::text) AS may_all) OR (l.assigned_to_id = ANY (( SELECT app_hidden.scoped_owner_ids('leads.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(l.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((l.assigned_to_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(l.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((l.assigned_to_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(l.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))))));

--
-- Name: message_templates delete_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY delete_service ON app_public.message_templates FOR DELETE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('message_templates.manage'::text) AS may_all)));

--
-- Name: pipeline_stages delete_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY delete_service ON app_public.pipeline_stages FOR DELETE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('pipelines.manage'::text) AS may_all)));

--
-- Name: pipelines delete_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY delete_service ON app_public.pipelines FOR DELETE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('pipelines.manage'::text) AS may_all)));

--
-- Name: proposal_items delete_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY delete_service ON app_public.proposal_items FOR DELETE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (EXISTS ( SELECT
   FROM app_public.proposals p
  WHERE ((p.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (p.id = proposal_items.proposal_id) AND (( SELECT app_hidden.may_all('proposals.update'::text) AS may_all) OR (p.owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('proposals.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(p.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((p.owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(p.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((p.owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(p.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))))));

--
-- Name: directions; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.directions ENABLE ROW LEVEL SECURITY;

--
-- Name: messages insert_client; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_client ON app_public.messages FOR INSERT TO tenantry_client WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ((channel = 'chat'::text) AND (direction = 'inbound'::text) AND (EXISTS ( SELECT
   FROM app_public.conversations c
  WHERE ((c.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (c.id = messages.conversation_id) AND (c.contact_id = ( SELECT app_hidden.contact_id() AS contact_id))))))));

--
-- Name: activities insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.activities FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ((( SELECT app_hidden.may_all('activities.create'::text) AS may_all) OR (created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('activities.create'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('activities.create'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('activities.create'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('activities.create'::text, 'own'::text) AS scoped_business_ids)::uuid[])))) AND ((NOT is_internal) OR ( SELECT app_hidden.may('activities.read_internal'::text) AS may)))));

--
-- Name: ai_scripts insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.ai_scripts FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('ai_scripts.manage'::text) AS may_all)));

--
-- Name: business_memberships insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.business_memberships FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('members.manage'::text) AS may_all)));

--
-- Name: businesses insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.businesses FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('businesses.manage'::text) AS may_all)));

--
-- Name: call_campaign_targets insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.call_campaign_targets FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('call_campaigns.update'::text) AS may_all) OR (EXISTS ( SELECT
   FROM app_public.call_campaigns
  WHERE ((call_campaigns.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (call_campaigns.id = call_campaign_targets.campaign_id) AND (( SELECT app_hidden.may_all('call_campaigns.update'::text) AS may_all) OR (call_campaigns.created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('call_campaigns.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(call_campaigns.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((call_campaigns.created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(call_campaigns.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((call_campaigns.created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(call_campaigns.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))))))));

--
-- Name: call_campaigns insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.call_campaigns FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('call_campaigns.create'::text) AS may_all) OR (created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('call_campaigns.create'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.create'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.create'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.create'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: calls insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.calls FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('calls.create'::text) AS may_all) OR (handled_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('calls.create'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('calls.create'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((handled_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('calls.create'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((handled_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('calls.create'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: companies insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.companies FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('companies.create'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('companies.create'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('companies.create'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('companies.create'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('companies.create'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: contacts insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.contacts FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('contacts.create'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('contacts.create'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contacts.create'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contacts.create'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contacts.create'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: contracts insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.contracts FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('contracts.create'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('contracts.create'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contracts.create'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contracts.create'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contracts.create'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: conversations insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.conversations FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('conversations.create'::text) AS may_all) OR (assigned_to_id = ANY (( SELECT app_hidden.scoped_owner_ids('conversations.create'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.create'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((assigned_to_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.create'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((assigned_to_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.create'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: custom_field_definitions insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.custom_field_definitions FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('custom_fields.manage'::text) AS may_all)));

--
-- Name: data_requests insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.data_requests FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('personal_data.manage'::text) AS may_all)));

--
-- Name: deals insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.deals FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('deals.create'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('deals.create'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('deals.create'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('deals.create'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('deals.create'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: lead_enrichments insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.lead_enrichments FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (EXISTS ( SELECT
   FROM app_public.leads l
  WHERE ((l.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (l.id = lead_enrichments.lead_id) AND (( SELECT app_hidden.may_all('leads.update'::text) AS may_all) OR (l.assigned_to_id = ANY (( SELECT app_hidden.scoped_owner_ids('leads.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(l.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((l.assigned_to_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(l.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((l.assigned_to_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(l.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))))));

--
-- Name: leads insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.leads FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('leads.create'::text) AS may_all) OR (assigned_to_id = ANY (( SELECT app_hidden.scoped_owner_ids('leads.create'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.create'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((assigned_to_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.create'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((assigned_to_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.create'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: message_templates insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.message_templates FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('message_templates.manage'::text) AS may_all)));

--
-- Name: messages insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.messages FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('conversations.update'::text) AS may_all) OR (created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)))));

--
-- Name: pipeline_stages insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.pipeline_stages FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('pipelines.manage'::text) AS may_all)));

--
-- Name: pipelines insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.pipelines FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('pipelines.manage'::text) AS may_all)));

--
-- Name: proposal_items insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.proposal_items FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (EXISTS ( SELECT
   FROM app_public.proposals p
  WHERE ((p.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (p.id = proposal_items.proposal_id) AND (( SELECT app_hidden.may_all('proposals.update'::text) AS may_all) OR (p.owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('proposals.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(p.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((p.owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(p.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((p.owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(p.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))))));

--
-- Name: proposals insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.proposals FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('proposals.create'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('proposals.create'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.create'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.create'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.create'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: role_permissions insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.role_permissions FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('roles.manage'::text) AS may_all)));

--
-- Name: roles insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.roles FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('roles.manage'::text) AS may_all)));

--
-- Name: tasks insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.tasks FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('tasks.create'::text) AS may_all) OR (assignee_id = ANY (( SELECT app_hidden.scoped_owner_ids('tasks.create'::text) AS scoped_owner_ids)::uuid[])) OR (created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('tasks.create'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.create'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((assignee_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.create'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((assignee_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.create'::text, 'own'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.create'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.create'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: team_members insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.team_members FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('teams.manage'::text) AS may_all)));

--
-- Name: teams insert_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_member ON app_public.teams FOR INSERT TO tenantry_member WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('teams.manage'::text) AS may_all)));

--
-- Name: activities insert_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_service ON app_public.activities FOR INSERT TO tenantry_service WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ((( SELECT app_hidden.may_all('activities.create'::text) AS may_all) OR (created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('activities.create'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('activities.create'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('activities.create'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('activities.create'::text, 'own'::text) AS scoped_business_ids)::uuid[])))) AND ((NOT is_internal) OR ( SELECT app_hidden.may('activities.read_internal'::text) AS may)))));

--
-- Name: ai_scripts insert_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_service ON app_public.ai_scripts FOR INSERT TO tenantry_service WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('ai_scripts.manage'::text) AS may_all)));

--
-- Name: call_campaign_targets insert_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_service ON app_public.call_campaign_targets FOR INSERT TO tenantry_service WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('call_campaigns.update'::text) AS may_all) OR (EXISTS ( SELECT
   FROM app_public.call_campaigns
  WHERE ((call_campaigns.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (call_campaigns.id = call_campaign_targets.campaign_id) AND (( SELECT app_hidden.may_all('call_campaigns.update'::text) AS may_all) OR (call_campaigns.created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('call_campaigns.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(call_campaigns.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((call_campaigns.created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(call_campaigns.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((call_campaigns.created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(call_campaigns.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))))))));

--
-- Name: call_campaigns insert_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_service ON app_public.call_campaigns FOR INSERT TO tenantry_service WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('call_campaigns.create'::text) AS may_all) OR (created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('call_campaigns.create'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.create'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.create'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.create'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: calls insert_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_service ON app_public.calls FOR INSERT TO tenantry_service WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('calls.create'::text) AS may_all) OR (handled_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('calls.create'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('calls.create'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((handled_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('calls.create'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((handled_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('calls.create'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: companies insert_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_service ON app_public.companies FOR INSERT TO tenantry_service WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('companies.create'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('companies.create'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('companies.create'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('companies.create'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('companies.create'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: contacts insert_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_service ON app_public.contacts FOR INSERT TO tenantry_service WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('contacts.create'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('contacts.create'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contacts.create'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contacts.create'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contacts.create'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: contracts insert_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_service ON app_public.contracts FOR INSERT TO tenantry_service WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('contracts.create'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('contracts.create'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contracts.create'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contracts.create'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contracts.create'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: conversations insert_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_service ON app_public.conversations FOR INSERT TO tenantry_service WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('conversations.create'::text) AS may_all) OR (assigned_to_id = ANY (( SELECT app_hidden.scoped_owner_ids('conversations.create'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.create'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((assigned_to_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.create'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((assigned_to_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.create'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: custom_field_definitions insert_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_service ON app_public.custom_field_definitions FOR INSERT TO tenantry_service WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('custom_fields.manage'::text) AS may_all)));

--
-- Name: deals insert_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_service ON app_public.deals FOR INSERT TO tenantry_service WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('deals.create'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('deals.create'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('deals.create'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('deals.create'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('deals.create'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: lead_enrichments insert_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_service ON app_public.lead_enrichments FOR INSERT TO tenantry_service WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (EXISTS ( SELECT
   FROM app_public.leads l
  WHERE ((l.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (l.id = lead_enrichments.lead_id) AND (( SELECT app_hidden.may_all('leads.update'::text) AS may_all) OR (l.assigned_to_id = ANY (( SELECT app_hidden.scoped_owner_ids('leads.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(l.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((l.assigned_to_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(l.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((l.assigned_to_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(l.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))))));

--
-- Name: leads insert_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_service ON app_public.leads FOR INSERT TO tenantry_service WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('leads.create'::text) AS may_all) OR (assigned_to_id = ANY (( SELECT app_hidden.scoped_owner_ids('leads.create'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.create'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((assigned_to_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.create'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((assigned_to_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.create'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: message_templates insert_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_service ON app_public.message_templates FOR INSERT TO tenantry_service WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('message_templates.manage'::text) AS may_all)));

--
-- Name: messages insert_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_service ON app_public.messages FOR INSERT TO tenantry_service WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('conversations.update'::text) AS may_all) OR (created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)))));

--
-- Name: pipeline_stages insert_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_service ON app_public.pipeline_stages FOR INSERT TO tenantry_service WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('pipelines.manage'::text) AS may_all)));

--
-- Name: pipelines insert_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_service ON app_public.pipelines FOR INSERT TO tenantry_service WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('pipelines.manage'::text) AS may_all)));

--
-- Name: proposal_items insert_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_service ON app_public.proposal_items FOR INSERT TO tenantry_service WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (EXISTS ( SELECT
   FROM app_public.proposals p
  WHERE ((p.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (p.id = proposal_items.proposal_id) AND (( SELECT app_hidden.may_all('proposals.update'::text) AS may_all) OR (p.owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('proposals.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(p.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((p.owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(p.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((p.owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(p.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))))));

--
-- Name: proposals insert_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_service ON app_public.proposals FOR INSERT TO tenantry_service WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('proposals.create'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('proposals.create'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.create'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.create'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.create'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: tasks insert_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY insert_service ON app_public.tasks FOR INSERT TO tenantry_service WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('tasks.create'::text) AS may_all) OR (assignee_id = ANY (( SELECT app_hidden.scoped_owner_ids('tasks.create'::text) AS scoped_owner_ids)::uuid[])) OR (created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('tasks.create'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.create'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((assignee_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.create'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((assignee_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.create'::text, 'own'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.create'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.create'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: lead_enrichments; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.lead_enrichments ENABLE ROW LEVEL SECURITY;

--
-- Name: lead_statuses; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.lead_statuses ENABLE ROW LEVEL SECURITY;

--
-- Name: leads; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.leads ENABLE ROW LEVEL SECURITY;

--
-- Name: member_availabilities; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.member_availabilities ENABLE ROW LEVEL SECURITY;

--
-- Name: memberships; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.memberships ENABLE ROW LEVEL SECURITY;

--
-- Name: message_statuses; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.message_statuses ENABLE ROW LEVEL SECURITY;

--
-- Name: message_template_types; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.message_template_types ENABLE ROW LEVEL SECURITY;

--
-- Name: message_templates; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.message_templates ENABLE ROW LEVEL SECURITY;

--
-- Name: messages; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.messages ENABLE ROW LEVEL SECURITY;

--
-- Name: notification_kinds; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.notification_kinds ENABLE ROW LEVEL SECURITY;

--
-- Name: notifications; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.notifications ENABLE ROW LEVEL SECURITY;

--
-- Name: organizations; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.organizations ENABLE ROW LEVEL SECURITY;

--
-- Name: permission_scopes; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.permission_scopes ENABLE ROW LEVEL SECURITY;

--
-- Name: permissions; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.permissions ENABLE ROW LEVEL SECURITY;

--
-- Name: pipeline_stage_kinds; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.pipeline_stage_kinds ENABLE ROW LEVEL SECURITY;

--
-- Name: pipeline_stages; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.pipeline_stages ENABLE ROW LEVEL SECURITY;

--
-- Name: pipelines; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.pipelines ENABLE ROW LEVEL SECURITY;

--
-- Name: priorities; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.priorities ENABLE ROW LEVEL SECURITY;

--
-- Name: proposal_items; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.proposal_items ENABLE ROW LEVEL SECURITY;

--
-- Name: proposal_statuses; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.proposal_statuses ENABLE ROW LEVEL SECURITY;

--
-- Name: proposals; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.proposals ENABLE ROW LEVEL SECURITY;

--
-- Name: role_permissions; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.role_permissions ENABLE ROW LEVEL SECURITY;

--
-- Name: roles; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.roles ENABLE ROW LEVEL SECURITY;

--
-- Name: security_event_kinds; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.security_event_kinds ENABLE ROW LEVEL SECURITY;

--
-- Name: security_events; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.security_events ENABLE ROW LEVEL SECURITY;

--
-- Name: activity_kinds select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.activity_kinds FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: ai_script_kinds select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.ai_script_kinds FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: audit_actions select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.audit_actions FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: audit_actor_kinds select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.audit_actor_kinds FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: call_campaign_statuses select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.call_campaign_statuses FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: call_campaign_target_states select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.call_campaign_target_states FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: call_statuses select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.call_statuses FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: channels select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.channels FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: contact_lifecycle_stages select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.contact_lifecycle_stages FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: contact_membership_statuses select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.contact_membership_statuses FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: contract_statuses select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.contract_statuses FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: conversation_statuses select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.conversation_statuses FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: custom_field_entities select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.custom_field_entities FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: custom_field_types select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.custom_field_types FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: data_request_kinds select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.data_request_kinds FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: data_request_statuses select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.data_request_statuses FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: directions select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.directions FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: lead_statuses select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.lead_statuses FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: member_availabilities select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.member_availabilities FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: message_statuses select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.message_statuses FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: message_template_types select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.message_template_types FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: notification_kinds select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.notification_kinds FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: permission_scopes select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.permission_scopes FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: permissions select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.permissions FOR SELECT TO tenantry_member, tenantry_service USING (true);

--
-- Name: pipeline_stage_kinds select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.pipeline_stage_kinds FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: priorities select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.priorities FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: proposal_statuses select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.proposal_statuses FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: security_event_kinds select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.security_event_kinds FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: sentiments select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.sentiments FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: subscription_statuses select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.subscription_statuses FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: subscription_tiers select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.subscription_tiers FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: system_roles select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.system_roles FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: task_statuses select_all; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_all ON app_public.task_statuses FOR SELECT TO tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service, tenantry_authenticator USING (true);

--
-- Name: contacts select_client; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_client ON app_public.contacts FOR SELECT TO tenantry_client USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (id = ( SELECT app_hidden.contact_id() AS contact_id))));

--
-- Name: contracts select_client; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_client ON app_public.contracts FOR SELECT TO tenantry_client USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ((contact_id = ( SELECT app_hidden.contact_id() AS contact_id)) AND (status <> 'draft'::text) AND (deleted_at IS NULL))));

--
-- Name: conversations select_client; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_client ON app_public.conversations FOR SELECT TO tenantry_client USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (contact_id = ( SELECT app_hidden.contact_id() AS contact_id))));

--
-- Name: messages select_client; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_client ON app_public.messages FOR SELECT TO tenantry_client USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (EXISTS ( SELECT
   FROM app_public.conversations c
  WHERE ((c.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (c.id = messages.conversation_id) AND (c.contact_id = ( SELECT app_hidden.contact_id() AS contact_id)))))));

--
-- Name: proposal_items select_client; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_client ON app_public.proposal_items FOR SELECT TO tenantry_client USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (EXISTS ( SELECT
   FROM app_public.proposals p
  WHERE ((p.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (p.id = proposal_items.proposal_id))))));

--
-- Name: proposals select_client; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_client ON app_public.proposals FOR SELECT TO tenantry_client USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ((contact_id = ( SELECT app_hidden.contact_id() AS contact_id)) AND (status <> 'draft'::text) AND (deleted_at IS NULL))));

--
-- Name: activities select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.activities FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ((( SELECT app_hidden.may_all('activities.read'::text) AS may_all) OR (created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('activities.read'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('activities.read'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('activities.read'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('activities.read'::text, 'own'::text) AS scoped_business_ids)::uuid[])))) AND ((NOT is_internal) OR ( SELECT app_hidden.may('activities.read_internal'::text) AS may)))));

--
-- Name: ai_scripts select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.ai_scripts FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may('ai_scripts.read'::text) AS may)));

--
-- Name: api_keys select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.api_keys FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('api_keys.manage'::text) AS may_all)));

--
-- Name: audit_logs select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.audit_logs FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('audit.read'::text) AS may_all)));

--
-- Name: business_memberships select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.business_memberships FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may('members.read'::text) AS may)));

--
-- Name: businesses select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.businesses FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('businesses.read'::text) AS may_all) OR (id = ANY (( SELECT app_hidden.scoped_business_ids('businesses.read'::text, 'all'::text) AS scoped_business_ids)::uuid[])))));

--
-- Name: call_campaign_targets select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.call_campaign_targets FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('call_campaigns.read'::text) AS may_all) OR (EXISTS ( SELECT
   FROM app_public.call_campaigns c
  WHERE ((c.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (c.id = call_campaign_targets.campaign_id)))))));

--
-- Name: call_campaigns select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.call_campaigns FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('call_campaigns.read'::text) AS may_all) OR (created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('call_campaigns.read'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.read'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.read'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.read'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: calls select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.calls FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('calls.read'::text) AS may_all) OR (handled_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('calls.read'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('calls.read'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((handled_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('calls.read'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((handled_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('calls.read'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: client_invitations select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.client_invitations FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('client_invitations.read'::text) AS may_all) OR (invited_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('client_invitations.read'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('client_invitations.read'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((invited_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('client_invitations.read'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((invited_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('client_invitations.read'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: companies select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.companies FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('companies.read'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('companies.read'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('companies.read'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('companies.read'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('companies.read'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: contacts select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.contacts FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('contacts.read'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('contacts.read'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contacts.read'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contacts.read'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contacts.read'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: contracts select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.contracts FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('contracts.read'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('contracts.read'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contracts.read'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contracts.read'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contracts.read'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: conversations select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.conversations FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('conversations.read'::text) AS may_all) OR (assigned_to_id = ANY (( SELECT app_hidden.scoped_owner_ids('conversations.read'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.read'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((assigned_to_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.read'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((assigned_to_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.read'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: custom_field_definitions select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.custom_field_definitions FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may('custom_fields.read'::text) AS may)));

--
-- Name: data_requests select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.data_requests FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('personal_data.manage'::text) AS may_all)));

--
-- Name: deal_stage_changes select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.deal_stage_changes FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('deals.read'::text) AS may_all) OR (EXISTS ( SELECT
   FROM app_public.deals d
  WHERE ((d.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (d.id = deal_stage_changes.deal_id)))))));

--
-- Name: deals select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.deals FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('deals.read'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('deals.read'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('deals.read'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('deals.read'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('deals.read'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: lead_enrichments select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.lead_enrichments FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('leads.read'::text) AS may_all) OR (EXISTS ( SELECT
   FROM app_public.leads l
  WHERE ((l.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (l.id = lead_enrichments.lead_id)))))));

--
-- Name: leads select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.leads FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('leads.read'::text) AS may_all) OR (assigned_to_id = ANY (( SELECT app_hidden.scoped_owner_ids('leads.read'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.read'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((assigned_to_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.read'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((assigned_to_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.read'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: memberships select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.memberships FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may('members.read'::text) AS may)));

--
-- Name: message_templates select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.message_templates FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may('message_templates.read'::text) AS may)));

--
-- Name: messages select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.messages FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('conversations.read'::text) AS may_all) OR (EXISTS ( SELECT
   FROM app_public.conversations c
  WHERE ((c.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (c.id = messages.conversation_id)))) OR (created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)))));

--
-- Name: notifications select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.notifications FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (membership_id = ( SELECT app_hidden.membership_id() AS membership_id))));

--
-- Name: organizations select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.organizations FOR SELECT TO tenantry_member USING ((id = ANY (( SELECT app_hidden.organization_ids() AS organization_ids)::uuid[])));

--
-- Name: pipeline_stages select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.pipeline_stages FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may('pipelines.read'::text) AS may)));

--
-- Name: pipelines select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.pipelines FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may('pipelines.read'::text) AS may)));

--
-- Name: proposal_items select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.proposal_items FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('proposals.read'::text) AS may_all) OR (EXISTS ( SELECT
   FROM app_public.proposals p
  WHERE ((p.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (p.id = proposal_items.proposal_id)))))));

--
-- Name: proposals select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.proposals FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('proposals.read'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('proposals.read'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.read'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.read'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.read'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: role_permissions select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.role_permissions FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may('roles.read'::text) AS may)));

--
-- Name: roles select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.roles FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may('roles.read'::text) AS may)));

--
-- Name: security_events select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.security_events FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('audit.read'::text) AS may_all)));

--
-- Name: staff_invitations select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.staff_invitations FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('members.manage'::text) AS may_all)));

--
-- Name: tasks select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.tasks FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('tasks.read'::text) AS may_all) OR (assignee_id = ANY (( SELECT app_hidden.scoped_owner_ids('tasks.read'::text) AS scoped_owner_ids)::uuid[])) OR (created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('tasks.read'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.read'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((assignee_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.read'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((assignee_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.read'::text, 'own'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.read'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.read'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: team_members select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.team_members FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may('teams.read'::text) AS may)));

--
-- Name: teams select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.teams FOR SELECT TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may('teams.read'::text) AS may)));

--
-- Name: users select_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_member ON app_public.users FOR SELECT TO tenantry_member USING (((id = ( SELECT app_hidden.user_id() AS user_id)) OR
CASE
    WHEN (( SELECT app_hidden.setting_uuid('app.organization_id'::text) AS setting_uuid) IS NOT NULL) THEN (EXISTS ( SELECT
       FROM app_public.memberships m
      WHERE ((m.organization_id = ( SELECT app_hidden.setting_uuid('app.organization_id'::text) AS setting_uuid)) AND (m.user_id = users.id))))
    ELSE NULL::boolean
END));

--
-- Name: activities select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.activities FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ((( SELECT app_hidden.may_all('activities.read'::text) AS may_all) OR (created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('activities.read'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('activities.read'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('activities.read'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('activities.read'::text, 'own'::text) AS scoped_business_ids)::uuid[])))) AND ((NOT is_internal) OR ( SELECT app_hidden.may('activities.read_internal'::text) AS may)))));

--
-- Name: ai_scripts select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.ai_scripts FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may('ai_scripts.read'::text) AS may)));

--
-- Name: audit_logs select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.audit_logs FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('audit.read'::text) AS may_all)));

--
-- Name: business_memberships select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.business_memberships FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may('members.read'::text) AS may)));

--
-- Name: businesses select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.businesses FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('businesses.read'::text) AS may_all) OR (id = ANY (( SELECT app_hidden.scoped_business_ids('businesses.read'::text, 'all'::text) AS scoped_business_ids)::uuid[])))));

--
-- Name: call_campaign_targets select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.call_campaign_targets FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('call_campaigns.read'::text) AS may_all) OR (EXISTS ( SELECT
   FROM app_public.call_campaigns c
  WHERE ((c.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (c.id = call_campaign_targets.campaign_id)))))));

--
-- Name: call_campaigns select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.call_campaigns FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('call_campaigns.read'::text) AS may_all) OR (created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('call_campaigns.read'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.read'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.read'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.read'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: calls select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.calls FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('calls.read'::text) AS may_all) OR (handled_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('calls.read'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('calls.read'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((handled_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('calls.read'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((handled_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('calls.read'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: client_invitations select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.client_invitations FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('client_invitations.read'::text) AS may_all) OR (invited_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('client_invitations.read'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('client_invitations.read'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((invited_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('client_invitations.read'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((invited_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('client_invitations.read'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: companies select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.companies FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('companies.read'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('companies.read'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('companies.read'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('companies.read'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('companies.read'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: contacts select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.contacts FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('contacts.read'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('contacts.read'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contacts.read'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contacts.read'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contacts.read'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: contracts select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.contracts FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('contracts.read'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('contracts.read'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contracts.read'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contracts.read'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contracts.read'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: conversations select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.conversations FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('conversations.read'::text) AS may_all) OR (assigned_to_id = ANY (( SELECT app_hidden.scoped_owner_ids('conversations.read'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.read'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((assigned_to_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.read'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((assigned_to_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.read'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: custom_field_definitions select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.custom_field_definitions FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may('custom_fields.read'::text) AS may)));

--
-- Name: deal_stage_changes select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.deal_stage_changes FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('deals.read'::text) AS may_all) OR (EXISTS ( SELECT
   FROM app_public.deals d
  WHERE ((d.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (d.id = deal_stage_changes.deal_id)))))));

--
-- Name: deals select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.deals FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('deals.read'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('deals.read'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('deals.read'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('deals.read'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('deals.read'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: lead_enrichments select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.lead_enrichments FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('leads.read'::text) AS may_all) OR (EXISTS ( SELECT
   FROM app_public.leads l
  WHERE ((l.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (l.id = lead_enrichments.lead_id)))))));

--
-- Name: leads select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.leads FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('leads.read'::text) AS may_all) OR (assigned_to_id = ANY (( SELECT app_hidden.scoped_owner_ids('leads.read'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.read'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((assigned_to_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.read'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((assigned_to_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.read'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: memberships select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.memberships FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may('members.read'::text) AS may)));

--
-- Name: message_templates select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.message_templates FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may('message_templates.read'::text) AS may)));

--
-- Name: messages select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.messages FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('conversations.read'::text) AS may_all) OR (EXISTS ( SELECT
   FROM app_public.conversations c
  WHERE ((c.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (c.id = messages.conversation_id)))) OR (created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)))));

--
-- Name: organizations select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.organizations FOR SELECT TO tenantry_service USING ((id = ( SELECT app_hidden.organization_id() AS organization_id)));

--
-- Name: pipeline_stages select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.pipeline_stages FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may('pipelines.read'::text) AS may)));

--
-- Name: pipelines select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.pipelines FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may('pipelines.read'::text) AS may)));

--
-- Name: proposal_items select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.proposal_items FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('proposals.read'::text) AS may_all) OR (EXISTS ( SELECT
   FROM app_public.proposals p
  WHERE ((p.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (p.id = proposal_items.proposal_id)))))));

--
-- Name: proposals select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.proposals FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('proposals.read'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('proposals.read'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.read'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.read'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.read'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: role_permissions select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.role_permissions FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may('roles.read'::text) AS may)));

--
-- Name: roles select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.roles FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may('roles.read'::text) AS may)));

--
-- Name: security_events select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.security_events FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('audit.read'::text) AS may_all)));

--
-- Name: staff_invitations select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.staff_invitations FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('members.manage'::text) AS may_all)));

--
-- Name: tasks select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.tasks FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('tasks.read'::text) AS may_all) OR (assignee_id = ANY (( SELECT app_hidden.scoped_owner_ids('tasks.read'::text) AS scoped_owner_ids)::uuid[])) OR (created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('tasks.read'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.read'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((assignee_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.read'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((assignee_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.read'::text, 'own'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.read'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.read'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: team_members select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.team_members FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may('teams.read'::text) AS may)));

--
-- Name: teams select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.teams FOR SELECT TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may('teams.read'::text) AS may)));

--
-- Name: users select_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY select_service ON app_public.users FOR SELECT TO tenantry_service USING ((EXISTS ( SELECT
   FROM app_public.memberships m
  WHERE ((m.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (m.user_id = users.id)))));

--
-- Name: sentiments; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.sentiments ENABLE ROW LEVEL SECURITY;

--
-- Name: staff_invitations; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.staff_invitations ENABLE ROW LEVEL SECURITY;

--
-- Name: subscription_statuses; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.subscription_statuses ENABLE ROW LEVEL SECURITY;

--
-- Name: subscription_tiers; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.subscription_tiers ENABLE ROW LEVEL SECURITY;

--
-- Name: system_roles; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.system_roles ENABLE ROW LEVEL SECURITY;

--
-- Name: task_statuses; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.task_statuses ENABLE ROW LEVEL SECURITY;

--
-- Name: tasks; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.tasks ENABLE ROW LEVEL SECURITY;

--
-- Name: team_members; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.team_members ENABLE ROW LEVEL SECURITY;

--
-- Name: teams; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.teams ENABLE ROW LEVEL SECURITY;

--
-- Name: contacts update_client; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_client ON app_public.contacts FOR UPDATE TO tenantry_client USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (id = ( SELECT app_hidden.contact_id() AS contact_id)))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (id = ( SELECT app_hidden.contact_id() AS contact_id))));

--
-- Name: activities update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.activities FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ((( SELECT app_hidden.may_all('activities.update'::text) AS may_all) OR (created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('activities.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('activities.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('activities.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('activities.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))) AND ((NOT is_internal) OR ( SELECT app_hidden.may('activities.read_internal'::text) AS may))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ((( SELECT app_hidden.may_all('activities.update'::text) AS may_all) OR (created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('activities.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('activities.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('activities.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('activities.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))) AND ((NOT is_internal) OR ( SELECT app_hidden.may('activities.read_internal'::text) AS may)))));

--
-- Name: ai_scripts update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.ai_scripts FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('ai_scripts.manage'::text) AS may_all))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('ai_scripts.manage'::text) AS may_all)));

--
-- Name: api_keys update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.api_keys FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('api_keys.manage'::text) AS may_all))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('api_keys.manage'::text) AS may_all)));

--
-- Name: business_memberships update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.business_memberships FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('members.manage'::text) AS may_all))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('members.manage'::text) AS may_all)));

--
-- Name: businesses update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.businesses FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('businesses.manage'::text) AS may_all))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('businesses.manage'::text) AS may_all)));

--
-- Name: call_campaign_targets update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.call_campaign_targets FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('call_campaigns.update'::text) AS may_all) OR (EXISTS ( SELECT
   FROM app_public.call_campaigns
  WHERE ((call_campaigns.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (call_campaigns.id = call_campaign_targets.campaign_id) AND (( SELECT app_hidden.may_all('call_campaigns.update'::text) AS may_all) OR (call_campaigns.created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('call_campaigns.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(call_campaigns.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((call_campaigns.created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(call_campaigns.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((call_campaigns.created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(call_campaigns.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('call_campaigns.update'::text) AS may_all) OR (EXISTS ( SELECT
   FROM app_public.call_campaigns
  WHERE ((call_campaigns.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (call_campaigns.id = call_campaign_targets.campaign_id) AND (( SELECT app_hidden.may_all('call_campaigns.update'::text) AS may_all) OR (call_campaigns.created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('call_campaigns.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(call_campaigns.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((call_campaigns.created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(call_campaigns.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((call_campaigns.created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(call_campaigns.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))))))));

--
-- Name: call_campaigns update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.call_campaigns FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('call_campaigns.update'::text) AS may_all) OR (created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('call_campaigns.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('call_campaigns.update'::text) AS may_all) OR (created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('call_campaigns.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: calls update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.calls FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('calls.update'::text) AS may_all) OR (handled_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('calls.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('calls.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((handled_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('calls.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((handled_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('calls.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('calls.update'::text) AS may_all) OR (handled_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('calls.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('calls.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((handled_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('calls.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((handled_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('calls.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: client_invitations update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.client_invitations FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('client_invitations.manage'::text) AS may_all) OR (invited_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('client_invitations.manage'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('client_invitations.manage'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((invited_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('client_invitations.manage'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((invited_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('client_invitations.manage'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('client_invitations.manage'::text) AS may_all) OR (invited_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('client_invitations.manage'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('client_invitations.manage'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((invited_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('client_invitations.manage'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((invited_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('client_invitations.manage'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: companies update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.companies FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('companies.update'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('companies.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('companies.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('companies.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('companies.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('companies.update'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('companies.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('companies.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('companies.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('companies.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: contacts update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.contacts FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('contacts.update'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('contacts.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contacts.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contacts.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contacts.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('contacts.update'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('contacts.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contacts.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contacts.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contacts.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: contracts update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.contracts FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('contracts.update'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('contracts.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contracts.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contracts.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contracts.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('contracts.update'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('contracts.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contracts.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contracts.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contracts.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: conversations update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.conversations FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('conversations.update'::text) AS may_all) OR (assigned_to_id = ANY (( SELECT app_hidden.scoped_owner_ids('conversations.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((assigned_to_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((assigned_to_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('conversations.update'::text) AS may_all) OR (assigned_to_id = ANY (( SELECT app_hidden.scoped_owner_ids('conversations.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((assigned_to_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((assigned_to_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: custom_field_definitions update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.custom_field_definitions FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('custom_fields.manage'::text) AS may_all))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('custom_fields.manage'::text) AS may_all)));

--
-- Name: deals update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.deals FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('deals.update'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('deals.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('deals.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('deals.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('deals.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('deals.update'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('deals.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('deals.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('deals.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('deals.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: leads update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.leads FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('leads.update'::text) AS may_all) OR (assigned_to_id = ANY (( SELECT app_hidden.scoped_owner_ids('leads.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((assigned_to_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((assigned_to_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('leads.update'::text) AS may_all) OR (assigned_to_id = ANY (( SELECT app_hidden.scoped_owner_ids('leads.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((assigned_to_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((assigned_to_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: memberships update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.memberships FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('members.manage'::text) AS may_all) OR (id = ( SELECT app_hidden.membership_id() AS membership_id))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('members.manage'::text) AS may_all) OR (id = ( SELECT app_hidden.membership_id() AS membership_id)))));

--
-- Name: message_templates update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.message_templates FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('message_templates.manage'::text) AS may_all))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('message_templates.manage'::text) AS may_all)));

--
-- Name: messages update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.messages FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('conversations.update'::text) AS may_all) OR (EXISTS ( SELECT
   FROM app_public.conversations
  WHERE ((conversations.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (conversations.id = messages.conversation_id) AND (( SELECT app_hidden.may_all('conversations.update'::text) AS may_all) OR (conversations.assigned_to_id = ANY (( SELECT app_hidden.scoped_owner_ids('conversations.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(conversations.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((conversations.assigned_to_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(conversations.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((conversations.assigned_to_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(conversations.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('conversations.update'::text) AS may_all) OR (EXISTS ( SELECT
   FROM app_public.conversations
  WHERE ((conversations.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (conversations.id = messages.conversation_id) AND (( SELECT app_hidden.may_all('conversations.update'::text) AS may_all) OR (conversations.assigned_to_id = ANY (( SELECT app_hidden.scoped_owner_ids('conversations.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(conversations.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((conversations.assigned_to_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(conversations.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((conversations.assigned_to_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(conversations.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))))))));

--
-- Name: notifications update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.notifications FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (membership_id = ( SELECT app_hidden.membership_id() AS membership_id)))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (membership_id = ( SELECT app_hidden.membership_id() AS membership_id))));

--
-- Name: organizations update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.organizations FOR UPDATE TO tenantry_member USING (((id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('organization.manage'::text) AS may_all))) WITH CHECK (((id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('organization.manage'::text) AS may_all)));

--
-- Name: pipeline_stages update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.pipeline_stages FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('pipelines.manage'::text) AS may_all))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('pipelines.manage'::text) AS may_all)));

--
-- Name: pipelines update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.pipelines FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('pipelines.manage'::text) AS may_all))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('pipelines.manage'::text) AS may_all)));

--
-- Name: proposal_items update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.proposal_items FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (EXISTS ( SELECT
   FROM app_public.proposals p
  WHERE ((p.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (p.id = proposal_items.proposal_id) AND (( SELECT app_hidden.may_all('proposals.update'::text) AS may_all) OR (p.owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('proposals.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(p.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((p.owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(p.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((p.owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(p.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (EXISTS ( SELECT
   FROM app_public.proposals p
  WHERE ((p.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (p.id = proposal_items.proposal_id) AND (( SELECT app_hidden.may_all('proposals.update'::text) AS may_all) OR (p.owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('proposals.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(p.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((p.owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(p.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((p.owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(p.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))))));

--
-- Name: proposals update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.proposals FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('proposals.update'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('proposals.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('proposals.update'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('proposals.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: role_permissions update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.role_permissions FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('roles.manage'::text) AS may_all))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('roles.manage'::text) AS may_all)));

--
-- Name: roles update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.roles FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('roles.manage'::text) AS may_all))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('roles.manage'::text) AS may_all)));

--
-- Name: staff_invitations update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.staff_invitations FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('members.manage'::text) AS may_all))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('members.manage'::text) AS may_all)));

--
-- Name: tasks update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.tasks FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('tasks.update'::text) AS may_all) OR (assignee_id = ANY (( SELECT app_hidden.scoped_owner_ids('tasks.update'::text) AS scoped_owner_ids)::uuid[])) OR (created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('tasks.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((assignee_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((assignee_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('tasks.update'::text) AS may_all) OR (assignee_id = ANY (( SELECT app_hidden.scoped_owner_ids('tasks.update'::text) AS scoped_owner_ids)::uuid[])) OR (created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('tasks.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((assignee_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((assignee_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: teams update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.teams FOR UPDATE TO tenantry_member USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('teams.manage'::text) AS may_all))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('teams.manage'::text) AS may_all)));

--
-- Name: users update_member; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_member ON app_public.users FOR UPDATE TO tenantry_member USING ((id = ( SELECT app_hidden.user_id() AS user_id))) WITH CHECK ((id = ( SELECT app_hidden.user_id() AS user_id)));

--
-- Name: activities update_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_service ON app_public.activities FOR UPDATE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ((( SELECT app_hidden.may_all('activities.update'::text) AS may_all) OR (created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('activities.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('activities.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('activities.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('activities.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))) AND ((NOT is_internal) OR ( SELECT app_hidden.may('activities.read_internal'::text) AS may))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ((( SELECT app_hidden.may_all('activities.update'::text) AS may_all) OR (created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('activities.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('activities.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('activities.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('activities.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))) AND ((NOT is_internal) OR ( SELECT app_hidden.may('activities.read_internal'::text) AS may)))));

--
-- Name: ai_scripts update_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_service ON app_public.ai_scripts FOR UPDATE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('ai_scripts.manage'::text) AS may_all))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('ai_scripts.manage'::text) AS may_all)));

--
-- Name: call_campaign_targets update_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_service ON app_public.call_campaign_targets FOR UPDATE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('call_campaigns.update'::text) AS may_all) OR (EXISTS ( SELECT
   FROM app_public.call_campaigns
  WHERE ((call_campaigns.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (call_campaigns.id = call_campaign_targets.campaign_id) AND (( SELECT app_hidden.may_all('call_campaigns.update'::text) AS may_all) OR (call_campaigns.created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('call_campaigns.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(call_campaigns.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((call_campaigns.created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(call_campaigns.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((call_campaigns.created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(call_campaigns.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('call_campaigns.update'::text) AS may_all) OR (EXISTS ( SELECT
   FROM app_public.call_campaigns
  WHERE ((call_campaigns.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (call_campaigns.id = call_campaign_targets.campaign_id) AND (( SELECT app_hidden.may_all('call_campaigns.update'::text) AS may_all) OR (call_campaigns.created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('call_campaigns.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(call_campaigns.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((call_campaigns.created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(call_campaigns.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((call_campaigns.created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(call_campaigns.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))))))));

--
-- Name: call_campaigns update_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_service ON app_public.call_campaigns FOR UPDATE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('call_campaigns.update'::text) AS may_all) OR (created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('call_campaigns.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('call_campaigns.update'::text) AS may_all) OR (created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('call_campaigns.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('call_campaigns.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: calls update_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_service ON app_public.calls FOR UPDATE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('calls.update'::text) AS may_all) OR (handled_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('calls.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('calls.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((handled_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('calls.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((handled_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('calls.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('calls.update'::text) AS may_all) OR (handled_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('calls.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('calls.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((handled_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('calls.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((handled_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('calls.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: client_invitations update_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_service ON app_public.client_invitations FOR UPDATE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('client_invitations.manage'::text) AS may_all) OR (invited_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('client_invitations.manage'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('client_invitations.manage'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((invited_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('client_invitations.manage'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((invited_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('client_invitations.manage'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('client_invitations.manage'::text) AS may_all) OR (invited_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('client_invitations.manage'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('client_invitations.manage'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((invited_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('client_invitations.manage'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((invited_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('client_invitations.manage'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: companies update_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_service ON app_public.companies FOR UPDATE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('companies.update'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('companies.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('companies.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('companies.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('companies.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('companies.update'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('companies.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('companies.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('companies.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('companies.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: contacts update_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_service ON app_public.contacts FOR UPDATE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('contacts.update'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('contacts.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contacts.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contacts.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contacts.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('contacts.update'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('contacts.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contacts.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contacts.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contacts.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: contracts update_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_service ON app_public.contracts FOR UPDATE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('contracts.update'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('contracts.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contracts.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contracts.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contracts.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('contracts.update'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('contracts.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contracts.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contracts.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('contracts.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: conversations update_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_service ON app_public.conversations FOR UPDATE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('conversations.update'::text) AS may_all) OR (assigned_to_id = ANY (( SELECT app_hidden.scoped_owner_ids('conversations.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((assigned_to_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((assigned_to_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('conversations.update'::text) AS may_all) OR (assigned_to_id = ANY (( SELECT app_hidden.scoped_owner_ids('conversations.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((assigned_to_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((assigned_to_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: custom_field_definitions update_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_service ON app_public.custom_field_definitions FOR UPDATE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('custom_fields.manage'::text) AS may_all))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('custom_fields.manage'::text) AS may_all)));

--
-- Name: deals update_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_service ON app_public.deals FOR UPDATE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('deals.update'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('deals.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('deals.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('deals.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('deals.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('deals.update'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('deals.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('deals.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('deals.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('deals.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: leads update_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_service ON app_public.leads FOR UPDATE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('leads.update'::text) AS may_all) OR (assigned_to_id = ANY (( SELECT app_hidden.scoped_owner_ids('leads.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((assigned_to_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((assigned_to_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('leads.update'::text) AS may_all) OR (assigned_to_id = ANY (( SELECT app_hidden.scoped_owner_ids('leads.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((assigned_to_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((assigned_to_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('leads.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: message_templates update_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_service ON app_public.message_templates FOR UPDATE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('message_templates.manage'::text) AS may_all))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('message_templates.manage'::text) AS may_all)));

--
-- Name: messages update_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_service ON app_public.messages FOR UPDATE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('conversations.update'::text) AS may_all) OR (EXISTS ( SELECT
   FROM app_public.conversations
  WHERE ((conversations.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (conversations.id = messages.conversation_id) AND (( SELECT app_hidden.may_all('conversations.update'::text) AS may_all) OR (conversations.assigned_to_id = ANY (( SELECT app_hidden.scoped_owner_ids('conversations.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(conversations.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((conversations.assigned_to_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(conversations.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((conversations.assigned_to_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(conversations.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('conversations.update'::text) AS may_all) OR (EXISTS ( SELECT
   FROM app_public.conversations
  WHERE ((conversations.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (conversations.id = messages.conversation_id) AND (( SELECT app_hidden.may_all('conversations.update'::text) AS may_all) OR (conversations.assigned_to_id = ANY (( SELECT app_hidden.scoped_owner_ids('conversations.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(conversations.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((conversations.assigned_to_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(conversations.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((conversations.assigned_to_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(conversations.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('conversations.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))))))));

--
-- Name: pipeline_stages update_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_service ON app_public.pipeline_stages FOR UPDATE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('pipelines.manage'::text) AS may_all))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('pipelines.manage'::text) AS may_all)));

--
-- Name: pipelines update_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_service ON app_public.pipelines FOR UPDATE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('pipelines.manage'::text) AS may_all))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND ( SELECT app_hidden.may_all('pipelines.manage'::text) AS may_all)));

--
-- Name: proposal_items update_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_service ON app_public.proposal_items FOR UPDATE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (EXISTS ( SELECT
   FROM app_public.proposals p
  WHERE ((p.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (p.id = proposal_items.proposal_id) AND (( SELECT app_hidden.may_all('proposals.update'::text) AS may_all) OR (p.owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('proposals.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(p.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((p.owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(p.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((p.owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(p.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (EXISTS ( SELECT
   FROM app_public.proposals p
  WHERE ((p.organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (p.id = proposal_items.proposal_id) AND (( SELECT app_hidden.may_all('proposals.update'::text) AS may_all) OR (p.owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('proposals.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(p.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((p.owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(p.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((p.owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(p.business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))))));

--
-- Name: proposals update_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_service ON app_public.proposals FOR UPDATE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('proposals.update'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('proposals.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('proposals.update'::text) AS may_all) OR (owner_id = ANY (( SELECT app_hidden.scoped_owner_ids('proposals.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((owner_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((owner_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('proposals.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: tasks update_service; Type: POLICY; Schema: app_public; Owner: -
--

CREATE POLICY update_service ON app_public.tasks FOR UPDATE TO tenantry_service USING (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('tasks.update'::text) AS may_all) OR (assignee_id = ANY (( SELECT app_hidden.scoped_owner_ids('tasks.update'::text) AS scoped_owner_ids)::uuid[])) OR (created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('tasks.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((assignee_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((assignee_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.update'::text, 'own'::text) AS scoped_business_ids)::uuid[])))))) WITH CHECK (((organization_id = ( SELECT app_hidden.organization_id() AS organization_id)) AND (( SELECT app_hidden.may_all('tasks.update'::text) AS may_all) OR (assignee_id = ANY (( SELECT app_hidden.scoped_owner_ids('tasks.update'::text) AS scoped_owner_ids)::uuid[])) OR (created_by_id = ANY (( SELECT app_hidden.scoped_owner_ids('tasks.update'::text) AS scoped_owner_ids)::uuid[])) OR (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.update'::text, 'all'::text) AS scoped_business_ids)::uuid[])) OR ((assignee_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((assignee_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ANY (( SELECT app_hidden.team_membership_ids() AS team_membership_ids)::uuid[])) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.update'::text, 'team'::text) AS scoped_business_ids)::uuid[]))) OR ((created_by_id = ( SELECT app_hidden.membership_id() AS membership_id)) AND (COALESCE(business_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app_hidden.scoped_business_ids('tasks.update'::text, 'own'::text) AS scoped_business_ids)::uuid[]))))));

--
-- Name: users; Type: ROW SECURITY; Schema: app_public; Owner: -
--

ALTER TABLE app_public.users ENABLE ROW LEVEL SECURITY;

--
-- Name: SCHEMA app_hidden; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA app_hidden TO tenantry_anonymous;
GRANT USAGE ON SCHEMA app_hidden TO tenantry_member;
GRANT USAGE ON SCHEMA app_hidden TO tenantry_client;
GRANT USAGE ON SCHEMA app_hidden TO tenantry_service;

--
-- Name: SCHEMA app_private; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA app_private TO tenantry_authenticator;

--
-- Name: SCHEMA app_public; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA app_public TO tenantry_authenticator;
GRANT USAGE ON SCHEMA app_public TO tenantry_anonymous;
GRANT USAGE ON SCHEMA app_public TO tenantry_member;
GRANT USAGE ON SCHEMA app_public TO tenantry_client;
GRANT USAGE ON SCHEMA app_public TO tenantry_service;

--
-- Name: SCHEMA auth; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA auth TO tenantry_anonymous;
GRANT USAGE ON SCHEMA auth TO tenantry_member;
GRANT USAGE ON SCHEMA auth TO tenantry_client;
GRANT USAGE ON SCHEMA auth TO tenantry_service;

--
-- Name: FUNCTION actor_kind(); Type: ACL; Schema: app_hidden; Owner: -
--

REVOKE ALL ON FUNCTION app_hidden.actor_kind() FROM PUBLIC;
GRANT ALL ON FUNCTION app_hidden.actor_kind() TO tenantry_anonymous;
GRANT ALL ON FUNCTION app_hidden.actor_kind() TO tenantry_member;
GRANT ALL ON FUNCTION app_hidden.actor_kind() TO tenantry_client;
GRANT ALL ON FUNCTION app_hidden.actor_kind() TO tenantry_service;

--
-- Name: FUNCTION setting_uuid(name text); Type: ACL; Schema: app_hidden; Owner: -
--

REVOKE ALL ON FUNCTION app_hidden.setting_uuid(name text) FROM PUBLIC;
GRANT ALL ON FUNCTION app_hidden.setting_uuid(name text) TO tenantry_anonymous;
GRANT ALL ON FUNCTION app_hidden.setting_uuid(name text) TO tenantry_member;
GRANT ALL ON FUNCTION app_hidden.setting_uuid(name text) TO tenantry_client;
GRANT ALL ON FUNCTION app_hidden.setting_uuid(name text) TO tenantry_service;

--
-- Name: FUNCTION api_key_id(); Type: ACL; Schema: app_hidden; Owner: -
--

REVOKE ALL ON FUNCTION app_hidden.api_key_id() FROM PUBLIC;
GRANT ALL ON FUNCTION app_hidden.api_key_id() TO tenantry_anonymous;
GRANT ALL ON FUNCTION app_hidden.api_key_id() TO tenantry_member;
GRANT ALL ON FUNCTION app_hidden.api_key_id() TO tenantry_client;
GRANT ALL ON FUNCTION app_hidden.api_key_id() TO tenantry_service;

--
-- Name: FUNCTION contact_id(); Type: ACL; Schema: app_hidden; Owner: -
--

REVOKE ALL ON FUNCTION app_hidden.contact_id() FROM PUBLIC;
GRANT ALL ON FUNCTION app_hidden.contact_id() TO tenantry_anonymous;
GRANT ALL ON FUNCTION app_hidden.contact_id() TO tenantry_member;
GRANT ALL ON FUNCTION app_hidden.contact_id() TO tenantry_client;
GRANT ALL ON FUNCTION app_hidden.contact_id() TO tenantry_service;

--
-- Name: FUNCTION country_of(locale text); Type: ACL; Schema: app_hidden; Owner: -
--

REVOKE ALL ON FUNCTION app_hidden.country_of(locale text) FROM PUBLIC;
GRANT ALL ON FUNCTION app_hidden.country_of(locale text) TO tenantry_member;
GRANT ALL ON FUNCTION app_hidden.country_of(locale text) TO tenantry_client;
GRANT ALL ON FUNCTION app_hidden.country_of(locale text) TO tenantry_service;

--
-- Name: FUNCTION custom_field_values(entity text, custom_fields jsonb); Type: ACL; Schema: app_hidden; Owner: -
--

REVOKE ALL ON FUNCTION app_hidden.custom_field_values(entity text, custom_fields jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION app_hidden.custom_field_values(entity text, custom_fields jsonb) TO tenantry_member;
GRANT ALL ON FUNCTION app_hidden.custom_field_values(entity text, custom_fields jsonb) TO tenantry_service;

--
-- Name: FUNCTION default_business_id(); Type: ACL; Schema: app_hidden; Owner: -
--

REVOKE ALL ON FUNCTION app_hidden.default_business_id() FROM PUBLIC;
GRANT ALL ON FUNCTION app_hidden.default_business_id() TO tenantry_anonymous;
GRANT ALL ON FUNCTION app_hidden.default_business_id() TO tenantry_member;
GRANT ALL ON FUNCTION app_hidden.default_business_id() TO tenantry_client;
GRANT ALL ON FUNCTION app_hidden.default_business_id() TO tenantry_service;

--
-- Name: FUNCTION full_name(first_name text, last_name text); Type: ACL; Schema: app_hidden; Owner: -
--

REVOKE ALL ON FUNCTION app_hidden.full_name(first_name text, last_name text) FROM PUBLIC;
GRANT ALL ON FUNCTION app_hidden.full_name(first_name text, last_name text) TO tenantry_member;
GRANT ALL ON FUNCTION app_hidden.full_name(first_name text, last_name text) TO tenantry_client;
GRANT ALL ON FUNCTION app_hidden.full_name(first_name text, last_name text) TO tenantry_service;

--
-- Name: FUNCTION is_limited_to_businesses(); Type: ACL; Schema: app_hidden; Owner: -
--

REVOKE ALL ON FUNCTION app_hidden.is_limited_to_businesses() FROM PUBLIC;
GRANT ALL ON FUNCTION app_hidden.is_limited_to_businesses() TO tenantry_member;
GRANT ALL ON FUNCTION app_hidden.is_limited_to_businesses() TO tenantry_service;

--
-- Name: FUNCTION is_time_zone(name text); Type: ACL; Schema: app_hidden; Owner: -
--

REVOKE ALL ON FUNCTION app_hidden.is_time_zone(name text) FROM PUBLIC;
GRANT ALL ON FUNCTION app_hidden.is_time_zone(name text) TO tenantry_member;
GRANT ALL ON FUNCTION app_hidden.is_time_zone(name text) TO tenantry_client;
GRANT ALL ON FUNCTION app_hidden.is_time_zone(name text) TO tenantry_service;

--
-- Name: FUNCTION require_organization(); Type: ACL; Schema: app_hidden; Owner: -
--

REVOKE ALL ON FUNCTION app_hidden.require_organization() FROM PUBLIC;
GRANT ALL ON FUNCTION app_hidden.require_organization() TO tenantry_anonymous;
GRANT ALL ON FUNCTION app_hidden.require_organization() TO tenantry_member;
GRANT ALL ON FUNCTION app_hidden.require_organization() TO tenantry_client;
GRANT ALL ON FUNCTION app_hidden.require_organization() TO tenantry_service;

--
-- Name: FUNCTION organization_id(); Type: ACL; Schema: app_hidden; Owner: -
--

REVOKE ALL ON FUNCTION app_hidden.organization_id() FROM PUBLIC;
GRANT ALL ON FUNCTION app_hidden.organization_id() TO tenantry_anonymous;
GRANT ALL ON FUNCTION app_hidden.organization_id() TO tenantry_member;
GRANT ALL ON FUNCTION app_hidden.organization_id() TO tenantry_client;
GRANT ALL ON FUNCTION app_hidden.organization_id() TO tenantry_service;

--
-- Name: FUNCTION permission_scope(permission text); Type: ACL; Schema: app_hidden; Owner: -
--

REVOKE ALL ON FUNCTION app_hidden.permission_scope(permission text) FROM PUBLIC;
GRANT ALL ON FUNCTION app_hidden.permission_scope(permission text) TO tenantry_member;
GRANT ALL ON FUNCTION app_hidden.permission_scope(permission text) TO tenantry_service;

--
-- Name: FUNCTION may(permission text); Type: ACL; Schema: app_hidden; Owner: -
--

REVOKE ALL ON FUNCTION app_hidden.may(permission text) FROM PUBLIC;
GRANT ALL ON FUNCTION app_hidden.may(permission text) TO tenantry_member;
GRANT ALL ON FUNCTION app_hidden.may(permission text) TO tenantry_service;

--
-- Name: FUNCTION may_all(permission text); Type: ACL; Schema: app_hidden; Owner: -
--

REVOKE ALL ON FUNCTION app_hidden.may_all(permission text) FROM PUBLIC;
GRANT ALL ON FUNCTION app_hidden.may_all(permission text) TO tenantry_member;
GRANT ALL ON FUNCTION app_hidden.may_all(permission text) TO tenantry_service;

--
-- Name: FUNCTION membership_id(); Type: ACL; Schema: app_hidden; Owner: -
--

REVOKE ALL ON FUNCTION app_hidden.membership_id() FROM PUBLIC;
GRANT ALL ON FUNCTION app_hidden.membership_id() TO tenantry_anonymous;
GRANT ALL ON FUNCTION app_hidden.membership_id() TO tenantry_member;
GRANT ALL ON FUNCTION app_hidden.membership_id() TO tenantry_client;
GRANT ALL ON FUNCTION app_hidden.membership_id() TO tenantry_service;

--
-- Name: FUNCTION scoped_business_ids(permission text, scope text); Type: ACL; Schema: app_hidden; Owner: -
--

REVOKE ALL ON FUNCTION app_hidden.scoped_business_ids(permission text, scope text) FROM PUBLIC;
GRANT ALL ON FUNCTION app_hidden.scoped_business_ids(permission text, scope text) TO tenantry_member;
GRANT ALL ON FUNCTION app_hidden.scoped_business_ids(permission text, scope text) TO tenantry_service;

--
-- Name: FUNCTION team_membership_ids(); Type: ACL; Schema: app_hidden; Owner: -
--

REVOKE ALL ON FUNCTION app_hidden.team_membership_ids() FROM PUBLIC;
GRANT ALL ON FUNCTION app_hidden.team_membership_ids() TO tenantry_member;
GRANT ALL ON FUNCTION app_hidden.team_membership_ids() TO tenantry_service;

--
-- Name: FUNCTION scoped_owner_ids(permission text); Type: ACL; Schema: app_hidden; Owner: -
--

REVOKE ALL ON FUNCTION app_hidden.scoped_owner_ids(permission text) FROM PUBLIC;
GRANT ALL ON FUNCTION app_hidden.scoped_owner_ids(permission text) TO tenantry_member;
GRANT ALL ON FUNCTION app_hidden.scoped_owner_ids(permission text) TO tenantry_service;

--
-- Name: FUNCTION may_on_row(permission text, business_id uuid, owner_ids uuid[]); Type: ACL; Schema: app_hidden; Owner: -
--

REVOKE ALL ON FUNCTION app_hidden.may_on_row(permission text, business_id uuid, owner_ids uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION app_hidden.may_on_row(permission text, business_id uuid, owner_ids uuid[]) TO tenantry_member;
GRANT ALL ON FUNCTION app_hidden.may_on_row(permission text, business_id uuid, owner_ids uuid[]) TO tenantry_service;

--
-- Name: FUNCTION normalize_email(email text); Type: ACL; Schema: app_hidden; Owner: -
--

REVOKE ALL ON FUNCTION app_hidden.normalize_email(email text) FROM PUBLIC;
GRANT ALL ON FUNCTION app_hidden.normalize_email(email text) TO tenantry_anonymous;
GRANT ALL ON FUNCTION app_hidden.normalize_email(email text) TO tenantry_member;
GRANT ALL ON FUNCTION app_hidden.normalize_email(email text) TO tenantry_client;
GRANT ALL ON FUNCTION app_hidden.normalize_email(email text) TO tenantry_service;

--
-- Name: FUNCTION normalize_phone(phone text, country text, field text); Type: ACL; Schema: app_hidden; Owner: -
--

REVOKE ALL ON FUNCTION app_hidden.normalize_phone(phone text, country text, field text) FROM PUBLIC;
GRANT ALL ON FUNCTION app_hidden.normalize_phone(phone text, country text, field text) TO tenantry_anonymous;
GRANT ALL ON FUNCTION app_hidden.normalize_phone(phone text, country text, field text) TO tenantry_member;
GRANT ALL ON FUNCTION app_hidden.normalize_phone(phone text, country text, field text) TO tenantry_client;
GRANT ALL ON FUNCTION app_hidden.normalize_phone(phone text, country text, field text) TO tenantry_service;

--
-- Name: FUNCTION organization_ids(); Type: ACL; Schema: app_hidden; Owner: -
--

REVOKE ALL ON FUNCTION app_hidden.organization_ids() FROM PUBLIC;
GRANT ALL ON FUNCTION app_hidden.organization_ids() TO tenantry_member;
GRANT ALL ON FUNCTION app_hidden.organization_ids() TO tenantry_service;

--
-- Name: FUNCTION user_id(); Type: ACL; Schema: app_hidden; Owner: -
--

REVOKE ALL ON FUNCTION app_hidden.user_id() FROM PUBLIC;
GRANT ALL ON FUNCTION app_hidden.user_id() TO tenantry_anonymous;
GRANT ALL ON FUNCTION app_hidden.user_id() TO tenantry_member;
GRANT ALL ON FUNCTION app_hidden.user_id() TO tenantry_client;
GRANT ALL ON FUNCTION app_hidden.user_id() TO tenantry_service;

--
-- Name: FUNCTION uuid_v7(); Type: ACL; Schema: app_hidden; Owner: -
--

REVOKE ALL ON FUNCTION app_hidden.uuid_v7() FROM PUBLIC;
GRANT ALL ON FUNCTION app_hidden.uuid_v7() TO tenantry_anonymous;
GRANT ALL ON FUNCTION app_hidden.uuid_v7() TO tenantry_member;
GRANT ALL ON FUNCTION app_hidden.uuid_v7() TO tenantry_client;
GRANT ALL ON FUNCTION app_hidden.uuid_v7() TO tenantry_service;

--
-- Name: FUNCTION applied_migrations(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.applied_migrations() FROM PUBLIC;
GRANT ALL ON FUNCTION app_private.applied_migrations() TO tenantry_authenticator;

--
-- Name: FUNCTION begin_request(request jsonb); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.begin_request(request jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION app_private.begin_request(request jsonb) TO tenantry_authenticator;

--
-- Name: FUNCTION business_of_address(organization_id uuid, address text); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.business_of_address(organization_id uuid, address text) FROM PUBLIC;

--
-- Name: TABLE memberships; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT,DELETE ON TABLE app_public.memberships TO tenantry_member;
GRANT SELECT ON TABLE app_public.memberships TO tenantry_service;

--
-- Name: COLUMN memberships.role_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(role_id) ON TABLE app_public.memberships TO tenantry_member;

--
-- Name: COLUMN memberships.title; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(title) ON TABLE app_public.memberships TO tenantry_member;

--
-- Name: COLUMN memberships.availability; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(availability) ON TABLE app_public.memberships TO tenantry_member;

--
-- Name: COLUMN memberships.is_active; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(is_active) ON TABLE app_public.memberships TO tenantry_member;

--
-- Name: COLUMN memberships.default_business_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(default_business_id) ON TABLE app_public.memberships TO tenantry_member;

--
-- Name: FUNCTION business_role_id(membership app_public.memberships, business_id uuid); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.business_role_id(membership app_public.memberships, business_id uuid) FROM PUBLIC;

--
-- Name: FUNCTION create_monthly_partitions(months_ahead integer); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.create_monthly_partitions(months_ahead integer) FROM PUBLIC;

--
-- Name: FUNCTION create_permission_policies(table_name regclass, resource text, commands text[], owner_columns text[], writes_need_manage boolean, extra_condition text, roles text[]); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.create_permission_policies(table_name regclass, resource text, commands text[], owner_columns text[], writes_need_manage boolean, extra_condition text, roles text[]) FROM PUBLIC;

--
-- Name: FUNCTION create_policies(table_name regclass, roles text[], commands text[], condition text); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.create_policies(table_name regclass, roles text[], commands text[], condition text) FROM PUBLIC;

--
-- Name: FUNCTION drop_policies(table_name regclass); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.drop_policies(table_name regclass) FROM PUBLIC;

--
-- Name: FUNCTION exceeds_own(resource text, action text, scope text); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.exceeds_own(resource text, action text, scope text) FROM PUBLIC;

--
-- Name: FUNCTION expose_lookup_table(table_name regclass, enum_name text, documentation text); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.expose_lookup_table(table_name regclass, enum_name text, documentation text) FROM PUBLIC;

--
-- Name: FUNCTION find_or_create_contact(organization_id uuid, business_id uuid, email text, phone text, source text); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.find_or_create_contact(organization_id uuid, business_id uuid, email text, phone text, source text) FROM PUBLIC;

--
-- Name: FUNCTION find_or_create_conversation(organization_id uuid, business_id uuid, contact_id uuid, channel text, subject text); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.find_or_create_conversation(organization_id uuid, business_id uuid, contact_id uuid, channel text, subject text) FROM PUBLIC;

--
-- Name: FUNCTION find_or_create_correspondent(organization_id uuid, business_id uuid, channel text, address text); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.find_or_create_correspondent(organization_id uuid, business_id uuid, channel text, address text) FROM PUBLIC;

--
-- Name: FUNCTION is_custom_field_value(field_type text, value jsonb); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.is_custom_field_value(field_type text, value jsonb) FROM PUBLIC;

--
-- Name: FUNCTION is_email_address(address text); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.is_email_address(address text) FROM PUBLIC;

--
-- Name: FUNCTION memberships_to_tell(uid uuid); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.memberships_to_tell(uid uuid) FROM PUBLIC;

--
-- Name: FUNCTION message_preview(subject text, body text); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.message_preview(subject text, body text) FROM PUBLIC;

--
-- Name: FUNCTION next_number(organization_id uuid, kind text); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.next_number(organization_id uuid, kind text) FROM PUBLIC;

--
-- Name: FUNCTION normalize_address(organization_id uuid, channel text, address text, field text, must_be_reachable boolean); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.normalize_address(organization_id uuid, channel text, address text, field text, must_be_reachable boolean) FROM PUBLIC;

--
-- Name: FUNCTION permission_condition(table_name regclass, permission text, owner_columns text[]); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.permission_condition(table_name regclass, permission text, owner_columns text[]) FROM PUBLIC;

--
-- Name: FUNCTION placeholders(text text); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.placeholders(text text) FROM PUBLIC;

--
-- Name: FUNCTION record_security_event(kind text, detail jsonb, organization_id uuid, user_id uuid, contact_id uuid, api_key_id uuid, request_id text, address text); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.record_security_event(kind text, detail jsonb, organization_id uuid, user_id uuid, contact_id uuid, api_key_id uuid, request_id text, address text) FROM PUBLIC;
GRANT ALL ON FUNCTION app_private.record_security_event(kind text, detail jsonb, organization_id uuid, user_id uuid, contact_id uuid, api_key_id uuid, request_id text, address text) TO tenantry_authenticator;

--
-- Name: FUNCTION require_role_within_own(role_id uuid); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.require_role_within_own(role_id uuid) FROM PUBLIC;

--
-- Name: FUNCTION role_permission_text(role_id uuid); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.role_permission_text(role_id uuid) FROM PUBLIC;

--
-- Name: FUNCTION tg__archive(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg__archive() FROM PUBLIC;

--
-- Name: FUNCTION tg__audit(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg__audit() FROM PUBLIC;

--
-- Name: FUNCTION tg__default_currency(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg__default_currency() FROM PUBLIC;

--
-- Name: FUNCTION tg__freeze(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg__freeze() FROM PUBLIC;

--
-- Name: FUNCTION tg__normalize_email_and_phone(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg__normalize_email_and_phone() FROM PUBLIC;

--
-- Name: FUNCTION tg__number(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg__number() FROM PUBLIC;

--
-- Name: FUNCTION tg__restrict_status(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg__restrict_status() FROM PUBLIC;

--
-- Name: FUNCTION tg__settle_invitation(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg__settle_invitation() FROM PUBLIC;

--
-- Name: FUNCTION tg__timestamps(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg__timestamps() FROM PUBLIC;

--
-- Name: FUNCTION tg__validate_custom_fields(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg__validate_custom_fields() FROM PUBLIC;

--
-- Name: FUNCTION tg_activities__touch_contact(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_activities__touch_contact() FROM PUBLIC;

--
-- Name: FUNCTION tg_ai_scripts__find_variables(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_ai_scripts__find_variables() FROM PUBLIC;

--
-- Name: FUNCTION tg_api_keys__guard(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_api_keys__guard() FROM PUBLIC;

--
-- Name: FUNCTION tg_business_memberships__guard(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_business_memberships__guard() FROM PUBLIC;

--
-- Name: FUNCTION tg_call_campaign_targets__count_attempt(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_call_campaign_targets__count_attempt() FROM PUBLIC;

--
-- Name: FUNCTION tg_call_campaign_targets__normalize(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_call_campaign_targets__normalize() FROM PUBLIC;

--
-- Name: FUNCTION tg_calls__find_contact(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_calls__find_contact() FROM PUBLIC;

--
-- Name: FUNCTION tg_calls__follow_status(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_calls__follow_status() FROM PUBLIC;

--
-- Name: FUNCTION tg_calls__touch(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_calls__touch() FROM PUBLIC;

--
-- Name: FUNCTION tg_contacts__normalize(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_contacts__normalize() FROM PUBLIC;

--
-- Name: FUNCTION tg_contracts__follow_status(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_contracts__follow_status() FROM PUBLIC;

--
-- Name: FUNCTION tg_conversations__take_messages_along(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_conversations__take_messages_along() FROM PUBLIC;

--
-- Name: FUNCTION tg_data_requests__require_contact(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_data_requests__require_contact() FROM PUBLIC;

--
-- Name: FUNCTION tg_deals__follow_stage(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_deals__follow_stage() FROM PUBLIC;

--
-- Name: FUNCTION tg_deals__record_stage_change(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_deals__record_stage_change() FROM PUBLIC;

--
-- Name: FUNCTION tg_leads__follow_status(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_leads__follow_status() FROM PUBLIC;

--
-- Name: FUNCTION tg_leads__normalize(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_leads__normalize() FROM PUBLIC;

--
-- Name: FUNCTION tg_memberships__guard(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_memberships__guard() FROM PUBLIC;

--
-- Name: FUNCTION tg_memberships__keep_an_owner(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_memberships__keep_an_owner() FROM PUBLIC;

--
-- Name: FUNCTION tg_message_templates__find_variables(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_message_templates__find_variables() FROM PUBLIC;

--
-- Name: FUNCTION tg_messages__address(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_messages__address() FROM PUBLIC;

--
-- Name: FUNCTION tg_messages__count_template_use(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_messages__count_template_use() FROM PUBLIC;

--
-- Name: FUNCTION tg_messages__find_conversation(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_messages__find_conversation() FROM PUBLIC;

--
-- Name: FUNCTION tg_messages__follow_status(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_messages__follow_status() FROM PUBLIC;

--
-- Name: FUNCTION tg_messages__join_conversation(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_messages__join_conversation() FROM PUBLIC;

--
-- Name: FUNCTION tg_messages__summarize(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_messages__summarize() FROM PUBLIC;

--
-- Name: FUNCTION tg_messages__touch_contact(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_messages__touch_contact() FROM PUBLIC;

--
-- Name: FUNCTION tg_notifications__mark_read(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_notifications__mark_read() FROM PUBLIC;

--
-- Name: FUNCTION tg_organizations__create_defaults(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_organizations__create_defaults() FROM PUBLIC;

--
-- Name: FUNCTION tg_organizations__normalize(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_organizations__normalize() FROM PUBLIC;

--
-- Name: FUNCTION tg_proposal_items__require_draft(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_proposal_items__require_draft() FROM PUBLIC;

--
-- Name: FUNCTION tg_proposal_items__total(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_proposal_items__total() FROM PUBLIC;

--
-- Name: FUNCTION tg_proposals__follow_status(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_proposals__follow_status() FROM PUBLIC;

--
-- Name: FUNCTION tg_role_permissions__guard(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_role_permissions__guard() FROM PUBLIC;

--
-- Name: FUNCTION tg_roles__guard(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_roles__guard() FROM PUBLIC;

--
-- Name: FUNCTION tg_staff_invitations__guard(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_staff_invitations__guard() FROM PUBLIC;

--
-- Name: FUNCTION tg_staff_invitations__normalize(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_staff_invitations__normalize() FROM PUBLIC;

--
-- Name: FUNCTION tg_tasks__complete(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_tasks__complete() FROM PUBLIC;

--
-- Name: FUNCTION tg_users__normalize(); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.tg_users__normalize() FROM PUBLIC;

--
-- Name: FUNCTION touch_contact(organization_id uuid, contact_id uuid, lead_id uuid, contacted_at timestamp with time zone); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.touch_contact(organization_id uuid, contact_id uuid, lead_id uuid, contacted_at timestamp with time zone) FROM PUBLIC;

--
-- Name: FUNCTION user_id_of(uid uuid); Type: ACL; Schema: app_private; Owner: -
--

REVOKE ALL ON FUNCTION app_private.user_id_of(uid uuid) FROM PUBLIC;

--
-- Name: FUNCTION can_access_business(user_id uuid, business_id uuid); Type: ACL; Schema: app_public; Owner: -
--

REVOKE ALL ON FUNCTION app_public.can_access_business(user_id uuid, business_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION app_public.can_access_business(user_id uuid, business_id uuid) TO tenantry_member;

--
-- Name: TABLE organizations; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.organizations TO tenantry_member;
GRANT SELECT ON TABLE app_public.organizations TO tenantry_service;

--
-- Name: COLUMN organizations.name; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(name) ON TABLE app_public.organizations TO tenantry_member;

--
-- Name: COLUMN organizations.slug; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(slug) ON TABLE app_public.organizations TO tenantry_member;

--
-- Name: COLUMN organizations.support_email; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(support_email) ON TABLE app_public.organizations TO tenantry_member;

--
-- Name: COLUMN organizations.timezone; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(timezone) ON TABLE app_public.organizations TO tenantry_member;

--
-- Name: COLUMN organizations.locale; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(locale) ON TABLE app_public.organizations TO tenantry_member;

--
-- Name: COLUMN organizations.currency; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(currency) ON TABLE app_public.organizations TO tenantry_member;

--
-- Name: COLUMN organizations.settings; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(settings) ON TABLE app_public.organizations TO tenantry_member;

--
-- Name: FUNCTION choose_default_organization(organization_id uuid); Type: ACL; Schema: app_public; Owner: -
--

REVOKE ALL ON FUNCTION app_public.choose_default_organization(organization_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION app_public.choose_default_organization(organization_id uuid) TO tenantry_member;

--
-- Name: TABLE companies; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.companies TO tenantry_member;
GRANT SELECT ON TABLE app_public.companies TO tenantry_service;

--
-- Name: COLUMN companies.business_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(business_id),UPDATE(business_id) ON TABLE app_public.companies TO tenantry_member;
GRANT INSERT(business_id),UPDATE(business_id) ON TABLE app_public.companies TO tenantry_service;

--
-- Name: COLUMN companies.name; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(name),UPDATE(name) ON TABLE app_public.companies TO tenantry_member;
GRANT INSERT(name),UPDATE(name) ON TABLE app_public.companies TO tenantry_service;

--
-- Name: COLUMN companies.domain; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(domain),UPDATE(domain) ON TABLE app_public.companies TO tenantry_member;
GRANT INSERT(domain),UPDATE(domain) ON TABLE app_public.companies TO tenantry_service;

--
-- Name: COLUMN companies.business_type; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(business_type),UPDATE(business_type) ON TABLE app_public.companies TO tenantry_member;
GRANT INSERT(business_type),UPDATE(business_type) ON TABLE app_public.companies TO tenantry_service;

--
-- Name: COLUMN companies.phone; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(phone),UPDATE(phone) ON TABLE app_public.companies TO tenantry_member;
GRANT INSERT(phone),UPDATE(phone) ON TABLE app_public.companies TO tenantry_service;

--
-- Name: COLUMN companies.email; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(email),UPDATE(email) ON TABLE app_public.companies TO tenantry_member;
GRANT INSERT(email),UPDATE(email) ON TABLE app_public.companies TO tenantry_service;

--
-- Name: COLUMN companies.website; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(website),UPDATE(website) ON TABLE app_public.companies TO tenantry_member;
GRANT INSERT(website),UPDATE(website) ON TABLE app_public.companies TO tenantry_service;

--
-- Name: COLUMN companies.online_presence; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(online_presence),UPDATE(online_presence) ON TABLE app_public.companies TO tenantry_member;
GRANT INSERT(online_presence),UPDATE(online_presence) ON TABLE app_public.companies TO tenantry_service;

--
-- Name: COLUMN companies.address; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(address),UPDATE(address) ON TABLE app_public.companies TO tenantry_member;
GRANT INSERT(address),UPDATE(address) ON TABLE app_public.companies TO tenantry_service;

--
-- Name: COLUMN companies.owner_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(owner_id),UPDATE(owner_id) ON TABLE app_public.companies TO tenantry_member;
GRANT INSERT(owner_id),UPDATE(owner_id) ON TABLE app_public.companies TO tenantry_service;

--
-- Name: COLUMN companies.tags; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(tags),UPDATE(tags) ON TABLE app_public.companies TO tenantry_member;
GRANT INSERT(tags),UPDATE(tags) ON TABLE app_public.companies TO tenantry_service;

--
-- Name: COLUMN companies.custom_fields; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(custom_fields),UPDATE(custom_fields) ON TABLE app_public.companies TO tenantry_member;
GRANT INSERT(custom_fields),UPDATE(custom_fields) ON TABLE app_public.companies TO tenantry_service;

--
-- Name: COLUMN companies.deleted_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(deleted_at) ON TABLE app_public.companies TO tenantry_member;
GRANT UPDATE(deleted_at) ON TABLE app_public.companies TO tenantry_service;

--
-- Name: FUNCTION companies_custom_field_values(company app_public.companies); Type: ACL; Schema: app_public; Owner: -
--

REVOKE ALL ON FUNCTION app_public.companies_custom_field_values(company app_public.companies) FROM PUBLIC;
GRANT ALL ON FUNCTION app_public.companies_custom_field_values(company app_public.companies) TO tenantry_member;
GRANT ALL ON FUNCTION app_public.companies_custom_field_values(company app_public.companies) TO tenantry_service;

--
-- Name: TABLE contacts; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.contacts TO tenantry_member;
GRANT SELECT ON TABLE app_public.contacts TO tenantry_service;

--
-- Name: COLUMN contacts.id; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(id) ON TABLE app_public.contacts TO tenantry_client;

--
-- Name: COLUMN contacts.organization_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(organization_id) ON TABLE app_public.contacts TO tenantry_client;

--
-- Name: COLUMN contacts.business_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(business_id),UPDATE(business_id) ON TABLE app_public.contacts TO tenantry_member;
GRANT INSERT(business_id),UPDATE(business_id) ON TABLE app_public.contacts TO tenantry_service;

--
-- Name: COLUMN contacts.first_name; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(first_name),UPDATE(first_name) ON TABLE app_public.contacts TO tenantry_member;
GRANT INSERT(first_name),UPDATE(first_name) ON TABLE app_public.contacts TO tenantry_service;
GRANT SELECT(first_name),UPDATE(first_name) ON TABLE app_public.contacts TO tenantry_client;

--
-- Name: COLUMN contacts.last_name; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(last_name),UPDATE(last_name) ON TABLE app_public.contacts TO tenantry_member;
GRANT INSERT(last_name),UPDATE(last_name) ON TABLE app_public.contacts TO tenantry_service;
GRANT SELECT(last_name),UPDATE(last_name) ON TABLE app_public.contacts TO tenantry_client;

--
-- Name: COLUMN contacts.name; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(name) ON TABLE app_public.contacts TO tenantry_client;

--
-- Name: COLUMN contacts.email; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(email),UPDATE(email) ON TABLE app_public.contacts TO tenantry_member;
GRANT INSERT(email),UPDATE(email) ON TABLE app_public.contacts TO tenantry_service;
GRANT SELECT(email) ON TABLE app_public.contacts TO tenantry_client;

--
-- Name: COLUMN contacts.phone; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(phone),UPDATE(phone) ON TABLE app_public.contacts TO tenantry_member;
GRANT INSERT(phone),UPDATE(phone) ON TABLE app_public.contacts TO tenantry_service;
GRANT SELECT(phone),UPDATE(phone) ON TABLE app_public.contacts TO tenantry_client;

--
-- Name: COLUMN contacts.company_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(company_id),UPDATE(company_id) ON TABLE app_public.contacts TO tenantry_member;
GRANT INSERT(company_id),UPDATE(company_id) ON TABLE app_public.contacts TO tenantry_service;

--
-- Name: COLUMN contacts.owner_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(owner_id),UPDATE(owner_id) ON TABLE app_public.contacts TO tenantry_member;
GRANT INSERT(owner_id),UPDATE(owner_id) ON TABLE app_public.contacts TO tenantry_service;

--
-- Name: COLUMN contacts.lifecycle_stage; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(lifecycle_stage),UPDATE(lifecycle_stage) ON TABLE app_public.contacts TO tenantry_member;
GRANT INSERT(lifecycle_stage),UPDATE(lifecycle_stage) ON TABLE app_public.contacts TO tenantry_service;

--
-- Name: COLUMN contacts.source; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(source),UPDATE(source) ON TABLE app_public.contacts TO tenantry_member;
GRANT INSERT(source),UPDATE(source) ON TABLE app_public.contacts TO tenantry_service;

--
-- Name: COLUMN contacts.date_of_birth; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(date_of_birth),UPDATE(date_of_birth) ON TABLE app_public.contacts TO tenantry_member;
GRANT INSERT(date_of_birth),UPDATE(date_of_birth) ON TABLE app_public.contacts TO tenantry_service;
GRANT SELECT(date_of_birth),UPDATE(date_of_birth) ON TABLE app_public.contacts TO tenantry_client;

--
-- Name: COLUMN contacts.gender; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(gender),UPDATE(gender) ON TABLE app_public.contacts TO tenantry_member;
GRANT INSERT(gender),UPDATE(gender) ON TABLE app_public.contacts TO tenantry_service;
GRANT SELECT(gender),UPDATE(gender) ON TABLE app_public.contacts TO tenantry_client;

--
-- Name: COLUMN contacts.emergency_contact_name; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(emergency_contact_name),UPDATE(emergency_contact_name) ON TABLE app_public.contacts TO tenantry_member;
GRANT INSERT(emergency_contact_name),UPDATE(emergency_contact_name) ON TABLE app_public.contacts TO tenantry_service;
GRANT SELECT(emergency_contact_name),UPDATE(emergency_contact_name) ON TABLE app_public.contacts TO tenantry_client;

--
-- Name: COLUMN contacts.emergency_contact_phone; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(emergency_contact_phone),UPDATE(emergency_contact_phone) ON TABLE app_public.contacts TO tenantry_member;
GRANT INSERT(emergency_contact_phone),UPDATE(emergency_contact_phone) ON TABLE app_public.contacts TO tenantry_service;
GRANT SELECT(emergency_contact_phone),UPDATE(emergency_contact_phone) ON TABLE app_public.contacts TO tenantry_client;

--
-- Name: COLUMN contacts.membership_status; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(membership_status),UPDATE(membership_status) ON TABLE app_public.contacts TO tenantry_member;
GRANT INSERT(membership_status),UPDATE(membership_status) ON TABLE app_public.contacts TO tenantry_service;
GRANT SELECT(membership_status) ON TABLE app_public.contacts TO tenantry_client;

--
-- Name: COLUMN contacts.membership_starts_on; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(membership_starts_on),UPDATE(membership_starts_on) ON TABLE app_public.contacts TO tenantry_member;
GRANT INSERT(membership_starts_on),UPDATE(membership_starts_on) ON TABLE app_public.contacts TO tenantry_service;
GRANT SELECT(membership_starts_on) ON TABLE app_public.contacts TO tenantry_client;

--
-- Name: COLUMN contacts.membership_ends_on; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(membership_ends_on),UPDATE(membership_ends_on) ON TABLE app_public.contacts TO tenantry_member;
GRANT INSERT(membership_ends_on),UPDATE(membership_ends_on) ON TABLE app_public.contacts TO tenantry_service;
GRANT SELECT(membership_ends_on) ON TABLE app_public.contacts TO tenantry_client;

--
-- Name: COLUMN contacts.is_active; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(is_active),UPDATE(is_active) ON TABLE app_public.contacts TO tenantry_member;
GRANT INSERT(is_active),UPDATE(is_active) ON TABLE app_public.contacts TO tenantry_service;

--
-- Name: COLUMN contacts.email_verified; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(email_verified) ON TABLE app_public.contacts TO tenantry_client;

--
-- Name: COLUMN contacts.tags; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(tags),UPDATE(tags) ON TABLE app_public.contacts TO tenantry_member;
GRANT INSERT(tags),UPDATE(tags) ON TABLE app_public.contacts TO tenantry_service;

--
-- Name: COLUMN contacts.notes; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(notes),UPDATE(notes) ON TABLE app_public.contacts TO tenantry_member;
GRANT INSERT(notes),UPDATE(notes) ON TABLE app_public.contacts TO tenantry_service;

--
-- Name: COLUMN contacts.custom_fields; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(custom_fields),UPDATE(custom_fields) ON TABLE app_public.contacts TO tenantry_member;
GRANT INSERT(custom_fields),UPDATE(custom_fields) ON TABLE app_public.contacts TO tenantry_service;

--
-- Name: COLUMN contacts.created_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(created_at) ON TABLE app_public.contacts TO tenantry_client;

--
-- Name: COLUMN contacts.updated_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(updated_at) ON TABLE app_public.contacts TO tenantry_client;

--
-- Name: COLUMN contacts.deleted_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(deleted_at) ON TABLE app_public.contacts TO tenantry_member;
GRANT UPDATE(deleted_at) ON TABLE app_public.contacts TO tenantry_service;

--
-- Name: FUNCTION contacts_custom_field_values(contact app_public.contacts); Type: ACL; Schema: app_public; Owner: -
--

REVOKE ALL ON FUNCTION app_public.contacts_custom_field_values(contact app_public.contacts) FROM PUBLIC;
GRANT ALL ON FUNCTION app_public.contacts_custom_field_values(contact app_public.contacts) TO tenantry_member;
GRANT ALL ON FUNCTION app_public.contacts_custom_field_values(contact app_public.contacts) TO tenantry_service;

--
-- Name: FUNCTION current_membership(); Type: ACL; Schema: app_public; Owner: -
--

REVOKE ALL ON FUNCTION app_public.current_membership() FROM PUBLIC;
GRANT ALL ON FUNCTION app_public.current_membership() TO tenantry_member;

--
-- Name: FUNCTION current_organization(); Type: ACL; Schema: app_public; Owner: -
--

REVOKE ALL ON FUNCTION app_public.current_organization() FROM PUBLIC;
GRANT ALL ON FUNCTION app_public.current_organization() TO tenantry_member;
GRANT ALL ON FUNCTION app_public.current_organization() TO tenantry_service;

--
-- Name: TABLE deals; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.deals TO tenantry_member;
GRANT SELECT ON TABLE app_public.deals TO tenantry_service;

--
-- Name: COLUMN deals.business_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(business_id),UPDATE(business_id) ON TABLE app_public.deals TO tenantry_member;
GRANT INSERT(business_id),UPDATE(business_id) ON TABLE app_public.deals TO tenantry_service;

--
-- Name: COLUMN deals.title; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(title),UPDATE(title) ON TABLE app_public.deals TO tenantry_member;
GRANT INSERT(title),UPDATE(title) ON TABLE app_public.deals TO tenantry_service;

--
-- Name: COLUMN deals.pipeline_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(pipeline_id),UPDATE(pipeline_id) ON TABLE app_public.deals TO tenantry_member;
GRANT INSERT(pipeline_id),UPDATE(pipeline_id) ON TABLE app_public.deals TO tenantry_service;

--
-- Name: COLUMN deals.stage_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(stage_id),UPDATE(stage_id) ON TABLE app_public.deals TO tenantry_member;
GRANT INSERT(stage_id),UPDATE(stage_id) ON TABLE app_public.deals TO tenantry_service;

--
-- Name: COLUMN deals.contact_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(contact_id),UPDATE(contact_id) ON TABLE app_public.deals TO tenantry_member;
GRANT INSERT(contact_id),UPDATE(contact_id) ON TABLE app_public.deals TO tenantry_service;

--
-- Name: COLUMN deals.company_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(company_id),UPDATE(company_id) ON TABLE app_public.deals TO tenantry_member;
GRANT INSERT(company_id),UPDATE(company_id) ON TABLE app_public.deals TO tenantry_service;

--
-- Name: COLUMN deals.owner_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(owner_id),UPDATE(owner_id) ON TABLE app_public.deals TO tenantry_member;
GRANT INSERT(owner_id),UPDATE(owner_id) ON TABLE app_public.deals TO tenantry_service;

--
-- Name: COLUMN deals.value_cents; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(value_cents),UPDATE(value_cents) ON TABLE app_public.deals TO tenantry_member;
GRANT INSERT(value_cents),UPDATE(value_cents) ON TABLE app_public.deals TO tenantry_service;

--
-- Name: COLUMN deals.currency; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(currency),UPDATE(currency) ON TABLE app_public.deals TO tenantry_member;
GRANT INSERT(currency),UPDATE(currency) ON TABLE app_public.deals TO tenantry_service;

--
-- Name: COLUMN deals.probability; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(probability),UPDATE(probability) ON TABLE app_public.deals TO tenantry_member;
GRANT INSERT(probability),UPDATE(probability) ON TABLE app_public.deals TO tenantry_service;

--
-- Name: COLUMN deals.expected_close_on; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(expected_close_on),UPDATE(expected_close_on) ON TABLE app_public.deals TO tenantry_member;
GRANT INSERT(expected_close_on),UPDATE(expected_close_on) ON TABLE app_public.deals TO tenantry_service;

--
-- Name: COLUMN deals.lost_reason; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(lost_reason),UPDATE(lost_reason) ON TABLE app_public.deals TO tenantry_member;
GRANT INSERT(lost_reason),UPDATE(lost_reason) ON TABLE app_public.deals TO tenantry_service;

--
-- Name: COLUMN deals.tags; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(tags),UPDATE(tags) ON TABLE app_public.deals TO tenantry_member;
GRANT INSERT(tags),UPDATE(tags) ON TABLE app_public.deals TO tenantry_service;

--
-- Name: COLUMN deals.custom_fields; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(custom_fields),UPDATE(custom_fields) ON TABLE app_public.deals TO tenantry_member;
GRANT INSERT(custom_fields),UPDATE(custom_fields) ON TABLE app_public.deals TO tenantry_service;

--
-- Name: COLUMN deals.deleted_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(deleted_at) ON TABLE app_public.deals TO tenantry_member;
GRANT UPDATE(deleted_at) ON TABLE app_public.deals TO tenantry_service;

--
-- Name: COLUMN deals.lead_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(lead_id),UPDATE(lead_id) ON TABLE app_public.deals TO tenantry_member;
GRANT INSERT(lead_id),UPDATE(lead_id) ON TABLE app_public.deals TO tenantry_service;

--
-- Name: FUNCTION deals_custom_field_values(deal app_public.deals); Type: ACL; Schema: app_public; Owner: -
--

REVOKE ALL ON FUNCTION app_public.deals_custom_field_values(deal app_public.deals) FROM PUBLIC;
GRANT ALL ON FUNCTION app_public.deals_custom_field_values(deal app_public.deals) TO tenantry_member;
GRANT ALL ON FUNCTION app_public.deals_custom_field_values(deal app_public.deals) TO tenantry_service;

--
-- Name: FUNCTION get_user_organization_id(user_id uuid); Type: ACL; Schema: app_public; Owner: -
--

REVOKE ALL ON FUNCTION app_public.get_user_organization_id(user_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION app_public.get_user_organization_id(user_id uuid) TO tenantry_member;

--
-- Name: FUNCTION has_business_role(user_id uuid, business_id uuid, role text); Type: ACL; Schema: app_public; Owner: -
--

REVOKE ALL ON FUNCTION app_public.has_business_role(user_id uuid, business_id uuid, role text) FROM PUBLIC;
GRANT ALL ON FUNCTION app_public.has_business_role(user_id uuid, business_id uuid, role text) TO tenantry_member;

--
-- Name: FUNCTION is_business_admin(user_id uuid, business_id uuid); Type: ACL; Schema: app_public; Owner: -
--

REVOKE ALL ON FUNCTION app_public.is_business_admin(user_id uuid, business_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION app_public.is_business_admin(user_id uuid, business_id uuid) TO tenantry_member;

--
-- Name: TABLE leads; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.leads TO tenantry_member;
GRANT SELECT ON TABLE app_public.leads TO tenantry_service;

--
-- Name: COLUMN leads.business_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(business_id),UPDATE(business_id) ON TABLE app_public.leads TO tenantry_member;
GRANT INSERT(business_id),UPDATE(business_id) ON TABLE app_public.leads TO tenantry_service;

--
-- Name: COLUMN leads.first_name; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(first_name),UPDATE(first_name) ON TABLE app_public.leads TO tenantry_member;
GRANT INSERT(first_name),UPDATE(first_name) ON TABLE app_public.leads TO tenantry_service;

--
-- Name: COLUMN leads.last_name; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(last_name),UPDATE(last_name) ON TABLE app_public.leads TO tenantry_member;
GRANT INSERT(last_name),UPDATE(last_name) ON TABLE app_public.leads TO tenantry_service;

--
-- Name: COLUMN leads.email; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(email),UPDATE(email) ON TABLE app_public.leads TO tenantry_member;
GRANT INSERT(email),UPDATE(email) ON TABLE app_public.leads TO tenantry_service;

--
-- Name: COLUMN leads.phone; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(phone),UPDATE(phone) ON TABLE app_public.leads TO tenantry_member;
GRANT INSERT(phone),UPDATE(phone) ON TABLE app_public.leads TO tenantry_service;

--
-- Name: COLUMN leads.company_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(company_id),UPDATE(company_id) ON TABLE app_public.leads TO tenantry_member;
GRANT INSERT(company_id),UPDATE(company_id) ON TABLE app_public.leads TO tenantry_service;

--
-- Name: COLUMN leads.contact_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(contact_id),UPDATE(contact_id) ON TABLE app_public.leads TO tenantry_member;
GRANT INSERT(contact_id),UPDATE(contact_id) ON TABLE app_public.leads TO tenantry_service;

--
-- Name: COLUMN leads.source; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(source),UPDATE(source) ON TABLE app_public.leads TO tenantry_member;
GRANT INSERT(source),UPDATE(source) ON TABLE app_public.leads TO tenantry_service;

--
-- Name: COLUMN leads.source_details; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(source_details),UPDATE(source_details) ON TABLE app_public.leads TO tenantry_member;
GRANT INSERT(source_details),UPDATE(source_details) ON TABLE app_public.leads TO tenantry_service;

--
-- Name: COLUMN leads.utm_source; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(utm_source),UPDATE(utm_source) ON TABLE app_public.leads TO tenantry_member;
GRANT INSERT(utm_source),UPDATE(utm_source) ON TABLE app_public.leads TO tenantry_service;

--
-- Name: COLUMN leads.utm_medium; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(utm_medium),UPDATE(utm_medium) ON TABLE app_public.leads TO tenantry_member;
GRANT INSERT(utm_medium),UPDATE(utm_medium) ON TABLE app_public.leads TO tenantry_service;

--
-- Name: COLUMN leads.utm_campaign; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(utm_campaign),UPDATE(utm_campaign) ON TABLE app_public.leads TO tenantry_member;
GRANT INSERT(utm_campaign),UPDATE(utm_campaign) ON TABLE app_public.leads TO tenantry_service;

--
-- Name: COLUMN leads.status; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(status),UPDATE(status) ON TABLE app_public.leads TO tenantry_member;
GRANT INSERT(status),UPDATE(status) ON TABLE app_public.leads TO tenantry_service;

--
-- Name: COLUMN leads.lead_score; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(lead_score),UPDATE(lead_score) ON TABLE app_public.leads TO tenantry_member;
GRANT INSERT(lead_score),UPDATE(lead_score) ON TABLE app_public.leads TO tenantry_service;

--
-- Name: COLUMN leads.ai_score; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(ai_score),UPDATE(ai_score) ON TABLE app_public.leads TO tenantry_member;
GRANT INSERT(ai_score),UPDATE(ai_score) ON TABLE app_public.leads TO tenantry_service;

--
-- Name: COLUMN leads.assigned_to_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(assigned_to_id),UPDATE(assigned_to_id) ON TABLE app_public.leads TO tenantry_member;
GRANT INSERT(assigned_to_id),UPDATE(assigned_to_id) ON TABLE app_public.leads TO tenantry_service;

--
-- Name: COLUMN leads.tags; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(tags),UPDATE(tags) ON TABLE app_public.leads TO tenantry_member;
GRANT INSERT(tags),UPDATE(tags) ON TABLE app_public.leads TO tenantry_service;

--
-- Name: COLUMN leads.notes; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(notes),UPDATE(notes) ON TABLE app_public.leads TO tenantry_member;
GRANT INSERT(notes),UPDATE(notes) ON TABLE app_public.leads TO tenantry_service;

--
-- Name: COLUMN leads.custom_fields; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(custom_fields),UPDATE(custom_fields) ON TABLE app_public.leads TO tenantry_member;
GRANT INSERT(custom_fields),UPDATE(custom_fields) ON TABLE app_public.leads TO tenantry_service;

--
-- Name: COLUMN leads.lost_reason; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(lost_reason),UPDATE(lost_reason) ON TABLE app_public.leads TO tenantry_member;
GRANT INSERT(lost_reason),UPDATE(lost_reason) ON TABLE app_public.leads TO tenantry_service;

--
-- Name: COLUMN leads.deleted_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(deleted_at) ON TABLE app_public.leads TO tenantry_member;
GRANT UPDATE(deleted_at) ON TABLE app_public.leads TO tenantry_service;

--
-- Name: FUNCTION leads_custom_field_values(lead app_public.leads); Type: ACL; Schema: app_public; Owner: -
--

REVOKE ALL ON FUNCTION app_public.leads_custom_field_values(lead app_public.leads) FROM PUBLIC;
GRANT ALL ON FUNCTION app_public.leads_custom_field_values(lead app_public.leads) TO tenantry_member;
GRANT ALL ON FUNCTION app_public.leads_custom_field_values(lead app_public.leads) TO tenantry_service;

--
-- Name: TABLE conversations; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.conversations TO tenantry_member;
GRANT SELECT ON TABLE app_public.conversations TO tenantry_service;

--
-- Name: COLUMN conversations.id; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(id) ON TABLE app_public.conversations TO tenantry_client;

--
-- Name: COLUMN conversations.organization_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(organization_id) ON TABLE app_public.conversations TO tenantry_client;

--
-- Name: COLUMN conversations.business_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(business_id),UPDATE(business_id) ON TABLE app_public.conversations TO tenantry_member;
GRANT INSERT(business_id),UPDATE(business_id) ON TABLE app_public.conversations TO tenantry_service;
GRANT SELECT(business_id) ON TABLE app_public.conversations TO tenantry_client;

--
-- Name: COLUMN conversations.contact_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(contact_id),UPDATE(contact_id) ON TABLE app_public.conversations TO tenantry_member;
GRANT INSERT(contact_id),UPDATE(contact_id) ON TABLE app_public.conversations TO tenantry_service;
GRANT SELECT(contact_id) ON TABLE app_public.conversations TO tenantry_client;

--
-- Name: COLUMN conversations.channel; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(channel) ON TABLE app_public.conversations TO tenantry_member;
GRANT INSERT(channel) ON TABLE app_public.conversations TO tenantry_service;
GRANT SELECT(channel) ON TABLE app_public.conversations TO tenantry_client;

--
-- Name: COLUMN conversations.subject; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(subject),UPDATE(subject) ON TABLE app_public.conversations TO tenantry_member;
GRANT INSERT(subject),UPDATE(subject) ON TABLE app_public.conversations TO tenantry_service;
GRANT SELECT(subject) ON TABLE app_public.conversations TO tenantry_client;

--
-- Name: COLUMN conversations.status; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(status),UPDATE(status) ON TABLE app_public.conversations TO tenantry_member;
GRANT INSERT(status),UPDATE(status) ON TABLE app_public.conversations TO tenantry_service;
GRANT SELECT(status) ON TABLE app_public.conversations TO tenantry_client;

--
-- Name: COLUMN conversations.assigned_to_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(assigned_to_id),UPDATE(assigned_to_id) ON TABLE app_public.conversations TO tenantry_member;
GRANT INSERT(assigned_to_id),UPDATE(assigned_to_id) ON TABLE app_public.conversations TO tenantry_service;

--
-- Name: COLUMN conversations.last_message_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(last_message_at) ON TABLE app_public.conversations TO tenantry_client;

--
-- Name: COLUMN conversations.last_message_preview; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(last_message_preview) ON TABLE app_public.conversations TO tenantry_client;

--
-- Name: COLUMN conversations.created_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(created_at) ON TABLE app_public.conversations TO tenantry_client;

--
-- Name: COLUMN conversations.updated_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(updated_at) ON TABLE app_public.conversations TO tenantry_client;

--
-- Name: FUNCTION mark_conversation_read(conversation_id uuid); Type: ACL; Schema: app_public; Owner: -
--

REVOKE ALL ON FUNCTION app_public.mark_conversation_read(conversation_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION app_public.mark_conversation_read(conversation_id uuid) TO tenantry_member;
GRANT ALL ON FUNCTION app_public.mark_conversation_read(conversation_id uuid) TO tenantry_service;

--
-- Name: TABLE users; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.users TO tenantry_member;
GRANT SELECT ON TABLE app_public.users TO tenantry_service;

--
-- Name: COLUMN users.full_name; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(full_name) ON TABLE app_public.users TO tenantry_member;

--
-- Name: COLUMN users.avatar_url; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(avatar_url) ON TABLE app_public.users TO tenantry_member;

--
-- Name: COLUMN users.phone; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(phone) ON TABLE app_public.users TO tenantry_member;

--
-- Name: COLUMN users.locale; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(locale) ON TABLE app_public.users TO tenantry_member;

--
-- Name: COLUMN users.timezone; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(timezone) ON TABLE app_public.users TO tenantry_member;

--
-- Name: COLUMN users.metadata; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(metadata) ON TABLE app_public.users TO tenantry_member;

--
-- Name: FUNCTION me(); Type: ACL; Schema: app_public; Owner: -
--

REVOKE ALL ON FUNCTION app_public.me() FROM PUBLIC;
GRANT ALL ON FUNCTION app_public.me() TO tenantry_anonymous;
GRANT ALL ON FUNCTION app_public.me() TO tenantry_member;

--
-- Name: FUNCTION my_custom_field_values(); Type: ACL; Schema: app_public; Owner: -
--

REVOKE ALL ON FUNCTION app_public.my_custom_field_values() FROM PUBLIC;
GRANT ALL ON FUNCTION app_public.my_custom_field_values() TO tenantry_client;

--
-- Name: FUNCTION my_organizations(); Type: ACL; Schema: app_public; Owner: -
--

REVOKE ALL ON FUNCTION app_public.my_organizations() FROM PUBLIC;
GRANT ALL ON FUNCTION app_public.my_organizations() TO tenantry_member;

--
-- Name: FUNCTION my_permissions(); Type: ACL; Schema: app_public; Owner: -
--

REVOKE ALL ON FUNCTION app_public.my_permissions() FROM PUBLIC;
GRANT ALL ON FUNCTION app_public.my_permissions() TO tenantry_member;

--
-- Name: FUNCTION org_ids_for_user(uid uuid); Type: ACL; Schema: app_public; Owner: -
--

REVOKE ALL ON FUNCTION app_public.org_ids_for_user(uid uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION app_public.org_ids_for_user(uid uuid) TO tenantry_member;

--
-- Name: TABLE roles; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT,DELETE ON TABLE app_public.roles TO tenantry_member;
GRANT SELECT ON TABLE app_public.roles TO tenantry_service;

--
-- Name: COLUMN roles.name; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(name),UPDATE(name) ON TABLE app_public.roles TO tenantry_member;

--
-- Name: COLUMN roles.description; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(description),UPDATE(description) ON TABLE app_public.roles TO tenantry_member;

--
-- Name: FUNCTION roles_permissions(role app_public.roles); Type: ACL; Schema: app_public; Owner: -
--

REVOKE ALL ON FUNCTION app_public.roles_permissions(role app_public.roles) FROM PUBLIC;
GRANT ALL ON FUNCTION app_public.roles_permissions(role app_public.roles) TO tenantry_member;
GRANT ALL ON FUNCTION app_public.roles_permissions(role app_public.roles) TO tenantry_service;

--
-- Name: FUNCTION jwt(); Type: ACL; Schema: auth; Owner: -
--

REVOKE ALL ON FUNCTION auth.jwt() FROM PUBLIC;
GRANT ALL ON FUNCTION auth.jwt() TO tenantry_anonymous;
GRANT ALL ON FUNCTION auth.jwt() TO tenantry_member;
GRANT ALL ON FUNCTION auth.jwt() TO tenantry_client;
GRANT ALL ON FUNCTION auth.jwt() TO tenantry_service;

--
-- Name: FUNCTION role(); Type: ACL; Schema: auth; Owner: -
--

REVOKE ALL ON FUNCTION auth.role() FROM PUBLIC;
GRANT ALL ON FUNCTION auth.role() TO tenantry_anonymous;
GRANT ALL ON FUNCTION auth.role() TO tenantry_member;
GRANT ALL ON FUNCTION auth.role() TO tenantry_client;
GRANT ALL ON FUNCTION auth.role() TO tenantry_service;

--
-- Name: FUNCTION uid(); Type: ACL; Schema: auth; Owner: -
--

REVOKE ALL ON FUNCTION auth.uid() FROM PUBLIC;
GRANT ALL ON FUNCTION auth.uid() TO tenantry_anonymous;
GRANT ALL ON FUNCTION auth.uid() TO tenantry_member;
GRANT ALL ON FUNCTION auth.uid() TO tenantry_client;
GRANT ALL ON FUNCTION auth.uid() TO tenantry_service;

--
-- Name: TABLE audit_logs; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.audit_logs TO tenantry_member;
GRANT SELECT ON TABLE app_public.audit_logs TO tenantry_service;

--
-- Name: TABLE role_permissions; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT,DELETE ON TABLE app_public.role_permissions TO tenantry_member;
GRANT SELECT ON TABLE app_public.role_permissions TO tenantry_service;

--
-- Name: COLUMN role_permissions.role_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(role_id) ON TABLE app_public.role_permissions TO tenantry_member;

--
-- Name: COLUMN role_permissions.resource; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(resource) ON TABLE app_public.role_permissions TO tenantry_member;

--
-- Name: COLUMN role_permissions.action; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(action) ON TABLE app_public.role_permissions TO tenantry_member;

--
-- Name: COLUMN role_permissions.scope; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(scope),UPDATE(scope) ON TABLE app_public.role_permissions TO tenantry_member;

--
-- Name: TABLE security_events; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.security_events TO tenantry_member;
GRANT SELECT ON TABLE app_public.security_events TO tenantry_service;

--
-- Name: TABLE activities; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.activities TO tenantry_member;
GRANT SELECT ON TABLE app_public.activities TO tenantry_service;

--
-- Name: COLUMN activities.business_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(business_id),UPDATE(business_id) ON TABLE app_public.activities TO tenantry_member;
GRANT INSERT(business_id),UPDATE(business_id) ON TABLE app_public.activities TO tenantry_service;

--
-- Name: COLUMN activities.kind; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(kind),UPDATE(kind) ON TABLE app_public.activities TO tenantry_member;
GRANT INSERT(kind),UPDATE(kind) ON TABLE app_public.activities TO tenantry_service;

--
-- Name: COLUMN activities.direction; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(direction),UPDATE(direction) ON TABLE app_public.activities TO tenantry_member;
GRANT INSERT(direction),UPDATE(direction) ON TABLE app_public.activities TO tenantry_service;

--
-- Name: COLUMN activities.subject; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(subject),UPDATE(subject) ON TABLE app_public.activities TO tenantry_member;
GRANT INSERT(subject),UPDATE(subject) ON TABLE app_public.activities TO tenantry_service;

--
-- Name: COLUMN activities.content; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(content),UPDATE(content) ON TABLE app_public.activities TO tenantry_member;
GRANT INSERT(content),UPDATE(content) ON TABLE app_public.activities TO tenantry_service;

--
-- Name: COLUMN activities.outcome; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(outcome),UPDATE(outcome) ON TABLE app_public.activities TO tenantry_member;
GRANT INSERT(outcome),UPDATE(outcome) ON TABLE app_public.activities TO tenantry_service;

--
-- Name: COLUMN activities.ai_analysis; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(ai_analysis),UPDATE(ai_analysis) ON TABLE app_public.activities TO tenantry_member;
GRANT INSERT(ai_analysis),UPDATE(ai_analysis) ON TABLE app_public.activities TO tenantry_service;

--
-- Name: COLUMN activities.sentiment; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(sentiment),UPDATE(sentiment) ON TABLE app_public.activities TO tenantry_member;
GRANT INSERT(sentiment),UPDATE(sentiment) ON TABLE app_public.activities TO tenantry_service;

--
-- Name: COLUMN activities.is_internal; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(is_internal),UPDATE(is_internal) ON TABLE app_public.activities TO tenantry_member;
GRANT INSERT(is_internal),UPDATE(is_internal) ON TABLE app_public.activities TO tenantry_service;

--
-- Name: COLUMN activities.contact_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(contact_id),UPDATE(contact_id) ON TABLE app_public.activities TO tenantry_member;
GRANT INSERT(contact_id),UPDATE(contact_id) ON TABLE app_public.activities TO tenantry_service;

--
-- Name: COLUMN activities.deal_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(deal_id),UPDATE(deal_id) ON TABLE app_public.activities TO tenantry_member;
GRANT INSERT(deal_id),UPDATE(deal_id) ON TABLE app_public.activities TO tenantry_service;

--
-- Name: COLUMN activities.company_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(company_id),UPDATE(company_id) ON TABLE app_public.activities TO tenantry_member;
GRANT INSERT(company_id),UPDATE(company_id) ON TABLE app_public.activities TO tenantry_service;

--
-- Name: COLUMN activities.occurred_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(occurred_at),UPDATE(occurred_at) ON TABLE app_public.activities TO tenantry_member;
GRANT INSERT(occurred_at),UPDATE(occurred_at) ON TABLE app_public.activities TO tenantry_service;

--
-- Name: COLUMN activities.duration_seconds; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(duration_seconds),UPDATE(duration_seconds) ON TABLE app_public.activities TO tenantry_member;
GRANT INSERT(duration_seconds),UPDATE(duration_seconds) ON TABLE app_public.activities TO tenantry_service;

--
-- Name: COLUMN activities.deleted_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(deleted_at) ON TABLE app_public.activities TO tenantry_member;
GRANT UPDATE(deleted_at) ON TABLE app_public.activities TO tenantry_service;

--
-- Name: COLUMN activities.lead_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(lead_id),UPDATE(lead_id) ON TABLE app_public.activities TO tenantry_member;
GRANT INSERT(lead_id),UPDATE(lead_id) ON TABLE app_public.activities TO tenantry_service;

--
-- Name: TABLE activity_kinds; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.activity_kinds TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.activity_kinds TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.activity_kinds TO tenantry_member;
GRANT SELECT ON TABLE app_public.activity_kinds TO tenantry_client;
GRANT SELECT ON TABLE app_public.activity_kinds TO tenantry_service;

--
-- Name: TABLE ai_script_kinds; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.ai_script_kinds TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.ai_script_kinds TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.ai_script_kinds TO tenantry_member;
GRANT SELECT ON TABLE app_public.ai_script_kinds TO tenantry_client;
GRANT SELECT ON TABLE app_public.ai_script_kinds TO tenantry_service;

--
-- Name: TABLE ai_scripts; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT,DELETE ON TABLE app_public.ai_scripts TO tenantry_member;
GRANT SELECT,DELETE ON TABLE app_public.ai_scripts TO tenantry_service;

--
-- Name: COLUMN ai_scripts.kind; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(kind),UPDATE(kind) ON TABLE app_public.ai_scripts TO tenantry_member;
GRANT INSERT(kind),UPDATE(kind) ON TABLE app_public.ai_scripts TO tenantry_service;

--
-- Name: COLUMN ai_scripts.name; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(name),UPDATE(name) ON TABLE app_public.ai_scripts TO tenantry_member;
GRANT INSERT(name),UPDATE(name) ON TABLE app_public.ai_scripts TO tenantry_service;

--
-- Name: COLUMN ai_scripts.language; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(language),UPDATE(language) ON TABLE app_public.ai_scripts TO tenantry_member;
GRANT INSERT(language),UPDATE(language) ON TABLE app_public.ai_scripts TO tenantry_service;

--
-- Name: COLUMN ai_scripts.content; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(content),UPDATE(content) ON TABLE app_public.ai_scripts TO tenantry_member;
GRANT INSERT(content),UPDATE(content) ON TABLE app_public.ai_scripts TO tenantry_service;

--
-- Name: COLUMN ai_scripts.is_active; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(is_active),UPDATE(is_active) ON TABLE app_public.ai_scripts TO tenantry_member;
GRANT INSERT(is_active),UPDATE(is_active) ON TABLE app_public.ai_scripts TO tenantry_service;

--
-- Name: TABLE api_keys; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.api_keys TO tenantry_member;

--
-- Name: COLUMN api_keys.name; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(name) ON TABLE app_public.api_keys TO tenantry_member;

--
-- Name: COLUMN api_keys.expires_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(expires_at) ON TABLE app_public.api_keys TO tenantry_member;

--
-- Name: COLUMN api_keys.revoked_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(revoked_at) ON TABLE app_public.api_keys TO tenantry_member;

--
-- Name: TABLE audit_actions; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.audit_actions TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.audit_actions TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.audit_actions TO tenantry_member;
GRANT SELECT ON TABLE app_public.audit_actions TO tenantry_client;
GRANT SELECT ON TABLE app_public.audit_actions TO tenantry_service;

--
-- Name: TABLE audit_actor_kinds; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.audit_actor_kinds TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.audit_actor_kinds TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.audit_actor_kinds TO tenantry_member;
GRANT SELECT ON TABLE app_public.audit_actor_kinds TO tenantry_client;
GRANT SELECT ON TABLE app_public.audit_actor_kinds TO tenantry_service;

--
-- Name: TABLE business_memberships; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT,DELETE ON TABLE app_public.business_memberships TO tenantry_member;
GRANT SELECT ON TABLE app_public.business_memberships TO tenantry_service;

--
-- Name: COLUMN business_memberships.membership_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(membership_id) ON TABLE app_public.business_memberships TO tenantry_member;

--
-- Name: COLUMN business_memberships.business_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(business_id) ON TABLE app_public.business_memberships TO tenantry_member;

--
-- Name: COLUMN business_memberships.role_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(role_id),UPDATE(role_id) ON TABLE app_public.business_memberships TO tenantry_member;

--
-- Name: TABLE businesses; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT,DELETE ON TABLE app_public.businesses TO tenantry_member;
GRANT SELECT ON TABLE app_public.businesses TO tenantry_service;

--
-- Name: COLUMN businesses.name; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(name),UPDATE(name) ON TABLE app_public.businesses TO tenantry_member;

--
-- Name: COLUMN businesses.slug; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(slug),UPDATE(slug) ON TABLE app_public.businesses TO tenantry_member;

--
-- Name: COLUMN businesses.business_type; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(business_type),UPDATE(business_type) ON TABLE app_public.businesses TO tenantry_member;

--
-- Name: COLUMN businesses.phone; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(phone),UPDATE(phone) ON TABLE app_public.businesses TO tenantry_member;

--
-- Name: COLUMN businesses.email; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(email),UPDATE(email) ON TABLE app_public.businesses TO tenantry_member;

--
-- Name: COLUMN businesses.website; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(website),UPDATE(website) ON TABLE app_public.businesses TO tenantry_member;

--
-- Name: COLUMN businesses.address; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(address),UPDATE(address) ON TABLE app_public.businesses TO tenantry_member;

--
-- Name: COLUMN businesses.timezone; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(timezone),UPDATE(timezone) ON TABLE app_public.businesses TO tenantry_member;

--
-- Name: COLUMN businesses.settings; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(settings),UPDATE(settings) ON TABLE app_public.businesses TO tenantry_member;

--
-- Name: COLUMN businesses.is_active; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(is_active),UPDATE(is_active) ON TABLE app_public.businesses TO tenantry_member;

--
-- Name: TABLE call_campaign_statuses; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.call_campaign_statuses TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.call_campaign_statuses TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.call_campaign_statuses TO tenantry_member;
GRANT SELECT ON TABLE app_public.call_campaign_statuses TO tenantry_client;
GRANT SELECT ON TABLE app_public.call_campaign_statuses TO tenantry_service;

--
-- Name: TABLE call_campaign_target_states; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.call_campaign_target_states TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.call_campaign_target_states TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.call_campaign_target_states TO tenantry_member;
GRANT SELECT ON TABLE app_public.call_campaign_target_states TO tenantry_client;
GRANT SELECT ON TABLE app_public.call_campaign_target_states TO tenantry_service;

--
-- Name: TABLE call_campaign_targets; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT,DELETE ON TABLE app_public.call_campaign_targets TO tenantry_member;
GRANT SELECT,DELETE ON TABLE app_public.call_campaign_targets TO tenantry_service;

--
-- Name: COLUMN call_campaign_targets.campaign_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(campaign_id) ON TABLE app_public.call_campaign_targets TO tenantry_member;
GRANT INSERT(campaign_id) ON TABLE app_public.call_campaign_targets TO tenantry_service;

--
-- Name: COLUMN call_campaign_targets.contact_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(contact_id) ON TABLE app_public.call_campaign_targets TO tenantry_member;
GRANT INSERT(contact_id) ON TABLE app_public.call_campaign_targets TO tenantry_service;

--
-- Name: COLUMN call_campaign_targets.lead_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(lead_id) ON TABLE app_public.call_campaign_targets TO tenantry_member;
GRANT INSERT(lead_id) ON TABLE app_public.call_campaign_targets TO tenantry_service;

--
-- Name: COLUMN call_campaign_targets.phone; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(phone) ON TABLE app_public.call_campaign_targets TO tenantry_member;
GRANT INSERT(phone) ON TABLE app_public.call_campaign_targets TO tenantry_service;

--
-- Name: COLUMN call_campaign_targets.state; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(state) ON TABLE app_public.call_campaign_targets TO tenantry_member;
GRANT UPDATE(state) ON TABLE app_public.call_campaign_targets TO tenantry_service;

--
-- Name: COLUMN call_campaign_targets.next_attempt_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(next_attempt_at),UPDATE(next_attempt_at) ON TABLE app_public.call_campaign_targets TO tenantry_member;
GRANT INSERT(next_attempt_at),UPDATE(next_attempt_at) ON TABLE app_public.call_campaign_targets TO tenantry_service;

--
-- Name: COLUMN call_campaign_targets.result; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(result) ON TABLE app_public.call_campaign_targets TO tenantry_member;
GRANT UPDATE(result) ON TABLE app_public.call_campaign_targets TO tenantry_service;

--
-- Name: COLUMN call_campaign_targets.call_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(call_id) ON TABLE app_public.call_campaign_targets TO tenantry_member;
GRANT UPDATE(call_id) ON TABLE app_public.call_campaign_targets TO tenantry_service;

--
-- Name: TABLE call_campaigns; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.call_campaigns TO tenantry_member;
GRANT SELECT ON TABLE app_public.call_campaigns TO tenantry_service;

--
-- Name: COLUMN call_campaigns.business_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(business_id),UPDATE(business_id) ON TABLE app_public.call_campaigns TO tenantry_member;
GRANT INSERT(business_id),UPDATE(business_id) ON TABLE app_public.call_campaigns TO tenantry_service;

--
-- Name: COLUMN call_campaigns.name; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(name),UPDATE(name) ON TABLE app_public.call_campaigns TO tenantry_member;
GRANT INSERT(name),UPDATE(name) ON TABLE app_public.call_campaigns TO tenantry_service;

--
-- Name: COLUMN call_campaigns.script_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(script_id),UPDATE(script_id) ON TABLE app_public.call_campaigns TO tenantry_member;
GRANT INSERT(script_id),UPDATE(script_id) ON TABLE app_public.call_campaigns TO tenantry_service;

--
-- Name: COLUMN call_campaigns.status; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(status),UPDATE(status) ON TABLE app_public.call_campaigns TO tenantry_member;
GRANT INSERT(status),UPDATE(status) ON TABLE app_public.call_campaigns TO tenantry_service;

--
-- Name: COLUMN call_campaigns.schedule; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(schedule),UPDATE(schedule) ON TABLE app_public.call_campaigns TO tenantry_member;
GRANT INSERT(schedule),UPDATE(schedule) ON TABLE app_public.call_campaigns TO tenantry_service;

--
-- Name: COLUMN call_campaigns.starts_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(starts_at),UPDATE(starts_at) ON TABLE app_public.call_campaigns TO tenantry_member;
GRANT INSERT(starts_at),UPDATE(starts_at) ON TABLE app_public.call_campaigns TO tenantry_service;

--
-- Name: COLUMN call_campaigns.ends_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(ends_at),UPDATE(ends_at) ON TABLE app_public.call_campaigns TO tenantry_member;
GRANT INSERT(ends_at),UPDATE(ends_at) ON TABLE app_public.call_campaigns TO tenantry_service;

--
-- Name: COLUMN call_campaigns.deleted_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(deleted_at) ON TABLE app_public.call_campaigns TO tenantry_member;
GRANT UPDATE(deleted_at) ON TABLE app_public.call_campaigns TO tenantry_service;

--
-- Name: TABLE call_statuses; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.call_statuses TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.call_statuses TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.call_statuses TO tenantry_member;
GRANT SELECT ON TABLE app_public.call_statuses TO tenantry_client;
GRANT SELECT ON TABLE app_public.call_statuses TO tenantry_service;

--
-- Name: TABLE calls; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.calls TO tenantry_member;
GRANT SELECT ON TABLE app_public.calls TO tenantry_service;

--
-- Name: COLUMN calls.business_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(business_id),UPDATE(business_id) ON TABLE app_public.calls TO tenantry_member;
GRANT INSERT(business_id),UPDATE(business_id) ON TABLE app_public.calls TO tenantry_service;

--
-- Name: COLUMN calls.direction; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(direction) ON TABLE app_public.calls TO tenantry_member;
GRANT INSERT(direction) ON TABLE app_public.calls TO tenantry_service;

--
-- Name: COLUMN calls.from_number; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(from_number) ON TABLE app_public.calls TO tenantry_member;
GRANT INSERT(from_number) ON TABLE app_public.calls TO tenantry_service;

--
-- Name: COLUMN calls.to_number; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(to_number) ON TABLE app_public.calls TO tenantry_member;
GRANT INSERT(to_number) ON TABLE app_public.calls TO tenantry_service;

--
-- Name: COLUMN calls.status; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(status),UPDATE(status) ON TABLE app_public.calls TO tenantry_member;
GRANT INSERT(status),UPDATE(status) ON TABLE app_public.calls TO tenantry_service;

--
-- Name: COLUMN calls.outcome; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(outcome),UPDATE(outcome) ON TABLE app_public.calls TO tenantry_member;
GRANT INSERT(outcome),UPDATE(outcome) ON TABLE app_public.calls TO tenantry_service;

--
-- Name: COLUMN calls.transcript; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(transcript),UPDATE(transcript) ON TABLE app_public.calls TO tenantry_member;
GRANT INSERT(transcript),UPDATE(transcript) ON TABLE app_public.calls TO tenantry_service;

--
-- Name: COLUMN calls.summary; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(summary),UPDATE(summary) ON TABLE app_public.calls TO tenantry_member;
GRANT INSERT(summary),UPDATE(summary) ON TABLE app_public.calls TO tenantry_service;

--
-- Name: COLUMN calls.ai_analysis; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(ai_analysis),UPDATE(ai_analysis) ON TABLE app_public.calls TO tenantry_member;
GRANT INSERT(ai_analysis),UPDATE(ai_analysis) ON TABLE app_public.calls TO tenantry_service;

--
-- Name: COLUMN calls.sentiment; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(sentiment),UPDATE(sentiment) ON TABLE app_public.calls TO tenantry_member;
GRANT INSERT(sentiment),UPDATE(sentiment) ON TABLE app_public.calls TO tenantry_service;

--
-- Name: COLUMN calls.recording_url; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(recording_url),UPDATE(recording_url) ON TABLE app_public.calls TO tenantry_member;
GRANT INSERT(recording_url),UPDATE(recording_url) ON TABLE app_public.calls TO tenantry_service;

--
-- Name: COLUMN calls.started_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(started_at),UPDATE(started_at) ON TABLE app_public.calls TO tenantry_member;
GRANT INSERT(started_at),UPDATE(started_at) ON TABLE app_public.calls TO tenantry_service;

--
-- Name: COLUMN calls.ended_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(ended_at),UPDATE(ended_at) ON TABLE app_public.calls TO tenantry_member;
GRANT INSERT(ended_at),UPDATE(ended_at) ON TABLE app_public.calls TO tenantry_service;

--
-- Name: COLUMN calls.duration_seconds; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(duration_seconds),UPDATE(duration_seconds) ON TABLE app_public.calls TO tenantry_member;
GRANT INSERT(duration_seconds),UPDATE(duration_seconds) ON TABLE app_public.calls TO tenantry_service;

--
-- Name: COLUMN calls.cost_cents; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(cost_cents),UPDATE(cost_cents) ON TABLE app_public.calls TO tenantry_member;
GRANT INSERT(cost_cents),UPDATE(cost_cents) ON TABLE app_public.calls TO tenantry_service;

--
-- Name: COLUMN calls.currency; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(currency),UPDATE(currency) ON TABLE app_public.calls TO tenantry_member;
GRANT INSERT(currency),UPDATE(currency) ON TABLE app_public.calls TO tenantry_service;

--
-- Name: COLUMN calls.contact_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(contact_id),UPDATE(contact_id) ON TABLE app_public.calls TO tenantry_member;
GRANT INSERT(contact_id),UPDATE(contact_id) ON TABLE app_public.calls TO tenantry_service;

--
-- Name: COLUMN calls.lead_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(lead_id),UPDATE(lead_id) ON TABLE app_public.calls TO tenantry_member;
GRANT INSERT(lead_id),UPDATE(lead_id) ON TABLE app_public.calls TO tenantry_service;

--
-- Name: COLUMN calls.campaign_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(campaign_id),UPDATE(campaign_id) ON TABLE app_public.calls TO tenantry_member;
GRANT INSERT(campaign_id),UPDATE(campaign_id) ON TABLE app_public.calls TO tenantry_service;

--
-- Name: COLUMN calls.script_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(script_id),UPDATE(script_id) ON TABLE app_public.calls TO tenantry_member;
GRANT INSERT(script_id),UPDATE(script_id) ON TABLE app_public.calls TO tenantry_service;

--
-- Name: COLUMN calls.handled_by_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(handled_by_id),UPDATE(handled_by_id) ON TABLE app_public.calls TO tenantry_member;
GRANT INSERT(handled_by_id),UPDATE(handled_by_id) ON TABLE app_public.calls TO tenantry_service;

--
-- Name: COLUMN calls.external_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(external_id),UPDATE(external_id) ON TABLE app_public.calls TO tenantry_member;
GRANT INSERT(external_id),UPDATE(external_id) ON TABLE app_public.calls TO tenantry_service;

--
-- Name: COLUMN calls.deleted_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(deleted_at) ON TABLE app_public.calls TO tenantry_member;
GRANT UPDATE(deleted_at) ON TABLE app_public.calls TO tenantry_service;

--
-- Name: TABLE channels; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.channels TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.channels TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.channels TO tenantry_member;
GRANT SELECT ON TABLE app_public.channels TO tenantry_client;
GRANT SELECT ON TABLE app_public.channels TO tenantry_service;

--
-- Name: TABLE client_invitations; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.client_invitations TO tenantry_member;
GRANT SELECT ON TABLE app_public.client_invitations TO tenantry_service;

--
-- Name: COLUMN client_invitations.first_name; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(first_name) ON TABLE app_public.client_invitations TO tenantry_member;
GRANT UPDATE(first_name) ON TABLE app_public.client_invitations TO tenantry_service;

--
-- Name: COLUMN client_invitations.last_name; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(last_name) ON TABLE app_public.client_invitations TO tenantry_member;
GRANT UPDATE(last_name) ON TABLE app_public.client_invitations TO tenantry_service;

--
-- Name: COLUMN client_invitations.phone; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(phone) ON TABLE app_public.client_invitations TO tenantry_member;
GRANT UPDATE(phone) ON TABLE app_public.client_invitations TO tenantry_service;

--
-- Name: COLUMN client_invitations.custom_message; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(custom_message) ON TABLE app_public.client_invitations TO tenantry_member;
GRANT UPDATE(custom_message) ON TABLE app_public.client_invitations TO tenantry_service;

--
-- Name: COLUMN client_invitations.metadata; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(metadata) ON TABLE app_public.client_invitations TO tenantry_member;
GRANT UPDATE(metadata) ON TABLE app_public.client_invitations TO tenantry_service;

--
-- Name: COLUMN client_invitations.expires_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(expires_at) ON TABLE app_public.client_invitations TO tenantry_member;
GRANT UPDATE(expires_at) ON TABLE app_public.client_invitations TO tenantry_service;

--
-- Name: COLUMN client_invitations.revoked_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(revoked_at) ON TABLE app_public.client_invitations TO tenantry_member;
GRANT UPDATE(revoked_at) ON TABLE app_public.client_invitations TO tenantry_service;

--
-- Name: TABLE contact_lifecycle_stages; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.contact_lifecycle_stages TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.contact_lifecycle_stages TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.contact_lifecycle_stages TO tenantry_member;
GRANT SELECT ON TABLE app_public.contact_lifecycle_stages TO tenantry_client;
GRANT SELECT ON TABLE app_public.contact_lifecycle_stages TO tenantry_service;

--
-- Name: TABLE contact_membership_statuses; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.contact_membership_statuses TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.contact_membership_statuses TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.contact_membership_statuses TO tenantry_member;
GRANT SELECT ON TABLE app_public.contact_membership_statuses TO tenantry_client;
GRANT SELECT ON TABLE app_public.contact_membership_statuses TO tenantry_service;

--
-- Name: TABLE contract_statuses; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.contract_statuses TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.contract_statuses TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.contract_statuses TO tenantry_member;
GRANT SELECT ON TABLE app_public.contract_statuses TO tenantry_client;
GRANT SELECT ON TABLE app_public.contract_statuses TO tenantry_service;

--
-- Name: TABLE contracts; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.contracts TO tenantry_member;
GRANT SELECT ON TABLE app_public.contracts TO tenantry_service;

--
-- Name: COLUMN contracts.id; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(id) ON TABLE app_public.contracts TO tenantry_client;

--
-- Name: COLUMN contracts.organization_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(organization_id) ON TABLE app_public.contracts TO tenantry_client;

--
-- Name: COLUMN contracts.business_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(business_id),UPDATE(business_id) ON TABLE app_public.contracts TO tenantry_member;
GRANT INSERT(business_id),UPDATE(business_id) ON TABLE app_public.contracts TO tenantry_service;

--
-- Name: COLUMN contracts.number; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(number) ON TABLE app_public.contracts TO tenantry_client;

--
-- Name: COLUMN contracts.title; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(title),UPDATE(title) ON TABLE app_public.contracts TO tenantry_member;
GRANT INSERT(title),UPDATE(title) ON TABLE app_public.contracts TO tenantry_service;
GRANT SELECT(title) ON TABLE app_public.contracts TO tenantry_client;

--
-- Name: COLUMN contracts.content; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(content),UPDATE(content) ON TABLE app_public.contracts TO tenantry_member;
GRANT INSERT(content),UPDATE(content) ON TABLE app_public.contracts TO tenantry_service;
GRANT SELECT(content) ON TABLE app_public.contracts TO tenantry_client;

--
-- Name: COLUMN contracts.deal_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(deal_id),UPDATE(deal_id) ON TABLE app_public.contracts TO tenantry_member;
GRANT INSERT(deal_id),UPDATE(deal_id) ON TABLE app_public.contracts TO tenantry_service;

--
-- Name: COLUMN contracts.proposal_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(proposal_id),UPDATE(proposal_id) ON TABLE app_public.contracts TO tenantry_member;
GRANT INSERT(proposal_id),UPDATE(proposal_id) ON TABLE app_public.contracts TO tenantry_service;
GRANT SELECT(proposal_id) ON TABLE app_public.contracts TO tenantry_client;

--
-- Name: COLUMN contracts.contact_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(contact_id),UPDATE(contact_id) ON TABLE app_public.contracts TO tenantry_member;
GRANT INSERT(contact_id),UPDATE(contact_id) ON TABLE app_public.contracts TO tenantry_service;
GRANT SELECT(contact_id) ON TABLE app_public.contracts TO tenantry_client;

--
-- Name: COLUMN contracts.company_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(company_id),UPDATE(company_id) ON TABLE app_public.contracts TO tenantry_member;
GRANT INSERT(company_id),UPDATE(company_id) ON TABLE app_public.contracts TO tenantry_service;

--
-- Name: COLUMN contracts.owner_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(owner_id),UPDATE(owner_id) ON TABLE app_public.contracts TO tenantry_member;
GRANT INSERT(owner_id),UPDATE(owner_id) ON TABLE app_public.contracts TO tenantry_service;

--
-- Name: COLUMN contracts.status; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(status) ON TABLE app_public.contracts TO tenantry_member;
GRANT UPDATE(status) ON TABLE app_public.contracts TO tenantry_service;
GRANT SELECT(status) ON TABLE app_public.contracts TO tenantry_client;

--
-- Name: COLUMN contracts.value_cents; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(value_cents),UPDATE(value_cents) ON TABLE app_public.contracts TO tenantry_member;
GRANT INSERT(value_cents),UPDATE(value_cents) ON TABLE app_public.contracts TO tenantry_service;
GRANT SELECT(value_cents) ON TABLE app_public.contracts TO tenantry_client;

--
-- Name: COLUMN contracts.currency; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(currency),UPDATE(currency) ON TABLE app_public.contracts TO tenantry_member;
GRANT INSERT(currency),UPDATE(currency) ON TABLE app_public.contracts TO tenantry_service;
GRANT SELECT(currency) ON TABLE app_public.contracts TO tenantry_client;

--
-- Name: COLUMN contracts.starts_on; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(starts_on),UPDATE(starts_on) ON TABLE app_public.contracts TO tenantry_member;
GRANT INSERT(starts_on),UPDATE(starts_on) ON TABLE app_public.contracts TO tenantry_service;
GRANT SELECT(starts_on) ON TABLE app_public.contracts TO tenantry_client;

--
-- Name: COLUMN contracts.ends_on; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(ends_on),UPDATE(ends_on) ON TABLE app_public.contracts TO tenantry_member;
GRANT INSERT(ends_on),UPDATE(ends_on) ON TABLE app_public.contracts TO tenantry_service;
GRANT SELECT(ends_on) ON TABLE app_public.contracts TO tenantry_client;

--
-- Name: COLUMN contracts.sent_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(sent_at) ON TABLE app_public.contracts TO tenantry_client;

--
-- Name: COLUMN contracts.signed_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(signed_at) ON TABLE app_public.contracts TO tenantry_client;

--
-- Name: COLUMN contracts.created_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(created_at) ON TABLE app_public.contracts TO tenantry_client;

--
-- Name: COLUMN contracts.updated_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(updated_at) ON TABLE app_public.contracts TO tenantry_client;

--
-- Name: COLUMN contracts.deleted_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(deleted_at) ON TABLE app_public.contracts TO tenantry_member;
GRANT UPDATE(deleted_at) ON TABLE app_public.contracts TO tenantry_service;
GRANT SELECT(deleted_at) ON TABLE app_public.contracts TO tenantry_client;

--
-- Name: TABLE conversation_statuses; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.conversation_statuses TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.conversation_statuses TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.conversation_statuses TO tenantry_member;
GRANT SELECT ON TABLE app_public.conversation_statuses TO tenantry_client;
GRANT SELECT ON TABLE app_public.conversation_statuses TO tenantry_service;

--
-- Name: TABLE custom_field_definitions; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT,DELETE ON TABLE app_public.custom_field_definitions TO tenantry_member;
GRANT SELECT,DELETE ON TABLE app_public.custom_field_definitions TO tenantry_service;

--
-- Name: COLUMN custom_field_definitions.entity; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(entity) ON TABLE app_public.custom_field_definitions TO tenantry_member;
GRANT INSERT(entity) ON TABLE app_public.custom_field_definitions TO tenantry_service;

--
-- Name: COLUMN custom_field_definitions.field_name; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(field_name) ON TABLE app_public.custom_field_definitions TO tenantry_member;
GRANT INSERT(field_name) ON TABLE app_public.custom_field_definitions TO tenantry_service;

--
-- Name: COLUMN custom_field_definitions.label; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(label),UPDATE(label) ON TABLE app_public.custom_field_definitions TO tenantry_member;
GRANT INSERT(label),UPDATE(label) ON TABLE app_public.custom_field_definitions TO tenantry_service;

--
-- Name: COLUMN custom_field_definitions.field_type; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(field_type) ON TABLE app_public.custom_field_definitions TO tenantry_member;
GRANT INSERT(field_type) ON TABLE app_public.custom_field_definitions TO tenantry_service;

--
-- Name: COLUMN custom_field_definitions.options; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(options),UPDATE(options) ON TABLE app_public.custom_field_definitions TO tenantry_member;
GRANT INSERT(options),UPDATE(options) ON TABLE app_public.custom_field_definitions TO tenantry_service;

--
-- Name: COLUMN custom_field_definitions.is_required; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(is_required),UPDATE(is_required) ON TABLE app_public.custom_field_definitions TO tenantry_member;
GRANT INSERT(is_required),UPDATE(is_required) ON TABLE app_public.custom_field_definitions TO tenantry_service;

--
-- Name: COLUMN custom_field_definitions.is_internal; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(is_internal),UPDATE(is_internal) ON TABLE app_public.custom_field_definitions TO tenantry_member;
GRANT INSERT(is_internal),UPDATE(is_internal) ON TABLE app_public.custom_field_definitions TO tenantry_service;

--
-- Name: COLUMN custom_field_definitions."position"; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT("position"),UPDATE("position") ON TABLE app_public.custom_field_definitions TO tenantry_member;
GRANT INSERT("position"),UPDATE("position") ON TABLE app_public.custom_field_definitions TO tenantry_service;

--
-- Name: TABLE custom_field_entities; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.custom_field_entities TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.custom_field_entities TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.custom_field_entities TO tenantry_member;
GRANT SELECT ON TABLE app_public.custom_field_entities TO tenantry_client;
GRANT SELECT ON TABLE app_public.custom_field_entities TO tenantry_service;

--
-- Name: TABLE custom_field_types; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.custom_field_types TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.custom_field_types TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.custom_field_types TO tenantry_member;
GRANT SELECT ON TABLE app_public.custom_field_types TO tenantry_client;
GRANT SELECT ON TABLE app_public.custom_field_types TO tenantry_service;

--
-- Name: TABLE data_request_kinds; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.data_request_kinds TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.data_request_kinds TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.data_request_kinds TO tenantry_member;
GRANT SELECT ON TABLE app_public.data_request_kinds TO tenantry_client;
GRANT SELECT ON TABLE app_public.data_request_kinds TO tenantry_service;

--
-- Name: TABLE data_request_statuses; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.data_request_statuses TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.data_request_statuses TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.data_request_statuses TO tenantry_member;
GRANT SELECT ON TABLE app_public.data_request_statuses TO tenantry_client;
GRANT SELECT ON TABLE app_public.data_request_statuses TO tenantry_service;

--
-- Name: TABLE data_requests; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.data_requests TO tenantry_member;

--
-- Name: COLUMN data_requests.kind; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(kind) ON TABLE app_public.data_requests TO tenantry_member;

--
-- Name: COLUMN data_requests.contact_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(contact_id) ON TABLE app_public.data_requests TO tenantry_member;

--
-- Name: TABLE deal_stage_changes; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.deal_stage_changes TO tenantry_member;
GRANT SELECT ON TABLE app_public.deal_stage_changes TO tenantry_service;

--
-- Name: TABLE directions; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.directions TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.directions TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.directions TO tenantry_member;
GRANT SELECT ON TABLE app_public.directions TO tenantry_client;
GRANT SELECT ON TABLE app_public.directions TO tenantry_service;

--
-- Name: TABLE lead_enrichments; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT,DELETE ON TABLE app_public.lead_enrichments TO tenantry_member;
GRANT SELECT,DELETE ON TABLE app_public.lead_enrichments TO tenantry_service;

--
-- Name: COLUMN lead_enrichments.lead_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(lead_id) ON TABLE app_public.lead_enrichments TO tenantry_member;
GRANT INSERT(lead_id) ON TABLE app_public.lead_enrichments TO tenantry_service;

--
-- Name: COLUMN lead_enrichments.provider; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(provider) ON TABLE app_public.lead_enrichments TO tenantry_member;
GRANT INSERT(provider) ON TABLE app_public.lead_enrichments TO tenantry_service;

--
-- Name: COLUMN lead_enrichments.data; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(data) ON TABLE app_public.lead_enrichments TO tenantry_member;
GRANT INSERT(data) ON TABLE app_public.lead_enrichments TO tenantry_service;

--
-- Name: COLUMN lead_enrichments.confidence; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(confidence) ON TABLE app_public.lead_enrichments TO tenantry_member;
GRANT INSERT(confidence) ON TABLE app_public.lead_enrichments TO tenantry_service;

--
-- Name: COLUMN lead_enrichments.fetched_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(fetched_at) ON TABLE app_public.lead_enrichments TO tenantry_member;
GRANT INSERT(fetched_at) ON TABLE app_public.lead_enrichments TO tenantry_service;

--
-- Name: TABLE lead_statuses; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.lead_statuses TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.lead_statuses TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.lead_statuses TO tenantry_member;
GRANT SELECT ON TABLE app_public.lead_statuses TO tenantry_client;
GRANT SELECT ON TABLE app_public.lead_statuses TO tenantry_service;

--
-- Name: TABLE member_availabilities; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.member_availabilities TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.member_availabilities TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.member_availabilities TO tenantry_member;
GRANT SELECT ON TABLE app_public.member_availabilities TO tenantry_client;
GRANT SELECT ON TABLE app_public.member_availabilities TO tenantry_service;

--
-- Name: TABLE message_statuses; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.message_statuses TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.message_statuses TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.message_statuses TO tenantry_member;
GRANT SELECT ON TABLE app_public.message_statuses TO tenantry_client;
GRANT SELECT ON TABLE app_public.message_statuses TO tenantry_service;

--
-- Name: TABLE message_template_types; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.message_template_types TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.message_template_types TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.message_template_types TO tenantry_member;
GRANT SELECT ON TABLE app_public.message_template_types TO tenantry_client;
GRANT SELECT ON TABLE app_public.message_template_types TO tenantry_service;

--
-- Name: TABLE message_templates; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT,DELETE ON TABLE app_public.message_templates TO tenantry_member;
GRANT SELECT,DELETE ON TABLE app_public.message_templates TO tenantry_service;

--
-- Name: COLUMN message_templates.name; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(name),UPDATE(name) ON TABLE app_public.message_templates TO tenantry_member;
GRANT INSERT(name),UPDATE(name) ON TABLE app_public.message_templates TO tenantry_service;

--
-- Name: COLUMN message_templates.type; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(type),UPDATE(type) ON TABLE app_public.message_templates TO tenantry_member;
GRANT INSERT(type),UPDATE(type) ON TABLE app_public.message_templates TO tenantry_service;

--
-- Name: COLUMN message_templates.category; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(category),UPDATE(category) ON TABLE app_public.message_templates TO tenantry_member;
GRANT INSERT(category),UPDATE(category) ON TABLE app_public.message_templates TO tenantry_service;

--
-- Name: COLUMN message_templates.subject; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(subject),UPDATE(subject) ON TABLE app_public.message_templates TO tenantry_member;
GRANT INSERT(subject),UPDATE(subject) ON TABLE app_public.message_templates TO tenantry_service;

--
-- Name: COLUMN message_templates.content; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(content),UPDATE(content) ON TABLE app_public.message_templates TO tenantry_member;
GRANT INSERT(content),UPDATE(content) ON TABLE app_public.message_templates TO tenantry_service;

--
-- Name: COLUMN message_templates.tags; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(tags),UPDATE(tags) ON TABLE app_public.message_templates TO tenantry_member;
GRANT INSERT(tags),UPDATE(tags) ON TABLE app_public.message_templates TO tenantry_service;

--
-- Name: COLUMN message_templates.is_active; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(is_active),UPDATE(is_active) ON TABLE app_public.message_templates TO tenantry_member;
GRANT INSERT(is_active),UPDATE(is_active) ON TABLE app_public.message_templates TO tenantry_service;

--
-- Name: TABLE messages; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.messages TO tenantry_member;
GRANT SELECT ON TABLE app_public.messages TO tenantry_service;

--
-- Name: COLUMN messages.id; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(id) ON TABLE app_public.messages TO tenantry_client;

--
-- Name: COLUMN messages.organization_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(organization_id) ON TABLE app_public.messages TO tenantry_client;

--
-- Name: COLUMN messages.conversation_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(conversation_id) ON TABLE app_public.messages TO tenantry_member;
GRANT INSERT(conversation_id) ON TABLE app_public.messages TO tenantry_service;
GRANT SELECT(conversation_id),INSERT(conversation_id) ON TABLE app_public.messages TO tenantry_client;

--
-- Name: COLUMN messages.contact_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(contact_id) ON TABLE app_public.messages TO tenantry_member;
GRANT INSERT(contact_id) ON TABLE app_public.messages TO tenantry_service;

--
-- Name: COLUMN messages.lead_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(lead_id) ON TABLE app_public.messages TO tenantry_member;
GRANT INSERT(lead_id) ON TABLE app_public.messages TO tenantry_service;

--
-- Name: COLUMN messages.template_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(template_id) ON TABLE app_public.messages TO tenantry_member;
GRANT INSERT(template_id) ON TABLE app_public.messages TO tenantry_service;

--
-- Name: COLUMN messages.channel; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(channel) ON TABLE app_public.messages TO tenantry_member;
GRANT INSERT(channel) ON TABLE app_public.messages TO tenantry_service;
GRANT SELECT(channel) ON TABLE app_public.messages TO tenantry_client;

--
-- Name: COLUMN messages.direction; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(direction) ON TABLE app_public.messages TO tenantry_member;
GRANT INSERT(direction) ON TABLE app_public.messages TO tenantry_service;
GRANT SELECT(direction) ON TABLE app_public.messages TO tenantry_client;

--
-- Name: COLUMN messages.from_address; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(from_address) ON TABLE app_public.messages TO tenantry_member;
GRANT INSERT(from_address) ON TABLE app_public.messages TO tenantry_service;
GRANT SELECT(from_address) ON TABLE app_public.messages TO tenantry_client;

--
-- Name: COLUMN messages.to_address; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(to_address) ON TABLE app_public.messages TO tenantry_member;
GRANT INSERT(to_address) ON TABLE app_public.messages TO tenantry_service;
GRANT SELECT(to_address) ON TABLE app_public.messages TO tenantry_client;

--
-- Name: COLUMN messages.subject; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(subject) ON TABLE app_public.messages TO tenantry_member;
GRANT INSERT(subject) ON TABLE app_public.messages TO tenantry_service;
GRANT SELECT(subject) ON TABLE app_public.messages TO tenantry_client;

--
-- Name: COLUMN messages.body; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(body) ON TABLE app_public.messages TO tenantry_member;
GRANT INSERT(body) ON TABLE app_public.messages TO tenantry_service;
GRANT SELECT(body),INSERT(body) ON TABLE app_public.messages TO tenantry_client;

--
-- Name: COLUMN messages.html_body; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(html_body) ON TABLE app_public.messages TO tenantry_member;
GRANT INSERT(html_body) ON TABLE app_public.messages TO tenantry_service;
GRANT SELECT(html_body) ON TABLE app_public.messages TO tenantry_client;

--
-- Name: COLUMN messages.status; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(status),UPDATE(status) ON TABLE app_public.messages TO tenantry_member;
GRANT INSERT(status),UPDATE(status) ON TABLE app_public.messages TO tenantry_service;
GRANT SELECT(status) ON TABLE app_public.messages TO tenantry_client;

--
-- Name: COLUMN messages.sent_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(sent_at) ON TABLE app_public.messages TO tenantry_client;

--
-- Name: COLUMN messages.delivered_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(delivered_at) ON TABLE app_public.messages TO tenantry_client;

--
-- Name: COLUMN messages.read_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(read_at) ON TABLE app_public.messages TO tenantry_member;
GRANT UPDATE(read_at) ON TABLE app_public.messages TO tenantry_service;
GRANT SELECT(read_at) ON TABLE app_public.messages TO tenantry_client;

--
-- Name: COLUMN messages.error_message; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(error_message) ON TABLE app_public.messages TO tenantry_member;
GRANT UPDATE(error_message) ON TABLE app_public.messages TO tenantry_service;

--
-- Name: COLUMN messages.external_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(external_id),UPDATE(external_id) ON TABLE app_public.messages TO tenantry_member;
GRANT INSERT(external_id),UPDATE(external_id) ON TABLE app_public.messages TO tenantry_service;

--
-- Name: COLUMN messages.metadata; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(metadata),UPDATE(metadata) ON TABLE app_public.messages TO tenantry_member;
GRANT INSERT(metadata),UPDATE(metadata) ON TABLE app_public.messages TO tenantry_service;

--
-- Name: COLUMN messages.created_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(created_at) ON TABLE app_public.messages TO tenantry_client;

--
-- Name: COLUMN messages.updated_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(updated_at) ON TABLE app_public.messages TO tenantry_client;

--
-- Name: TABLE notification_kinds; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.notification_kinds TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.notification_kinds TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.notification_kinds TO tenantry_member;
GRANT SELECT ON TABLE app_public.notification_kinds TO tenantry_client;
GRANT SELECT ON TABLE app_public.notification_kinds TO tenantry_service;

--
-- Name: TABLE notifications; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.notifications TO tenantry_member;

--
-- Name: COLUMN notifications.read_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(read_at) ON TABLE app_public.notifications TO tenantry_member;

--
-- Name: TABLE permission_scopes; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.permission_scopes TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.permission_scopes TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.permission_scopes TO tenantry_member;
GRANT SELECT ON TABLE app_public.permission_scopes TO tenantry_client;
GRANT SELECT ON TABLE app_public.permission_scopes TO tenantry_service;

--
-- Name: TABLE permissions; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.permissions TO tenantry_member;
GRANT SELECT ON TABLE app_public.permissions TO tenantry_service;

--
-- Name: TABLE pipeline_stage_kinds; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.pipeline_stage_kinds TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.pipeline_stage_kinds TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.pipeline_stage_kinds TO tenantry_member;
GRANT SELECT ON TABLE app_public.pipeline_stage_kinds TO tenantry_client;
GRANT SELECT ON TABLE app_public.pipeline_stage_kinds TO tenantry_service;

--
-- Name: TABLE pipeline_stages; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT,DELETE ON TABLE app_public.pipeline_stages TO tenantry_member;
GRANT SELECT,DELETE ON TABLE app_public.pipeline_stages TO tenantry_service;

--
-- Name: COLUMN pipeline_stages.pipeline_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(pipeline_id) ON TABLE app_public.pipeline_stages TO tenantry_member;
GRANT INSERT(pipeline_id) ON TABLE app_public.pipeline_stages TO tenantry_service;

--
-- Name: COLUMN pipeline_stages.name; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(name),UPDATE(name) ON TABLE app_public.pipeline_stages TO tenantry_member;
GRANT INSERT(name),UPDATE(name) ON TABLE app_public.pipeline_stages TO tenantry_service;

--
-- Name: COLUMN pipeline_stages.kind; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(kind) ON TABLE app_public.pipeline_stages TO tenantry_member;
GRANT INSERT(kind) ON TABLE app_public.pipeline_stages TO tenantry_service;

--
-- Name: COLUMN pipeline_stages.probability; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(probability),UPDATE(probability) ON TABLE app_public.pipeline_stages TO tenantry_member;
GRANT INSERT(probability),UPDATE(probability) ON TABLE app_public.pipeline_stages TO tenantry_service;

--
-- Name: COLUMN pipeline_stages."position"; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT("position"),UPDATE("position") ON TABLE app_public.pipeline_stages TO tenantry_member;
GRANT INSERT("position"),UPDATE("position") ON TABLE app_public.pipeline_stages TO tenantry_service;

--
-- Name: TABLE pipelines; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT,DELETE ON TABLE app_public.pipelines TO tenantry_member;
GRANT SELECT,DELETE ON TABLE app_public.pipelines TO tenantry_service;

--
-- Name: COLUMN pipelines.name; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(name),UPDATE(name) ON TABLE app_public.pipelines TO tenantry_member;
GRANT INSERT(name),UPDATE(name) ON TABLE app_public.pipelines TO tenantry_service;

--
-- Name: COLUMN pipelines.description; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(description),UPDATE(description) ON TABLE app_public.pipelines TO tenantry_member;
GRANT INSERT(description),UPDATE(description) ON TABLE app_public.pipelines TO tenantry_service;

--
-- Name: COLUMN pipelines.is_default; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(is_default),UPDATE(is_default) ON TABLE app_public.pipelines TO tenantry_member;
GRANT INSERT(is_default),UPDATE(is_default) ON TABLE app_public.pipelines TO tenantry_service;

--
-- Name: COLUMN pipelines."position"; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT("position"),UPDATE("position") ON TABLE app_public.pipelines TO tenantry_member;
GRANT INSERT("position"),UPDATE("position") ON TABLE app_public.pipelines TO tenantry_service;

--
-- Name: TABLE priorities; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.priorities TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.priorities TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.priorities TO tenantry_member;
GRANT SELECT ON TABLE app_public.priorities TO tenantry_client;
GRANT SELECT ON TABLE app_public.priorities TO tenantry_service;

--
-- Name: TABLE proposal_items; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT,DELETE ON TABLE app_public.proposal_items TO tenantry_member;
GRANT SELECT,DELETE ON TABLE app_public.proposal_items TO tenantry_service;
GRANT SELECT ON TABLE app_public.proposal_items TO tenantry_client;

--
-- Name: COLUMN proposal_items.proposal_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(proposal_id) ON TABLE app_public.proposal_items TO tenantry_member;
GRANT INSERT(proposal_id) ON TABLE app_public.proposal_items TO tenantry_service;

--
-- Name: COLUMN proposal_items."position"; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT("position"),UPDATE("position") ON TABLE app_public.proposal_items TO tenantry_member;
GRANT INSERT("position"),UPDATE("position") ON TABLE app_public.proposal_items TO tenantry_service;

--
-- Name: COLUMN proposal_items.description; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(description),UPDATE(description) ON TABLE app_public.proposal_items TO tenantry_member;
GRANT INSERT(description),UPDATE(description) ON TABLE app_public.proposal_items TO tenantry_service;

--
-- Name: COLUMN proposal_items.quantity; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(quantity),UPDATE(quantity) ON TABLE app_public.proposal_items TO tenantry_member;
GRANT INSERT(quantity),UPDATE(quantity) ON TABLE app_public.proposal_items TO tenantry_service;

--
-- Name: COLUMN proposal_items.unit_price_cents; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(unit_price_cents),UPDATE(unit_price_cents) ON TABLE app_public.proposal_items TO tenantry_member;
GRANT INSERT(unit_price_cents),UPDATE(unit_price_cents) ON TABLE app_public.proposal_items TO tenantry_service;

--
-- Name: COLUMN proposal_items.tax_basis_points; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(tax_basis_points),UPDATE(tax_basis_points) ON TABLE app_public.proposal_items TO tenantry_member;
GRANT INSERT(tax_basis_points),UPDATE(tax_basis_points) ON TABLE app_public.proposal_items TO tenantry_service;

--
-- Name: TABLE proposal_statuses; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.proposal_statuses TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.proposal_statuses TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.proposal_statuses TO tenantry_member;
GRANT SELECT ON TABLE app_public.proposal_statuses TO tenantry_client;
GRANT SELECT ON TABLE app_public.proposal_statuses TO tenantry_service;

--
-- Name: TABLE proposals; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.proposals TO tenantry_member;
GRANT SELECT ON TABLE app_public.proposals TO tenantry_service;

--
-- Name: COLUMN proposals.id; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(id) ON TABLE app_public.proposals TO tenantry_client;

--
-- Name: COLUMN proposals.organization_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(organization_id) ON TABLE app_public.proposals TO tenantry_client;

--
-- Name: COLUMN proposals.business_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(business_id),UPDATE(business_id) ON TABLE app_public.proposals TO tenantry_member;
GRANT INSERT(business_id),UPDATE(business_id) ON TABLE app_public.proposals TO tenantry_service;

--
-- Name: COLUMN proposals.number; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(number) ON TABLE app_public.proposals TO tenantry_client;

--
-- Name: COLUMN proposals.title; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(title),UPDATE(title) ON TABLE app_public.proposals TO tenantry_member;
GRANT INSERT(title),UPDATE(title) ON TABLE app_public.proposals TO tenantry_service;
GRANT SELECT(title) ON TABLE app_public.proposals TO tenantry_client;

--
-- Name: COLUMN proposals.introduction; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(introduction),UPDATE(introduction) ON TABLE app_public.proposals TO tenantry_member;
GRANT INSERT(introduction),UPDATE(introduction) ON TABLE app_public.proposals TO tenantry_service;
GRANT SELECT(introduction) ON TABLE app_public.proposals TO tenantry_client;

--
-- Name: COLUMN proposals.deal_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(deal_id),UPDATE(deal_id) ON TABLE app_public.proposals TO tenantry_member;
GRANT INSERT(deal_id),UPDATE(deal_id) ON TABLE app_public.proposals TO tenantry_service;

--
-- Name: COLUMN proposals.contact_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(contact_id),UPDATE(contact_id) ON TABLE app_public.proposals TO tenantry_member;
GRANT INSERT(contact_id),UPDATE(contact_id) ON TABLE app_public.proposals TO tenantry_service;
GRANT SELECT(contact_id) ON TABLE app_public.proposals TO tenantry_client;

--
-- Name: COLUMN proposals.company_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(company_id),UPDATE(company_id) ON TABLE app_public.proposals TO tenantry_member;
GRANT INSERT(company_id),UPDATE(company_id) ON TABLE app_public.proposals TO tenantry_service;

--
-- Name: COLUMN proposals.owner_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(owner_id),UPDATE(owner_id) ON TABLE app_public.proposals TO tenantry_member;
GRANT INSERT(owner_id),UPDATE(owner_id) ON TABLE app_public.proposals TO tenantry_service;

--
-- Name: COLUMN proposals.status; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(status) ON TABLE app_public.proposals TO tenantry_member;
GRANT UPDATE(status) ON TABLE app_public.proposals TO tenantry_service;
GRANT SELECT(status) ON TABLE app_public.proposals TO tenantry_client;

--
-- Name: COLUMN proposals.currency; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(currency),UPDATE(currency) ON TABLE app_public.proposals TO tenantry_member;
GRANT INSERT(currency),UPDATE(currency) ON TABLE app_public.proposals TO tenantry_service;
GRANT SELECT(currency) ON TABLE app_public.proposals TO tenantry_client;

--
-- Name: COLUMN proposals.subtotal_cents; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(subtotal_cents) ON TABLE app_public.proposals TO tenantry_client;

--
-- Name: COLUMN proposals.tax_cents; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(tax_cents) ON TABLE app_public.proposals TO tenantry_client;

--
-- Name: COLUMN proposals.total_cents; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(total_cents) ON TABLE app_public.proposals TO tenantry_client;

--
-- Name: COLUMN proposals.valid_until; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(valid_until),UPDATE(valid_until) ON TABLE app_public.proposals TO tenantry_member;
GRANT INSERT(valid_until),UPDATE(valid_until) ON TABLE app_public.proposals TO tenantry_service;
GRANT SELECT(valid_until) ON TABLE app_public.proposals TO tenantry_client;

--
-- Name: COLUMN proposals.sent_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(sent_at) ON TABLE app_public.proposals TO tenantry_client;

--
-- Name: COLUMN proposals.viewed_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(viewed_at) ON TABLE app_public.proposals TO tenantry_client;

--
-- Name: COLUMN proposals.accepted_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(accepted_at) ON TABLE app_public.proposals TO tenantry_client;

--
-- Name: COLUMN proposals.rejected_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(rejected_at) ON TABLE app_public.proposals TO tenantry_client;

--
-- Name: COLUMN proposals.created_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(created_at) ON TABLE app_public.proposals TO tenantry_client;

--
-- Name: COLUMN proposals.updated_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT(updated_at) ON TABLE app_public.proposals TO tenantry_client;

--
-- Name: COLUMN proposals.deleted_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(deleted_at) ON TABLE app_public.proposals TO tenantry_member;
GRANT UPDATE(deleted_at) ON TABLE app_public.proposals TO tenantry_service;
GRANT SELECT(deleted_at) ON TABLE app_public.proposals TO tenantry_client;

--
-- Name: TABLE security_event_kinds; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.security_event_kinds TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.security_event_kinds TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.security_event_kinds TO tenantry_member;
GRANT SELECT ON TABLE app_public.security_event_kinds TO tenantry_client;
GRANT SELECT ON TABLE app_public.security_event_kinds TO tenantry_service;

--
-- Name: TABLE sentiments; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.sentiments TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.sentiments TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.sentiments TO tenantry_member;
GRANT SELECT ON TABLE app_public.sentiments TO tenantry_client;
GRANT SELECT ON TABLE app_public.sentiments TO tenantry_service;

--
-- Name: TABLE staff_invitations; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.staff_invitations TO tenantry_member;
GRANT SELECT ON TABLE app_public.staff_invitations TO tenantry_service;

--
-- Name: COLUMN staff_invitations.expires_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(expires_at) ON TABLE app_public.staff_invitations TO tenantry_member;

--
-- Name: COLUMN staff_invitations.revoked_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(revoked_at) ON TABLE app_public.staff_invitations TO tenantry_member;

--
-- Name: TABLE subscription_statuses; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.subscription_statuses TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.subscription_statuses TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.subscription_statuses TO tenantry_member;
GRANT SELECT ON TABLE app_public.subscription_statuses TO tenantry_client;
GRANT SELECT ON TABLE app_public.subscription_statuses TO tenantry_service;

--
-- Name: TABLE subscription_tiers; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.subscription_tiers TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.subscription_tiers TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.subscription_tiers TO tenantry_member;
GRANT SELECT ON TABLE app_public.subscription_tiers TO tenantry_client;
GRANT SELECT ON TABLE app_public.subscription_tiers TO tenantry_service;

--
-- Name: TABLE system_roles; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.system_roles TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.system_roles TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.system_roles TO tenantry_member;
GRANT SELECT ON TABLE app_public.system_roles TO tenantry_client;
GRANT SELECT ON TABLE app_public.system_roles TO tenantry_service;

--
-- Name: TABLE task_statuses; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.task_statuses TO tenantry_authenticator;
GRANT SELECT ON TABLE app_public.task_statuses TO tenantry_anonymous;
GRANT SELECT ON TABLE app_public.task_statuses TO tenantry_member;
GRANT SELECT ON TABLE app_public.task_statuses TO tenantry_client;
GRANT SELECT ON TABLE app_public.task_statuses TO tenantry_service;

--
-- Name: TABLE tasks; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT ON TABLE app_public.tasks TO tenantry_member;
GRANT SELECT ON TABLE app_public.tasks TO tenantry_service;

--
-- Name: COLUMN tasks.business_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(business_id),UPDATE(business_id) ON TABLE app_public.tasks TO tenantry_member;
GRANT INSERT(business_id),UPDATE(business_id) ON TABLE app_public.tasks TO tenantry_service;

--
-- Name: COLUMN tasks.title; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(title),UPDATE(title) ON TABLE app_public.tasks TO tenantry_member;
GRANT INSERT(title),UPDATE(title) ON TABLE app_public.tasks TO tenantry_service;

--
-- Name: COLUMN tasks.description; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(description),UPDATE(description) ON TABLE app_public.tasks TO tenantry_member;
GRANT INSERT(description),UPDATE(description) ON TABLE app_public.tasks TO tenantry_service;

--
-- Name: COLUMN tasks.status; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(status),UPDATE(status) ON TABLE app_public.tasks TO tenantry_member;
GRANT INSERT(status),UPDATE(status) ON TABLE app_public.tasks TO tenantry_service;

--
-- Name: COLUMN tasks.priority; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(priority),UPDATE(priority) ON TABLE app_public.tasks TO tenantry_member;
GRANT INSERT(priority),UPDATE(priority) ON TABLE app_public.tasks TO tenantry_service;

--
-- Name: COLUMN tasks.due_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(due_at),UPDATE(due_at) ON TABLE app_public.tasks TO tenantry_member;
GRANT INSERT(due_at),UPDATE(due_at) ON TABLE app_public.tasks TO tenantry_service;

--
-- Name: COLUMN tasks.assignee_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(assignee_id),UPDATE(assignee_id) ON TABLE app_public.tasks TO tenantry_member;
GRANT INSERT(assignee_id),UPDATE(assignee_id) ON TABLE app_public.tasks TO tenantry_service;

--
-- Name: COLUMN tasks.contact_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(contact_id),UPDATE(contact_id) ON TABLE app_public.tasks TO tenantry_member;
GRANT INSERT(contact_id),UPDATE(contact_id) ON TABLE app_public.tasks TO tenantry_service;

--
-- Name: COLUMN tasks.deal_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(deal_id),UPDATE(deal_id) ON TABLE app_public.tasks TO tenantry_member;
GRANT INSERT(deal_id),UPDATE(deal_id) ON TABLE app_public.tasks TO tenantry_service;

--
-- Name: COLUMN tasks.company_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(company_id),UPDATE(company_id) ON TABLE app_public.tasks TO tenantry_member;
GRANT INSERT(company_id),UPDATE(company_id) ON TABLE app_public.tasks TO tenantry_service;

--
-- Name: COLUMN tasks.deleted_at; Type: ACL; Schema: app_public; Owner: -
--

GRANT UPDATE(deleted_at) ON TABLE app_public.tasks TO tenantry_member;
GRANT UPDATE(deleted_at) ON TABLE app_public.tasks TO tenantry_service;

--
-- Name: COLUMN tasks.lead_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(lead_id),UPDATE(lead_id) ON TABLE app_public.tasks TO tenantry_member;
GRANT INSERT(lead_id),UPDATE(lead_id) ON TABLE app_public.tasks TO tenantry_service;

--
-- Name: TABLE team_members; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT,DELETE ON TABLE app_public.team_members TO tenantry_member;
GRANT SELECT ON TABLE app_public.team_members TO tenantry_service;

--
-- Name: COLUMN team_members.team_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(team_id) ON TABLE app_public.team_members TO tenantry_member;

--
-- Name: COLUMN team_members.membership_id; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(membership_id) ON TABLE app_public.team_members TO tenantry_member;

--
-- Name: TABLE teams; Type: ACL; Schema: app_public; Owner: -
--

GRANT SELECT,DELETE ON TABLE app_public.teams TO tenantry_member;
GRANT SELECT ON TABLE app_public.teams TO tenantry_service;

--
-- Name: COLUMN teams.name; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(name),UPDATE(name) ON TABLE app_public.teams TO tenantry_member;

--
-- Name: COLUMN teams.description; Type: ACL; Schema: app_public; Owner: -
--

GRANT INSERT(description),UPDATE(description) ON TABLE app_public.teams TO tenantry_member;

--
-- Name: DEFAULT PRIVILEGES FOR FUNCTIONS; Type: DEFAULT ACL; Schema: -; Owner: -
--

ALTER DEFAULT PRIVILEGES FOR ROLE tenantry_owner REVOKE ALL ON FUNCTIONS  FROM PUBLIC;

--
-- PostgreSQL database dump complete
--
