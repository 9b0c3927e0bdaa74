import type { Client } from "pg";
import { withConnection } from "../../src/database/connection.ts";
import { AUTHENTICATOR, OWNER } from "../../src/database/provisioning.ts";

/** How much there is to be. */
export interface Sizes {
  /** Organizations of a thousand contacts each, which take turns. */
  readonly tenants: number;
  /** Organizations of these many contacts. */
  readonly singles: readonly number[];
  /** Organizations that are only there to be many, of a few contacts each. */
  readonly others: number;
}

/** Somebody who asks. */
export interface Person {
  readonly userId: string;
  readonly organizationId: string;
  /** Contacts of the organization. */
  readonly contacts: number;
  /** The owner sees all of them, the rep a hundred of their own, the lead two hundred of their team. */
  readonly kind: "owner" | "rep" | "lead";
}

/** Contacts of each organization that takes turns. */
export const TENANT_CONTACTS = 1_000;
/** Organizations of the database that has few of them. */
export const FEW_TENANTS = 10;
const OTHER_CONTACTS = 20;
const OTHER_TABLES = ["organizations", "roles", "users", "memberships", "team_members", "pipelines", "pipeline_stages"]
  .map((table) => `app_public.${table}`)
  .concat("app_private.user_identities");
const TABLES = ["contacts", "deals", "activities"];

/** Nothing of it is slowed down by triggers, foreign keys or indexes, which are made afterwards. */
const SETTINGS = `
  set session_replication_role = replica;
  set synchronous_commit = off;
  set work_mem = '256MB';
  set maintenance_work_mem = '512MB';
  set statement_timeout = 0`;

/** The organizations with what the trigger of new ones gives them, and their people. */
const ORGANIZATIONS = `
  create temp table tenants as
  select n, contacts, has_others, app_hidden.uuid_v7() as organization_id, app_hidden.uuid_v7() as pipeline_id
  from unnest($1::int[], $2::boolean[]) with ordinality as t (contacts, has_others, n);

  create temp table people as
  select t.n, t.organization_id, t.contacts, k.kind, app_hidden.uuid_v7() as user_id, app_hidden.uuid_v7() as membership_id
  from tenants t
  join (values ('owner', false), ('rep', true), ('lead', true)) k (kind, is_other) on not k.is_other or t.has_others;
  create index on people (n, kind);`;

const FILL = [
  "insert into app_public.organizations (id, name, slug, locale) select organization_id, 'Bench ' || n, 'bench-' || n, 'en-GB' from tenants",
  `insert into app_public.roles (organization_id, name, system_role)
   select organization_id, initcap(s.value), s.value from tenants cross join app_public.system_roles s`,
  // A role that sees what its team has, and nothing else.
  `with roles as (
     insert into app_public.roles (organization_id, name) select organization_id, 'Lead' from tenants where has_others returning id, organization_id
   )
   insert into app_public.role_permissions (organization_id, role_id, resource, action, scope)
   select organization_id, id, 'contacts', 'read', 'team' from roles`,
  "insert into app_public.pipelines (id, organization_id, name, is_default) select pipeline_id, organization_id, 'Sales', true from tenants",
  `insert into app_public.pipeline_stages (organization_id, pipeline_id, name, kind, probability, position)
   select organization_id, pipeline_id, name, kind, probability, position
   from tenants
   cross join (values ('Lead', 'open', 10, 1), ('Qualified', 'open', 30, 2), ('Proposal', 'open', 60, 3), ('Won', 'won', 100, 4), ('Lost', 'lost', 0, 5))
     s (name, kind, probability, position)`,
  "insert into app_public.users (id, full_name, email) select user_id, initcap(kind) || ' ' || n, kind || n || '@bench.test' from people",
  "insert into app_private.user_identities (user_id, issuer, subject) select user_id, 'tenantry', user_id::text from people",
  `insert into app_public.memberships (id, organization_id, user_id, role_id)
   select p.membership_id, p.organization_id, p.user_id, r.id
   from people p
   join app_public.roles r on r.organization_id = p.organization_id
     and case when p.kind = 'lead' then r.name = 'Lead' else r.system_role = p.kind end`,
  `with teams as (
     insert into app_public.teams (organization_id, name) select organization_id, 'Team' from tenants where has_others returning id, organization_id
   )
   insert into app_public.team_members (organization_id, team_id, membership_id)
   select t.organization_id, t.id, p.membership_id from teams t join people p on p.organization_id = t.organization_id and p.kind <> 'owner'`,
  // In the order of time, so that the rows of all organizations lie side by side, as they would.
  `create temp table made as
   select t.n, t.organization_id, i, app_hidden.uuid_v7() as id, now() - (t.contacts - i + 1) * interval '1 year' / t.contacts as created_at,
     p.membership_id as owner_id
   from tenants t
   cross join lateral generate_series(1, t.contacts) i
   join people p on p.n = t.n
     and p.kind = case when not t.has_others then 'owner' when i % (t.contacts / 100) = 0 then 'rep' when i % (t.contacts / 100) = 1 then 'lead' else 'owner' end
   order by created_at`,
  `insert into app_public.contacts (id, organization_id, first_name, last_name, email, phone, owner_id, lifecycle_stage, created_at, updated_at)
   select id, organization_id, (array['John', 'Jane', 'Mary', 'James', 'Linda', 'Zoë', 'José', 'Ada', 'Grace', 'Joan'])[1 + i % 10],
     initcap(translate(to_hex(i::bigint * 7919), '0123456789', 'ghijklmnop')), 'person' || i || '@customer.test', '+4420' || lpad((80000000 + i)::text, 8, '0'), owner_id,
     (array['subscriber', 'lead', 'customer', 'former', 'lead'])[1 + i % 5], created_at, created_at
   from made`,
  `insert into app_public.deals (organization_id, title, pipeline_id, stage_id, contact_id, owner_id, value_cents, currency, probability, created_at, updated_at)
   select m.organization_id, 'Deal ' || m.i, t.pipeline_id, s.id, m.id, m.owner_id, 10000 + m.i * 7919::bigint % 1000000, 'USD', s.probability, m.created_at, m.created_at
   from made m
   join tenants t on t.n = m.n
   join app_public.pipeline_stages s on s.organization_id = m.organization_id and s.position = 1 + m.i / 2 % 5
   where m.i % 2 = 0
   order by m.created_at`,
  `insert into app_public.activities (organization_id, kind, subject, contact_id, created_by_id, occurred_at, created_at, updated_at)
   select organization_id, (array['call', 'email', 'note', 'meeting'])[1 + (i + k) % 4], 'About ' || i || ', ' || k, id, owner_id,
     created_at + k * interval '1 minute', created_at, created_at
   from made
   cross join lateral generate_series(1, case when i % 2 = 0 then 3 else 1 end) k
   order by created_at`,
];

