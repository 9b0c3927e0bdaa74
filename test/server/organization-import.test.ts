import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { makePasswordsCheap, tokenInMail } from "../support/accounts.ts";
import { TestDatabase, useDatabase } from "../support/database.ts";
import { type GraphqlClient, TestGateway, useGateway } from "../support/gateway.ts";
import { leavesOf, liveSchema, nodeTypeOf } from "../support/live-schema.ts";
import { takeOut } from "../support/transfers.ts";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
const TIMEOUT_MS = 120_000;
const PAGE = 200;
const CLIENT_EMAIL = "rita@customer.test";
const PASSWORD = "another house, another key";
/** What an export leaves behind, and what the move itself adds after the moment of the file. */
const NOT_COMPARED = new Set(["securityEvents", "users"]);
/** What is more with every second. */
const GROWING = new Set(["averageAgeSeconds"]);

const db = useDatabase();
const gateway = useGateway(db);

/** An installation that is migrated and has nobody in it. */
const elsewhere = new TestDatabase();
const gatewayElsewhere = new TestGateway(elsewhere, {});
const children = new Set<ChildProcess>();
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "tenantry-import-"));
  await elsewhere.create();
  await makePasswordsCheap(elsewhere);
  await gatewayElsewhere.start();
}, 60_000);
afterAll(async () => {
  for (const child of children) {
    child.kill("SIGKILL");
    await once(child, "close");
  }
  await gatewayElsewhere.stop();
  await elsewhere.drop();
  await rm(directory, { recursive: true, force: true });
});

/** The command as somebody at a terminal runs it. */
async function importOrganization(...args: string[]): Promise<{ code: number; output: string; complaints: string }> {
  const child = spawn("npm", ["run", "--silent", "organization:import", "--", ...args], {
    cwd: PROJECT,
    env: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      NODE_ENV: "production",
      DATA_DIR: directory,
      DATABASE_URL: elsewhere.urls.owner,
      AUTH_DATABASE_URL: elsewhere.urls.authenticator,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.add(child);
  const [output, complaints, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  children.delete(child);
  return { code, output: output.trim(), complaints: complaints.trim() };
}

/** Writes a file as it was downloaded and gives its path. */
async function save(name: string, content: string): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, content);
  return path;
}

/** How many rows there are in the tables of all schemas, by table, those without rows left out. */
async function countRows(): Promise<Record<string, number>> {
  return elsewhere.withRoot(async (root) => {
    const { rows: tables } = await root.query<{ name: string }>(`
      select c.oid::regclass::text as name from pg_class c
      where c.relkind = 'r' and c.relnamespace::regnamespace::text like 'app\\_%' order by 1`);
    const counts: Record<string, number> = {};
    for (const { name } of tables) {
      const { rows } = await root.query<{ count: number }>(`select count(*)::int from ${name}`);
      if (rows[0]?.count) counts[name] = rows[0].count;
    }
    return counts;
  });
}

/** A member who sets a new password elsewhere, by the mail that they ask for, and signs in with it. */
async function signInElsewhere(email: string): Promise<GraphqlClient> {
  const { anonymous } = gatewayElsewhere;
  await anonymous.run("tenancy/RequestPasswordReset", { input: { email } });
  const token = await tokenInMail(elsewhere, email);
  await anonymous.run("tenancy/ResetPassword", { input: { token, password: PASSWORD } });
  const signedIn = await anonymous.run("tenancy/SignIn", { input: { email, password: PASSWORD } });
  return gatewayElsewhere.with(signedIn.get("signIn.accessToken"));
}

interface List {
  readonly name: string;
  readonly values: readonly string[];
  readonly hasArchived: boolean;
}

/** All that somebody reads by the lists of the API, every value of each row, or the code of the refusal. */
async function readEverything(client: GraphqlClient, lists: readonly List[]): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const { name, values, hasArchived } of lists) {
    const which = `first: ${PAGE}${hasArchived ? ", includeArchived: YES" : ""}`;
    const answer = await client.query(`{ rows: ${name}(${which}) { totalCount nodes { ${values.join(" ")} } } }`);
    found[name] = answer.errors ? answer.code : answer.get("rows");
  }
  return found;
}

