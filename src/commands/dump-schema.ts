import { writeFile } from "node:fs/promises";
import { findInstallations } from "../database/installations.ts";
import { dumpSchema } from "../database/schema-dump.ts";
import { runCommand } from "./run-command.ts";

/** Writes db/schema.sql, with the oldest PostgreSQL installation on this machine. */
await runCommand("db:dump", async () => {
  const [installation] = findInstallations();
  if (installation === undefined) {
    throw new Error(
      "needs a PostgreSQL installation with pg_dump; apt-get install postgresql or brew install postgresql@15",
    );
  }
  await writeFile(new URL("../../db/schema.sql", import.meta.url), await dumpSchema(installation));
  console.error(`Wrote db/schema.sql with PostgreSQL ${installation.major}.`);
});
