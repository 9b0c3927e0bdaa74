import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { ask } from "../support/asking.ts";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { SmallDisk } from "../support/small-disk.ts";
import { addressOf, bringIn, headersOf, takeOut } from "../support/transfers.ts";

/** Where writing fails for want of room, as the kernel says it, PostgreSQL is made to write. */
const FULL_DEVICE = "/dev/full";
const RUN_OUT_OF_ROOM = existsSync(FULL_DEVICE)
  ? `copy (select 1) to '${FULL_DEVICE}'`
  : "raise exception using errcode = '53100', message = 'could not extend file: No space left on device'";

const db = useDatabase();
beforeAll(() =>
  db.withRoot((root) =>
    root.query(`
      create table app_private.disk (capacity int, error text not null default '53100');
      insert into app_private.disk values (null);
      create function app_private.tg__fill_disk() returns trigger language plpgsql security definer as $$
      begin
        if (select count(*) from app_public.contacts) > (select d.capacity from app_private.disk d) then
          if (select d.error from app_private.disk d) = '53100' then
            ${RUN_OUT_OF_ROOM};
          end if;
          raise exception using errcode = '58030', message = 'could not write block 7 in file "base/5/16384": Input/output error';
        end if;
        return null;
      end $$;
      do $$
      declare
        v_table regclass;
      begin
        for v_table in
          select c.oid from pg_class c
          where c.relnamespace in ('app_public'::regnamespace, 'app_hidden'::regnamespace, 'app_private'::regnamespace)
            and c.relkind in ('r', 'p') and not c.relispartition and c.oid <> 'app_private.disk'::regclass
        loop
          execute format('create trigger _999_fill_disk after insert or update or delete on %s for each statement execute function app_private.tg__fill_disk()', v_table);
        end loop;
      end $$;
    `),
  ),
);
/** One connection, so that whatever follows a failure follows on the same. */
const gateway = useGateway(db, { poolSize: 1, environment: "production" });

const staff = () => db.world.acme.members.staff;

/** Leaves room for so many more contacts; with less than none, nothing at all can be written. */
const leaveRoomFor = (contacts: number, error = "53100") =>
  db.withRoot((root) =>
    root.query("update app_private.disk set error = $2, capacity = $1 + (select count(*) from app_public.contacts)", [
      contacts,
      error,
    ]),
  );
const NOTHING = -1;
const makeRoom = () => db.withRoot((root) => root.query("update app_private.disk set capacity = null"));

const countIn = async (table: "contacts" | "tasks"): Promise<number> =>
  (await db.withRoot((root) => root.query(`select count(*)::int as count from app_public.${table}`))).rows[0].count;

const connectionId = async () =>
  (await gateway.pool.query<{ pid: number }>("select pg_backend_pid() as pid")).rows[0]?.pid;

const CREATE =
  "mutation ($name: String!) { createContact(input: { contact: { firstName: $name } }) { contact { id } } }";
const BOTH = `mutation ($name: String!) {
  createTask(input: { task: { title: $name } }) { task { id } }
  createContact(input: { contact: { firstName: $name } }) { contact { id } }
}`;
const MANY =
  "mutation ($name: String!) { createContacts(input: { contacts: [{ firstName: $name }, { firstName: $name }] }) { contacts { id } } }";
const READ = "{ currentOrganization { slug } contacts { totalCount } }";

/** What no client may read. */
const SECRETS = /app_(public|private)|insert into|dev\/full|base\/5|No space|Input\/output|53100|58030|\.ts:/;

const MESSAGES = {
  "53100": "The database has no room for more at the moment; try again later.",
  "58030": "The database cannot read or write its files at the moment; try again later.",
};

beforeEach(() => {
  gateway.log.length = 0;
});

/** The errors of the database that the log has, by the reference that a client was given. */
function logged(reference: unknown): unknown[] {
  return gateway.log
    .map((line) => JSON.parse(line))
    .filter((line) => line.reference === reference)
    .map(({ error }) => error.code);
}

