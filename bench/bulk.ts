import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { runCommand } from "../src/commands/run-command.ts";
import { withConnection } from "../src/database/connection.ts";
import { loadDemonstrationData } from "../src/database/demonstration-data.ts";
import { withBenchDatabase, withBenchGateway } from "./bench-database.ts";

/*
 * What does the API add to writing a thousand contacts? The same rows are written by one statement in SQL, as the same
 * member, with the same policies, triggers and audit log, in a transaction that begins and ends as that of a request; and
 * by one mutation through HTTP, which checks the input and answers with each row's id and e-mail address. Both take
 * turns. Then the same mutation with one wrong row at its end, and a thousand single mutations for comparison.
 */
const ROWS = 1_000;
const ROUNDS = 12;
const MEMBER = "staff@clientflow.test";

const COLUMNS = "first_name text, last_name text, email text, lifecycle_stage text, tags text[]";
const NAMES = "first_name, last_name, email, lifecycle_stage, tags";

const IN_SQL = {
  create: `insert into app_public.contacts (${NAMES}) select ${NAMES} from json_to_recordset($1) as r(${COLUMNS}) returning id, email`,
  update:
    "update app_public.contacts c set last_name = r.last_name from json_to_recordset($1) as r(id uuid, last_name text) where c.id = r.id returning c.id, c.email",
  upsert: `insert into app_public.contacts (${NAMES}) select ${NAMES} from json_to_recordset($1) as r(${COLUMNS})
    on conflict (organization_id, email) do update set first_name = excluded.first_name, last_name = excluded.last_name,
      lifecycle_stage = excluded.lifecycle_stage, tags = excluded.tags where contacts.deleted_at is null
    returning id, email`,
};

const IN_GRAPHQL = {
  create: "mutation ($rows: [ContactInput!]!) { createContacts(input: { contacts: $rows }) { contacts { id email } } }",
  update:
    "mutation ($rows: [UpdateContactsItem!]!) { updateContacts(input: { patches: $rows }) { contacts { id email } } }",
  upsert:
    "mutation ($rows: [UpsertContactsItem!]!) { upsertContacts(input: { contacts: $rows, by: EMAIL }) { contacts { id email } } }",
};

type Kind = keyof typeof IN_SQL;

interface Person {
  readonly id?: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

const people = (): Person[] =>
  Array.from({ length: ROWS }, (_, index) => ({
    firstName: `First ${index}`,
    lastName: `Last ${index}`,
    email: `${randomUUID()}@bench.test`,
  }));

const median = (times: number[]) => times.sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

await runCommand("bench:bulk", async () => {
  await withBenchDatabase(async (database) => {
    await loadDemonstrationData(database.ownerUrl);

    await withBenchGateway(
      database,
      async ({ app, issuer }) => {
        const url = `${await app.listen({ host: "127.0.0.1", port: 0 })}/graphql`;
        const sql = new Client({ connectionString: database.authenticatorUrl });
        await sql.connect();

        try {
          const [member] = await withConnection(database.ownerUrl, async (owner) => {
            const query = `select i.subject from app_private.user_identities i join app_public.users u on u.id = i.user_id where u.email = $1`;
            return (await owner.query<{ subject: string }>(query, [MEMBER])).rows;
          });
          const subject = member?.subject ?? "";
          const organization = "clientflow-demo";
          const request = JSON.stringify({ claims: { iss: "tenantry", sub: subject }, organization });
          const headers = {
            authorization: `Bearer ${await issuer.issueToken({ subject, expiresIn: 3_600 })}`,
            "content-type": "application/json",
            "x-organization-id": organization,
          };

          const writeInSql = async (kind: Kind, rows: readonly object[]) => {
            await sql.query("begin");
            await sql.query("select set_config('role', app_private.begin_request($1::jsonb), true)", [request]);
            await sql.query(IN_SQL[kind], [JSON.stringify(rows)]);
            await sql.query("commit");
          };
          const post = async (query: string, variables: object, isWrong = false) => {
            const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
            const answer = (await response.json()) as {
              data: Record<string, { contacts: Person[] }>;
              errors?: object[];
            };
            if (Boolean(answer.errors) !== isWrong) throw new Error(JSON.stringify(answer).slice(0, 500));
            return Object.values(answer.data)[0]?.contacts ?? [];
          };
          const asColumns = ({ firstName, lastName, email }: Person) => ({
            first_name: firstName,
            last_name: lastName,
            email,
            lifecycle_stage: "customer",
            tags: ["bench"],
          });
          const asInput = (person: Person) => ({ ...person, lifecycleStage: "CUSTOMER", tags: ["bench"] });

          const known = await post(IN_GRAPHQL.create, { rows: people().map(asInput) });
          const changes: Record<Kind, (round: number) => [sql: object[], graphql: object[]]> = {
            create: () => [people().map(asColumns), people().map(asInput)],
            update: (round) => [
              known.map(({ id }) => ({ id, last_name: `SQL ${round}` })),
              known.map(({ id }) => ({ id, patch: { lastName: `API ${round}` } })),
            ],
            upsert: (round) => {
              const half = (name: string) =>
                people().map((person, index) => ({
                  ...person,
                  lastName: `${name} ${round}`,
                  email: (index % 2 && known[index]?.email) || person.email,
                }));
              return [half("SQL").map(asColumns), half("API").map(asInput)];
            },
          };

          console.log(
            `${ROWS} contacts at once, median of ${ROUNDS}, PostgreSQL ${(await sql.query("show server_version")).rows[0].server_version}:`,
          );
          for (const kind of Object.keys(IN_SQL) as Kind[]) {
            const times: [number[], number[]] = [[], []];
            for (let round = -2; round < ROUNDS; round++) {
              const [plain, input] = changes[kind](round);
              const both = [
                await timed(() => writeInSql(kind, plain)),
                await timed(() => post(IN_GRAPHQL[kind], { rows: input })),
              ];
              // The first rounds warm up.
              if (round < 0) continue;
              for (const [place, time] of both.entries()) times[place]?.push(time);
            }
            const [plain, api] = times.map(median) as [number, number];
            console.log(
              `  ${kind.padEnd(8)}SQL ${plain.toFixed(0).padStart(5)} ms   GraphQL ${api.toFixed(0).padStart(5)} ms   ratio ${(api / plain).toFixed(2)}`,
            );
          }

          const wrong = [...people().map(asInput).slice(1), { firstName: "Wrong", email: "half" }];
          const refusal = await timed(() => post(IN_GRAPHQL.create, { rows: wrong }, true));
          console.log(`  create with one wrong row, which is found and named: ${refusal.toFixed(0)} ms`);
          const single =
            "mutation ($row: ContactInput!) { createContact(input: { contact: $row }) { contact { id email } } }";
          const singles = await timed(async () => {
            for (const person of people().slice(0, 100)) await post(single, { row: asInput(person) });
          });
          console.log(`  create with ${ROWS} mutations of one row each: ${((singles * ROWS) / 100).toFixed(0)} ms`);
        } finally {
          await sql.end();
        }
      },
      4,
    );
  });
});
