/*
 * Tenancy: accounts of the built-in issuer, first contact through others, and organizations that require a second factor.
 */
insert into app_public.security_event_kinds (value, description) values
  ('account_locked', 'A wrong password came so often that none is accepted for a while.'),
  ('password_changed', 'Somebody changed their password, or set a new one by a mail.')
on conflict do nothing;

create table if not exists app_public.assurance_levels (value text primary key, description text not null);
insert into app_public.assurance_levels (value, description) values
  ('aal1', 'One factor, such as a password.'),
  ('aal2', 'A second factor as well.')
on conflict do nothing;

alter table app_public.organizations
  add column if not exists required_assurance_level text not null default 'aal1' references app_public.assurance_levels;

-- What is there already was put there by whoever runs the service.
alter table app_private.user_identities
  add column if not exists has_verified_email boolean not null default true,
  add column if not exists session_ids text[] not null default '{}';

create table if not exists app_private.user_credentials (
  user_id uuid primary key references app_public.users on delete cascade,

  password_hash text not null constraint password_must_be_hashed_with_bcrypt check (password_hash ~ '^\$2[abxy]\$[0-9]{2}\$.{53}$'),
  password_set_at timestamptz not null default now(),
  failed_attempts int not null default 0 constraint failed_attempts_must_not_be_negative check (failed_attempts >= 0),
  locked_until timestamptz,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table if not exists app_private.account_tokens (
  digest bytea primary key constraint digest_must_be_sha_256 check (length(digest) = 32),

  user_id uuid references app_public.users on delete cascade,
  contact_id uuid references app_public.contacts on delete cascade,
  email text,
  full_name text,
  expires_at timestamptz not null,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint token_must_be_of_one_person check (num_nonnulls(user_id, contact_id, email) = 1)
);
create index if not exists account_tokens_user_id_idx on app_private.account_tokens (user_id);
create index if not exists account_tokens_contact_id_idx on app_private.account_tokens (contact_id);
create index if not exists account_tokens_expires_at_idx on app_private.account_tokens (expires_at);

create table if not exists app_private.outgoing_mails (
  id uuid primary key default app_hidden.uuid_v7(),

  recipient text not null,
  kind text not null constraint kind_must_be_plain check (kind ~ '^[a-z]+(_[a-z]+)*$'),
  payload jsonb not null default '{}' constraint payload_must_be_an_object check (jsonb_typeof(payload) = 'object'),
  sent_at timestamptz,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index if not exists outgoing_mails_waiting_idx on app_private.outgoing_mails (created_at) where sent_at is null;
create index if not exists outgoing_mails_sent_at_idx on app_private.outgoing_mails (sent_at);
create index if not exists outgoing_mails_recipient_idx on app_private.outgoing_mails (recipient, created_at);

--!include tenancy/functions/assurance_level.sql
--!include tenancy/functions/is_session_open.sql
--!include tenancy/functions/begin_request.sql
--!include tenancy/functions/tg_organizations__guard_assurance_level.sql
--!include tenancy/functions/tg_outgoing_mails__forget_token.sql
--!include tenancy/tables/lookup_tables.sql
--!include tenancy/tables/organizations.sql
--!include tenancy/tables/user_identities.sql
--!include tenancy/tables/user_credentials.sql
--!include tenancy/tables/account_tokens.sql
--!include tenancy/tables/outgoing_mails.sql
--!include tenancy/functions/lock_address.sql
--!include tenancy/functions/password_cost.sql
--!include tenancy/functions/hash_password.sql
--!include tenancy/functions/is_password.sql
--!include tenancy/functions/require_good_password.sql
--!include tenancy/functions/check_password.sql
--!include tenancy/functions/session_answer.sql
--!include tenancy/functions/begin_session.sql
--!include tenancy/functions/set_password.sql
--!include tenancy/functions/send_account_mail.sql
--!include tenancy/functions/sign_in.sql
--!include tenancy/functions/refresh_session.sql
--!include tenancy/functions/sign_out.sql
--!include tenancy/functions/change_password.sql
--!include tenancy/functions/sign_up.sql
--!include tenancy/functions/confirm_sign_up.sql
--!include tenancy/functions/request_password_reset.sql
--!include tenancy/functions/reset_password.sql
--!include tenancy/functions/provision_user.sql
--!include tenancy/functions/count_sign_in.sql
--!include tenancy/functions/remove_ended_sessions.sql
