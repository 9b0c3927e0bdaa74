import { request as sendRequest } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Actor, ClientActor, TestDatabase } from "./database.ts";
import type { PublicError, TestGateway } from "./gateway.ts";

const PATIENCE_MS = 30_000;

/** The answer to an import or export. */
export interface TransferAnswer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  /** The first error of a refusal. */
  readonly error: PublicError | undefined;
  /** The lines of a progress report. */
  readonly lines: readonly Record<string, unknown>[];
  /** Its last line, or the whole answer to a preview. */
  readonly summary: Readonly<Record<string, unknown>>;
}

/** Somebody who asks: a member, a contact in the portal, an API key by its secret, a visitor. */
export type Caller = Actor | ClientActor | string | null;

/** The headers of somebody who asks; none of a visitor. */
export async function headersOf(gateway: TestGateway, actor: Caller): Promise<Record<string, string>> {
  if (actor === null) return {};
  if (typeof actor === "string") return { authorization: `Bearer ${actor}` };
  if ("contactId" in actor) {
    const token = await gateway.issuer.issueToken({ subject: actor.contactId, expiresIn: 600, isClient: true });
    return { authorization: `Bearer ${token}` };
  }
  const { organization } = actor;
  return {
    authorization: `Bearer ${await gateway.tokenFor(actor)}`,
    ...(organization === undefined ? {} : { "x-organization-id": organization }),
  };
}

/** Makes an API key with a role, and gives its secret. */
export async function createKey(gateway: TestGateway, creator: Actor, roleId: string): Promise<string> {
  const created = await gateway.as(creator).run("tenancy/CreateApiKey", { name: "Files", roleId, expiresAt: null });
  return created.get("createApiKey.issued.secret");
}

/** Where the gateway listens, from the first call on. */
export async function addressOf(gateway: TestGateway): Promise<string> {
  if (!gateway.app.server.listening) await gateway.app.listen({ host: "127.0.0.1", port: 0 });
  const address = gateway.app.server.address();
  if (address === null || typeof address === "string") throw new Error("The gateway listens on a port.");
  return `http://127.0.0.1:${address.port}`;
}

function answerOf(status: number, type: string, text: string): TransferAnswer {
  const isJson = type.includes("json");
  const lines = isJson
    ? text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line))
    : [];
  return { status, type, text, error: lines[0]?.errors?.[0], lines, summary: lines.at(-1) ?? {} };
}

/** Takes a file out, over HTTP. */
export async function takeOut(gateway: TestGateway, actor: Caller, path: string): Promise<TransferAnswer> {
  const response = await fetch((await addressOf(gateway)) + path, { headers: await headersOf(gateway, actor) });
  return answerOf(response.status, response.headers.get("content-type") ?? "", await response.text());
}

/** Brings a file in, over HTTP. */
export async function bringIn(
  gateway: TestGateway,
  actor: Caller,
  body: string | Uint8Array,
  parameters: Readonly<Record<string, string | object>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<TransferAnswer> {
  const query = new URLSearchParams(
    Object.entries(parameters).map(([name, value]): [string, string] => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
  const url = new URL(`/imports/contacts?${query}`, await addressOf(gateway));
  const all = { "content-type": "text/csv", ...(await headersOf(gateway, actor)), ...headers };
  return new Promise((resolve, reject) => {
    const request = sendRequest(url, { method: "POST", headers: all }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (piece) => {
        text += piece;
      });
      response.on("end", () =>
        resolve(answerOf(response.statusCode ?? 0, response.headers["content-type"] ?? "", text)),
      );
      response.on("error", reject);
    });
    request.on("error", reject).end(body);
  });
}

/** Has the database break off what the gateway is doing. */
export async function breakConnections(db: TestDatabase): Promise<void> {
  await db.withRoot((root) =>
    root.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
      where usename = 'tenantry_authenticator' and datname = current_database() and state <> 'idle'`,
    ),
  );
}

/** Waits until something is so. Throws when it isn't for half a minute. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`It isn't so after ${PATIENCE_MS} ms.`);
    await sleep(50);
  }
}
