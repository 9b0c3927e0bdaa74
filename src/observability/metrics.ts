import type { Pool } from "pg";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { readPersistedOperations } from "../graphile/persisted-operations.ts";
import { BoundedLabel } from "./bounded-label.ts";
import type { FinishedOperation } from "./finished-operation.ts";

/** Media type of the answers, as Prometheus asks for it. */
export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Names of operations beside the published ones; codes; limits. */
const ROOM_FOR_OPERATIONS = 200;
const ROOM_FOR_CODES = 50;
const ROOM_FOR_LIMITS = 50;
const WORDS = /^[A-Za-z][A-Za-z0-9_.-]*$/;

/** Of the lag since the last scrape; of none there is no mean, and a minimum of centuries. */
const MEANINGLESS = ["min", "mean", "stddev"];

let processRegistry: Registry | undefined;

/** What is measured of the process itself, however many gateways are in it. */
function ofProcess(): Registry {
  if (processRegistry === undefined) {
    processRegistry = new Registry();
    collectDefaultMetrics({ register: processRegistry });
    for (const figure of MEANINGLESS) processRegistry.removeSingleMetric(`nodejs_eventloop_lag_${figure}_seconds`);
  }
  return processRegistry;
}

/** What there is of live data. */
export interface LiveGauges {
  readonly connectionCount: number;
  readonly size: number;
  readonly backlog: number;
}

/** What there is of a read replica. */
export interface ReplicaGauges {
  /** Its host and port. */
  readonly name: string;
  readonly pool: Pool;
  readonly isUsable: boolean;
  /** Milliseconds; undefined when it doesn’t answer. */
  readonly lagMs: number | undefined;
}

/** What a gateway measures. */
export interface MetricsOptions {
  readonly pool: Pool;
  /** Knows who waits for a turn, which pools don’t. */
  readonly tenants: { waitingFor(pool: Pool): number };
  readonly replicas: readonly ReplicaGauges[];
  readonly live: LiveGauges;
  /** Which migrations the database has beyond those of this version. */
  readonly schema: { readonly newer: readonly string[] };
  /** How many organizations are counted by their own name; those that come later are counted together. */
  readonly organizations: number;
}

/** Counts what a gateway does, for Prometheus. */
export class Metrics {
  /** Holds all of it, and what is measured of the process. */
  readonly registries: readonly Registry[];
  private readonly registry = new Registry();
  private readonly operationLabel = new BoundedLabel(ROOM_FOR_OPERATIONS, publishedNames());
  private readonly codeLabel = new BoundedLabel(ROOM_FOR_CODES);
  private readonly limitLabel = new BoundedLabel(ROOM_FOR_LIMITS);
  private readonly organizationLabel: BoundedLabel | undefined;

  private readonly requests = this.counter("http_requests_total", "Requests that were answered.", [
    "method",
    "route",
    "status",
  ]);
  private readonly requestSeconds = this.histogram(
    "http_request_duration_seconds",
    "From the arrival of a request to the end of its answer, but for websockets and event streams.",
    ["route"],
  );
  private readonly operations = this.counter(
    "operations_total",
    "GraphQL operations by name and kind, and by the first code among their errors, or OK.",
    ["operation", "type", "code"],
  );
  private readonly operationSeconds = this.histogram(
    "operation_duration_seconds",
    "From the arrival of a GraphQL operation to the end of its answer, but for subscriptions.",
    ["operation", "type"],
  );
  private readonly databaseSeconds = this.counter(
    "operation_database_seconds_total",
    "What GraphQL operations waited for the database.",
    ["operation", "type"],
  );
  private readonly statements = this.counter(
    "operation_statements_total",
    "Statements that GraphQL operations sent to the database.",
    ["operation", "type"],
  );
  private readonly errors = this.counter("errors_total", "Errors that clients were answered with, by code.", ["code"]);
  private readonly limits = this.counter("limit_exceeded_total", "Refusals with LIMIT_EXCEEDED, by the limit.", [
    "limit",
  ]);
  private readonly perOrganization = this.counter(
    "organization_operations_total",
    "Requests and operations by organization.",
    ["organization"],
  );

