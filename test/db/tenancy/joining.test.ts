import { describe, expect, it } from "@jest/globals";
import type { Client } from "pg";
import { insertStatement, updateStatement } from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";
import { untilSomebodyWaits } from "../../support/waiting.ts";

const db = useDatabase();
const acme = () => db.world.acme;
const nobody = () => ({ userId: db.world.nobody.userId });

const INVITE = "select * from app_public.invite_member($1, $2)";
const ACCEPT = "select app_public.accept_invitation($1)";
const PREVIEW = "select * from app_public.invitation_by_token($1)";
const CREATE = "select o.* from app_public.create_organization($1) o";

const invite = async (t: TestTransaction, email = "new@invited.test", roleId = acme().roles.staff): Promise<string> => {
  await t.as(acme().members.admin);
  return t.value("select (app_public.invite_member($1, $2)).token", [email, roleId]);
};

/** Begins a request on a connection of its own, as the gateway does. */
async function beginAs(client: Client, userId: string): Promise<void> {
  await client.query("begin");
  const request = { claims: { iss: "tenantry", sub: userId } };
  await client.query("select set_config('role', app_private.begin_request($1), true)", [request]);
}

/** Runs a statement of two people at the same time: the first commits once the second waits for it. Gives the second's outcome. */
async function raceOf(userIds: readonly [string, string], sql: string, values: unknown[]): Promise<string> {
  return db.withRoot(
    (first) =>
      db.withRoot(async (second) => {
        await beginAs(first, userIds[0]);
        await beginAs(second, userIds[1]);
        await first.query(sql, values);
        const outcome = second.query(sql, values).then(
          () => "succeeded",
          (error: { code: string }) => error.code,
        );
        await db.withRoot((root) => untilSomebodyWaits(root));
        await first.query("commit");
        const result = await outcome;
        await second.query("rollback");
        return result;
      }, db.urls.authenticator),
    db.urls.authenticator,
  );
}

describe("app_public.create_organization", () => {
  it("makes an organization with roles, a pipeline and an owner, by anybody who is signed in", () =>
    db.transaction(async (t) => {
      await t.asOwner();
      await t.count(...updateStatement("users", nobody().userId, { locale: "de-DE", timezone: "Europe/Berlin" }));
      await t.as(nobody());
      const [made] = await t.rows(CREATE, ["Initech"]);
      expect(made).toMatchObject({ slug: "initech", locale: "de-DE", timezone: "Europe/Berlin", currency: "USD" });
      // It is the person's only one, so it is active without being named.
      await t.as(nobody());
      expect(await t.value("select app_hidden.organization_id()")).toBe(made?.["id"]);
      expect(await t.value("select app_hidden.may_all('organization.delete')")).toBe(true);
      expect(await t.value("select count(*)::int from app_public.roles")).toBe(6);
      expect(await t.value("select count(*)::int from app_public.pipeline_stages")).toBe(5);
      const [trail] = await t.rows(
        "select user_id, action from app_public.audit_logs where table_name = 'organizations'",
      );
      expect(trail).toEqual({ user_id: nobody().userId, action: "insert" });
    }));

  it("asks for no active organization, and changes nothing in the active one", () =>
    db.transaction(async (t) => {
      await t.as({ userId: db.world.both.userId });
      expect(await t.count(CREATE, ["Third"])).toBe(1);
      await t.as(acme().members.rep);
      expect(await t.count(CREATE, ["Rita’s own"])).toBe(1);
      expect(await t.value("select count(*)::int from app_public.roles")).toBe(7);
    }));

  it("is not for visitors, API keys and the client portal", () =>
    db.transaction(async (t) => {
      await t.asAnonymous();
      expect(await t.refusal(CREATE, ["X"])).toBe("42501");
      for (const actor of [acme().apiKey, acme().client]) {
        await t.as(actor);
        expect(await t.refusal(CREATE, ["X"])).toBe("42501");
      }
    }));

  it.each([
    ["Café Zoë & Söhne", /^cafe-zoe-sohne$/],
    ["  Initech, Inc.  ", /^initech-inc$/],
    ["会社", /^organization$/],
    ["X", /^organization-x$/],
    ["0199aaaa-0000-7000-8000-000000000000", /^organization-0199aaaa-/],
    ["Acme", /^acme-[0-9a-f]{6}$/],
    ["A".repeat(200), /^a{50}$/],
  ])("makes a slug of %s", (name, slug) =>
    db.transaction(async (t) => {
      await t.as(nobody());
      expect(await t.rows(CREATE, [name])).toEqual([expect.objectContaining({ slug: expect.stringMatching(slug) })]);
    }),
  );

  it("takes a slug that is free and readable", () =>
    db.transaction(async (t) => {
      await t.as(nobody());
      const create = "select (app_public.create_organization('Initech', $1)).slug";
      expect(await t.refusal(create, ["acme"])).toBe("23505");
      expect(await t.refusal(create, ["Not a slug"])).toBe("23514");
      expect(await t.value(create, [" Tech "])).toBe("tech");
      expect(await t.refusal(CREATE, [" "])).toBe("23514");
      expect(await t.refusal(CREATE, [null])).toBe("23502");
    }));

  it("lets nobody own more than 20, but count what was handed over", () =>
    db.transaction(async (t) => {
      await t.as(nobody());
      for (let count = 1; count <= 20; count++) await t.count(CREATE, [`Number ${count}`]);
      expect(await t.refusal(CREATE, ["One too many"])).toBe("TN409");
      await t.asOwner();
      const last = await t.value("select id from app_public.organizations where name = 'Number 20'");
      await t.count("update app_public.memberships set user_id = $2 where organization_id = $1", [
        last,
        acme().members.rep.userId,
      ]);
      await t.as(nobody());
      expect(await t.count(CREATE, ["In its place"])).toBe(1);
    }));

  it("counts what the same person creates at the same time", async () => {
    const { userId } = acme().members.teammate;
    await db.withRoot(async (client) => {
      await beginAs(client, userId);
      for (let count = 1; count <= 19; count++) await client.query(CREATE, [`Theo’s ${count}`]);
      await client.query("commit");
    }, db.urls.authenticator);
    expect(await raceOf([userId, userId], CREATE, ["Theo’s last"])).toBe("TN409");
  });
});

