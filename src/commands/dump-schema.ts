import { writeFile } from "node:fs/promises";
import { dumpSchema, findInstallations } from "../database/schema-dump.ts";

/** Writes db/schema.sql, with the oldest PostgreSQL installation on this machine. */
const [installation] = findInstallations();
if (installation === undefined) {
  console.error(
    "db:dump: needs a PostgreSQL installation with pg_dump; install one with apt-get install postgresql or brew install postgresql@15",
  );
  process.exitCode = 1;
} else {
  await writeFile(new URL("../../db/schema.sql", import.meta.url), await dumpSchema(installation));
  console.error(`Wrote db/schema.sql with PostgreSQL ${installation.major}.`);
}
