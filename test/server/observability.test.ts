import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { killPrograms, startServer } from "../support/program.ts";
import { Scrape } from "../support/prometheus.ts";

const TIMEOUT_MS = 180_000;

const db = useDatabase();
let dataDirectory: string;

beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), "tenantry-observability-"));
});
afterEach(killPrograms, TIMEOUT_MS);
afterAll(() => rm(dataDirectory, { recursive: true, force: true }));

/** Has a program say which modules of OpenTelemetry it loads. */
const TELL_WHAT_IS_LOADED = `--import=data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from "node:module";
  registerHooks({ load(url, context, next) {
    if (url.includes("/@opentelemetry/sdk-trace/")) process.stderr.write("loaded OpenTelemetry\\n");
    return next(url, context);
  } });
`)}`;

it(
  "shows its configuration without a secret, and has no secret in its log",
  async () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const signingKey = privateKey.export({ format: "jwk" });
    const secrets = {
      issuer: "an-issuers-secret-of-thirty-two-bytes-or-more",
      metrics: "a-token-for-prometheus",
      collector: "hunter2",
      database: new URL(db.urls.authenticator).password,
      signing: signingKey.d ?? "",
    };
    const { program, address } = await startServer({
      NODE_ENV: "production",
      LOG_LEVEL: "trace",
      DATA_DIR: dataDirectory,
      AUTH_DATABASE_URL: db.urls.authenticator,
      LISTEN_DATABASE_URL: db.urls.authenticator,
      AUTH_ISSUERS: JSON.stringify([
        { issuer: "https://id.example.com/", audience: "tenantry", secret: secrets.issuer },
      ]),
      AUTH_SIGNING_KEY: JSON.stringify(signingKey),
      METRICS_TOKEN: secrets.metrics,
      AUDIT_RETENTION_DAYS: "365",
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://user:${secrets.collector}@127.0.0.1:9/${secrets.collector}`,
    });
    const headers = { authorization: `Bearer ${secrets.metrics}` };
    const scraped = await fetch(`${address}/metrics`, { headers });
    expect(new Scrape(await scraped.text()).values("tenantry_database_pool_size", "none")).toEqual([""]);
    expect(
      (await fetch(`${address}/graphql?query={me{id}}`, { headers: { ...headers, "x-requested-with": "test" } }))
        .status,
    ).toBe(401);
    expect(await program.end("SIGTERM")).toBe(0);

    // Only the owner could do as it says.
    const warning = program.log.find(({ msg }) => String(msg).startsWith("AUDIT_RETENTION_DAYS"));
    expect(warning).toMatchObject({ level: 40, msg: expect.stringContaining("db:maintain") });
    const shown = program.log.find(({ msg }) => msg === "configuration");
    const { username, host, pathname } = new URL(db.urls.authenticator);
    expect(shown).toMatchObject({
      environment: "production",
      workers: 1,
      database: { kind: "external", authenticator: `postgres://${username}@${host}${pathname}` },
      issuers: [{ issuer: "https://id.example.com/", audience: ["tenantry"], keys: "secret" }],
      signingKey: "given",
      metrics: { token: "given" },
      traces: { endpoint: "http://127.0.0.1:9" },
    });
    for (const secret of Object.values(secrets)) {
      expect(secret).not.toBe("");
      expect(program.output + program.complaints).not.toContain(secret);
    }
  },
  TIMEOUT_MS,
);

it(
  "loads OpenTelemetry only when there is somewhere to send traces",
  async () => {
    const { owner = "", authenticator } = db.urls;
    const environment = {
      DATA_DIR: dataDirectory,
      DATABASE_URL: owner,
      AUTH_DATABASE_URL: authenticator,
      NODE_OPTIONS: TELL_WHAT_IS_LOADED,
    };
    const without = await startServer(environment);
    expect(await without.program.end("SIGTERM")).toBe(0);
    expect(without.program.complaints).not.toContain("loaded OpenTelemetry");
    const traced = await startServer({ ...environment, OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9" });
    expect(await traced.program.end("SIGTERM")).toBe(0);
    expect(traced.program.complaints).toContain("loaded OpenTelemetry");
  },
  TIMEOUT_MS,
);
