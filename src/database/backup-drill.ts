import { execFile } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCACertificates } from "node:tls";
import { promisify } from "node:util";
import { type Client, escapeIdentifier } from "pg";
import { buildApp } from "../app.ts";
import { createBuiltInIssuer } from "../authentication/built-in-issuer.ts";
import { inDatabase } from "../config/database-url.ts";
import { type Config, readConfig } from "../config/environment.ts";
import { withConnection } from "./connection.ts";
import { findDumpPrograms } from "./installations.ts";
import { libpqEnvironment } from "./libpq-environment.ts";
import { createAuthenticatorPool } from "./pools.ts";
import { AUTHENTICATOR, OWNER } from "./provisioning.ts";

const execute = promisify(execFile);
const MAXIMUM_SCHEMA_BYTES = 256 * 1024 * 1024;
const TOKEN_LIFETIME_SECONDS = 300;

/** What a drill works on. */
export interface DrillOptions {
  /** Connection string of a superuser into the database that is to be dumped. */
  readonly rootUrl: string;
  /** The same database as the authenticator, who answers requests of the restored one. */
  readonly authenticatorUrl: string;
  /** Directories to look for pg_dump in, as PATH has them. */
  readonly searchPath: string;
  /** Leaves the restored database on the server. */
  readonly keep?: boolean;
  /** Hears what is being done, a line at a time. */
  readonly onProgress?: (message: string) => void;
  /** Runs with the restored database before it is compared; for what a test breaks there. */
  readonly beforeComparison?: (restoredUrl: string) => Promise<void>;
}

/** What a drill found. */
export interface DrillResult {
  /** The name of the restored database. */
  readonly database: string;
  readonly tables: number;
  readonly rows: number;
  /** What is different in the restored database, a sentence each; empty when the backup is good. */
  readonly differences: readonly string[];
}

/** The rows of a table: how many, and a checksum that doesn't depend on their order. */
type Contents = ReadonlyMap<string, string>;

/** Counts and sums up every table, and notes where sequences stand. */
async function readContents(client: Client): Promise<Contents> {
  // As pg_dump sets them: so that values are the same text wherever they are.
  await client.query(
    "set timezone to 'UTC'; set datestyle to 'ISO'; set intervalstyle to 'postgres'; set bytea_output to 'hex'",
  );
  await client.query("set extra_float_digits to 3; set search_path to ''");
  const { rows: tables } = await client.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
    order by 1`);
  const contents = new Map<string, string>();
  for (const { name } of tables) {
    const { rows } = await client.query<{ count: string; sum: string }>(
      `select count(*) as count, coalesce(sum(pg_catalog.hashtextextended(t::text, 0)), 0) as sum from ${name} t`,
    );
    contents.set(name, `${rows[0]?.count} rows, checksum ${rows[0]?.sum}`);
  }
  const { rows: sequences } = await client.query<{ name: string; value: string }>(`
    select format('sequence %I.%I', schemaname, sequencename) as name, coalesce(last_value::text, 'unused') as value
    from pg_catalog.pg_sequences order by 1`);
  for (const { name, value } of sequences) contents.set(name, value);
  return contents;
}

function compareContents(source: Contents, restored: Contents): string[] {
  const names = [...new Set([...source.keys(), ...restored.keys()])].sort();
  return names
    .filter((name) => source.get(name) !== restored.get(name))
    .map(
      (name) => `${name}: ${source.get(name) ?? "missing"} in the source, ${restored.get(name) ?? "missing"} restored`,
    );
}

/** The statements of a dump by what is compared: with them owners, grants, policies, triggers, functions and comments. */
function statementsOf(dump: string): ReadonlyMap<string, string> {
  const text = dump.replace(/^(--.*|\\(un)?restrict .*|\s*)\n/gm, "");
  const statements = text.split(/;\n/).map((statement) => statement.trim());
  // Conditions of triggers that compare rows get other parentheses when PostgreSQL reads its own text again.
  const compared = (statement: string) =>
    statement.startsWith("CREATE TRIGGER") ? statement.replace(/[()]/g, "") : statement;
  return new Map(statements.map((statement) => [compared(statement), statement]));
}

function compareSchemas(source: string, restored: string): string[] {
  const [before, after] = [statementsOf(source), statementsOf(restored)];
  const short = (statement: string) => statement.replace(/\s+/g, " ").slice(0, 200);
  const missing = [...before].filter(([key]) => !after.has(key)).map(([, text]) => `not restored: ${short(text)}`);
  const added = [...after].filter(([key]) => !before.has(key)).map(([, text]) => `only restored: ${short(text)}`);
  return [...missing, ...added];
}

/** Builds the gateway on the restored database and asks it as somebody who is in there, with a key of the moment. */
async function askGateway(
  authenticatorUrl: string,
  person: { id: string; full_name: string } | undefined,
): Promise<string[]> {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const config: Config = {
    ...readConfig({ NODE_ENV: "production", LOG_LEVEL: "silent", AUTH_DATABASE_URL: authenticatorUrl }),
    signingKey: privateKey,
  };
  const pool = createAuthenticatorPool(authenticatorUrl, config.databasePoolSize, { warn: () => {} });
  try {
    const issuer = await createBuiltInIssuer(config);
    const app = await buildApp({ config, pool, issuer });
    try {
      const token = person && (await issuer.issueToken({ subject: person.id, expiresIn: TOKEN_LIFETIME_SECONDS }));
      const response = await app.inject({
        method: "POST",
        url: "/graphql",
        headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
        payload: JSON.stringify({ query: "{ me { id fullName } }" }),
      });
      const expected = { data: { me: person ? { id: person.id, fullName: person.full_name } : null } };
      const isExpected = response.statusCode === 200 && response.body === JSON.stringify(expected);
      return isExpected ? [] : [`the gateway answers ${response.statusCode} ${response.body.slice(0, 300)}`];
    } finally {
      await app.close();
    }
  } catch (error) {
    return [`the gateway doesn't start: ${error instanceof Error ? error.message : String(error)}`];
  } finally {
    await pool.end();
  }
}

