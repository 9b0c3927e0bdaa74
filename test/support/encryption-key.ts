import { generateKey, type PrivateKey } from "openpgp";

/**
 * Makes a key pair to which the database can encrypt secrets.
 *
 * @returns the private half, and the insert that gives the database the public one
 */
export async function createEncryptionKey(): Promise<{ privateKey: PrivateKey; insert: [string, unknown[]] }> {
  const { privateKey, publicKey } = await generateKey({
    type: "rsa",
    rsaBits: 2048,
    userIDs: [{ name: "Test" }],
    format: "object",
  });
  const values = [publicKey.getFingerprint(), Buffer.from(publicKey.write())];
  const sql = "insert into app_private.encryption_keys (fingerprint, public_key) values ($1, $2)";
  return { privateKey, insert: [sql, values] };
}
