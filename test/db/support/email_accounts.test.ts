import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type EncryptionKey, readOrCreateEncryptionKey } from "../../../src/secrets/encryption-key.ts";
import { registerEncryptionKey } from "../../../src/secrets/register-encryption-key.ts";
import {
  type ActorName,
  become,
  type Columns,
  describeAccess,
  insertStatement,
  nothing,
  refused,
  updateStatement,
} from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

describe("app_public.email_accounts", () => {
  const db = useDatabase();

  const managed = { sees: ["a mailbox"], adds: ["a mailbox"], changes: ["a mailbox"], deletes: ["a mailbox"] };
  const read = { sees: ["a mailbox"] };
  describeAccess(db, "email_accounts", {
    rows: ({ acme }) => ({ "a mailbox": acme.emailAccountId }),
    additions: () => ({ "a mailbox": { email_address: "sales@acme.test" } }),
    change: { is_active: false },
    who: {
      owner: managed,
      admin: managed,
      manager: read,
      staff: read,
      rep: nothing,
      viewer: nothing,
      northerner: read,
      stranger: nothing,
      anonymous: refused,
    },
  });

  it("have an address of their own, however it is written", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      const add = insertStatement("email_accounts", { email_address: " Help@ACME.test " });
      await t.as(acme.members.admin);
      expect(await t.refusal(...add)).toBe("23505");
      await t.as(globex.owner);
      const id = await t.value(...add);
      expect(await t.value("select email_address from app_public.email_accounts where id = $1", [id])).toBe(
        "help@acme.test",
      );
    }));

  it("don't let anybody claim what became of fetching, nor that there is a password", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.owner);
      for (const column of ["last_synced_at", "last_error", "imap_password_set_at", "smtp_password_set_at"]) {
        expect(await t.refusal(`update app_public.email_accounts set ${column} = null`)).toBe("42501");
      }
    }));

  describe.each(["imap_settings", "smtp_settings"])("%s", (column) => {
    const set = (settings: unknown) =>
      updateStatement("email_accounts", db.world.acme.emailAccountId, { [column]: JSON.stringify(settings) });

    it.each<[string, unknown]>([
      ["at the top", { password: "x" }],
      ["in any case", { Password: "x" }],
      ["in other words", { auth: { user: "help", pass: "x" } }],
      ["in one word with another", { imapPassword: null }],
      ["deep within", { a: { b: [{ c: [[{ user_pwd: "x" }]] }] } }],
      ["called a token", { oauth: { refresh_token: "x" } }],
    ])("hold no password: one %s is refused", (_, settings) =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.admin);
        const error = await t.failure(...set(settings));
        expect([error.code, error.constraint]).toEqual(["23514", `${column}_must_not_hold_a_password`]);
      }),
    );

    it("are small, which is seen before they are searched for passwords", () =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.admin);
        const nested = (depth: number) =>
          updateStatement("email_accounts", db.world.acme.emailAccountId, {
            [column]: `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`,
          });
        expect((await t.failure(...nested(2_000))).constraint).toBe(`${column}_must_be_small`);
        expect(await t.count(...nested(10))).toBe(1);
      }));

    it("hold anything else, as an object", () =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.admin);
        expect(await t.count(...set({ host: "mail.test", port: 993, tls: true, auth: { user: "password" } }))).toBe(1);
        expect(await t.count(...set({ folders: ["INBOX", { name: "Junk" }], nothing: null }))).toBe(1);
        expect((await t.failure(...set([]))).constraint).toBe(`${column}_must_be_an_object`);
      }));
  });

  describe("passwords", () => {
    let directory: string;
    let key: EncryptionKey;
    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), "tenantry-key-"));
      key = await readOrCreateEncryptionKey({ dataDirectory: directory });
      await registerEncryptionKey(db.urls.owner, key);
    }, 60_000);
    afterAll(() => rm(directory, { recursive: true, force: true }));

    const CALL =
      "select imap_password_set_at = now() as imap, smtp_password_set_at = now() as smtp from app_public.set_email_account_passwords($1, $2, $3)";
    const set = (imap: string | null, smtp: string | null, id = db.world.acme.emailAccountId): [string, unknown[]] => [
      CALL,
      [id, imap, smtp],
    ];
    const stored = async (t: TestTransaction) => {
      await t.asOwner();
      const [row] = await t.rows<{ imap_password: Buffer | null; smtp_password: Buffer | null }>(
        "select imap_password, smtp_password from app_private.email_account_secrets where email_account_id = $1",
        [db.world.acme.emailAccountId],
      );
      return [row?.imap_password ?? null, row?.smtp_password ?? null] as const;
    };

    it("are kept encrypted, and only the private key reads them", () =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.admin);
        expect(await t.rows(...set("correct horse", "batteriés 🔋"))).toEqual([{ imap: true, smtp: true }]);
        const [imap, smtp] = await stored(t);
        expect(imap?.toString("latin1")).not.toContain("horse");
        expect(await key.decrypt(imap!)).toBe("correct horse");
        expect(await key.decrypt(smtp!)).toBe("batteriés 🔋");
      }));

    it("stay as they are when they are left out, and go when they are empty", () =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.admin);
        await t.rows(...set("first", "second"));
        expect(await t.rows(...set(null, ""))).toEqual([{ imap: true, smtp: null }]);
        const [imap, smtp] = await stored(t);
        expect(await key.decrypt(imap!)).toBe("first");
        expect(smtp).toBeNull();
        await t.as(db.world.acme.members.admin);
        expect((await t.failure(...set(null, null))).code).toBe("TN400");
      }));

    it("are read by nobody through the API, and aren't in the audit log", () =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.owner);
        await t.rows(...set("hunter2", "hunter3"));
        expect(await t.refusal("select from app_private.email_account_secrets")).toBe("42501");
        expect(await t.refusal("select from app_private.encryption_keys")).toBe("42501");
        expect(await t.refusal("select app_private.encrypt_secret('x')")).toBe("42501");
        const trail = await t.rows<{ changed_columns: string[] }>(
          "select *, to_jsonb(a)::text as text from app_public.audit_logs a where record_id = $1 and action = 'update'",
          [db.world.acme.emailAccountId],
        );
        expect(trail).toHaveLength(1);
        expect(trail[0]?.changed_columns).toEqual(["imap_password_set_at", "smtp_password_set_at"]);
        await t.asOwner();
        expect(await t.count("select from app_public.audit_logs a where to_jsonb(a)::text like '%hunter%'")).toBe(0);
      }));

    it.each<[ActorName, string | number]>([
      ["owner", 1],
      ["admin", 1],
      ["manager", "TN403"],
      ["staff", "TN403"],
      ["rep", "TN403"],
      ["viewer", "TN403"],
      ["northerner", "TN403"],
      ["apiKey", "TN403"],
      ["client", "42501"],
      ["anonymous", "42501"],
      // Another organization's mailbox, as one that doesn't exist.
      ["stranger", "TN400"],
    ])("are set by those who manage mailboxes; for %s: %s", (actor, expected) =>
      db.transaction(async (t) => {
        await become(t, db.world, actor);
        const answer = await t.attempt(() => t.count(...set("x", null))).catch((error: { code: string }) => error.code);
        expect(answer).toBe(expected);
      }),
    );

    it("can't be set before there is a key, which is said", () =>
      db.transaction(async (t) => {
        await t.asOwner();
        await t.rows("delete from app_private.encryption_keys");
        await t.as(db.world.acme.members.admin);
        const error = await t.failure(...set("x", null));
        expect([error.code, error.hint]).toEqual(["TN503", expect.stringContaining("npm run db:encryption-key")]);
      }));

    it("don't follow their mailbox to another server or user", () =>
      db.transaction(async (t) => {
        const { emailAccountId } = db.world.acme;
        const change = (columns: Columns) => updateStatement("email_accounts", emailAccountId, columns);
        const shown = () =>
          t.rows(
            "select imap_password_set_at is not null as imap, smtp_password_set_at is not null as smtp from app_public.email_accounts where id = $1",
            [emailAccountId],
          );
        const [imap_settings, smtp_settings] = [{ host: "imap.elsewhere.test" }, { host: "smtp.elsewhere.test" }];
        await t.as(db.world.acme.members.admin);
        await t.rows(...set("x", "y"));
        await t.count(...change({ is_active: false }));
        expect(await shown()).toEqual([{ imap: true, smtp: true }]);
        await t.count(...change({ imap_settings }));
        expect(await shown()).toEqual([{ imap: false, smtp: true }]);
        const [imap, smtp] = await stored(t);
        expect(imap).toBeNull();
        expect(await key.decrypt(smtp!)).toBe("y");
        await t.as(db.world.acme.members.admin);
        await t.count(...change({ imap_settings, smtp_settings }));
        expect(await shown()).toEqual([{ imap: false, smtp: false }]);
        expect(await stored(t)).toEqual([null, null]);
      }));

    it("go with their mailbox", () =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.admin);
        await t.rows(...set("x", "y"));
        await t.count("delete from app_public.email_accounts");
        expect(await stored(t)).toEqual([null, null]);
      }));
  });
});
