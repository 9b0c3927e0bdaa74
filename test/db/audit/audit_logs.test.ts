import { describe, expect, it } from "@jest/globals";
import { describeAccess, insertStatement, nothing, refused, updateStatement } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.audit_logs", () => {
  const db = useDatabase();

  describeAccess(db, "audit_logs", {
    rows: async ({ acme }, t) => ({
      "the trail of Rita's contact": await t.value(
        "select id from app_public.audit_logs where organization_id = $1 and record_id = $2",
        [acme.id, acme.contacts.reps],
      ),
    }),
    who: {
      owner: { sees: ["the trail of Rita's contact"] },
      admin: { sees: ["the trail of Rita's contact"] },
      manager: { sees: [] },
      staff: { sees: [] },
      rep: { sees: [] },
      viewer: { sees: [] },
      northerner: { sees: [] },
      stranger: nothing,
      anonymous: refused,
    },
  });

  const TRAIL = `
    select actor_kind, user_id, request_id, host(address) as address, action, table_name, changed_columns, old_data, new_data
    from app_public.audit_logs where record_id = $1 order by created_at, id`;
  const request = { requestId: "req-1", address: "192.0.2.7" };

  it("tell who made, changed and archived a row, in which request and from where", () =>
    db.transaction(async (t) => {
      const { owner, staff } = db.world.acme.members;
      await t.as(staff, request);
      const id = await t.value<string>(...insertStatement("contacts", { first_name: "Grace", notes: "First" }));
      await t.count(...updateStatement("contacts", id, { notes: "Second", last_name: "Hopper" }));
      await t.as(owner);
      const trail = await t.rows(TRAIL, [id]);
      const who = {
        actor_kind: "user",
        user_id: staff.userId,
        request_id: "req-1",
        address: "192.0.2.7",
        table_name: "contacts",
      };
      expect(trail).toEqual([
        {
          ...who,
          action: "insert",
          changed_columns: null,
          old_data: null,
          new_data: expect.objectContaining({ id, name: "Grace", notes: "First" }),
        },
        {
          ...who,
          action: "update",
          changed_columns: ["last_name", "name", "notes"],
          old_data: expect.objectContaining({ id, name: "Grace", notes: "First" }),
          new_data: expect.objectContaining({ id, name: "Grace Hopper", notes: "Second" }),
        },
      ]);
    }));

  it("tell of a deleted row what it was", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.as(acme.members.admin, request);
      await t.count("delete from app_public.teams where id = $1", [acme.teamId]);
      const [entry] = (await t.rows(TRAIL, [acme.teamId])).slice(-1);
      expect(entry).toMatchObject({
        action: "delete",
        user_id: acme.members.admin.userId,
        new_data: null,
        old_data: { name: "Field sales" },
      });
      // What went with it is told too.
      expect(
        await t.count("select from app_public.audit_logs where table_name = 'team_members' and action = 'delete'"),
      ).toBe(3);
    }));

  it("say nothing of updates that change nothing", () =>
    db.transaction(async (t) => {
      const { members, contacts } = db.world.acme;
      await t.as(members.owner);
      const before = (await t.rows(TRAIL, [contacts.reps])).length;
      expect(await t.count("update app_public.contacts set notes = notes where id = $1", [contacts.reps])).toBe(1);
      expect(await t.rows(TRAIL, [contacts.reps])).toHaveLength(before);
      await t.count("update app_public.contacts set notes = 'New' where id = $1", [contacts.reps]);
      expect(await t.rows(TRAIL, [contacts.reps])).toHaveLength(before + 1);
    }));

  it("tell what was done outside of any request as the system's", () =>
    db.transaction(async (t) => {
      const { members, contacts } = db.world.acme;
      await t.asOwner();
      await t.count("update app_public.contacts set notes = 'By hand' where id = $1", [contacts.reps]);
      await t.as(members.owner);
      const [entry] = (await t.rows(TRAIL, [contacts.reps])).slice(-1);
      expect(entry).toMatchObject({
        actor_kind: "system",
        user_id: null,
        request_id: null,
        address: null,
        action: "update",
      });
    }));

  it("don't tell of what was undone or refused", () =>
    db.transaction(async (t) => {
      const { members, contacts } = db.world.acme;
      await t.as(members.owner);
      const before = (await t.rows(TRAIL, [contacts.reps])).length;
      await t.attempt(() => t.count("update app_public.contacts set notes = 'New' where id = $1", [contacts.reps]));
      await t.refusal("update app_public.contacts set email = 'none' where id = $1", [contacts.reps]);
      expect(await t.rows(TRAIL, [contacts.reps])).toHaveLength(before);
    }));

  it("are written for every tenant table but those that are a trail themselves, or the log of what ran", () =>
    db.transaction(async (t) => {
      const silent = await t.rows(`
        select c.relname as table
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped
        where c.relnamespace = 'app_public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
          and not exists (
            select from pg_trigger g
            where g.tgrelid = c.oid and g.tgfoid = 'app_private.tg__audit'::regproc and g.tgenabled = 'O'
              and g.tgtype & 28 = 28 -- insert, delete and update
          )
        order by 1`);
      expect(silent.map(({ table }) => table)).toEqual([
        "audit_logs",
        "deal_stage_changes",
        "security_events",
        "ticket_status_changes",
        "webhook_deliveries",
        "webhook_delivery_attempts",
        "workflow_executions",
      ]);
    }));

  it("can't be reached around the table, by its partitions", () =>
    db.transaction(async (t) => {
      await t.asOwner();
      await t.value("select app_private.create_monthly_partitions(1)");
      const partitions = await t.rows<{ name: string }>(
        "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'app_public.audit_logs'::regclass",
      );
      expect(partitions.length).toBeGreaterThan(1);
      const open = "select relrowsecurity from pg_class where oid = $1::regclass";
      for (const { name } of partitions) {
        await t.asOwner();
        expect(await t.value(open, [name])).toBe(true);
        await t.as(db.world.acme.members.owner);
        expect(await t.refusal(`select from ${name}`)).toBe("42501");
        expect(await t.refusal(`delete from ${name}`)).toBe("42501");
      }
    }));

  it("keep secrets out: a column named to the trigger is told as changed, never with its value", () =>
    db.transaction(async (t) => {
      const { members, contacts } = db.world.acme;
      await t.asOwner();
      await t.rows(
        "create or replace trigger _900_audit after insert or update or delete on app_public.contacts for each row execute function app_private.tg__audit('notes')",
      );
      await t.as(members.owner);
      await t.count("update app_public.contacts set notes = 'hunter2' where id = $1", [contacts.reps]);
      const [entry] = (await t.rows(TRAIL, [contacts.reps])).slice(-1);
      expect(entry).toMatchObject({
        changed_columns: ["notes"],
        old_data: { notes: "[secret]" },
        new_data: { notes: "[secret]" },
      });
      expect(JSON.stringify(entry)).not.toContain("hunter2");
    }));
});
