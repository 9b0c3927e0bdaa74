drop function app_private.encrypt_secret(text);
drop table app_private.encryption_keys;

-- An extension that somebody else had put here before stays.
do $$
begin
  if exists (select from pg_catalog.pg_extension where extname = 'pgcrypto' and extowner = current_user::regrole) then
    drop extension pgcrypto;
  end if;
end
$$;
