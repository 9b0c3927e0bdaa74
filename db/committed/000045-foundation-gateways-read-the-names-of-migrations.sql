--! Previous: sha1:0412cded8d75072c5dadb6f8312593e5fc00b09b
--! Hash: sha1:b229630b97b9130f82ede4057b1d10836b86e0a9
--! Message: Foundation: gateways read the names of migrations

--! split: 1-current.sql
-- Gateways name the migrations that they don't know, of which they are told only hashes so far.
--! Included foundation/functions/migration_history.sql
-- For gateways, which compare it with the files that they were started with, and name what differs.
create or replace function app_private.migration_history() returns table (filename text, hash text)
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return query select m.filename, m.hash from graphile_migrate.migrations m order by m.filename;
end
$$;
grant execute on function app_private.migration_history() to tenantry_authenticator;
comment on function app_private.migration_history() is $$The committed migrations that this database has, in their order: the names of their files, and their hashes.$$;
--! EndIncluded foundation/functions/migration_history.sql
