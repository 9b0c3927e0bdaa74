import { describe, expect, it } from "@jest/globals";
import { insertStatement } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_hidden.normalize_email", () => {
  const db = useDatabase();

  it.each([
    ["Grace@Navy.TEST", "grace@navy.test"],
    [" \t\r\n grace@navy.test \n", "grace@navy.test"],
    ["ÄRGER@exämple.test", "ärger@exämple.test"],
    [" ", null],
    ["", null],
    [null, null],
  ])("stores %j as %j", (written, stored) =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.viewer);
      expect(await t.value("select app_hidden.normalize_email($1)", [written])).toBe(stored);
    }),
  );
});

describe("app_hidden.uuid_v7", () => {
  const db = useDatabase();

  it("gives ids of version 7 that sort by creation", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      const ids = await t.value<string[]>(
        "select array_agg(app_hidden.uuid_v7() order by n) from generate_series(1, 1000) n",
      );
      expect(new Set(ids).size).toBe(1000);
      expect([...ids].sort()).toEqual(ids);
      expect(
        ids.filter((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
      ).toEqual([]);
    }));

  it("is the id of every new row, telling when it was made", () =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      const first = await t.value(...insertStatement("contacts", { first_name: "First" }));
      const second = await t.value(...insertStatement("contacts", { first_name: "Second" }));
      expect(await t.value("select $1::uuid < $2::uuid", [first, second])).toBe(true);
      const milliseconds = Number.parseInt(String(second).replaceAll("-", "").slice(0, 12), 16);
      expect(Math.abs(Date.now() - milliseconds)).toBeLessThan(60_000);
    }));

  it("is the default of every id of the API's tables", () =>
    db.transaction(async (t) => {
      const others = await t.rows(`
        select c.relname
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'id' and a.atttypid = 'uuid'::regtype
        left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
        where c.relnamespace = 'app_public'::regnamespace and c.relkind in ('r', 'p')
          and coalesce(pg_get_expr(d.adbin, d.adrelid), '') <> 'app_hidden.uuid_v7()'`);
      expect(others).toEqual([]);
    }));
});

describe("app_private.tg__timestamps", () => {
  const db = useDatabase();

  it("moves updated_at with every update, within one transaction too", () =>
    db.transaction(async (t) => {
      const { contacts, members } = db.world.acme;
      await t.as(members.staff);
      const times: string[] = [
        await t.value("select updated_at::text from app_public.contacts where id = $1", [contacts.reps]),
      ];
      for (const notes of ["one", "two", "two"]) {
        const update = "update app_public.contacts set notes = $1 where id = $2 returning updated_at::text";
        times.push(await t.value(update, [notes, contacts.reps]));
      }
      expect(await t.value("select count(distinct time)::int from unnest($1::timestamptz[]) time", [times])).toBe(4);
      expect(
        await t.value("select array_agg(time order by time) = $1::timestamptz[] from unnest($1::timestamptz[]) time", [
          times,
        ]),
      ).toBe(true);
    }));

  it("keeps created_at, even from the owner of the database", () =>
    db.transaction(async (t) => {
      const { contacts } = db.world.acme;
      await t.asOwner();
      const before = await t.value("select created_at from app_public.contacts where id = $1", [contacts.reps]);
      await t.count("update app_public.contacts set created_at = '2000-01-01' where id = $1", [contacts.reps]);
      expect(await t.value("select created_at from app_public.contacts where id = $1", [contacts.reps])).toEqual(
        before,
      );
    }));

  it("is on every table that has updated_at", () =>
    db.transaction(async (t) => {
      const without = await t.rows(`
        select c.oid::regclass::text as table
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'updated_at' and not a.attisdropped
        where c.relnamespace in ('app_public'::regnamespace, 'app_private'::regnamespace) and c.relkind = 'r'
          and not exists (
            select from pg_trigger g where g.tgrelid = c.oid and g.tgfoid = 'app_private.tg__timestamps'::regproc and g.tgenabled = 'O'
          )`);
      expect(without).toEqual([]);
    }));
});

describe("app_hidden.is_time_zone", () => {
  const db = useDatabase();

  it.each([
    ["Europe/London", true],
    ["America/Argentina/Buenos_Aires", true],
    ["Etc/GMT+1", true],
    ["UTC", true],
    ["Moon/Sea", false],
    ["+01", false],
    ["utc", false],
    ["'; select 1", false],
    ["", false],
  ])("knows whether %j is one: %s", (name, known) =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.viewer);
      expect(await t.value("select app_hidden.is_time_zone($1)", [name])).toBe(known);
    }),
  );
});
