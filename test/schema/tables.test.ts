import { describe, expect, it } from "@jest/globals";
import { except, useCatalog } from "./catalog.ts";

const { list } = useCatalog();

const COUNTERS = {
  "app_public.api_keys": "that a key was used is no change of it",
  "app_public.forms": "counting submissions is no change of the form",
  "app_public.workflows": "counting executions is no change of the workflow",
};

const APPEND_ONLY = {
  "app_public.audit_logs":
    "partitioned by created_at, which its keys therefore hold, and append-only: nothing updates it",
  "app_public.security_events": "partitioned and append-only, as the audit log is",
};

describe("every table", () => {
  it("enables row level security", async () => {
    expect(await list("select name from tables where not has_row_security")).toEqual([]);
  });

  it("has a policy, or says Private: and the reason in its comment", async () => {
    const rows = await list(`
      select name from tables t
      where documentation !~ 'Private: [a-z].+' and not exists (select from policies p where p.table_oid = t.oid)`);
    expect(rows).toEqual([]);
  });

  it("that is private is in app_private, and has no policy", async () => {
    const rows = await list(`
      select name from tables t
      where documentation ~ 'Private:' and (schema <> 'app_private' or exists (select from policies p where p.table_oid = t.oid))`);
    expect(rows).toEqual([]);
  });

  it("is in app_public or app_private, but for bookkeeping that views of the API read and nobody writes", async () => {
    const rows = await list(`
      select name from tables t
      where is_bookkeeping
        and not (
          exists (
            select from pg_depend d
            join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
            join pg_class v on v.oid = r.ev_class and v.relnamespace = 'app_public'::regnamespace
            where d.refobjid = t.oid
          )
          and not exists (select from grants g where g.table_name = t.name and g.privilege <> 'select')
        )`);
    expect(rows).toEqual([]);
  });

  it("is named in the plural, in snake case", async () => {
    expect(await list("select name from tables where local_name !~ '^[a-z]+(_[a-z]+)*s$'")).toEqual([]);
  });

  it("has a primary key", async () => {
    const rows = await list(
      "select name from tables t where not exists (select from indexes i where i.table_oid = t.oid and i.is_primary)",
    );
    expect(rows).toEqual([]);
  });

  it("belongs to the owner, as views, sequences and functions do", async () => {
    const rows = await list(`
      select c.oid::regclass::text from pg_class c
      where c.relnamespace in ('app_public'::regnamespace, 'app_hidden'::regnamespace, 'app_private'::regnamespace)
        and c.relowner <> 'tenantry_owner'::regrole
      union all
      select p.oid::regprocedure::text from pg_proc p
      where p.pronamespace in ('app_public'::regnamespace, 'app_hidden'::regnamespace, 'app_private'::regnamespace)
        and p.proowner <> 'tenantry_owner'::regrole`);
    expect(rows).toEqual([]);
  });

  it("keeps its partitions in app_private, with row level security and without privileges", async () => {
    const rows = await list(`
      select c.oid::regclass::text from pg_class c
      where c.relispartition and c.relkind in ('r', 'p')
        and (
          c.relnamespace <> 'app_private'::regnamespace
          or not c.relrowsecurity
          or exists (select from grants g where g.table_name = c.oid::regclass::text)
        )`);
    expect(rows).toEqual([]);
  });
});

