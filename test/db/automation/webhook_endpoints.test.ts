import { describe, expect, it } from "@jest/globals";
import { decrypt, readMessage } from "openpgp";
import {
  type Columns,
  describeAccess,
  insertStatement,
  nothing,
  refused,
  updateStatement,
} from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import { createEncryptionKey } from "../../support/encryption-key.ts";

const SECRET = "whsec_0123456789abcdefghijklmnop";
const SET_SECRET = "select id from app_public.set_webhook_signing_secret($1, $2)";

/** Gives the database a public key, as the owner, and returns the private one. */
async function addEncryptionKey(t: TestTransaction) {
  const { privateKey, insert } = await createEncryptionKey();
  await t.asOwner();
  await t.count(...insert);
  return privateKey;
}

describe("app_public.webhook_endpoints", () => {
  const db = useDatabase();
  const manages = { sees: ["the endpoint"], adds: ["one"], changes: ["the endpoint"], deletes: ["the endpoint"] };

  describeAccess(db, "webhook_endpoints", {
    rows: ({ acme }) => ({ "the endpoint": acme.automation.webhookEndpointId }),
    additions: () => ({ one: { url: "https://hooks.partner.example" } }),
    change: { description: "For the partner" },
    who: {
      owner: manages,
      admin: manages,
      manager: nothing,
      staff: nothing,
      rep: nothing,
      viewer: nothing,
      northerner: nothing,
      apiKey: refused,
      stranger: nothing,
      anonymous: refused,
    },
  });

  const asAdmin = (work: (t: TestTransaction) => Promise<void>) =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.admin);
      await work(t);
    });
  const add = (columns: Columns) =>
    insertStatement("webhook_endpoints", { url: "https://partner.example", ...columns });

  it.each([
    "https://partner.example",
    " https://Partner.example/ ",
    "https://partner.example:8443/hooks/1?tenant=acme&x=%20",
    "https://xn--bcher-kva.example/a@b",
    "https://10.partner.example",
    "https://localhost.partner.example",
  ])("can be at %s", (url) =>
    asAdmin(async (t) => {
      expect(await t.count(...add({ url }))).toBe(1);
    }),
  );

  it.each([
    "http://partner.example",
    "ftp://partner.example",
    "javascript:alert(1)",
    "partner.example",
    "https://",
    "https:///hooks",
    "https://partner",
    "https://partner.example.",
    "https://-partner.example",
    "https://user:password@partner.example",
    "https://partner.example@evil.example",
    "https://partner.example\\@evil.example",
    "https://partner.example#fragment",
    "https://partner.example/a b",
    "https://partner.example/\r\nHost: evil.example",
    "https://partner.example:0",
    "https://partner.example:65536",
    "https://bücher.example",
    "https://localhost",
    "https://LOCALHOST:8080/",
    "https://api.localhost",
    "https://printer.local/",
    "https://metadata.google.internal/computeMetadata",
    "https://127.0.0.1",
    "https://169.254.169.254/latest/meta-data",
    "https://0x7f.0.0.1",
    "https://127.1",
    "https://2130706433",
    "https://[::1]/",
    `https://partner.example/${"a".repeat(2000)}`,
  ])("can't be at %s", (url) =>
    asAdmin(async (t) => {
      const error = await t.failure(...add({ url }));
      expect(error.constraint).toBe("url_must_be_of_a_public_https_server");
    }),
  );

  it("are told of events that exist, of each once", () =>
    asAdmin(async (t) => {
      const error = await t.failure(...add({ events: ["lead.created", "lead.vanished"] }));
      expect([error.code, JSON.parse(error.detail ?? "")]).toEqual(["TN400", { field: "events", rule: "event" }]);
      expect(await t.refusal(...add({ events: [null] }))).toBe("23514");
      const id = await t.value(...add({ events: ["ticket.created", "lead.created", "ticket.created"] }));
      expect(await t.value("select events from app_public.webhook_endpoints where id = $1", [id])).toEqual([
        "lead.created",
        "ticket.created",
      ]);
    }));

  describe("a signing secret", () => {
    it("is needed before anything is sent", () =>
      db.transaction(async (t) => {
        await addEncryptionKey(t);
        await t.as(db.world.acme.members.admin);
        expect((await t.failure(...add({ is_active: true }))).constraint).toBe(
          "active_endpoint_must_have_a_signing_secret",
        );
        const id = await t.value<string>(...add({}));
        const activate = updateStatement("webhook_endpoints", id, { is_active: true });
        expect(await t.refusal(...activate)).toBe("23514");
        await t.count(SET_SECRET, [id, SECRET]);
        expect(await t.count(...activate)).toBe(1);
      }));

    it("is kept so that only the holder of the private key can read it; the last one counts", () =>
      db.transaction(async (t) => {
        const { acme } = db.world;
        const privateKey = await addEncryptionKey(t);
        const id = acme.automation.webhookEndpointId;
        for (const secret of ["an-earlier-secret-that-leaked", SECRET]) {
          await t.as(acme.members.admin);
          expect(await t.value(SET_SECRET, [id, secret])).toBe(id);
        }
        expect(await t.refusal("select from app_private.webhook_endpoint_secrets")).toBe("42501");
        await t.asOwner();
        const stored = await t.rows<{ signing_secret: Buffer }>(
          "select signing_secret from app_private.webhook_endpoint_secrets where endpoint_id = $1",
          [id],
        );
        expect(stored.length).toBe(1);
        const binaryMessage = stored[0]?.signing_secret ?? Buffer.of();
        expect(binaryMessage.includes(SECRET)).toBe(false);
        const message = await readMessage({ binaryMessage });
        expect((await decrypt({ message, decryptionKeys: privateKey })).data).toBe(SECRET);
      }));

    it("is set by those who manage webhooks, for their own endpoints, and isn't in the audit log", () =>
      db.transaction(async (t) => {
        const { acme, globex } = db.world;
        await addEncryptionKey(t);
        const id = acme.automation.webhookEndpointId;
        for (const name of ["manager", "staff", "rep", "viewer", "northerner"] as const) {
          await t.as(acme.members[name]);
          expect([name, await t.refusal(SET_SECRET, [id, SECRET])]).toEqual([name, "TN403"]);
        }
        await t.as(acme.apiKey);
        expect(await t.refusal(SET_SECRET, [id, SECRET])).toBe("42501");
        await t.asAnonymous();
        expect(await t.refusal(SET_SECRET, [id, SECRET])).toBe("42501");
        await t.as(globex.owner);
        const missing = await t.value("select gen_random_uuid()");
        const [foreign, absent] = [
          await t.failure(SET_SECRET, [id, SECRET]),
          await t.failure(SET_SECRET, [missing, SECRET]),
        ];
        expect([foreign.code, foreign.message, foreign.detail]).toEqual(["TN400", absent.message, absent.detail]);
        await t.as(acme.members.admin);
        expect(await t.count(SET_SECRET, [id, SECRET])).toBe(1);
        await t.asOwner();
        const entries = await t.rows<{ changed_columns: string[]; text: string }>(
          "select changed_columns, a::text as text from app_public.audit_logs a where record_id = $1 and action = 'update'",
          [id],
        );
        expect(entries.map(({ changed_columns }) => changed_columns)).toEqual([["signing_secret_set_at"]]);
        expect(entries.some(({ text }) => text.includes(SECRET))).toBe(false);
      }));

    it.each([
      ["nothing", null],
      ["little", "short"],
      ["too much", "x".repeat(201)],
      ["white space", "a secret with white space in it"],
    ])("can't be %s", (_, secret) =>
      db.transaction(async (t) => {
        await t.as(db.world.acme.members.admin);
        const error = await t.failure(SET_SECRET, [db.world.acme.automation.webhookEndpointId, secret]);
        expect([error.code, error.detail]).toEqual(["TN400", '{"field": "secret"}']);
      }),
    );
  });
});
