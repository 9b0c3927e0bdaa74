import type { Pool } from "pg";
import type { Accounts } from "../authentication/accounts.ts";
import type { Limits } from "../config/limits.ts";
import type { Departure } from "../database/abandoned-requests.ts";
import type { PositionExchange, ReadReplicas } from "../database/read-replicas.ts";
import type { OnRefusal, RequestListeners } from "../database/request-transaction.ts";
import type { TenantConnections } from "../database/tenant-connections.ts";
import type { OperationKind, ReportedError } from "../observability/operation-record.ts";
import type { RequestIdentity } from "./context.ts";
import type { PublicConstraint } from "./mask-error.ts";
import type { PersistedOperationsMode } from "./persisted-operations.ts";

/** The part of a pino logger that the GraphQL layer uses. */
export interface ErrorLogger {
  warn?(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** Hears what becomes of the operation that is being served. */
export interface OperationObserver {
  operation(kind: OperationKind | undefined, name: string | undefined): void;
  planned(milliseconds: number): void;
  error(error: ReportedError): void;
}

/** What the GraphQL layer needs from the rest of the gateway. */
export interface GatewayOptions {
  /** Connections as the authenticator; created with `pipeline: true`, which the adaptor requires. */
  readonly pool: Pool;
  /** Where the reads of requests go, if not to the same server. */
  readonly replicas?: ReadReplicas | undefined;
  /** Connections as a superuser, who may create event triggers: the API then follows the database. In development only. */
  readonly watchPool?: Pool | undefined;
  /** Whether errors don't help to guess at the schema. */
  readonly production: boolean;
  /** Whether the schema can be asked for; it can unless told. */
  readonly introspection?: boolean;
  /** Whether GraphiQL is served; it isn't unless told. */
  readonly graphiql?: boolean;
  /** What is too much; the defaults unless told. */
  readonly limits?: Limits;
  /** Lends the connections, in turns; without it whoever comes first has them. */
  readonly tenants?: TenantConnections | undefined;
  readonly logger: ErrorLogger;
  /** Is filled with what clients may know of constraints, for whoever else answers with the database's errors. */
  readonly constraints?: Map<string, PublicConstraint>;
  /** The accounts of the built-in issuer; needed to run the API, not to build it. */
  readonly accounts?: Accounts | undefined;
  /** Hears the digest of each API key that the database has accepted for a transaction. */
  readonly onApiKeyUsed?: ((digest: string) => void) | undefined;
  /** Hears when the database refuses to begin a request, for the record. */
  readonly onRefusal?: OnRefusal | undefined;
  /** Hears for which organization each transaction is, and of all that goes to the database. */
  readonly onBegun?: RequestListeners["onBegun"];
  readonly onFlight?: RequestListeners["onFlight"];
  /** Says whether the database was migrated beyond this version. */
  readonly isOvertaken?: RequestListeners["isOvertaken"];
  /** Hears of operations and their errors, as clients are told of them. */
  readonly observer?: OperationObserver | undefined;
  /** Whether operations can be, or have to be, sent by hash; off unless told. */
  readonly persistedOperations?: PersistedOperationsMode;
  /** Where to write the schema as SDL, if anywhere. */
  readonly exportSchemaPath?: string | undefined;
  /**
   * Finds the identity of a request. What it throws is masked, except a `SafeError` of grafast whose
   * `extensions.code` is one of the public codes.
   */
  readonly contextFor: (requestContext: Partial<Grafast.RequestContext>) => RequestIdentity;
  /** Finds what tells that whoever sent a request has gone away. */
  readonly departureFor?: (requestContext: Partial<Grafast.RequestContext>) => Departure;
  /** Finds which positions travel with a request and its answer; needed beside replicas. */
  readonly positionsFor?: (requestContext: Partial<Grafast.RequestContext>) => PositionExchange;
  /** Finds the key with which a mutation can be repeated, if it came with one; it is checked later. */
  readonly idempotencyKeyFor?: (requestContext: Partial<Grafast.RequestContext>) => string | undefined;
}
