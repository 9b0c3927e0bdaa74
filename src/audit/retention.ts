import { join } from "node:path";
import { type Client, type DatabaseError, escapeIdentifier } from "pg";
import type { AuditRetentionOptions } from "../config/environment.ts";
import { withConnection } from "../database/connection.ts";
import { writeArchiveFile } from "./archive-file.ts";

const DAY_MS = 24 * 60 * 60_000;
const ROWS_AT_ONCE = 2_000;
/** Everybody who reads or writes the audit log queues behind who waits for a lock on it, so the wait is short. */
const LOCK_TIMEOUT = "1s";
const LOCK_NOT_AVAILABLE = "55P03";
const DEADLOCK_DETECTED = "40P01";
const ATTEMPTS_TO_DROP = 5;

/** A table that is partitioned by month, to which rows are only added. */
interface Log {
  readonly table: "audit_logs" | "security_events";
  /** How its rows are called. */
  readonly rows: string;
  /** What gives the days that an organization has of its own, in SQL; left out where the time is the same for all. */
  readonly ownDays?: string;
}

const AUDIT_LOG: Log = {
  table: "audit_logs",
  rows: "entries",
  ownDays: "o.audit_retention_days",
};

/** They are the platform’s as well, and a flood of them is nobody’s wish: all are kept for the same time. */
const SECURITY_EVENTS: Log = {
  table: "security_events",
  rows: "security events",
};

/** Where events of no organization are archived. */
const NO_ORGANIZATION = "no-organization";

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
async function pastMonths(client: Client, { table }: Log): Promise<Month[]> {
  const { rows } = await client.query<{ name: string; begins: Date; ends: Date; partition: string | null }>(`
    with months (name, partition) as (
      select translate(substr(c.relname, length('${table}_') + 1), '_', '-'), c.relname
      from pg_catalog.pg_inherits i
      join pg_catalog.pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'app_public.${table}'::regclass and c.relname ~ '^${table}_\\d{4}_\\d{2}$'
      union all
      select distinct to_char(created_at at time zone 'UTC', 'YYYY-MM'), null from app_private.${table}_default
    )
    select name, partition, begins at time zone 'UTC' as begins, (begins + interval '1 month') at time zone 'UTC' as ends
    from months, lateral (select (name || '-01')::timestamp as begins) m
    where (begins + interval '1 month') at time zone 'UTC' <= now()
    order by name, partition nulls last`);
  return rows.map(({ partition, ...month }) => (partition === null ? month : { ...month, partition }));
}

/** Whether a month is as old as that; without days none is. */
function isOver({ ends }: Month, days: number | undefined): boolean {
  return days !== undefined && ends.getTime() + days * DAY_MS <= Date.now();
}