describe("app_public.leave_organization", () => {
  const leave = "select app_public.leave_organization()";

  it("ends one's own membership, and keeps what belongs to it", () =>
    db.transaction(async (t) => {
      const { rep, owner } = acme().members;
      await t.as(rep);
      expect(await t.count(leave)).toBe(1);
      await expect(t.attempt(() => t.as(rep))).rejects.toMatchObject({ code: "TN403" });
      await t.as(owner);
      const left = "select is_active from app_public.memberships where id = $1";
      expect(await t.value(left, [rep.membershipId])).toBe(false);
      expect(await t.value("select owner_id from app_public.deals where id = $1", [acme().deals.reps])).toBe(
        rep.membershipId,
      );
    }));

  it("is possible for members who are limited to a business, and not for the last owner", () =>
    db.transaction(async (t) => {
      const { northerner, owner, staff } = acme().members;
      await t.as(northerner);
      expect(await t.count(leave)).toBe(1);
      await t.as(owner);
      expect(await t.refusal(leave)).toBe("TN409");
      await t.count("select app_public.transfer_ownership($1)", [staff.membershipId]);
      await t.as(owner);
      expect(await t.count(leave)).toBe(1);
    }));

  it("leaves the one that is active, and asks which when there are several", () =>
    db.transaction(async (t) => {
      await t.as({ userId: db.world.both.userId });
      expect(await t.refusal(leave)).toBe("TN428");
      await t.as({ userId: db.world.both.userId, organization: "globex" });
      expect(await t.count(leave)).toBe(1);
      await t.as({ userId: db.world.both.userId });
      expect(await t.value("select app_hidden.organization_id()")).toBe(acme().id);
    }));
});

