/** What a statement did to a row. */
export type ChangeKind = "INSERT" | "UPDATE" | "DELETE";

/** A row that has changed, as `app_private.tg__announce_changes` tells of it. */
export interface RowChange {
  /** The table, without its schema. */
  readonly table: string;
  readonly kind: ChangeKind;
  readonly organizationId: string;
  readonly id: string;
  /** What the row belongs to: now, and before it was updated. */
  readonly belongsTo: readonly string[];
}

/** Somebody whose access may have ended, as `app_private.tg__announce_revocation` tells of it. */
export interface Revocation {
  readonly kind: "user" | "contact" | "api_key" | "organization";
  readonly id: string;
}

/** What a notification tells. */
export interface Announcement {
  readonly changes: readonly RowChange[];
  readonly revocation?: Revocation;
}

type Entry = readonly [id: string, key: string | null, formerKey?: string | null];

interface Payload {
  table: string;
  change: ChangeKind;
  organization: string;
  rows: readonly Entry[];
  revoked?: Revocation["kind"];
  id: string;
}

/**
 * Reads a notification.
 *
 * @param text - what the database's triggers wrote
 * @returns what it tells
 */
export function readAnnouncement(text: string): Announcement {
  const { table, change: kind, organization: organizationId, rows, revoked, id }: Payload = JSON.parse(text);
  if (revoked !== undefined) return { changes: [], revocation: { kind: revoked, id } };
  const changes = rows.map(([row, ...keys]) => ({
    table,
    kind,
    organizationId,
    id: row,
    belongsTo: [...new Set(keys)].filter((key) => typeof key === "string"),
  }));
  return { changes };
}
