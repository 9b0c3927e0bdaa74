import type { Client } from "pg";
import type { TestDatabase } from "../support/database.ts";

/** Rows of the large tenant in each table, but for those of {@link SETUP_TABLES}. */
export const ROWS = 100_000;
/** Of these, the rows that have no value where there need not be one. */
export const MISSING = ROWS / 20;
/** Rows of the large tenant in a table of which no tenant has many. */
export const SETUP_ROWS = 1_000;

/** What grows with an organization's staff or is set up once; what it is stands beside each. */
export const SETUP_TABLES: Readonly<Record<string, string>> = {
  ai_scripts: "written once for many calls",
  api_keys: "one for each machine",
  business_memberships: "one for each member of a business",
  businesses: "branches of an organization",
  call_campaigns: "each is for many contacts",
  custom_field_definitions: "set up once",
  email_accounts: "mailboxes of an organization",
  forms: "set up once, filled in often",
  lead_scoring_rules: "set up once",
  macros: "set up once",
  memberships: "the staff of an organization",
  message_templates: "written once for many messages",
  pipeline_stages: "a few for each pipeline",
  pipelines: "one for each way of selling",
  role_permissions: "at most one for each role and permission",
  roles: "one for each job",
  services: "what is offered",
  staff_invitations: "one for each member to be",
  team_members: "one for each member of a team",
  teams: "groups of staff",
  webhook_endpoints: "one for each system that is told",
  workflows: "set up once, run often",
};

const OTHER_TENANTS = 40;
const OTHERS_SHARE = 400;
const USERS = 2_000;
const CONNECTIONS = 2;

/** The id of a row by its tenant's number, 0 for the large one and for users, and its own. */
const ROW_ID = `
  create function public.row_id(tenant bigint, number bigint) returns uuid language sql immutable as $$
    select (lpad(to_hex(number), 8, '0') || '-' || lpad(to_hex(tenant), 4, '0') || '-7000-8000-000000000000')::uuid
  $$`;

/** Branches that the large tenant has daily metrics of, beside what belongs to none, and how many days of each. */
const METRICS_BRANCHES = 20;
const METRICS_DAYS = 3 * 365;
/** Changes of each branch that wait to be added to the totals of today. */
const METRICS_WAITING = 20;
const METRICS = `
  insert into app_hidden.daily_metric_counts (organization_id, business_id, occurred_on, is_total, new_contacts, messages_in)
  select $1, case when business > 0 then public.row_id(0, business) end, current_date - day, true, 1 + business, 1
  from generate_series(0, ${METRICS_DAYS - 1}) as day
  cross join generate_series(0, ${METRICS_BRANCHES}) as business`;

const WAITING_METRICS = `
  insert into app_hidden.daily_metric_counts (organization_id, business_id, occurred_on, is_total, new_contacts)
  select organization_id, business_id, occurred_on, false, 1
  from app_hidden.daily_metric_counts
  cross join generate_series(1, ${METRICS_WAITING})
  where occurred_on = current_date`;

/** The id of a row of the large tenant, or of a user. Many rows refer to the first three, any other is one of many. */
export function rowId(number: number): string {
  return `${number.toString(16).padStart(8, "0")}-0000-7000-8000-000000000000`;
}

/** An id that no row has. */
export const ABSENT_ID = rowId(0xffffff);

interface Column {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly hasDefault: boolean;
  /** The table of tenants' rows, or of users, that it holds an id of. */
  readonly target: string | null;
  /** Otherwise the table, and the column there, whose values it has. */
  readonly lookupTable: string | null;
  readonly lookupColumn: string | null;
  readonly isUnique: boolean;
  /** Whether no two rows of a tenant have the same value. */
  readonly isKey: boolean;
  /** Of how many columns exactly one has a value, and which of them it is; both 1 unless a check says so. */
  readonly choices: number;
  readonly choice: number;
}

interface Table {
  readonly name: string;
  readonly isTenants: boolean;
  readonly columns: readonly Column[];
}

