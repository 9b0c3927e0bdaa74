import { describe, expect, it } from "@jest/globals";
import { except, useCatalog } from "./catalog.ts";

const { list } = useCatalog();

describe("every function", () => {
  it("has a name of its own", async () => {
    const rows = await list(
      "select format('%s.%s', schema, name) from functions group by schema, name having count(*) > 1",
    );
    expect(rows).toEqual([]);
  });

  it("names its parameters as the API does, without p_ or _", async () => {
    const rows = await list(`
      select format('%s: %s', path, parameter) from functions, unnest(parameters) as parameter
      where parameter !~ '^[a-z]' or parameter ~ '^[a-z]_'`);
    expect(rows).toEqual([]);
  });

  it("in plpgsql has an empty search_path, and names everything with its schema", async () => {
    const rows = await list(`
      select path from functions
      where definition like '% LANGUAGE plpgsql%' and coalesce(not settings @> '{"search_path=\\"\\""}', true)`);
    expect(rows).toEqual(
      except({
        "app_private.encrypt_secret(text)": "calls pgcrypto, whose schema differs from project to project",
        "app_private.hash_password(text)": "calls pgcrypto, whose schema differs from project to project",
        "app_private.is_password(text,text)": "calls pgcrypto, whose schema differs from project to project",
      }),
    );
  });
});

/** What outlives the transaction on a connection that somebody else has next. */
const CHANGES_THE_SESSION = String.raw`(
  definition ~* '\mset_config\s*\([^;]*,\s*(false|''f|''n|0)'
  or definition ~* '(;|\mbegin)\s*(set|reset)\s+(session|role|[a-z_.]+\s*(=|\mto\M))'
  or definition ~* '\m(discard|deallocate|listen|unlisten|pg_advisory_lock)\M'
)`;

describe("no function", () => {
  it("changes the session of whoever has the connection next", async () => {
    expect(await list(`select path from functions where ${CHANGES_THE_SESSION}`)).toEqual([]);
    const changes = [
      "select set_config('role', 'tenantry_member', false)",
      "perform set_config('a.b', x, 'f')",
      "begin set role x;",
      "begin perform 1; set statement_timeout = 0;",
      "; reset session authorization",
      "perform pg_advisory_lock(1);",
    ];
    const values = changes.map((change) => `($$${change}$$)`).join(", ");
    const found = await list(
      `select definition from (values ${values}) as f (definition) where ${CHANGES_THE_SESSION}`,
    );
    expect(found).toEqual(changes.toSorted());
  });
});

describe("every security definer function", () => {
  it("pins its search_path", async () => {
    const rows = await list(
      `select path from functions where is_definer and coalesce(not settings @> '{"search_path=\\"\\""}', true)`,
    );
    expect(rows).toEqual([]);
  });

  it("runs no SQL that it puts together itself", async () => {
    const rows = await list(
      "select path from functions where is_definer and definition ~* '\\m(execute (?!on)|query_to_xml|cursor_to_xml|dblink)'",
    );
    expect(rows).toEqual([]);
  });

  it("that a request can call names the organization or the person, since it reads past the policies", async () => {
    const rows = await list(`
      select path from functions
      where is_definer and executable_by <> '{}' and definition !~ 'app_hidden\\.(organization_id|user_id)\\(\\)'`);
    expect(rows).toEqual(
      except({
        "app_hidden.claim_idempotency_key(bytea,bytea)": "asks app_private.idempotency_scope, which names both",
        "app_hidden.keep_idempotent_answer(bytea,bytea,bytea)": "asks app_private.idempotency_scope, which names both",
        "app_hidden.normalize_phone(text,text,text)": "reads the calling codes of countries only",
        "app_private.applied_migrations()": "reads the names of migrations only",
        "app_private.begin_request(jsonb)": "finds both out",
        "app_private.change_password(jsonb)": "changes that of the person whom a verified token names",
        "app_private.confirm_sign_up(jsonb)": "makes a person of whoever reads the mailbox",
        "app_private.count_sign_in(jsonb)": "counts that of the person whom a verified token names",
        "app_private.listen_to_organizations(uuid[])":
          "the gateway calls it; it shows nothing, and has ids announced to gateways alone",
        "app_private.migration_history()": "reads the names of migrations only",
        "app_private.provision_user(jsonb)": "makes the person whom a verified token names",
        "app_private.refresh_session(jsonb)": "finds the person by a token that nobody else has",
        "app_private.request_password_reset(jsonb)": "writes to the owner of an address and answers nothing",
        "app_private.reset_password(jsonb)": "finds the person by a token that nobody else has",
        "app_private.sign_in(jsonb)": "finds out who it is, by a password",
        "app_private.sign_out(jsonb)": "finds the session by a token that nobody else has",
        "app_private.sign_up(jsonb)": "writes to the owner of an address and answers nothing",
        "app_private.record_api_key_uses(jsonb)": "goes by the digests of keys only",
        "app_private.record_refusal(text,jsonb,jsonb)": "finds out who was refused",
        "app_public.can_access_business(uuid,uuid)": "asks app_private.memberships_to_tell, which names both",
        "app_public.claim_invitation(text,text,text,text)":
          "goes by the token, and stays in the invitation's organization",
        "app_public.has_business_role(uuid,uuid,text)": "asks app_private.memberships_to_tell, which names both",
        "app_public.invitation_by_token(text)": "goes by the token, and tells of the one invitation",
        "app_public.org_ids_for_user(uuid)": "asks app_private.memberships_to_tell, which names both",
      }),
    );
  });
});

describe("every trigger", () => {
  it("carries a priority, _NNN_name", async () => {
    expect(await list("select path from triggers where name !~ '^_[0-9]{3}_[a-z]+(_[a-z]+)*$'")).toEqual([]);
  });

  it("calls a trigger function of app_private", async () => {
    const rows = await list(`
      select path from triggers g
      where not exists (select from functions f where f.oid = g.function_oid and f.schema = 'app_private')`);
    expect(rows).toEqual([]);
  });

  it("calls a shared function, tg__task, or one of its table, tg_<table>__task", async () => {
    const rows = await list(`
      select format('%s: %s', g.path, f.name) from triggers g
      join functions f on f.oid = g.function_oid
      where f.name !~ '^tg__[a-z]' and not starts_with(f.name, format('tg_%s__', g.table_local_name))`);
    expect(rows).toEqual([]);
  });
});

describe("every trigger function", () => {
  it("alone is named tg_", async () => {
    expect(await list("select path from functions where is_trigger <> (name ~ '^tg_[a-z_]*_[a-z]')")).toEqual([]);
  });

  it("is called by a trigger", async () => {
    const rows = await list(`
      select path from functions f
      where is_trigger and not exists (select from triggers g where g.function_oid = f.oid)`);
    expect(rows).toEqual([]);
  });
});
