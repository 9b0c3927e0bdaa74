import { describe, expect, it } from "@jest/globals";
import { type Actor, type ApiKeyActor, type TestTransaction, useDatabase } from "../../support/database.ts";

const db = useDatabase();

const KINDS = [
  { table: "contacts", label: "name", archived: "deleted_at is not null" },
  { table: "companies", label: "name", archived: "deleted_at is not null" },
  { table: "leads", label: "name", archived: "deleted_at is not null" },
  { table: "deals", label: "title", archived: "deleted_at is not null" },
  { table: "tickets", label: "subject", archived: "deleted_at is not null" },
  { table: "conversations", label: "subject", archived: "status = 'archived'" },
];

const ACTORS: Readonly<Record<string, () => Actor | ApiKeyActor>> = {
  owner: () => db.world.acme.members.owner,
  admin: () => db.world.acme.members.admin,
  manager: () => db.world.acme.members.manager,
  staff: () => db.world.acme.members.staff,
  rep: () => db.world.acme.members.rep,
  teammate: () => db.world.acme.members.teammate,
  outsider: () => db.world.acme.members.outsider,
  viewer: () => db.world.acme.members.viewer,
  northerner: () => db.world.acme.members.northerner,
  "an API key": () => db.world.acme.apiKey,
  "another organization's owner": () => db.world.globex.owner,
  "another organization's clerk": () => db.world.globex.clerk,
};

/** Gives every row of both organizations the same text. */
async function fill(t: TestTransaction, table: string, label: string): Promise<void> {
  await t.asOwner();
  const columns =
    label === "name" && table !== "companies"
      ? "first_name = 'Quixote', last_name = 'Searched'"
      : `${label} = 'Quixote Searched'`;
  await t.rows(`update app_public.${table} set ${columns}`);
}

const idsOf = async (t: TestTransaction, sql: string, values: unknown[] = []) =>
  (await t.rows<{ id: string }>(sql, values)).map(({ id }) => id).sort();

describe.each(KINDS)("the search of $table", ({ table, label, archived }) => {
  it.each(Object.keys(ACTORS))("gives %s what the policies show, by itself and joined", async (name) => {
    await db.transaction(async (t) => {
      await fill(t, table, label);
      await t.as(ACTORS[name]?.() as Actor);
      const visible = await idsOf(t, `select id from app_public.${table} where not (${archived})`);
      for (const text of ["quixote", "searched", "Quixote Searched", "quixoet"]) {
        const found = await idsOf(t, `select id from app_hidden.search_${table}($1, 100, 'NO')`, [text]);
        expect({ text, found }).toEqual({ text, found: visible });
      }
    });
  });

  it("shows a rep less than the owner, and one organization nothing of another", async () => {
    await db.transaction(async (t) => {
      await fill(t, table, label);
      const of = async (actor: Actor) => {
        await t.as(actor);
        return idsOf(t, `select id from app_hidden.search_${table}('quixote', 100, 'NO')`);
      };
      const [all, reps, others] = [
        await of(db.world.acme.members.owner),
        await of(db.world.acme.members.rep),
        await of(db.world.globex.owner),
      ];
      expect(reps.length).toBeGreaterThan(0);
      expect(reps.length).toBeLessThan(all.length);
      expect(all).toEqual(expect.arrayContaining(reps));
      expect(others.length).toBeGreaterThan(0);
      expect(all.filter((id) => others.includes(id))).toEqual([]);
    });
  });

  it("gives archived rows when they are asked for", async () => {
    await db.transaction(async (t) => {
      await fill(t, table, label);
      await t.rows(
        `update app_public.${table} set ${table === "conversations" ? "status = 'archived'" : "deleted_at = now()"}
         where id in (select id from app_public.${table} where organization_id = $1 order by id limit 1)`,
        [db.world.acme.id],
      );
      await t.as(db.world.acme.members.owner);
      const count = (which: string) => t.count(`select from app_hidden.search_${table}('quixote', 100, $1)`, [which]);
      const [kept, both, only] = [await count("NO"), await count("YES"), await count("ONLY")];
      expect(only).toBeGreaterThan(0);
      expect(both).toBe(kept + only);
    });
  });

  it("is nothing for visitors and contacts", async () => {
    await db.transaction(async (t) => {
      const sql = `select from app_hidden.search_${table}('quixote', 100, 'NO')`;
      await t.as(db.world.acme.client);
      expect(await t.refusal(sql)).toBe("42501");
      await t.asAnonymous();
      expect(await t.refusal(sql)).toBe("42501");
      await t.as(db.world.acme.members.staff);
      await t.count(sql);
    });
  });
});

