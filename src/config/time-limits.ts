import { givenWholeNumber } from "./whole-number.ts";

const MOST_SECONDS = 3_600;

/** Seconds that a statement, and a transaction with all of its statements, may take. */
export interface TimeLimit {
  readonly statementSeconds: number;
  /** Left out where something else ends it. */
  readonly transactionSeconds?: number | undefined;
}

/**
 * What time requests have unless told, by their role in the database without its prefix. Whoever has proved less has less;
 * machines do in one request what people do in many.
 */
const BY_DEFAULT = {
  anonymous: { statementSeconds: 5, transactionSeconds: 10 },
  client: { statementSeconds: 10, transactionSeconds: 20 },
  member: { statementSeconds: 15, transactionSeconds: 30 },
  service: { statementSeconds: 30, transactionSeconds: 60 },
} as const satisfies Record<string, TimeLimit>;

/** The role of a request in the database, without its prefix. */
export type RequestRole = keyof typeof BY_DEFAULT;

/** What time requests have, by their role. */
export type TimeLimits = Readonly<Record<RequestRole, TimeLimit>>;

type RoleVariable<Of extends "STATEMENT" | "TRANSACTION"> = `LIMIT_${Of}_SECONDS_${Uppercase<RequestRole>}`;

const seconds = (byDefault: number) => givenWholeNumber(1, MOST_SECONDS, byDefault).optional();

/** The variables that set them. */
export const timeLimitVariables = {
  LIMIT_STATEMENT_SECONDS_ANONYMOUS: seconds(BY_DEFAULT.anonymous.statementSeconds),
  LIMIT_STATEMENT_SECONDS_CLIENT: seconds(BY_DEFAULT.client.statementSeconds),
  LIMIT_STATEMENT_SECONDS_MEMBER: seconds(BY_DEFAULT.member.statementSeconds),
  LIMIT_STATEMENT_SECONDS_SERVICE: seconds(BY_DEFAULT.service.statementSeconds),
  LIMIT_TRANSACTION_SECONDS_ANONYMOUS: seconds(BY_DEFAULT.anonymous.transactionSeconds),
  LIMIT_TRANSACTION_SECONDS_CLIENT: seconds(BY_DEFAULT.client.transactionSeconds),
  LIMIT_TRANSACTION_SECONDS_MEMBER: seconds(BY_DEFAULT.member.transactionSeconds),
  LIMIT_TRANSACTION_SECONDS_SERVICE: seconds(BY_DEFAULT.service.transactionSeconds),
};

type Values = { readonly [Name in RoleVariable<"STATEMENT" | "TRANSACTION">]?: number | undefined } & {
  readonly LIMIT_STATEMENT_SECONDS: number;
};

/**
 * Puts the times together.
 *
 * @param values - those of `timeLimitVariables`, and the statement's time for roles without one of their own; 0 for none
 * @returns the times of each role, frozen
 */
export function timeLimitsOf(values: Values): TimeLimits {
  const of = (role: RequestRole): TimeLimit => {
    const name = role.toUpperCase() as Uppercase<RequestRole>;
    const { statementSeconds, transactionSeconds } = BY_DEFAULT[role];
    return Object.freeze({
      statementSeconds:
        values[`LIMIT_STATEMENT_SECONDS_${name}`] ?? (values.LIMIT_STATEMENT_SECONDS || statementSeconds),
      transactionSeconds: values[`LIMIT_TRANSACTION_SECONDS_${name}`] ?? transactionSeconds,
    });
  };
  return Object.freeze({
    anonymous: of("anonymous"),
    client: of("client"),
    member: of("member"),
    service: of("service"),
  });
}

/**
 * Leaves the times of statements alone, for transactions that something else ends.
 *
 * @param limits - the times of each role
 * @returns the same without those of transactions
 */
export function withoutTransactions({ anonymous, client, member, service }: TimeLimits): TimeLimits {
  const only = ({ statementSeconds }: TimeLimit): TimeLimit => ({ statementSeconds });
  return { anonymous: only(anonymous), client: only(client), member: only(member), service: only(service) };
}
