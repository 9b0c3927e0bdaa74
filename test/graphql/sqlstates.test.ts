import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { POSTGRES, RAISED } from "../../src/graphile/database-errors.ts";
import type { Actor } from "../support/database.ts";
import { useDatabase } from "../support/database.ts";
import { type PublicError, useGateway } from "../support/gateway.ts";
import { useProxy } from "../support/proxy.ts";
import { untilSomebodyWaits } from "../support/waiting.ts";

/** SQLSTATEs of PostgreSQL, for the classes that are translated as a whole. */
const OF_CLASS: Readonly<Record<string, readonly string[]>> = {
  "08": ["08000", "08001", "08003", "08004", "08006", "08P01"],
  "22": ["22000", "22004", "22012", "22021", "2201E", "2201W", "22023", "22025", "22026", "22P02", "22P03", "22P05"],
  "53": ["53000", "53200", "53300", "53400"],
  "54": ["54000", "54001", "54011", "54023"],
  "57P": ["57P01", "57P02", "57P03", "57P04", "57P05"],
};

/** What is the service’s own fault, or nobody’s. */
const MASKED = ["0A000", "21000", "25P02", "2BP01", "34000", "3F000", "42601", "42703", "42883", "42P01"].concat([
  "44000",
  "55000",
  "58P01",
  "F0000",
  "P0001",
  "P0002",
  "P0004",
  "XX000",
  "XX001",
]);

const SECRET = 'hunter2 in app_public.contacts: select "email" violates contacts_email_key';

const db = useDatabase();
// Before the gateway looks at the database: functions that raise what can't be made to happen at will.
beforeAll(() =>
  db.withRoot(
    (owner) =>
      owner.query(`
        create function app_public.raised_error(state text, words text, details text) returns text language plpgsql stable as $$
        begin
          raise exception using errcode = state, message = words, detail = details, hint = words,
            schema = 'app_public', table = 'contacts', column = 'email', constraint = 'contacts_hunter2_key';
        end $$;
        create function app_private.tg_contacts__wait() returns trigger language plpgsql security definer as $$
        begin
          perform from app_public.contacts where email = 'taken@engines.test' for update;
          return NEW;
        end $$;
        create trigger _999_wait after update on app_public.contacts for each row when (NEW.first_name = 'Waits')
          execute function app_private.tg_contacts__wait();
        create function app_hidden.change_quietly() returns text language sql volatile as $$
          update app_public.contacts set first_name = 'Changed' returning 'changed'
        $$;
        create function app_public.quiet_change() returns text language sql stable as $$ select app_hidden.change_quietly() $$;
        grant execute on function app_public.raised_error(text, text, text), app_hidden.change_quietly(), app_public.quiet_change() to tenantry_member;
      `),
    db.urls.owner,
  ),
);
const proxy = useProxy(() => db.urls.authenticator);
const impatiently = () => `${db.urls.authenticator}?options=-c%20lock_timeout%3D150`;
const gateway = useGateway(db, { environment: "production" });
const impatient = useGateway(db, { environment: "production", authenticatorUrl: impatiently });
const quick = useGateway(db, { environment: "production", variables: { LIMIT_STATEMENT_SECONDS_MEMBER: "1" } });
const distant = useGateway(db, { environment: "production", authenticatorUrl: () => proxy.url, poolSize: 1 });

type Gateway = typeof gateway;

interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  readonly error: PublicError;
}

const addresses = new Map<Gateway, string>();

/** Asks over a socket, as a client does. */
async function ask(
  query: string,
  variables: object = {},
  { actor, at = gateway }: { actor?: Actor; at?: Gateway } = {},
): Promise<HttpAnswer> {
  const who = actor ?? db.world.acme.members.staff;
  const address = addresses.get(at) ?? (await at.app.listen({ host: "127.0.0.1", port: 0 }));
  addresses.set(at, address);
  const response = await fetch(`${address}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${await at.tokenFor(who)}`,
      "x-organization-id": who.organization ?? "",
    },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  const [error, ...more] = (JSON.parse(text) as { errors?: PublicError[] }).errors ?? [];
  if (!error || more.length > 0) throw new Error(`Expected one error, got ${text}`);
  return { status: response.status, text, error };
}

/** What no client may read. */
const SECRETS = /hunter2|app_(public|hidden|private)|tenantry_|select "|violates|_fkey|_key\b|row-level|SQLSTATE|\.ts:/;

const RAISE =
  "query ($state: String!, $words: String!, $details: String!) { raisedError(state: $state, words: $words, details: $details) }";
