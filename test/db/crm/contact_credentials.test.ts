import { describe, expect, it } from "@jest/globals";
import { type ActorName, become } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_private.contact_credentials", () => {
  const db = useDatabase();

  const ADD = "insert into app_private.contact_credentials (contact_id, password_hash) values ($1, $2)";
  const HASH = `$2a$12$${"a".repeat(53)}`;

  it.each<ActorName>(["owner", "admin", "apiKey", "client", "anonymous"])("are out of reach as %s", (actor) =>
    db.transaction(async (t) => {
      const { contacts } = db.world.acme;
      await t.asOwner();
      expect(await t.count(ADD, [contacts.reps, HASH])).toBe(1);
      await become(t, db.world, actor);
      expect(await t.refusal("select from app_private.contact_credentials")).toBe("42501");
      expect(await t.refusal("update app_private.contact_credentials set failed_attempts = 0")).toBe("42501");
      expect(await t.refusal("delete from app_private.contact_credentials")).toBe("42501");
      expect(await t.refusal(ADD, [contacts.teammates, HASH])).toBe("42501");
    }),
  );

  it("hold no password that isn't hashed", () =>
    db.transaction(async (t) => {
      const { contacts } = db.world.acme;
      await t.asOwner();
      expect((await t.failure(ADD, [contacts.reps, "secret"])).constraint).toBe("password_must_be_hashed_with_bcrypt");
      await t.count(ADD, [contacts.reps, HASH]);
      expect(await t.refusal(ADD, [contacts.reps, HASH])).toBe("23505");
      expect(await t.refusal("update app_private.contact_credentials set failed_attempts = -1")).toBe("23514");
    }));

  it("go with their contact", () =>
    db.transaction(async (t) => {
      const { contacts } = db.world.acme;
      await t.asOwner();
      await t.count(ADD, [contacts.reps, HASH]);
      await t.count("delete from app_public.contacts where id = $1", [contacts.reps]);
      expect(await t.count("select from app_private.contact_credentials")).toBe(0);
    }));
});
