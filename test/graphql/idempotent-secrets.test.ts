import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { getNamedType, isLeafType, isObjectType } from "graphql";
import { SECRET_FIELDS } from "../../src/graphile/secret-fields.ts";
import { givePassword, makePasswordsCheap } from "../support/accounts.ts";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { liveSchema } from "../support/live-schema.ts";

const PASSWORD = "correct horse battery";

const db = useDatabase();
const gateway = useGateway(db);
const acme = () => db.world.acme;
const admin = () => gateway.as(acme().members.admin);
const rep = () => acme().members.rep;

const key = () => ({ "idempotency-key": randomUUID() });
const rows = (sql: string, parameters: unknown[] = []) =>
  db.withRoot(async (root) => (await root.query(sql, parameters)).rows);
const kept = () => rows("select answer from app_private.idempotent_answers");

beforeAll(() => makePasswordsCheap(db));
beforeEach(() => rows("delete from app_private.idempotent_answers"));

describe("an answer that shows a secret", () => {
  it.each<[string, string, () => object]>([
    ["an API key’s", "CreateApiKey", () => ({ name: randomUUID(), roleId: acme().roles.viewer })],
    ["an invitation’s", "InviteMember", () => ({ email: `${randomUUID()}@secret.test`, roleId: acme().roles.viewer })],
    ["a client’s invitation’s", "InviteClient", () => ({ email: `${randomUUID()}@secret.test` })],
  ])("is not kept in any form, and is not asked for twice: %s", async (_, operation, variables) => {
    const [headers, input] = [key(), variables()];
    const first = await admin().run(`tenancy/${operation}`, input, headers);
    expect(first.text).toMatch(/"(secret|token)":"[\w-]{40,}"/);
    expect(await kept()).toEqual([{ answer: null }]);
    const again = await admin().run(`tenancy/${operation}`, input, headers);
    expect(again.refusal).toEqual({ code: "CONFLICT", field: "Idempotency-Key", hint: expect.any(String) });
    const other = await admin().run(`tenancy/${operation}`, { ...input, name: "Other" }, headers);
    expect(other.refusal).toEqual({ code: "CONFLICT", field: "Idempotency-Key", hint: expect.any(String) });
  });

  it("leaves one key where the request came twice, and the secret of the first answer works", async () => {
    const [headers, name] = [key(), randomUUID()];
    const create = () => admin().run("tenancy/CreateApiKey", { name, roleId: acme().roles.viewer }, headers);
    const secret = (await create()).get("createApiKey.issued.secret");
    await create();
    expect(await rows("select from app_public.api_keys where name = $1", [name])).toHaveLength(1);
    expect((await gateway.with(secret).run("crm/ListContacts")).errors).toBeUndefined();
  });

  it("is recognized under another name and in a fragment", async () => {
    const document = `mutation ($name: String!, $roleId: UUID!) {
      made: createApiKey(input: { name: $name, roleId: $roleId }) { ...Payload }
    }
    fragment Payload on CreateApiKeyPayload { issued { ... on IssuedApiKey { harmless: secret } } }`;
    const variables = { name: randomUUID(), roleId: acme().roles.viewer };
    const answer = await admin().query(document, variables, key());
    expect(answer.get("made.issued.harmless")).toMatch(/^tn_/);
    expect(await kept()).toEqual([{ answer: null }]);
  });

  it("is one like any other when the secret isn’t asked for", async () => {
    const document = `mutation ($name: String!, $roleId: UUID!) {
      createApiKey(input: { name: $name, roleId: $roleId }) { issued { apiKey { id } } }
    }`;
    const [headers, variables] = [key(), { name: randomUUID(), roleId: acme().roles.viewer }];
    const first = await admin().query(document, variables, headers);
    expect(first.get("createApiKey.issued.apiKey.id")).toEqual(expect.any(String));
    expect((await admin().query(document, variables, headers)).text).toBe(first.text);
    expect(await kept()).toEqual([{ answer: expect.any(Buffer) }]);
  });

  it("is known by every field of the API that shows a token, a secret or a password", async () => {
    const types = Object.values((await liveSchema(admin())).getTypeMap()).filter(isObjectType);
    const shown = types.flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => isLeafType(getNamedType(field.type)) && /(secret|token|password)s?$/i.test(field.name))
        .map((field) => `${type.name}.${field.name}`),
    );
    expect(shown.sort()).toEqual([...SECRET_FIELDS].sort());
  });
});

