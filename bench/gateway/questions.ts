import type { BuiltInIssuer } from "../../src/authentication/built-in-issuer.ts";
import { withConnection } from "../../src/database/connection.ts";
import { type Person, TENANT_CONTACTS } from "./dataset.ts";
import { UNIQUE } from "./load-request.ts";
import { type Call, MIXTURE, NEWEST, OPERATIONS, type Operation, PAGE } from "./operations.ts";
import type { TargetName } from "./target.ts";

/** Different calls of one operation: enough that neither rows nor organizations repeat at once. */
const CALLS = 200;
const DEEP_CALLS = 1_000;
const TOKEN_SECONDS = 24 * 3_600;

/** An operation with what to ask. */
export interface Question {
  readonly name: string;
  readonly title: string;
  readonly calls: readonly { readonly operation: Operation; readonly call: Call }[];
}

/** Asks a person's question of the gateway, and gives `data`. */
export type AskGateway = (person: number, document: string, variables: Call["variables"]) => Promise<never>;

/** All people and their tokens. */
export class Askers {
  readonly people: readonly Person[];
  private readonly tokens: readonly string[];

  private constructor(people: readonly Person[], tokens: readonly string[]) {
    this.people = people;
    this.tokens = tokens;
  }

  static async signIn(people: readonly Person[], issuer: BuiltInIssuer): Promise<Askers> {
    const tokens = people.map(({ userId }) => issuer.issueToken({ subject: userId, expiresIn: TOKEN_SECONDS }));
    return new Askers(people, await Promise.all(tokens));
  }

  /** The owners of the organizations that take turns, by their place. */
  get tenants(): number[] {
    return this.people.flatMap(({ contacts, kind }, place) =>
      contacts === TENANT_CONTACTS && kind === "owner" ? [place] : [],
    );
  }

  /** Who has these many contacts: the last one, since single organizations come last. */
  find(contacts: number, kind: Person["kind"] = "owner"): number {
    return this.people.findLastIndex((person) => person.contacts === contacts && person.kind === kind);
  }

  get largest(): number {
    return this.find(Math.max(...this.people.map(({ contacts }) => contacts)));
  }

  headers(person: number): Record<string, string> {
    return { authorization: `Bearer ${this.tokens[person]}`, "content-type": "application/json" };
  }

  /** What is sent to one of those that are compared. */
  body(target: TargetName, operation: Operation, { variables, parameters }: Call): { path: string; body: string } {
    return target === "limit"
      ? { path: `/${operation.name}`, body: JSON.stringify(parameters) }
      : { path: "/graphql", body: JSON.stringify({ query: operation.document, variables }) };
  }

  /** The same, as it goes over the wire. */
  request(target: TargetName, operation: Operation, call: Call): string {
    const { path, body } = this.body(target, operation, call);
    const headers = { host: "127.0.0.1", ...this.headers(call.person), "content-length": Buffer.byteLength(body) };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    return `POST ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body}`;
  }
}

/** A page of contacts, asked by one person. */
export function pageOf(person: number, title: string): Question {
  const call = { person, variables: { first: PAGE }, parameters: [] };
  return { name: `page-${person}`, title, calls: [{ operation: NEWEST, call }] };
}

/**
 * Makes what is asked.
 *
 * @param askers - who asks
 * @param rootUrl - connection string of a superuser, who sees all rows
 * @param ask - asks the gateway for its cursors
 * @returns a question for each operation, and one that mixes them
 */
export async function makeQuestions(askers: Askers, rootUrl: string, ask: AskGateway): Promise<Question[]> {
  const { tenants } = askers;
  const turns = Array.from({ length: CALLS }, (_, turn) => tenants[turn % tenants.length] ?? 0);
  const rows = await contactsOf(
    rootUrl,
    tenants.map((person) => askers.people[person]?.organizationId ?? ""),
  );
  const deep = await deepCalls(askers, rootUrl, ask);

  const calls: Record<string, readonly Call[]> = {
    row: turns.map((person) => {
      const ids = rows.get(askers.people[person]?.organizationId ?? "") ?? [];
      const id = ids[Math.floor(Math.random() * ids.length)];
      return { person, variables: { id }, parameters: [id] };
    }),
    filtered: turns.map((person) => ({
      person,
      variables: { first: PAGE, stage: "CUSTOMER" },
      parameters: ["customer"],
    })),
    stages: turns.map((person) => ({ person, variables: {}, parameters: [] })),
    create: turns.map((person) => {
      const row = { firstName: "New", lastName: "Contact", email: `${UNIQUE}@bench.test` };
      return { person, variables: { contact: row }, parameters: Object.values(row) };
    }),
    cursor: deep,
  };
  const page = turns.map((person) => ({ person, variables: { first: PAGE }, parameters: [] }));
  const questions = OPERATIONS.map((operation): Question => {
    const { name, title } = operation;
    return { name, title, calls: (calls[name] ?? page).map((call) => ({ operation, call })) };
  });

  const mixed = questions.flatMap(({ name, calls }) =>
    Array.from({ length: MIXTURE[name] ?? 0 }, (_, turn) => calls[turn % calls.length]).filter(
      (entry) => entry !== undefined,
    ),
  );
  // Not in blocks, and in the same order for all.
  const shuffled = mixed.map((_, place) => mixed[(place * 37) % mixed.length]).filter((entry) => entry !== undefined);
  return [...questions, { name: "mixed", title: "mixed", calls: shuffled }];
}

async function contactsOf(rootUrl: string, organizations: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await withConnection(rootUrl, (client) =>
    client.query<{ organization: string; ids: string[] }>(
      "select organization_id as organization, array_agg(id) as ids from app_public.contacts where organization_id = any ($1) group by 1",
      [organizations],
    ),
  );
  return new Map(rows.map(({ organization, ids }) => [organization, ids]));
}

/** Pages in the middle of the largest organization. A cursor of the gateway tells how its others begin. */
async function deepCalls(askers: Askers, rootUrl: string, ask: AskGateway): Promise<Call[]> {
  const { largest: person } = askers;
  const { contacts } = await ask(person, "{ contacts(first: 1) { pageInfo { endCursor } } }", {});
  const { endCursor } = (contacts as { pageInfo: { endCursor: string } }).pageInfo;
  const [digest] = JSON.parse(Buffer.from(endCursor, "base64").toString());
  const { rows } = await withConnection(rootUrl, (client) =>
    client.query<{ id: string; time: string }>(
      `select id, created_at::text as time from app_public.contacts where organization_id = $1
       order by created_at offset $2 limit $3`,
      [askers.people[person]?.organizationId, Math.floor((askers.people[person]?.contacts ?? 0) / 2), DEEP_CALLS],
    ),
  );
  return rows.map(({ id, time }) => ({
    person,
    variables: { first: PAGE, after: Buffer.from(JSON.stringify([digest, time, id])).toString("base64") },
    parameters: [time, id],
  }));
}
