import {
  type Context,
  context,
  defaultTextMapGetter,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import type { FinishedListener, FinishedOperation } from "./finished-operation.ts";
import type { StatementFlight } from "./operation-record.ts";

const LONGEST_STATEMENT = 10_000;
const EXPORT_EVERY_MS = 2_000;
const EXPORT_TIMEOUT_MS = 5_000;

/** Where traces go. */
export interface TracingOptions {
  /** The collector's address, to which `/v1/traces` is added. */
  readonly endpoint: string;
  /** Which share of the requests is traced that come without a decision of somebody who may decide, from 0 to 1. */
  readonly ratio: number;
}

/** The part of a pino logger that is used here. */
export interface TracingLogger {
  warn(details: object, message: string): void;
}

/** Traces of what is over. */
export interface Tracing {
  readonly finished: FinishedListener;
  /** Sends what is left. */
  close(): Promise<void>;
}

/** Moments of `performance.now()` as milliseconds since 1970. */
function moment(at: number): number {
  return performance.timeOrigin + at;
}

/**
 * Sends a span for each request and operation, and one for each statement, by OTLP over HTTP. They are made when the
 * request is over, so that nothing has to be kept up while it is served. Statements are those with placeholders:
 * values aren't sent.
 *
 * @param options - where to
 * @param logger - hears when the last ones can't be sent
 * @returns what is to hear of requests
 */
export function createTracing({ endpoint, ratio }: TracingOptions, logger: TracingLogger): Tracing {
  const url = `${endpoint.replace(/\/+$/, "")}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: EXPORT_TIMEOUT_MS });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": "tenantry", "process.pid": process.pid }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: EXPORT_EVERY_MS })],
  });
  const tracer = provider.getTracer("tenantry");
  const propagator = new W3CTraceContextPropagator();

  const traceStatement = (parent: Context, text: string, { startedAt, endedAt, hasFailed }: StatementFlight) => {
    const attributes = { "db.system.name": "postgresql", "db.query.text": text.slice(0, LONGEST_STATEMENT) };
    const name = /^\s*(?:\/\*.*?\*\/\s*)*([a-z]+)/is.exec(text)?.[1]?.toUpperCase() ?? "SQL";
    const startTime = moment(startedAt);
    const span = tracer.startSpan(name, { kind: SpanKind.CLIENT, startTime, attributes }, parent);
    if (hasFailed) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(moment(endedAt));
  };

  return {
    finished(finished) {
      const { record, milliseconds, http } = finished;
      const { traceparent, mayDecide = false } = http?.caller ?? {};
      const carrier = traceparent === undefined ? {} : { traceparent };
      const callers = propagator.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter);
      const parent = mayDecide ? callers : ROOT_CONTEXT;
      // Whoever could choose the trace, could also choose one that is sampled; so it is only referred to.
      const callersSpan = trace.getSpanContext(callers);
      const links = mayDecide || callersSpan === undefined ? [] : [{ context: callersSpan }];
      const startTime = moment(record.startedAt);
      const attributes = attributesOf(finished);
      const span = tracer.startSpan(nameOf(finished), { kind: SpanKind.SERVER, startTime, attributes, links }, parent);
      if (record.errors.length > 0) span.setStatus({ code: SpanStatusCode.ERROR, message: record.code });
      if (span.isRecording()) {
        const inSpan = trace.setSpan(context.active(), span);
        for (const flight of record.flights ?? []) {
          for (const text of flight.texts) traceStatement(inSpan, text, flight);
        }
      }
      span.end(startTime + milliseconds);
    },
    close: () =>
      provider.shutdown().catch((error: Error) => logger.warn({ err: error }, "the last traces could not be sent")),
  };
}

function nameOf({ record, http }: FinishedOperation): string {
  if (record.kind !== undefined) return record.name === undefined ? record.kind : `${record.kind} ${record.name}`;
  return http === undefined ? "operation" : `${http.method} ${http.route}`;
}

function attributesOf({ record, http, id }: FinishedOperation) {
  return {
    "tenantry.request_id": id,
    ...(record.organization !== undefined && { "tenantry.organization_id": record.organization }),
    ...(record.kind !== undefined && { "graphql.operation.type": record.kind }),
    ...(record.name !== undefined && { "graphql.operation.name": record.name }),
    ...(record.errors.length > 0 && { "error.type": record.code }),
    ...(http !== undefined && {
      "http.request.method": http.method,
      "http.route": http.route,
      "http.response.status_code": http.statusCode,
    }),
  };
}
