import { describe, expect, it } from "@jest/globals";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

describe("app_private.sessions", () => {
  const db = useDatabase();

  const begin = (t: TestTransaction, column: "user_id" | "contact_id", id: string) =>
    t.value<string>(
      `insert into app_private.sessions (${column}, expires_at) values ($1, now() + interval '30 days') returning id`,
      [id],
    );
  const ADD =
    "insert into app_private.session_tokens (session_id, digest, generation) values ($1, sha256(convert_to($2, 'UTF8')), $3)";

  it("are of a user or of a contact, and of exactly one", () =>
    db.transaction(async (t) => {
      const { members, contacts } = db.world.acme;
      const insert = "insert into app_private.sessions (user_id, contact_id, expires_at) values ($1, $2, now())";
      await t.asOwner();
      expect(await t.count(insert, [members.rep.userId, null])).toBe(1);
      expect(await t.count(insert, [null, contacts.reps])).toBe(1);
      expect(await t.refusal(insert, [null, null])).toBe("23514");
      expect(await t.refusal(insert, [members.rep.userId, contacts.reps])).toBe("23514");
    }));

  it("have one current token, and remember those that it has replaced", () =>
    db.transaction(async (t) => {
      await t.asOwner();
      const id = await begin(t, "user_id", db.world.acme.members.rep.userId);
      expect(await t.count(ADD, [id, "first", 1])).toBe(1);
      // A second one beside it would be two good tokens.
      expect(await t.refusal(ADD, [id, "second", 2])).toBe("23505");
      await t.count("update app_private.session_tokens set used_at = now() where session_id = $1", [id]);
      expect(await t.refusal(ADD, [id, "first", 2])).toBe("23505");
      expect(await t.refusal(ADD, [id, "second", 1])).toBe("23505");
      expect(await t.count(ADD, [id, "second", 2])).toBe(1);
      const tokens =
        "select generation, used_at is null as current from app_private.session_tokens where session_id = $1 order by 1";
      expect(await t.rows(tokens, [id])).toEqual([
        { generation: 1, current: false },
        { generation: 2, current: true },
      ]);
    }));

  it("end with their user or contact", () =>
    db.transaction(async (t) => {
      const { members, contacts } = db.world.acme;
      await t.asOwner();
      const users = await begin(t, "user_id", members.viewer.userId);
      const clients = await begin(t, "contact_id", contacts.outsiders);
      await t.count(ADD, [users, "one", 1]);
      await t.count(ADD, [clients, "two", 1]);
      await t.count("delete from app_public.users where id = $1", [members.viewer.userId]);
      await t.count("delete from app_public.contacts where id = $1", [contacts.outsiders]);
      expect(await t.count("select from app_private.sessions")).toBe(0);
      expect(await t.count("select from app_private.session_tokens")).toBe(0);
    }));

  it("end when members give their contact another address, with the tokens in mails to the old one", () =>
    db.transaction(async (t) => {
      const { members, contacts } = db.world.acme;
      const OPEN =
        "select s.contact_id from app_private.sessions s where s.revoked_at is null union all select t.contact_id from app_private.account_tokens t";
      const CHANGE = "update app_public.contacts set email = $2, notes = 'Called' where id = $1";
      await t.asOwner();
      for (const id of [contacts.reps, contacts.teammates]) {
        await t.count("update app_public.contacts set email = $2 where id = $1", [id, `${id}@client.test`]);
        await begin(t, "contact_id", id);
        const token =
          "insert into app_private.account_tokens (digest, contact_id, expires_at) values (sha256($1), $2, now() + interval '1 hour')";
        await t.count(token, [id, id]);
      }
      const both = [contacts.reps, contacts.teammates];
      const session = await t.value("select id from app_private.sessions where contact_id = $1", [contacts.reps]);
      const request = { claims: { iss: "tenantry", sub: contacts.reps, sid: session }, isClient: true };
      await t.beginRequest(request);
      await t.as(members.staff);
      // The same address, written in another way, is no other.
      expect(await t.count(CHANGE, [contacts.reps, `${contacts.reps}@CLIENT.test`])).toBe(1);
      await t.asOwner();
      expect((await t.rows(OPEN)).map((row) => row["contact_id"]).sort()).toEqual([...both, ...both].sort());

      await t.as(members.rep);
      expect(await t.count(CHANGE, [contacts.reps, "another@client.test"])).toBe(1);
      expect(await t.count(CHANGE, [contacts.outsiders, "none@client.test"])).toBe(0);
      await t.asOwner();
      expect((await t.rows(OPEN)).map((row) => row["contact_id"])).toEqual([contacts.teammates, contacts.teammates]);
      await t.rows("savepoint ended");
      await expect(t.beginRequest(request)).rejects.toMatchObject({ code: "TN401" });
      await t.rows("rollback to savepoint ended");
    }));

  it("are out of reach for everybody who asks", () =>
    db.transaction(async (t) => {
      const { members, apiKey, client } = db.world.acme;
      for (const actor of [members.owner, apiKey, client]) {
        await t.as(actor);
        for (const table of ["sessions", "session_tokens"]) {
          expect(await t.refusal(`select from app_private.${table}`)).toBe("42501");
        }
      }
    }));
});
