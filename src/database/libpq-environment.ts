import { databaseOf, databaseUser, hostOf, parseDatabaseUrl } from "../config/database-url.ts";

/** Says how encryption is asked for; node-postgres takes every mode that encrypts for `verify-full`, but for one. */
function encryption({ searchParams }: URL, authorities: string): Record<string, string> {
  const mode = searchParams.get("sslmode");
  const ssl = searchParams.get("ssl");
  if (mode === "disable" || ssl === "0" || ssl === "false") return { PGSSLMODE: "disable" };
  if (mode === null && ssl === null) return { PGSSLMODE: "prefer" };
  const certificates = {
    PGSSLCERT: searchParams.get("sslcert") ?? "",
    PGSSLKEY: searchParams.get("sslkey") ?? "",
  };
  // With an authority to check, libpq would check it.
  if (mode === "no-verify") return { ...certificates, PGSSLMODE: "require" };
  const root = searchParams.get("sslrootcert");
  if (searchParams.get("uselibpqcompat") === "true") {
    return { ...certificates, PGSSLMODE: mode ?? "verify-full", PGSSLROOTCERT: root ?? "" };
  }
  return { ...certificates, PGSSLMODE: "verify-full", PGSSLROOTCERT: root ?? authorities };
}

/**
 * Has PostgreSQL's own programs connect as this program does by a connection string, which they read differently.
 *
 * @param connectionString - as node-postgres takes it
 * @param authorities - path of a file with the authorities that are trusted where the connection string names none
 * @returns their variables of the environment; with the password, which is on no command line
 */
export function libpqEnvironment(connectionString: string, authorities: string): Record<string, string> {
  const url = parseDatabaseUrl(connectionString);
  const { searchParams } = url;
  const named = hostOf(url) === "" ? "" : decodeURIComponent(url.hostname).replace(/^\[|\]$/g, "");
  return {
    PGHOST: searchParams.get("host") ?? named,
    PGPORT: searchParams.get("port") ?? (url.port || "5432"),
    PGUSER: databaseUser(connectionString) ?? "",
    PGPASSWORD: searchParams.get("password") ?? decodeURIComponent(url.password),
    PGDATABASE: databaseOf(connectionString),
    ...encryption(url, authorities),
  };
}
