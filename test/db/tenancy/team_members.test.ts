import { describe, expect, it } from "@jest/globals";
import { describeAccess, nothing, refused } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.team_members", () => {
  const db = useDatabase();

  describeAccess(db, "team_members", {
    rows: async ({ acme }, t) => ({
      "Rita's place": await t.value("select id from app_public.team_members where membership_id = $1", [
        acme.members.rep.membershipId,
      ]),
    }),
    additions: ({ acme }) => ({
      "a place for Oscar": { team_id: acme.teamId, membership_id: acme.members.outsider.membershipId },
    }),
    who: {
      owner: { sees: ["Rita's place"], adds: ["a place for Oscar"], deletes: ["Rita's place"] },
      admin: { sees: ["Rita's place"], adds: ["a place for Oscar"], deletes: ["Rita's place"] },
      manager: { sees: ["Rita's place"] },
      staff: { sees: ["Rita's place"] },
      rep: { sees: ["Rita's place"] },
      viewer: { sees: ["Rita's place"] },
      northerner: { sees: ["Rita's place"] },
      apiKey: { ...refused, sees: ["Rita's place"] },
      stranger: nothing,
      anonymous: refused,
    },
  });

  it("share with each other what their role reaches in the team's scope, from the next request on", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      const { manager, outsider, admin } = acme.members;
      const change = "update app_public.contacts set notes = 'Hello' where id = $1";
      await t.as(manager);
      expect(await t.count(change, [acme.contacts.outsiders])).toBe(0);
      await t.as(admin);
      await t.count("insert into app_public.team_members (team_id, membership_id) values ($1, $2)", [
        acme.teamId,
        outsider.membershipId,
      ]);
      await t.as(manager);
      expect(await t.count(change, [acme.contacts.outsiders])).toBe(1);
      await t.as(admin);
      await t.count("delete from app_public.team_members where membership_id = $1", [manager.membershipId]);
      await t.as(manager);
      expect(await t.count(change, [acme.contacts.outsiders])).toBe(0);
    }));

  it("have one place each", () =>
    db.transaction(async (t) => {
      const { teamId, members } = db.world.acme;
      await t.as(members.admin);
      const place = "insert into app_public.team_members (team_id, membership_id) values ($1, $2)";
      expect(await t.refusal(place, [teamId, members.rep.membershipId])).toBe("23505");
      expect(await t.count(place, [teamId, members.outsider.membershipId])).toBe(1);
    }));

  it("don't see more by it with a role of scope own", () =>
    db.transaction(async (t) => {
      const { members, contacts } = db.world.acme;
      await t.as(members.teammate);
      expect(await t.rows("select id from app_public.contacts")).toEqual([{ id: contacts.teammates }]);
    }));

  it("share nothing with members of another team of the organization", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      const { admin, manager, outsider } = acme.members;
      await t.as(admin);
      const other = await t.value("insert into app_public.teams (name) values ('Inside sales') returning id");
      const place = "insert into app_public.team_members (team_id, membership_id) values ($1, $2)";
      await t.count(place, [other, outsider.membershipId]);
      const change = "update app_public.contacts set notes = 'Hello' where id = $1";
      await t.as(manager);
      expect(await t.count(change, [acme.contacts.outsiders])).toBe(0);
      await t.as(admin);
      await t.count(place, [other, manager.membershipId]);
      await t.as(manager);
      expect(await t.count(change, [acme.contacts.outsiders])).toBe(1);
      expect(await t.count(change, [acme.contacts.teammates])).toBe(1);
    }));
});
