import { createPrivateKey, type KeyObject } from "node:crypto";
import { resolve } from "node:path";
import { z } from "zod";
import { isLoopbackHost, isNetwork, isOrigin } from "./addresses.ts";
import { databaseUser, isDatabaseUrl } from "./database-url.ts";
import { type IssuerConfig, issuers } from "./issuers.ts";
import { type Limits, limitsOf, limitVariables } from "./limits.ts";
import { metricsToken, type ObservabilityConfig, tracesEndpoint, tracesRatio } from "./observability.ts";
import { quoted } from "./quoted.ts";
import { givenWholeNumber, isWholeNumber, wholeNumber } from "./whole-number.ts";
import { sizeWorkers } from "./workers.ts";

export { BUILT_IN_ISSUER, type ClaimPaths, type IssuerConfig, type IssuerKeys } from "./issuers.ts";

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
const GRAPHQL_GET = ["open", "guarded"] as const;
const PERSISTED_OPERATIONS = ["off", "allow", "only"] as const;
const NEWER_SCHEMA = ["refuse", "serve"] as const;
/** The connections in use: the server that Tenantry brings along, or one that is given. */
export type DatabaseConfig =
  | { readonly kind: "embedded" }
  | {
      readonly kind: "external";
      readonly authenticatorUrl: string;
      /** Read replicas, as the authenticator. */
      readonly readUrls?: readonly string[];
      readonly ownerUrl?: string;
      readonly shadowUrl?: string;
      readonly rootUrl?: string;
    };

/** How long the audit log and security events go back, and what becomes of what is older. */
export interface AuditRetentionOptions {
  /** Days that entries are kept at least, for organizations that have no days of their own; without it for ever. */
  readonly retentionDays?: number;
  /** Days that security events are kept at least; without it for ever. */
  readonly securityEventDays?: number;
  /** The directory into which entries are written before they are removed; without it they are only removed. */
  readonly archiveDirectory?: string;
}

/** Everything that the environment decides. Frozen; the only thing the rest of the program knows of process.env. */
export interface Config extends ObservabilityConfig {
  readonly environment: "development" | "production" | "test";
  readonly host: string;
  /** Whether `host` is reachable from this machine only; development conveniences depend on it. */
  readonly isLoopback: boolean;
  readonly port: number;
  /** Addresses and networks of the proxies whose word on a visitor’s address counts. */
  readonly trustedProxies: readonly string[];
  /** Origins whose pages may read the answers; `*` for any. */
  readonly corsOrigins: readonly string[];
  /** Whether answers are compressed for those who take them so. */
  readonly compression: boolean;
  readonly dataDirectory: string;
  /** Milliseconds that the gateway goes on serving after it was told to stop. */
  readonly drainMs: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly database: DatabaseConfig;
  /** Processes that serve behind the one port. */
  readonly workers: number;
  /** Connections for requests, of all processes together. */
  readonly databasePoolSize: number;
  /** Whether connections keep prepared statements, which old poolers can’t do. */
  readonly preparesStatements: boolean;
  /** Whether a gateway starts on a database that has migrations which it doesn’t know. */
  readonly startsOnNewerSchema: boolean;
  readonly audit: AuditRetentionOptions;
  /** Where to listen for changes, if not where requests go, as the authenticator. */
  readonly listenUrl?: string;
  /** A read replica that lags behind by more milliseconds isn’t used. */
  readonly readMaximumLagMs: number;
  readonly live: {
    /** Websockets and event streams of one person, contact or API key at most; of one address without a token. */
    readonly connectionsPerUser: number;
    /** Operations under way on one websocket at most. */
    readonly operationsPerConnection: number;
    /** Milliseconds that a websocket without a token stays open without an operation at most. */
    readonly anonymousIdleMs: number;
  };
  /** What is too much for a request, a tenant or a minute. */
  readonly limits: Limits;
  /** Whether the schema can be asked for, and errors suggest names of it. */
  readonly introspection: boolean;
  /** Whether GraphiQL is served. */
  readonly graphiql: boolean;
  /** Whether documents by GET have to come with a header that pages of other origins can’t send. */
  readonly guardsGet: boolean;
  /** Bytes of an imported file at most. */
  readonly importBytes: number;
  /** Whether operations can be (`allow`), or have to be (`only`), sent by hash. */
  readonly persistedOperations: (typeof PERSISTED_OPERATIONS)[number];
  readonly issuers: readonly IssuerConfig[];
  /** Seconds that the clocks of issuers may be apart from this machine’s. */
  readonly clockToleranceSeconds: number;
  /** Whether anybody may sign up with the built-in issuer. */
  readonly allowSignUp: boolean;
  /** The private key of the built-in issuer; without it a key file is kept in `dataDirectory`. */
  readonly signingKey?: KeyObject;
}

