import type { Client } from "pg";
import { runCommand } from "../src/commands/run-command.ts";
import { withConnection } from "../src/database/connection.ts";
import { withBenchDatabase } from "./bench-database.ts";

/*
 * What does a search cost in a tenant of a million contacts, as the owner, as a rep who has a thousand of them, and as a
 * member limited to a business that has ten thousand? Beside it stands SQL written by hand that names the organization and
 * finds the same in the same indexes, past all policies and without ranks. And what do the indexes cost when contacts are
 * added?
 */
const CONTACTS = 1_000_000;
const RUNS = 7;
const BATCH = 20_000;

/** The local one is limited to a business, which has one contact in a hundred. */
const PEOPLE = {
  owner: { name: "Olivia Owner", role: "owner" },
  rep: { name: "Rita Rep", role: "rep" },
  local: { name: "Laura Local", role: "staff" },
} as const;
type Person = keyof typeof PEOPLE;

const TEXT =
  "app_hidden.search_text(r.name || ' ' || coalesce(r.email, '') || ' ' || coalesce(substr(r.phone, 2), ''))";
const words = (...found: string[]) => found.map((word) => `${TEXT} like '% ${word}%'`).join(" and ");
const slips = (...found: string[]) =>
  found.map((word) => `${TEXT} like any (app_hidden.spelling_patterns('${word}'))`).join(" and ");
const beginning = (text: string) =>
  `app_hidden.search_text(r.name) collate ucs_basic >= ' ${text}' and app_hidden.search_text(r.name) collate ucs_basic < ' ${text}' || chr(1114111)`;

const QUERIES: readonly (readonly [what: string, text: string, plain: string])[] = [
  ["two letters", "jo", beginning("jo")],
  ["a first name", "jonathan", beginning("jonathan")],
  ["a last name of 1 %", "smith", words("smith")],
  ["a rare last name", "babababa", words("babababa")],
  ["two words", "jonathan smi", beginning("jonathan smi")],
  ["two words in another order", "smith jonathan", words("jonathan", "smith")],
  ["a name without its accent", "zoe", beginning("zoe")],
  ["two letters swapped", "smiht", slips("smiht")],
  ["a wrong letter", "elisabeth", slips("elisabeth")],
  ["a slip in each of two words", "elisabeth smyth", slips("elisabeth", "smyth")],
  ["nobody", "zyzzyva", slips("zyzzyva")],
  ["an e-mail address", "person777777@customer777.test", "r.email = 'person777777@customer777.test'"],
  ["the beginning of one", "person777", words("person777")],
  ["a word that all have", "customer", words("customer")],
  ["three words that all have", "person test customer", words("customer", "person", "test")],
  ["a phone number", "020 8000 0777", "r.phone = '+442080000777'"],
  ["the end of a phone number", "0777777", `${TEXT} like '%777777%'`],
];

const FILL = `
  insert into app_public.contacts (organization_id, first_name, last_name, email, phone, owner_id, business_id, tags, custom_fields, created_at)
  select $1,
    (array['John', 'Jane', 'Mary', 'James', 'Robert', 'Linda', 'Patricia', 'Michael', 'Elizabeth', 'William', 'David', 'Barbara', 'Richard',
      'Susan', 'Joseph', 'Jessica', 'Thomas', 'Sarah', 'Karen', 'Nancy', 'Lisa', 'Daniel', 'Anna', 'Zoë', 'José', 'Jonathan', 'Joan', 'Jörg',
      'Ada', 'Grace'])[1 + hash % 30],
    case when hash / 30 % 100 = 0 then 'Smith' else initcap(s[1 + hash / 30 % 20] || s[1 + hash / 600 % 20] || s[1 + hash / 12000 % 20]) end,
    'person' || n || '@customer' || n % 1000 || '.test', '+4420' || lpad((80000000 + n)::text, 8, '0'),
    case when hash / 7 % 1000 = 0 then $2::uuid end,
    ($3::uuid[])[1 + case when hash / 11 % 100 = 0 then 0 else 1 end],
    case when n % 1000 = 0 then '{vip}'::text[] when n % 5 = 0 then '{newsletter}' else '{}' end,
    case when n % 1000 = 1 then '{"tier": "gold"}'::jsonb else '{}' end,
    now() - n * interval '1 minute'
  from generate_series($4::int, $5::int) n
  cross join lateral (select abs(hashint4(n)::bigint) as hash) h
  cross join (select array['ba', 'ren', 'dor', 'mi', 'tal', 'ka', 'lin', 'ros', 'ver', 'sha', 'gu', 'pel', 'ton', 'ham', 'ley', 'wick', 'ster',
    'field', 'man', 'son'] as s) t`;