describe("every tenant table", () => {
  it("is one of several", async () => {
    expect((await list("select name from tables where is_tenants")).length).toBeGreaterThan(10);
  });

  it("has a time-ordered uuid, id, as its primary key", async () => {
    const rows = await list(`
      select name from tables t
      where is_tenants and not is_bookkeeping
        and not exists (
          select from columns c
          join indexes i on i.table_oid = c.table_oid and i.is_primary and i.columns = '{id}'
          where c.table_oid = t.oid and c.name = 'id' and c.type = 'uuid' and c.default_value = 'app_hidden.uuid_v7()'
        )`);
    expect(rows).toEqual(except(APPEND_ONLY));
  });

  it("has a required organization_id of type uuid", async () => {
    const rows = await list(
      "select path from columns where name = 'organization_id' and (type <> 'uuid' or not is_required)",
    );
    expect(rows).toEqual(
      except({ "app_public.security_events.organization_id": "some events concern none, and nobody sees them here" }),
    );
  });

  it("is unique by (organization_id, id), for composite references", async () => {
    const rows = await list(`
      select name from tables t
      where is_tenants and not is_bookkeeping
        and not exists (
          select from indexes i
          where i.table_oid = t.oid and i.is_unique and not i.is_partial and i.columns = '{organization_id,id}'
        )`);
    expect(rows).toEqual(except(APPEND_ONLY));
  });

  it("has created_at and updated_at, required and now() by default", async () => {
    const rows = await list(`
      select format('%s.%s', t.name, wanted.name)
      from tables t
      cross join (values ('created_at'), ('updated_at')) as wanted (name)
      where t.is_tenants and not t.is_bookkeeping
        and not exists (
          select from columns c
          where c.table_oid = t.oid and c.name = wanted.name
            and c.type = 'timestamp with time zone' and c.is_required and c.default_value = 'now()'
        )`);
    expect(rows).toEqual(
      except({
        "app_public.audit_logs.updated_at": "entries are never updated",
        "app_public.security_events.updated_at": "events are never updated",
      }),
    );
  });

  it("that requests write records changes in the audit log through _900_audit", async () => {
    const rows = await list(`
      select name from tables t
      where is_tenants
        and exists (select from grants g where g.table_name = t.name and g.privilege in ('insert', 'update', 'delete'))
        and not exists (
          select from triggers g
          where g.table_oid = t.oid
            and g.definition like
              'CREATE TRIGGER \\_900\\_audit AFTER INSERT OR DELETE OR UPDATE ON % FOR EACH ROW EXECUTE FUNCTION app\\_private.tg\\_\\_audit(%'
        )`);
    expect(rows).toEqual(
      except({
        ...COUNTERS,
        "app_public.workflow_executions": "is a history itself, whose past can't be changed",
      }),
    );
  });
});

