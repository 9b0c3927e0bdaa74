import { hostOf, parseDatabaseUrl } from "./database-url.ts";
import type { Config, DatabaseConfig } from "./environment.ts";

const GIVEN = "given";

/** Of a connection string: where it leads, and as whom. It was checked that nothing of a password is in these parts. */
function withoutPassword(connectionString: string | undefined): string | undefined {
  if (connectionString === undefined) return undefined;
  const url = parseDatabaseUrl(connectionString);
  return `${url.protocol}//${url.username === "" ? "" : `${url.username}@`}${hostOf(url)}${url.pathname}`;
}

function describeDatabase(database: DatabaseConfig): object {
  if (database.kind === "embedded") return { kind: "embedded" };
  const { kind, authenticatorUrl, ownerUrl, rootUrl, shadowUrl, readUrls } = database;
  return {
    kind,
    authenticator: withoutPassword(authenticatorUrl),
    owner: withoutPassword(ownerUrl),
    root: withoutPassword(rootUrl),
    shadow: withoutPassword(shadowUrl),
    replicas: readUrls?.map(withoutPassword),
  };
}

/**
 * Says what the configuration came to, for the log. Passwords, keys, secrets and tokens aren't in it: at most that they
 * are given.
 *
 * @param config - the configuration
 * @returns what may be shown to whoever reads the log
 */
export function describeConfig(config: Config): object {
  const { database, issuers, signingKey, listenUrl, metrics, traces, ...others } = config;
  return {
    ...others,
    database: describeDatabase(database),
    listenDatabase: withoutPassword(listenUrl),
    issuers: issuers.map(({ issuer, audience, keys }) => ({ issuer, audience, keys: keys.kind })),
    signingKey: signingKey && GIVEN,
    metrics: { ...metrics, token: metrics.token && GIVEN },
    // Collectors take keys in the path, and names that are keys.
    traces: traces && { ...traces, endpoint: new URL(traces.endpoint).origin },
  };
}
