import { createHash, type Hash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ClientBase, Pool } from "pg";
import { DEFAULT_LIMITS } from "../../config/limits.ts";
import { makeCatalogQuery } from "./catalog-query.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** The tables whose rows are the values of enums. */
const LOOKUP_TABLES = `
  select format('select %L, string_agg(t::text, e''\\n'') from %s as t', oid::regclass, oid::regclass) as statement
  from pg_catalog.pg_class
  where obj_description(oid, 'pg_class') ~ '^@enum\\s'
  order by oid::regclass::text`;

/** A fingerprint that the database has been asked for. */
export interface AskedFingerprint {
  /** 64 hexadecimal digits. Rejects with the database's errors. */
  readonly fingerprint: Promise<string>;
}

/**
 * Names everything that the API is built from: the catalog of the database as the authenticator sees it, the rows that
 * are values of enums, the page size, and this program with its packages. Where two names are the same, so are the APIs.
 *
 * @param database - connections as the authenticator
 * @param pageSize - how many rows a page can have; the default unless told
 * @returns 64 hexadecimal digits
 * @throws the database's errors
 */
export async function readFingerprint(database: Pool | ClientBase, pageSize?: number): Promise<string> {
  return (await askFingerprint(database, pageSize)).fingerprint;
}

/**
 * Asks for the name that {@link readFingerprint} reads. All has been sent by the time it resolves if the connection sends
 * statements without waiting for answers: then the database is at it while this process does something else.
 *
 * @param database - connections as the authenticator
 * @param pageSize - how many rows a page can have; the default unless told
 * @returns the fingerprint, when it is there
 * @throws the database's errors
 */
export async function askFingerprint(
  database: Pool | ClientBase,
  pageSize = DEFAULT_LIMITS.pageSize,
): Promise<AskedFingerprint> {
  const { rows: lookupTables } = await database.query<{ statement: string }>(LOOKUP_TABLES);
  const values = readValues(
    database,
    lookupTables.map(({ statement }) => statement),
  );
  const catalog = database.query<{ fingerprint: string }>(makeCatalogQuery());
  const answers = Promise.all([catalog, values]);
  // Its failure is met where it is needed.
  answers.catch(() => {});
  const read = async () => {
    const program = hashProgram(pageSize);
    const [{ rows }, lookupValues] = await answers;
    return program
      .update(rows[0]?.fingerprint ?? "")
      .update(lookupValues)
      .digest("hex");
  };
  const fingerprint = read();
  fingerprint.catch(() => {});
  return { fingerprint };
}

async function readValues(database: Pool | ClientBase, statements: readonly string[]): Promise<string> {
  if (statements.length === 0) return "";
  const { rows } = await database.query(statements.join(" union all ").concat(" order by 1"));
  return JSON.stringify(rows);
}

function hashProgram(pageSize: number): Hash {
  const hash = createHash("sha256").update(`${process.version} ${pageSize}`).update(ROOT);
  const sources = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" });
  const files = sources.filter((file) => file.endsWith(".ts")).map((file) => join("src", file));
  for (const file of [...files, "package-lock.json"].sort()) hash.update(file).update(readFileSync(join(ROOT, file)));
  return hash;
}