  constructor({ pool: primary, tenants, replicas, live, schema, organizations }: MetricsOptions) {
    this.organizationLabel = organizations > 0 ? new BoundedLabel(organizations) : undefined;
    const pools: Readonly<Record<string, readonly Pool[]>> = {
      primary: [primary],
      ...(replicas.length > 0 && { replica: replicas.map(({ pool }) => pool) }),
    };
    const sumUp = (gauge: Gauge, measure: (pool: Pool) => number, labels: Record<string, string> = {}) => {
      for (const [name, members] of Object.entries(pools)) {
        const sum = members.reduce((total, pool) => total + measure(pool), 0);
        gauge.set({ pool: name, ...labels }, sum);
      }
    };
    this.gauge("database_pool_connections", "Connections for requests by what they do.", ["pool", "state"], (gauge) => {
      sumUp(gauge, (pool) => pool.idleCount, { state: "idle" });
      sumUp(gauge, (pool) => pool.totalCount - pool.idleCount, { state: "busy" });
    });
    this.gauge("database_pool_size", "Connections for requests at most.", ["pool"], (gauge) =>
      sumUp(gauge, (pool) => pool.options.max ?? 0),
    );
    this.gauge(
      "database_pool_waiting",
      "Reads and transactions that wait for a connection, or for their organization's turn.",
      ["pool"],
      (gauge) => sumUp(gauge, (pool) => pool.waitingCount + tenants.waitingFor(pool)),
    );
    if (replicas.length > 0) this.measureReplicas(replicas);
    this.gauge(
      "database_newer_migrations",
      "Migrations of the database that this version doesn't know.",
      [],
      (gauge) => gauge.set(schema.newer.length),
      "max",
    );
    this.gauge("live_connections", "Open websockets and event streams.", [], (gauge) =>
      gauge.set(live.connectionCount),
    );
    this.gauge("live_subscriptions", "Subscriptions that hear of changes.", [], (gauge) => gauge.set(live.size));
    this.gauge("live_backlog", "Changes that wait for the slowest subscriber.", [], (gauge) => gauge.set(live.backlog));
    this.registries = [this.registry, ofProcess()];
  }

  /** Counts a request or an operation that is over. */
  readonly finished = ({ record, milliseconds, http }: FinishedOperation): void => {
    const seconds = milliseconds / 1_000;
    if (http !== undefined) {
      this.requests.inc({ method: http.method, route: http.route, status: http.statusCode });
      if (!http.isConnection) this.requestSeconds.observe({ route: http.route }, seconds);
    }
    if (record.kind !== undefined) {
      const operation = this.operationLabel.of(record.name, record.isMember);
      const labels = { operation, type: record.kind };
      this.operations.inc({ ...labels, code: this.codeLabel.of(record.code) });
      if (record.kind !== "subscription") this.operationSeconds.observe(labels, seconds);
      this.databaseSeconds.inc(labels, record.databaseMs / 1_000);
      this.statements.inc(labels, record.statements);
    }
    for (const { code, limit } of record.errors) {
      this.errors.inc({ code: this.codeLabel.of(code) });
      if (code !== "LIMIT_EXCEEDED") continue;
      const name = typeof limit === "string" && WORDS.test(limit) ? limit : undefined;
      this.limits.inc({ limit: this.limitLabel.of(name) });
    }
    if (this.organizationLabel !== undefined && record.isMember) {
      this.perOrganization.inc({ organization: this.organizationLabel.of(record.organization) });
    }
  };

  /**
   * Writes all of it down.
   *
   * @returns the text format of Prometheus
   */
  async text(): Promise<string> {
    return Registry.merge([...this.registries]).metrics();
  }

  private counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
    return new Counter({ name: `tenantry_${name}`, help, labelNames, registers: [this.registry] });
  }

  private histogram<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Histogram<Label> {
    const registers = [this.registry];
    return new Histogram({ name: `tenantry_${name}`, help, labelNames, buckets: SECONDS, registers });
  }

  /** Workers see the same replicas: what counts is whether each of them uses one, and the longest lag. */
  private measureReplicas(replicas: readonly ReplicaGauges[]): void {
    const usable = (gauge: Gauge) => {
      for (const { name, isUsable } of replicas) gauge.set({ replica: name }, isUsable ? 1 : 0);
    };
    const lag = (gauge: Gauge) => {
      gauge.reset();
      for (const { name, lagMs } of replicas) if (lagMs !== undefined) gauge.set({ replica: name }, lagMs / 1_000);
    };
    this.gauge("replica_usable", "Whether reads go to a replica: 1 or 0.", ["replica"], usable, "min");
    this.gauge("replica_lag_seconds", "By how much a replica that answers lags behind.", ["replica"], lag, "max");
  }

  private gauge(
    name: string,
    help: string,
    labelNames: readonly string[],
    read: (gauge: Gauge) => void,
    aggregator: "sum" | "min" | "max" = "sum",
  ): void {
    new Gauge({
      name: `tenantry_${name}`,
      help,
      labelNames,
      aggregator,
      registers: [this.registry],
      collect() {
        read(this);
      },
    });
  }
}

/** The names of the operations that `npm run graphql:codegen` has published. */
function publishedNames(): string[] {
  const texts = [...readPersistedOperations().values()];
  return texts.flatMap((text) => /\b(?:query|mutation|subscription)\s+(\w+)/.exec(text)?.[1] ?? []);
}
