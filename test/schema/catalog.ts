import { afterAll, beforeAll } from "@jest/globals";
import { Client } from "pg";
import { useDatabase } from "../support/database.ts";

/** The folder of the model. */
export const DB_FOLDER = new URL("../../db/", import.meta.url);

/** The roles of requests, the gateway's login, and everybody. */
export const API_ROLES = [
  "tenantry_anonymous",
  "tenantry_authenticator",
  "tenantry_client",
  "tenantry_member",
  "tenantry_service",
  "public",
] as const;

/**
 * What the rules speak of, as views. Partitions are left out: they have their parent's rules, and one of their own.
 * Names are written as schema.table, schema.table.column, and so on.
 */
const VIEWS = `
  create temp view roles as
  select unnest('{${API_ROLES.join(",")}}'::text[]) as name;

  create temp view tables as
  select c.oid,
    format('%I.%I', n.nspname, c.relname) as name,
    n.nspname as schema,
    c.relname as local_name,
    c.relrowsecurity as has_row_security,
    exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id') as is_tenants,
    n.nspname = 'app_hidden' as is_bookkeeping,
    coalesce(obj_description(c.oid, 'pg_class') like '@enum%', false) as is_lookup,
    coalesce(obj_description(c.oid, 'pg_class'), '') as documentation
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('app_public', 'app_hidden', 'app_private') and c.relkind in ('r', 'p') and not c.relispartition;

  create temp view columns as
  select format('%s.%I', t.name, a.attname) as path,
    t.oid as table_oid,
    t.name as table_name,
    t.schema,
    t.is_tenants,
    a.attname as name,
    a.attnum as number,
    a.atttypid as type_oid,
    format_type(a.atttypid, a.atttypmod) as type,
    a.attnotnull as is_required,
    a.attgenerated <> '' as is_generated,
    pg_get_expr(d.adbin, d.adrelid) as default_value
  from pg_attribute a
  join tables t on t.oid = a.attrelid
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attnum > 0 and not a.attisdropped;

  create temp view foreign_keys as
  select format('%s (%s)', t.name, array_to_string(k.columns, ', ')) as path,
    t.oid as table_oid,
    t.name as table_name,
    t.is_tenants,
    k.columns,
    r.name as referenced_table,
    r.is_tenants as references_tenants,
    r.is_lookup as references_lookup,
    k.referenced_columns,
    case k.confdeltype when 'a' then 'no action' when 'r' then 'restrict' when 'c' then 'cascade' when 'n' then 'set null' else 'set default' end as on_delete,
    k.columns_set_null
  from (
    select c.*,
      array(select a.attname::text from unnest(c.conkey) with ordinality as key (number, position) join pg_attribute a on a.attrelid = c.conrelid and a.attnum = key.number order by position) as columns,
      array(select a.attname::text from unnest(c.confkey) with ordinality as key (number, position) join pg_attribute a on a.attrelid = c.confrelid and a.attnum = key.number order by position) as referenced_columns,
      array(select a.attname::text from unnest(coalesce(c.confdelsetcols, c.conkey)) as key (number) join pg_attribute a on a.attrelid = c.conrelid and a.attnum = key.number) as columns_set_null
    from pg_constraint c
    where c.contype = 'f'
  ) k
  join tables t on t.oid = k.conrelid
  join tables r on r.oid = k.confrelid;

  create temp view indexes as
  select format('%I.%I', n.nspname, c.relname) as path,
    t.oid as table_oid,
    t.name as table_name,
    t.is_tenants,
    i.indisprimary as is_primary,
    i.indisunique as is_unique,
    i.indpred is not null as is_partial,
    m.amname as method,
    array(select pg_get_indexdef(i.indexrelid, position, false) from generate_series(1, i.indnkeyatts) as position) as columns,
    substring(pg_get_indexdef(i.indexrelid) from ' USING (.*)$') as definition
  from pg_index i
  join tables t on t.oid = i.indrelid
  join pg_class c on c.oid = i.indexrelid
  join pg_namespace n on n.oid = c.relnamespace
  join pg_am m on m.oid = c.relam
  where i.indisvalid;

  create temp view checks as
  select format('%s.%I', t.name, c.conname) as path, t.oid as table_oid, t.name as table_name, t.schema, c.conname as name, pg_get_constraintdef(c.oid) as definition
  from pg_constraint c
  join tables t on t.oid = c.conrelid
  where c.contype = 'c';

  create temp view policies as
  select format('%s on %s', p.polname, t.name) as path,
    p.oid,
    t.oid as table_oid,
    t.name as table_name,
    t.is_tenants,
    t.is_lookup,
    p.polname as name,
    case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end as command,
    p.polpermissive as is_permissive,
    array(select case role when 0 then 'public' else role::regrole::text end from unnest(p.polroles) as role) as roles,
    pg_get_expr(p.polqual, p.polrelid) as using_condition,
    pg_get_expr(p.polwithcheck, p.polrelid) as check_condition
  from pg_policy p
  join tables t on t.oid = p.polrelid;

  create temp view triggers as
  select format('%s.%I', t.name, g.tgname) as path,
    t.oid as table_oid,
    t.name as table_name,
    t.local_name as table_local_name,
    g.tgname as name,
    g.tgfoid as function_oid,
    pg_get_triggerdef(g.oid) as definition
  from pg_trigger g
  join tables t on t.oid = g.tgrelid
  where not g.tgisinternal;

  create temp view functions as
  select p.oid::regprocedure::text as path,
    p.oid,
    n.nspname as schema,
    p.proname as name,
    p.prosecdef as is_definer,
    p.prorettype = 'trigger'::regtype as is_trigger,
    p.proconfig as settings,
    p.proargnames as parameters,
    pg_get_functiondef(p.oid) as definition,
    array(select r.name from roles r where has_function_privilege(r.name, p.oid, 'execute')) as executable_by
  from pg_proc p
  join pg_namespace n on n.oid = p.pronamespace
  where n.nspname in ('app_public', 'app_hidden', 'app_private') and p.prokind in ('f', 'p');

  create temp view grants as
  select format('%I.%I', n.nspname, c.relname) as table_name,
    n.nspname as schema,
    c.relkind as kind,
    c.relispartition as is_partition,
    a.attname as column_name,
    case acl.grantee when 0 then 'public' else acl.grantee::regrole::text end as role,
    lower(acl.privilege_type) as privilege,
    acl.is_grantable
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  cross join lateral (
    select null as attname, c.relacl as acl
    union all
    select a.attname, a.attacl from pg_attribute a where a.attrelid = c.oid and a.attacl is not null
  ) a
  cross join lateral aclexplode(a.acl) as acl
  where n.nspname in ('app_public', 'app_hidden', 'app_private') and acl.grantee <> c.relowner;

  create temp view comments as
  select format('%s %s', object.type, object.identity) as path, d.description
  from pg_description d
  cross join lateral pg_identify_object(d.classoid, d.objoid, d.objsubid) as object
  where object.identity ~ '\\mapp_(public|hidden|private)\\M';
`;

