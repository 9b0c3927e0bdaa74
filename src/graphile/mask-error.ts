import { randomUUID } from "node:crypto";
import { GraphQLError } from "graphql";
import { isSafeError } from "postgraphile/grafast";
import { TimeLimitError } from "../database/time-limits.ts";
import { isOutdated } from "../database/unfit-connections.ts";
import { type ErrorCode, POSTGRES, RAISED, STATES_A_RULE, translationOf, UNREACHABLE } from "./database-errors.ts";
import type { ErrorLogger } from "./gateway-options.ts";
import { exceeded } from "./limit-exceeded.ts";
import { RowError } from "./row-errors.ts";

const INTERNAL_ERROR: PublicError = { message: "An internal error occurred.", extensions: { code: "INTERNAL" } };

/** Said of rows that don't exist and, alike, of rows that the policies keep from the asker. */
export const MISSING_ROW = "There is no such row, or it is not yours to change.";

/** Said of rows that aren't any more what whoever changes them has read. */
export const STALE_ROW = "Somebody else has changed this in the meantime; read it again.";

/** Said when a migration has changed what a prepared statement gives; the next connection prepares it anew. */
const JUST_CHANGED = "The database has just been changed; try again.";

/** What Node and pg say, without a SQLSTATE, when there is no database or no free connection to it. */
const UNREACHABLE_CODES = /^(ECONN|EHOST|ENET|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT)/;
const UNREACHABLE_MESSAGES =
  /^(timeout exceeded when trying to connect|Connection terminated|Client (was closed|has encountered)|Cannot use a pool after)/;

/** What Grafast says when planning or executing exceeds its limit. */
const GRAFAST_TIMEOUTS = /^(Operation took too long to plan|Execution timeout exceeded)/;

/** What it says of requests nested too deeply. */
const GRAFAST_LIMITS = /^(Query planning error: )?Query is too complex/;

/** What it says of subscriptions to an API that has none. */
const NO_SUBSCRIPTIONS = /^(Query planning error: )?No subscription type found/;

/** What postgraphile-plugin-connection-filter says of a null where a value is meant. */
const NULL_IN_FILTER = /^Null literals are forbidden in filter/;

/** What @dataplan/pg says when a deletion finds no row. */
const NOTHING_DELETED = /^No values were deleted in collection/;

/** A constraint as clients may know it. */
export interface PublicConstraint {
  /** The fields it is about, the organization left out. */
  readonly fields: readonly string[];
  /** The rule that it states: its comment, or its name in words. */
  readonly description: string | undefined;
}

/** Constraints and unique indexes by {@link constraintKey}. */
export type PublicConstraints = ReadonlyMap<string, PublicConstraint>;

/** The properties of an error of pg that matter here. */
interface DatabaseError extends Error {
  code: string;
  severity: string;
  detail?: string;
  hint?: string;
  schema?: string;
  table?: string;
  column?: string;
  constraint?: string;
  routine?: string;
}

/** An error as clients see it. */
export interface PublicError {
  message: string;
  extensions: { code: ErrorCode } & Record<string, unknown>;
}

/** What {@link createMaskError} needs. */
export interface MaskErrorOptions {
  readonly logger: ErrorLogger;
  /** Leaves out suggestions, which tell about the schema. */
  readonly production: boolean;
  readonly constraints: PublicConstraints;
}

/**
 * Names a constraint.
 *
 * @param schema - the schema of its table
 * @param table - its table
 * @param constraint - its own name
 * @returns the key of the constraint in {@link PublicConstraints}
 */
export function constraintKey(schema: string, table: string, constraint: string): string {
  return `${schema}.${table}.${constraint}`;
}

/**
 * Makes the function that every error of the API passes before a client sees it.
 *
 * @param options - where to log, and what may be told
 * @returns a function that takes an error and gives one with `extensions.code` that tells nothing about SQL, tables or
 *   code; an error that is the service's own is replaced, and logged under the reference its replacement carries
 */
export function createMaskError(options: MaskErrorOptions): (error: GraphQLError) => GraphQLError {
  return (error) => {
    const { nodes = null, source = null, positions = null, path = null } = error;
    const cause = rootCause(error);
    const isOfRow = cause instanceof RowError;
    const original = isOfRow ? cause.cause : cause;
    const { message, extensions: about } = publicError(original, options) ?? INTERNAL_ERROR;
    const extensions = isOfRow ? { ...about, row: cause.row } : about;
    if (extensions.code !== "INTERNAL" && extensions.code !== "UNAVAILABLE") {
      return new GraphQLError(message, { nodes, source, positions, path, extensions });
    }
    const reference = randomUUID();
    options.logger.error(
      { reference, code: extensions.code, path, error: loggable(original) },
      "A GraphQL operation failed",
    );
    return new GraphQLError(message, { nodes, source, positions, path, extensions: { ...extensions, reference } });
  };
}

