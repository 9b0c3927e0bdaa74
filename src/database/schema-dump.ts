import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { HOST } from "./embedded-cluster.ts";
import type { PostgresqlInstallation } from "./installations.ts";
import { migrate } from "./migrations.ts";
import { connectionString, OWNER, provision } from "./provisioning.ts";
import { withScratchCluster } from "./scratch-cluster.ts";

const execute = promisify(execFile);

/**
 * Dumps the schema that the migrations make, for review: migrates an empty database on a server of its own, which is
 * removed afterwards.
 *
 * @param installation - whose server and pg_dump are used
 * @returns the SQL text; the same for the same migrations and major version
 * @throws Error when a program or a migration fails
 */
export async function dumpSchema(installation: PostgresqlInstallation): Promise<string> {
  return withScratchCluster(installation, async ({ rootUrl, password, port }) => {
    await provision(rootUrl, { owner: password, authenticator: password }, ["tenantry"]);
    const ownerUrl = connectionString(rootUrl, { user: OWNER, password }, "tenantry");
    await migrate({ ownerUrl, withCurrent: true });
    const options = [
      "--schema-only",
      "--no-owner",
      "--exclude-schema=graphile_migrate",
      "--exclude-table=app_private.*_2[0-9][0-9][0-9]_[01][0-9]",
    ];
    const connection = ["--host", HOST, "--port", String(port), "--username", OWNER, "--dbname", "tenantry"];
    const { stdout } = await execute(join(installation.programs, "pg_dump"), [...options, ...connection], {
      env: { PGPASSWORD: password },
      maxBuffer: 64 * 1024 * 1024,
    });
    return tidy(stdout, installation.major);
  });
}

/** Takes out what changes from one run, or one minor version, to the next. */
function tidy(dump: string, major: number): string {
  const lines = dump
    .split("\n")
    .filter((line) => !/^(\\(un)?restrict |-- Dumped (from|by) |SET |SELECT pg_catalog\.set_config)/.test(line));
  const text = lines
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
  return `-- The schema as PostgreSQL ${major} dumps it. Written by npm run db:dump, to be reviewed and never edited.\n\n${text}\n`;
}