describe.each(["53100", "58030"] as const)("a disk that fails with %s", (error) => {
  it.each([
    ["one row", CREATE],
    ["something after something else", BOTH],
    ["many rows", MANY],
  ])("keeps nothing of %s, says so, and takes the same with the same key once it can", async (_, document) => {
    const key = { "idempotency-key": `full-disk-${error}-${document.length}` };
    const create = () => ask(gateway, staff(), document, { name: "Full" }, key);
    const before = [await countIn("contacts"), await countIn("tasks")];
    const connection = await connectionId();
    await leaveRoomFor(0, error);

    const refused = await create();
    expect([refused.status, refused.headers.get("retry-after"), refused.codes]).toEqual([503, "5", ["UNAVAILABLE"]]);
    expect(refused.errors?.[0]?.message).toBe(MESSAGES[error]);
    expect(refused.text).not.toMatch(SECRETS);
    expect(logged(refused.errors?.[0]?.extensions["reference"])).toEqual([error]);
    expect([await countIn("contacts"), await countIn("tasks")]).toEqual(before);
    expect((await ask(gateway, staff(), READ)).codes).toEqual([]);

    await makeRoom();
    const written = await create();
    expect([written.status, written.codes]).toEqual([200, []]);
    expect((await create()).text).toBe(written.text);
    expect(await connectionId()).toBe(connection);
  });

  it("lets everybody read whose token it has never seen", async () => {
    await leaveRoomFor(NOTHING, error);
    for (const actor of [db.world.acme.members.rep, db.world.globex.owner, db.world.acme.members.viewer]) {
      expect((await ask(gateway, actor, READ)).codes).toEqual([]);
    }
    await makeRoom();
  });

  it("is answered by REST with 503, and when to come again", async () => {
    const url = `${await addressOf(gateway)}/api/crm/contacts`;
    const headers = { ...(await headersOf(gateway, staff())), "content-type": "application/json" };
    const create = () => fetch(url, { method: "POST", headers, body: JSON.stringify({ firstName: "Rest" }) });
    const before = await countIn("contacts");
    await leaveRoomFor(0, error);
    const refused = await create();
    const text = await refused.text();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(JSON.parse(text)).toMatchObject({
      errors: [{ message: MESSAGES[error], extensions: { code: "UNAVAILABLE" } }],
    });
    expect(text).not.toMatch(SECRETS);
    expect(await countIn("contacts")).toBe(before);
    expect((await fetch(url, { headers })).status).toBe(200);
    await makeRoom();
    expect((await create()).status).toBe(201);
  });

  it("breaks an import off as a whole, also when rows that can’t be written are to be left out", async () => {
    const rows = Array.from({ length: 2_500 }, (_, row) => `Row,${error}-${row}@disk.test\n`);
    const file = `firstName,email\n${rows.join("")}`;
    const before = await countIn("contacts");
    await leaveRoomFor(2_000, error);
    const refused = await bringIn(gateway, staff(), file, { onError: "skip" });
    expect(refused.lines).toContainEqual({ rows: 2_000 });
    expect(refused.summary).toMatchObject({
      isWritten: false,
      failure: { message: MESSAGES[error], extensions: { code: "UNAVAILABLE" } },
    });
    expect(refused.text).not.toMatch(SECRETS);
    const { failure } = refused.summary as { failure: { extensions: { reference: string } } };
    expect(logged(failure.extensions.reference)).toEqual([error]);
    expect(await countIn("contacts")).toBe(before);
    await makeRoom();
    expect((await bringIn(gateway, staff(), file, { onError: "skip" })).summary).toMatchObject({ created: 2_500 });
  }, 60_000);

  it("lets nobody take out what can’t be put on record", async () => {
    await leaveRoomFor(NOTHING, error);
    const refused = await takeOut(gateway, staff(), "/exports/contacts.csv");
    expect([refused.status, refused.error?.extensions.code]).toEqual([503, "UNAVAILABLE"]);
    await makeRoom();
    expect((await takeOut(gateway, staff(), "/exports/contacts.csv")).status).toBe(200);
  });
});

// A server that isn’t ours may be on another machine.
const disk = process.env["TEST_DATABASE_URL"] ? undefined : SmallDisk.mount(3);
const describeIfMounted = disk === undefined ? describe.skip : describe;

describeIfMounted("a file system without room (needs the right to mount one)", () => {
  /** A text of 1,800 characters, which can’t be kept in much less. */
  const noise = () => randomBytes(900).toString("hex");
  const TABLESPACE = `small_${process.pid}`;
  const inRoot = (...statements: string[]) =>
    db.withRoot(async (root) => {
      for (const statement of statements) await root.query(statement);
    });

  beforeAll(async () => {
    const { uid } = await db.withRoot(async (root) => {
      const { rows } = await root.query<{ pid: number }>("select pg_backend_pid() as pid");
      return stat(`/proc/${rows[0]?.pid}`);
    });
    await inRoot(
      `create tablespace ${TABLESPACE} location '${disk?.directoryFor(uid)}'`,
      `alter table app_public.contacts set tablespace ${TABLESPACE}`,
    );
  });
  afterAll(async () => {
    try {
      await inRoot("alter table app_public.contacts set tablespace pg_default", `drop tablespace ${TABLESPACE}`);
    } finally {
      disk?.unmount();
    }
  });

  it("keeps nothing of what finds none, lets everybody read, and takes it once there is room", async () => {
    const rows = Array.from({ length: 2_500 }, (_, row) => `Row,${row}@small.test,${noise()}\n`);
    const file = `firstName,email,notes\n${rows.join("")}`;
    await makeRoom();
    const before = await countIn("contacts");
    const bring = async () => (await bringIn(gateway, staff(), file)).summary;
    expect(await bring()).toMatchObject({
      isWritten: false,
      failure: { message: MESSAGES["53100"], extensions: { code: "UNAVAILABLE" } },
    });
    expect(gateway.log.filter((line) => line.includes("No space left on device")).length).toBeGreaterThan(0);
    expect(await countIn("contacts")).toBe(before);
    expect((await ask(gateway, staff(), READ)).codes).toEqual([]);
    disk?.resize(100);
    expect(await bring()).toMatchObject({ isWritten: true, created: rows.length });
  }, 120_000);
});
