import { fileURLToPath } from "node:url";
import { readConfig } from "../config/environment.ts";
import { openDatabases } from "../database/databases.ts";
import { migrate } from "../database/migrations.ts";
import { createAuthenticatorPool } from "../database/pools.ts";
import { buildSchemaFor } from "../graphile/build-schema.ts";

/** Writes graphql/schema.graphql: the API as the database in use defines it. */
const SCHEMA_FILE = fileURLToPath(new URL("../../graphql/schema.graphql", import.meta.url));

const logger = {
  warn: (_: object, message: string) => console.error(message),
  error: (_: object, message: string) => console.error(message),
};
const config = readConfig();
const databases = await openDatabases(config, (message) => console.error(message));
if (databases.urls.owner !== undefined) await migrate({ ownerUrl: databases.urls.owner, withCurrent: true });
const pool = createAuthenticatorPool(databases.urls.authenticator, 2, logger);
try {
  await buildSchemaFor({
    pool,
    production: true,
    logger,
    exportSchemaPath: SCHEMA_FILE,
    contextFor: () => ({ claims: null, organization: null, requestId: "export", address: "" }),
  });
  console.error("Wrote graphql/schema.graphql.");
} finally {
  await pool.end();
  await databases.release();
}