/** Whose entries of a month there are: those whose time for them is over, and whether any keeps them. */
async function organizationsOf(
  client: Client,
  { table, ownDays }: Log,
  { begins, ends }: Month,
  retentionDays: number | undefined,
): Promise<{ due: (string | null)[]; isKept: boolean }> {
  const { rows } = await client.query<{ id: string | null; is_due: boolean }>(
    `select o.id, coalesce($2::timestamptz + make_interval(days => coalesce(o.days, $3::int)) <= now(), false) as is_due
     from (select o.id, ${ownDays ?? "null::int"} as days from app_public.organizations o union all select null, null) as o
     where case
       when o.id is null then exists (
         select from app_public.${table} a where a.organization_id is null and a.created_at >= $1 and a.created_at < $2
       )
       else exists (
         select from app_public.${table} a where a.organization_id = o.id and a.created_at >= $1 and a.created_at < $2
       )
     end
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
  /** Null for those of none. */
  readonly organizationId: string | null;
  /** The position of the first, counted from 1, and of the last. */
  readonly first: number;
  readonly last: number;
}

/** Notes which entries go, so that what is written and what is removed are the same ones. */
async function noteDueEntries(
  client: Client,
  { table }: Log,
  { begins, ends }: Month,
  due: readonly (string | null)[],
): Promise<DueEntries[]> {
  await client.query(`
    create temporary table if not exists due_entries (
      position int primary key, organization_id uuid, id uuid not null, created_at timestamptz not null
    );
    truncate pg_temp.due_entries`);
  await client.query(
    `insert into pg_temp.due_entries
     select row_number() over (order by organization_id, created_at, id), organization_id, id, created_at
     from app_public.${table}
     where (organization_id = any ($1) or ($4 and organization_id is null)) and created_at >= $2 and created_at < $3`,
    [due, begins, ends, due.includes(null)],
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

async function* linesOf(client: Client, { table }: Log, entries: DueEntries): AsyncGenerator<string> {
  for (const batch of batches(entries)) {
    const { rows } = await client.query<{ line: string }>(
      `select to_json(a)::text as line
       from pg_temp.due_entries d join app_public.${table} a using (id, created_at)
       where d.position between $1 and $2
       order by d.position`,
      batch,
    );
    yield rows.map(({ line }) => `${line}\n`).join("");
  }
}

async function removeDueEntries(client: Client, { table }: Log, entries: DueEntries): Promise<number> {
  let removed = 0;
  for (const batch of batches(entries)) {
    const { rowCount } = await client.query(
      `delete from app_public.${table} a using pg_temp.due_entries d
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
  return applyRetention(ownerUrl, AUDIT_LOG, { retentionDays, archiveDirectory, onProgress });
}

/**
 * Removes security events whose time is over, of all organizations and of none, as {@link applyAuditRetention} does.
 *
 * @param ownerUrl - connection string of the owner; no role of a request may remove them
 * @param options - how long they are kept, for ever unless told, and where archives go
 * @param onProgress - hears of each month and organization
 * @returns what was removed, and where it is
 * @throws the server's error, or the file system's
 */
export async function applySecurityEventRetention(
  ownerUrl: string,
  { securityEventDays, archiveDirectory }: AuditRetentionOptions,
  onProgress: (message: string) => void = () => {},
): Promise<RetentionResult> {
  return applyRetention(ownerUrl, SECURITY_EVENTS, { retentionDays: securityEventDays, archiveDirectory, onProgress });
}

interface RunOptions {
  readonly retentionDays: number | undefined;
  readonly archiveDirectory: string | undefined;
  readonly onProgress: (message: string) => void;
}

async function applyRetention(
  ownerUrl: string,
  log: Log,
  { retentionDays, archiveDirectory, onProgress }: RunOptions,
): Promise<RetentionResult> {
  return withConnection(ownerUrl, async (client) => {
    const { rows } = await client.query<{ is_mine: boolean }>("select pg_try_advisory_lock(hashtext($1)) as is_mine", [
      `tenantry retention of ${log.table}`,
    ]);
    const result = { removed: 0, dropped: [] as string[], files: [] as string[] };
    if (!rows[0]?.is_mine) {
      onProgress(`Another program is removing ${log.rows} already.`);
      return result;
    }
    await client.query("set timezone to 'UTC'");
    for (const month of await pastMonths(client, log)) {
      if (log.ownDays === undefined && !isOver(month, retentionDays)) continue;
      const { due, isKept } = await organizationsOf(client, log, month, retentionDays);
      const goesWhole = month.partition !== undefined && !isKept;
      if (due.length === 0 && !goesWhole) continue;
      const entries = await noteDueEntries(client, log, month, due);
      for (const each of entries) {
        const count = each.last - each.first + 1;
        if (archiveDirectory !== undefined) {
          const path = join(archiveDirectory, log.table, month.name, each.organizationId ?? NO_ORGANIZATION);
          const file = await writeArchiveFile(path, linesOf(client, log, each));
          result.files.push(file);
          onProgress(`Archived ${count} ${log.rows} of ${month.name} in ${file}.`);
        }
        if (goesWhole) continue;
        result.removed += await removeDueEntries(client, log, each);
        const whose = each.organizationId === null ? "no organization" : `organization ${each.organizationId}`;
        onProgress(`Removed ${count} ${log.rows} of ${month.name} of ${whose}.`);
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
