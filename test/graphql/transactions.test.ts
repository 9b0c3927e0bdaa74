import { beforeAll, describe, expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";

const db = useDatabase();
// Before the gateway looks at the database: a function that the API takes for harmless.
beforeAll(() =>
  db.withRoot(
    (owner) =>
      owner.query(`
        create function app_hidden.change_quietly() returns int language sql volatile as $$
          update app_public.users set full_name = 'Changed by a query' where id = app_hidden.user_id() returning 1
        $$;
        create function app_public.quiet_change() returns int language sql stable as $$
          select app_hidden.change_quietly()
        $$;
        create function app_public.wait_a_moment() returns text language sql stable as $$
          select pg_sleep(0.05)::text || coalesce(current_setting('app.user_id', true), '')
        $$;
        grant execute on function app_hidden.change_quietly(), app_public.quiet_change(), app_public.wait_a_moment() to tenantry_member;
      `),
    db.urls.owner,
  ),
);
/** Everybody shares one connection. */
const gateway = useGateway(db, { poolSize: 1 });

const staff = () => gateway.as(db.world.acme.members.staff);
const globex = () => gateway.as(db.world.globex.owner);

/** What the one connection of the gateway holds between two requests. */
async function leftovers(): Promise<object | undefined> {
  const { rows } = await gateway.pool.query(`
    select
      current_user as "user",
      session_user as "session",
      coalesce(current_setting('app.user_id', true), '') as "userId",
      coalesce(current_setting('app.organization_id', true), '') as "organizationId",
      coalesce(current_setting('app.permissions_all', true), '') as permissions,
      coalesce(current_setting('request.jwt.claims', true), '') as claims,
      current_setting('transaction_read_only') as "readOnly",
      pg_current_xact_id_if_assigned() is null as "isUnwritten"
  `);
  return rows[0];
}

const CLEAN = {
  user: "tenantry_authenticator",
  session: "tenantry_authenticator",
  userId: "",
  organizationId: "",
  permissions: "",
  claims: "",
  readOnly: "off",
  isUnwritten: true,
};

async function connectionId(): Promise<number> {
  return (await gateway.pool.query<{ pid: number }>("select pg_backend_pid() as pid")).rows[0]?.pid ?? 0;
}

describe("requests that share one connection", () => {
  it("see only their own, one after the other", async () => {
    const pid = await connectionId();
    for (let round = 0; round < 3; round++) {
      expect((await staff().run("tenancy/CurrentOrganization")).get("currentOrganization.slug")).toBe("acme");
      expect((await globex().run("tenancy/CurrentOrganization")).get("currentOrganization.slug")).toBe("globex");
      expect((await gateway.anonymous.run("tenancy/Me")).data).toEqual({ me: null });
      expect((await staff().run("crm/ListContacts")).get("contacts.totalCount")).toBe(5);
      expect((await globex().run("crm/ListContacts")).get("contacts.totalCount")).toBe(1);
    }
    expect(await connectionId()).toBe(pid);
    expect(await leftovers()).toEqual(CLEAN);
  });

  it("see only their own, all at once", async () => {
    const { acme, both, globex: other } = db.world;
    const people = [
      [acme.members.staff, acme.members.staff.email, 5],
      [acme.members.rep, acme.members.rep.email, 1],
      [other.owner, other.owner.email, 1],
      [{ ...both, organization: "acme" }, both.email, 5],
      [{ ...both, organization: "globex" }, both.email, 1],
      [acme.members.northerner, acme.members.northerner.email, 4],
    ] as const;
    const requests = Array.from({ length: 12 }, (_, index) => people[index % people.length]!);
    const seen = await Promise.all(
      requests.map(async ([actor]) => {
        const answer = await gateway.as(actor).query("{ me { email } contacts { totalCount } waitAMoment }");
        return [answer.get("me.email"), answer.get("contacts.totalCount")];
      }),
    );
    expect(seen).toEqual(requests.map(([, email, count]) => [email, count]));
    const [last] = await Promise.all([staff().run("tenancy/Me"), gateway.anonymous.run("tenancy/Me")]);
    expect(last.get("me.email")).toBe(acme.members.staff.email);
    expect(await leftovers()).toEqual(CLEAN);
  });
});

describe("a request that fails", () => {
  it.each<[string, () => Promise<unknown>, string]>([
    ["in its middle", () => staff().run("crm/CreateContact", { contact: { email: "half" } }), "BAD_USER_INPUT"],
    ["at its beginning", () => staff().run("crm/ListContacts", {}, { "x-organization-id": "globex" }), "FORBIDDEN"],
    ["for want of an organization", () => gateway.as(db.world.both).run("crm/ListContacts"), "ORGANIZATION_REQUIRED"],
    [
      "because nobody is known under its token",
      () => gateway.as({ userId: "nobody" }).run("crm/ListContacts"),
      "UNAUTHENTICATED",
    ],
    [
      "with half of its query planned",
      () => staff().query('{ contacts(after: "x") { nodes { id } } }'),
      "BAD_USER_INPUT",
    ],
  ])("%s leaves the connection to the next one in order", async (_, fail, code) => {
    const pid = await connectionId();
    expect(await fail()).toMatchObject({ code });
    expect(await leftovers()).toEqual(CLEAN);
    expect((await gateway.anonymous.run("tenancy/Me")).data).toEqual({ me: null });
    expect((await globex().run("crm/ListContacts")).get("contacts.totalCount")).toBe(1);
    expect(await connectionId()).toBe(pid);
  });

  it("writes nothing", async () => {
    const before = (await staff().run("crm/ListContacts")).get("contacts.totalCount");
    await staff().run("crm/CreateContact", { contact: { firstName: "Half", email: "half" } });
    expect((await staff().run("crm/ListContacts")).get("contacts.totalCount")).toBe(before);
  });
});

describe("a query", () => {
  it("cannot write, whatever a function of the database tries", async () => {
    const answer = await staff().query("{ quietChange }");
    expect(answer.refusal).toEqual({ code: "FORBIDDEN" });
    expect((await staff().run("tenancy/Me")).get("me.fullName")).toBe("Stan Staff");
    // The function itself can write: as a mutation might call it.
    await db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      expect(await t.value("select app_public.quiet_change()")).toBe(1);
    });
  });
});

