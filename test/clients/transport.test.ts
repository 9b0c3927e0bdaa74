import { createServer, type IncomingHttpHeaders } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  CreateTaskDocument,
  createTransport,
  GetContactDocument,
  ListContactsDocument,
  OperationError,
  type TransportOptions,
} from "../../graphql/generated/client.js";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);
let url: string;
let authorization: string;

/** Stands where a gateway should, and answers with a page. */
const seen: { headers: IncomingHttpHeaders; body: string }[] = [];
const proxy = createServer((request, response) => {
  let body = "";
  request.on("data", (part) => {
    body += part;
  });
  request.on("end", () => {
    seen.push({ headers: request.headers, body });
    response.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad gateway</h1>");
  });
});

beforeAll(async () => {
  url = `${await gateway.app.listen({ host: "127.0.0.1", port: 0 })}/graphql`;
  authorization = `Bearer ${await gateway.tokenFor(db.world.acme.members.rep)}`;
  await new Promise<void>((resolve) => {
    proxy.listen(0, "127.0.0.1", resolve);
  });
});
afterAll(() => void proxy.close());

const transport = (options: Partial<TransportOptions> = {}) =>
  createTransport({ url, headers: () => ({ authorization }), ...options });
const proxyUrl = () => `http://127.0.0.1:${(proxy.address() as { port: number }).port}/`;
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe("createTransport", () => {
  it.each([true, false])("runs operations, persisted: %s", async (persisted) => {
    const { contacts } = await transport({ persisted }).run(ListContactsDocument, { first: 5 });
    expect(contacts?.nodes.map(({ id }) => id)).toEqual([db.world.acme.contacts.reps]);
    const { contact } = await transport({ persisted }).run(GetContactDocument, { id: db.world.acme.contacts.norths });
    expect(contact).toBeNull();
  });

  it("throws what the gateway says, with its code", async () => {
    const anonymous = createTransport({ url });
    const error = await failureOf(anonymous.run(ListContactsDocument, {}));
    expect(error).toBeInstanceOf(OperationError);
    expect(error).toMatchObject({ code: "UNAUTHENTICATED", errors: [{ path: ["contacts"] }] });
    expect((error as OperationError).message).toBe((error as OperationError).errors[0]?.message);
  });

  it("throws UNAVAILABLE for an answer that isn’t one", async () => {
    const error = await failureOf(transport({ url: proxyUrl() }).run(ListContactsDocument, {}));
    expect(error).toMatchObject({ code: "UNAVAILABLE", message: expect.stringContaining("502") });
  });

  it("sends hash and variables, the headers of the moment, and an idempotency key", async () => {
    seen.length = 0;
    let count = 0;
    const counting = transport({ url: proxyUrl(), headers: async () => ({ "x-count": String(++count) }) });
    const variables = { task: { title: "Call Ella" } };
    await failureOf(counting.run(CreateTaskDocument, variables, { idempotencyKey: "0123456789abcdef" }));
    await failureOf(counting.run(CreateTaskDocument, variables));
    expect(seen.map(({ headers }) => headers["x-count"])).toEqual(["1", "2"]);
    expect(seen.map(({ headers }) => headers["idempotency-key"])).toEqual(["0123456789abcdef", undefined]);
    expect(JSON.parse(seen[0]?.body ?? "")).toEqual({ documentId: CreateTaskDocument.documentId, variables });
  });

  it("does once what is repeated with one idempotency key", async () => {
    const create = () =>
      transport().run(CreateTaskDocument, { task: { title: "Call Ella" } }, { idempotencyKey: "fedcba9876543210" });
    expect(await create()).toEqual(await create());
  });

  it("stops when it is told to", async () => {
    const signal = AbortSignal.abort();
    await expect(transport().run(ListContactsDocument, {}, { signal })).rejects.toThrow(/abort/i);
  });
});