describe("an organization moves to another installation", () => {
  let file: string;
  let whole: string;

  it(
    "tells how",
    async () => {
      const { code, output, complaints } = await importOrganization("--help");
      expect([code, complaints]).toEqual([0, ""]);
      expect(output).toContain("npm run organization:import -- <file>");
      const unnamed = await importOrganization();
      expect([unnamed.code, unnamed.complaints]).toEqual([1, expect.stringContaining("name one file")]);
      const missing = await importOrganization(join(directory, "nothing.ndjson"));
      expect([missing.code, missing.complaints]).toEqual([1, expect.stringContaining("nothing.ndjson")]);
    },
    TIMEOUT_MS,
  );

  it(
    "is downloaded by its owner",
    async () => {
      const { client, members } = db.world.acme;
      const patch = { email: CLIENT_EMAIL };
      await gateway.as(members.staff).run("crm/UpdateContact", { id: client.contactId, patch });
      const { status, text: content, lines } = await takeOut(gateway, members.owner, "/exports/organization.ndjson");
      expect([status, lines.at(0)?.["slug"], lines.at(-1)]).toEqual([200, "acme", { rows: lines.length - 2 }]);
      whole = content;
      file = await save("acme.ndjson", content);
      const refused = await takeOut(gateway, members.admin, "/exports/organization.ndjson");
      expect(refused.status).toBe(403);
    },
    TIMEOUT_MS,
  );

  it(
    "isn't brought in from a part of the file, wherever that breaks off, and nothing is left",
    async () => {
      const before = await countRows();
      const middle = Math.floor(whole.length / 2);
      for (const [name, content, complaint] of [
        ["within a row", whole.slice(0, middle), /isn’t whole|is no row/],
        ["after a row", whole.slice(0, whole.lastIndexOf("\n", middle) + 1), /isn’t whole/],
        ["before the last line", whole.slice(0, whole.trimEnd().lastIndexOf("\n") + 1), /isn’t whole/],
        ["at its beginning", "", /isn’t whole/],
      ] as const) {
        const { code, complaints } = await importOrganization(await save(`${name}.ndjson`, content));
        expect([name, code, complaints]).toEqual([name, 1, expect.stringMatching(complaint)]);
      }
      expect(await countRows()).toEqual(before);
    },
    TIMEOUT_MS,
  );

  it(
    "is brought in, and everybody reads there what they read here",
    async () => {
      const { acme } = db.world;
      const imported = await importOrganization(file);
      expect([imported.code, imported.complaints]).toEqual([0, ""]);
      const rows = (whole.trimEnd().split("\n").length - 2).toLocaleString("en-US");
      expect(imported.output).toContain(`Brought in acme: ${rows} rows.`);

      const schema = await liveSchema(gateway.anonymous);
      const lists: List[] = Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap((field) => {
        const node = nodeTypeOf(field.type);
        const hasArchived = field.args.some(({ name }) => name === "includeArchived");
        const needs = field.args.some(({ type }) => String(type).endsWith("!"));
        if (!node || needs || NOT_COMPARED.has(field.name)) return [];
        const values = leavesOf(node).filter((name) => !GROWING.has(name));
        return [{ name: field.name, values, hasArchived }];
      });
      expect(lists.length).toBeGreaterThan(45);
      for (const name of ["owner", "staff", "rep", "northerner"] as const) {
        const member = acme.members[name];
        const client = await signInElsewhere(member.email);
        const here = await readEverything(gateway.as(member), lists);
        const there = await readEverything(client, lists);
        expect(
          Object.values(here).filter((rows) => (rows as { totalCount?: number }).totalCount).length,
        ).toBeGreaterThan(10);
        expect([name, there]).toEqual([name, here]);
      }
    },
    TIMEOUT_MS,
  );

  it("is lived in: members work on, and clients are let in again", async () => {
    const { acme, globex } = db.world;
    const { anonymous } = gatewayElsewhere;
    const old = await gatewayElsewhere.as(acme.members.viewer).run("crm/ListContacts");
    expect(old.code).toBe("UNAUTHENTICATED");
    const staff = await signInElsewhere(acme.members.staff.email);
    const next = { subject: "We have moved", body: "Is my contract still there?", contactId: acme.client.contactId };
    const opened = await staff.run("support/OpenTicket", { ticket: next });
    const openedHere = await gateway.as(acme.members.staff).run("support/OpenTicket", { ticket: next });
    expect(opened.get("openTicket.ticket.number")).toBe(openedHere.get("openTicket.ticket.number"));
    const foreign = await staff.run("crm/GetContact", { id: globex.contactId });
    expect(foreign.get("contact")).toBeNull();

    const invited = await staff.run("tenancy/InviteClient", { contactId: acme.client.contactId });
    const token = invited.get("inviteClient.issued.token");
    await anonymous.run("tenancy/ClaimInvitation", { token, password: PASSWORD });
    const input = { organization: "acme", email: CLIENT_EMAIL, password: PASSWORD };
    const signedIn = await anonymous.run("tenancy/SignInToPortal", { input });
    const client = gatewayElsewhere.with(signedIn.get("signInToPortal.accessToken"));
    const own = await client.query("{ tickets(orderBy: [CREATED_AT_DESC]) { nodes { subject } } }");
    expect(own.get("tickets.nodes.0.subject")).toBe("We have moved");
  });

  it(
    "isn't brought in twice, and nothing is changed",
    async () => {
      const before = await countRows();
      const again = await importOrganization(file);
      expect([again.code, again.output.includes("Brought in"), again.complaints]).toEqual([
        1,
        false,
        "organization:import: acme is here already",
      ]);
      expect(await countRows()).toEqual(before);
    },
    TIMEOUT_MS,
  );
});
