import { readConfig } from "../config/environment.ts";
import { withDatabases } from "../database/databases.ts";
import { readOrCreateEncryptionKey } from "../secrets/encryption-key.ts";
import { registerEncryptionKey } from "../secrets/register-encryption-key.ts";
import { runCommand } from "./run-command.ts";

/** Makes the key to which the database encrypts secrets, unless there is one, and tells the database its public half. */
await runCommand("db:encryption-key", async () => {
  const config = readConfig();
  await withDatabases(config, async ({ urls }) => {
    if (urls.owner === undefined) throw new Error("set DATABASE_URL: only the owner can set the encryption key");
    const key = await readOrCreateEncryptionKey(config);
    const isNew = await registerEncryptionKey(urls.owner, key);
    console.log(`${isNew ? "Set the encryption key" : "The encryption key is set already:"} ${key.fingerprint}.`);
  });
});
