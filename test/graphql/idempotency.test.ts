import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "@jest/globals";
import type { Client } from "pg";
import { forgetIdempotentAnswers } from "../../src/database/maintenance.ts";
import { useDatabase } from "../support/database.ts";
import { type Answer, type GraphqlClient, useGateway } from "../support/gateway.ts";
import { untilSomebodyWaits } from "../support/waiting.ts";

const db = useDatabase();
/** Lets a mutation stop in its middle. */
const HOLD = 4711;
beforeAll(() =>
  db.withRoot(async (root) => {
    await root.query(`
      create function app_public.hold_on() returns text language sql volatile as $$
        select pg_advisory_xact_lock(${HOLD})::text
      $$;
      grant execute on function app_public.hold_on() to tenantry_member;
    `);
  }, db.urls.owner),
);
const gateway = useGateway(db);
const staff = () => gateway.as(db.world.acme.members.staff);
const rep = () => gateway.as(db.world.acme.members.rep);

const CREATE = "mutation ($title: String!) { createTask(input: { task: { title: $title } }) { task { id title } } }";
const CREATE_SLOWLY = `mutation ($title: String!) {
  createTask(input: { task: { title: $title } }) { task { id title } }
  holdOn(input: {}) { clientMutationId }
}`;

const key = () => ({ "idempotency-key": randomUUID() });
const create = (title: string, headers: Record<string, string>, client: GraphqlClient = staff(), document = CREATE) =>
  client.query(document, { title }, headers);
const created = (answer: Answer) => answer.get("createTask.task.id");

async function count(title: string): Promise<number> {
  return db.withRoot(async (root) => {
    return (await root.query("select from app_public.tasks where title = $1", [title])).rows.length;
  });
}

const held = async (work: (root: Client, release: () => Promise<unknown>) => Promise<void>) =>
  db.withRoot(async (root) => {
    await root.query("select pg_advisory_lock($1)", [HOLD]);
    await work(root, () => root.query("select pg_advisory_unlock($1)", [HOLD]));
  });

