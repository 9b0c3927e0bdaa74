import { describe, expect, it } from "@jest/globals";
import { describeAccess, nothing, refused } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.teams", () => {
  const db = useDatabase();

  describeAccess(db, "teams", {
    rows: ({ acme }) => ({ "Field sales": acme.teamId }),
    additions: () => ({ "a team": { name: "Inside sales" } }),
    change: { description: "On the road" },
    who: {
      owner: { sees: ["Field sales"], adds: ["a team"], changes: ["Field sales"], deletes: ["Field sales"] },
      admin: { sees: ["Field sales"], adds: ["a team"], changes: ["Field sales"], deletes: ["Field sales"] },
      manager: { sees: ["Field sales"] },
      staff: { sees: ["Field sales"] },
      rep: { sees: ["Field sales"] },
      viewer: { sees: ["Field sales"] },
      northerner: { sees: ["Field sales"] },
      apiKey: { ...refused, sees: ["Field sales"] },
      stranger: nothing,
      anonymous: refused,
    },
  });

  it("have names of their own, and take their places with them", () =>
    db.transaction(async (t) => {
      const { teamId, members } = db.world.acme;
      await t.as(members.admin);
      expect(await t.refusal("insert into app_public.teams (name) values ('Field sales')")).toBe("23505");
      expect((await t.failure("insert into app_public.teams (name) values (' ')")).constraint).toBe(
        "name_must_not_be_blank",
      );
      expect(await t.count("select from app_public.team_members where team_id = $1", [teamId])).toBe(3);
      await t.count("delete from app_public.teams where id = $1", [teamId]);
      expect(await t.count("select from app_public.team_members where team_id = $1", [teamId])).toBe(0);
      await t.as(members.manager);
      expect(await t.count("update app_public.contacts set notes = 'Hello'")).toBe(0);
    }));
});
