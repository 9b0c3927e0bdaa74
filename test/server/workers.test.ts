import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, it } from "@jest/globals";
import { createBuiltInIssuer } from "../../src/authentication/built-in-issuer.ts";
import { useDatabase } from "../support/database.ts";
import { loadOperation } from "../support/gateway.ts";
import { isAlive, killPrograms, Program, startServer } from "../support/program.ts";
import { Scrape } from "../support/prometheus.ts";
import { until as untilSo } from "../support/waiting.ts";

const TIMEOUT_MS = 180_000;
const PATIENCE_MS = 60_000;
/** Starting processes takes long on a busy machine. */
const until = (isSo: () => Promise<boolean>) => untilSo(isSo, PATIENCE_MS);

const WORKER_ENDED = "a worker ended; another one takes its place";

const db = useDatabase();
let dataDirectory: string;

beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), "tenantry-workers-"));
});
afterEach(killPrograms, TIMEOUT_MS);
afterAll(() => rm(dataDirectory, { recursive: true, force: true }));

function environment() {
  const { owner = "", authenticator } = db.urls;
  return { WORKERS: "2", DATA_DIR: dataDirectory, DATABASE_URL: owner, AUTH_DATABASE_URL: authenticator };
}

/** Whoever connects so waits for a lock as long as it takes. */
function patientUrl(): string {
  const patient = new URL(db.urls.authenticator);
  patient.searchParams.set("options", "-c lock_timeout=0 -c statement_timeout=0");
  return patient.href;
}

