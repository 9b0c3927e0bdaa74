import { describe, expect, it } from "@jest/globals";
import type { DatabaseError } from "pg";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

describe("an organization that requires a second factor", () => {
  const db = useDatabase();

  const begin = async (t: TestTransaction, claims: object, organization = "acme") => {
    const { userId } = db.world.both;
    await t.rows("savepoint request");
    const error = await t.beginRequest({ claims: { iss: "tenantry", sub: userId, ...claims }, organization }).then(
      () => undefined,
      (reason: DatabaseError) => reason,
    );
    if (error) await t.rows("rollback to savepoint request");
    return error;
  };
  const requireSecondFactor = async (t: TestTransaction) => {
    await t.asOwner();
    await t.count("update app_public.organizations set required_assurance_level = 'aal2' where slug = 'acme'");
  };

  it.each<[string, object]>([
    ["aal2", { aal: "aal2" }],
    ["aal3", { aal: "aal3" }],
    ["a method of several factors", { amr: ["pwd", "mfa"] }],
    ["a one-time password", { amr: ["pwd", "otp"] }],
    ["a hardware key", { amr: ["hwk"] }],
    ["a passkey", { amr: ["webauthn"] }],
    ["Supabase's list of methods", { aal: "aal2", amr: [{ method: "totp", timestamp: 1 }, { method: "password" }] }],
    ["a list of objects without a level", { amr: [{ method: "totp", timestamp: 1 }] }],
  ])("is open to a token with %s", (_, claims) =>
    db.transaction(async (t) => {
      await requireSecondFactor(t);
      expect(await begin(t, claims)).toBeUndefined();
      expect(await t.value("select slug from app_public.current_organization()")).toBe("acme");
    }),
  );

  it.each<[string, object]>([
    ["nothing", {}],
    ["aal1", { aal: "aal1" }],
    ["an unknown level", { aal: "AAL2 " }],
    ["a password", { amr: ["pwd"] }],
    ["methods that merely look alike", { amr: ["mfa2", " otp", "MFA"] }],
    ["an empty list", { amr: [] }],
    ["nothing but a one-time password", { amr: ["otp"] }],
    ["a text instead of a list", { amr: "mfa" }],
    ["an object instead of a list", { amr: { method: "mfa" } }],
    ["nested lists and nulls", { amr: [["mfa"], null, 1, { method: ["mfa"] }, {}] }],
    ["a link in an e-mail, which Supabase calls otp", { aal: "aal1", amr: [{ method: "otp" }] }],
  ])("is closed to a token with %s, and says what to do", (_, claims) =>
    db.transaction(async (t) => {
      await requireSecondFactor(t);
      const error = await begin(t, claims);
      expect(error).toMatchObject({ code: "TN403", hint: expect.stringMatching(/second factor/) });
      expect(JSON.parse(error?.detail ?? "")).toMatchObject({ requiredAssuranceLevel: "AAL2" });
      expect(await begin(t, claims, "globex")).toBeUndefined();
      expect(await t.value("select slug from app_public.current_organization()")).toBe("globex");
    }),
  );

  it("doesn't ask machines and the portal's contacts for it", () =>
    db.transaction(async (t) => {
      await requireSecondFactor(t);
      for (const actor of [db.world.acme.apiKey, db.world.acme.client]) {
        await t.as(actor);
        expect(await t.value("select count(*) > 0 from app_public.services")).toBe(true);
      }
    }));

  it("is made so by whoever manages it and has a second factor, so that nobody shuts themselves out", () =>
    db.transaction(async (t) => {
      const { owner, staff } = db.world.acme.members;
      const update = "update app_public.organizations set required_assurance_level = $1";
      const as = (userId: string, claims: object) =>
        t.beginRequest({ claims: { iss: "tenantry", sub: userId, ...claims }, organization: "acme" });
      await as(owner.userId, {});
      expect(await t.refusal(update, ["aal2"])).toBe("TN409");
      await as(staff.userId, { aal: "aal2" });
      expect(await t.count(update, ["aal2"])).toBe(0);
      await as(owner.userId, { aal: "aal2" });
      expect(await t.count(update, ["aal2"])).toBe(1);
      expect(await t.refusal(update, ["aal9"])).toBe("23503");
      expect(await t.count(update, ["aal1"])).toBe(1);
    }));
});
