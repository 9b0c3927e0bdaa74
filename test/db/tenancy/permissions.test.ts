import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";

describe("app_public.permissions", () => {
  const db = useDatabase();

  it("can be read by every member, since roles are built from them", () =>
    db.transaction(async (t) => {
      await t.asOwner();
      const all = await t.value<number>("select count(*)::int from app_public.permissions");
      expect(all).toBeGreaterThan(0);
      for (const actor of [...Object.values(db.world.acme.members), db.world.globex.owner]) {
        await t.as(actor);
        expect(await t.value("select count(*)::int from app_public.permissions")).toBe(all);
      }
    }));

  it("cannot be added to, changed or deleted, even by an owner", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.owner);
      const addition =
        "insert into app_public.permissions (resource, action, description) values ('moon', 'read', 'See it.')";
      expect(await t.refusal(addition)).toBe("42501");
      expect(await t.refusal("update app_public.permissions set description = ''")).toBe("42501");
      expect(await t.refusal("delete from app_public.permissions")).toBe("42501");
      await t.asOwner();
      expect(await t.count(addition)).toBe(1);
    }));

  it("cannot be read by an anonymous visitor", () =>
    db.transaction(async (t) => {
      await t.asAnonymous();
      expect(await t.refusal("select from app_public.permissions")).toBe("42501");
    }));
});
