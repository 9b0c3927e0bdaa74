import { execFile } from "node:child_process";
import { once } from "node:events";
import { type IncomingMessage, request as sendRequest } from "node:http";
import { promisify } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { runCommand } from "../src/commands/run-command.ts";
import { formatRecords } from "../src/csv/format.ts";
import { withConnection } from "../src/database/connection.ts";
import { withBenchDatabase, withBenchGateway } from "./bench-database.ts";

/*
 * How long do an import and an export take, how much memory does the gateway need for them, and what would plain SQL
 * take? The import is compared with one insert … select of the same rows as the owner, with all triggers, and with the
 * same without the triggers; the export with making a text of every row. The memory is what the process grows by, in which
 * the client of imports runs, too. Give the number of imported and of exported contacts to measure others than 100,000 and 1,000,000.
 */
const CONTACTS = Number(process.argv[2] ?? 100_000);
const EXPORTED = Number(process.argv[3] ?? 1_000_000);
const SAMPLE_MS = 50;
const MEGABYTE = 1024 * 1024;

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

interface Measured<Result> {
  readonly result: Result;
  readonly seconds: number;
  /** What the memory of the process grew by at most, in megabytes. */
  readonly grown: number;
}

async function measure<Result>(work: () => Promise<Result>): Promise<Measured<Result>> {
  collectGarbage();
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, SAMPLE_MS);
  const startedAt = performance.now();
  const result = await work();
  const seconds = (performance.now() - startedAt) / 1_000;
  clearInterval(timer);
  return { result, seconds, grown: (peak - before) / MEGABYTE };
}

function* file(): Generator<string> {
  yield formatRecords([["First name", "Last name", "E-mail", "Phone", "Tags", "Notes"]]);
  for (let first = 1; first <= CONTACTS; first += 1_000) {
    const rows = Array.from({ length: Math.min(1_000, CONTACTS - first + 1) }, (_, index) => first + index);
    yield formatRecords(
      rows.map((row) => {
        const phone = `+4420${String(70_000_000 + row)}`;
        return [`First ${row}`, "Last", `person${row}@bench.test`, phone, "one, two", "Met at the fair."];
      }),
    );
  }
}

const PLAIN_INSERT = (count: number) => `
  insert into app_public.contacts (organization_id, first_name, last_name, email, phone, tags, notes, source)
  select $1, 'First ' || n, 'Last', 'plain' || n || '@bench.test', '+4420' || (70000000 + n), '{one,two}', 'Met at the fair.', 'import'
  from generate_series(1, ${count}) n`;

/** Reads a file in a process of its own, and prints how long it is. */
const READER = `
  const [url, authorization] = process.argv.slice(1);
  const response = await fetch(url, { headers: { authorization } });
  if (response.status !== 200) throw new Error("The export answers " + response.status + ".");
  let bytes = 0;
  for await (const part of response.body) bytes += part.length;
  console.log(bytes);`;

const run = promisify(execFile);

await runCommand("bench:csv", async () => {
  await withBenchDatabase(async (database) => {
    await withBenchGateway(database, async ({ app, issuer }) => {
      const address = await app.listen({ host: "127.0.0.1", port: 0 });

      await withConnection(database.ownerUrl, async (owner) => {
        const { rows } = await owner.query(`
        with organization as (
          insert into app_public.organizations (name, slug, locale) values ('Bench', 'bench', 'en-GB') returning id
        ), person as (
          insert into app_public.users (email, full_name) values ('bench@bench.test', 'Bench') returning id
        ), identity as (
          insert into app_private.user_identities (user_id, issuer, subject) select id, 'tenantry', id::text from person
        )
        select o.id as organization, p.id as person from organization o, person p`);
        const { organization, person } = rows[0];
        await owner.query(
          `insert into app_public.memberships (organization_id, user_id, role_id)
        select $1, $2, id from app_public.roles where organization_id = $1 and system_role = 'owner'`,
          [organization, person],
        );
        const token = await issuer.issueToken({ subject: person, expiresIn: 3_600 });
        const authorization = `Bearer ${token}`;

        const bringIn = async (parameters: string) => {
          const headers = { authorization, "content-type": "text/csv" };
          const request = sendRequest(`${address}/imports/contacts${parameters}`, { method: "POST", headers });
          const answering = once(request, "response") as Promise<[IncomingMessage]>;
          let piece = "";
          for (const line of file()) {
            piece += line;
            if (piece.length < 65_536) continue;
            if (!request.write(piece)) await once(request, "drain");
            piece = "";
          }
          request.end(piece);
          const [response] = await answering;
          let text = "";
          for await (const part of response) text += part;
          const last = text.trim().split("\n").at(-1) ?? "";
          const { created, updated, skipped, isWritten } = JSON.parse(last);
          if (!isWritten) throw new Error(last);
          return `${created} created, ${updated} updated, ${skipped} skipped`;
        };
        const takeOut = async () => {
          const url = `${address}/exports/contacts.csv`;
          const { stdout } = await run(process.execPath, ["--input-type=module", "-e", READER, url, authorization]);
          return `${Math.round(Number(stdout) / MEGABYTE)} MB`;
        };

        const createOrganization = async (slug: string): Promise<string> => {
          const insert =
            "insert into app_public.organizations (name, slug, locale) values ($1, $1, 'en-GB') returning id";
          return (await owner.query(insert, [slug])).rows[0].id;
        };
        const tell = (name: string, rows: number, measured: Measured<unknown>, base?: Measured<unknown>) => {
          const { result, seconds, grown } = measured;
          const pace = `${Math.round(rows / seconds)} rows/s`.padStart(16);
          const ratio = base === undefined ? "" : `   ratio ${(seconds / base.seconds).toFixed(1)}`;
          const memory = `   process +${grown.toFixed(0)} MB`;
          console.log(
            `  ${name.padEnd(32)}${seconds.toFixed(1).padStart(6)} s${pace}${memory}${ratio}   ${String(result ?? "")}`,
          );
        };
        const { rows: versions } = await owner.query("show server_version");
        console.log(`${CONTACTS} contacts, PostgreSQL ${versions[0].server_version}:`);

        const plain = await measure(async () => {
          await owner.query(PLAIN_INSERT(CONTACTS), [await createOrganization("plain")]);
        });
        tell("insert … select in SQL", CONTACTS, plain);
        await owner.query("alter table app_public.contacts disable trigger user");
        const untriggered = await measure(async () => {
          await owner.query(PLAIN_INSERT(CONTACTS), [await createOrganization("untriggered")]);
        });
        tell("the same without triggers", CONTACTS, untriggered);
        await owner.query("alter table app_public.contacts enable trigger user");
        await owner.query("vacuum analyze app_public.contacts");
        tell("import", CONTACTS, await measure(() => bringIn("")), plain);
        tell("import again, duplicates=update", CONTACTS, await measure(() => bringIn("?duplicates=update")), plain);
        tell("import again, duplicates=skip", CONTACTS, await measure(() => bringIn("?duplicates=skip")), plain);
        await owner.query("alter table app_public.contacts disable trigger user");
        await owner.query(PLAIN_INSERT(EXPORTED - CONTACTS), [organization]);
        await owner.query("alter table app_public.contacts enable trigger user");
        await owner.query("vacuum analyze app_public.contacts");
        const copy = await measure(async () => {
          await owner.query("select count(md5(c::text)) from app_public.contacts c where organization_id = $1", [
            organization,
          ]);
        });
        tell("every row as text in SQL", EXPORTED, copy);
        tell("export", EXPORTED, await measure(takeOut), copy);
      });
    });
  });
});