const TABLES = `
  with tables as (
    select c.oid, c.relname as name,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id') as is_tenants
    from pg_class c
    where c.relnamespace = 'app_public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname <> 'organizations'
      and exists (
        select from pg_attribute a where a.attrelid = c.oid and a.attname = 'id' and a.atttypid = 'uuid'::regtype
      )
  )
  select t.name, t.is_tenants as "isTenants", (
    select jsonb_agg(jsonb_build_object(
      'name', a.attname,
      'type', format_type(a.atttypid, a.atttypmod),
      'isRequired', a.attnotnull,
      'hasDefault', a.atthasdef,
      'target', reference.target,
      'lookupTable', reference.lookup_table,
      'lookupColumn', reference.lookup_column,
      'isUnique', exists (
        select from pg_index i where i.indrelid = t.oid and i.indisunique and a.attnum = any (i.indkey)
      ),
      'isKey', exists (
        select from pg_index i
        join pg_attribute o on o.attrelid = i.indrelid and o.attname = 'organization_id'
        where i.indrelid = t.oid and i.indisunique and i.indkey::text = o.attnum || ' ' || a.attnum
      ),
      'choices', coalesce(cardinality(one_of.columns), 1),
      'choice', coalesce(array_position(one_of.columns, a.attname), 1)
    ) order by a.attnum)
    from pg_attribute a
    left join lateral (
      select case when target.oid is not null then target.name end as target,
        case when target.oid is null then k.confrelid::regclass::text end as lookup_table,
        case when target.oid is null then quote_ident(f.attname) end as lookup_column
      from pg_constraint k
      cross join lateral unnest(k.conkey, k.confkey) as pair (key, foreign_key)
      join pg_attribute f on f.attrelid = k.confrelid and f.attnum = pair.foreign_key
      left join tables target on target.oid = k.confrelid
      where k.contype = 'f' and k.conparentid = 0 and k.conrelid = t.oid and pair.key = a.attnum
        and (target.oid is null or f.attname = 'id')
      order by k.oid
      limit 1
    ) reference on true
    left join lateral (
      select string_to_array(found.columns[1], ', ')::name[] as columns
      from pg_constraint k
      cross join lateral regexp_match(pg_get_constraintdef(k.oid), '^CHECK \\(\\(num_nonnulls\\((.*)\\) = 1\\)\\)$') as found (columns)
      where k.contype = 'c' and k.conrelid = t.oid and a.attnum = any (k.conkey) and found.columns is not null
      limit 1
    ) one_of on true
    where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
  ) as columns
  from tables t
  order by t.name`;

/** How many rows the large tenant has in a table. */
export function rowsIn(table: string): number {
  return table in SETUP_TABLES ? SETUP_ROWS : ROWS;
}

/**
 * A value for each type, as SQL over `n`, the number of the row in its `tenant`, of `total`, and `made_at`, its time.
 * Numbers that have to be unique leave room for the rows that the tenant had before.
 */
const VALUES: Readonly<Record<string, (column: Column) => string>> = {
  uuid: () => "public.row_id(tenant, 1 + floor(random() * total)::bigint)",
  text: ({ name, isUnique }) => `'${name} ' || ${isUnique ? "n" : "n % 5000"}`,
  "character(3)": () => "case when n % 100 = 0 then 'USD' else 'GBP' end",
  "character(2)": () => "case when n % 100 = 0 then 'US' else 'GB' end",
  "text[]": ({ name }) => `array['${name} ' || n % 50]`,
  jsonb: () => "'{}'",
  smallint: () => "1 + floor(random() * 99)",
  integer: ({ isUnique }) => (isUnique ? "1000 + n" : "1 + floor(random() * 99)"),
  bigint: ({ isUnique }) => (isUnique ? "1000 + n" : "100 + floor(random() * 1000000)"),
  "double precision": () => "random()",
  boolean: () => "n % 10 = 0",
  "timestamp with time zone": () => "made_at + random() * interval '3 days'",
  date: () => "(made_at + random() * interval '3 days')::date",
  "time without time zone": () => "'09:00'",
  interval: () => "n % 100 * interval '1 minute'",
  inet: () => "'192.0.2.1'",
  daterange: () => "daterange(made_at::date, made_at::date + 7)",
  tstzrange: () => "tstzrange(made_at, made_at + interval '30 minutes')",
};

/** `age` is 0 for the newest and 1 for the oldest. Three in ten refer to the first row, the oldest in twenty to the second, the newest to the third, others to any. */
function reference(target: string, isTenants: boolean, isKey: boolean): string {
  if (isKey) return `public.row_id(${isTenants ? "tenant" : 0}, n)`;
  const rows = isTenants ? `case when tenant = 0 then ${rowsIn(target)} else ${othersRowsIn(target)} end` : USERS;
  const number = `case when age >= 0.95 then 2 when age < 0.05 then 3 when random() < 0.3 then 1 else 1 + floor(random() * (${rows}))::bigint end`;
  return `public.row_id(${isTenants ? "tenant" : 0}, ${number})`;
}