interface Measured {
  readonly milliseconds: number;
  readonly buffers: number;
  readonly rows: number;
}

/** Runs a statement until it is warm, and gives the median of what it takes. */
async function measure(client: Client, sql: string): Promise<Measured> {
  const runs: Measured[] = [];
  for (let run = 0; run < RUNS; run++) {
    const { rows } = await client.query(`explain (analyze, buffers, timing off, format json) ${sql}`);
    const [{ Plan: plan, "Planning Time": planning, "Execution Time": execution }] = rows[0]["QUERY PLAN"];
    const buffers = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"];
    // Functions plan what they execute, so planning counts here, too.
    runs.push({ milliseconds: planning + execution, buffers, rows: plan["Actual Rows"] });
  }
  return runs.toSorted((one, other) => one.milliseconds - other.milliseconds)[Math.floor(RUNS / 2)] as Measured;
}

/** Measures a statement as somebody whose request it is. */
async function measureAs(authenticatorUrl: string, userId: string, sql: string): Promise<Measured> {
  return withConnection(authenticatorUrl, async (client) => {
    await client.query("begin read only");
    const request = { claims: { iss: "tenantry", sub: userId }, organization: "bench" };
    await client.query("select set_config('role', app_private.begin_request($1), true)", [request]);
    return measure(client, sql);
  });
}

const format = ({ milliseconds, buffers, rows }: Measured) =>
  `${milliseconds.toFixed(1).padStart(8)} ms ${String(buffers).padStart(7)} buffers ${String(rows).padStart(3)} rows`;

/** Adds contacts and gives how many a second, with all triggers. */
async function insertRate(client: Client, organizationId: string): Promise<number> {
  const rates: number[] = [];
  for (let run = 0; run < 5; run++) {
    await client.query("begin");
    const begun = performance.now();
    await client.query(
      `insert into app_public.contacts (organization_id, first_name, last_name, email)
       select $1, 'Bench', 'Person' || n, 'bench' || n || '@customer.test' from generate_series(1, $2::int) n`,
      [organizationId, BATCH],
    );
    rates.push(BATCH / ((performance.now() - begun) / 1_000));
    await client.query("rollback");
  }
  return rates.toSorted((one, other) => one - other)[2] as number;
}

