import { describe, expect, it } from "@jest/globals";
import { insertStatement, updateStatement } from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import { untilSomebodyWaits } from "../../support/waiting.ts";
import type { Member, World } from "../../support/world.ts";

const db = useDatabase();
const acme = () => db.world.acme;

type Statement = readonly [sql: string, values: unknown[]];

/** Makes a row of Acme past all rules, and gives its id. */
async function make(t: TestTransaction, table: string, row: object): Promise<string> {
  await t.asOwner();
  return t.value<string>(...insertStatement(table, { organization_id: acme().id, ...row }));
}

/** Makes a role with these permissions, such as members.manage or deals.read:own. */
async function makeRole(t: TestTransaction, name: string, ...permissions: string[]): Promise<string> {
  const role_id = await make(t, "roles", { name });
  for (const permission of permissions) {
    const [resource, action, scope = "all"] = permission.split(/[.:]/);
    await make(t, "role_permissions", { role_id, resource, action, scope });
  }
  return role_id;
}

/** What comes of a statement: how many rows it gives or changes, or the SQLSTATE of its refusal. */
async function outcome(t: TestTransaction, sql: string, values: unknown[]): Promise<number | string> {
  await t.rows("savepoint outcome");
  const result = await t.count(sql, values).catch((error: { code: string }) => error.code);
  await t.rows("rollback to savepoint outcome");
  return result;
}

/**
 * The ways on which a role reaches somebody. Each is prepared past all rules, and gives what an admin tries. With the role
 * owner it must fail, since an owner may do more than an admin; with the role viewer it must succeed.
 */
const WAYS: Readonly<Record<string, (t: TestTransaction, roleId: string, world: World["acme"]) => Promise<Statement>>> =
  {
    "another member’s role": async (_, roleId, { members }) =>
      updateStatement("memberships", members.rep.membershipId, { role_id: roleId }),
    "one’s own role": async (_, roleId, { members }) =>
      updateStatement("memberships", members.admin.membershipId, { role_id: roleId }),
    "a role in a business": async (_, roleId, { members, businesses }) =>
      insertStatement("business_memberships", {
        membership_id: members.viewer.membershipId,
        business_id: businesses.north,
        role_id: roleId,
      }),
    "another role in a business": async (_, roleId, { members }) => [
      "update app_public.business_memberships set role_id = $1 where membership_id = $2",
      [roleId, members.northerner.membershipId],
    ],
    "a member who is switched on again": async (t, roleId, { members }) => {
      await t.asOwner();
      const change = { role_id: roleId, is_active: false };
      await t.count(...updateStatement("memberships", members.rep.membershipId, change));
      return updateStatement("memberships", members.rep.membershipId, { is_active: true });
    },
    "a member who is switched on again in a business": async (t, roleId, { members, businesses }) => {
      await make(t, "business_memberships", {
        membership_id: members.rep.membershipId,
        business_id: businesses.north,
        role_id: roleId,
      });
      await t.count(...updateStatement("memberships", members.rep.membershipId, { is_active: false }));
      return updateStatement("memberships", members.rep.membershipId, { is_active: true });
    },
    "a limit that is taken away": async (t, roleId, { members }) => {
      await t.asOwner();
      const { membershipId } = members.northerner;
      const limits = "app_public.business_memberships where membership_id = $1";
      await t.count(`update app_public.business_memberships set role_id = $2 where membership_id = $1`, [
        membershipId,
        roleId,
      ]);
      return [`delete from ${limits}`, [membershipId]];
    },
    "an invitation": async (_, roleId) => ["select app_public.invite_member('new@invited.test', $1)", [roleId]],
    "an invitation that is sent again": async (t, roleId) => {
      const id = await make(t, "staff_invitations", { email: "new@invited.test", role_id: roleId });
      return ["select app_public.resend_invitation($1)", [id]];
    },
    "an invitation that is prolonged": async (t, roleId) => {
      const id = await make(t, "staff_invitations", { email: "new@invited.test", role_id: roleId });
      return updateStatement("staff_invitations", id, { expires_at: "2100-01-01" });
    },
    "an API key": async (_, roleId) => ["select app_public.create_api_key('Import', $1)", [roleId]],
    "an API key’s new secret": async (t, roleId) => {
      const id = await make(t, "api_keys", { name: "Import", prefix: "tn_00000000", role_id: roleId });
      return ["select app_public.rotate_api_key($1)", [id]];
    },
    "an API key that is prolonged": async (t, roleId) => {
      const id = await make(t, "api_keys", { name: "Import", prefix: "tn_00000000", role_id: roleId });
      return updateStatement("api_keys", id, { expires_at: "2100-01-01" });
    },
  };

