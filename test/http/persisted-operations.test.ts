import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { Answer, loadOperation, type TestGateway, useGateway } from "../support/gateway.ts";

const MANIFEST = new URL("../../graphql/generated/persisted-operations.json", import.meta.url);
const published: Readonly<Record<string, string>> = JSON.parse(readFileSync(MANIFEST, "utf8"));
const UNKNOWN = "0".repeat(64);

const db = useDatabase();
const allow = useGateway(db, { environment: "development" });
const only = useGateway(db, { variables: { PERSISTED_OPERATIONS: "only" } });
const off = useGateway(db, { variables: { PERSISTED_OPERATIONS: "off" } });

function hashOf(operation: string): string {
  const found = Object.entries(published).find(([, text]) => new RegExp(`^\\w+ ${operation}\\b`).test(text));
  if (found === undefined) throw new Error(`${operation} isn't published.`);
  return found[0];
}
const me = hashOf("Me");
const text = "{ me { email } }";
const contacts = { query: loadOperation("crm/ListContacts"), variables: {} };

/** The three ways in which clients say the hash. */
const ways: readonly (readonly [string, (hash: string) => object])[] = [
  ["extensions.persistedQuery", (hash) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hash } } })],
  ["documentId", (hash) => ({ documentId: `sha256:${hash}` })],
  ["id", (hash) => ({ id: hash })],
];

const addresses = new Map<TestGateway, string>();
beforeAll(async () => {
  for (const gateway of [allow, only, off]) {
    addresses.set(gateway, await gateway.app.listen({ host: "127.0.0.1", port: 0 }));
  }
});
const email = () => db.world.acme.members.rep.email;

/** Sends a request over the network, as the rep. */
async function send(gateway: TestGateway, parameters: string, request: RequestInit = {}): Promise<Answer> {
  const authorization = `Bearer ${await gateway.tokenFor(db.world.acme.members.rep)}`;
  const headers = { accept: "application/json", "content-type": "application/json", authorization };
  const address = `${addresses.get(gateway)}/graphql${parameters}`;
  const response = await fetch(address, { ...request, headers: { ...headers, ...request.headers } });
  return new Answer({ statusCode: response.status, headers: response.headers, body: await response.text() });
}

function post(gateway: TestGateway, body: object): Promise<Answer> {
  return send(gateway, "", { method: "POST", body: JSON.stringify(body) });
}

function get(gateway: TestGateway, parameters: Readonly<Record<string, string>>): Promise<Answer> {
  return send(gateway, `?${new URLSearchParams(parameters)}`);
}

describe("what is published", () => {
  it("is found by the SHA-256 of its text", () => {
    expect(Object.keys(published).length).toBeGreaterThan(200);
    const hashes = Object.values(published).map((document) => createHash("sha256").update(document).digest("hex"));
    expect(hashes).toEqual(Object.keys(published));
  });
});