/**
 * Fills a migrated database that holds nothing.
 *
 * @param rootUrl - connection string of a superuser, who may do without triggers
 * @param sizes - how much
 * @returns those who can ask: first the owners of the organizations that take turns, then the people of the single ones
 */
export async function fill(rootUrl: string, { tenants, singles, others }: Sizes): Promise<Person[]> {
  return withConnection(rootUrl, async (client) => {
    const contacts = [
      ...Array.from({ length: tenants }, () => TENANT_CONTACTS),
      ...singles,
      ...Array.from({ length: others }, () => OTHER_CONTACTS),
    ];
    const largest = Math.max(...singles, 0);
    await client.query(SETTINGS);
    const [first = "", ...rest] = ORGANIZATIONS.split(";\n").filter((statement) => statement.trim() !== "");
    await client.query(first, [contacts, contacts.map((count) => count === largest)]);
    for (const statement of rest) await client.query(statement);
    const indexes = await dropIndexes(client);
    for (const statement of FILL) await client.query(statement);
    for (const definition of indexes) await client.query(definition);
    const { rows } = await client.query<Person>(
      `select user_id as "userId", organization_id as "organizationId", contacts, kind from people where n <= $1 order by n, kind = 'owner' desc`,
      [tenants + singles.length],
    );
    const tables = [...OTHER_TABLES, ...TABLES.map((table) => `app_public.${table}`)];
    await client.query(`vacuum analyze ${tables.join(", ")}`);
    return rows;
  });
}

/** All indexes that no constraint needs. */
async function dropIndexes(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
     from pg_index i
     where i.indrelid = any (select ('app_public.' || name)::regclass from unnest($1::text[]) name)
       and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    [TABLES],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  return rows.map(({ definition }) => definition);
}

/**
 * Makes another database of one that nobody is connected to.
 *
 * @param rootUrl - connection string of a superuser in the database to copy
 * @param name - of the copy
 * @returns a function that puts the copy into a connection string
 */
export async function copyDatabase(rootUrl: string, name: string): Promise<(connectionString: string) => string> {
  const inDatabase = (connectionString: string, database: string) => {
    const url = new URL(connectionString);
    url.pathname = `/${database}`;
    return url.href;
  };
  await withConnection(inDatabase(rootUrl, "postgres"), async (client) => {
    await client.query(`create database ${name} template ${new URL(rootUrl).pathname.slice(1)} owner ${OWNER}`);
    await client.query(`revoke all on database ${name} from public`);
    await client.query(`grant connect on database ${name} to ${AUTHENTICATOR}`);
    // As the migrations do.
    await client.query(`alter database ${name} set search_path to app_public, public`);
  });
  return (connectionString) => inDatabase(connectionString, name);
}
