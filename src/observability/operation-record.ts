/** A subscription may go on for days. */
const KEPT_FLIGHTS = 200;

/** Statements that went to the database together. */
export interface StatementFlight {
  /** Without the values that belong to them. */
  readonly texts: readonly string[];
  /** By the clock of `performance.now()`. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly hasFailed: boolean;
  /** With which settings of `pgSettingsFor` they ran. */
  readonly settings: Readonly<Record<string, string | undefined>>;
}

/** The kinds of operations that GraphQL knows. */
export type OperationKind = "query" | "mutation" | "subscription";

/** A code that clients were answered with, and what else belongs to it. */
export interface ReportedError {
  readonly code: string;
  /** Which limit, of `LIMIT_EXCEEDED`. */
  readonly limit?: unknown;
}

/** What is found out about a request, or about an operation on a websocket, while it is served; for those who look after the gateway. */
export class OperationRecord {
  /** By the clock of `performance.now()`. */
  readonly startedAt = performance.now();
  kind: OperationKind | undefined;
  /** As its document names it. */
  name: string | undefined;
  /** The organization that the database decided on, by id; the wanted one until then. */
  organization: string | undefined;
  /** Whether the database has decided on the organization. */
  isMember = false;
  planMs = 0;
  statements = 0;
  /** Milliseconds until the answers of the database were there; what went at the same moment counts once each. */
  databaseMs = 0;
  /** What went to the database first, when somebody wants to know. */
  readonly flights: StatementFlight[] | undefined;
  slowest: StatementFlight | undefined;
  readonly errors: ReportedError[] = [];

  /** @param keepsFlights - whether everything that goes to the database is kept, and not only the slowest */
  constructor(keepsFlights = false) {
    this.flights = keepsFlights ? [] : undefined;
  }

  /** Notes which organization is wanted, by id or slug. */
  want(organization: string | null): void {
    if (organization !== null) this.organization ??= organization;
  }

  /** Notes for which organization the database has begun it, if for any. */
  begin(organizationId: string): void {
    if (organizationId === "") return;
    this.organization = organizationId;
    this.isMember = true;
  }

  /** Adds what went to the database. */
  add(flight: StatementFlight): void {
    const elapsed = flight.endedAt - flight.startedAt;
    this.statements += flight.texts.length;
    this.databaseMs += elapsed;
    if (this.flights !== undefined && this.flights.length < KEPT_FLIGHTS) this.flights.push(flight);
    if (this.slowest === undefined || elapsed > this.slowest.endedAt - this.slowest.startedAt) this.slowest = flight;
  }

  /** The first code that clients were answered with, or `OK`. */
  get code(): string {
    return this.errors[0]?.code ?? "OK";
  }
}
