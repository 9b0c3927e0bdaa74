/** Which server and which of its databases answers. */
export interface ServerIdentity {
  /** The same in a server and in all its physical copies. */
  readonly system: string;
  readonly database: string;
  /** When the server was started, in seconds since 1970: what tells a server from its copies. */
  readonly startedAt: string;
}

/** Reads a {@link ServerIdentity}: columns for a select that everybody may run. */
export const IDENTITY_COLUMNS = `(select system_identifier from pg_control_system())::text as system,
  current_database()::text as database, extract(epoch from pg_postmaster_start_time())::text as "startedAt"`;

/**
 * Whether two are the same database of one server or of its physical copies.
 *
 * @param left - the one
 * @param right - the other
 * @returns whether they are
 */
export function areCopies(left: ServerIdentity, right: ServerIdentity): boolean {
  return left.system === right.system && left.database === right.database;
}

/**
 * Whether two are the same database of the very same server.
 *
 * @param left - the one
 * @param right - the other
 * @returns whether they are; a server that was restarted in between isn't
 */
export function areTheSame(left: ServerIdentity, right: ServerIdentity): boolean {
  return areCopies(left, right) && left.startedAt === right.startedAt;
}