describe("a mutation with an Idempotency-Key", () => {
  it("is done once, and answered alike each time", async () => {
    const headers = key();
    const first = await create("Once", headers);
    const second = await create("Once", headers);
    expect(created(first)).toEqual(expect.any(String));
    expect(second.text).toBe(first.text);
    expect(second.status).toBe(first.status);
    expect(await count("Once")).toBe(1);
    await create("Once", {});
    await create("Once", key());
    expect(await count("Once")).toBe(3);
  });

  it("is answered as the first time even when the row has changed since", async () => {
    const headers = key();
    const first = await create("As it was", headers);
    await staff().run("crm/UpdateTask", { id: created(first), patch: { title: "As it is" } });
    expect((await create("As it was", headers)).get("createTask.task.title")).toBe("As it was");
  });

  it.each<[string, () => [string, object]]>([
    ["other variables", () => [CREATE, { title: "Other" }]],
    ["another document", () => [CREATE.replace("id title", "title id"), { title: "Same" }]],
  ])("is a CONFLICT with %s", async (_, request) => {
    const headers = key();
    await create("Same", headers);
    const [document, variables] = request();
    const answer = await staff().query(document, variables, headers);
    expect(answer.refusal).toEqual({ code: "CONFLICT", field: "Idempotency-Key", hint: expect.any(String) });
    expect(await count("Other")).toBe(0);
  });

  it("is somebody else’s own business, in this organization and in another", async () => {
    const headers = key();
    const { both } = db.world;
    const ids = [
      created(await create("Everybody’s", headers)),
      created(await create("Everybody’s", headers, rep())),
      created(await create("Everybody’s", headers, gateway.as({ ...both, organization: "acme" }))),
      created(await create("Everybody’s", headers, gateway.as({ ...both, organization: "globex" }))),
    ];
    expect(new Set(ids).size).toBe(4);
    expect(created(await create("Everybody’s", headers))).toBe(ids[0]);
  });

  it("that failed is tried again", async () => {
    const headers = key();
    const id = db.world.acme.contacts.reps;
    const document = "mutation ($id: UUID!) { restoreContact(input: { id: $id }) { contact { id } } }";
    const update =
      "mutation ($id: UUID!, $email: String) { updateContact(input: { id: $id, patch: { email: $email } }) { contact { email } } }";
    const taken = `${randomUUID()}@taken.test`;
    const other = (await staff().run("crm/CreateContact", { contact: { email: taken } })).get(
      "createContact.contact.id",
    );
    expect((await staff().query(update, { id, email: taken }, headers)).code).toBe("CONFLICT");
    await staff().run("crm/UpdateContact", { id: other, patch: { email: null } });
    expect((await staff().query(update, { id, email: taken }, headers)).get("updateContact.contact.email")).toBe(taken);
    expect((await staff().query(document, { id }, key())).errors).toBeUndefined();
  });

  it("is refused while the same request is under way, and answered afterwards", async () => {
    const headers = key();
    await held(async (root, release) => {
      const first = create("Twice at once", headers, staff(), CREATE_SLOWLY);
      await untilSomebodyWaits(root);
      const second = await create("Twice at once", headers, staff(), CREATE_SLOWLY);
      expect(second.refusal).toEqual({ code: "CONFLICT", field: "Idempotency-Key", hint: expect.any(String) });
      await release();
      await first;
      const third = await create("Twice at once", headers, staff(), CREATE_SLOWLY);
      expect(third.text).toBe((await first).text);
    });
    expect(await count("Twice at once")).toBe(1);
  });

  it("loses what it did and its answer together when the connection breaks, and is done when it is repeated", async () => {
    const headers = key();
    await held(async (root, release) => {
      const broken = create("Broken", headers, staff(), CREATE_SLOWLY);
      await untilSomebodyWaits(root);
      await root.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      expect((await broken).code).toBe("UNAVAILABLE");
      expect(await count("Broken")).toBe(0);
      await release();
    });
    const again = await create("Broken", headers, staff(), CREATE_SLOWLY);
    expect(again.errors).toBeUndefined();
    expect((await create("Broken", headers, staff(), CREATE_SLOWLY)).text).toBe(again.text);
    expect(await count("Broken")).toBe(1);
  });

  it.each(["short", "a".repeat(256), "two keys, joined by Node", "ümlaut-ümlaut-ümlaut"])(
    "can’t have the key %s",
    async (value) => {
      const answer = await create("Malformed", { "idempotency-key": value });
      expect(answer.refusal).toEqual({ code: "BAD_USER_INPUT", field: "Idempotency-Key" });
      expect(await count("Malformed")).toBe(0);
    },
  );

  it("is taken back when its answer is too large to be kept", async () => {
    const aliases = Array.from({ length: 60 }, (_, index) => `d${index}: description`).join(" ");
    const document = `mutation ($text: String!) {
      createTask(input: { task: { title: "Too large", description: $text } }) { task { ${aliases} } }
    }`;
    const variables = { text: "x".repeat(19_000) };
    const answer = await staff().query(document, variables, key());
    expect(answer.refusal).toMatchObject({ code: "LIMIT_EXCEEDED", limit: "answerBytes", maximum: 1024 * 1024 });
    expect(answer.data).toEqual({ createTask: null });
    expect(await count("Too large")).toBe(0);
    expect((await staff().query(document, variables)).errors).toBeUndefined();
  });

  it("is kept for a day, encrypted", async () => {
    const headers = key();
    const title = `Secret ${randomUUID()}`;
    const first = created(await create(title, headers));
    await db.withRoot(async (root) => {
      const { rows } = await root.query(
        "select answer, scope from app_private.idempotent_answers order by created_at desc limit 1",
      );
      expect(rows[0].answer.toString("latin1")).not.toContain("Secret");
      expect(await forgetIdempotentAnswers(db.urls.owner)).toBe(0);
      expect(created(await create(title, headers))).toBe(first);
    });
    await db.withRoot(async (root) => {
      // The trigger keeps created_at, as it does everywhere.
      await root.query("alter table app_private.idempotent_answers disable trigger _100_timestamps");
      await root.query("update app_private.idempotent_answers set created_at = created_at - interval '1 day'");
    }, db.urls.owner);
    const second = created(await create(title, headers));
    expect(second).not.toBe(first);
    expect(await forgetIdempotentAnswers(db.urls.owner)).toBeGreaterThan(0);
    expect(created(await create(title, headers))).toBe(second);
  });
});

describe("an Idempotency-Key", () => {
  it("means nothing to a query", async () => {
    const headers = key();
    const [first, second] = [
      await staff().query("{ me { email } }", {}, headers),
      await staff().query("{ me { fullName } }", {}, headers),
    ];
    expect([first.errors, second.errors]).toEqual([undefined, undefined]);
    expect((await staff().query("{ me { email } }", {}, { "idempotency-key": "x" })).errors).toBeUndefined();
  });

  it("doesn’t tell a visitor without a token more than no key does", async () => {
    const headers = key();
    expect((await create("Visitor’s", headers, gateway.anonymous)).code).toBe("UNAUTHENTICATED");
    expect((await create("Visitor’s", headers)).errors).toBeUndefined();
  });
});