describe.each<[string, () => TestGateway]>([
  ["allow, which is the default,", () => allow],
  ["only", () => only],
])("with PERSISTED_OPERATIONS=%s", (_, gateway) => {
  it.each(ways)("a hash in %s is enough", async (_name, sent) => {
    const answer = await post(gateway(), sent(me));
    expect(answer.get("me.email")).toBe(email());
    expect(answer.get("me.__typename")).toBe("User");
  });

  it("takes variables", async () => {
    const answer = await post(gateway(), { documentId: hashOf("ListContacts"), variables: { first: 1 } });
    expect(answer.get<unknown[]>("contacts.nodes")).toHaveLength(1);
    const refused = await post(gateway(), { documentId: hashOf("ListContacts"), variables: { first: "one" } });
    expect(refused.code).toBe("BAD_USER_INPUT");
  });

  it("answers GET", async () => {
    const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash: me } });
    expect((await get(gateway(), { extensions })).get("me.email")).toBe(email());
    expect((await get(gateway(), { documentId: me })).get("me.email")).toBe(email());
  });

  it("runs no mutation by GET", async () => {
    const answer = await get(gateway(), {
      documentId: hashOf("CreateContact"),
      variables: JSON.stringify({ contact: { firstName: "Prefetched" } }),
    });
    expect([answer.status, answer.code]).toEqual([405, "BAD_USER_INPUT"]);
  });

  it.each(ways)("an unknown hash in %s is said to be unknown", async (_name, sent) => {
    const answer = await post(gateway(), sent(UNKNOWN));
    expect([answer.status, answer.code]).toEqual([400, "PERSISTED_QUERY_NOT_FOUND"]);
    expect(answer.errors?.[0]?.message).toBe("PersistedQueryNotFound");
  });

  it.each(["constructor", "__proto__", "../schema", ""])("the hash %j is unknown, too", async (id) => {
    expect((await post(gateway(), { id })).code).toBe("PERSISTED_QUERY_NOT_FOUND");
  });

  it("decides nothing about who may see what", async () => {
    const anonymous = await gateway().post({ documentId: hashOf("ListContacts") });
    expect(anonymous.code).toBe("UNAUTHENTICATED");
    const stranger = await gateway().post(
      { documentId: hashOf("GetContact"), variables: { id: db.world.acme.contacts.reps } },
      { authorization: `Bearer ${await gateway().tokenFor(db.world.globex.owner)}` },
    );
    expect(stranger.get("contact")).toBeNull();
  });

  it("logs nothing of a request that it can't use", async () => {
    gateway().log.length = 0;
    const printed: unknown[] = [];
    const { error } = console;
    console.error = (...words: unknown[]) => void printed.push(words);
    try {
      await post(gateway(), { variables: { password: "hunter2" } });
      await post(gateway(), { id: UNKNOWN, variables: { password: "hunter2" } });
      await post(gateway(), { query: 5, variables: { password: "hunter2" } });
    } finally {
      console.error = error;
    }
    expect(printed).toEqual([]);
    expect(gateway().log.length).toBeGreaterThan(0);
    expect(gateway().log.join("")).not.toContain("hunter2");
  });
});

describe("with PERSISTED_OPERATIONS=allow", () => {
  it("any text is run, also beside a hash that isn't known, as clients send it then", async () => {
    expect((await post(allow, { query: text })).get("me.email")).toBe(email());
    for (const [, sent] of ways) {
      expect((await post(allow, { query: text, ...sent(UNKNOWN) })).get("me.email")).toBe(email());
    }
  });

  it("a known hash wins over a text that isn't its own", async () => {
    const answer = await post(allow, { ...contacts, documentId: me });
    expect(Object.keys(answer.data ?? {})).toEqual(["me"]);
  });

  it("GraphiQL goes on working", async () => {
    const page = await allow.inject({ url: "/graphiql", headers: { host: "localhost:5678", accept: "text/html" } });
    expect(page.statusCode).toBe(200);
    expect((await post(allow, { query: "{ __schema { queryType { name } } }" })).errors).toBeUndefined();
  });

  it("a request with neither hash nor text is refused", async () => {
    const answer = await post(allow, { variables: {} });
    expect([answer.status, answer.code]).toEqual([400, "BAD_USER_INPUT"]);
  });
});

describe("with PERSISTED_OPERATIONS=only", () => {
  it("no text is run, whatever comes with it", async () => {
    for (const body of [
      { query: text },
      { query: "{ __schema { queryType { name } } }" },
      { query: published[me] },
      { query: text, ...ways[0]?.[1](UNKNOWN) },
      {},
    ]) {
      const answer = await post(only, body);
      expect([answer.status, answer.code]).toEqual([400, "PERSISTED_OPERATION_ONLY"]);
    }
    expect((await get(only, { query: text })).code).toBe("PERSISTED_OPERATION_ONLY");
  });

  it("a known hash runs what is published, not the text beside it", async () => {
    const answer = await post(only, { ...contacts, documentId: me });
    expect(Object.keys(answer.data ?? {})).toEqual(["me"]);
  });
});

describe("with PERSISTED_OPERATIONS=off", () => {
  it("hashes are said not to be supported, and texts are run", async () => {
    const answer = await post(off, { documentId: me });
    expect([answer.status, answer.code]).toEqual([400, "PERSISTED_QUERY_NOT_SUPPORTED"]);
    expect((await post(off, { query: text, documentId: me })).get("me.email")).toBe(email());
  });
});
