import type { ErrorCode } from "./database-errors.ts";

/** What the extensions of an error say of a limit. */
export interface ExceededLimit extends Record<string, unknown> {
  readonly code: ErrorCode;
  /** Its name, as in the list of limits in the documentation. */
  readonly limit: string;
  readonly maximum: number;
  /** How much it was; left out where counting has ended at the maximum. */
  readonly actual?: number;
}

/**
 * Says which limit is exceeded, in the form that all errors of the code `LIMIT_EXCEEDED` have.
 *
 * @param limit - its name
 * @param maximum - the most there can be
 * @param actual - how much there is, if that is known
 * @returns the extensions of the error
 */
export function exceeded(limit: string, maximum: number, actual?: number): ExceededLimit {
  const isKnown = actual !== undefined && Number.isSafeInteger(actual);
  return { code: "LIMIT_EXCEEDED", limit, maximum, ...(isKnown && { actual }) };
}