describe.each(Object.entries(WAYS))("%s", (_, prepare) => {
  it("doesn't give more than whoever gives it has; it may give as much", () =>
    db.transaction(async (t) => {
      const { members, roles } = acme();
      const attempt = async (who: Member, role: "owner" | "viewer"): Promise<number | string> => {
        const statement = await prepare(t, roles[role], acme());
        await t.as(who);
        return outcome(t, ...statement);
      };
      await t.rows("savepoint preparation");
      const again = () => t.rows("rollback to savepoint preparation");
      expect(await attempt(members.admin, "owner")).toBe("TN403");
      await again();
      expect(await attempt(members.admin, "viewer")).toBe(1);
      await again();
      // An owner is refused for no lack of permissions; the one rule left is that owners aren't limited to businesses.
      expect([1, "TN409"]).toContain(await attempt(members.owner, "owner"));
    }));
});

describe("a role of the organization's own", () => {
  const addPermission = (role_id: string, resource: string, action: string, scope = "all") =>
    insertStatement("role_permissions", { role_id, resource, action, scope });

  it("gets no permission that whoever defines it hasn't, neither somebody else's nor one's own", () =>
    db.transaction(async (t) => {
      const { members, intern } = acme();
      const deputy = await makeRole(t, "Deputy", "roles.manage", "roles.read", "deals.read:own");
      await t.count(...updateStatement("memberships", members.teammate.membershipId, { role_id: deputy }));
      await t.as(members.admin);
      expect(await outcome(t, ...addPermission(intern.roleId, "billing", "manage"))).toBe("TN403");
      expect(await outcome(t, ...addPermission(intern.roleId, "audit", "read"))).toBe(1);
      await t.as(members.teammate);
      for (const roleId of [intern.roleId, deputy]) {
        expect(await outcome(t, ...addPermission(roleId, "audit", "read"))).toBe("TN403");
      }
      expect(await outcome(t, ...addPermission(intern.roleId, "deals", "read", "team"))).toBe("TN403");
      expect(await outcome(t, ...addPermission(intern.roleId, "deals", "read", "own"))).toBe(1);
      const widen = "update app_public.role_permissions set scope = 'all' where role_id = $1 and resource = 'deals'";
      expect(await outcome(t, widen, [deputy])).toBe("TN403");
      await t.as(members.admin);
      expect(await outcome(t, widen, [deputy])).toBe(1);
    }));

  it("can't be taken on by whoever defined it, unless they may give it", () =>
    db.transaction(async (t) => {
      const { members } = acme();
      const big = await makeRole(t, "Treasurer", "billing.manage");
      const small = await makeRole(t, "Reader", "audit.read");
      const take = (roleId: string) => updateStatement("memberships", members.admin.membershipId, { role_id: roleId });
      await t.as(members.admin);
      expect(await outcome(t, ...take(big))).toBe("TN403");
      expect(await outcome(t, ...take(small))).toBe(1);
    }));
});

