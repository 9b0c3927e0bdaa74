import { Pool } from "pg";
import { readConfig } from "../src/config/environment.ts";
import { withDatabases } from "../src/database/databases.ts";
import { loadDemonstrationData } from "../src/database/demonstration-data.ts";
import { migrate } from "../src/database/migrations.ts";

const CONNECTIONS = 16;
const SECONDS = 4;
const ROUNDS = 2;

/**
 * What announcing changes costs those who write: sixteen connections change a ticket each, a transaction at a time, with
 * the triggers off, with nobody listening, with somebody listening to another organization, and to this one. PostgreSQL
 * runs as it comes, waiting for the disk at each commit.
 */
async function run(owner: string): Promise<void> {
  const pool = new Pool({ connectionString: owner, max: CONNECTIONS + 1 });
  // The embedded server stops while connections rest.
  pool.on("error", () => {});
  const { rows: organizations } = await pool.query(
    "select organization_id as id, (array_agg(id))[1] as contact from app_public.contacts group by 1 limit 1",
  );
  const organization = organizations[0].id;
  // One for each connection, so that none waits for another’s row.
  const { rows } = await pool.query(
    `insert into app_public.tickets (organization_id, contact_id, subject)
    select $1, $2, 'Measured' from generate_series(1, $3) returning id`,
    [organization, organizations[0].contact, CONNECTIONS],
  );
  const ids: string[] = rows.map(({ id }) => id);
  const other = (await pool.query("select id from app_public.organizations where id <> $1 limit 1", [organization]))
    .rows;
  const triggers = (state: "enable" | "disable") =>
    pool.query(
      ["added", "changed", "removed"]
        .map((name) => `alter table app_public.tickets ${state} trigger _550_announce_${name};`)
        .join(" "),
    );
  const listen = async (id: string | undefined) => {
    await pool.query("delete from app_private.live_organizations");
    if (id) await pool.query("select app_private.listen_to_organizations($1)", [[id]]);
  };
  const measure = async (): Promise<number> => {
    const until = performance.now() + SECONDS * 1_000;
    let writes = 0;
    const work = async (_: unknown, index: number) => {
      const client = await pool.connect();
      const id = ids[index];
      while (performance.now() < until) {
        await client.query("begin");
        await client.query(
          "update app_public.tickets set metadata = jsonb_build_object('at', clock_timestamp()) where id = $1",
          [id],
        );
        await client.query("commit");
        writes++;
      }
      client.release();
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, work));
    return Math.round(writes / SECONDS);
  };
  process.stdout.write(`${CONNECTIONS} connections, changes per second\n`);
  for (let round = 0; round < ROUNDS; round++) {
    await listen(undefined);
    await triggers("disable");
    const without = await measure();
    await triggers("enable");
    const nobody = await measure();
    await listen(other[0]?.id);
    const elsewhere = await measure();
    await listen(organization);
    const somebody = await measure();
    process.stdout.write(`${JSON.stringify({ without, nobody, elsewhere, somebody })}\n`);
  }
  await listen(undefined);
  await pool.end();
}

await withDatabases(readConfig(), async ({ urls: { owner } }) => {
  if (owner === undefined) throw new Error("Give DATABASE_URL, the owner’s connection string, or no database setting.");
  await migrate({ ownerUrl: owner, withCurrent: true });
  await loadDemonstrationData(owner);
  await run(owner);
});
