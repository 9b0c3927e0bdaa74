import { beforeAll, describe, expect, it } from "@jest/globals";
import { ask } from "../support/asking.ts";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";

const db = useDatabase();
// What no function of ours does (test/schema/functions.test.ts): to change the session of whoever comes next.
beforeAll(() =>
  db.withRoot(
    (owner) =>
      owner.query(`
        create function app_public.leave_behind(setting text, value text) returns text language sql volatile as $$
          select set_config(setting, value, false)
        $$;
        create function app_public.leave_behind_quietly(setting text, value text) returns text language sql stable as $$
          select set_config(setting, value, false)
        $$;
        create function app_public.take_a_moment() returns text language sql stable as $$ select pg_sleep(2.5)::text $$;
        create function app_public.spend_a_moment() returns text language sql volatile as $$ select pg_sleep(2.5)::text $$;
        grant execute on function app_public.leave_behind(text, text), app_public.leave_behind_quietly(text, text),
          app_public.take_a_moment(), app_public.spend_a_moment() to tenantry_member;
      `),
    db.urls.owner,
  ),
);
/** Everybody shares one connection, so that everybody follows on everybody else. */
const gateway = useGateway(db, { poolSize: 1, environment: "production" });

const staff = () => db.world.acme.members.staff;
const READ = "{ currentOrganization { slug } contacts { totalCount nodes { createdAt organization { slug } } } }";
const CREATE = "mutation ($title: String!) { createTask(input: { task: { title: $title } }) { task { id title } } }";

interface Read {
  readonly currentOrganization: { readonly slug: string };
  readonly contacts: { readonly nodes: readonly { readonly createdAt: string; readonly organization: object }[] };
}

let tasks = 0;
let templates = 0;

/** Asks for what each may see, and writes; gives the codes of whatever failed. */
async function everything(): Promise<string[]> {
  const codes: string[] = [];
  for (const [actor, slug, count] of [
    [staff(), "acme", 5],
    [db.world.globex.owner, "globex", 1],
  ] as const) {
    const read = await ask(gateway, actor, READ);
    codes.push(...read.codes);
    if (read.errors === undefined) {
      const { currentOrganization, contacts } = read.data as unknown as Read;
      expect(currentOrganization).toEqual({ slug });
      expect(contacts.nodes.map(({ organization }) => organization)).toEqual(Array(count).fill({ slug }));
      for (const { createdAt } of contacts.nodes) expect(createdAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)$/);
    }
    const title = `Task ${tasks++}`;
    const written = await ask(gateway, actor, CREATE, { title });
    codes.push(...written.codes);
    if (written.errors === undefined) expect(written.data).toMatchObject({ createTask: { task: { title } } });
  }
  expect((await ask(gateway, null, "{ contacts { totalCount } }")).codes).toEqual(["UNAUTHENTICATED"]);
  expect((await ask(gateway, null, "{ me { id } }")).data).toEqual({ me: null });
  return codes;
}

/** Whoever has a connection of the pool, does something on it, and gives it back as if nothing were. */
async function onConnection(...statements: string[]): Promise<void> {
  const client = await gateway.pool.connect();
  for (const statement of statements) await client.query(statement).catch(() => {});
  client.release();
}

const connectionId = async () =>
  (await gateway.pool.query<{ pid: number }>("select pg_backend_pid() as pid")).rows[0]?.pid;

describe("a connection that comes back", () => {
  it("is used again", async () => {
    expect(await everything()).toEqual([]);
    const before = await connectionId();
    expect(await everything()).toEqual([]);
    expect(await connectionId()).toBe(before);
  });

  it.each<[string, string[]]>([
    ["with an open transaction", ["begin", "select set_config('role', 'tenantry_member', true)"]],
    ["with an open transaction that reads only", ["begin read only"]],
    ["with a transaction that has failed", ["begin", "select 1 / 0"]],
    ["in the role of members", ["set role tenantry_member"]],
    ["in the role of machines", ["set role tenantry_service"]],
    [
      "with another path to tables",
      ["create temp table contacts (id uuid)", "set search_path to pg_temp, app_private"],
    ],
    ["with another way to write times", ["set datestyle to 'German'", "set timezone to 'Pacific/Auckland'"]],
    ["with another encoding", ["set client_encoding to 'LATIN1'"]],
    ["without policies", ["set row_security to off"]],
    ["unable to write", ["set default_transaction_read_only to on"]],
    ["listening", ["listen whatever", "notify whatever, 'something'"]],
    ["without the statements that were prepared", ["deallocate all"]],
    ["as new", ["discard all"]],
    [
      "with the settings of a request",
      [
        "select set_config('app.organization_id', (select id::text from app_public.industries limit 0), false)",
        "select set_config('app.permissions_all', '{contacts.read}', false)",
        "select set_config('app.actor_kind', 'user', false)",
      ],
    ],
  ])("%s answers everybody as ever", async (_, statements) => {
    expect(await everything()).toEqual([]);
    await onConnection(...statements);
    expect(await everything()).toEqual([]);
    await onConnection(...statements);
    await onConnection("select 1");
    expect(await everything()).toEqual([]);
  });

  it.each(["{ takeAMoment }", "mutation { spendAMoment(input: {}) { result } }"])(
    "with less time for statements fails nothing, since requests bring their own: %s",
    async (document) => {
      await onConnection("set statement_timeout to '2s'");
      expect((await ask(gateway, staff(), document)).codes).toEqual([]);
      expect(await everything()).toEqual([]);
    },
  );

  it("says in the log what was left on it", async () => {
    const client = await gateway.pool.connect();
    await client.query("set timezone to 'Asia/Tokyo'");
    client.release();
    expect(await everything()).toEqual([]);
    expect(gateway.warnings).toContainEqual({
      leftover: "TimeZone",
      message: "a database connection was closed, because its session had been changed",
    });
  });
});