describe("an invitation that was sent", () => {
  const invite = async (t: TestTransaction, inviter: Member, roleId: string): Promise<string> => {
    await t.as(inviter);
    return t.value("select (app_public.invite_member('new@invited.test', $1)).token", [roleId]);
  };
  const accept = async (t: TestTransaction, token: string, userId = db.world.nobody.userId) => {
    await t.as({ userId });
    return outcome(t, "select app_public.accept_invitation($1)", [token]);
  };

  it("gives its role only as long as the sender could", () =>
    db.transaction(async (t) => {
      const { members, roles, businesses } = acme();
      const change = (columns: object) => updateStatement("memberships", members.admin.membershipId, { ...columns });
      const token = await invite(t, members.admin, roles.admin);
      const losses: Record<string, Statement> = {
        "is demoted to staff": change({ role_id: roles.staff }),
        "is demoted to manager": change({ role_id: roles.manager }),
        "is switched off": change({ is_active: false }),
        "is removed": ["delete from app_public.memberships where id = $1", [members.admin.membershipId]],
        "has left as a user": updateStatement("users", members.admin.userId, { is_active: false }),
        "is limited to a business": insertStatement("business_memberships", {
          organization_id: acme().id,
          membership_id: members.admin.membershipId,
          business_id: businesses.north,
        }),
      };
      for (const [loss, statement] of Object.entries(losses)) {
        await t.rows("savepoint loss");
        await t.asOwner();
        expect([loss, await t.count(...statement)]).toEqual([loss, 1]);
        expect([loss, await accept(t, token)]).toEqual([loss, "TN409"]);
        await t.rows("rollback to savepoint loss");
      }
      expect(await accept(t, token)).toBe(1);
    }));

  it("gives nothing that was added to its role since, unless the sender has that too", () =>
    db.transaction(async (t) => {
      const { members, intern } = acme();
      const token = await invite(t, members.admin, intern.roleId);
      await make(t, "role_permissions", { role_id: intern.roleId, resource: "deals", action: "read" });
      expect(await accept(t, token)).toBe(1);
      await make(t, "role_permissions", { role_id: intern.roleId, resource: "billing", action: "manage" });
      expect(await accept(t, token)).toBe("TN409");
    }));

  it("can be sent again by somebody who still may give its role", () =>
    db.transaction(async (t) => {
      const { members, roles } = acme();
      const first = await invite(t, members.admin, roles.admin);
      await t.as(members.owner);
      await t.count("delete from app_public.memberships where id = $1", [members.admin.membershipId]);
      const id = await t.value("select id from app_public.staff_invitations where email = 'new@invited.test'");
      const second = await t.value<string>("select (app_public.resend_invitation($1)).token", [id]);
      expect(await accept(t, first)).toBe("TN404");
      expect(await accept(t, second)).toBe(1);
    }));

  it("doesn't raise a member, whoever sent it", () =>
    db.transaction(async (t) => {
      const { members, roles } = acme();
      const token = await invite(t, members.owner, roles.owner);
      expect(await accept(t, token, members.rep.userId)).toBe("TN409");
      expect(await accept(t, token)).toBe(1);
    }));

  it("brings back somebody who was removed with its own role, and with nothing that they had before", () =>
    db.transaction(async (t) => {
      const { members, roles, businesses, teamId } = acme();
      const { membershipId, userId } = members.rep;
      await make(t, "business_memberships", {
        membership_id: membershipId,
        business_id: businesses.north,
        role_id: roles.admin,
      });
      await t.as(members.owner);
      await t.count("select app_public.remove_member($1)", [membershipId]);
      const token = await invite(t, members.admin, roles.viewer);
      await t.as({ userId });
      const joined = "select m.id, m.role_id, m.is_active from app_public.accept_invitation($1) m";
      expect(await t.rows(joined, [token])).toEqual([{ id: membershipId, role_id: roles.viewer, is_active: true }]);
      await t.as(members.rep);
      expect(await t.value("select app_hidden.is_limited_to_businesses()")).toBe(false);
      expect(await t.value("select app_hidden.may('contacts.update')")).toBe(false);
      expect(await t.value("select app_hidden.may('contacts.read')")).toBe(true);
      expect(await t.count("select from app_public.team_members where team_id = $1", [teamId])).toBe(2);
    }));
});

describe("the ownership", () => {
  const transfer = "select app_public.transfer_ownership($1)";

  it("is handed over by owners alone, to an active member of the organization who is not limited", () =>
    db.transaction(async (t) => {
      const { members } = acme();
      const { globex } = db.world;
      await t.as(members.admin);
      expect(await t.refusal(transfer, [members.admin.membershipId])).toBe("TN403");
      expect(await t.refusal(transfer, [members.rep.membershipId])).toBe("TN403");
      await t.as(members.owner);
      expect(await t.refusal(transfer, [members.owner.membershipId])).toBe("TN409");
      expect(await t.refusal(transfer, [members.northerner.membershipId])).toBe("TN409");
      expect(await t.refusal(transfer, [globex.owner.membershipId])).toBe("TN404");
      expect(await t.refusal(transfer, [null])).toBe("TN404");
      await t.asOwner();
      await t.count(...updateStatement("users", members.viewer.userId, { is_active: false }));
      await t.as(members.owner);
      expect(await t.refusal(transfer, [members.viewer.membershipId])).toBe("TN404");
      expect(await outcome(t, transfer, [members.rep.membershipId])).toBe(1);
      await t.count("select app_public.remove_member($1)", [members.rep.membershipId]);
      expect(await t.refusal(transfer, [members.rep.membershipId])).toBe("TN404");
    }));

  it("isn't had by the permission to hand it over alone", () =>
    db.transaction(async (t) => {
      const { members } = acme();
      const roleId = await makeRole(t, "Notary", "organization.transfer", "members.manage", "members.read");
      await t.count(...updateStatement("memberships", members.rep.membershipId, { role_id: roleId }));
      await t.as(members.rep);
      expect(await t.refusal(transfer, [members.teammate.membershipId])).toBe("TN403");
      await t.as(members.owner);
      expect(await outcome(t, transfer, [members.teammate.membershipId])).toBe(1);
    }));

  it("makes the other an owner, and oneself an admin from the next request on", () =>
    db.transaction(async (t) => {
      const { members, roles } = acme();
      await t.as(members.owner);
      const [given] = await t.rows("select m.id, m.role_id from app_public.transfer_ownership($1) m", [
        members.staff.membershipId,
      ]);
      expect(given).toEqual({ id: members.staff.membershipId, role_id: roles.owner });
      await t.as(members.owner);
      const own = "select role_id from app_public.memberships where id = $1";
      expect(await t.value(own, [members.owner.membershipId])).toBe(roles.admin);
      expect(await t.refusal(transfer, [members.rep.membershipId])).toBe("TN403");
      await t.as(members.staff);
      expect(await outcome(t, transfer, [members.owner.membershipId])).toBe(1);
    }));
});

