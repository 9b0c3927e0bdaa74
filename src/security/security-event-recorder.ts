import type { Pool } from "pg";
import { networkOf } from "./network-of.ts";

const WINDOW_MS = 60_000;
const EVENTS_PER_ADDRESS = 10;
const EVENTS_IN_ALL = 300;

/** Something that those who look after security want to know of. Nothing in it may be a secret, not in part. */
export interface SecurityEvent {
  /** A value of app_public.security_event_kinds. */
  readonly kind: "refused_token" | "refused_organization" | "api_key_refused" | "failed_sign_in";
  /** Who asked and from where: what `app_private.begin_request` takes, of which ids, request id and address are kept. */
  readonly request: SecurityEventRequest;
  /** What else is known, such as the reason. */
  readonly detail?: Readonly<Record<string, string | number>>;
}

/** The part of `RequestIdentity` that an event is recorded with. */
export interface SecurityEventRequest {
  readonly requestId: string;
  readonly address: string;
  readonly claims?: Readonly<Record<string, unknown>> | null;
  readonly isClient?: boolean;
  readonly apiKeyDigest?: string;
}

/** Writes security events beside the requests that they are about. */
export interface SecurityEventRecorder {
  /** Notes an event; never throws, and waits for nothing. Those above the limits are only counted. */
  record(event: SecurityEvent): void;
  /** Writes the counts that are left, and waits for what is being written. */
  close(): Promise<void>;
}

export interface SecurityEventRecorderOptions {
  /** Connections as the authenticator. */
  readonly pool: Pick<Pool, "query">;
  readonly logger: { warn(details: object, message: string): void };
  /** Milliseconds in which one address may cause so many rows; a minute unless told. */
  readonly windowMs?: number;
  /** Recorders that work side by side and share the limits; one unless told. */
  readonly recorders?: number;
}

/**
 * Makes the recorder. A flood of refused tokens must not fill the table: in each minute an address gets so many rows and all
 * addresses together so many, by each gateway. What is above is counted, and told in one row at the end of the minute.
 *
 * @param options - where to write, and who hears of failures
 * @returns the recorder
 */
export function createSecurityEventRecorder(options: SecurityEventRecorderOptions): SecurityEventRecorder {
  const { pool, logger, windowMs = WINDOW_MS, recorders = 1 } = options;
  const perAddress = Math.ceil(EVENTS_PER_ADDRESS / recorders);
  const inAll = Math.ceil(EVENTS_IN_ALL / recorders);
  const counts = new Map<string, number>();
  let total = 0;
  let suppressed = 0;
  let windowEnd: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();

  const write = ({ kind, request, detail = {} }: SecurityEvent) => {
    // One after the other, so that requests find a connection.
    writing = writing
      .then(() =>
        pool.query("select app_private.record_refusal($1, $2::jsonb, $3::jsonb)", [
          kind,
          JSON.stringify(request),
          JSON.stringify(detail),
        ]),
      )
      .then(
        () => undefined,
        (error: Error) => logger.warn({ err: error }, "a security event could not be recorded"),
      );
  };
  const endWindow = () => {
    clearTimeout(windowEnd);
    windowEnd = undefined;
    if (suppressed > 0) {
      write({
        kind: "refused_token",
        request: { requestId: "", address: "" },
        detail: { reason: "flood", suppressed },
      });
    }
    counts.clear();
    total = 0;
    suppressed = 0;
  };

  return {
    record(event) {
      windowEnd ??= setTimeout(endWindow, windowMs).unref();
      const network = networkOf(event.request.address);
      const count = counts.get(network) ?? 0;
      if (count >= perAddress || total >= inAll) {
        suppressed += 1;
        return;
      }
      counts.set(network, count + 1);
      total += 1;
      write(event);
    },
    async close() {
      endWindow();
      await writing;
    },
  };
}
