import { describe, expect, it } from "@jest/globals";
import { byActor } from "../../support/by-actor.ts";
import { useDatabase } from "../../support/database.ts";
import { createPerson } from "../../support/person.ts";
import { race, requestOf } from "../../support/race.ts";
import { countRows, sweep } from "../../support/sweep.ts";

const db = useDatabase();
const DELETE = "select app_public.delete_organization($1)";

/** What the rows of an organization are known by. */
const identifiersOf = (organization: { id: string; slug: string }) => `${organization.id}|\\m${organization.slug}\\M`;

describe("app_public.delete_organization", () => {
  it("is for owners alone", () =>
    db.transaction(async (t) => {
      expect(await byActor(t, db.world, DELETE, ["acme"])).toEqual({
        owner: 1,
        admin: "TN403",
        manager: "TN403",
        staff: "TN403",
        rep: "TN403",
        viewer: "TN403",
        northerner: "TN403",
        apiKey: "42501",
        client: "42501",
        stranger: "TN400",
        anonymous: "42501",
      });
    }));

  it("is refused without the organization's own slug", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.owner);
      for (const slug of ["globex", "Acme", "", null]) {
        const { code, detail } = await t.failure(DELETE, [slug]);
        expect([slug, code, JSON.parse(detail ?? "")]).toEqual([slug, "TN400", { field: "slug" }]);
      }
    }));

  it("leaves no row of it in any table, whatever was there, and nothing else is touched", () =>
    db.transaction(async (t) => {
      const { acme, globex, both } = db.world;
      const { contactId } = await createPerson(t, db.world);
      await t.as(acme.members.owner);
      await t.count("select app_public.export_personal_data($1)", [contactId]);
      await t.asOwner();
      const before = await sweep(t, acme.id);
      expect(Object.keys(before).length).toBeGreaterThan(45);
      const isTheirs = (name: string) => !name.startsWith("app_public.audit_logs");
      const theirs = await sweep(t, identifiersOf(globex));
      const total = await countRows(t);

      await t.as(acme.members.owner, { requestId: "delete-1", address: "203.0.113.9" });
      expect(await t.value(DELETE, ["acme"])).toBe(acme.id);
      await t.asOwner();
      // The accounts' addresses at acme.test are the people's own.
      const { "app_public.users": accounts, ...rest } = await sweep(t, identifiersOf(acme));
      expect([rest, accounts]).toEqual([{}, Object.keys(acme.members).length]);
      expect(await sweep(t, identifiersOf(globex))).toEqual(theirs);
      expect(Object.keys(theirs).filter(isTheirs).length).toBeGreaterThan(40);
      // What hangs on nothing that names the organization is gone as well: only what was never its own is left.
      const left = await countRows(t);
      const secrets = ["api_key_secrets", "contact_credentials", "sessions", "account_tokens", "outgoing_mails"];
      for (const name of secrets) {
        const table = `app_private.${name}`;
        expect([table, left[table]]).toEqual([table, name === "api_key_secrets" ? 1 : 0]);
        expect(total[table]).toBeGreaterThan(left[table] ?? 0);
      }
      expect(left["app_private.idempotent_answers"]).toBe(0);
      expect(left["app_public.users"]).toBe(total["app_public.users"]);
      expect(await t.value("select count(*)::int from app_public.memberships where user_id = $1", [both.userId])).toBe(
        1,
      );
      expect(
        await t.rows(
          "select organization_id, user_id, request_id, host(address) as address, detail from app_public.security_events where kind = 'organization_deleted'",
        ),
      ).toEqual([
        {
          organization_id: null,
          user_id: acme.members.owner.userId,
          request_id: "delete-1",
          address: "203.0.113.9",
          detail: {},
        },
      ]);
    }));

  it("lets members of both work on in the other, and nobody into the one that is gone", () =>
    db.transaction(async (t) => {
      const { acme, globex, both } = db.world;
      await t.as(acme.members.owner);
      await t.count(DELETE, ["acme"]);
      await t.as({ userId: both.userId });
      expect(await t.value("select app_hidden.organization_id()")).toBe(globex.id);
      await t.as({ userId: acme.members.staff.userId });
      expect(await t.refusal("select from app_public.contacts")).toBe("TN428");
      expect(await t.value("select count(*)::int from app_public.users")).toBe(1);
    }));

  it("is done once when owners do it at the same time", async () => {
    const { acme } = db.world;
    const organization = await db.withRoot(async (root) => {
      const { rows } = await root.query(
        "insert into app_public.organizations (name, slug) values ('Racing', 'racing') returning id",
      );
      const { id } = rows[0];
      await root.query(
        `insert into app_public.memberships (organization_id, user_id, role_id)
        select $1, u.id, r.id from unnest($2::uuid[]) as u (id), app_public.roles r where r.organization_id = $1 and r.system_role = 'owner'`,
        [id, [acme.members.owner.userId, acme.members.admin.userId]],
      );
      return id as string;
    });
    const statement: [string, unknown[]] = [DELETE, ["racing"]];
    const runners = Array.from({ length: 6 }, (_, index) => ({
      request: requestOf({ userId: acme.members[index % 2 ? "owner" : "admin"].userId, organization }),
      statement,
    }));
    const outcomes = await race(db, runners);
    expect(outcomes.filter((outcome) => outcome === "TN404")).toHaveLength(5);
    expect(outcomes.filter((outcome) => Array.isArray(outcome))).toHaveLength(1);
  });
});
