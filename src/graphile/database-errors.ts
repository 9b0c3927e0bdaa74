/** What `extensions.code` of an error can be. */
export type ErrorCode =
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "ORGANIZATION_REQUIRED"
  | "NOT_FOUND"
  | "CONFLICT"
  | "BAD_USER_INPUT"
  | "LIMIT_EXCEEDED"
  | "TIMEOUT"
  | "UNAVAILABLE"
  | "INTERNAL";

/** A code, and what is said unless the constraint that was broken states a rule. */
export type Translation = readonly [ErrorCode, string];

/** Errors our own SQL raises: they are written for clients, so message, detail and hint pass. */
export const RAISED: Readonly<Record<string, ErrorCode>> = {
  TN400: "BAD_USER_INPUT",
  TN401: "UNAUTHENTICATED",
  TN403: "FORBIDDEN",
  TN404: "NOT_FOUND",
  TN409: "CONFLICT",
  TN428: "ORGANIZATION_REQUIRED",
  TN429: "LIMIT_EXCEEDED",
  TN503: "UNAVAILABLE",
};

/** What is said when there is no way to the database. */
export const UNREACHABLE: Translation = ["UNAVAILABLE", "The database cannot be reached at the moment; try again."];

/** After how many seconds it is worth trying again what is `UNAVAILABLE`. */
export const RETRY_AFTER_SECONDS = 5;

const RETRY: Translation = ["CONFLICT", "Somebody else changed the same at the same time; try again."];

const WRONG_TIME: Translation = ["BAD_USER_INPUT", "A date or time does not exist, or is not written as one."];

/** Errors of PostgreSQL that clients can do something about, by SQLSTATE or the characters it begins with. */
export const POSTGRES: Readonly<Record<string, Translation>> = {
  "08": UNREACHABLE,
  "22": ["BAD_USER_INPUT", "A value has the wrong form or is out of range."],
  "22001": ["BAD_USER_INPUT", "A value is too long."],
  "22003": ["BAD_USER_INPUT", "A number is out of range."],
  "22007": WRONG_TIME,
  "22008": WRONG_TIME,
  "23001": ["CONFLICT", "Something else still refers to this row."],
  "23502": ["BAD_USER_INPUT", "A value is missing."],
  "23503": ["BAD_USER_INPUT", "A value refers to something that does not exist."],
  "23505": ["CONFLICT", "Another row already has this value."],
  "23514": ["BAD_USER_INPUT", "A value is not allowed."],
  "23P01": ["CONFLICT", "This overlaps something that exists already."],
  "25006": ["FORBIDDEN", "A query cannot change anything; use a mutation."],
  "25P03": UNREACHABLE,
  "25P04": ["TIMEOUT", "This took too long; ask for less."],
  "40001": RETRY,
  "40P01": RETRY,
  "42501": ["FORBIDDEN", "You are not allowed to do this."],
  "53": ["UNAVAILABLE", "The database is too busy at the moment; try again."],
  "53100": ["UNAVAILABLE", "The database has no room for more at the moment; try again later."],
  "54": ["LIMIT_EXCEEDED", "This asks for too much at once."],
  "55P03": ["CONFLICT", "Somebody else is changing the same at the moment; try again."],
  "57014": ["TIMEOUT", "This took too long; ask for less."],
  "57P": UNREACHABLE,
  "58030": ["UNAVAILABLE", "The database cannot read or write its files at the moment; try again later."],
};

/** Of these the constraint, by its comment or its name, says the rule that was broken. */
export const STATES_A_RULE: ReadonlySet<string> = new Set(["23503", "23505", "23514", "23P01"]);

/**
 * Finds what to say of an error of PostgreSQL.
 *
 * @param state - its SQLSTATE
 * @returns the translation; undefined when it is no business of clients
 */
export function translationOf(state: string): Translation | undefined {
  return POSTGRES[state] ?? POSTGRES[state.slice(0, 3)] ?? POSTGRES[state.slice(0, 2)];
}