describe("an invitation of a member", () => {
  it("is sent by those who manage members, to an address that is no member's and has no open one", () =>
    db.transaction(async (t) => {
      const { members, roles, apiKey } = acme();
      for (const who of [members.manager, members.staff, members.northerner]) {
        await t.as(who);
        expect(await t.refusal(INVITE, ["new@invited.test", roles.viewer])).toBe("TN403");
      }
      await t.as(apiKey);
      expect(await t.refusal(INVITE, ["new@invited.test", roles.viewer])).toBe("42501");
      await t.as(members.admin);
      expect(await t.refusal(INVITE, [" RITA@acme.test", roles.viewer])).toBe("TN409");
      expect(await t.refusal(INVITE, ["intern@invited.test", roles.viewer])).toBe("TN409");
      expect(await t.refusal(INVITE, ["new@invited.test", db.world.globex.roles.viewer])).toBe("23503");
      expect(await t.refusal(INVITE, ["new@invited.test", null])).toBe("23502");
      expect(await t.refusal(INVITE, [null, roles.viewer])).toBe("23502");
      const until = "select app_public.invite_member('new@invited.test', $1, $2)";
      expect(await t.refusal(until, [roles.viewer, new Date(Date.now() - 1000)])).toBe("TN400");
      expect(await t.count(INVITE, [" New@Invited.test ", roles.viewer])).toBe(1);
      const sent =
        "select invited_by_id, expires_at = now() + interval '7 days' as week from app_public.staff_invitations";
      expect(await t.rows(`${sent} where email = 'new@invited.test'`)).toEqual([
        { invited_by_id: members.admin.membershipId, week: true },
      ]);
    }));

  it("may be sent anew once it has run out, was withdrawn or the member has left", () =>
    db.transaction(async (t) => {
      const { members, roles, tenancy } = acme();
      await t.asOwner();
      await t.count(
        ...updateStatement("staff_invitations", tenancy.staffInvitation, { expires_at: new Date(Date.now() - 1000) }),
      );
      await t.as(members.admin);
      expect(await t.count(INVITE, ["intern@invited.test", roles.viewer])).toBe(1);
      await t.count("select app_public.remove_member($1)", [members.rep.membershipId]);
      const again = await t.rows(INVITE, [members.rep.email, roles.viewer]);
      const id = await t.value("select id from app_public.staff_invitations where email = $1", [members.rep.email]);
      expect(again).toHaveLength(1);
      expect(await t.refusal(INVITE, [members.rep.email, roles.viewer])).toBe("TN409");
      expect(await t.count("select app_public.revoke_invitation($1)", [id])).toBe(1);
      expect(await t.count(INVITE, [members.rep.email, roles.viewer])).toBe(1);
    }));

  it("has a token of its own that no table holds", () =>
    db.transaction(async (t) => {
      const [first, second] = [await invite(t), await invite(t, "other@invited.test")];
      expect(first).toMatch(/^[A-Za-z0-9_-]{43}$/);
      expect(second).not.toBe(first);
      await t.asOwner();
      const digests = "select from app_private.staff_invitation_secrets where digest = sha256(convert_to($1, 'UTF8'))";
      expect(await t.count(digests, [first])).toBe(1);
      const anywhere = `
        select from app_public.staff_invitations i where strpos(i::text, $1) > 0
        union all select from app_private.staff_invitation_secrets s where strpos(s::text, $1) > 0
        union all select from app_public.audit_logs l where strpos(l::text, $1) > 0`;
      expect(await t.count(anywhere, [first])).toBe(0);
      expect(await t.count(anywhere, ["other@invited.test"])).toBe(2);
    }));

  it("makes whoever accepts it a member, under whatever address, once", () =>
    db.transaction(async (t) => {
      const token = await invite(t);
      await t.as(nobody());
      const [joined] = await t.rows("select m.* from app_public.accept_invitation($1) m", [token]);
      expect(joined).toMatchObject({ organization_id: acme().id, role_id: acme().roles.staff, is_active: true });
      await t.as({ userId: db.world.globex.owner.userId });
      expect((await t.failure(ACCEPT, [token])).message).toBe("This invitation was accepted.");
      await t.as(nobody());
      expect(await t.count("select from app_public.contacts")).toBe(5);
      await t.as(acme().members.owner);
      const [row] = await t.rows(
        "select membership_id, claimed_at = now() as now from app_public.staff_invitations where email = 'new@invited.test'",
      );
      expect(row).toEqual({ membership_id: joined?.["id"], now: true });
      const trail = "select user_id from app_public.audit_logs where table_name = 'memberships' and record_id = $1";
      expect(await t.rows(trail, [joined?.["id"]])).toEqual([{ user_id: nobody().userId }]);
    }));

  it("is accepted by somebody with several organizations, without choosing one", () =>
    db.transaction(async (t) => {
      await t.as(db.world.globex.owner);
      const token = await t.value("select (app_public.invite_member('x@invited.test', $1)).token", [
        db.world.globex.roles.viewer,
      ]);
      await t.as(acme().members.rep);
      expect(await t.count(ACCEPT, [token])).toBe(1);
      await t.as({ userId: acme().members.rep.userId });
      expect(await t.refusal("select app_hidden.organization_id()")).toBe("TN428");
    }));

  it("is not accepted when it is unknown, has run out, was withdrawn or replaced, or by a member", () =>
    db.transaction(async (t) => {
      const token = await invite(t);
      const id = await t.value("select id from app_public.staff_invitations where email = 'new@invited.test'");
      const resend = (expires_at: Date | null = null) =>
        t.value("select (app_public.resend_invitation($1, $2)).token", [id, expires_at]);
      await t.as(nobody());
      for (const wrong of ["", "x", token.slice(1), `${token} `, null])
        expect(await t.refusal(ACCEPT, [wrong])).toBe("TN404");
      await t.as(acme().members.rep);
      expect((await t.failure(ACCEPT, [token])).message).toBe("You are a member of this organization already.");

      await t.as(acme().members.admin);
      const newer = await resend();
      await t.as(nobody());
      expect(await t.refusal(ACCEPT, [token])).toBe("TN404");
      await t.asOwner();
      await t.count("update app_public.staff_invitations set expires_at = now() where id = $1", [id]);
      await t.as(nobody());
      expect((await t.failure(ACCEPT, [newer])).message).toBe("This invitation has expired.");
      await t.as(acme().members.admin);
      const newest = await resend();
      expect(
        await t.value("select expires_at = now() + interval '7 days' from app_public.staff_invitations where id = $1", [
          id,
        ]),
      ).toBe(true);
      await t.as(nobody());
      expect(await t.attempt(() => t.count(ACCEPT, [newest]))).toBe(1);
      await t.as(acme().members.admin);
      await t.count("select app_public.revoke_invitation($1)", [id]);
      expect(await t.refusal("select app_public.resend_invitation($1)", [id])).toBe("TN409");
      await t.as(nobody());
      expect((await t.failure(ACCEPT, [newest])).message).toBe("This invitation was withdrawn.");
    }));

  it("is resent and withdrawn by those who manage members, and only where it is", () =>
    db.transaction(async (t) => {
      const { members, tenancy } = acme();
      for (const operation of ["resend_invitation", "revoke_invitation"]) {
        const call = `select app_public.${operation}($1)`;
        await t.as(members.staff);
        expect(await t.refusal(call, [tenancy.staffInvitation])).toBe("TN403");
        await t.as(members.admin);
        for (const id of [db.world.globex.tenancy.staffInvitation, acme().id, null]) {
          expect(await t.refusal(call, [id])).toBe("TN404");
        }
        expect(await t.refusal(call, [tenancy.claimedStaffInvitation])).toBe("TN409");
        expect(await t.attempt(() => t.count(call, [tenancy.staffInvitation]))).toBe(1);
      }
    }));

  const commitInvitation = (email: string): Promise<string> =>
    db.withRoot(async (client) => {
      await beginAs(client, acme().members.admin.userId);
      const { rows } = await client.query("select (app_public.invite_member($1, $2)).token", [email, acme().roles.rep]);
      await client.query("commit");
      return rows[0].token;
    }, db.urls.authenticator);

  it("is accepted by one of two who try at the same time", async () => {
    const token = await commitInvitation("race@invited.test");
    expect(await raceOf([db.world.nobody.userId, db.world.globex.clerk.userId], ACCEPT, [token])).toBe("TN409");
  });

  it("makes one member of somebody who accepts two at the same time", async () => {
    const tokens = [await commitInvitation("one@invited.test"), await commitInvitation("two@invited.test")];
    await db.withRoot(
      (first) =>
        db.withRoot(async (second) => {
          for (const client of [first, second]) await beginAs(client, db.world.globex.owner.userId);
          await first.query(ACCEPT, [tokens[0]]);
          const outcome = second.query(ACCEPT, [tokens[1]]).catch((error: { code: string }) => error.code);
          await db.withRoot((root) => untilSomebodyWaits(root));
          await first.query("commit");
          expect(await outcome).toBe("TN409");
          await second.query("rollback");
        }, db.urls.authenticator),
      db.urls.authenticator,
    );
  });

  it("isn't accepted with a token that is replaced while somebody waits", async () => {
    const token = await commitInvitation("replaced@invited.test");
    await db.withRoot(
      (admin) =>
        db.withRoot(async (invited) => {
          await beginAs(admin, acme().members.admin.userId);
          await beginAs(invited, acme().members.admin.userId);
          await admin.query(
            "select app_public.resend_invitation(id) from app_public.staff_invitations where email = 'replaced@invited.test'",
          );
          const outcome = invited.query(ACCEPT, [token]).catch((error: { code: string }) => error.code);
          await db.withRoot((root) => untilSomebodyWaits(root));
          await admin.query("commit");
          expect(await outcome).toBe("TN404");
          await invited.query("rollback");
        }, db.urls.authenticator),
      db.urls.authenticator,
    );
  });
});

