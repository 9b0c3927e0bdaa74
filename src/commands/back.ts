import { parseArgs } from "node:util";
import { readConfig } from "../config/environment.ts";
import { withConnection } from "../database/connection.ts";
import { withDatabases } from "../database/databases.ts";
import { findWaysBack, isMigrationBeingWritten, takeBack } from "../database/ways-back.ts";
import { runCommand } from "./run-command.ts";

const HELP = `Takes back the last applied migration, with everything that is in what it brought.

  npm run db:back -- --erase [--to 000003]

  --erase  says that rows are to be lost; without it the migrations are named and nothing is done
  --to     takes back all migrations after this one, the latest first; 0 takes back every one
  --help   this text`;

const tell = (message: string) => console.log(message);

await runCommand("db:back", async () => {
  const { values } = parseArgs({
    options: {
      erase: { type: "boolean", default: false },
      to: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  await withDatabases(
    readConfig(),
    async ({ urls }) => {
      if (urls.owner === undefined) throw new Error("set DATABASE_URL: only the owner can take back migrations");
      if (await isMigrationBeingWritten()) {
        throw new Error("db/current holds a migration that is being written; commit it or empty db/current first");
      }
      if (!values.erase) {
        const names = await withConnection(urls.owner, async (client) =>
          (await findWaysBack(client, values.to)).map(({ name }) => `  ${name}`),
        );
        throw new Error(
          `this would take back\n${names.join("\n")}\nand lose every row in what they brought; to do so, add --erase`,
        );
      }
      const last = await takeBack({ ownerUrl: urls.owner, to: values.to, onProgress: tell });
      tell(last === undefined ? "The database has no migrations now." : `The last migration is ${last} now.`);
      tell("npm run db:migrate, or starting this version of the gateway, applies them again.");
    },
    (message) => console.error(message),
  );
});
