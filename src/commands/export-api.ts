import { parseArgs } from "node:util";
import { readConfig } from "../config/environment.ts";
import { withDatabases } from "../database/databases.ts";
import { compareMigrations } from "../database/migrations.ts";
import { createAuthenticatorPool } from "../database/pools.ts";
import { exportApi } from "../graphile/exported/export-api.ts";
import { exportDirectoryIn } from "../graphile/exported/load-api.ts";
import { runCommand } from "./run-command.ts";

const HELP = `Writes the API of the database in use into DATA_DIR, from where the gateway starts without building it.

  npm run graphql:export

Run it after npm run db:migrate, with the settings of the gateway. An API that doesn't fit the database or the program
any more is never used: the gateway then builds its own, as it does without one. One that is there and fits is left.

  --help  this text`;

const tell = (message: string) => console.error(message);
const logger = {
  warn: (_: object, message: string) => tell(message),
  error: (_: object, message: string) => tell(message),
};

await runCommand("graphql:export", async () => {
  const { values } = parseArgs({ options: { help: { type: "boolean", default: false } } });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const config = readConfig();
  await withDatabases(
    config,
    async ({ urls }) => {
      const pool = createAuthenticatorPool(urls.authenticator, 2, logger);
      try {
        const { pending } = await compareMigrations(pool);
        if (pending.length > 0)
          throw new Error(`The database lacks ${pending.length} migrations; run npm run db:migrate first.`);
        const contextFor = () => ({ claims: null, organization: null, requestId: "export", address: "" });
        const { path, isNew } = await exportApi(
          { pool, production: true, limits: config.limits, logger, contextFor },
          exportDirectoryIn(config.dataDirectory),
        );
        tell(isNew ? `Wrote ${path}.` : `It is there already, and fits: ${path}.`);
      } finally {
        await pool.end();
      }
    },
    tell,
  );
});