/** Thrown once, with a line for every setting that is wrong or missing. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The configuration has ${problems.length === 1 ? "a problem" : `${problems.length} problems`}:\n${problems.map((problem) => `  ${problem}`).join("\n")}`,
    );
    this.problems = problems;
  }
}

function oneOf<const Values extends readonly [string, ...string[]]>(values: Values, byDefault: Values[number]) {
  return z
    .enum(values, { error: (issue) => `${quoted(issue.input)} is not known; give one of ${values.join(", ")}` })
    .default(byDefault);
}

const ENCODE = "with a password percent-encoded: / ? # @ % as %2F %3F %23 %40 %25";

// The value is never repeated in a message: it holds a password.
const databaseUrl = z
  .string()
  .refine(isDatabaseUrl, {
    error: `is not a PostgreSQL connection string with a user; give one such as postgres://user:password@host:5432/database, ${ENCODE}`,
  })
  .optional();

const databaseUrls = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== ""),
  )
  .refine((parts) => parts.every(isDatabaseUrl), {
    error: `is no list of PostgreSQL connection strings with users; give one or more such as postgres://authenticator:password@host:5432/database, with commas between them, ${ENCODE}, and a comma as %2C`,
  });

const signingKey = z
  .string()
  .transform((text, context): KeyObject => {
    try {
      const jwk = JSON.parse(text);
      const key = createPrivateKey({ key: jwk, format: "jwk" });
      if (jwk.kty === "EC" && jwk.crv === "P-256") return key;
    } catch {
      // The cause would repeat the key.
    }
    context.addIssue(`is not a private EC P-256 key; give a JWK such as {"kty":"EC","crv":"P-256","x":…,"y":…,"d":…}`);
    return z.NEVER;
  })
  .optional();

const list = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== ""),
  );

const origins = list.refine(
  (parts) => parts.every((part) => part === "*" || isOrigin(part)),
  "give origins, such as https://app.example.com, with commas between them; or * for any",
);

const networks = list.refine(
  (parts) => parts.every(isNetwork),
  "give addresses or networks, such as 10.0.0.0/8, with commas between them",
);

const workers = z
  .string()
  .default("1")
  .refine((text) => text === "auto" || isWholeNumber(text, 1, 256), {
    error: (issue) => `${quoted(issue.input)} won't do; give a whole number from 1 to 256, or auto`,
  })
  .transform((text) => (text === "auto" ? text : Number(text)));

const host = z
  .string()
  .regex(/^[A-Za-z0-9.:[\]_-]+$/, {
    error: (issue) => `${quoted(issue.input)} won't do; give an address such as 127.0.0.1 or 0.0.0.0`,
  })
  .default("127.0.0.1");

const trueOrFalse = z
  .enum(["true", "false"], { error: (issue) => `${quoted(issue.input)} is not known; give true or false` })
  .transform((text) => text === "true");

const environmentVariables = z.object({
  NODE_ENV: oneOf(["development", "production", "test"], "development"),
  HOST: host,
  PORT: wholeNumber(0, 65_535, 5678),
  TRUSTED_PROXIES: networks,
  CORS_ORIGINS: origins,
  COMPRESSION: trueOrFalse.optional(),
  DATA_DIR: z.string().default(".data"),
  DRAIN_SECONDS: wholeNumber(0, 20, 5),
  LOG_LEVEL: oneOf(LOG_LEVELS, "info"),
  ROOT_DATABASE_URL: databaseUrl,
  DATABASE_URL: databaseUrl,
  SHADOW_DATABASE_URL: databaseUrl,
  AUTH_DATABASE_URL: databaseUrl,
  LISTEN_DATABASE_URL: databaseUrl,
  WORKERS: workers,
  READ_DATABASE_URL: databaseUrls,
  READ_MAXIMUM_LAG_SECONDS: wholeNumber(1, 3600, 5),
  DATABASE_POOL_SIZE: givenWholeNumber(1, 1000, 10).optional(),
  DATABASE_PREPARED_STATEMENTS: trueOrFalse.optional(),
  NEWER_SCHEMA: oneOf(NEWER_SCHEMA, "refuse"),
  AUDIT_RETENTION_DAYS: givenWholeNumber(30, 36_500, 365).optional(),
  AUDIT_ARCHIVE_DIR: z.string().optional(),
  SECURITY_EVENT_RETENTION_DAYS: wholeNumber(30, 36_500, 365),
  LIVE_CONNECTIONS_PER_USER: wholeNumber(1, 100_000, 20),
  LIVE_OPERATIONS_PER_CONNECTION: wholeNumber(1, 1000, 50),
  LIVE_ANONYMOUS_IDLE_SECONDS: wholeNumber(1, 3600, 60),
  ...limitVariables,
  INTROSPECTION: trueOrFalse.optional(),
  GRAPHIQL: trueOrFalse.optional(),
  GRAPHQL_GET: z
    .enum(GRAPHQL_GET, {
      error: (issue) => `${quoted(issue.input)} is not known; give one of ${GRAPHQL_GET.join(", ")}`,
    })
    .optional(),
  IMPORT_LIMIT_MB: wholeNumber(1, 1000, 50),
  PERSISTED_OPERATIONS: oneOf(PERSISTED_OPERATIONS, "allow"),
  AUTH_ISSUERS: issuers,
  AUTH_SIGNING_KEY: signingKey,
  AUTH_CLOCK_TOLERANCE_SECONDS: wholeNumber(0, 300, 5),
  ALLOW_SIGN_UP: trueOrFalse.optional(),
  METRICS_PORT: givenWholeNumber(0, 65_535, 9464).optional(),
  METRICS_HOST: host,
  METRICS_TOKEN: metricsToken,
  METRICS_ORGANIZATIONS: wholeNumber(0, 10_000, 0),
  SLOW_OPERATION_MS: wholeNumber(0, 600_000, 1_000),
  SLOW_OPERATION_EXPLAIN: trueOrFalse.optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: tracesEndpoint,
  OTEL_TRACES_SAMPLER_ARG: tracesRatio,
});

/** The names of all settings. */
export const NAMES: readonly string[] = Object.keys(environmentVariables.shape);
const DATABASE_NAMES = ["ROOT_DATABASE_URL", "DATABASE_URL", "SHADOW_DATABASE_URL"] as const;