describe("a function that changes the session", () => {
  const changes = [
    ["role", "tenantry_service"],
    ["app.organization_id", () => db.world.globex.id],
    ["app.permissions_all", "{contacts.read,contacts.update}"],
    ["request.jwt.claims", '{"iss": "tenantry", "sub": "nobody"}'],
    ["TimeZone", "Pacific/Auckland"],
    ["search_path", "app_private"],
    ["row_security", "off"],
    ["default_transaction_read_only", "on"],
  ] as const;

  it.each(changes)(
    "such as %s is without effect on anybody else, be it a mutation or a query",
    async (setting, given) => {
      const value = typeof given === "string" ? given : given();
      const variables = { setting, value };
      expect(await everything()).toEqual([]);
      const mutation =
        "mutation ($setting: String!, $value: String!) { leaveBehind(input: { setting: $setting, value: $value }) { result } }";
      expect((await ask(gateway, staff(), mutation, variables)).data).toMatchObject({ leaveBehind: { result: value } });
      expect(await everything()).toEqual([]);
      const query =
        "query ($setting: String!, $value: String!) { leaveBehindQuietly(setting: $setting, value: $value) }";
      expect((await ask(gateway, staff(), query, variables)).data).toMatchObject({ leaveBehindQuietly: value });
      expect(await everything()).toEqual([]);
    },
  );
});

describe("a database that changes while it serves", () => {
  const asOwner = (sql: string) => db.withRoot((owner) => owner.query(sql), db.urls.owner);

  it("answers everybody as ever, when a function is made anew", async () => {
    expect(await everything()).toEqual([]);
    const { rows } = await db.withRoot((root) =>
      root.query("select pg_get_functiondef('app_private.begin_request(jsonb)'::regprocedure) as definition"),
    );
    await asOwner(`
      begin;
      drop function app_private.begin_request(jsonb);
      ${rows[0].definition};
      revoke all on function app_private.begin_request(jsonb) from public;
      grant execute on function app_private.begin_request(jsonb) to tenantry_authenticator;
      commit;
    `);
    expect(await everything()).toEqual([]);
  });

  it("answers everybody as ever, when the type of a column is another one", async () => {
    const template = 'createMessageTemplate(input: { messageTemplate: { name: $name, type: SMS, content: "-" } })';
    const read = "{ messageTemplates(first: 1) { nodes { id category } } }";
    const create = `mutation ($name: String!) { ${template} { messageTemplate { id category } } }`;
    const twoThings = `mutation ($name: String!) {
      one: createTask(input: { task: { title: "One" } }) { task { id } }
      ${template} { messageTemplate { id category } }
    }`;
    const run = (document: string) =>
      ask(gateway, db.world.acme.members.owner, document, { name: `Template ${templates++}` });
    for (const document of [read, create, twoThings]) expect((await run(document)).codes).toEqual([]);
    await asOwner("alter table app_public.message_templates alter column category type varchar");
    for (const document of [read, create, read, create, twoThings]) expect((await run(document)).codes).toEqual([]);
    await asOwner("alter table app_public.message_templates alter column category type text");
    // What has done something already isn’t done again, and is told as what may be tried again.
    const { codes, status, errors } = await run(twoThings);
    expect([codes, status]).toEqual([["UNAVAILABLE"], 503]);
    expect(errors?.map(({ message }) => message)).toEqual(["The database has just been changed; try again."]);
    const failures = gateway.log.map((line) => JSON.parse(line)).filter(({ reference }) => reference !== undefined);
    expect(failures.at(-1)).toMatchObject({
      reference: errors?.[0]?.extensions["reference"],
      error: { code: "0A000", routine: "RevalidateCachedQuery" },
    });
    expect((await run(twoThings)).codes).toEqual([]);
    expect(await everything()).toEqual([]);
  });
});