describe("app_public.invitation_by_token", () => {
  it("tells visitors what the message says, and nothing of whom it doesn't concern", () =>
    db.transaction(async (t) => {
      const token = await invite(t);
      await t.as(acme().members.staff);
      const portal = await t.value(
        "select (app_public.invite_client(email => 'kim@client.test', custom_message => 'Welcome')).token",
      );
      const visitors = [() => t.asAnonymous(), () => t.as(nobody()), () => t.as(acme().client)];
      for (const visit of visitors) {
        await visit();
        expect(await t.rows(PREVIEW, [token])).toEqual([
          {
            kind: "member",
            organization_name: "Acme",
            email: "n***@invited.test",
            custom_message: null,
            expires_at: expect.any(Date),
            state: "open",
          },
        ]);
        expect(await t.rows(PREVIEW, [portal])).toEqual([
          {
            kind: "client",
            organization_name: "Acme",
            email: "k***@client.test",
            custom_message: "Welcome",
            expires_at: null,
            state: "open",
          },
        ]);
        expect(await t.value("select (app_public.invitation_by_token('unknown')) is null")).toBe(true);
      }
      await t.as(acme().apiKey);
      expect(await t.refusal(PREVIEW, [token])).toBe("42501");
    }));

  it("tells whether the invitation is still good", () =>
    db.transaction(async (t) => {
      const state = async (change: object) => {
        const token = await invite(t, `${Object.keys(change).join()}@invited.test`);
        await t.asOwner();
        const id = await t.value<string>(
          "select staff_invitation_id from app_private.staff_invitation_secrets where digest = sha256(convert_to($1, 'UTF8'))",
          [token],
        );
        await t.count(...updateStatement("staff_invitations", id, { ...change }));
        await t.asAnonymous();
        return t.value("select (app_public.invitation_by_token($1)).state", [token]);
      };
      expect(await state({ claimed_at: new Date() })).toBe("accepted");
      expect(await state({ revoked_at: new Date() })).toBe("withdrawn");
      expect(await state({ expires_at: new Date(Date.now() - 1000) })).toBe("expired");
    }));
});

