import type { Config, DatabaseConfig } from "./environment.ts";

const GIVEN = "given";

/** Of an address that may hold secrets anywhere: where it leads, and as whom. */
function withoutSecrets(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  if (!URL.canParse(address)) return GIVEN;
  const { protocol, username, host, pathname } = new URL(address);
  // Collectors of others take keys in the path, and names that are keys.
  if (protocol.startsWith("http")) return `${protocol}//${host}`;
  return `${protocol}//${username === "" ? "" : `${username}@`}${host}${pathname}`;
}

function describeDatabase(database: DatabaseConfig): object {
  if (database.kind === "embedded") return { kind: "embedded" };
  const { kind, authenticatorUrl, ownerUrl, rootUrl, shadowUrl, readUrls } = database;
  return {
    kind,
    authenticator: withoutSecrets(authenticatorUrl),
    owner: withoutSecrets(ownerUrl),
    root: withoutSecrets(rootUrl),
    shadow: withoutSecrets(shadowUrl),
    replicas: readUrls?.map(withoutSecrets),
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
    listenDatabase: withoutSecrets(listenUrl),
    issuers: issuers.map(({ issuer, audience, keys }) => ({ issuer, audience, keys: keys.kind })),
    signingKey: signingKey && GIVEN,
    metrics: { ...metrics, token: metrics.token && GIVEN },
    traces: traces && { ...traces, endpoint: withoutSecrets(traces.endpoint) },
  };
}