describe("a mutation that founds an organization", () => {
  it("is done once, although the one who asks is in another organization afterwards", async () => {
    const headers = key();
    const founder = gateway.as({ userId: acme().members.viewer.userId });
    const found = () => founder.run("tenancy/CreateOrganization", { name: "Founded once" }, headers);
    const first = await found();
    expect(first.errors).toBeUndefined();
    expect((await found()).text).toBe(first.text);
    expect(await rows("select from app_public.organizations where name = 'Founded once'")).toHaveLength(1);
  });
});

describe("signing in", () => {
  const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) { accessToken refreshToken } }`;
  const signIn = (password: string, headers: Record<string, string> = {}) =>
    gateway.anonymous.query(SIGN_IN, { input: { email: rep().email, password } }, headers);
  const failures = async () =>
    (await rows("select failed_attempts as n from app_private.user_credentials where user_id = $1", [rep().userId]))[0]
      ?.n;

  beforeEach(() => givePassword(db, rep(), PASSWORD));

  it("is counted when it fails, although its answer is an error, key or not", async () => {
    expect((await signIn("wrong password")).code).toBe("UNAUTHENTICATED");
    expect(await failures()).toBe(1);
    const headers = key();
    expect((await signIn("wrong password", headers)).code).toBe("UNAUTHENTICATED");
    expect((await signIn("wrong password", headers)).code).toBe("UNAUTHENTICATED");
    expect(await failures()).toBe(3);
  });

  it("gives new tokens each time, and keeps none, whatever the Idempotency-Key", async () => {
    const headers = key();
    const tokens = [await signIn(PASSWORD, headers), await signIn(PASSWORD, headers)].map((answer) =>
      answer.get("signIn.refreshToken"),
    );
    expect(new Set(tokens).size).toBe(2);
    // With a token, too: then a key could be told from another's.
    const input = { refreshToken: tokens[0] };
    const refreshed = await gateway.as(rep()).run("tenancy/RefreshSession", { input }, headers);
    expect(refreshed.get("refreshSession.refreshToken")).toEqual(expect.any(String));
    expect(await kept()).toEqual([]);
  });

  it("ends a session whose refresh token comes twice, although the answer is an error", async () => {
    const refresh = (refreshToken: string) =>
      gateway.anonymous.run("tenancy/RefreshSession", { input: { refreshToken } });
    const stolen = (await signIn(PASSWORD)).get("signIn.refreshToken");
    const next = (await refresh(stolen)).get("refreshSession.refreshToken");
    expect((await refresh(stolen)).code).toBe("UNAUTHENTICATED");
    expect((await refresh(next)).code).toBe("UNAUTHENTICATED");
  });

  it.each<[string, string]>([
    ["another of its kind", "one: signIn(input: $input) { accessToken } two: signIn(input: $input) { accessToken }"],
    [
      "another mutation",
      'createTask(input: { task: { title: "Beside a sign-in" } }) { clientMutationId } signIn(input: $input) { accessToken }',
    ],
    ["one in a fragment", "...Both"],
  ])("doesn’t go together with %s, and nothing is done then", async (_, selection) => {
    const document = `mutation ($input: SignInInput!) { ${selection} }${
      selection === "...Both"
        ? " fragment Both on Mutation { ... on Mutation { signIn(input: $input) { accessToken } } signOut(input: {}) { clientMutationId } }"
        : ""
    }`;
    const input = { email: rep().email, password: "wrong password" };
    const answer = await gateway.as(rep()).query(document, { input });
    expect(answer.refusal).toEqual({ code: "BAD_USER_INPUT", field: "signIn" });
    expect(await failures()).toBe(0);
    expect(await rows("select from app_public.tasks where title = 'Beside a sign-in'")).toEqual([]);
  });
});
