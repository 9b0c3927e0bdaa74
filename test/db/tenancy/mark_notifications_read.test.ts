import { describe, expect, it } from "@jest/globals";
import { insertStatement } from "../../support/access.ts";
import { byActor } from "../../support/by-actor.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import { race, requestOf } from "../../support/race.ts";

const db = useDatabase();
const mark = (ids: readonly string[] | null): [string, unknown[]] => [
  "select app_public.mark_notifications_read($1)",
  [ids],
];
const notification = (membership_id: string) =>
  insertStatement("notifications", { organization_id: db.world.acme.id, membership_id, kind: "system", title: "News" });
const unread = (t: TestTransaction) =>
  t.value("select count(*)::int from app_public.notifications where read_at is null");

/** As Rita, with three unread notifications. */
const asRita = (work: (t: TestTransaction, ids: readonly string[]) => Promise<void>) =>
  db.transaction(async (t) => {
    const { rep } = db.world.acme.members;
    await t.asOwner();
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) ids.push(await t.value<string>(...notification(rep.membershipId)));
    await t.as(rep);
    await work(t, ids);
  });

describe("app_public.mark_notifications_read", () => {
  it("is for every member, about their own", () =>
    db.transaction(async (t) => {
      expect(await byActor(t, db.world, ...mark([db.world.acme.tenancy.notification]))).toEqual({
        owner: 1,
        admin: "TN404",
        manager: "TN404",
        staff: "TN404",
        rep: "TN404",
        viewer: "TN404",
        northerner: "TN404",
        apiKey: "42501",
        client: "42501",
        stranger: "TN404",
        anonymous: "42501",
      });
      await t.as(db.world.acme.members.staff);
      expect(await t.value(...mark(null))).toBe(0);
      await t.as(db.world.acme.members.owner);
      expect(await t.value(...mark(null))).toBe(1);
    }));

  it("marks those that are named, or all, and counts what was unread", () =>
    asRita(async (t, ids) => {
      expect(await t.value(...mark(ids.slice(0, 1)))).toBe(1);
      expect(await unread(t)).toBe(2);
      expect(await t.value(...mark(ids.slice(0, 2)))).toBe(1);
      expect(await t.value(...mark([]))).toBe(0);
      expect(await t.value(...mark(null))).toBe(1);
      expect(await t.value(...mark(null))).toBe(0);
      expect(await unread(t)).toBe(0);
    }));

  it("marks none when one isn't there, or when there are too many", () =>
    asRita(async (t, ids) => {
      const error = await t.failure(...mark([...ids, db.world.acme.tenancy.notification]));
      expect([error.code, error.detail]).toEqual(["TN404", '{"field": "notificationIds"}']);
      expect(await t.refusal(...mark(Array(1001).fill(ids[0])))).toBe("TN400");
      expect(await unread(t)).toBe(3);
      expect(await t.value(...mark(Array(1000).fill(ids[0])))).toBe(1);
    }));

  it("counts each once, of ten at once", async () => {
    const { teammate } = db.world.acme.members;
    await db.withRoot(async (root) => {
      for (let n = 0; n < 20; n++) await root.query(...notification(teammate.membershipId));
    });
    const runner = { request: requestOf(teammate), statement: mark(null) };
    const answers = await race<{ mark_notifications_read: number }>(db, Array(10).fill(runner));
    const counts = answers.map((rows) => (typeof rows === "string" ? rows : rows[0]?.mark_notifications_read));
    expect(counts.sort()).toEqual([...Array(9).fill(0), 20]);
  });
});
