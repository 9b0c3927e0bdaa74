--! Previous: sha1:f84677707e4a5515cfeb44a83fed7affa813cbb5
--! Hash: sha1:a22162fcd14a0900268c76d8c0b1c3bbfb986430
--! Message: API: answers of repeated mutations

--! split: 1-current.sql
create table app_private.idempotent_answers (
  scope bytea primary key constraint scope_must_be_sha_256 check (length(scope) = 32),

  request bytea not null constraint request_must_be_sha_256 check (length(request) = 32),
  answer bytea constraint answer_must_fit check (length(answer) <= 1048576 + 28),

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
-- The oldest are forgotten first.
create index on app_private.idempotent_answers (created_at);

--! Included foundation/functions/idempotency_scope.sql
-- Not the organization of the request: founding, joining or leaving one changes which it is when nobody names one, and
-- the repeated request would be new. The one that is named is part of the key's digest.
create or replace function app_private.idempotency_scope(key_digest bytea) returns bytea
language sql stable
set search_path = ''
as $$
  select sha256(convert_to(jsonb_build_array(
    app_hidden.actor_kind(),
    app_hidden.user_id(),
    app_hidden.contact_id(),
    app_hidden.api_key_id(),
    encode(idempotency_scope.key_digest, 'hex')
  )::text, 'UTF8'))
$$;
comment on function app_private.idempotency_scope(bytea) is $$Tells the Idempotency-Key of one actor from the same key of another.$$;
--! EndIncluded foundation/functions/idempotency_scope.sql
--! Included foundation/functions/claim_idempotency_key.sql
-- The lock lasts as long as the transaction, which keeps the answer before it ends: whoever comes in between is told that
-- the request is under way, whoever comes afterwards finds the answer, and if nothing was committed there is none.
-- Answers to visitors aren't kept: nobody could tell one visitor from another.
create or replace function app_hidden.claim_idempotency_key(key_digest bytea, request bytea) returns bytea
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_scope bytea := app_private.idempotency_scope(claim_idempotency_key.key_digest);
  v_kept app_private.idempotent_answers;
begin
  if coalesce(app_hidden.actor_kind(), 'anonymous') = 'anonymous' then
    return null;
  end if;
  if not pg_try_advisory_xact_lock(('x' || encode(substring(v_scope for 8), 'hex'))::bit(64)::bigint) then
    raise exception using
      errcode = 'TN409',
      message = 'The request with this Idempotency-Key is still under way.',
      detail = '{"field": "Idempotency-Key"}',
      hint = 'Ask again in a moment.';
  end if;
  select a.* into v_kept
  from app_private.idempotent_answers a
  where a.scope = v_scope and a.created_at > now() - interval '24 hours';
  if v_kept.request <> claim_idempotency_key.request then
    raise exception using
      errcode = 'TN409',
      message = 'This Idempotency-Key came with another request before.',
      detail = '{"field": "Idempotency-Key"}',
      hint = 'Send a new key with each new request.';
  end if;
  if v_kept.scope is not null and v_kept.answer is null then
    raise exception using
      errcode = 'TN409',
      message = 'The request with this Idempotency-Key is done; its answer held a secret, and was not kept.',
      detail = '{"field": "Idempotency-Key"}',
      hint = 'Look at what there is now; if the secret is lost, ask for another with a new key.';
  end if;
  return v_kept.answer;
end
$$;
grant execute on function app_hidden.claim_idempotency_key(bytea, bytea) to tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.claim_idempotency_key(bytea, bytea) is $$Keeps a request from being done twice: the encrypted answer of the first one, if there is any.$$;
--! EndIncluded foundation/functions/claim_idempotency_key.sql
--! Included foundation/functions/keep_idempotent_answer.sql
create or replace function app_hidden.keep_idempotent_answer(key_digest bytea, request bytea, answer bytea) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  v_scope bytea := app_private.idempotency_scope(keep_idempotent_answer.key_digest);
begin
  if coalesce(app_hidden.actor_kind(), 'anonymous') = 'anonymous' then
    return;
  end if;
  -- One that has expired and wasn't forgotten yet makes way.
  delete from app_private.idempotent_answers a where a.scope = v_scope;
  insert into app_private.idempotent_answers (scope, request, answer)
  values (v_scope, keep_idempotent_answer.request, keep_idempotent_answer.answer);
end
$$;
grant execute on function app_hidden.keep_idempotent_answer(bytea, bytea, bytea) to tenantry_anonymous, tenantry_member, tenantry_client, tenantry_service;
comment on function app_hidden.keep_idempotent_answer(bytea, bytea, bytea) is $$Keeps the encrypted answer to a request for whoever repeats it; without an answer, that the request is done.$$;
--! EndIncluded foundation/functions/keep_idempotent_answer.sql
--! Included foundation/functions/forget_idempotent_answers.sql
create or replace function app_private.forget_idempotent_answers() returns int
language plpgsql volatile
set search_path = ''
as $$
declare
  v_forgotten int;
begin
  delete from app_private.idempotent_answers where created_at <= now() - interval '24 hours';
  get diagnostics v_forgotten = row_count;
  return v_forgotten;
end
$$;
comment on function app_private.forget_idempotent_answers() is $$Removes the answers that are older than a day, and tells how many. Run by the gateway every hour.$$;
--! EndIncluded foundation/functions/forget_idempotent_answers.sql
--! Included foundation/tables/idempotent_answers.sql
comment on table app_private.idempotent_answers is $$The answers to mutations that came with an Idempotency-Key, for a day, so that a repeated one is answered and not done again. Private: read and written by app_hidden.claim_idempotency_key and app_hidden.keep_idempotent_answer, forgotten by app_private.forget_idempotent_answers.$$;
comment on column app_private.idempotent_answers.scope is $$SHA-256 of who asks and of a digest of the key and the organization that the request named.$$;
comment on column app_private.idempotent_answers.request is $$What the document, its variables and the operation’s name come to under the key, which isn’t stored: who reads this can’t guess at them.$$;
comment on column app_private.idempotent_answers.answer is $$The answer, encrypted by the gateway with the key. Empty where the answer held a token or another secret that is shown once: that isn’t kept in any form.$$;

create or replace trigger _100_timestamps before update on app_private.idempotent_answers for each row execute function app_private.tg__timestamps();

alter table app_private.idempotent_answers enable row level security;
--! EndIncluded foundation/tables/idempotent_answers.sql
