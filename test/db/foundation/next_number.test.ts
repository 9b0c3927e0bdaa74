import { describe, expect, it } from "@jest/globals";
import { insertStatement } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_private.next_number", () => {
  const db = useDatabase();
  const NEXT = "select app_private.next_number($1, $2)";

  it("counts from 1, each kind and each organization by itself", () =>
    db.transaction(async (t) => {
      const { acme, globex } = db.world;
      await t.asOwner();
      const next = (organization: { id: string }, kind: string) => t.value(NEXT, [organization.id, kind]);
      expect([await next(acme, "visits"), await next(acme, "visits")]).toEqual([1, 2]);
      expect([await next(acme, "trips"), await next(globex, "visits"), await next(acme, "visits")]).toEqual([1, 1, 3]);
    }));

  it("is for the database's own functions, not for requests", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.as(acme.members.owner);
      expect(await t.refusal(NEXT, [acme.id, "visits"])).toBe("42501");
      expect(await t.refusal("select from app_private.number_counters")).toBe("42501");
      expect(await t.count(...insertStatement("proposals", { title: "Fence" }))).toBe(1);
    }));

  it("keeps the number that an imported row brings", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.asOwner();
      const row = { organization_id: acme.id, title: "Imported", number: 4711 };
      const id = await t.value(...insertStatement("proposals", row));
      expect(await t.value("select number from app_public.proposals where id = $1", [id])).toBe(4711);
      expect(await t.refusal(...insertStatement("proposals", row))).toBe("23505");
    }));

  it("gives each of many at once a number of its own, without a gap, and lets other organizations pass", async () => {
    const { acme, globex } = db.world;
    const numbers = await Promise.all(
      Array.from({ length: 20 }, () =>
        db.withRoot(
          async (client) => (await client.query(NEXT, [acme.id, "crowds"])).rows[0].next_number,
          db.urls.owner,
        ),
      ),
    );
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    await db.withRoot(async (holder) => {
      await holder.query("begin");
      await holder.query(NEXT, [acme.id, "crowds"]);
      await db.withRoot(async (client) => {
        await client.query("set lock_timeout = '1s'");
        expect((await client.query(NEXT, [globex.id, "crowds"])).rows[0].next_number).toBe(1);
        expect((await client.query(NEXT, [acme.id, "others"])).rows[0].next_number).toBe(1);
        await expect(client.query(NEXT, [acme.id, "crowds"])).rejects.toMatchObject({ code: "55P03" });
      }, db.urls.owner);
    }, db.urls.owner);
  });
});
