-- The one place for cascade: all that is in these schemas came with them.
drop schema app_public, app_hidden, app_private cascade;

alter default privileges grant execute on functions to public;

do $$
begin
  execute format('alter database %I reset search_path', current_database());
end
$$;

-- An extension that somebody else had put here before stays.
do $$
declare
  v_extension text;
begin
  for v_extension in
    select extname from pg_catalog.pg_extension where extname in ('pg_trgm', 'btree_gin') and extowner = current_user::regrole
  loop
    execute format('drop extension %I', v_extension);
  end loop;
end
$$;
