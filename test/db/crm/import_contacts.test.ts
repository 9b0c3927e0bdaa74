import { describe, expect, it } from "@jest/globals";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

const db = useDatabase();

const importContacts = (t: TestTransaction, contacts: object[], duplicates = "fail") =>
  t.value("select app_hidden.import_contacts($1, $2)", [JSON.stringify(contacts), duplicates]);

describe("app_hidden.import_contacts", () => {
  it("adds what can be added, and says why the rest can't", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      const contacts = [
        { row: 2, first_name: "A", email: "a@import.test" },
        { row: 3, first_name: "B", email: "nowhere" },
        { row: 4, first_name: "C", phone: "call me" },
        { row: 5, first_name: "D", email: "A@import.test" },
        { row: 6, first_name: "E", company_id: db.world.globex.companyId },
      ];
      expect(await importContacts(t, contacts)).toMatchObject({
        created: 1,
        updated: 0,
        errors: [
          { row: 3, code: "23514", constraint: "email_must_be_an_address", table: "contacts" },
          { row: 4, code: "TN400", detail: '{"field": "phone"}' },
          { row: 5, code: "TN409", detail: '{"field": "email"}' },
          { row: 6, code: "23503", constraint: "contacts_organization_id_company_id_fkey" },
        ],
      });
    }));

  it("writes with the privileges of whoever asks", () =>
    db.transaction(async (t) => {
      const contacts = [{ row: 2, first_name: "A" }];
      await t.as(db.world.acme.members.viewer);
      expect(await importContacts(t, contacts)).toMatchObject({ created: 0, errors: [{ row: 2, code: "42501" }] });
      await t.as(db.world.acme.members.rep);
      expect(await importContacts(t, contacts)).toEqual({ created: 1, updated: 0, errors: [] });
      await t.as(db.world.acme.apiKey);
      expect(await importContacts(t, contacts)).toEqual({ created: 1, updated: 0, errors: [] });
      for (const refused of [() => t.as(db.world.acme.client), () => t.asAnonymous()]) {
        await refused();
        const sql = "select app_hidden.import_contacts('[]', 'skip')";
        expect(await t.refusal(sql)).toBe("42501");
      }
    }));

  it("ends at what is no row's fault", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      expect(await t.refusal("select app_hidden.import_contacts('{}', 'skip')")).toMatch(/^22/);
      expect(
        await t.refusal(
          "set local statement_timeout = 1; select app_hidden.import_contacts((select jsonb_agg('{}'::jsonb) from generate_series(1, 9999)), 'skip')",
        ),
      ).toBe("57014");
    }));
});

describe("app_hidden.require_permission", () => {
  const ask = "select app_hidden.require_permission('contacts.create')";

  it("lets through who has it in any scope, and refuses the others", () =>
    db.transaction(async (t) => {
      const { owner, rep, northerner, viewer } = db.world.acme.members;
      for (const member of [owner, rep, northerner]) {
        await t.as(member);
        expect(await t.count(ask)).toBe(1);
      }
      await t.as(viewer);
      expect(await t.failure(ask)).toMatchObject({ code: "TN403", detail: '{"permission": "contacts.create"}' });
    }));

  it("asks what a limited member has in their businesses", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.asOwner();
      await t.count("update app_public.business_memberships set role_id = $1 where membership_id = $2", [
        acme.roles.viewer,
        acme.members.northerner.membershipId,
      ]);
      await t.count("update app_public.memberships set role_id = $1 where id = $2", [
        acme.roles.viewer,
        acme.members.northerner.membershipId,
      ]);
      await t.as(acme.members.northerner);
      expect(await t.refusal(ask)).toBe("TN403");
      await t.asOwner();
      await t.count("update app_public.business_memberships set role_id = $1 where membership_id = $2", [
        acme.roles.staff,
        acme.members.northerner.membershipId,
      ]);
      await t.as(acme.members.northerner);
      expect(await t.count(ask)).toBe(1);
    }));

  it("needs an organization", () =>
    db.transaction(async (t) => {
      await t.as({ userId: db.world.both.userId });
      expect(await t.refusal(ask)).toBe("TN428");
    }));
});
