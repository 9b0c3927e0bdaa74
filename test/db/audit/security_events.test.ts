import { describe, expect, it } from "@jest/globals";
import { describeAccess, nothing, refused } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.security_events", () => {
  const db = useDatabase();

  describeAccess(db, "security_events", {
    rows: ({ acme }) => ({ "a failed sign-in": acme.audit.securityEvent }),
    who: {
      owner: { sees: ["a failed sign-in"] },
      admin: { sees: ["a failed sign-in"] },
      manager: { sees: [] },
      staff: { sees: [] },
      rep: { sees: [] },
      viewer: { sees: [] },
      northerner: { sees: [] },
      stranger: nothing,
      anonymous: refused,
    },
  });

  /** What the gateway calls, on its own connection, when a request has been refused. */
  const record = (call: string, values: unknown[] = []) =>
    db.withRoot(
      (client) => client.query(`select app_private.record_security_event(${call})`, values),
      db.urls.authenticator,
    );
  const EVENTS = `
    select organization_id, kind, actor_kind, user_id, contact_id, api_key_id, host(address) as address, request_id, detail
    from app_public.security_events where request_id = $1 order by organization_id`;
  const nobody = { actor_kind: "anonymous", user_id: null, contact_id: null, api_key_id: null };

  it("are recorded by the gateway, for operators when no organization is concerned", async () => {
    await record("'refused_token', '{\"reason\": \"expired\"}', request_id => 'r1', address => 'fe80::1%eth0'");
    await db.transaction(async (t) => {
      const event = { organization_id: null, kind: "refused_token", request_id: "r1", detail: { reason: "expired" } };
      await t.asOwner();
      expect(await t.rows(EVENTS, ["r1"])).toEqual([{ ...event, ...nobody, address: "fe80::1" }]);
      await t.as(db.world.acme.members.owner);
      expect(await t.rows(EVENTS, ["r1"])).toEqual([]);
    });
  });

  it("of a user are recorded in each organization of theirs, unless one is named", async () => {
    const { acme, globex, both, nobody: homeless } = db.world;
    await record("'failed_sign_in', user_id => $1, request_id => 'r2'", [both.userId]);
    await record("'refused_organization', user_id => $1, organization_id => $2, request_id => 'r3'", [
      both.userId,
      globex.id,
    ]);
    await record("'failed_sign_in', user_id => $1, request_id => 'r4'", [homeless.userId]);
    await db.transaction(async (t) => {
      await t.asOwner();
      const ids = async (request: string) => (await t.rows(EVENTS, [request])).map((row) => row["organization_id"]);
      expect(await ids("r2")).toEqual([acme.id, globex.id].sort());
      expect(await ids("r3")).toEqual([globex.id]);
      expect(await ids("r4")).toEqual([null]);
      await t.as(acme.members.owner);
      expect(await t.rows(EVENTS, ["r2"])).toMatchObject([{ actor_kind: "user", user_id: both.userId }]);
      expect(await t.rows(EVENTS, ["r3"])).toEqual([]);
    });
  });

  it("of a key or a contact are recorded in their organization", async () => {
    const { acme, globex } = db.world;
    await record("'api_key_refused', api_key_id => $1, request_id => 'r5'", [acme.apiKey.id]);
    await record("'failed_sign_in', contact_id => $1, request_id => 'r5'", [globex.contactId]);
    await db.transaction(async (t) => {
      await t.as(acme.members.admin);
      expect(await t.rows(EVENTS, ["r5"])).toMatchObject([{ actor_kind: "api_key", api_key_id: acme.apiKey.id }]);
      await t.as(globex.owner);
      expect(await t.rows(EVENTS, ["r5"])).toMatchObject([{ actor_kind: "contact", contact_id: globex.contactId }]);
    });
  });

  it("within a request take from it who asks, where and from which address", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.asOwner();
      await t.rows(`
        create function app_public.read_export() returns void language sql volatile security definer set search_path = ''
        as 'select app_private.record_security_event(''personal_data_export_read'')';
        grant execute on function app_public.read_export() to tenantry_member`);
      await t.as(acme.members.owner, { requestId: "r6", address: "192.0.2.9" });
      await t.value("select app_public.read_export()");
      expect(await t.rows(EVENTS, ["r6"])).toEqual([
        {
          ...nobody,
          organization_id: acme.id,
          kind: "personal_data_export_read",
          actor_kind: "user",
          user_id: acme.members.owner.userId,
          address: "192.0.2.9",
          request_id: "r6",
          detail: {},
        },
      ]);
    }));

  it("are of a known kind, with an object for what else is known", async () => {
    await expect(record("'something'")).rejects.toMatchObject({ code: "23503" });
    await expect(record("'refused_token', '[]'")).rejects.toMatchObject({ code: "23514" });
    await expect(record("'refused_token', request_id => $1", ["x".repeat(10_000)])).resolves.toBeDefined();
    await expect(record("'refused_token', address => $1", ["'; drop"])).resolves.toBeDefined();
  });

  it("are not recorded by whoever asks, lest somebody blame another", () =>
    db.transaction(async (t) => {
      const { members, apiKey, client } = db.world.acme;
      for (const actor of [members.owner, apiKey, client]) {
        await t.as(actor);
        expect(await t.refusal("select app_private.record_security_event('refused_token')")).toBe("42501");
      }
    }));
});