describe("an invitation into the client portal", () => {
  const INVITE_CLIENT = "select (app_public.invite_client(email => $1, contact_id => $2)).token";
  const CLAIM = "select c.* from app_public.claim_invitation($1, $2) c";
  const PASSWORD = "correct horse";
  const withEmail = async (t: TestTransaction, id: string, email: string) => {
    await t.asOwner();
    await t.count(...updateStatement("contacts", id, { email }));
  };

  it("is sent by those who may invite clients, for contacts that they may change", () =>
    db.transaction(async (t) => {
      const { members, contacts, apiKey } = acme();
      await withEmail(t, contacts.outsiders, "oscars@client.test");
      await withEmail(t, contacts.reps, "ritas@client.test");
      await t.as(members.viewer);
      expect(await t.refusal(INVITE_CLIENT, ["a@client.test", null])).toBe("TN403");
      await t.as(members.rep);
      expect(await t.refusal(INVITE_CLIENT, [null, contacts.outsiders])).toBe("TN404");
      expect(await t.refusal(INVITE_CLIENT, ["oscars@client.test", null])).toBe("TN404");
      expect(await t.refusal(INVITE_CLIENT, [null, db.world.globex.contactId])).toBe("TN404");
      for (const who of [members.rep, members.staff, apiKey]) {
        await t.as(who);
        expect(await t.attempt(() => t.count(INVITE_CLIENT, [null, contacts.reps]))).toBe(1);
        expect(await t.attempt(() => t.count(INVITE_CLIENT, ["New@client.test ", null]))).toBe(1);
      }
      await t.as(members.northerner);
      expect(await t.refusal(INVITE_CLIENT, [null, contacts.souths])).toBe("TN404");
      expect(await t.refusal(INVITE_CLIENT, ["client@invited.test", contacts.norths])).toBe("TN409");
      expect(await t.count(INVITE_CLIENT, ["north@client.test", contacts.norths])).toBe(1);
    }));

  it("goes to the contact's own address, who is served and not in the portal yet", () =>
    db.transaction(async (t) => {
      const { members, contacts } = acme();
      await withEmail(t, contacts.reps, "ritas@client.test");
      await t.as(members.staff);
      expect(await t.refusal(INVITE_CLIENT, ["other@client.test", contacts.reps])).toBe("TN409");
      expect(await t.refusal(INVITE_CLIENT, [null, contacts.outsiders])).toBe("23502");
      expect(await t.refusal(INVITE_CLIENT, [null, null])).toBe("23502");
      expect(await t.count(INVITE_CLIENT, ["Ritas@Client.test", null])).toBe(1);
      expect(
        await t.value("select contact_id from app_public.client_invitations where email = 'ritas@client.test'"),
      ).toBe(contacts.reps);
      expect(await t.refusal(INVITE_CLIENT, [null, contacts.reps])).toBe("TN409");
      await t.asOwner();
      await t.count("update app_public.contacts set is_active = false where id = $1", [contacts.teammates]);
      await t.as(members.staff);
      expect(await t.refusal(INVITE_CLIENT, ["t@client.test", contacts.teammates])).toBe("TN409");
    }));

  it("makes a contact of whoever claims it, who belongs to the inviter and signs in with a password", () =>
    db.transaction(async (t) => {
      const { members, businesses } = acme();
      await t.as(members.rep);
      const token = await t.value(
        "select (app_public.invite_client(email => 'kim@client.test', first_name => 'Kim', phone => '020 7946 0500', business_id => $1)).token",
        [businesses.north],
      );
      await t.as(members.owner);
      await t.count(
        ...insertStatement("custom_field_definitions", {
          entity: "contact",
          field_name: "size",
          label: "Size",
          field_type: "text",
          is_required: true,
        }),
      );
      await t.asAnonymous();
      for (const password of ["nine char", "é".repeat(37)])
        expect(await t.refusal(CLAIM, [token, password])).toBe("TN400");
      const [claimed] = await t.rows(CLAIM, [token, PASSWORD]);
      expect(claimed).toMatchObject({
        organization_id: acme().id,
        organization_slug: "acme",
        email: "kim@client.test",
      });
      const contactId = String(claimed?.["contact_id"]);
      expect((await t.failure(CLAIM, [token, PASSWORD])).message).toBe("This invitation was accepted.");

      await t.as({ contactId });
      expect(await t.rows("select name, phone, email_verified from app_public.contacts")).toEqual([
        { name: "Kim", phone: "+442079460500", email_verified: true },
      ]);
      await t.as(members.rep);
      expect(await t.rows("select owner_id, business_id from app_public.contacts where id = $1", [contactId])).toEqual([
        { owner_id: members.rep.membershipId, business_id: businesses.north },
      ]);
      await t.asOwner();
      const check = `
        select password_hash = public.crypt($2, password_hash) as right, password_hash like '$2a$12$%' as slow
        from app_private.contact_credentials where contact_id = $1`;
      expect(await t.rows(check, [contactId, PASSWORD])).toEqual([{ right: true, slow: true }]);
      expect(await t.rows(check, [contactId, `${PASSWORD}!`])).toEqual([{ right: false, slow: true }]);
      const trail = "select actor_kind from app_public.audit_logs where record_id = $1 and action = 'insert'";
      expect(await t.rows(trail, [contactId])).toEqual([{ actor_kind: "anonymous" }]);
      expect(await t.count("select from app_public.audit_logs l where strpos(l::text, $1) > 0", [PASSWORD])).toBe(0);
    }));

  it("makes whoever claims it the contact that it names, without a password if none is given", () =>
    db.transaction(async (t) => {
      const { members, contacts } = acme();
      await t.as(members.rep);
      const token = await t.value(INVITE_CLIENT, ["rita.client@client.test", contacts.reps]);
      await t.asAnonymous();
      expect(await t.rows("select contact_id from app_public.claim_invitation($1)", [token])).toEqual([
        { contact_id: contacts.reps },
      ]);
      await t.asOwner();
      const known = "select email, email_verified, first_name from app_public.contacts where id = $1";
      expect(await t.rows(known, [contacts.reps])).toEqual([
        { email: "rita.client@client.test", email_verified: true, first_name: "Rita’s" },
      ]);
      expect(await t.count("select from app_private.contact_credentials where contact_id = $1", [contacts.reps])).toBe(
        0,
      );
    }));

  it("is no way to somebody else's contact, who was added in between; whoever may change all contacts may invite so", () =>
    db.transaction(async (t) => {
      const { members } = acme();
      const add = insertStatement("contacts", { email: "late@client.test", owner_id: members.teammate.membershipId });
      for (const [who, expected] of [
        [members.rep, "TN409"],
        [members.staff, 1],
      ] as const) {
        await t.rows("savepoint inviter");
        await t.as(who);
        const token = await t.value(INVITE_CLIENT, ["late@client.test", null]);
        await t.as(members.teammate);
        const id = await t.value(...add);
        await t.asAnonymous();
        const claim = t.rows(CLAIM, [token, PASSWORD]);
        const outcome = await claim.then(
          (rows) => rows.filter((row) => row["contact_id"] === id).length,
          (error: { code: string }) => error.code,
        );
        expect(outcome).toBe(expected);
        await t.rows("rollback to savepoint inviter");
      }
    }));

  it("is claimed only while the member who sent it could send it, or when a machine has", () =>
    db.transaction(async (t) => {
      const { members, contacts, businesses, roles, apiKey } = acme();
      const claimed = (token: unknown) => t.attempt(() => t.count(CLAIM, [token, PASSWORD]));
      const refusal = async (token: unknown) => {
        await t.asAnonymous();
        return t.refusal(CLAIM, [token, PASSWORD]);
      };
      await t.as(members.rep);
      const token = await t.value(INVITE_CLIENT, ["of-rita@client.test", contacts.reps]);
      const id = await t.value("select id from app_public.client_invitations where email = 'of-rita@client.test'");
      await t.as(members.northerner);
      const norths = await t.value(
        "select (app_public.invite_client(email => 'n@client.test', business_id => $1)).token",
        [businesses.north],
      );
      await t.as(apiKey);
      const machines = await t.value(INVITE_CLIENT, ["m@client.test", null]);
      await t.asAnonymous();
      for (const good of [token, norths, machines]) expect(await claimed(good)).toBe(1);

      const changes: [{ membershipId: string; userId: string }, string, () => unknown[]][] = [
        [members.rep, "update app_public.memberships set is_active = false where id = $1", () => []],
        [members.rep, "update app_public.memberships set role_id = $2 where id = $1", () => [roles.viewer]],
        [members.northerner, "update app_public.memberships set is_active = false where id = $1", () => []],
        [
          members.northerner,
          "update app_public.business_memberships set business_id = $2 where membership_id = $1",
          () => [businesses.south],
        ],
      ];
      for (const [member, change, values] of changes) {
        await t.rows("savepoint before");
        await t.asOwner();
        expect(await t.count(change, [member.membershipId, ...values()])).toBeGreaterThan(0);
        const [lost, kept] = member === members.rep ? [token, norths] : [norths, token];
        expect([change, await refusal(lost)]).toEqual([change, "TN409"]);
        expect(await claimed(kept)).toBe(1);
        expect(await claimed(machines)).toBe(1);
        await t.rows("rollback to savepoint before");
      }

      await t.as(members.admin);
      await t.count("select app_public.remove_member($1)", [members.rep.membershipId]);
      expect(await refusal(token)).toBe("TN409");
      // Whoever sends it again is its sender.
      await t.as(members.staff);
      const again = await t.value("select (app_public.resend_client_invitation($1)).token", [id]);
      await t.asAnonymous();
      expect(await claimed(again)).toBe(1);
    }));

  it("is not claimed from a mailbox that is the contact's no more", () =>
    db.transaction(async (t) => {
      const { members, contacts } = acme();
      await t.as(members.rep);
      const token = await t.value(INVITE_CLIENT, ["mistyped@client.test", contacts.reps]);
      const id = await t.value("select id from app_public.client_invitations where email = 'mistyped@client.test'");
      const resend = "select app_public.resend_client_invitation($1)";
      await t.rows("savepoint invited");
      await t.asAnonymous();
      expect(await t.attempt(() => t.count(CLAIM, [token, PASSWORD]))).toBe(1);
      await withEmail(t, contacts.reps, "right@client.test");
      await t.asAnonymous();
      expect(await t.refusal(CLAIM, [token, PASSWORD])).toBe("TN409");
      await t.as(members.rep);
      expect(await t.refusal(resend, [id])).toBe("TN409");
      const right = await t.value(INVITE_CLIENT, [null, contacts.reps]);
      await t.asAnonymous();
      expect(await t.count(CLAIM, [right, PASSWORD])).toBe(1);
    }));

  it("sets no password over one that there is, and lets nobody in who is switched off", () =>
    db.transaction(async (t) => {
      const { members, contacts } = acme();
      await t.as(members.staff);
      const token = await t.value(INVITE_CLIENT, ["t@client.test", contacts.teammates]);
      await t.rows("savepoint invited");
      await t.asOwner();
      await t.count(
        "insert into app_private.contact_credentials (contact_id, password_hash) values ($1, public.crypt('x', public.gen_salt('bf', 4)))",
        [contacts.teammates],
      );
      await t.as(members.staff);
      expect(await t.refusal("select app_public.invite_client(contact_id => $1)", [contacts.teammates])).toBe("TN409");
      await t.asAnonymous();
      expect(await t.refusal(CLAIM, [token, PASSWORD])).toBe("TN409");
      await t.rows("rollback to savepoint invited");
      await t.asOwner();
      await t.count(...updateStatement("contacts", contacts.teammates, { is_active: false }));
      await t.asAnonymous();
      expect(await t.refusal(CLAIM, [token, PASSWORD])).toBe("TN409");
      await t.rows("rollback to savepoint invited");
      await t.asAnonymous();
      expect(await t.count(CLAIM, [token, PASSWORD])).toBe(1);
    }));

  it("is resent and withdrawn by those who may change it, and is for visitors alone to claim", () =>
    db.transaction(async (t) => {
      const { members, tenancy } = acme();
      await t.as(members.rep);
      const own = await t.value(INVITE_CLIENT, ["own@client.test", null]);
      const id = await t.value("select id from app_public.client_invitations where email = 'own@client.test'");
      for (const operation of ["resend_client_invitation", "revoke_client_invitation"]) {
        const call = `select app_public.${operation}($1)`;
        await t.as(members.rep);
        for (const others of [tenancy.clientInvitation, db.world.globex.tenancy.clientInvitation, null]) {
          expect(await t.refusal(call, [others])).toBe("TN404");
        }
        expect(await t.attempt(() => t.count(call, [id]))).toBe(1);
        await t.as(members.viewer);
        expect(await t.refusal(call, [id])).toBe("TN404");
        await t.as(members.staff);
        expect(await t.attempt(() => t.count(call, [id]))).toBe(1);
      }
      const until = new Date(Date.now() + 60_000);
      const [resent] = await t.rows(
        "select (r.client_invitation).expires_at, r.token from app_public.resend_client_invitation($1, $2) r",
        [id, until],
      );
      expect(resent?.["expires_at"]).toEqual(until);
      for (const actor of [members.rep, acme().apiKey, acme().client]) {
        await t.as(actor);
        expect(await t.refusal(CLAIM, [resent?.["token"], PASSWORD])).toBe("42501");
      }
      await t.asAnonymous();
      expect(await t.refusal(CLAIM, [own, PASSWORD])).toBe("TN404");
      expect(await t.refusal(CLAIM, [null, PASSWORD])).toBe("TN404");
      expect(await t.attempt(() => t.count(CLAIM, [resent?.["token"], PASSWORD]))).toBe(1);
      // Whoever sent it last is its sender now, and knows the token.
      await t.as(members.rep);
      expect(await t.refusal("select app_public.revoke_client_invitation($1)", [id])).toBe("TN404");
      await t.as(members.staff);
      await t.count("select app_public.revoke_client_invitation($1)", [id]);
      expect(await t.refusal("select app_public.resend_client_invitation($1)", [id])).toBe("TN409");
      await t.asAnonymous();
      expect((await t.failure(CLAIM, [resent?.["token"], PASSWORD])).message).toBe("This invitation was withdrawn.");
    }));
});
