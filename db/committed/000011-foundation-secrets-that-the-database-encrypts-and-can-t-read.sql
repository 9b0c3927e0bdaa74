--! Previous: sha1:e979b6817a0ae8df9ec69e2804d9f53c9287ae82
--! Hash: sha1:c48603f1cd0f0286e284a3ee708778a642dc0909
--! Message: Foundation: secrets that the database encrypts and can't read

--! split: 1-current.sql
/*
 * Secrets that the service has to use again, such as the passwords of mail servers. The database holds public keys only:
 * it encrypts, and can't read what it has encrypted. The private key is a file beside the gateway (src/secrets).
 */
create extension if not exists pgcrypto with schema public;

create table app_private.encryption_keys (
  id uuid primary key default app_hidden.uuid_v7(),
  fingerprint text not null unique constraint fingerprint_must_be_of_version_4 check (fingerprint ~ '^[0-9a-f]{40}$'),
  public_key bytea not null,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

--! Included foundation/tables/encryption_keys.sql
comment on table app_private.encryption_keys is $$The public halves of the OpenPGP keys that secrets are encrypted to; the newest one counts. Private: used by app_private.encrypt_secret.$$;
comment on column app_private.encryption_keys.fingerprint is $$The key’s fingerprint, in hexadecimal.$$;
comment on column app_private.encryption_keys.public_key is $$The public key in OpenPGP’s binary form (RFC 9580).$$;

create or replace trigger _100_timestamps before update on app_private.encryption_keys for each row execute function app_private.tg__timestamps();

alter table app_private.encryption_keys enable row level security;
--! EndIncluded foundation/tables/encryption_keys.sql
--! Included foundation/functions/encrypt_secret.sql
-- For secrets that a worker must use again, which a digest can't serve. Called by functions that have checked who asks.
create or replace function app_private.encrypt_secret(plaintext text) returns bytea
language plpgsql volatile
set search_path = ''
as $$
declare
  v_public_key bytea;
begin
  if encrypt_secret.plaintext is null then
    return null;
  end if;
  select k.public_key into v_public_key from app_private.encryption_keys k order by k.created_at desc, k.id desc limit 1;
  if not found then
    raise exception using
      errcode = 'TN503',
      message = 'Secrets can''t be kept yet: the service has no encryption key.',
      hint = 'Whoever runs the service makes one with npm run db:encryption-key.';
  end if;
  return public.pgp_pub_encrypt(encrypt_secret.plaintext, v_public_key, 'cipher-algo=aes256, compress-algo=0');
end
$$;
comment on function app_private.encrypt_secret(text) is $$Encrypts a secret to the newest encryption key, as an OpenPGP message; null stays null. Only the holder of the private key can read it.$$;
--! EndIncluded foundation/functions/encrypt_secret.sql
