import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { types } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { readOrCreateEncryptionKey } from "../../src/secrets/encryption-key.ts";
import { registerEncryptionKey } from "../../src/secrets/register-encryption-key.ts";
import { useDatabase } from "../support/database.ts";

const db = useDatabase();
let dataDirectory: string;
beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), "tenantry-key-"));
});
afterEach(() => rm(dataDirectory, { recursive: true, force: true }));

const encrypt = (plaintext: string | null) =>
  db.withRoot(async (root) => {
    const { rows } = await root.query("select app_private.encrypt_secret($1) as ciphertext", [plaintext]);
    return rows[0].ciphertext as Buffer;
  });

describe("the encryption key", () => {
  it("is made once, readable by its owner only, and the same for all who ask at once", async () => {
    const keys = await Promise.all([1, 2, 3].map(() => readOrCreateEncryptionKey({ dataDirectory })));
    expect(new Set(keys.map(({ fingerprint }) => fingerprint)).size).toBe(1);
    expect(await readdir(dataDirectory)).toEqual(["encryption-key.asc"]);
    expect((await stat(join(dataDirectory, "encryption-key.asc"))).mode & 0o777).toBe(0o600);
    expect((await readOrCreateEncryptionKey({ dataDirectory })).fingerprint).toBe(keys[0]?.fingerprint);
  }, 60_000);

  it("is no other file, and an error doesn't repeat what is in it", async () => {
    const file = join(dataDirectory, "encryption-key.asc");
    await writeFile(file, "a secret of another kind");
    const error = await readOrCreateEncryptionKey({ dataDirectory }).catch((reason: Error) => reason);
    expect(types.isNativeError(error)).toBe(true);
    expect(String((error as Error).message)).toMatch(/^encryption-key.asc .* holds no private key/);
    expect(String((error as Error).stack)).not.toContain("of another kind");
    expect(await readFile(file, "utf8")).toBe("a secret of another kind");
  });

  it("reads what the database encrypts to it, whatever the text, each time differently", async () => {
    const key = await readOrCreateEncryptionKey({ dataDirectory });
    expect(await registerEncryptionKey(db.urls.owner, key)).toBe(true);
    expect(await registerEncryptionKey(db.urls.owner, key)).toBe(false);
    for (const secret of ["", "x", "línea\r\notra\n", "🔑".repeat(5_000), " padded "]) {
      const [first, second] = [await encrypt(secret), await encrypt(secret)];
      expect(first.equals(second)).toBe(false);
      expect(await key.decrypt(first)).toBe(secret);
    }
    expect(await encrypt(null)).toBeNull();
  }, 60_000);

  it("doesn't read what was encrypted to the next one, nor half a message", async () => {
    const old = await readOrCreateEncryptionKey({ dataDirectory });
    await registerEncryptionKey(db.urls.owner, old);
    const before = await encrypt("before");
    const next = await readOrCreateEncryptionKey({ dataDirectory: join(dataDirectory, "next") });
    await registerEncryptionKey(db.urls.owner, next);
    const after = await encrypt("after");
    expect(await next.decrypt(after)).toBe("after");
    expect(await old.decrypt(before)).toBe("before");
    await expect(old.decrypt(after)).rejects.toThrow("can't be decrypted");
    await expect(next.decrypt(after.subarray(0, -1))).rejects.toThrow("can't be decrypted");
    const changed = Buffer.from(after);
    changed[changed.length - 1]! ^= 1;
    await expect(next.decrypt(changed)).rejects.toThrow("can't be decrypted");
  }, 60_000);

  it("isn't in the database: it holds no private key", async () => {
    const key = await readOrCreateEncryptionKey({ dataDirectory });
    await registerEncryptionKey(db.urls.owner, key);
    const decryption = db.withRoot((root) =>
      root.query(
        "select public.pgp_pub_decrypt(app_private.encrypt_secret('x'), public_key) from app_private.encryption_keys order by created_at desc limit 1",
      ),
    );
    await expect(decryption).rejects.toThrow("Cannot decrypt with public key");
  }, 60_000);
});
