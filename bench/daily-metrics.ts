import { Client } from "pg";
import { runCommand } from "../src/commands/run-command.ts";
import { withConnection } from "../src/database/connection.ts";
import { withBenchDatabase } from "./bench-database.ts";

/*
 * Do writers of one tenant wait for each other because their rows are counted? Sixteen connections add contacts to one
 * organization. Each transaction goes on for two milliseconds after its insert, as those of requests do. Three ways of
 * counting take turns: none, the one of this database, and the usual one, a row per day that every writer updates.
 */
const WRITERS = 16;
const ROUNDS = 4;
const ROUND_MS = 2_000;

const WAYS: Record<string, readonly string[]> = {
  "not counted": ["alter table app_public.contacts disable trigger _600_count_added"],
  "counted as built": ["alter table app_public.contacts enable trigger _600_count_added"],
  "one row per day": [
    "alter table app_public.contacts disable trigger _600_count_added",
    "create trigger _601_count_in_one_row after insert on app_public.contacts for each row execute function app_private.count_in_one_row()",
  ],
};

const ONE_ROW_PER_DAY = `
  create table app_private.one_row_per_day (organization_id uuid, day date, amount bigint, primary key (organization_id, day));
  create function app_private.count_in_one_row() returns trigger language plpgsql as $$
  begin
    insert into app_private.one_row_per_day as t values (NEW.organization_id, current_date, 1)
    on conflict (organization_id, day) do update set amount = t.amount + 1;
    return null;
  end $$`;

/** Adds contacts until the time is over, and gives how many. */
async function write(client: Client, organizationId: string, until: number): Promise<number> {
  let written = 0;
  while (performance.now() < until) {
    await client.query("begin");
    await client.query("insert into app_public.contacts (organization_id, first_name) values ($1, 'Bench')", [
      organizationId,
    ]);
    await client.query("select pg_sleep(0.002)");
    await client.query("commit");
    written++;
  }
  return written;
}

await runCommand("bench:daily-metrics", async () => {
  await withBenchDatabase(
    async ({ ownerUrl }) => {
      await withConnection(ownerUrl, async (owner) => {
        await owner.query(ONE_ROW_PER_DAY);
        const { rows } = await owner.query(
          "insert into app_public.organizations (name, slug, locale) values ('Bench', 'bench', 'en-GB') returning id",
        );
        const organizationId: string = rows[0].id;
        const clients = Array.from({ length: WRITERS }, () => new Client({ connectionString: ownerUrl }));
        await Promise.all(clients.map((client) => client.connect()));

        const written: Record<string, number> = {};
        try {
          for (let round = 0; round < ROUNDS; round++) {
            for (const [way, statements] of Object.entries(WAYS)) {
              await owner.query("drop trigger if exists _601_count_in_one_row on app_public.contacts");
              for (const statement of statements) await owner.query(statement);
              const until = performance.now() + ROUND_MS;
              const counts = await Promise.all(clients.map((client) => write(client, organizationId, until)));
              written[way] = (written[way] ?? 0) + counts.reduce((sum, count) => sum + count, 0);
            }
          }
        } finally {
          await Promise.all(clients.map((client) => client.end()));
        }

        const seconds = (ROUNDS * ROUND_MS) / 1_000;
        const base = written["not counted"] ?? 1;
        console.log(
          `${WRITERS} writers in one tenant, PostgreSQL ${(await owner.query("show server_version")).rows[0].server_version}:`,
        );
        for (const [way, count] of Object.entries(written)) {
          const perSecond = Math.round(count / seconds).toString();
          console.log(
            `  ${way.padEnd(18)}${perSecond.padStart(7)} transactions/s   ratio ${(count / base).toFixed(2)}`,
          );
        }
      });
    },
    { synchronous_commit: "off" },
  );
});
