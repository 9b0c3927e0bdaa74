import { join } from "node:path";
import { type Client, type DatabaseError, escapeIdentifier } from "pg";
import type { AuditRetentionOptions } from "../config/environment.ts";
import { withConnection } from "../database/connection.ts";
import { writeArchiveFile } from "./archive-file.ts";

const ROWS_AT_ONCE = 2_000;
/** Everybody who reads or writes the audit log queues behind who waits for a lock on it, so the wait is short. */
const LOCK_TIMEOUT = "1s";
const LOCK_NOT_AVAILABLE = "55P03";
const DEADLOCK_DETECTED = "40P01";
const ATTEMPTS_TO_DROP = 5;

/** What a run did. */
export interface RetentionResult {
  /** Entries that were removed. */
  readonly removed: number;
  /** Names of the partitions that were dropped. */
  readonly dropped: readonly string[];
  /** Paths of the files that hold what was removed; each was there before anything of it was removed. */
  readonly files: readonly string[];
}

/** A month that entries may be of, and the partition it has to itself. */
interface Month {
  /** Such as 2026-01. */
  readonly name: string;
  readonly begins: Date;
  readonly ends: Date;
  /** Undefined where the entries are in the default partition. */
  readonly partition?: string;
}

/** Months of the past that have a partition, or entries in the default one. */
async function pastMonths(client: Client): Promise<Month[]> {
  const { rows } = await client.query<{ name: string; begins: Date; ends: Date; partition: string | null }>(`
    with months (name, partition) as (
      select translate(substr(c.relname, length('audit_logs_') + 1), '_', '-'), c.relname
      from pg_catalog.pg_inherits i
      join pg_catalog.pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'app_public.audit_logs'::regclass and c.relname ~ '^audit_logs_\\d{4}_\\d{2}$'
      union all
      select distinct to_char(created_at at time zone 'UTC', 'YYYY-MM'), null from app_private.audit_logs_default
    )
    select name, partition, begins at time zone 'UTC' as begins, (begins + interval '1 month') at time zone 'UTC' as ends
    from months, lateral (select (name || '-01')::timestamp as begins) m
    where (begins + interval '1 month') at time zone 'UTC' <= now()
    order by name, partition nulls last`);
  return rows.map(({ partition, ...month }) => (partition === null ? month : { ...month, partition }));
}

/** The organizations that have entries of a month: those whose time for them is over, and whether any keeps them. */
async function organizationsOf(
  client: Client,
  { begins, ends }: Month,
  retentionDays: number | undefined,
): Promise<{ due: string[]; isKept: boolean }> {
  const { rows } = await client.query<{ id: string; is_due: boolean }>(
    `select o.id, coalesce($2::timestamptz + make_interval(days => coalesce(o.audit_retention_days, $3::int)) <= now(), false) as is_due
     from app_public.organizations o
     where exists (
       select from app_public.audit_logs a where a.organization_id = o.id and a.created_at >= $1 and a.created_at < $2
     )
     order by o.id`,
    [begins, ends, retentionDays ?? null],
  );
  return {
    due: rows.filter(({ is_due: isDue }) => isDue).map(({ id }) => id),
    isKept: rows.some(({ is_due: isDue }) => !isDue),
  };
}

/** An organization's entries of a month, by their positions among those that go. */
interface DueEntries {
  readonly organizationId: string;
  /** The position of the first, counted from 1, and of the last. */
  readonly first: number;
  readonly last: number;
}

/** Notes which entries go, so that what is written and what is removed are the same ones. */
async function noteDueEntries(client: Client, { begins, ends }: Month, due: readonly string[]): Promise<DueEntries[]> {
  await client.query(`
    create temporary table if not exists due_entries (
      position int primary key, organization_id uuid not null, id uuid not null, created_at timestamptz not null
    );
    truncate pg_temp.due_entries`);
  await client.query(
    `insert into pg_temp.due_entries
     select row_number() over (order by organization_id, created_at, id), organization_id, id, created_at
     from app_public.audit_logs
     where organization_id = any ($1) and created_at >= $2 and created_at < $3`,
    [due, begins, ends],
  );
  await client.query("analyze pg_temp.due_entries");
  const { rows } = await client.query<DueEntries>(`
    select organization_id as "organizationId", min(position) as first, max(position) as last
    from pg_temp.due_entries
    group by organization_id
    order by first`);
  return rows;
}

/** The first and the last position of each batch. */
function* batches({ first, last }: DueEntries): Generator<[number, number]> {
  for (let position = first; position <= last; position += ROWS_AT_ONCE) {
    yield [position, Math.min(position + ROWS_AT_ONCE - 1, last)];
  }
}

