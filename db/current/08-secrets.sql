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

--!include foundation/tables/encryption_keys.sql
--!include foundation/functions/encrypt_secret.sql