/** Levenshtein distance: how many letters must be added, removed or replaced. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...left].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= right.length; column++) {
      const replaced = (row[column - 1] ?? 0) + (letter === right[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}

/** A long name almost like one of ours, where ours isn't set, is a misspelling that would otherwise go unnoticed. */
function misspellings(given: Readonly<Record<string, string>>): string[] {
  return Object.keys(given)
    .filter((name) => name.length >= 8 && !NAMES.includes(name))
    .flatMap((name) => {
      const isAlmost = (known: string) => Math.abs(known.length - name.length) <= 2 && distance(name, known) <= 2;
      const meant = NAMES.find((known) => known.length >= 8 && !(known in given) && isAlmost(known));
      return meant === undefined ? [] : [`${name}: not known; ${meant} is probably meant`];
    });
}

/** What no variable can tell by itself about the database connections. */
function databaseProblems(given: Readonly<Record<string, string>>): string[] {
  const problems: string[] = [];
  const authenticator = given["AUTH_DATABASE_URL"];
  const others = DATABASE_NAMES.filter((name) => given[name] !== undefined);
  if (authenticator === undefined) {
    if (given["READ_DATABASE_URL"] !== undefined) {
      problems.push("AUTH_DATABASE_URL: missing; beside READ_DATABASE_URL, name the server that is written to");
    } else if (given["LISTEN_DATABASE_URL"] !== undefined) {
      problems.push("AUTH_DATABASE_URL: missing; beside LISTEN_DATABASE_URL, name the server that requests go to");
    } else if (others.length > 0) {
      problems.push(
        `AUTH_DATABASE_URL: missing; the gateway never serves as the owner, so beside ${others.join(", ")} give a connection string of the authenticator role`,
      );
    } else if (given["NODE_ENV"] === "production") {
      problems.push(
        "AUTH_DATABASE_URL: missing; the embedded database is for development, in production give a connection string of the authenticator role",
      );
    }
    return problems;
  }
  try {
    const user = databaseUser(authenticator);
    for (const url of (given["READ_DATABASE_URL"] ?? "").split(",")) {
      const reader = url.trim() === "" ? user : databaseUser(url.trim());
      if (reader !== user) {
        problems.push("READ_DATABASE_URL: logs in as another user than AUTH_DATABASE_URL; give the authenticator role");
      }
    }
    if (databaseUser(given["LISTEN_DATABASE_URL"] ?? authenticator) !== user) {
      problems.push("LISTEN_DATABASE_URL: logs in as another user than AUTH_DATABASE_URL; give the authenticator role");
    }
    for (const name of others) {
      if (user !== undefined && databaseUser(given[name] ?? "") === user) {
        problems.push(
          `AUTH_DATABASE_URL: logs in as the same user as ${name}; give the authenticator role, which owns nothing`,
        );
      }
    }
  } catch {
    // A malformed connection string is reported for its own variable.
  }
  return problems;
}