describe("every column", () => {
  it("updated_at is moved by the shared trigger _100_timestamps", async () => {
    const rows = await list(`
      select path from columns c
      where name = 'updated_at'
        and not exists (
          select from triggers g
          where g.table_oid = c.table_oid
            and g.definition like
              'CREATE TRIGGER \\_100\\_timestamps BEFORE UPDATE ON % FOR EACH ROW EXECUTE FUNCTION app\\_private.tg\\_\\_timestamps()'
        )`);
    expect(rows).toEqual(
      except(Object.fromEntries(Object.entries(COUNTERS).map(([table, reason]) => [`${table}.updated_at`, reason]))),
    );
  });

  it("but counters is audited and moves updated_at, where counting does neither", async () => {
    const rows = await list(
      `
      select format('%s: %s', c.path, g.name) from columns c
      join triggers g on g.table_oid = c.table_oid and g.name in ('_100_timestamps', '_900_audit')
      where c.table_name = any ($1) and c.name not in ('updated_at', 'last_used_at', 'last_run_at', 'last_submission_at') and c.name !~ '_(count|executions)$'
        and not exists (
          select from pg_trigger t where t.tgrelid = g.table_oid and t.tgname = g.name and c.number = any (t.tgattr::int2[])
        )`,
      [Object.keys(COUNTERS)],
    );
    expect(rows).toEqual([]);
  });

  it("deleted_at is guarded by the shared trigger _300_archive", async () => {
    const rows = await list(`
      select path from columns c
      where name = 'deleted_at'
        and not exists (
          select from triggers g
          where g.table_oid = c.table_oid
            and g.definition like
              'CREATE TRIGGER \\_300\\_archive BEFORE UPDATE OF deleted\\_at ON % EXECUTE FUNCTION app\\_private.tg\\_\\_archive(%'
        )`);
    expect(rows).toEqual([]);
  });

  it("is compared by leakproof operators, so that indexes work under row level security", async () => {
    // Documents and lists are searched through functions that name the organization, never compared.
    const rows = await list(`
      select path from columns c
      where schema = 'app_public'
        and type not in ('jsonb', 'text[]', 'uuid[]')
        and (
          type ~ '^(character varying|timestamp without time zone|time |money)'
          or not exists (
            select from pg_operator o
            join pg_proc p on p.oid = o.oprcode
            where o.oprname = '=' and o.oprleft = c.type_oid and o.oprright = c.type_oid and p.proleakproof
          )
        )`);
    expect(rows).toEqual([]);
  });

  it("of money is called _cents, of type bigint, with the currency beside it", async () => {
    const rows = await list(`
      select path from columns c
      where name ~ '(^|_)(amount|price|cost|revenue|total|value|fee)$' and type ~ '^(bigint|integer|double|real|numeric)'
        or name like '%\\_cents' and (
          type <> 'bigint'
          or not exists (select from columns u where u.table_oid = c.table_oid and u.name = 'currency' and u.type = 'character(3)')
        )`);
    expect(rows).toEqual(
      except({
        "app_hidden.daily_metric_counts.calls_total": "a number of calls",
        "app_hidden.daily_metric_counts.deals_won_value_cents": "in the organization's currency",
        "app_hidden.daily_metric_counts.revenue_cents": "in the organization's currency",
        "app_public.proposal_items.amount_cents": "in the proposal's currency",
        "app_public.proposal_items.tax_cents": "in the proposal's currency",
        "app_public.proposal_items.unit_price_cents": "in the proposal's currency",
      }),
    );
  });

  it("of type jsonb is required and empty by default", async () => {
    const rows = await list(
      "select path from columns where type = 'jsonb' and not (is_required and coalesce(default_value, '') = '''{}''::jsonb')",
    );
    expect(rows).toEqual(
      except({
        "app_public.activities.ai_analysis": "null until something was analysed",
        "app_public.audit_logs.new_data": "null for a deleted row",
        "app_public.audit_logs.old_data": "null for a new row",
        "app_public.forms.fields": "a list, checked by app_private.tg_forms__check",
        "app_public.workflow_executions.execution_steps": "a list",
        "app_public.workflows.edges": "a list, checked by app_private.tg_workflows__check",
        "app_public.workflows.nodes": "a list, checked by app_private.tg_workflows__check",
      }),
    );
  });

  it("of type jsonb is checked to be an object", async () => {
    const rows = await list(`
      select path from columns c
      where type = 'jsonb'
        and not exists (
          select from checks k
          where k.table_oid = c.table_oid and k.definition = format('CHECK ((jsonb_typeof(%I) = ''object''::text))', c.name)
        )`);
    expect(rows).toEqual(
      except({
        "app_public.audit_logs.new_data": "a row as jsonb, written by the database alone",
        "app_public.audit_logs.old_data": "a row as jsonb, written by the database alone",
        "app_public.forms.fields": "a list, checked by app_private.tg_forms__check",
        "app_public.workflow_executions.execution_steps": "a list",
        "app_public.workflows.edges": "a list, checked by app_private.tg_workflows__check",
        "app_public.workflows.nodes": "a list, checked by app_private.tg_workflows__check",
      }),
    );
  });

  it("that holds a list is required and empty by default", async () => {
    const rows = await list(`
      select path from columns
      where type like '%[]' and not (is_required and coalesce(default_value, '') = format('''{}''::%s', type))`);
    expect(rows).toEqual(except({ "app_public.audit_logs.changed_columns": "null for new and deleted rows" }));
  });

  it("is named for what it holds: _at a time, _on a day, is_ or has_ a boolean, _id a reference", async () => {
    const rows = await list(`
      select path from columns c
      where type like 'timestamp%' and name not like '%\\_at'
        or type = 'date' and name not like '%\\_on'
        or type = 'boolean' and name !~ '^(is|has)_'
        or name !~ '(^id|_id)$' and name <> 'is_system' and exists (
          select from foreign_keys k where k.table_oid = c.table_oid and k.references_tenants and c.name = any (k.columns)
        )`);
    expect(rows).toEqual(
      except({
        "app_private.contact_credentials.locked_until": "an end rather than an event",
        "app_private.user_credentials.locked_until": "an end rather than an event",
        "app_public.contacts.date_of_birth": "nobody says born_on",
        "app_public.contacts.email_verified": "the name that identity providers use",
        "app_public.proposals.valid_until": "an end rather than an event",
      }),
    );
  });
});

describe("every check constraint", () => {
  it("of an exposed table is named for its rule, except on the catalog of permissions", async () => {
    const rows = await list("select path from checks where schema = 'app_public' and name !~ '_must_'");
    expect(rows).toEqual(
      except({
        "app_public.permissions.permissions_action_check": "written by migrations alone",
        "app_public.permissions.permissions_resource_check": "written by migrations alone",
      }),
    );
  });
});

