import { describe, expect, it } from "@jest/globals";
import { updateStatement } from "../../support/access.ts";
import { byActor } from "../../support/by-actor.ts";
import { useDatabase } from "../../support/database.ts";
import { race, requestOf } from "../../support/race.ts";

const db = useDatabase();
const close = (id: string): [string, unknown[]] => ["select status from app_public.close_conversation($1)", [id]];
const reopen = (id: string): [string, unknown[]] => ["select status from app_public.reopen_conversation($1)", [id]];
const assign = (id: string, to: string | null): [string, unknown[]] => [
  "select assigned_to_id from app_public.assign_conversation($1, $2)",
  [id, to],
];
const changers = {
  owner: 1,
  admin: 1,
  manager: 1,
  staff: 1,
  rep: "TN404",
  viewer: "TN404",
  northerner: 1,
  apiKey: 1,
  client: "42501",
  stranger: "TN404",
  anonymous: "42501",
};

describe("closing and reopening", () => {
  it("are for those who may change the conversation", () =>
    db.transaction(async (t) => {
      const { conversations } = db.world.acme.messaging;
      expect(await byActor(t, db.world, ...close(conversations.teammates))).toEqual(changers);
      await t.as(db.world.acme.members.rep);
      expect(await t.value(...close(conversations.reps))).toBe("closed");
      await t.as(db.world.acme.members.staff);
      await t.count(...close(conversations.teammates));
      expect(await byActor(t, db.world, ...reopen(conversations.teammates))).toEqual(changers);
      await t.as(db.world.acme.members.northerner);
      expect(await t.refusal(...close(conversations.souths))).toBe("TN404");
    }));

  it("happen once", () =>
    db.transaction(async (t) => {
      const id = db.world.acme.messaging.conversations.norths;
      await t.as(db.world.acme.members.staff);
      expect(await t.refusal(...reopen(id))).toBe("TN409");
      await t.count(...updateStatement("conversations", id, { status: "pending" }));
      expect(await t.value(...close(id))).toBe("closed");
      const error = await t.failure(...close(id));
      expect([error.code, error.detail]).toEqual(["TN409", '{"status": "closed"}']);
      expect(await t.value(...reopen(id))).toBe("active");
      await t.count(...updateStatement("conversations", id, { status: "archived" }));
      expect(await t.refusal(...close(id))).toBe("TN409");
      expect(await t.value(...reopen(id))).toBe("active");
    }));

  it("are done by one of ten at once", async () => {
    const { members, messaging } = db.world.acme;
    for (const statement of [close(messaging.conversations.outsiders), reopen(messaging.conversations.outsiders)]) {
      const answers = await race(db, Array(10).fill({ request: requestOf(members.staff), statement }));
      expect(answers.filter((answer) => answer !== "TN409")).toHaveLength(1);
      expect(answers.filter((answer) => answer === "TN409")).toHaveLength(9);
    }
  });
});

describe("assigning", () => {
  it("is for those who may change the conversation before and after", () =>
    db.transaction(async (t) => {
      const { members, messaging } = db.world.acme;
      const { conversations } = messaging;
      expect(await byActor(t, db.world, ...assign(conversations.teammates, members.rep.membershipId))).toEqual(
        changers,
      );
      expect(await byActor(t, db.world, ...assign(conversations.teammates, members.outsider.membershipId))).toEqual({
        ...changers,
        manager: "42501",
      });
      await t.as(members.rep);
      expect(await t.refusal(...assign(conversations.reps, members.teammate.membershipId))).toBe("42501");
      expect(await t.value(...assign(conversations.reps, members.rep.membershipId))).toBe(members.rep.membershipId);
    }));

  it("gives it to nobody when nobody is named", () =>
    db.transaction(async (t) => {
      const { members, messaging } = db.world.acme;
      await t.as(members.staff);
      expect(await t.value(...assign(messaging.conversations.reps, null))).toBeNull();
      await t.as(members.manager);
      expect(await t.refusal(...assign(messaging.conversations.teammates, null))).toBe("42501");
    }));

  it("is refused for members who aren't there, are switched off or work in another business", () =>
    db.transaction(async (t) => {
      const { members, messaging } = db.world.acme;
      const { conversations } = messaging;
      const refusal = async (id: string, to: string) => {
        const error = await t.failure(...assign(id, to));
        return [error.code, error.detail];
      };
      await t.as(members.staff);
      const { northerner, viewer } = members;
      expect(await refusal(conversations.norths, db.world.globex.owner.membershipId)).toEqual([
        "TN404",
        '{"field": "membershipId"}',
      ]);
      expect(await refusal(conversations.souths, northerner.membershipId)).toEqual([
        "TN409",
        '{"field": "membershipId"}',
      ]);
      expect(await t.count(...assign(conversations.norths, northerner.membershipId))).toBe(1);
      expect(await t.count(...assign(conversations.reps, northerner.membershipId))).toBe(1);
      expect(await t.count(...assign(conversations.norths, viewer.membershipId))).toBe(1);
      await t.asOwner();
      await t.count(...updateStatement("memberships", viewer.membershipId, { is_active: false }));
      await t.as(members.staff);
      expect(await refusal(conversations.norths, viewer.membershipId)).toEqual(["TN409", '{"field": "membershipId"}']);
    }));
});