describe("the name of a contact out of sight", () => {
  it.each([
    ["deals", "owner_id"],
    ["tickets", "assigned_to_id"],
    ["conversations", "assigned_to_id"],
  ])("finds none of the %s that refer to it", async (table, owner) => {
    await db.transaction(async (t) => {
      const { contacts, members } = db.world.acme;
      await t.asOwner();
      await t.rows("update app_public.contacts set first_name = 'Xanthippe' where id = any ($1)", [
        [contacts.outsiders, contacts.reps],
      ]);
      const refer = (contact: string) =>
        t.value<string>(
          `update app_public.${table} set contact_id = $1 where id = (
             select id from app_public.${table} where ${owner} = $2 and (contact_id is null or contact_id <> all ($3)) order by id limit 1
           ) returning id`,
          [contact, members.rep.membershipId, [contacts.outsiders]],
        );
      const search = `select id from app_hidden.search_${table}('xanthippe', 100, 'YES')`;
      const id = await refer(contacts.outsiders);
      await t.as(members.rep);
      expect(await t.count(`select from app_public.${table} where id = $1`, [id])).toBe(1);
      expect(await idsOf(t, search)).not.toContain(id);
      await t.as(members.owner);
      expect(await idsOf(t, search)).toContain(id);

      await t.asOwner();
      await t.rows(`update app_public.${table} set contact_id = $1 where id = $2`, [contacts.reps, id]);
      await t.as(members.rep);
      expect(await idsOf(t, search)).toContain(id);
    });
  });
});

describe("a name in a script without trigrams", () => {
  it("is found by its beginning", async () => {
    await db.transaction(async (t) => {
      const { contacts, members } = db.world.acme;
      await t.asOwner();
      await t.rows("update app_public.contacts set first_name = '日本', last_name = '太郎' where id = $1", [
        contacts.reps,
      ]);
      await t.as(members.rep);
      const search = "select id from app_hidden.search_contacts($1, 20, 'NO')";
      expect(await idsOf(t, search, ["日本"])).toEqual([contacts.reps]);
      expect(await idsOf(t, search, ["日"])).toEqual([contacts.reps]);
      expect(await idsOf(t, search, ["日木"])).toEqual([]);
    });
  });
});

describe("an address or number that is somebody's", () => {
  it.each(["contacts", "leads"])("is looked up in %s, and shown to who may see it", async (table) => {
    await db.transaction(async (t) => {
      const { members } = db.world.acme;
      const owner = table === "leads" ? "assigned_to_id" : "owner_id";
      const change = (membershipId: string, email: string, phone: string) =>
        t.value<string>(
          `update app_public.${table} set email = $2, phone = $3
           where id = (select id from app_public.${table} where ${owner} = $1 order by id limit 1) returning id`,
          [membershipId, email, phone],
        );
      await t.asOwner();
      const reps = await change(members.rep.membershipId, "dulcinea@toboso.test", "+442079460999");
      const others = await change(members.outsider.membershipId, "sancho@toboso.test", "+442079460998");
      const search = `select id, rank from app_hidden.search_${table}($1, 20, 'NO')`;
      const found = async (actor: Actor, text: string) => {
        await t.as(actor);
        return t.rows<{ id: string; rank: number }>(search, [text]);
      };
      for (const text of ["Dulcinea@Toboso.test", "+44 (20) 7946-0999"]) {
        expect(await found(members.rep, text)).toEqual([{ id: reps, rank: 1 }]);
        expect(await found(members.owner, text)).toEqual([{ id: reps, rank: 1 }]);
      }
      for (const text of ["sancho@toboso.test", "+44 (20) 7946-0998"]) {
        expect(await found(members.rep, text)).toEqual([]);
        expect(await found(members.owner, text)).toEqual([{ id: others, rank: 1 }]);
      }
      expect(await found(members.owner, "dulcinea@toboso.te")).toEqual([{ id: reps, rank: expect.any(Number) }]);
    });
  });
});