/**
 * Proves that a backup can be restored: dumps a database as it is at one moment, restores it into a new one on the same
 * server, and compares rows, checksums, sequences, owners, grants, policies and everything else of the schema; then
 * builds the gateway on it and asks something. The database in use is only read.
 *
 * @param options - which database, and as whom
 * @returns what was compared, and the differences
 * @throws Error when pg_dump is missing or too old, or when dumping or restoring fails; the new database is gone then
 */
export async function runBackupDrill(options: DrillOptions): Promise<DrillResult> {
  const { rootUrl, authenticatorUrl, searchPath, keep = false, onProgress = () => {} } = options;
  const database = `tenantry_drill_${randomBytes(4).toString("hex")}`;
  const restoredUrl = inDatabase(rootUrl, database);
  const directory = await mkdtemp(join(tmpdir(), "tenantry-drill-"));
  const file = join(directory, "database.dump");
  const authorities = join(directory, "authorities.crt");
  try {
    await writeFile(authorities, getCACertificates().join("\n"));
    return await withConnection(rootUrl, async (source) => {
      const { rows: versions } = await source.query<{ major: number }>(
        "select current_setting('server_version_num')::int / 10000 as major",
      );
      const programs = findDumpPrograms(versions[0]?.major ?? 0, searchPath);
      // Connection strings hold a password: they go by the environment, not by the command line.
      const run = async (program: string, url: string, ...args: string[]) => {
        const env = libpqEnvironment(url, authorities);
        const { stdout } = await execute(join(programs, program), args, { env, maxBuffer: MAXIMUM_SCHEMA_BYTES });
        return stdout;
      };
      // Dump, counts and sums see the same moment, whatever is written meanwhile.
      await source.query("begin isolation level repeatable read, read only");
      const { rows: snapshots } = await source.query<{ id: string }>("select pg_export_snapshot() as id");
      onProgress("Dumping …");
      const snapshot = `--snapshot=${snapshots[0]?.id}`;
      await run("pg_dump", rootUrl, snapshot, "--format=custom", `--file=${file}`);
      const schema = await run("pg_dump", rootUrl, snapshot, "--schema-only");
      onProgress("Counting and summing up …");
      const contents = await readContents(source);
      const { rows: people } = await source.query<{ id: string; full_name: string }>(
        "select id, full_name from app_public.users where is_active order by id limit 1",
      );
      await source.query("commit");

      try {
        onProgress(`Restoring into ${database} …`);
        await source.query(`create database ${escapeIdentifier(database)} template template0 owner ${OWNER}`);
        // What a database allows isn't in its dump.
        await source.query(`revoke all on database ${escapeIdentifier(database)} from public`);
        await source.query(`grant connect on database ${escapeIdentifier(database)} to ${AUTHENTICATOR}`);
        await run("pg_restore", restoredUrl, "--exit-on-error", "--dbname", database, file);
        await options.beforeComparison?.(restoredUrl);
        onProgress("Comparing …");
        const restored = await withConnection(restoredUrl, readContents);
        const differences = [
          ...compareContents(contents, restored),
          ...compareSchemas(schema, await run("pg_dump", restoredUrl, "--schema-only")),
          ...(await askGateway(inDatabase(authenticatorUrl, database), people[0])),
        ];
        const counts = [...contents].filter(([name]) => !name.startsWith("sequence "));
        const rows = counts.reduce((sum, [, text]) => sum + Number.parseInt(text, 10), 0);
        return { database, tables: counts.length, rows, differences };
      } finally {
        if (!keep) await source.query(`drop database if exists ${escapeIdentifier(database)} with (force)`);
      }
    });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
