import { beforeAll, describe, expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { readsRows, recordStatements } from "../support/statements.ts";
import type { Member } from "../support/world.ts";

const db = useDatabase();
const gateway = useGateway(db);

/** The lists of rows that have owners. */
const LISTS = [
  "activities",
  "appointments",
  "callCampaigns",
  "calls",
  "clientInvitations",
  "companies",
  "contacts",
  "contracts",
  "conversations",
  "deals",
  "leads",
  "proposals",
  "tasks",
  "tickets",
];

const tableOf = (list: string) => list.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** What somebody's policies let through of a table, whatever a gateway says. */
const visibleTo = (actor: Member, list: string) =>
  db.transaction(async (t) => {
    await t.as(actor);
    const sql = `select coalesce(array_agg(id order by id), '{}') from app_public.${tableOf(list)}`;
    return t.value<string[]>(sql);
  });

async function listed(actor: Member, list: string): Promise<{ ids: string[]; values: unknown[] }> {
  const ids: string[] = [];
  const statements = await recordStatements(gateway, async () => {
    for (const archived of ["NO", "ONLY"]) {
      const document = `{ ${list}(first: 200, includeArchived: ${archived}) { totalCount nodes { id } } }`;
      let answer = await gateway.as(actor).query(document);
      if (answer.errors?.some(({ message }) => message.includes("includeArchived"))) {
        if (archived === "ONLY") return;
        answer = await gateway.as(actor).query(document.replace(", includeArchived: NO", ""));
      }
      const found = answer.get<{ id: string }[]>(`${list}.nodes`).map(({ id }) => id);
      expect(answer.get(`${list}.totalCount`)).toBe(found.length);
      ids.push(...found);
    }
  });
  return { ids: ids.sort(), values: statements.filter(readsRows).flatMap(({ values }) => values) };
}

const setRole = (member: Member, roleId: string) =>
  db.withRoot(async (root) => {
    await root.query("set session_replication_role = replica");
    await root.query("update app_public.memberships set role_id = $2 where id = $1", [member.membershipId, roleId]);
  });

const names = async (member: Member): Promise<string[]> => {
  const answer = await gateway.as(member).query("{ contacts(first: 200, includeArchived: YES) { nodes { id } } }");
  return answer
    .get<{ id: string }[]>("contacts.nodes")
    .map(({ id }) => id)
    .sort();
};

let reader: string;

beforeAll(() =>
  db.withRoot(async (root) => {
    const { rows } = await root.query<{ id: string }>(
      "insert into app_public.roles (organization_id, name) values ($1, 'Reads the team’s') returning id",
      [db.world.acme.id],
    );
    reader = rows[0]?.id ?? "";
    await root.query(
      "insert into app_public.role_permissions (organization_id, role_id, resource, action, scope) select $1, $2, resource, 'read', 'team' from unnest($3::text[]) resource",
      [db.world.acme.id, reader, LISTS.map(tableOf)],
    );
  }),
);

describe("whatever lists are asked for by", () => {
  it.each(["owner", "manager", "staff", "rep", "teammate", "outsider", "viewer", "northerner"] as const)(
    "a %s, the first time and again, they have the rows that policies let through",
    async (name) => {
      const member = db.world.acme.members[name];
      const isOwn = ["rep", "teammate", "outsider"].includes(name);
      for (const list of LISTS) {
        const visible = await visibleTo(member, list);
        expect({ list, ...(await listed(member, list)) }).toMatchObject({ list, ids: visible });
        const again = await listed(member, list);
        expect({ list, ids: again.ids }).toEqual({ list, ids: visible });
        // Who is limited to nothing, or to businesses, isn’t looked for.
        expect(again.values.includes(member.membershipId)).toBe(isOwn);
      }
    },
  );

  it("somebody who sees what their team has, they have it", async () => {
    const { manager } = db.world.acme.members;
    await setRole(manager, reader);
    for (const list of LISTS) {
      const visible = await visibleTo(manager, list);
      await listed(manager, list);
      const again = await listed(manager, list);
      expect({ list, ids: again.ids }).toEqual({ list, ids: visible });
      expect(again.values).toContainEqual(expect.stringMatching(/^\{.*,.*\}$/));
    }
    await setRole(manager, db.world.acme.roles.manager);
  });
});

describe("what is remembered of somebody’s scope", () => {
  it("is no longer used once they have another role", async () => {
    const { rep } = db.world.acme.members;
    await names(rep);
    const own = await names(rep);
    await setRole(rep, db.world.acme.roles.staff);
    const all = await names(rep);
    expect(all).toEqual(await visibleTo(rep, "contacts"));
    expect(all.length).toBeGreaterThan(own.length);
    await setRole(rep, reader);
    const team = await names(rep);
    expect(team).toEqual(await visibleTo(rep, "contacts"));
    expect(team.length).toBeLessThan(all.length);
    expect(team.length).toBeGreaterThan(own.length);
    await setRole(rep, db.world.acme.roles.rep);
    expect(await names(rep)).toEqual(own);
    expect(await names(rep)).toEqual(own);
  });

  it("is no longer used once somebody leaves or joins their team", async () => {
    const { rep, outsider } = db.world.acme.members;
    await setRole(rep, reader);
    await names(rep);
    const before = await names(rep);
    await db.withRoot((root) =>
      root.query("insert into app_public.team_members (organization_id, team_id, membership_id) values ($1, $2, $3)", [
        db.world.acme.id,
        db.world.acme.teamId,
        outsider.membershipId,
      ]),
    );
    const joined = await names(rep);
    expect(joined).toEqual(await visibleTo(rep, "contacts"));
    expect(joined.length).toBeGreaterThan(before.length);
    await db.withRoot((root) =>
      root.query("delete from app_public.team_members where membership_id = $1", [outsider.membershipId]),
    );
    expect(await names(rep)).toEqual(before);
    await setRole(rep, db.world.acme.roles.rep);
  });

  it("is no longer used once they are limited to a business", async () => {
    const { rep, outsider } = db.world.acme.members;
    await names(outsider);
    await names(outsider);
    await db.withRoot((root) =>
      root.query(
        "insert into app_public.business_memberships (organization_id, business_id, membership_id, role_id) values ($1, $2, $3, $4)",
        [db.world.acme.id, db.world.acme.businesses.north, outsider.membershipId, db.world.acme.roles.staff],
      ),
    );
    expect(await names(outsider)).toEqual(await visibleTo(outsider, "contacts"));
    expect(await names(rep)).toEqual(await visibleTo(rep, "contacts"));
  });

  it("is not used for others who ask at the same time", async () => {
    const { rep, teammate, staff, viewer } = db.world.acme.members;
    const members = [rep, staff, teammate, viewer, rep, staff, teammate, viewer];
    const expected = [];
    for (const member of members) expected.push(await visibleTo(member, "contacts"));
    for (let round = 0; round < 3; round += 1) expect(await Promise.all(members.map(names))).toEqual(expected);
  });
});