/** One in a thousand has the last value; of four or more the last but one is nobody's, and the newest have the second. */
function lookupValue(values: readonly string[]): string {
  const common = Math.max(1, values.length - (values.length > 3 ? 2 : 1));
  const list = `array[${values.map((value) => `'${value.replaceAll("'", "''")}'`).join(", ")}]`;
  const second = values.length > 2 ? "when age < 0.05 then 2" : "";
  return `(${list})[case when n % 1000 = 0 then ${values.length} ${second} else 1 + floor(random() ^ 3 * ${common})::int end]`;
}

function othersRowsIn(table: string): number {
  return Math.max(10, rowsIn(table) / OTHERS_SHARE);
}

function expressionFor(
  table: Table,
  column: Column,
  tables: readonly Table[],
  values: readonly string[],
): string | undefined {
  const { name, type, isRequired, hasDefault, target, isKey, choices, choice } = column;
  if (name === "organization_id") return "organization";
  if (name === "id") return `public.row_id(${table.isTenants ? "tenant" : 0}, n)`;
  if (name === "created_at" || name === "updated_at") return "made_at";
  if (name === "deleted_at") return "case when n % 500 = 0 then made_at + interval '1 day' end";
  // Some are objects and some are lists, as their defaults are.
  if (type === "jsonb" && hasDefault) return undefined;
  const isTenants = tables.find((other) => other.name === target)?.isTenants ?? false;
  const known =
    target !== null ? reference(target, isTenants, isKey) : values.length > 0 ? lookupValue(values) : undefined;
  const value = known ?? VALUES[type]?.(column);
  if (value === undefined) {
    if (hasDefault || !isRequired) return undefined;
    throw new Error(`Say what ${table.name}.${name} is filled with: a value for ${type} is missing here.`);
  }
  // Where a few values have to do for all rows without being repeated, most rows have none.
  const filled = column.isUnique && target === null && values.length > 0 ? 0.05 : 1 - MISSING / ROWS;
  if (choices > 1) return `(case when n % ${choices} = ${choice - 1} then ${value} end)::${type}`;
  const sometimes = isRequired ? value : `case when random() < ${filled} then ${value} end`;
  return `(${sometimes})::${type}`;
}

async function fillTable(client: Client, table: Table, tables: readonly Table[], organization: string): Promise<void> {
  const columns: [string, string][] = [];
  for (const column of table.columns) {
    const { lookupTable, lookupColumn } = column;
    const values =
      lookupTable === null || column.name === "organization_id"
        ? []
        : (
            await client.query({
              text: `select distinct ${lookupColumn}::text from ${lookupTable} order by 1`,
              rowMode: "array",
            })
          ).rows.flat();
    const value = expressionFor(table, column, tables, values);
    if (value !== undefined) columns.push([column.name, value]);
  }
  const rows = table.isTenants ? rowsIn(table.name) : USERS;
  const others = table.isTenants ? OTHER_TENANTS : 0;
  await client.query("select setseed(0.5)");
  // Duplicates of what has to be unique are left out. What is generated can't know of more rules than that.
  await client.query(
    `insert into app_public.${table.name} (${columns.map(([name]) => `"${name}"`).join(", ")})
     select ${columns.map(([, value]) => value).join(",\n")}
     from (
       select tenant, n, total, 1 - n::float8 / total as age,
         case when tenant = 0 then $1::uuid else public.row_id(tenant, 0) end as organization,
         now() - (1 - n::float8 / total) * interval '100 days' as made_at
       from (select tenant, case when tenant = 0 then ${rows} else ${othersRowsIn(table.name)} end as total from generate_series(0, ${others}) as tenant) tenants
       cross join lateral generate_series(1, total) as n
       order by made_at
     ) rows
     ${hasOwnKeys(table) ? "on conflict do nothing" : ""}`,
    [organization],
  );
}

/** Whether something besides the rows' ids has to be unique. */
function hasOwnKeys({ columns }: Table): boolean {
  return columns.some(({ name, isUnique }) => isUnique && !["id", "organization_id", "created_at"].includes(name));
}

interface PostponedIndex {
  readonly name: string;
  readonly isDropped: boolean;
}