/** Whether there are enough connections for the processes that are wanted. */
function sizeProblems(values: z.output<typeof environmentVariables> | undefined): string[] {
  try {
    if (values !== undefined) sizeWorkers(values.WORKERS, values.DATABASE_POOL_SIZE);
    return [];
  } catch (error) {
    return [`WORKERS: ${(error as RangeError).message}`];
  }
}

/**
 * Reads and checks the whole environment. Variables that are set but empty count as not set.
 *
 * @param environment - the variables, `process.env` unless told
 * @returns the frozen configuration, defaults filled in and paths absolute
 * @throws {@link ConfigurationError} listing every wrong or missing setting at once; passwords, secrets and keys
 * are never repeated in it
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) if (value) given[name] = value;

  const parsed = environmentVariables.safeParse(given);
  const problems = (parsed.error?.issues ?? []).map(({ path: [name, ...rest], message }) => {
    const place = rest.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`)).join("");
    return `${String(name)}${place}: ${message}`;
  });
  problems.push(...databaseProblems(given), ...sizeProblems(parsed.data), ...misspellings(given));
  if (!parsed.success || problems.length > 0) throw new ConfigurationError(problems);

  const values = parsed.data;
  for (const entry of values.AUTH_ISSUERS) {
    for (const part of [
      entry.audience,
      entry.authorizedParties,
      entry.algorithms,
      entry.keys,
      entry.claimPaths,
      entry,
    ]) {
      Object.freeze(part);
    }
  }
  const database: DatabaseConfig =
    values.AUTH_DATABASE_URL === undefined
      ? { kind: "embedded" }
      : {
          kind: "external",
          authenticatorUrl: values.AUTH_DATABASE_URL,
          ...(values.READ_DATABASE_URL.length === 0 ? {} : { readUrls: Object.freeze(values.READ_DATABASE_URL) }),
          ...(values.DATABASE_URL === undefined ? {} : { ownerUrl: values.DATABASE_URL }),
          ...(values.SHADOW_DATABASE_URL === undefined ? {} : { shadowUrl: values.SHADOW_DATABASE_URL }),
          ...(values.ROOT_DATABASE_URL === undefined ? {} : { rootUrl: values.ROOT_DATABASE_URL }),
        };
  const size = sizeWorkers(values.WORKERS, values.DATABASE_POOL_SIZE);
  return Object.freeze({
    environment: values.NODE_ENV,
    host: values.HOST,
    isLoopback: isLoopbackHost(values.HOST),
    port: values.PORT,
    trustedProxies: Object.freeze(values.TRUSTED_PROXIES),
    corsOrigins: Object.freeze(values.CORS_ORIGINS),
    compression: values.COMPRESSION ?? false,
    // At a terminal there is nobody to wait for.
    drainMs: given["DRAIN_SECONDS"] || values.NODE_ENV === "production" ? values.DRAIN_SECONDS * 1_000 : 0,
    dataDirectory: resolve(values.DATA_DIR),
    logLevel: values.LOG_LEVEL,
    database: Object.freeze(database),
    ...size,
    preparesStatements: values.DATABASE_PREPARED_STATEMENTS ?? true,
    startsOnNewerSchema: values.NEWER_SCHEMA === "serve",
    audit: Object.freeze({
      ...(values.AUDIT_RETENTION_DAYS === undefined ? {} : { retentionDays: values.AUDIT_RETENTION_DAYS }),
      securityEventDays: values.SECURITY_EVENT_RETENTION_DAYS,
      ...(values.AUDIT_ARCHIVE_DIR === undefined ? {} : { archiveDirectory: resolve(values.AUDIT_ARCHIVE_DIR) }),
    }),
    ...(values.LISTEN_DATABASE_URL === undefined ? {} : { listenUrl: values.LISTEN_DATABASE_URL }),
    readMaximumLagMs: values.READ_MAXIMUM_LAG_SECONDS * 1_000,
    live: Object.freeze({
      connectionsPerUser: values.LIVE_CONNECTIONS_PER_USER,
      operationsPerConnection: values.LIVE_OPERATIONS_PER_CONNECTION,
      anonymousIdleMs: values.LIVE_ANONYMOUS_IDLE_SECONDS * 1_000,
    }),
    limits: limitsOf(values, size.databasePoolSize),
    introspection: values.INTROSPECTION ?? values.NODE_ENV !== "production",
    guardsGet: values.GRAPHQL_GET === undefined ? values.NODE_ENV === "production" : values.GRAPHQL_GET === "guarded",
    graphiql: values.GRAPHIQL ?? values.NODE_ENV === "development",
    metrics: Object.freeze({
      port: values.METRICS_PORT,
      host: values.METRICS_HOST,
      token: values.METRICS_TOKEN,
      organizations: values.METRICS_ORGANIZATIONS,
    }),
    slowOperationMs: values.SLOW_OPERATION_MS,
    explainsSlowOperations: values.SLOW_OPERATION_EXPLAIN ?? false,
    traces:
      values.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
        ? undefined
        : { endpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT, ratio: values.OTEL_TRACES_SAMPLER_ARG },
    importBytes: values.IMPORT_LIMIT_MB * 1024 * 1024,
    persistedOperations: values.PERSISTED_OPERATIONS,
    issuers: Object.freeze(values.AUTH_ISSUERS),
    clockToleranceSeconds: values.AUTH_CLOCK_TOLERANCE_SECONDS,
    allowSignUp: values.ALLOW_SIGN_UP ?? values.NODE_ENV !== "production",
    ...(values.AUTH_SIGNING_KEY === undefined ? {} : { signingKey: values.AUTH_SIGNING_KEY }),
  });
}

/**
 * The environment for a child process that works on the same databases, under the names of graphile-migrate.
 *
 * @param urls - the connection strings in use
 * @returns process.env with the connection strings in it
 */
export function environmentFor(urls: {
  readonly owner?: string | undefined;
  readonly shadow?: string | undefined;
  readonly root?: string | undefined;
}): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ...(urls.owner && { DATABASE_URL: urls.owner }),
    ...(urls.shadow && { SHADOW_DATABASE_URL: urls.shadow }),
    ...(urls.root && { ROOT_DATABASE_URL: urls.root }),
  };
}

/**
 * Where programs of this machine are.
 *
 * @returns the directories of PATH, as it has them
 */
export function searchPath(): string {
  return process.env["PATH"] ?? "";
}
