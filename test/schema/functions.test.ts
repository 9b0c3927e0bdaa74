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
    expect(rows).toEqual([]);
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
        "app_public.can_access_business(uuid,uuid)": "asks app_private.memberships_to_tell, which names both",
        "app_public.has_business_role(uuid,uuid,text)": "asks app_private.memberships_to_tell, which names both",
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
