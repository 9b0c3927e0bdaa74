drop function app_private.forget_idempotent_answers();
drop function app_hidden.keep_idempotent_answer(bytea, bytea, bytea);
drop function app_hidden.claim_idempotency_key(bytea, bytea);
drop function app_private.idempotency_scope(bytea);
drop table app_private.idempotent_answers;
