/** Stands for the host of a connection string that names none, which is legal for PostgreSQL and not for URL. */
const NO_HOST = "no-host.invalid";

/**
 * Reads a connection string. One over a unix socket, `postgres://user@/database?host=/run/postgresql`, has the host
 * {@link hostOf} leaves empty.
 *
 * @param text - the connection string
 * @returns its parts
 * @throws TypeError when it is no address
 */
export function parseDatabaseUrl(text: string): URL {
  return new URL(text.replace("@/", `@${NO_HOST}/`));
}

/**
 * The host of a connection string.
 *
 * @param url - from {@link parseDatabaseUrl}
 * @returns host and port, as they are written; empty for a unix socket that is named elsewhere
 */
export function hostOf({ host }: URL): string {
  return host === NO_HOST ? "" : host;
}

/**
 * Whom a connection string logs in as.
 *
 * @param text - the connection string
 * @returns the user; undefined when it names none
 * @throws Error when it is no connection string
 */
export function databaseUser(text: string): string | undefined {
  const url = parseDatabaseUrl(text);
  return decodeURIComponent(url.username) || (url.searchParams.get("user") ?? undefined);
}

/**
 * Leads a connection string to another database of the same server.
 *
 * @param text - the connection string
 * @param database - the name of the other database
 * @returns the connection string, otherwise as it was
 */
export function inDatabase(text: string, database: string): string {
  const url = parseDatabaseUrl(text);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href.replace(`@${NO_HOST}/`, "@/");
}

/**
 * The database that a connection string names.
 *
 * @param text - the connection string
 * @returns its name; empty when it names none
 */
export function databaseOf(text: string): string {
  return decodeURIComponent(parseDatabaseUrl(text).pathname.slice(1));
}

/**
 * Whether a text is a connection string that is read as it was meant. A sign such as `/` in a password, unless it is encoded,
 * makes the password a part of the host or the path, from where it would get into logs; an `@` where none belongs tells.
 *
 * @param text - what somebody wrote
 * @returns whether it is one, with a user
 */
export function isDatabaseUrl(text: string): boolean {
  try {
    const url = parseDatabaseUrl(text);
    decodeURIComponent(url.password);
    const rest = text.replace(/^\w+:\/\/[^/?#]*/, "");
    return /^postgres(ql)?:$/.test(url.protocol) && !/[@#]/.test(rest) && databaseUser(text) !== undefined;
  } catch {
    return false;
  }
}
