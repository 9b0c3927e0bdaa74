import { existsSync } from "node:fs";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { Client } from "pg";
import { exportDirectoryIn } from "../../src/graphile/exported/load-api.ts";
import { readOrCreateEncryptionKey } from "../../src/secrets/encryption-key.ts";
import { prepareExportedApi } from "../setup/exported-api.ts";
import { useDatabase } from "../support/database.ts";
import { loadOperation } from "../support/gateway.ts";
import { isAlive, killPrograms, Program, runProgram, startServer } from "../support/program.ts";

const TIMEOUT_MS = 60_000;

let dataDirectory: string;

beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), "tenantry-start-"));
});
afterEach(killPrograms, TIMEOUT_MS);
afterAll(() => rm(dataDirectory, { recursive: true, force: true }));

type Environment = Readonly<Record<string, string>>;

const launch = (file: string, args: readonly string[], environment: Environment) =>
  new Program(file, args, { DATA_DIR: dataDirectory, ...environment });
const start = (environment: Environment = {}) => startServer({ DATA_DIR: dataDirectory, ...environment });
const run = (file: string, args: readonly string[], environment: Environment = {}) =>
  runProgram(file, args, { DATA_DIR: dataDirectory, ...environment });

interface Body {
  readonly data?: Record<string, unknown>;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

async function ask(address: string, token: string, operation: string, variables: object = {}): Promise<Body> {
  const response = await fetch(`${address}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: loadOperation(operation), variables }),
  });
  return (await response.json()) as Body;
}

async function queryValue(connectionString: string, sql: string): Promise<unknown> {
  const client = new Client({ connectionString });
  await client.connect();
  const { rows } = await client.query({ text: sql, rowMode: "array" });
  await client.end();
  return rows[0]?.[0];
}

/** The process that is PostgreSQL, of the server that runs in the data directory. */
async function postgresProcess(): Promise<number> {
  const url = await run("database-url.ts", ["--role", "root"]);
  return Number(String(await queryValue(url, "select pg_read_file('postmaster.pid')")).split("\n")[0]);
}

const DEMO_USER = "demo@clientflow.test";
const contact = { firstName: "Kept", lastName: "Forever" };
const findKept = { filter: { name: { equalTo: "Kept Forever" } } };

describe("npm start", () => {
  it(
    "begins with nothing, tells what it does, and ends with how to sign in; SIGTERM stops all of it",
    async () => {
      const { program, address } = await start();
      const graphiql = await program.says(/GraphiQL\s+(http:\S+)/);
      await program.says(/Ctrl-C/);
      expect(graphiql[1]).toBe(`${address}/graphiql`);
      for (const step of ["embedded PostgreSQL", "migrations", "demonstration data", "Building the API", "Ready"]) {
        expect(program.output).toContain(step);
      }
      expect(program.output).toContain(`npm run --silent token -- ${DEMO_USER}`);
      expect(program.output.indexOf("Sign in")).toBeGreaterThan(program.output.indexOf("Ready"));
      expect(program.complaints).toBe("");
      expect((await fetch(`${address}/graphiql`, { headers: { accept: "text/html" } })).status).toBe(200);
      expect(await (await fetch(`${address}/ready`)).json()).toEqual({ status: "ready" });

      const token = await run("token.ts", [DEMO_USER]);
      expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
      expect(await ask(address, token, "tenancy/Me")).toMatchObject({ data: { me: { email: DEMO_USER } } });
      const created = await ask(address, token, "crm/CreateContact", { contact });
      expect(created).toMatchObject({ data: { createContact: { contact: { name: "Kept Forever" } } } });

      const url = await run("database-url.ts", []);
      expect(await queryValue(url, "select count(*)::int from app_public.contacts where name = 'Kept Forever'")).toBe(
        1,
      );
      // Secrets can be kept from the start.
      const ciphertext = await queryValue(url, "select app_private.encrypt_secret('kept')");
      const { decrypt } = await readOrCreateEncryptionKey({ dataDirectory });
      expect(await decrypt(ciphertext as Buffer)).toBe("kept");
      expect(await run("encryption-key.ts", [])).toMatch(/^The encryption key is set already/);
      const authenticator = await run("database-url.ts", ["--role", "authenticator"]);
      expect(await queryValue(authenticator, "select current_user")).toBe("tenantry_authenticator");

      const postgres = await postgresProcess();
      expect(isAlive(postgres)).toBe(true);
      expect(await program.end("SIGTERM")).toBe(0);
      expect(program.output).toMatch(/Stopped\.\s*$/);
      expect(isAlive(postgres)).toBe(false);
    },
    TIMEOUT_MS,
  );

  it(
    "keeps the data from start to start, also when it is killed; SIGINT stops all of it",
    async () => {
      const first = await start();
      const token = await run("token.ts", [DEMO_USER]);
      expect(await ask(first.address, token, "crm/ListContacts", findKept)).toMatchObject({
        data: { contacts: { totalCount: 1 } },
      });
      expect(first.program.output).not.toContain("Loaded the demonstration data");
      await ask(first.address, token, "crm/CreateContact", { contact });
      expect(await first.program.end("SIGKILL")).toBe("SIGKILL");

      const second = await start();
      expect(await ask(second.address, token, "crm/ListContacts", findKept)).toMatchObject({
        data: { contacts: { totalCount: 2 } },
      });
      const postgres = await postgresProcess();
      expect(await second.program.end("SIGINT")).toBe(0);
      expect(isAlive(postgres)).toBe(false);
    },
    TIMEOUT_MS,
  );

  it(
    "can be stopped on the way",
    async () => {
      const program = launch("start.js", [], { PORT: "0" });
      await program.says(/Building the API/);
      const postgres = await postgresProcess();
      expect(await program.end("SIGTERM")).toBe(0);
      expect(program.output).toMatch(/Stopped\.\s*$/);
      expect(program.complaints).toBe("");
      expect(isAlive(postgres)).toBe(false);
    },
    TIMEOUT_MS,
  );

  it(
    "says in a line what stands in its way",
    async () => {
      const file = join(dataDirectory, "a-file");
      await writeFile(file, "");
      const unusable = launch("start.js", [], { PORT: "0", DATA_DIR: file });
      expect(await unusable.end()).toBe(1);
      expect(unusable.complaints).toMatch(/^tenantry: .*a-file.*\n$/);

      const { program, address } = await start();
      const second = launch("start.js", [], { PORT: new URL(address).port });
      expect(await second.end()).toBe(1);
      expect(second.complaints).toMatch(/^tenantry: Another program listens on .* set PORT to a free port\.\n$/);
      await program.end("SIGTERM");
    },
    TIMEOUT_MS,
  );

  it(
    "is refused with all that is wrong at once, and starts nothing",
    async () => {
      const elsewhere = join(dataDirectory, "untouched");
      const program = launch("start.js", [], {
        DATA_DIR: elsewhere,
        PORT: "abc",
        AUTH_ISSUERS: "x",
        DATABASE_URL: "postgres://owner:hunter2@localhost/tenantry",
      });
      expect(await program.end()).toBe(78);
      for (const name of ["PORT", "AUTH_ISSUERS", "AUTH_DATABASE_URL"]) {
        expect(program.complaints).toMatch(new RegExp(`^ +${name}: `, "m"));
      }
      expect(program.complaints + program.output).not.toContain("hunter2");
      expect(program.output).toBe("");
      expect(existsSync(elsewhere)).toBe(false);
    },
    TIMEOUT_MS,
  );
});

describe("with a database of one's own", () => {
  const db = useDatabase();

  it(
    "graphile-migrate is never left to look for another server",
    async () => {
      const environment = { DATABASE_URL: db.urls.owner, AUTH_DATABASE_URL: db.urls.authenticator };
      const reset = launch("commands/migrate.ts", ["reset", "--erase"], environment);
      expect(await reset.end()).toBe(1);
      expect(reset.complaints).toMatch(/reset needs ROOT_DATABASE_URL/);
      expect(await queryValue(db.urls.owner, "select count(*)::int from app_public.organizations")).toBe(2);
    },
    TIMEOUT_MS,
  );

  it(
    "uses it, and starts no other",
    async () => {
      const elsewhere = join(dataDirectory, "external");
      const environment = {
        DATA_DIR: elsewhere,
        DATABASE_URL: db.urls.owner,
        AUTH_DATABASE_URL: db.urls.authenticator,
      };
      const { program, address } = await start(environment);
      await program.says(/Ctrl-C/);
      expect(program.output).toContain("Using the PostgreSQL server that is configured.");
      expect(program.output).not.toMatch(/embedded|demo@clientflow/);

      const { staff } = db.world.acme.members;
      const token = await run("token.ts", [staff.email, "--organization", "acme"], environment);
      expect(await ask(address, token, "crm/ListContacts")).toMatchObject({ data: { contacts: { totalCount: 5 } } });
      expect(existsSync(join(elsewhere, "postgres"))).toBe(false);
      expect(await run("database-url.ts", [], environment)).toBe(db.urls.owner);
      expect(await program.end("SIGTERM")).toBe(0);
      expect(await db.withRoot(async (root) => (await root.query("select 1")).rowCount)).toBe(1);
    },
    TIMEOUT_MS,
  );

  it(
    "loads the API that was exported from it, and builds another when it has changed",
    async () => {
      const elsewhere = join(dataDirectory, "exported");
      const exported = await prepareExportedApi(db.urls.authenticator, true);
      await cp(exported ?? "", exportDirectoryIn(elsewhere), { recursive: true });
      const environment = {
        DATA_DIR: elsewhere,
        DATABASE_URL: db.urls.owner,
        AUTH_DATABASE_URL: db.urls.authenticator,
      };
      const { staff } = db.world.acme.members;
      const again = new Program("commands/export-api.ts", [], environment);
      expect(await again.end()).toBe(0);
      expect(again.complaints).toContain("It is there already, and fits");

      const loading = await start(environment);
      expect(loading.program.output).toContain('"isExported":true');
      const token = await run("token.ts", [staff.email, "--organization", "acme"], environment);
      const contacts = { data: { contacts: { totalCount: 5 } } };
      expect(await ask(loading.address, token, "crm/ListContacts")).toMatchObject(contacts);
      expect(await loading.program.end("SIGTERM")).toBe(0);
      expect(existsSync(join(elsewhere, "compile-cache"))).toBe(true);

      await db.withRoot((root) => root.query("revoke insert (phone) on app_public.contacts from tenantry_member"));
      const building = await start(environment);
      expect(building.program.output).toContain('"isExported":false');
      expect(await building.program.end("SIGTERM")).toBe(0);
    },
    3 * TIMEOUT_MS,
  );
});