it("every date and time that a request can write is checked to be a real one, since infinity has no form in JSON", async () => {
  const rows = await list(`
    select c.table_name || '.' || c.column_name as path
    from information_schema.columns c
    where c.table_schema = 'app_public' and c.data_type in ('date', 'timestamp with time zone')
      and c.column_name <> 'deleted_at'
      and exists (
        select from information_schema.column_privileges p
        where p.table_schema = c.table_schema and p.table_name = c.table_name and p.column_name = c.column_name
          and p.grantee like 'tenantry\\_%' and p.grantee <> 'tenantry_owner' and p.privilege_type in ('INSERT', 'UPDATE')
      )
      and not exists (
        select from pg_constraint k
        where k.conrelid = format('%I.%I', c.table_schema, c.table_name)::regclass and k.contype = 'c'
          and pg_get_constraintdef(k.oid) ~ format('\\m%s >= .* AND .*\\m%s <= ', c.column_name, c.column_name)
      )
    order by 1`);
  expect(rows).toEqual([]);
});

describe("every foreign key", () => {
  it("to a tenant table is composite and starts with organization_id", async () => {
    const rows = await list(`
      select path from foreign_keys
      where references_tenants
        -- What is private is written by the database alone.
        and table_name not like 'app_private.%'
        and not (cardinality(columns) > 1 and columns[1] = 'organization_id' and referenced_columns[1] = 'organization_id')`);
    expect(rows).toEqual([]);
  });

  it("of a tenant table, organization_id first of all, goes with the organization", async () => {
    const rows = await list(`
      select name from tables t
      where is_tenants
        and not exists (
          select from foreign_keys k
          where k.table_oid = t.oid and k.columns = '{organization_id}'
            and k.referenced_table = 'app_public.organizations' and k.on_delete = 'cascade'
        )`);
    expect(rows).toEqual([]);
  });

  it("that is set null names the columns to clear, which may be null", async () => {
    const rows = await list(`
      select path from foreign_keys k
      where on_delete = 'set null'
        and exists (select from columns c where c.table_oid = k.table_oid and c.name = any (k.columns_set_null) and c.is_required)`);
    expect(rows).toEqual([]);
  });

  it("says what happens on delete; only these refuse it", async () => {
    // Without its business a row would be everybody's: a business with rows stays.
    const rows = await list(`
      select path from foreign_keys
      where on_delete not in ('cascade', 'set null') and not references_lookup and columns <> '{organization_id,business_id}'`);
    expect(rows).toEqual(
      except({
        "app_public.api_keys (organization_id, role_id)": "a role that keys have is not deleted from under them",
        "app_public.business_memberships (organization_id, role_id)": "a role that somebody has is not deleted",
        "app_public.deals (organization_id, pipeline_id)": "a pipeline with deals is not deleted",
        "app_public.deals (organization_id, pipeline_id, stage_id)": "a stage with deals is not deleted",
        "app_public.deals (organization_id, stage_id)": "a stage with deals is not deleted",
        "app_public.form_submissions (organization_id, form_id)": "a form that was sent is not deleted from under it",
        "app_public.memberships (organization_id, role_id)": "a role that somebody has is not deleted",
      }),
    );
  });

  it("is never restrict, which would stand in the way of deleting an organization", async () => {
    expect(await list("select path from foreign_keys where on_delete in ('restrict', 'set default')")).toEqual([]);
  });

  it("to a lookup table is to its value", async () => {
    const rows = await list(
      "select path from foreign_keys where references_lookup and referenced_columns <> '{value}'",
    );
    expect(rows).toEqual([]);
  });
});

describe("every lookup table", () => {
  it("has a text key, value, and a description of each value", async () => {
    const rows = await list(`
      select name from tables t
      where is_lookup
        and not (
          exists (select from columns c where c.table_oid = t.oid and c.name = 'value' and c.type = 'text')
          and exists (select from columns c where c.table_oid = t.oid and c.name = 'description' and c.type = 'text' and c.is_required)
          and exists (select from indexes i where i.table_oid = t.oid and i.is_primary and i.columns = '{value}')
        )`);
    expect(rows).toEqual([]);
  });

  it("stands in for enums, of which there are none", async () => {
    const rows = await list(`
      select t.oid::regtype::text from pg_type t
      where t.typtype = 'e'
        and t.typnamespace in ('app_public'::regnamespace, 'app_hidden'::regnamespace, 'app_private'::regnamespace)`);
    expect(rows).toEqual([]);
  });
});