describe("two owners who hand over to each other at the same time", () => {
  const own = useDatabase();

  it("take turns, and an owner is left", async () => {
    const { members, roles, id } = own.world.acme;
    const pair = [members.owner, members.admin] as const;
    await own.withRoot((root) =>
      root.query(...updateStatement("memberships", members.admin.membershipId, { role_id: roles.owner })),
    );
    const outcomes = await own.withRoot(
      (first) =>
        own.withRoot(async (second) => {
          for (const [index, client] of [first, second].entries()) {
            await client.query("begin");
            const request = { claims: { iss: "tenantry", sub: pair[index]?.userId } };
            await client.query("select set_config('role', app_private.begin_request($1), true)", [request]);
          }
          const transfer = "select app_public.transfer_ownership($1)";
          await first.query(transfer, [members.admin.membershipId]);
          const later = second.query(transfer, [members.owner.membershipId]).then(
            () => "succeeded",
            (error: { code: string }) => error.code,
          );
          await own.withRoot((root) => untilSomebodyWaits(root));
          await first.query("commit");
          const outcome = await later;
          await second.query("commit");
          return outcome;
        }, own.urls.authenticator),
      own.urls.authenticator,
    );
    expect(outcomes).toBe("succeeded");
    const { rows } = await own.withRoot((root) =>
      root.query("select id from app_public.memberships where organization_id = $1 and role_id = $2", [
        id,
        roles.owner,
      ]),
    );
    expect(rows).toEqual([{ id: members.owner.membershipId }]);
  });
});

describe("an owner who hands over to two members at the same time", () => {
  const own = useDatabase();

  it("can do that once", async () => {
    const { members, roles, id } = own.world.acme;
    const outcome = await own.withRoot(
      (first) =>
        own.withRoot(async (second) => {
          for (const client of [first, second]) {
            await client.query("begin");
            const request = { claims: { iss: "tenantry", sub: members.owner.userId } };
            await client.query("select set_config('role', app_private.begin_request($1), true)", [request]);
          }
          const transfer = "select app_public.transfer_ownership($1)";
          await first.query(transfer, [members.staff.membershipId]);
          const later = second.query(transfer, [members.rep.membershipId]).then(
            () => "succeeded",
            (error: { code: string }) => error.code,
          );
          await own.withRoot((root) => untilSomebodyWaits(root));
          await first.query("commit");
          const result = await later;
          await second.query(result === "succeeded" ? "commit" : "rollback");
          return result;
        }, own.urls.authenticator),
      own.urls.authenticator,
    );
    expect(outcome).toBe("TN403");
    const sql = "select id from app_public.memberships where organization_id = $1 and role_id = $2";
    const { rows } = await own.withRoot((root) => root.query(sql, [id, roles.owner]));
    expect(rows).toEqual([{ id: members.staff.membershipId }]);
  });
});

it("removing a member takes no more than managing members, and no more than the member has", () =>
  db.transaction(async (t) => {
    const { members } = acme();
    const remove = "select app_public.remove_member($1)";
    for (const who of [members.staff, members.manager, members.northerner]) {
      await t.as(who);
      expect(await t.refusal(remove, [members.rep.membershipId])).toBe("TN403");
    }
    await t.as(members.admin);
    expect(await t.refusal(remove, [members.owner.membershipId])).toBe("TN403");
    expect(await t.refusal(remove, [db.world.globex.clerk.membershipId])).toBe("TN404");
    expect(await outcome(t, remove, [members.rep.membershipId])).toBe(1);
    await t.as(members.owner);
    expect(await t.refusal(remove, [members.owner.membershipId])).toBe("TN409");
    expect(await outcome(t, remove, [members.admin.membershipId])).toBe(1);
    await t.as(acme().apiKey);
    expect(await t.refusal(remove, [members.rep.membershipId])).toBe("42501");
  }));