async function* linesOf(client: Client, entries: DueEntries): AsyncGenerator<string> {
  for (const batch of batches(entries)) {
    const { rows } = await client.query<{ line: string }>(
      `select to_json(a)::text as line
       from pg_temp.due_entries d join app_public.audit_logs a using (id, created_at)
       where d.position between $1 and $2
       order by d.position`,
      batch,
    );
    yield rows.map(({ line }) => `${line}\n`).join("");
  }
}

async function removeDueEntries(client: Client, entries: DueEntries): Promise<number> {
  let removed = 0;
  for (const batch of batches(entries)) {
    const { rowCount } = await client.query(
      `delete from app_public.audit_logs a using pg_temp.due_entries d
       where a.id = d.id and a.created_at = d.created_at and d.position between $1 and $2`,
      batch,
    );
    removed += rowCount ?? 0;
  }
  return removed;
}

/**
 * Drops a partition unless it has entries beside those that may go. A default partition rules `detach … concurrently`
 * out; dropping takes milliseconds once the lock is there, and is given up soon where it isn't.
 *
 * @returns whether it is gone
 */
async function dropPartition(client: Client, partition: string): Promise<boolean> {
  const name = `app_private.${escapeIdentifier(partition)}`;
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query(`begin; set local lock_timeout = '${LOCK_TIMEOUT}'`);
      // Against writers, while it is looked through; readers go on.
      await client.query(`lock table ${name} in share mode`);
      const { rows } = await client.query<{ has_others: boolean }>(`
        select exists (
          select from ${name} a
          where not exists (select from pg_temp.due_entries d where d.id = a.id and d.created_at = a.created_at)
        ) as has_others`);
      const hasOthers = rows[0]?.has_others ?? true;
      if (!hasOthers) await client.query(`drop table ${name}`);
      await client.query("commit");
      return !hasOthers;
    } catch (error) {
      await client.query("rollback");
      const { code } = error as DatabaseError;
      if (code !== LOCK_NOT_AVAILABLE && code !== DEADLOCK_DETECTED) throw error;
      if (attempt === ATTEMPTS_TO_DROP) return false;
    }
  }
}

/**
 * Removes what the organizations' time to keep the audit log is over for, a month at a time: entries of a month go when the
 * whole month is as many days old. With a directory for archives, each organization's entries of a month are in a file
 * there, on the disk, before any is removed. A month that nobody keeps goes with its partition; where others keep theirs,
 * entries are deleted in batches. Of two runs at once the later one does nothing.
 *
 * @param ownerUrl - connection string of the owner; no role of a request may remove entries
 * @param options - how long, unless an organization has days of its own, and where archives go
 * @param onProgress - hears of each month and organization
 * @returns what was removed, and where it is
 * @throws the server's error, or the file system's; what is archived and not removed yet is the next run's
 */
export async function applyAuditRetention(
  ownerUrl: string,
  { retentionDays, archiveDirectory }: AuditRetentionOptions,
  onProgress: (message: string) => void = () => {},
): Promise<RetentionResult> {
  return withConnection(ownerUrl, async (client) => {
    const { rows } = await client.query<{ is_mine: boolean }>(
      "select pg_try_advisory_lock(hashtext('tenantry audit retention')) as is_mine",
    );
    const result = { removed: 0, dropped: [] as string[], files: [] as string[] };
    if (!rows[0]?.is_mine) {
      onProgress("Another program is removing entries of the audit log.");
      return result;
    }
    await client.query("set timezone to 'UTC'");
    for (const month of await pastMonths(client)) {
      const { due, isKept } = await organizationsOf(client, month, retentionDays);
      const goesWhole = month.partition !== undefined && !isKept;
      if (due.length === 0 && !goesWhole) continue;
      const entries = await noteDueEntries(client, month, due);
      for (const each of entries) {
        const count = each.last - each.first + 1;
        if (archiveDirectory !== undefined) {
          const path = join(archiveDirectory, "audit_logs", month.name, each.organizationId);
          const file = await writeArchiveFile(path, linesOf(client, each));
          result.files.push(file);
          onProgress(`Archived ${count} entries of ${month.name} in ${file}.`);
        }
        if (goesWhole) continue;
        result.removed += await removeDueEntries(client, each);
        onProgress(`Removed ${count} entries of ${month.name} of organization ${each.organizationId}.`);
      }
      if (!goesWhole || month.partition === undefined) continue;
      if (await dropPartition(client, month.partition)) {
        result.removed += entries.at(-1)?.last ?? 0;
        result.dropped.push(month.partition);
        onProgress(`Dropped the partition ${month.partition}.`);
      } else {
        onProgress(`The partition ${month.partition} is in use; the next run drops it.`);
      }
    }
    return result;
  });
}
