import { withConnection } from "../database/connection.ts";
import type { EncryptionKey } from "./encryption-key.ts";

/**
 * Tells the database the public half of a key, to which it encrypts secrets from then on. Doing it again changes nothing.
 *
 * @param ownerUrl - connection string of the owner
 * @param key - the key
 * @returns whether the key was new to the database
 * @throws the server's error
 */
export async function registerEncryptionKey(
  ownerUrl: string,
  { fingerprint, publicKey }: Pick<EncryptionKey, "fingerprint" | "publicKey">,
): Promise<boolean> {
  const { rowCount } = await withConnection(ownerUrl, (client) =>
    client.query(
      `insert into app_private.encryption_keys (fingerprint, public_key) values ($1, $2)
       on conflict (fingerprint) do nothing`,
      [fingerprint, Buffer.from(publicKey)],
    ),
  );
  return rowCount === 1;
}