const raise = (state: string, words = SECRET, details = SECRET) => ask(RAISE, { state, words, details });

/** With nothing in the answer, what can't be done at the moment says so to proxies, too. */
const statusOf = (code: string | undefined) => (code === "UNAVAILABLE" ? 503 : 200);

describe("an error of PostgreSQL", () => {
  const states = Object.keys(POSTGRES).flatMap((state) => (state.length === 5 ? [state] : (OF_CLASS[state] ?? [])));

  it("is looked at for every translation there is", () => {
    const unseen = Object.keys(POSTGRES).filter((state) => !states.some((raised) => raised.startsWith(state)));
    expect(unseen).toEqual([]);
  });

  it.each(states)("%s has its code and says so in plain words", async (state) => {
    const [code, message] = POSTGRES[state] ?? POSTGRES[state.slice(0, 3)] ?? POSTGRES[state.slice(0, 2)] ?? [];
    const { status, text, error } = await raise(state);
    expect({ status, code: error.extensions.code, message: error.message, path: error.path }).toEqual({
      status: statusOf(code),
      code,
      message,
      path: ["raisedError"],
    });
    expect(text).not.toMatch(SECRETS);
  });

  it.each(MASKED)("%s is INTERNAL, with a reference and nothing else", async (state) => {
    const { text, error } = await raise(state);
    expect(error.message).toBe("An internal error occurred.");
    expect(error.extensions).toEqual({ code: "INTERNAL", reference: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(text).not.toMatch(SECRETS);
  });
});

describe("an error of ours", () => {
  it("is one of those that are registered, in every function", async () => {
    const raised = await db.withRoot((root) =>
      root.query<{ state: string }>(`
        select distinct found[1] as state
        from pg_proc, regexp_matches(prosrc, 'errcode = ''(.....)''', 'g') as found
        where pronamespace in ('app_public'::regnamespace, 'app_hidden'::regnamespace, 'app_private'::regnamespace)
        order by state`),
    );
    expect(raised.rows.map(({ state }) => state)).toEqual(Object.keys(RAISED).sort());
  });

  it.each(Object.entries(RAISED))("%s is %s, with its message, detail and hint", async (state, code) => {
    const { status, error } = await raise(state, "Choose another.", '{"field": "email", "choices": [1]}');
    expect(status).toBe(statusOf(code));
    expect(error).toMatchObject({
      message: "Choose another.",
      path: ["raisedError"],
      extensions: { code, field: "email", choices: [1], hint: "Choose another." },
    });
  });
});

describe("what happens by itself", () => {
  const createContact = (contact: object, actor?: Actor) =>
    ask(
      "mutation ($contact: ContactInput!) { createContact(input: { contact: $contact }) { contact { id } } }",
      { contact },
      actor ? { actor } : {},
    );
  const createDeal = (deal: object) =>
    ask("mutation ($deal: DealInput!) { createDeal(input: { deal: $deal }) { deal { id } } }", { deal });
  const updateContact = (patch: object) =>
    ask(
      "mutation ($id: UUID!, $patch: ContactPatch!) { updateContact(input: { id: $id, patch: $patch }) { contact { id } } }",
      { id: db.world.acme.contacts.norths, patch },
    );
  const title = "Deal";

  beforeAll(() =>
    db.withRoot((root) =>
      root.query("update app_public.contacts set email = 'taken@engines.test' where id = $1", [
        db.world.acme.contacts.reps,
      ]),
    ),
  );

  it.each<[string, () => Promise<HttpAnswer>, object]>([
    [
      "a value that is taken (23505)",
      () => createContact({ email: "taken@engines.test" }),
      { code: "CONFLICT", field: "email" },
    ],
    [
      "a row that is referred to and isn’t there (23503)",
      () => createContact({ firstName: "A", companyId: randomUUID() }),
      { code: "BAD_USER_INPUT", field: "companyId" },
    ],
    [
      "a rule of the value (23514)",
      () => createContact({ email: "hunter2" }),
      { code: "BAD_USER_INPUT", field: "email" },
    ],
    ["a value that is missing (23502)", () => updateContact({ tags: null }), { code: "BAD_USER_INPUT", field: "tags" }],
    [
      "a value that is too long (22001)",
      () => createDeal({ title, valueCents: "1", currency: "HUNTER2" }),
      { code: "BAD_USER_INPUT" },
    ],
    [
      "a number out of range (22003)",
      () => createDeal({ title, valueCents: "9".repeat(30) }),
      { code: "BAD_USER_INPUT" },
    ],
    ["a number that is none (22P02)", () => createDeal({ title, valueCents: "hunter2" }), { code: "BAD_USER_INPUT" }],
    ["a day that isn’t (22008)", () => updateContact({ dateOfBirth: "2020-02-30" }), { code: "BAD_USER_INPUT" }],
    ["a day that is none (22007)", () => updateContact({ dateOfBirth: "hunter2" }), { code: "BAD_USER_INPUT" }],
    ["a policy (42501)", () => createContact({ firstName: "A" }, db.world.acme.members.viewer), { code: "FORBIDDEN" }],
    ["a write in a query (25006)", () => ask("{ quietChange }"), { code: "FORBIDDEN" }],
  ])("%s", async (_, cause, extensions) => {
    const { status, text, error } = await cause();
    expect(status).toBe(200);
    expect(error.extensions).toMatchObject(extensions);
    expect(error.message).toMatch(/^[A-Z].*\.$/);
    expect(error.path).toHaveLength(1);
    expect(text).not.toMatch(SECRETS);
  });

  it("a row that something refers to (23503)", async () => {
    const { acme } = db.world;
    const document = "mutation ($id: UUID!) { deletePipelineStage(input: { id: $id }) { clientMutationId } }";
    const stage = await db.withRoot((root) =>
      root.query<{ id: string }>("select stage_id as id from app_public.deals where organization_id = $1 limit 1", [
        acme.id,
      ]),
    );
    const { text, error } = await ask(document, { id: stage.rows[0]?.id }, { actor: acme.members.owner });
    expect(error.extensions.code).toBe("CONFLICT");
    expect(text).not.toMatch(SECRETS);
  });

  it("times that overlap (23P01)", async () => {
    const { acme } = db.world;
    const appointment = {
      contactId: acme.contacts.norths,
      staffId: acme.members.staff.membershipId,
      startsAt: "2031-05-01T10:00:00Z",
      endsAt: "2031-05-01T11:00:00Z",
    };
    const document =
      "mutation ($appointment: AppointmentInput!) { createAppointment(input: { appointment: $appointment }) { appointment { id } } }";
    await ask(document, { appointment }).catch(() => undefined);
    const { text, error } = await ask(document, { appointment });
    expect(error.extensions.code).toBe("CONFLICT");
    expect(error.message).toBe("The member has another appointment at that time.");
    expect(text).not.toMatch(SECRETS);
  });

  it("a row that somebody else holds too long (55P03), and a statement that takes too long (57014)", async () => {
    const change =
      'mutation ($id: UUID!) { updateContact(input: { id: $id, patch: { firstName: "B" } }) { contact { id } } }';
    const id = db.world.acme.contacts.norths;
    await db.withRoot(async (blocker) => {
      await blocker.query("begin");
      await blocker.query("select from app_public.contacts where id = $1 for update", [id]);
      expect((await ask(change, { id }, { at: impatient })).error.extensions.code).toBe("CONFLICT");
      await blocker.query("rollback; begin; lock table app_public.deals in access exclusive mode");
      const { error } = await ask("{ deals { totalCount } }", {}, { at: quick });
      expect(error.extensions).toEqual({ code: "LIMIT_EXCEEDED", limit: "statementSeconds", maximum: 1 });
      await blocker.query("rollback");
    });
  });

  it("two who wait for each other (40P01)", async () => {
    const { norths, reps } = db.world.acme.contacts;
    await db.withRoot(async (blocker) => {
      // The other one notices first, and is the one who fails.
      await blocker.query("set deadlock_timeout = '10s'; begin");
      await blocker.query("select from app_public.contacts where id = $1 for update", [reps]);
      const underWay = ask(
        'mutation ($id: UUID!) { updateContact(input: { id: $id, patch: { firstName: "Waits" } }) { contact { id } } }',
        { id: norths },
      );
      await untilSomebodyWaits(blocker);
      const waiting = blocker.query("select from app_public.contacts where id = $1 for update", [norths]);
      expect((await underWay).error.extensions.code).toBe("CONFLICT");
      await waiting;
      await blocker.query("rollback");
    });
  });

  it("a connection that is cut (57P01 and without a SQLSTATE)", async () => {
    await proxy.cut();
    const { text, error } = await ask("{ deals { totalCount } }", {}, { at: distant });
    expect(error.extensions).toMatchObject({ code: "UNAVAILABLE", reference: expect.any(String) });
    expect(text).not.toMatch(SECRETS);
    await proxy.open();
  });
});