describe("a mutation", () => {
  it("is committed before it is answered", async () => {
    const created = await staff().run("crm/CreateTask", { task: { title: "Committed" } });
    const id = created.get("createTask.task.id");
    const title = await db.withRoot(async (root) => {
      return (await root.query("select title from app_public.tasks where id = $1", [id])).rows[0]?.title;
    });
    expect(title).toBe("Committed");
    expect(await leftovers()).toEqual(CLEAN);
  });

  it("follows the one before it in a document, and sees what that has done", async () => {
    const id = db.world.acme.contacts.reps;
    const document = `mutation ($id: UUID!) {
      first: updateContact(input: { id: $id, patch: { firstName: "One" } }) { contact { firstName lastName } }
      second: updateContact(input: { id: $id, patch: { lastName: "Two" } }) { contact { firstName lastName } }
      third: archiveContact(input: { id: $id }) { contact { name deletedAt } }
      fourth: restoreContact(input: { id: $id }) { contact { name deletedAt } query { contacts { totalCount } } }
    }`;
    const answer = await staff().query(document, { id });
    expect(answer.get("first.contact")).toEqual({ firstName: "One", lastName: "contact" });
    expect(answer.get("second.contact")).toEqual({ firstName: "One", lastName: "Two" });
    expect(answer.get("third.contact")).toEqual({ name: "One Two", deletedAt: expect.any(String) });
    expect(answer.get("fourth.contact")).toEqual({ name: "One Two", deletedAt: null });
    expect(answer.get("fourth.query.contacts.totalCount")).toBe(5);
  });

  it.each<[string, string]>([
    ["constraint", 'createTask(input: { task: { title: " " } }) { task { title } }'],
    [
      "missing row",
      'updateTask(input: { id: "00000000-0000-4000-8000-000000000000", patch: { title: "X" } }) { task { title } }',
    ],
    ["missing permission", 'createTeam(input: { team: { name: "Nobody’s" } }) { team { name } }'],
  ])("that fails for a %s takes back those before it and those after it", async (_, failing) => {
    const three = (middle: string) => `mutation {
      first: createTask(input: { task: { title: "First of three" } }) { task { title } }
      second: ${middle}
      third: createTask(input: { task: { title: "Third of three" } }) { task { title } }
    }`;
    const answer = await staff().query(three(failing));
    expect(answer.data).toEqual({ first: null, second: null, third: null });
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors?.[0]?.path?.[0]).toBe("second");
    const ofThree = async () => {
      const tasks = (await staff().run("crm/ListTasks")).get<{ title: string }[]>("tasks.nodes");
      return tasks.map(({ title }) => title).filter((title) => title.endsWith("of three"));
    };
    expect(await ofThree()).toEqual([]);
    expect(await leftovers()).toEqual(CLEAN);

    const good = await staff().query(
      three('createTask(input: { task: { title: "Second of three" } }) { task { id } }'),
    );
    expect(good.errors).toBeUndefined();
    expect(await ofThree()).toHaveLength(3);
    await db.withRoot((root) => root.query("delete from app_public.tasks where title like '% of three'"));
  });

  it("is taken back when what it answers with can’t be read", async () => {
    const document = `mutation {
      createTask(input: { task: { title: "Unread" } }) { task { id } query { contacts(after: "x") { nodes { id } } } }
    }`;
    const answer = await staff().query(document);
    expect(answer.data).toEqual({ createTask: null });
    expect(answer.code).toBe("BAD_USER_INPUT");
    expect(await countTasks("Unread")).toBe(0);
  });
});

async function countTasks(title: string): Promise<number> {
  return db.withRoot(async (root) => {
    const { rows } = await root.query("select from app_public.tasks where title = $1", [title]);
    return rows.length;
  });
}
