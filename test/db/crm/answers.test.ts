import { describe, expect, it } from "@jest/globals";
import { type Columns, insertStatement } from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

const db = useDatabase();

const ACCEPT = "select app_public.accept_proposal($1)";
const REJECT = "select app_public.reject_proposal($1, 'Too dear')";
const SIGN = "select app_public.sign_contract($1, 'Rita Roe')";
const DECLINE = "select app_public.reject_contract($1, 'Not now')";

const DAY_MS = 86_400_000;
const day = (offset: number) => new Date(Date.now() + offset * DAY_MS).toISOString().slice(0, 10);

/** A document that was sent to the contact in the portal, unless something else is said. */
async function send(t: TestTransaction, table: "proposals" | "contracts", columns: Columns = {}): Promise<string> {
  const { id: organization_id, client } = db.world.acme;
  await t.asOwner();
  const row = { organization_id, contact_id: client.contactId, title: "Fence", status: "sent", ...columns };
  return t.value<string>(...insertStatement(table, row));
}

const show = async (t: TestTransaction, table: "proposals" | "contracts", id: string, columns: string) => {
  await t.asOwner();
  return (await t.rows(`select ${columns} from app_public.${table} where id = $1`, [id]))[0];
};

describe("a proposal", () => {
  it.each(["sent", "viewed"])("that is %s is accepted or rejected by its contact", (status) =>
    db.transaction(async (t) => {
      const [one, two] = [await send(t, "proposals", { status }), await send(t, "proposals", { status })];
      await t.as(db.world.acme.client);
      expect(await t.value(ACCEPT, [one])).toBe(one);
      expect(await t.value(REJECT, [two])).toBe(two);
      const columns = "status, rejection_reason, accepted_at = now() as accepted, rejected_at = now() as rejected";
      expect(await show(t, "proposals", one, columns)).toEqual({
        status: "accepted",
        rejection_reason: null,
        accepted: true,
        rejected: null,
      });
      expect(await show(t, "proposals", two, columns)).toEqual({
        status: "rejected",
        rejection_reason: "Too dear",
        accepted: null,
        rejected: true,
      });
    }),
  );

  it("is answered once", () =>
    db.transaction(async (t) => {
      const id = await send(t, "proposals");
      await t.as(db.world.acme.client);
      await t.value(ACCEPT, [id]);
      for (const again of [ACCEPT, REJECT]) {
        expect(await t.failure(again, [id])).toMatchObject({ code: "TN409", detail: '{"status": "accepted"}' });
      }
    }));

  it.each([
    ["its status", { status: "expired" }],
    ["its last day", { valid_until: day(-2) }],
  ])("that has expired by %s is not", (_, columns) =>
    db.transaction(async (t) => {
      const expired = await send(t, "proposals", columns);
      const open = await send(t, "proposals", { valid_until: day(2) });
      await t.as(db.world.acme.client);
      for (const answer of [ACCEPT, REJECT]) {
        const error = await t.failure(answer, [expired]);
        expect(error).toMatchObject({ code: "TN409", message: "This proposal has expired." });
      }
      expect(await t.value(ACCEPT, [open])).toBe(open);
    }),
  );

  it("counts days as the organization does", () =>
    db.transaction(async (t) => {
      const { id: organization_id, client } = db.world.acme;
      await t.asOwner();
      for (const [timezone, offset] of [
        ["Pacific/Kiritimati", 14],
        ["Etc/GMT+12", -12],
      ] as const) {
        await t.count("update app_public.organizations set timezone = $1 where id = $2", [timezone, organization_id]);
        const today = new Date(Date.now() + offset * 3_600_000).toISOString().slice(0, 10);
        const yesterday = new Date(Date.parse(today) - DAY_MS).toISOString().slice(0, 10);
        const lastDay = await send(t, "proposals", { valid_until: today });
        const over = await send(t, "proposals", { valid_until: yesterday });
        await t.as(client);
        expect(await t.value(ACCEPT, [lastDay])).toBe(lastDay);
        expect(await t.refusal(ACCEPT, [over])).toBe("TN409");
        await t.asOwner();
      }
    }));

  it("is recorded as the contact's doing", () =>
    db.transaction(async (t) => {
      const id = await send(t, "proposals");
      const { client, members } = db.world.acme;
      await t.as(client, { requestId: "answer", address: "192.0.2.7" });
      await t.value(REJECT, [id]);
      await t.as(members.owner);
      const sql = `select actor_kind, contact_id, user_id, request_id, host(address) as address, changed_columns
        from app_public.audit_logs where record_id = $1 and action = 'update'`;
      expect(await t.rows(sql, [id])).toEqual([
        {
          actor_kind: "contact",
          contact_id: client.contactId,
          user_id: null,
          request_id: "answer",
          address: "192.0.2.7",
          changed_columns: ["rejected_at", "rejection_reason", "status"],
        },
      ]);
    }));
});

