import { beforeAll, describe, expect, it } from "@jest/globals";
import { type Actor, useDatabase } from "../../support/database.ts";

const CONTACTS = 100_000;
/** The table has more than 2,000 pages, each of its indexes for search more than 500. */
const MOST_BUFFERS = 2_500;
/** What is looked up, or found in the order of an index. */
const FEW_BUFFERS = 200;

interface Plan {
  readonly "Shared Hit Blocks": number;
  readonly "Shared Read Blocks": number;
}

describe("searching 100,000 contacts", () => {
  const db = useDatabase();

  beforeAll(async () => {
    const { id, members, businesses } = db.world.acme;
    await db.withRoot(async (root) => {
      // Without triggers and key checks, which say nothing about reading.
      await root.query("set session_replication_role = replica");
      await root.query(
        `insert into app_public.contacts (organization_id, first_name, last_name, email, phone, owner_id, business_id, tags, custom_fields)
         select $1, (array['Anna', 'Bruno', 'Carla', 'David'])[1 + n % 4],
           initcap((array['bel', 'cor', 'dun', 'fal', 'gor', 'hol', 'kel', 'lor', 'mar', 'nor'])[1 + n / 4 % 10]
             || (array['ba', 'ce', 'di', 'fo', 'gu', 'ha', 'ki', 'lo', 'mu', 'ni'])[1 + n / 40 % 10]
             || (array['ton', 'ley', 'ham', 'wick', 'field', 'man', 'son', 'ster', 'worth', 'ford'])[1 + n / 400 % 10]),
           'person' || n || '@customer.test', '+4420' || lpad(n::text, 8, '0'),
           case when n in (50000, 70000) then $2::uuid else $3::uuid end,
           case when n in (20000, 30000, 40000) then $5::uuid else $6::uuid end,
           case when n % 1000 = 0 then '{vip}'::text[] when n % 4 = 0 then '{newsletter}' else '{}' end,
           case when n % 1000 = 0 then '{"tier": "gold"}'::jsonb else '{}' end
         from generate_series(1, $4::int) n`,
        [id, members.rep.membershipId, members.owner.membershipId, CONTACTS, businesses.north, businesses.south],
      );
      await root.query(
        "insert into app_public.custom_field_definitions (organization_id, entity, field_name, label) values ($1, 'contact', 'tier', 'Tier')",
        [id],
      );
      await root.query("vacuum analyze app_public.contacts");
    });
  }, 120_000);

  /** What a statement costs under row level security, and which indexes it uses. */
  const measure = (actor: Actor, sql: string) =>
    db.transaction(async (t) => {
      await t.as(actor);
      const rows = await t.count(sql);
      const [{ Plan: plan }] = await t.value<[{ Plan: Plan }]>(`explain (analyze, buffers, format json) ${sql}`);
      await t.asOwner();
      const indexes = await t.rows<{ name: string }>(
        `select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid
         where i.indrelid = 'app_public.contacts'::regclass and pg_stat_get_xact_numscans(c.oid) > 0`,
      );
      return {
        rows,
        version: Number(await t.value<string>("select current_setting('server_version_num')::int / 10000")),
        buffers: plan["Shared Hit Blocks"] + plan["Shared Read Blocks"],
        indexes: indexes.map(({ name }) => name),
        readsAll: (await t.value<string>("select pg_stat_get_xact_numscans('app_public.contacts'::regclass)")) !== "0",
      };
    });

  const found = (text: string) => `
    select r.id, r.name from app_hidden.search_contacts('${text}', 20, 'NO') s
    join app_public.contacts r on r.id = s.id order by s.rank desc, r.id limit 20`;

  it.each([
    ["the beginning of a name", "an", 20, "search_name_idx", FEW_BUFFERS],
    ["the beginning of a second name", "belba", 20, "search_idx", MOST_BUFFERS],
    ["two words", "anna belb", 20, "search_name_idx", FEW_BUFFERS],
    ["two words in another order", "belba anna", 20, "search_idx", MOST_BUFFERS],
    ["two letters swapped", "belbatno", 20, "search_idx", MOST_BUFFERS],
    ["a wrong letter in one of two words", "brunu corceley", 20, "search_idx", MOST_BUFFERS],
    ["an e-mail address", "person77777@customer.test", 1, "email_key", FEW_BUFFERS],
    ["the beginning of an e-mail address", "person77777", 1, "search_idx", MOST_BUFFERS],
    ["a phone number", "020 0007 7777", 1, "phone_id_idx", FEW_BUFFERS],
    ["the end of a phone number", "0077777", 1, "search_idx", MOST_BUFFERS],
    ["a word that everybody has", "customer", 20, "_idx", MOST_BUFFERS],
    ["nobody", "zyzzyva", 0, "search_idx", MOST_BUFFERS],
    ["wildcards", "%%_", 0, "search_name_idx", FEW_BUFFERS],
  ])("by %s reads an index", async (_, text, rows, index, most) => {
    const measured = await measure(db.world.acme.members.owner, found(text));
    expect(measured).toEqual({
      rows,
      version: expect.any(Number),
      buffers: expect.any(Number),
      indexes: expect.arrayContaining([expect.stringContaining(index)]),
      readsAll: false,
    });
    expect(measured.buffers).toBeLessThan(most);
  });

  it.each([
    ["tags", `'{vip}', null, null`, "tags_idx", MOST_BUFFERS],
    ["custom fields", `null, null, '{"tier": "gold"}'`, "custom_fields_idx", MOST_BUFFERS],
    // From PostgreSQL 17 on twice the table and an index, before that four pages for each of 25,000 rows.
    ["a tag of every fourth", `'{newsletter}', null, null`, "pkey", 4 * MOST_BUFFERS, 40 * MOST_BUFFERS],
  ])("by %s reads an index", async (_, values, index, most, mostBefore17 = most) => {
    const sql = `
      select id from app_public.contacts where id = any (array(select app_hidden.filter_contacts(${values})))
      order by created_at desc, id desc limit 20`;
    const measured = await measure(db.world.acme.members.owner, sql);
    expect(measured.rows).toBe(20);
    expect(measured.indexes).toContainEqual(expect.stringContaining(index));
    expect(measured.readsAll).toBe(false);
    expect(measured.buffers).toBeLessThan(measured.version < 17 ? mostBefore17 : most);
  });

  it("finds a rep's two among all that match", async () => {
    const { rep, owner } = db.world.acme.members;
    for (const text of ["person", "customer", "customer test"]) {
      expect({ text, rows: (await measure(rep, found(text))).rows }).toEqual({ text, rows: 2 });
      expect({ text, rows: (await measure(owner, found(text))).rows }).toEqual({ text, rows: 20 });
    }
  });

  it("finds a business's rows among all that match, for who is limited to it", async () => {
    const { northerner, owner } = db.world.acme.members;
    for (const text of ["person", "customer", "customer test"]) {
      const measured = await measure(northerner, found(text));
      expect(measured).toMatchObject({ rows: 3, readsAll: false });
      expect(measured.indexes).toContainEqual(expect.stringContaining("business_id"));
      expect(measured.buffers).toBeLessThan(FEW_BUFFERS);
      expect((await measure(owner, found(text))).rows).toBe(20);
    }
  });

  it("costs another organization next to nothing", async () => {
    const measured = await measure(db.world.globex.owner, found("anna"));
    expect(measured.rows).toBe(0);
    expect(measured.buffers).toBeLessThan(MOST_BUFFERS);
  });

  it("would show it if it didn't: a comparison under the policies reads them all", async () => {
    const measured = await measure(
      db.world.acme.members.owner,
      "select id from app_public.contacts where app_hidden.search_text(name) like '% zyzzyva%' order by id limit 20",
    );
    expect(measured.buffers).toBeGreaterThan(MOST_BUFFERS);
  });
});