/**
 * Says what clients may know of an error.
 *
 * @param error - the error itself, out of any wrapping
 * @param options - what may be told
 * @returns message and extensions; undefined when nobody foresaw the error
 */
export function publicError(
  error: Error,
  { constraints, production }: Pick<MaskErrorOptions, "constraints" | "production">,
): PublicError | undefined {
  if (error instanceof TimeLimitError) {
    return { message: error.message, extensions: exceeded(error.limit, error.maximum) };
  }
  if (isDatabaseError(error)) return fromDatabase(error, constraints);
  if (isUnreachable(error)) return { message: UNREACHABLE[1], extensions: { code: UNREACHABLE[0] } };
  if (GRAFAST_TIMEOUTS.test(error.message)) return { message: error.message, extensions: { code: "TIMEOUT" } };
  if (GRAFAST_LIMITS.test(error.message))
    return { message: "This request is too complex.", extensions: { code: "LIMIT_EXCEEDED" } };
  if (NO_SUBSCRIPTIONS.test(error.message))
    return { message: "There is nothing to subscribe to.", extensions: { code: "BAD_USER_INPUT" } };
  if (NULL_IN_FILTER.test(error.message)) {
    const message = "A filter can't compare with null: leave the condition out, or use isNull.";
    return { message, extensions: { code: "BAD_USER_INPUT", field: "filter" } };
  }
  if (NOTHING_DELETED.test(error.message)) return { message: MISSING_ROW, extensions: { code: "NOT_FOUND" } };
  // Without a path GraphQL speaks of the request; with one, of a result that broke the promises of the schema.
  if (isSafeError(error) || (error instanceof GraphQLError && !error.path)) {
    const message = production ? withoutSuggestion(error.message) : error.message;
    return { message, extensions: { code: "BAD_USER_INPUT", ...error.extensions } };
  }
  return undefined;
}

/**
 * Finds the error that a GraphQL error was made of.
 *
 * @param error - any error
 * @returns the innermost original error
 */
export function rootCause(error: Error): Error {
  const inner = error instanceof GraphQLError ? error.originalError : undefined;
  return typeof inner === "object" && inner !== null ? rootCause(inner) : error;
}

/**
 * Of a database error only names are logged: its detail, context and query can hold values of rows and of requests.
 *
 * @param error - any error
 * @returns what of it may be logged
 */
export function loggable(error: Error): object {
  const { name, message, stack, code, schema, table, column, constraint, routine }: Partial<DatabaseError> = error;
  // Errors that were made of the database’s have it as their cause.
  const cause = error.cause instanceof Error && isDatabaseError(error.cause) ? loggable(error.cause) : undefined;
  return { type: name, message, stack, code, schema, table, column, constraint, routine, cause };
}

function isDatabaseError(error: Error): error is DatabaseError {
  return "severity" in error && "code" in error && typeof error.code === "string";
}

function isUnreachable(error: Error): boolean {
  const code = "code" in error ? String(error.code) : "";
  return UNREACHABLE_CODES.test(code) || UNREACHABLE_MESSAGES.test(error.message);
}

function withoutSuggestion(message: string): string {
  return message.replace(/ Did you mean .*\?/s, "");
}

function fromDatabase(error: DatabaseError, constraints: PublicConstraints): PublicError | undefined {
  const raised = RAISED[error.code];
  if (raised) {
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    return { message: error.message, extensions: { ...jsonObject(error.detail), ...hint, code: raised } };
  }

  if (isOutdated(error)) return { message: JUST_CHANGED, extensions: { code: "UNAVAILABLE" } };
  const known = translationOf(error.code);
  if (!known) return undefined;
  const stillReferenced = isStillReferenced(error);
  const [code, message] = stillReferenced ? (POSTGRES["23001"] ?? known) : known;
  const { schema = "", table = "", constraint = "", column } = error;
  const { fields = [], description } = constraints.get(constraintKey(schema, table, constraint)) ?? {};
  return {
    message: (STATES_A_RULE.has(error.code) && !stillReferenced && description) || message,
    extensions: { ...(column ? fieldsOf([camelCase(column)]) : fieldsOf(fields)), code },
  };
}

/** Both sides of a foreign key share one SQLSTATE; only the message tells which side was violated. */
function isStillReferenced({ code, message }: DatabaseError): boolean {
  return code === "23503" && message.startsWith("update or delete");
}

function fieldsOf(fields: readonly string[]): { field?: string; fields?: readonly string[] } {
  if (fields.length > 1) return { fields };
  return fields[0] === undefined ? {} : { field: fields[0] };
}

function camelCase(column: string): string {
  return column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Reads the detail of an error of ours, which may be an object in JSON. */
export function jsonObject(detail: string | undefined): object {
  if (!detail?.startsWith("{")) return {};
  try {
    return JSON.parse(detail);
  } catch {
    return {};
  }
}