async function token(member: "staff" | "rep" | "owner" = "staff"): Promise<string> {
  const issuer = await createBuiltInIssuer({ dataDirectory });
  return issuer.issueToken({ subject: db.world.acme.members[member].userId, expiresIn: 600, organization: "acme" });
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

interface Reply {
  readonly status: number | undefined;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

/** Asks on a connection of its own, unless an agent has others. */
function ask(address: string, bearer: string, body: object, agent: Agent | false = false): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${bearer}` };
    const asking = request(`${address}/graphql`, { method: "POST", headers, agent }, async (response) => {
      try {
        let text = "";
        for await (const chunk of response.setEncoding("utf8")) text += chunk;
        resolve({ status: response.statusCode, body: text, headers: response.headers });
      } catch (error) {
        reject(error);
      }
    });
    asking.on("error", reject);
    asking.end(JSON.stringify(body));
  });
}

function isLetIn(address: string, bearer: string): Promise<boolean> {
  return ask(address, bearer, WHO).then(
    () => true,
    () => false,
  );
}

const createTask = (title: string) => ({ query: loadOperation("crm/CreateTask"), variables: { task: { title } } });
const WHO = { query: "{ me { id } }" };

/** The processes that have answered. */
function pidsOf(program: Program): number[] {
  const lines = program.log.filter(({ msg }) => msg === "request");
  return [...new Set(lines.map(({ pid }) => Number(pid)))];
}

/** Asks until other processes than these have answered, too. */
async function untilAnsweredBy(count: number, program: Program, address: string, bearer: string): Promise<number[]> {
  const alive = () => pidsOf(program).filter(isAlive);
  await until(async () => {
    expect((await ask(address, bearer, WHO)).status).toBe(200);
    return alive().length === count;
  });
  return alive();
}

it(
  "serve behind one port with the same keys; one that is killed is replaced, while the other goes on",
  async () => {
    const { program, address } = await startServer(environment());
    expect(program.output).toContain("in 2 processes, with 5 of 10 connections each");
    expect(program.output.match(/Applying migrations/g)).toHaveLength(1);
    const bearer = await token();
    const [first = 0, second = 0] = await untilAnsweredBy(2, program, address, bearer);
    expect(program.child.pid).not.toBe(first);
    expect(program.child.pid).not.toBe(second);
    // Whichever of them is asked gives what all of them have counted.
    for (let turn = 0; turn < 4; turn++) await ask(address, bearer, { query: "query Counted { me { id } }" });
    for (let turn = 0; turn < 2; turn++) {
      await until(async () => {
        const scraped = await fetch(`${address}/metrics`, { headers: { connection: "close" } });
        const metrics = new Scrape(await scraped.text());
        expect(metrics.sum("tenantry_database_pool_size")).toBe(10);
        return metrics.sum("tenantry_operations_total", { operation: "Counted", code: "OK" }) === 4;
      });
    }

    process.kill(first, "SIGKILL");
    const ends = () => program.log.filter(({ msg }) => msg === WORKER_ENDED);
    await until(async () => ends().length > 0);
    expect(ends()).toEqual([expect.objectContaining({ worker: first, signal: "SIGKILL", pid: program.child.pid })]);
    const pids = await untilAnsweredBy(2, program, address, bearer);
    expect(pids).toContain(second);
    expect(pids).not.toContain(first);

    expect(await program.end("SIGTERM")).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(ends()).toHaveLength(1);
  },
  TIMEOUT_MS,
);

it(
  "wait longer and longer before they are replaced when they keep ending",
  async () => {
    const { program, address } = await startServer(environment());
    const bearer = await token();
    for (let deaths = 1; deaths <= 2; deaths++) {
      const pids = await untilAnsweredBy(2, program, address, bearer);
      process.kill(pids.at(-1) ?? 0, "SIGKILL");
      await until(async () => program.log.filter(({ msg }) => msg === WORKER_ENDED).length === deaths);
    }
    const waits = program.log.filter(({ msg }) => msg === WORKER_ENDED).map(({ waitMs }) => Number(waitMs));
    expect(waits[1]).toBeGreaterThan(waits[0] ?? 0);
    expect(await program.end("SIGTERM")).toBe(0);
  },
  TIMEOUT_MS,
);

it(
  "answer all that is under way when they are to end, also when the terminal tells all of them",
  async () => {
    const { program, address } = await startServer({
      ...environment(),
      AUTH_DATABASE_URL: patientUrl(),
      // All of it is one organization's, and one worker may get it all.
      DATABASE_POOL_SIZE: "16",
      LIMIT_TENANT_CONNECTIONS: "16",
    });
    const bearer = await token();
    const workers = await untilAnsweredBy(2, program, address, bearer);
    const titles = Array.from({ length: 6 }, (_, index) => `Under way ${index}`);
    await db.withRoot(async (blocker) => {
      await blocker.query("begin; lock table app_public.tasks in access exclusive mode");
      const underWay = titles.map((title) => ask(address, bearer, createTask(title)));
      const waiting = "select from pg_locks where relation = 'app_public.tasks'::regclass and not granted";
      await until(async () => (await blocker.query(waiting)).rowCount === titles.length);

      // As Ctrl-C does: all processes of the terminal hear it.
      for (const pid of workers) process.kill(pid, "SIGINT");
      const ended = program.end("SIGINT");
      // A connection that comes at the very moment may be left without an answer until the end.
      await until(() => Promise.race([isLetIn(address, bearer), sleep(500, true)]).then((isIn) => !isIn));
      await blocker.query("rollback");
      for (const { status, body } of await Promise.all(underWay)) {
        expect({ status, body }).toMatchObject({ status: 200, body: expect.stringContaining('"title":"Under way') });
      }
      expect(await ended).toBe(0);
      expect(program.output).toMatch(/Stopped\.\s*$/);
      expect(workers.filter(isAlive)).toEqual([]);
    });
    const { rowCount } = await db.withRoot((root) =>
      root.query("select from app_public.tasks where title = any ($1)", [titles]),
    );
    expect(rowCount).toBe(titles.length);
  },
  TIMEOUT_MS,
);

it(
  "lose nothing that they have begun when they end under load",
  async () => {
    const { program, address } = await startServer(environment());
    const bearer = await token();
    const answered: string[] = [];
    const refusals: unknown[] = [];
    const client = async (name: number) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      for (let turn = 0; ; turn++) {
        const title = `Load ${name}.${turn}`;
        const reply = await ask(address, bearer, createTask(title), agent).catch((error) => error.code);
        if (reply.status !== 200) return refusals.push(reply.status ?? reply);
        expect(reply.body).toContain(`"title":"${title}"`);
        answered.push(title);
      }
    };
    const clients = Array.from({ length: 8 }, (_, name) => client(name));
    await until(async () => answered.length > 40);
    expect(await program.end("SIGTERM")).toBe(0);
    await Promise.all(clients);
    // Told to go elsewhere, or not let in: in either case it is known that nothing was done.
    for (const refusal of refusals) expect([503, "ECONNREFUSED", "ECONNRESET"]).toContain(refusal);
    const { rows } = await db.withRoot((root) =>
      root.query("select title from app_public.tasks where title like 'Load %' order by title"),
    );
    expect(rows.map(({ title }) => title)).toEqual(answered.sort());
  },
  TIMEOUT_MS,
);

it(
  "bring their subscribers what was changed in any of them",
  async () => {
    const { program, address } = await startServer(environment());
    const bearer = await token();
    await untilAnsweredBy(2, program, address, bearer);
    const streams = [1, 2, 3].map(async () => {
      const response = await fetch(`${address}/graphql/stream`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${bearer}`, connection: "close" },
        body: JSON.stringify({ query: "subscription { ticketChanged { event ticket { subject } } }" }),
      });
      const received = { text: "" };
      void (async () => {
        for await (const chunk of response.body ?? []) received.text += Buffer.from(chunk).toString();
      })().catch(() => {});
      await until(async () => received.text.includes("SUBSCRIBED"));
      return received;
    });
    const subscribers = await Promise.all(streams);
    const subjects = ["One", "Two", "Three", "Four"].map((subject) => `Heard ${subject}`);
    const query = loadOperation("support/CreateTicket");
    for (const subject of subjects) {
      const { body } = await ask(address, bearer, { query, variables: { ticket: { subject } } });
      expect(body).toContain(subject);
    }
    for (const received of subscribers) {
      await until(async () => subjects.every((subject) => received.text.includes(subject)));
    }
    expect(await program.end("SIGTERM")).toBe(0);
  },
  TIMEOUT_MS,
);

