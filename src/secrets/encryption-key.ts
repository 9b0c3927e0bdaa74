import { join } from "node:path";
import { generateKey, type PrivateKey, readMessage, readPrivateKey, decrypt as readSecret } from "openpgp";
import { readOrCreateSecretFile } from "../config/secret-file.ts";

const KEY_FILE = "encryption-key.asc";
const RSA_BITS = 3072;

/** The key pair to which the database encrypts secrets; the database has its public half only. */
export interface EncryptionKey {
  /** In hexadecimal. */
  readonly fingerprint: string;
  /** In OpenPGP's binary form. */
  readonly publicKey: Uint8Array;
  /**
   * Reads what `app_private.encrypt_secret` has encrypted.
   *
   * @param ciphertext - the column as it is stored
   * @returns the secret
   * @throws Error when it was encrypted to another key, or isn't a whole message
   */
  decrypt(ciphertext: Uint8Array): Promise<string>;
}

/** RSA, since pgcrypto knows nothing newer; its encryption is that of a subkey. */
async function generatePrivateKey(): Promise<string> {
  const userIDs = [{ name: "Tenantry" }];
  const { privateKey } = await generateKey({ type: "rsa", rsaBits: RSA_BITS, userIDs, format: "armored" });
  return privateKey;
}

async function parse(armored: string): Promise<PrivateKey> {
  try {
    return await readPrivateKey({ armoredKey: armored });
  } catch {
    // The cause could repeat the key.
    throw new Error(`${KEY_FILE} in the data directory holds no private key; put the right one there`);
  }
}

/**
 * Reads the encryption key that is kept in the data directory, or makes it, readable by its owner only. Whoever loses
 * the file loses the secrets: keep a copy of it, apart from the copies of the database.
 *
 * @param config - `dataDirectory`
 * @returns the key
 * @throws when the file can't be read or written, or holds something else
 */
export async function readOrCreateEncryptionKey({
  dataDirectory,
}: {
  readonly dataDirectory: string;
}): Promise<EncryptionKey> {
  const decryptionKeys = await parse(await readOrCreateSecretFile(join(dataDirectory, KEY_FILE), generatePrivateKey));
  return {
    fingerprint: decryptionKeys.getFingerprint(),
    publicKey: decryptionKeys.toPublic().write(),
    decrypt: async (ciphertext) => {
      try {
        const message = await readMessage({ binaryMessage: ciphertext });
        // As bytes: as text its line ends would be changed.
        const { data } = await readSecret({ message, decryptionKeys, format: "binary" });
        return Buffer.from(data).toString("utf8");
      } catch {
        throw new Error(`This can't be decrypted with ${KEY_FILE} in the data directory.`);
      }
    },
  };
}
