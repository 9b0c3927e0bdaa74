--! Previous: sha1:c027f7fd9e6b1379158eaa6f9dd966707be9739f
--! Hash: sha1:91e11e28458cffb30b24ccb0a9790026cfa3a0bb
--! Message: Uses of API keys by clocks that are ahead

--! split: 1-current.sql
/*
 * Gateways tell by their own clock when an API key was used. One that is ahead would have kept a time to come, and later
 * uses from being kept until then.
 */
--! Included tenancy/functions/record_api_key_uses.sql
/*
 * For the gateway, which tells beside requests what it has seen: [{"digest": SHA-256 of a key in hexadecimal, "used_at"}].
 * Several gateways may tell at the same time, so keys are locked in one order. A key that was rotated since isn't known
 * by its digest any more.
 */
create or replace function app_private.record_api_key_uses(uses jsonb) returns void
language sql volatile security definer
set search_path = ''
as $$
  update app_public.api_keys k
  -- A clock that is ahead must not keep later uses from being kept.
  set last_used_at = least(used.used_at, now())
  from (
    select seen.id, u.used_at
    from jsonb_to_recordset(record_api_key_uses.uses) as u (digest text, used_at timestamptz)
    join app_private.api_key_secrets s on s.digest = decode(u.digest, 'hex')
    join app_public.api_keys seen on seen.id = s.api_key_id
    where seen.last_used_at is null or seen.last_used_at < u.used_at
    order by seen.id
    for no key update of seen
  ) used
  where k.id = used.id
$$;
grant execute on function app_private.record_api_key_uses(jsonb) to tenantry_authenticator;
comment on function app_private.record_api_key_uses(jsonb) is $$Keeps when API keys were last used.$$;
--! EndIncluded tenancy/functions/record_api_key_uses.sql
