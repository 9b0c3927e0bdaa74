import { z } from "zod";

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

const payload = z.union([
  z.object({ revoked: z.enum(["user", "contact", "api_key", "organization"]), id: z.string() }),
  z.object({
    table: z.string(),
    change: z.enum(["INSERT", "UPDATE", "DELETE"]),
    organization: z.string(),
    // The row, and what it belongs to now and, if it was updated, before.
    rows: z.array(z.tuple([z.string()], z.string().nullable())),
  }),
]);

/**
 * Reads a notification. Every role of a database may send some, so that it can be anything.
 *
 * @param text - what the database's triggers wrote, or somebody else
 * @returns what it tells; undefined when that can't be read
 */
export function readAnnouncement(text: string): Announcement | undefined {
  const { data } = payload.safeParse(parsed(text));
  if (data === undefined) return undefined;
  if ("revoked" in data) return { changes: [], revocation: { kind: data.revoked, id: data.id } };
  const { table, change: kind, organization: organizationId, rows } = data;
  const changes = rows.map(([id, ...keys]) => ({
    table,
    kind,
    organizationId,
    id,
    belongsTo: [...new Set(keys)].filter((key) => key !== null),
  }));
  return { changes };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
