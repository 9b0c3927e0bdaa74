import type { FinishedListener, FinishedOperation } from "./finished-operation.ts";
import type { StatementFlight } from "./operation-record.ts";

/** What counts as slow, and what is told of it. */
export interface SlowOperationOptions {
  /** Milliseconds. */
  readonly threshold: number;
  /** Finds the plans of statements, without a value; left out where they aren't wanted. */
  readonly explain?: ((flight: StatementFlight) => Promise<readonly string[]>) | undefined;
}

/** Writes a line for what was slow. */
export interface SlowOperationLog {
  readonly finished: FinishedListener;
  /** Waits for plans that are being looked up. */
  settled(): Promise<void>;
}

/**
 * Makes the log of slow operations. The plans, which take another moment of the database, are those of what waited
 * longest; one at a time, so that slowness doesn't make more of itself.
 *
 * @param options - what counts as slow
 * @returns what is to hear of requests
 */
export function createSlowOperationLog({ threshold, explain }: SlowOperationOptions): SlowOperationLog {
  let explaining: Promise<void> | undefined;

  const tell = async (finished: FinishedOperation, flight: StatementFlight | undefined) => {
    const plan = flight && (await explain?.(flight).catch((error: Error) => [`no plan: ${error.message}`]));
    finished.log.warn({ ...detailsOf(finished), ...(plan && { plan }) }, "slow operation");
  };
  return {
    finished(finished) {
      const { record, milliseconds, http } = finished;
      if (milliseconds < threshold || http?.isConnection || record.kind === "subscription") return;
      if (explain === undefined || explaining !== undefined) return void tell(finished, undefined);
      explaining = tell(finished, record.slowest).finally(() => {
        explaining = undefined;
      });
    },
    settled: async () => explaining,
  };
}

function detailsOf({ record, milliseconds, http }: FinishedOperation): object {
  return {
    operation: record.name,
    type: record.kind,
    route: http?.route,
    code: record.code,
    milliseconds: Math.round(milliseconds),
    databaseMilliseconds: Math.round(record.databaseMs),
    planMilliseconds: Math.round(record.planMs),
    statements: record.statements,
    organization: record.organization,
  };
}