/** The system catalog of the migrated database, behind the views that the rules are written with. */
export interface Catalog {
  /** Runs a query as a superuser and gives the values of its one column, sorted. */
  list(sql: string, values?: unknown[]): Promise<string[]>;
  /** Connection string of the database's owner. */
  readonly ownerUrl: string;
}

/**
 * Opens the catalog for the tests of a file.
 *
 * @returns the catalog; it answers once tests run
 */
export function useCatalog(): Catalog {
  let client: Client | undefined;
  // Registered first, since dropping the database would end the connection.
  afterAll(() => client?.end());
  const database = useDatabase();
  beforeAll(async () => {
    client = new Client({ connectionString: database.urls.root });
    await client.connect();
    // With an empty search_path PostgreSQL writes every name with its schema.
    await client.query("set search_path = ''");
    await client.query(VIEWS);
  });
  return {
    async list(sql, values = []) {
      if (!client) throw new Error("The catalog is opened in beforeAll: use it inside tests.");
      const { rows } = await client.query<[unknown]>({ text: sql, values, rowMode: "array" });
      return rows.map(([value]) => String(value)).sort();
    },
    get ownerUrl() {
      return database.urls.owner;
    },
  };
}

/**
 * Turns exceptions with their reasons into what a rule's query is expected to find. An exception that is none any more
 * fails the test like a new offender does.
 *
 * @param reasons - the reason of each exception, by what the query returns
 * @returns the exceptions, sorted
 */
export function except(reasons: Readonly<Record<string, string>>): string[] {
  return Object.keys(reasons).sort();
}