/** Indexes are built afterwards, in a fraction of the time, but for those that duplicates have to be found with. */
const POSTPONE_INDEXES = `
  update pg_index set indisready = false, indisvalid = false
  where (not indisunique or $2)
    and indrelid in (
      select t.relid from pg_partition_tree($1::regclass) t where t.isleaf union all select $1::regclass
    )
    and indexrelid in (select oid from pg_class where relkind = 'i')
  returning indexrelid::regclass::text as name,
    (select m.amname in ('gin', 'gist') from pg_class c join pg_am m on m.oid = c.relam where c.oid = indexrelid) as "isDropped"`;

async function fillMetrics(client: Client, organization: string): Promise<void> {
  await client.query(METRICS, [organization]);
  await client.query(WAITING_METRICS);
  await client.query("vacuum analyze app_hidden.daily_metric_counts");
}

/**
 * Gives one tenant as many rows of each kind as large tenants have, and forty others a few. What is in the rows is made
 * up from the types of the columns, so that new tables are filled as well: some values are common, some rare, and some
 * old rows' or new rows' only. Columns that no reference or lookup table limits have many values.
 *
 * @param db - the database of a test file, which is of no other use afterwards
 * @param organization - the large tenant's id
 */
export async function fillLargeTenant(db: TestDatabase, organization: string): Promise<void> {
  const tables = await db.withRoot(async (root) => {
    const { rows } = await root.query<Table>(TABLES);
    await root.query(ROW_ID);
    await root.query("set session_replication_role = replica");
    await root.query(
      `insert into app_public.organizations (id, name, slug) select public.row_id(n, 0), 'Tenant ' || n, 'tenant-' || n from generate_series(1, ${OTHER_TENANTS}) as n`,
    );
    // Made-up values break checks and exclusions, which say nothing about how rows are found.
    await root.query(`do $do$ declare v_statement text; begin
      for v_statement in
        select format('alter table %s drop constraint %I', conrelid::regclass, conname) from pg_constraint
        where contype in ('c', 'x') and connamespace = 'app_public'::regnamespace and conislocal and conrelid <> 0
      loop execute v_statement; end loop;
    end $do$`);
    return rows;
  });
  const queue = [...tables].sort((one, other) => rowsIn(other.name) - rowsIn(one.name));
  const work = async (isFirst: boolean): Promise<void> =>
    db.withRoot(async (root) => {
      await root.query(
        "set session_replication_role = replica; set maintenance_work_mem = '128MB'; set max_parallel_maintenance_workers = 0",
      );
      if (isFirst) await fillMetrics(root, organization);
      for (let table = queue.shift(); table; table = queue.shift()) {
        const name = `app_public.${table.name}`;
        const postponed = (await root.query<PostponedIndex>(POSTPONE_INDEXES, [name, !hasOwnKeys(table)])).rows;
        await fillTable(root, table, tables, organization);
        // GIN serves what searching functions ask, and takes longest to build. GiST finds what overlaps; made-up times end
        // before they begin.
        for (const index of postponed)
          await root.query(index.isDropped ? `drop index if exists ${index.name}` : `reindex index ${index.name}`);
        await root.query(`vacuum analyze ${name}`);
      }
    });
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, number) => work(number === 0)));
}

/**
 * Looks what values the large tenant's rows have.
 *
 * @param db - a database that was filled
 * @param table - one of its tables
 * @param organization - the large tenant's id
 * @returns by column the most common value, a middling and a rare one, as JSON has them
 */
export async function valuesOf(
  db: TestDatabase,
  table: string,
  organization: string,
): Promise<ReadonlyMap<string, readonly unknown[]>> {
  return db.withRoot(async (root) => {
    await root.query(
      `create temp table sample as select * from app_public.${table} tablesample bernoulli (${rowsIn(table) === ROWS ? 2 : 100}) repeatable (1) where organization_id = '${organization}'`,
    );
    const { rows } = await root.query<{ column: string; values: unknown[] }>(
      `select attribute.key as column, array_agg(to_jsonb(attribute.value) order by attribute.uses desc, attribute.value) as values
       from (
         select entry.key, entry.value, count(*) as uses from sample cross join lateral jsonb_each(to_jsonb(sample)) as entry where jsonb_typeof(entry.value) in ('string', 'number', 'boolean') group by entry.key, entry.value
       ) attribute
       group by attribute.key`,
    );
    return new Map(
      rows.map(({ column, values }) => [
        column,
        [...new Set([values[0], values[Math.floor(values.length / 2)], values.at(-1)])],
      ]),
    );
  });
}
