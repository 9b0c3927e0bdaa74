import type { OperationRecord } from "./operation-record.ts";

/** A request that was answered, or an operation on a websocket or an event stream that is over. */
export interface FinishedOperation {
  readonly record: OperationRecord;
  /** From its arrival to its end. */
  readonly milliseconds: number;
  /** Its own id, which is in its log lines. */
  readonly id: string;
  readonly log: { warn(details: object, message: string): void };
  /** Undefined for an operation that came on a websocket or an event stream. */
  readonly http?: {
    readonly method: string;
    /** The pattern of the route; `other` where there is none. */
    readonly route: string;
    readonly statusCode: number;
    /** Whether it became a websocket or an event stream, and lasted as long as that. */
    readonly isConnection: boolean;
    /** The trace that whoever asked is in, as they say, and whether they may decide that this is traced, too. */
    readonly caller: { readonly traceparent: string; readonly mayDecide: boolean } | undefined;
  };
}

/** Hears of what is over. Must not throw, and is not waited for. */
export type FinishedListener = (finished: FinishedOperation) => void;