await runCommand("bench:search", async () => {
  const settings = {
    synchronous_commit: "off",
    shared_buffers: "512MB",
    maintenance_work_mem: "256MB",
    max_wal_size: "4GB",
  };
  await withBenchDatabase(async ({ ownerUrl, authenticatorUrl, rootUrl }) => {
    const users = {} as Record<Person, string>;
    const organizationId = await withConnection(ownerUrl, async (owner) => {
      const one = async (sql: string, values: unknown[]): Promise<string> =>
        (await owner.query(sql, values)).rows[0].id;
      const id = await one(
        "insert into app_public.organizations (name, slug, locale) values ('Bench', 'bench', 'en-GB') returning id",
        [],
      );
      for (const [person, { name, role }] of Object.entries(PEOPLE)) {
        const userId = await one("insert into app_public.users (full_name, email) values ($1, $2) returning id", [
          name,
          `${person}@bench.test`,
        ]);
        await owner.query(
          "insert into app_private.user_identities (user_id, issuer, subject) values ($1::uuid, 'tenantry', $1::uuid::text)",
          [userId],
        );
        await owner.query(
          `insert into app_public.memberships (organization_id, user_id, role_id)
           select $1, $2, id from app_public.roles where organization_id = $1 and system_role = $3`,
          [id, userId, role],
        );
        users[person as Person] = userId;
      }
      await owner.query(
        "insert into app_public.custom_field_definitions (organization_id, entity, field_name, label) values ($1, 'contact', 'tier', 'Tier')",
        [id],
      );
      return id;
    });

    await withConnection(rootUrl, async (client) => {
      const one = async (sql: string, values: unknown[]): Promise<string> =>
        (await client.query(sql, values)).rows[0].id;
      const membershipOf = (person: Person) =>
        one("select id from app_public.memberships where user_id = $1", [users[person]]);
      const businesses: string[] = [];
      for (const slug of ["small", "large"]) {
        const sql =
          "insert into app_public.businesses (organization_id, name, slug) values ($1, initcap($2), $2) returning id";
        businesses.push(await one(sql, [organizationId, slug]));
      }
      await client.query(
        "insert into app_public.business_memberships (organization_id, membership_id, business_id) values ($1, $2, $3)",
        [organizationId, await membershipOf("local"), businesses[0]],
      );
      const rep = await membershipOf("rep");
      await client.query("set session_replication_role = replica");
      // Built afterwards, as it is faster.
      const { rows: indexes } = await client.query(
        "select indexname, indexdef from pg_indexes where tablename = 'contacts' and indexdef like '%search_text%'",
      );
      for (const { indexname } of indexes) await client.query(`drop index app_public.${indexname}`);
      for (let from = 1; from <= CONTACTS; from += 100_000) {
        await client.query(FILL, [organizationId, rep, businesses, from, from + 99_999]);
      }
      for (const { indexdef } of indexes) await client.query(indexdef);
      await client.query("vacuum analyze app_public.contacts");

      console.log(
        `${CONTACTS} contacts in one tenant, PostgreSQL ${(await client.query("show server_version")).rows[0].server_version}:`,
      );
      for (const [what, query, condition] of QUERIES) {
        const search = `
          select r.* from app_hidden.search_contacts(${client.escapeLiteral(query)}, 20, 'NO') s
          join app_public.contacts r on r.id = s.id where r.deleted_at is null order by s.rank desc, r.id limit 20`;
        const plain = `
          select r.* from app_public.contacts r where r.organization_id = ${client.escapeLiteral(organizationId)}
          and r.deleted_at is null and ${condition} limit 20`;
        console.log(`  ${what}: ${query}`);
        const byHand = await measure(client, plain);
        for (const [person, userId] of Object.entries(users)) {
          const searched = await measureAs(authenticatorUrl, userId, search);
          // By hand all rows of the tenant are found, which only the owner sees.
          const ratio = `   ratio ${(searched.milliseconds / byHand.milliseconds).toFixed(2)}`;
          console.log(`    as ${person.padEnd(6)} ${format(searched)}${person === "owner" ? ratio : ""}`);
        }
        console.log(`    by hand   ${format(byHand)}`);
      }
      for (const [what, values] of [
        ["a tag of 0.1 %", "'{vip}', null, null"],
        ["a tag of 20 %", "'{newsletter}', null, null"],
        ["a custom field of 0.1 %", `null, null, '{"tier": "gold"}'`],
      ]) {
        const sql = `select * from app_public.contacts where id = any (array(select app_hidden.filter_contacts(${values})))
          and deleted_at is null order by created_at desc, id desc limit 20`;
        console.log(`  ${what}`);
        for (const [person, userId] of Object.entries(users)) {
          console.log(`    as ${person.padEnd(6)} ${format(await measureAs(authenticatorUrl, userId, sql))}`);
        }
      }
      const everything = await measureAs(
        authenticatorUrl,
        users.owner,
        "select * from app_public.search('jonathan smi')",
      );
      console.log(`  everything by "jonathan smi"\n    as owner  ${format(everything)}`);
    });

    await withConnection(ownerUrl, async (owner) => {
      const size = await owner.query(`
        select pg_size_pretty(sum(pg_relation_size(indexrelid)) filter (where indexrelid::regclass::text like '%search%')) as search,
          pg_size_pretty(sum(pg_relation_size(indexrelid))) as indexes, pg_size_pretty(pg_table_size('app_public.contacts')) as table
        from pg_index where indrelid = 'app_public.contacts'::regclass`);
      console.log("sizes", size.rows[0]);
      const built = await insertRate(owner, organizationId);
      await owner.query(
        "drop index app_public.contacts_organization_id_search_idx, app_public.contacts_organization_id_search_name_idx",
      );
      const without = await insertRate(owner, organizationId);
      await owner.query(
        "create index contacts_earlier on app_public.contacts using gin (organization_id, name gin_trgm_ops)",
      );
      const earlier = await insertRate(owner, organizationId);
      const line = (what: string, rate: number) =>
        `  ${what.padEnd(34)}${Math.round(rate)} contacts/s   ratio ${(rate / without).toFixed(2)}`;
      console.log(`Adding ${BATCH} contacts in one statement, all triggers on:`);
      console.log(line("no index for search", without));
      console.log(line("trigrams of the name, as before", earlier));
      console.log(line("as built", built));
    });
  }, settings);
});
