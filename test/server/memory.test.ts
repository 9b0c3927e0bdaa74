import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { killPrograms, startServer } from "../support/program.ts";

const TIMEOUT_MS = 180_000;
/** Enough to start; a plan for each of the documents below takes twice as much. */
const HEAP_MB = 200;
const DOCUMENTS = 60;

const db = useDatabase();
let dataDirectory: string;

beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), "tenantry-memory-"));
});
afterEach(killPrograms, TIMEOUT_MS);
afterAll(() => rm(dataDirectory, { recursive: true, force: true }));

it(
  "stays within its memory when a visitor sends one large document after the other",
  async () => {
    const { program, address } = await startServer({
      NODE_ENV: "production",
      NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}`,
      DATA_DIR: dataDirectory,
      AUTH_DATABASE_URL: db.urls.authenticator,
    });
    const lists = Array.from(
      { length: 19 },
      (_, place) =>
        `a${place}: contacts(first: 1) { nodes { id firstName deals(first: 1) { nodes { id } totalCount } } }`,
    );
    const headers = { "content-type": "application/json" };
    for (let number = 0; number < DOCUMENTS; number++) {
      const body = JSON.stringify({ query: `query Q${number} { ${lists.join(" ")} }` });
      const answer = await fetch(`${address}/graphql`, { method: "POST", headers, body });
      expect(await answer.json()).toMatchObject({
        errors: [{ extensions: { code: "UNAUTHENTICATED" } }, ...lists.slice(1).map(() => ({}))],
      });
    }
    expect(await program.end("SIGTERM")).toBe(0);
  },
  TIMEOUT_MS,
);
