import { parseArgs } from "node:util";
import { databaseOf, inDatabase } from "../config/database-url.ts";
import { readConfig, searchPath } from "../config/environment.ts";
import { runBackupDrill } from "../database/backup-drill.ts";
import { withDatabases } from "../database/databases.ts";
import { runCommand } from "./run-command.ts";

const HELP = `Proves that a backup can be restored: dumps the database, restores it beside, and compares the two.

  npm run db:drill -- [--keep]

  --keep  leaves the restored database on the server
  --help  this text`;

const tell = (message: string) => console.log(message);

await runCommand("db:drill", async () => {
  const { values } = parseArgs({
    options: { keep: { type: "boolean", default: false }, help: { type: "boolean", default: false } },
  });
  if (values.help) return tell(HELP);
  await withDatabases(
    readConfig(),
    async ({ urls: { root, authenticator } }) => {
      if (root === undefined)
        throw new Error("set ROOT_DATABASE_URL: the drill makes a database and reads every table");
      const { database, tables, rows, differences } = await runBackupDrill({
        rootUrl: inDatabase(root, databaseOf(authenticator)),
        authenticatorUrl: authenticator,
        searchPath: searchPath(),
        keep: values.keep,
        onProgress: tell,
      });
      if (values.keep) tell(`The restored database is ${database}.`);
      if (differences.length > 0) throw new Error(`the restored database differs:\n${differences.join("\n")}`);
      tell(
        `The backup is good: ${rows} rows in ${tables} tables, the schema, and an answer of the gateway are the same.`,
      );
    },
    tell,
  );
});