describe("a contract", () => {
  it("is signed or declined by its contact", () =>
    db.transaction(async (t) => {
      const [one, two] = [await send(t, "contracts"), await send(t, "contracts", { ends_on: day(9) })];
      await t.as(db.world.acme.client);
      expect(await t.value(SIGN, [one])).toBe(one);
      expect(await t.value(DECLINE, [two])).toBe(two);
      const columns = "status, signature_name, rejection_reason, signed_at = now() as signed";
      expect(await show(t, "contracts", one, columns)).toEqual({
        status: "signed",
        signature_name: "Rita Roe",
        rejection_reason: null,
        signed: true,
      });
      expect(await show(t, "contracts", two, columns)).toEqual({
        status: "terminated",
        signature_name: null,
        rejection_reason: "Not now",
        signed: null,
      });
    }));

  it("is signed with a name", () =>
    db.transaction(async (t) => {
      const id = await send(t, "contracts");
      await t.as(db.world.acme.client);
      for (const name of [null, "", " \n"]) {
        expect(await t.refusal("select app_public.sign_contract($1, $2)", [id, name])).toBe("TN400");
      }
      expect(await t.value(SIGN, [id])).toBe(id);
    }));

  it.each(["signed", "active", "terminated"])("that is %s is not answered again", (status) =>
    db.transaction(async (t) => {
      const id = await send(t, "contracts", { status });
      await t.as(db.world.acme.client);
      for (const answer of [SIGN, DECLINE]) {
        const error = await t.failure(answer, [id]);
        expect([error.code, JSON.parse(error.detail ?? "{}")]).toEqual(["TN409", { status }]);
      }
    }),
  );

  it.each([
    ["its status", { status: "expired" }],
    ["its last day", { ends_on: day(-2) }],
  ])("that has expired by %s is not signed", (_, columns) =>
    db.transaction(async (t) => {
      const id = await send(t, "contracts", columns);
      await t.as(db.world.acme.client);
      expect(await t.failure(SIGN, [id])).toMatchObject({ code: "TN409", message: "This contract has expired." });
    }),
  );
});

describe.each([
  ["proposals", [ACCEPT, REJECT]],
  ["contracts", [SIGN, DECLINE]],
] as const)("%s", (table, answers) => {
  it("of another contact or organization, drafts and archived ones are answered like ones that don't exist", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      const own = await send(t, table);
      const hidden = [
        await send(t, table, { contact_id: acme.contacts.norths }),
        await send(t, table, { contact_id: null }),
        await send(t, table, { organization_id: globex.id, contact_id: globex.contactId }),
        await send(t, table, { status: "draft" }),
        await send(t, table, { deleted_at: new Date() }),
        "00000000-0000-0000-0000-000000000000",
      ];
      await t.as(acme.client);
      for (const answer of answers) {
        const failures = [];
        for (const id of hidden) {
          const { code, message, detail, hint } = await t.failure(answer, [id]);
          failures.push({ code, message, detail, hint });
        }
        expect(new Set(failures.map((failure) => JSON.stringify(failure))).size).toBe(1);
        expect(failures[0]?.code).toBe("TN404");
        expect(await t.attempt(() => t.value(answer, [own]))).toBe(own);
      }
    }));

  it("are answered on behalf of the contact by members and keys who may change them, and by nobody else", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      const id = await send(t, table);
      const draft = await send(t, table, { status: "draft" });
      for (const answer of answers) {
        for (const actor of [acme.members.owner, acme.members.staff, acme.apiKey]) {
          await t.as(actor);
          expect(await t.attempt(() => t.value(answer, [id]))).toBe(id);
          expect(await t.failure(answer, [draft])).toMatchObject({ code: "TN409", detail: '{"status": "draft"}' });
        }
        for (const actor of [acme.members.rep, acme.members.viewer, globex.owner]) {
          await t.as(actor);
          expect(await t.refusal(answer, [id])).toBe("TN404");
        }
        await t.asAnonymous();
        expect(await t.refusal(answer, [id])).toBe("42501");
      }
    }));

  it("are changed by nobody but members, who can't claim what was answered", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      const id = await send(t, table);
      await t.as(acme.members.staff);
      const status = table === "proposals" ? "accepted" : "signed";
      expect(await t.count(`update app_public.${table} set status = $1 where id = $2`, [status, id])).toBe(1);
      const column = table === "proposals" ? "rejection_reason" : "signature_name";
      expect(await t.refusal(`update app_public.${table} set ${column} = 'Forged' where id = $1`, [id])).toBe("42501");
      await t.as(acme.client);
      expect(await t.refusal(`update app_public.${table} set status = 'sent' where id = $1`, [id])).toBe("42501");
    }));
});

describe("two answers at the same moment", () => {
  it("don't both count", async () => {
    const { client, id: organization_id } = db.world.acme;
    const id = await db.withRoot(async (root) => {
      const row = { organization_id, contact_id: client.contactId, title: "Fence", status: "sent" };
      return (await root.query(...insertStatement("proposals", row))).rows[0].id as string;
    });
    const answer = (sql: string) =>
      db.withRoot(async (connection) => {
        await connection.query("begin");
        const request = { claims: { iss: "tenantry", sub: client.contactId }, isClient: true };
        await connection.query("select set_config('role', app_private.begin_request($1), true)", [request]);
        await connection.query(sql, [id]);
        await connection.query("commit");
      }, db.urls.authenticator);
    const results = await Promise.allSettled([answer(ACCEPT), answer(REJECT), answer(ACCEPT), answer(REJECT)]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results) if (result.status === "rejected") expect(result.reason.code).toBe("TN409");
  });
});
