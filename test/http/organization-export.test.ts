import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type IncomingMessage, request as sendRequest } from "node:http";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Client } from "pg";
import { importOrganization } from "../../src/organization/import-organization.ts";
import { TestDatabase, useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { addressOf, type Caller, createKey, headersOf, takeOut } from "../support/transfers.ts";

const db = useDatabase();
const gateway = useGateway(db);
const PATH = "/exports/organization.ndjson";

const refusalFor = async (actor: Caller, path = PATH) => {
  const { status, error } = await takeOut(gateway, actor, path);
  return [status, error?.extensions.code];
};
const sql = async (text: string, values: unknown[] = []) =>
  (await db.withRoot((root) => root.query(text, values))).rows;

/** An installation that is migrated and has nobody in it. */
const elsewhere = new TestDatabase();
beforeAll(() => elsewhere.create(), 60_000);
afterAll(() => elsewhere.drop());
const bringIn = (text: string) => importOrganization({ ownerUrl: elsewhere.urls.owner, file: Readable.from([text]) });

/** Every row of an organization by table, each in one text; by the catalog, not by what the export thinks is there. */
async function rowsOf(client: Client, organizationId: string): Promise<Record<string, string[]>> {
  const { rows: tables } = await client.query<{ name: string; columns: string }>(`
    select c.oid::regclass::text as name,
      string_agg(format('%I', a.attname), ', ' order by a.attnum) filter (where a.attidentity = '') as columns
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p') and not c.relispartition
      and c.relnamespace in ('app_public'::regnamespace, 'app_hidden'::regnamespace, 'app_private'::regnamespace)
    group by c.oid having bool_or(a.attname = 'organization_id') or c.oid = 'app_public.organizations'::regclass
    order by 1`);
  const found: Record<string, string[]> = {};
  for (const { name, columns } of tables) {
    const key = name === "app_public.organizations" ? "id" : "organization_id";
    const { rows } = await client.query(
      `select (r)::text as row from (select ${columns} from ${name} where ${key} = $1) r order by 1`,
      [organizationId],
    );
    found[name] = rows.map(({ row }) => row);
  }
  return found;
}

describe("who may take the organization out", () => {
  it("owners alone", async () => {
    const { members, roles, client } = db.world.acme;
    for (const name of ["admin", "manager", "staff", "rep", "viewer", "northerner"] as const) {
      expect([name, ...(await refusalFor(members[name]))]).toEqual([name, 403, "FORBIDDEN"]);
    }
    expect(await refusalFor(await createKey(gateway, members.admin, roles.staff))).toEqual([403, "FORBIDDEN"]);
    expect(await refusalFor(client)).toEqual([403, "FORBIDDEN"]);
    expect(await refusalFor(null)).toEqual([401, "UNAUTHENTICATED"]);
    expect(await refusalFor({ ...db.world.globex.owner, organization: db.world.acme.id })).toEqual([403, "FORBIDDEN"]);
    expect(await refusalFor(members.owner, `${PATH}?archived=only`)).toEqual([400, "BAD_USER_INPUT"]);
    const { status, type } = await takeOut(gateway, members.owner, PATH);
    expect([status, type]).toEqual([200, "application/x-ndjson; charset=utf-8"]);
  });

  it("not an API key, even with the owner's role", async () => {
    const { acme } = db.world;
    const [made] = await sql(
      "insert into app_public.api_keys (organization_id, name, prefix, role_id) values ($1, 'All', 'tk_all', $2) returning id",
      [acme.id, acme.roles.owner],
    );
    await db.transaction(async (t) => {
      await t.asOwner();
      await t.count("update app_private.api_key_secrets set api_key_id = $1 where api_key_id = $2", [
        made.id,
        acme.apiKey.id,
      ]);
      await t.as(acme.apiKey);
      expect(await t.refusal("select app_hidden.open_organization_export()")).toBe("42501");
    });
  });
});

describe("an organization that is taken out", () => {
  it("is brought in elsewhere with every row as it was, and nothing of others or of secrets", async () => {
    const { acme, globex } = db.world;
    await db.withRoot(async (root) => {
      await root.query("begin");
      await root.query(
        'update app_public.contacts set custom_fields = \'{"big": 12345678901234567890.123, "text": "a\\nb\\\\u2028 “ü”"}\', tags = \'{"a,b",""}\' where id = $1',
        [acme.contacts.reps],
      );
      await root.query("commit");
    });
    const { text, lines } = await takeOut(gateway, acme.members.owner, PATH);
    expect(text.includes(globex.id)).toBe(false);
    // The digests of keys and the like stay where they are.
    const digests = await sql(
      `select encode(s.digest, 'hex') as digest from (
        select digest from app_private.api_key_secrets union all select digest from app_private.staff_invitation_secrets
        union all select digest from app_private.client_invitation_secrets
      ) s`,
    );
    expect(digests.length).toBeGreaterThan(0);
    expect(digests.filter(({ digest }) => text.includes(digest))).toEqual([]);
    const tables = new Set(lines.map((line) => line["table"]));
    expect(tables.size).toBeGreaterThan(45);

    const { slug, rows } = await bringIn(text);
    expect([slug, rows]).toEqual(["acme", lines.length - 2]);
    const [before, after] = await Promise.all(
      [db, elsewhere].map((database) => database.withRoot((root) => rowsOf(root, acme.id))),
    );
    // What taking it out wrote after the file’s moment is where it comes from alone.
    const [ended] = (before?.["app_public.security_events"] ?? [])
      .filter((row) => row.includes("export_ended"))
      .slice(-1);
    const events = before?.["app_public.security_events"]?.filter((row) => row !== ended);
    expect(after).toEqual({ ...before, "app_public.security_events": events });
    const accounts = (database: TestDatabase) =>
      database.withRoot(
        async (root) =>
          (
            await root.query(
              "select u::text as row from app_public.users u where id in (select user_id from app_public.memberships where organization_id = $1) order by 1",
              [acme.id],
            )
          ).rows,
      );
    expect(await accounts(elsewhere)).toEqual(await accounts(db));
    expect((await accounts(elsewhere)).length).toBe(10);
  }, 60_000);

  it("works there: rules are on again, and numbers go on", async () => {
    const { acme } = db.world;
    await elsewhere.withRoot(async (root) => {
      const { rows } = await root.query(`
        select count(*)::int as open from pg_trigger g join pg_class c on c.oid = g.tgrelid
        where not g.tgisinternal and g.tgenabled <> 'O' and c.relnamespace = 'app_public'::regnamespace
        union all
        select count(*)::int from pg_constraint f where f.contype = 'f' and f.condeferrable`);
      expect(rows.map(({ open }) => open)).toEqual([0, 0]);
    });
    const numberOf = async (database: TestDatabase) =>
      database.withRoot(async (root) => {
        const { rows } = await root.query(
          "insert into app_public.tickets (organization_id, subject) values ($1, 'Next') returning number",
          [acme.id],
        );
        return rows[0].number;
      });
    expect(await numberOf(elsewhere)).toBe(await numberOf(db));
  });

  it("isn't brought in twice, nor in parts, nor from another version, and then nothing is changed", async () => {
    const { globex } = db.world;
    const { text } = await takeOut(gateway, globex.owner, PATH);
    const lines = text.trimEnd().split("\n");
    const countOf = () =>
      elsewhere.withRoot(
        async (root) => (await root.query("select count(*)::int from app_public.contacts")).rows[0].count,
      );
    const before = await countOf();
    await expect(bringIn(lines.slice(0, -1).join("\n"))).rejects.toThrow("isn’t whole");
    await expect(bringIn(lines.toSpliced(5, 1).join("\n"))).rejects.toThrow("isn’t whole");
    await expect(bringIn(text.replace(/"shape":"../, '"shape":"zz'))).rejects.toThrow("another version");
    await expect(bringIn(lines.slice(1).join("\n"))).rejects.toThrow("no file of");
    await expect(
      bringIn(text.replaceAll('"table":"app_public.contacts"', '"table":"pg_catalog.pg_class"')),
    ).rejects.toThrow("no row");
    // Nobody becomes a member of another organization by a file of their own.
    const membership = lines.find((line) => line.startsWith('{"table":"app_public.memberships"')) ?? "";
    const elsewhereToo = membership
      .replaceAll(globex.id, db.world.acme.id)
      .replace(/"id": ?"[^"]+"/, `"id":"${randomUUID()}"`);
    const smuggled = [...lines.slice(0, -1), elsewhereToo, JSON.stringify({ rows: lines.length - 1 })];
    await expect(bringIn(smuggled.join("\n"))).rejects.toThrow(
      "rows of another organization in app_public.memberships",
    );
    const orphaned = lines.filter((line) => !line.startsWith('{"table":"app_public.pipelines"'));
    orphaned[orphaned.length - 1] = JSON.stringify({ rows: orphaned.length - 2 });
    await expect(bringIn(orphaned.join("\n"))).rejects.toThrow("foreign key");
    expect(await countOf()).toBe(before);
    // Somebody who is a member of both is here from Acme.
    expect((await bringIn(text)).slug).toBe("globex");
    await expect(bringIn(text)).rejects.toThrow("globex is here already");
  }, 60_000);

  it("is on record, and waits for a slow reader in the database", async () => {
    const { acme } = db.world;
    await db.withRoot(async (root) => {
      await root.query("set session_replication_role = replica");
      await root.query(
        "insert into app_public.contacts (organization_id, first_name, notes) select $1, 'Large', repeat('x', 2000) from generate_series(1, 20000)",
        [acme.id],
      );
    });
    const headers = { ...(await headersOf(gateway, acme.members.owner)), "x-request-id": "organization-1" };
    const before = process.memoryUsage().rss;
    const request = sendRequest((await addressOf(gateway)) + PATH, { headers }).end();
    const [response] = (await once(request, "response")) as [IncomingMessage];
    let grown = 0;
    for (let look = 0; look < 20; look++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      grown = Math.max(grown, process.memoryUsage().rss - before);
    }
    // It is 40 megabytes: they are neither sent nor held.
    expect(grown).toBeLessThan(30 * 1024 * 1024);
    let size = 0;
    for await (const piece of response) size += piece.length;
    expect(size).toBeGreaterThan(40_000_000);
    const events = await sql(
      "select kind, user_id, detail from app_public.security_events where request_id = 'organization-1' order by id",
    );
    expect(events).toMatchObject([
      { kind: "export_started", user_id: acme.members.owner.userId, detail: { resource: "organization" } },
      { kind: "export_ended", detail: { resource: "organization", isComplete: true } },
    ]);
    expect(events[1].detail.rows).toBeGreaterThan(20_000);
  }, 60_000);
});
