import { readFile } from "node:fs/promises";
import { describe, expect, it } from "@jest/globals";
import { findInstallations } from "../../src/database/installations.ts";
import { dumpSchema } from "../../src/database/schema-dump.ts";

const committed = await readFile(new URL("../../db/schema.sql", import.meta.url), "utf8");
const major = Number(/^-- The schema as PostgreSQL (\d+) dumps it/.exec(committed)?.[1]);
const installation = findInstallations().find((found) => found.major === major);

describe("db/schema.sql", () => {
  const test = installation ? it : it.skip;
  test(`is what the migrations make (needs PostgreSQL ${major} with pg_dump: apt-get install postgresql-${major})`, async () => {
    if (!installation) throw new Error("unreachable: skipped");
    expect(await dumpSchema(installation)).toBe(committed);
  }, 60_000);
});