it(
  "count the connections of a person together, and forget those of one that ends",
  async () => {
    const metricsPort = await freePort();
    const { program, address } = await startServer({
      ...environment(),
      LIVE_CONNECTIONS_PER_USER: "3",
      METRICS_PORT: String(metricsPort),
      READ_DATABASE_URL: db.urls.authenticator,
    });
    const bearer = await token();
    const [killed = 0] = await untilAnsweredBy(2, program, address, bearer);
    const open = async () => {
      const response = await fetch(`${address}/graphql/stream`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${bearer}`, connection: "close" },
        body: JSON.stringify({ query: "subscription { ticketChanged { event } }" }),
      });
      const stream = { status: response.status, isOver: false };
      void response.text().then(
        () => Object.assign(stream, { isOver: true }),
        () => Object.assign(stream, { isOver: true }),
      );
      return stream;
    };
    const openSeveral = (count: number) => Promise.all(Array.from({ length: count }, open));
    const streams = await openSeveral(3);
    expect(streams.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await openSeveral(2)).map(({ status }) => status)).toEqual([429, 429]);

    const scraped = await fetch(`http://127.0.0.1:${metricsPort}/metrics`);
    const metrics = new Scrape(await scraped.text());
    expect(metrics.sum("tenantry_live_connections")).toBe(3);
    // Connections are added up; a replica that both use is one.
    for (const pool of ["primary", "replica"]) expect(metrics.sum("tenantry_database_pool_size", { pool })).toBe(10);
    expect(metrics.sum("tenantry_replica_usable")).toBe(1);
    expect(metrics.sum("tenantry_replica_lag_seconds")).toBe(0);
    expect((await fetch(`${address}/metrics`)).status).toBe(404);

    process.kill(killed, "SIGKILL");
    await program.says(new RegExp(WORKER_ENDED));
    await untilAnsweredBy(2, program, address, bearer);
    const lost = streams.filter(({ isOver }) => isOver).length;
    expect([1, 2]).toContain(lost);
    const later = (await openSeveral(3)).map(({ status }) => status);
    expect(later.filter((status) => status === 200)).toHaveLength(lost);
    expect(await program.end("SIGTERM")).toBe(0);
  },
  TIMEOUT_MS,
);

it(
  "count the requests of a minute together, and each by itself when nobody adds them up",
  async () => {
    const maximum = 24;
    const { program, address } = await startServer({ ...environment(), LIMIT_REQUESTS_PER_TOKEN: String(maximum) });
    const bearer = await token("rep");
    const tries = maximum * 2;
    const replies = await Promise.all(Array.from({ length: tries }, () => ask(address, bearer, WHO)));
    const statuses = replies.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(maximum);
    expect(statuses.filter((status) => status === 429)).toHaveLength(tries - maximum);
    expect(pidsOf(program)).toHaveLength(2);
    const refused = replies.find(({ status }) => status === 429);
    expect(Number(refused?.headers["retry-after"])).toBeGreaterThan(0);
    expect(Number(refused?.headers["retry-after"])).toBeLessThanOrEqual(60);

    // Whoever has a connection already needs the first process for nothing but the count.
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const other = await token("owner");
    expect((await ask(address, bearer, WHO, agent)).status).toBe(429);
    process.kill(program.child.pid ?? 0, "SIGSTOP");
    try {
      const later: unknown[] = [];
      for (let time = 0; time <= maximum / 2; time++) later.push((await ask(address, other, WHO, agent)).status);
      expect(later).toEqual([...Array(maximum / 2).fill(200), 429]);
    } finally {
      process.kill(program.child.pid ?? 0, "SIGCONT");
    }
    agent.destroy();
    expect((await ask(address, await token("staff"), WHO)).status).toBe(200);
    expect(await program.end("SIGTERM")).toBe(0);
  },
  TIMEOUT_MS,
);

it(
  "know a machine’s key once one of them does, and count those who guess together",
  async () => {
    const maximum = 6;
    const { program, address } = await startServer({ ...environment(), LIMIT_REQUESTS_PER_ADDRESS: String(maximum) });
    const owner = await token("owner");
    const { staff: roleId } = db.world.acme.roles;
    const makeKey = async () => {
      const variables = { name: "Machine", roleId, expiresAt: null };
      const { body } = await ask(address, owner, { query: loadOperation("tenancy/CreateApiKey"), variables });
      return String(JSON.parse(body).data.createApiKey.issued.secret);
    };
    const [known, unknown] = [await makeKey(), await makeKey()];
    const contacts = { query: "{ contacts { totalCount } }" };
    const statuses = async (bearers: string[]) => {
      const replies = await Promise.all(bearers.map((bearer) => ask(address, bearer, contacts)));
      return replies.map(({ status }) => status);
    };
    expect(await statuses([known])).toEqual([200]);
    const wrong = Array.from({ length: maximum * 3 }, () => `tn_00000000_${randomBytes(32).toString("base64url")}`);
    const guesses = await statuses(wrong);
    expect(guesses.filter((status) => status === 200)).toHaveLength(maximum);
    expect(guesses.filter((status) => status === 429)).toHaveLength(maximum * 2);

    expect(await statuses(Array(6).fill(unknown))).toEqual(Array(6).fill(429));
    await untilAnsweredBy(2, program, address, known);
    expect(await statuses(Array(6).fill(known))).toEqual(Array(6).fill(200));
    expect(await program.end("SIGTERM")).toBe(0);
  },
  TIMEOUT_MS,
);

it(
  "leave to others at least half of the connections that they have together",
  async () => {
    const { program, address } = await startServer({
      ...environment(),
      AUTH_DATABASE_URL: patientUrl(),
      DATABASE_POOL_SIZE: "6",
      LIMIT_TENANT_WAIT_SECONDS: "60",
    });
    expect(program.output).toContain("in 2 processes, with 3 of 6 connections each");
    const bearer = await token();
    await untilAnsweredBy(2, program, address, bearer);
    await db.withRoot(async (blocker) => {
      await blocker.query("begin; lock table app_public.tasks in access exclusive mode");
      const titles = Array.from({ length: 12 }, (_, index) => `Crowd ${index}`);
      const crowd = titles.map((title) => ask(address, bearer, createTask(title)));
      const waiting = "select from pg_locks where relation = 'app_public.tasks'::regclass and not granted";
      await until(async () => (await blocker.query(waiting)).rowCount === 2);
      const issuer = await createBuiltInIssuer({ dataDirectory });
      const { userId: subject } = db.world.globex.clerk;
      const elsewhere = await issuer.issueToken({ subject, expiresIn: 600, organization: "globex" });
      for (let time = 0; time < 6; time++) expect((await ask(address, elsewhere, WHO)).status).toBe(200);
      expect((await blocker.query(waiting)).rowCount).toBe(2);
      await blocker.query("rollback");
      const statuses = (await Promise.all(crowd)).map(({ status }) => status);
      expect(new Set(statuses)).toEqual(new Set([200]));
    });
    expect(await program.end("SIGTERM")).toBe(0);
  },
  TIMEOUT_MS,
);

it(
  "say once what stands in their way",
  async () => {
    const { program, address } = await startServer({ ...environment(), WORKERS: "1" });
    const second = new Program("start.js", [], { ...environment(), PORT: new URL(address).port });
    expect(await second.end()).toBe(1);
    expect(second.complaints).toMatch(/^tenantry: Another program listens on .* set PORT to a free port\.\n$/);
    expect((await ask(address, await token(), WHO)).status).toBe(200);
    expect(await program.end("SIGTERM")).toBe(0);
  },
  TIMEOUT_MS,
);
