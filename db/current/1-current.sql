create table app_private.idempotent_answers (
  scope bytea primary key constraint scope_must_be_sha_256 check (length(scope) = 32),

  request bytea not null constraint request_must_be_sha_256 check (length(request) = 32),
  answer bytea constraint answer_must_fit check (length(answer) <= 1048576 + 28),

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
-- The oldest are forgotten first.
create index on app_private.idempotent_answers (created_at);

--!include foundation/functions/idempotency_scope.sql
--!include foundation/functions/claim_idempotency_key.sql
--!include foundation/functions/keep_idempotent_answer.sql
--!include foundation/functions/forget_idempotent_answers.sql
--!include foundation/tables/idempotent_answers.sql