describe("app_hidden.search_text", () => {
  it.each([
    ["Zoë O’Brien-Møller", " zoe obrien moller"],
    ["STRASSE", " strasse"],
    ["Straße", " strasse"],
    ["ÀÉÎÕÜ", " aeiou"],
    ["Nguyễn Văn", " nguyen van"],
    ["ﬁnance", " finance"],
    ["Łódź", " lodz"],
    ["Иван", " ivan"],
    ["a.b@c-d", " a b c d"],
    ["😀", " 😀"],
  ])("makes of %j %j", async (value, text) => {
    await db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      expect(await t.value("select app_hidden.search_text($1)", [value])).toBe(text);
    });
  });
});

describe("what a contact writes", () => {
  it("is found by members, though contacts can't search", async () => {
    await db.transaction(async (t) => {
      await t.as(db.world.acme.client);
      await t.rows("update app_public.contacts set first_name = 'Quixote'");
      await t.as(db.world.acme.members.owner);
      const found = await idsOf(t, "select id from app_hidden.search_contacts('quixote', 20, 'NO')");
      expect(found).toEqual([db.world.acme.client.contactId]);
    });
  });
});

describe("app_hidden.spelling_patterns", () => {
  it("holds every slip behind the first letter, once", async () => {
    await db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      const patterns = await t.value<string[]>("select app_hidden.spelling_patterns('john')");
      expect(patterns.sort()).toEqual(
        ["john", "jhon", "jonh", "j_hn", "jo_n", "joh_", "jhn", "jon", "joh", "j_ohn", "jo_hn", "joh_n"]
          .map((spelling) => `% ${spelling}%`)
          .sort(),
      );
    });
  });

  it("leaves short words, and those with wildcards or digits, as they are", async () => {
    await db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      expect(await t.value("select app_hidden.spelling_patterns('joe')")).toEqual(["% joe%"]);
      expect(await t.value("select app_hidden.spelling_patterns('person777')")).toEqual(["% person777%"]);
      expect(await t.value("select app_hidden.spelling_patterns('j%n_e')")).toEqual(["% j\\%n\\_e%"]);
    });
  });
});

describe("filters by tags and custom fields", () => {
  it.each(["contacts", "companies", "leads", "deals", "tickets"])("name the organization: %s", async (table) => {
    await db.transaction(async (t) => {
      await t.asOwner();
      await t.rows(`update app_public.${table} set tags = '{quixote}', custom_fields = '{"windmills": 3}'`);
      const entity = table === "companies" ? "company" : table.slice(0, -1);
      for (const { id } of [db.world.acme, db.world.globex]) {
        await t.rows(
          "insert into app_public.custom_field_definitions (organization_id, entity, field_name, label, field_type) values ($1, $2, 'windmills', 'Windmills', 'number')",
          [id, entity],
        );
      }
      for (const actor of [db.world.acme.members.owner, db.world.globex.owner]) {
        await t.as(actor);
        const visible = await idsOf(t, `select id from app_public.${table}`);
        expect(visible.length).toBeGreaterThan(0);
        const filter = async (values: unknown[]) =>
          (await t.rows<{ id: string }>(`select id from app_hidden.filter_${table}($1, $2, $3) as id`, values))
            .map(({ id }) => id)
            .sort();
        expect(await filter([["quixote"], null, null])).toEqual(visible);
        expect(await filter([null, ["sancho", "quixote"], null])).toEqual(visible);
        expect(await filter([null, null, { windmills: 3 }])).toEqual(visible);
        expect(await filter([["sancho", "quixote"], null, null])).toEqual([]);
        expect(await filter([null, null, { windmills: 4 }])).toEqual([]);
      }
    });
  });

  it("take one value of a field that has several", async () => {
    await db.transaction(async (t) => {
      await t.asOwner();
      await t.rows(
        `insert into app_public.custom_field_definitions (organization_id, entity, field_name, label, field_type, options)
         values ($1, 'contact', 'diets', 'Diets', 'multiselect', '{vegan,halal}')`,
        [db.world.acme.id],
      );
      await t.rows(`update app_public.contacts set custom_fields = '{"diets": ["vegan", "halal"]}' where id = $1`, [
        db.world.acme.contacts.reps,
      ]);
      await t.as(db.world.acme.members.owner);
      const filter = (diets: unknown) =>
        t.rows("select id from app_hidden.filter_contacts(null, null, $1) as id", [{ diets }]);
      expect(await filter("vegan")).toEqual([{ id: db.world.acme.contacts.reps }]);
      expect(await filter(["halal"])).toEqual([{ id: db.world.acme.contacts.reps }]);
      expect(await filter(["halal", "kosher"])).toEqual([]);
    });
  });
});
