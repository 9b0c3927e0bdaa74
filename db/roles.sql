-- The roles of a Tenantry server: cluster-level, so they live outside the migrations. Run once per server as a
-- superuser (or as a role that may create roles); running it again changes nothing. Passwords are set apart:
--   alter role tenantry_owner password '…'; alter role tenantry_authenticator password '…';
do $$
declare
  v_role text;
begin
  foreach v_role in array array[
    'tenantry_owner', 'tenantry_authenticator', 'tenantry_anonymous', 'tenantry_member', 'tenantry_client', 'tenantry_service'
  ] loop
    if not exists (select from pg_catalog.pg_roles where rolname = v_role) then
      execute format('create role %I', v_role);
    end if;
  end loop;
end
$$;

-- Owns every object and runs the migrations. Never serves a request.
alter role tenantry_owner with login noinherit;

-- The gateway's login. It owns nothing, inherits nothing and can only switch to the four roles below.
alter role tenantry_authenticator with login noinherit;

-- Who asks: nobody in particular, a staff user, a contact in the client portal, a machine.
alter role tenantry_anonymous with nologin noinherit;
alter role tenantry_member with nologin noinherit;
alter role tenantry_client with nologin noinherit;
alter role tenantry_service with nologin noinherit;

grant tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service to tenantry_authenticator;

-- A request that runs away or waits for its client gives its connection back.
alter role tenantry_authenticator set statement_timeout = '15s';
alter role tenantry_authenticator set lock_timeout = '5s';
alter role tenantry_authenticator set idle_in_transaction_session_timeout = '30s';

-- The longest are imports and exports, of ten minutes; earlier versions than 17 don't know the setting.
do $$
begin
  if current_setting('server_version_num')::int >= 170000 then
    alter role tenantry_authenticator set transaction_timeout = '15min';
  end if;
end
$$;

-- The API's statements are short: compiling them costs more than it saves.
alter role tenantry_authenticator set jit = 'off';

-- Passwords travel as parameters, and checking one takes long enough for a server that logs slow statements.
do $$
begin
  alter role tenantry_authenticator set log_parameter_max_length = 0;
exception
  when insufficient_privilege then
    raise notice 'Set log_parameter_max_length to 0 in the server''s configuration before it logs statements.';
end
$$;

-- The gateway tells the two sides of a foreign key apart by the message, so it has to be in English.
do $$
begin
  alter role tenantry_authenticator set lc_messages = 'C';
exception
  when insufficient_privilege then
    raise notice 'Set lc_messages to C or English in the server''s configuration.';
end
$$;
