import { fileURLToPath } from "node:url";
import { readConfig } from "../config/environment.ts";
import { withDatabases } from "../database/databases.ts";
import { migrate } from "../database/migrations.ts";
import { createAuthenticatorPool } from "../database/pools.ts";
import { buildSchemaFor } from "../graphile/build-schema.ts";
import { runCommand } from "./run-command.ts";

const SCHEMA_FILE = fileURLToPath(new URL("../../graphql/schema.graphql", import.meta.url));

const tell = (message: string) => console.error(message);
const logger = {
  warn: (_: object, message: string) => tell(message),
  error: (_: object, message: string) => tell(message),
};

/** Writes graphql/schema.graphql: the API as the database in use defines it. */
await runCommand("graphql:schema", () =>
  withDatabases(
    readConfig(),
    async ({ urls }) => {
      if (urls.owner !== undefined) await migrate({ ownerUrl: urls.owner, withCurrent: true });
      const pool = createAuthenticatorPool(urls.authenticator, 2, logger);
      try {
        await buildSchemaFor({
          pool,
          production: true,
          logger,
          exportSchemaPath: SCHEMA_FILE,
          contextFor: () => ({ claims: null, organization: null, requestId: "export", address: "" }),
        });
      } finally {
        await pool.end();
      }
      tell("Wrote graphql/schema.graphql.");
    },
    tell,
  ),
);
