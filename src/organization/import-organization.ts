import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Client } from "pg";
import { withConnection } from "../database/connection.ts";

const FORMAT = "tenantry organization 1";
const BATCH_ROWS = 500;
const BATCH_CHARACTERS = 4 * 1024 * 1024;
const LINE = /^\{"table":"([a-z_.]+)","row":(\{.*\})\}$/;

/** Which rows belong to the organization $2, where no column of theirs says so, and which may be here already. */
const KINDS: Readonly<Record<string, { readonly owner: string; readonly known: string }>> = {
  "app_public.organizations": { owner: "id = $2", known: "" },
  "app_public.users": { owner: "$2::uuid is not null", known: "on conflict (id) do nothing" },
};

/** What an import needs to know. */
export interface OrganizationImport {
  /** Connection string of the owner. */
  readonly ownerUrl: string;
  /** The file that was taken out. */
  readonly file: Readable;
}

/** What was brought in. */
export interface ImportedOrganization {
  readonly slug: string;
  readonly rows: number;
}

interface Header {
  readonly format?: unknown;
  readonly organizationId?: unknown;
  readonly slug?: unknown;
  readonly shape?: unknown;
}

/** The tables of organizations, with the columns that rows are made of. */
async function readTables(client: Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; columns: string }>(
    "select name, columns from app_private.organization_tables()",
  );
  return new Map(rows.map(({ name, columns }) => [name, columns]));
}

/** Which organization it is. */
interface Organization {
  readonly id: unknown;
  readonly slug: string;
}

async function checkHeader(client: Client, line: string): Promise<Organization> {
  let header: Header;
  try {
    header = JSON.parse(line);
  } catch {
    header = {};
  }
  if (header.format !== FORMAT) throw new Error("this is no file of GET /exports/organization.ndjson");
  const { rows } = await client.query<{ shape: string; known: boolean }>(
    `select app_private.organization_shape() as shape,
      exists (select from app_public.organizations o where o.id = $1 or o.slug = $2) as known`,
    [header.organizationId, header.slug],
  );
  if (rows[0]?.shape !== header.shape) throw new Error("the file comes from another version; use that one here");
  if (rows[0]?.known) throw new Error(`${header.slug} is here already`);
  return { id: header.organizationId, slug: String(header.slug) };
}

/**
 * What rows start by themselves has happened where they come from, so nothing of it happens again. References are looked
 * at when all rows are there, whatever their order. All of it ends with the transaction, or is taken back with it.
 */
async function switchRules(client: Client, tables: Iterable<string>, change: "off" | "on"): Promise<void> {
  const names = [...tables];
  for (const name of names) {
    await client.query(`alter table ${name} ${change === "off" ? "disable" : "enable"} trigger user`);
  }
  const { rows } = await client.query<{ statement: string }>(
    `select format('alter table %s alter constraint %I %s', f.conrelid::regclass, f.conname, $2::text) as statement
    from pg_constraint f
    where f.contype = 'f' and f.conparentid = 0
      and f.conrelid = any ($1::regclass[]) and f.confrelid = any ($1::regclass[])`,
    [names, change === "off" ? "deferrable initially deferred" : "not deferrable"],
  );
  for (const { statement } of rows) await client.query(statement);
}

/**
 * Brings an organization in that was taken out, all of it or nothing. Accounts that are here already stay as they are.
 *
 * @param options - the file and where it goes
 * @returns what was brought in
 * @throws Error when the file isn't whole or doesn't belong here, and the server's error when a row can't be added
 */
export async function importOrganization({ ownerUrl, file }: OrganizationImport): Promise<ImportedOrganization> {
  return withConnection(ownerUrl, async (client) => {
    await client.query("set statement_timeout = 0; set timezone = 'UTC'; begin");
    const tables = await readTables(client);
    let organization: Organization | undefined;
    let count = 0;
    let total: unknown;
    let batch: { name: string; rows: string[]; characters: number } = { name: "", rows: [], characters: 0 };
    const flush = async (name: string) => {
      const columns = tables.get(batch.name);
      if (batch.rows.length > 0 && columns !== undefined) {
        const { owner, known } = KINDS[batch.name] ?? { owner: "organization_id = $2", known: "" };
        const { rowCount } = await client.query(
          `insert into ${batch.name} (${columns})
          select ${columns} from json_populate_recordset(null::${batch.name}, $1::json) where ${owner} ${known}`,
          [`[${batch.rows.join(",")}]`, organization?.id],
        );
        // Whoever edits the file of their own organization could otherwise become a member of another one.
        if (rowCount !== batch.rows.length && known === "") {
          throw new Error(`the file has rows of another organization in ${batch.name}`);
        }
      }
      batch = { name, rows: [], characters: 0 };
    };
    for await (const line of createInterface({ input: file, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (organization === undefined) {
        organization = await checkHeader(client, line);
        await switchRules(client, tables.keys(), "off");
        continue;
      }
      const [, name, row] = LINE.exec(line) ?? [];
      if (name === undefined || row === undefined || !tables.has(name) || total !== undefined) {
        if (total !== undefined) throw new Error("the file goes on after its end");
        total = /^\{"rows":(\d+)\}$/.exec(line)?.[1];
        if (total === undefined) throw new Error(`line ${count + 2} is no row of an organization`);
        continue;
      }
      if (name !== batch.name || batch.rows.length >= BATCH_ROWS || batch.characters >= BATCH_CHARACTERS) {
        await flush(name);
      }
      batch.rows.push(row);
      batch.characters += row.length;
      count++;
    }
    await flush("");
    if (organization === undefined || total !== String(count)) throw new Error("the file isn’t whole");
    // Who was no member any more isn't in the file.
    for (const name of ["app_public.audit_logs", "app_public.security_events"]) {
      await client.query(
        `update ${name} e set user_id = null
        where e.organization_id = $1
          and e.user_id is not null and not exists (select from app_public.users u where u.id = e.user_id)`,
        [organization.id],
      );
    }
    await client.query("set constraints all immediate");
    await switchRules(client, tables.keys(), "on");
    await client.query("commit");
    return { slug: organization.slug, rows: count };
  });
}
