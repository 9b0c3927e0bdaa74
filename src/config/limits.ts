import { z } from "zod";
import { type TimeLimits, timeLimitsOf, timeLimitVariables } from "./time-limits.ts";
import { wholeNumber } from "./whole-number.ts";

/** What a document may be; each is counted with the fragments where they are spread. */
export interface DocumentLimits {
  /** Characters, spaces and comments among them. */
  readonly characters: number;
  /** Words, names, numbers and punctuation marks. */
  readonly tokens: number;
  /** Fields within fields. */
  readonly depth: number;
  /** Fields that are selected. */
  readonly fields: number;
  /** Fields that are given another name. */
  readonly aliases: number;
  /** How often the same field stands in the same place. */
  readonly duplicates: number;
  /** Directives. */
  readonly directives: number;
  /** Rows that the answer can have, as the page sizes say, one within the other. */
  readonly cost: number;
  /** Lists, figures of lists and single rows of others that are selected. */
  readonly collections: number;
  /** Conditions of filters. */
  readonly conditions: number;
}

/** How much of the database one tenant may take. */
export interface TenantLimits {
  /** Connections in use at the same time. */
  readonly connections: number;
  /** Uses of a connection that wait for one. */
  readonly waiting: number;
  /** Milliseconds that one of them waits. */
  readonly waitMs: number;
}

/** How many requests are answered in a minute; 0 for any number. */
export interface RateLimits {
  /** Of an address, without a token or with one that isn't good; and as many with API keys that aren't known yet. */
  readonly perAddress: number;
  /** Of a person, a contact or an API key. */
  readonly perToken: number;
}

/** What is too much. */
export interface Limits {
  readonly document: DocumentLimits;
  /** Bytes of the body of a request, or of a message on a websocket. */
  readonly bodyBytes: number;
  /** Rows of a page. */
  readonly pageSize: number;
  readonly tenant: TenantLimits;
  readonly rate: RateLimits;
  /** Of requests, once the database knows who asks. */
  readonly time: TimeLimits;
}

/** The variables that set limits. */
export const limitVariables = {
  LIMIT_CHARACTERS: wholeNumber(1_000, 10_000_000, 100_000),
  LIMIT_TOKENS: wholeNumber(100, 1_000_000, 10_000),
  LIMIT_DEPTH: wholeNumber(1, 100, 15),
  LIMIT_FIELDS: wholeNumber(10, 1_000_000, 2_500),
  LIMIT_ALIASES: wholeNumber(0, 100_000, 100),
  LIMIT_DUPLICATES: wholeNumber(1, 100_000, 20),
  LIMIT_DIRECTIVES: wholeNumber(0, 100_000, 50),
  LIMIT_COST: wholeNumber(100, 100_000_000, 250_000),
  LIMIT_COLLECTIONS: wholeNumber(10, 10_000, 150),
  LIMIT_CONDITIONS: wholeNumber(10, 100_000, 500),
  LIMIT_BODY_KB: wholeNumber(10, 100_000, 1024),
  LIMIT_PAGE_SIZE: wholeNumber(1, 10_000, 200),
  LIMIT_TENANT_CONNECTIONS: wholeNumber(0, 1_000, 0),
  LIMIT_TENANT_WAITING: wholeNumber(0, 100_000, 2_000),
  LIMIT_TENANT_WAIT_SECONDS: wholeNumber(1, 60, 10),
  LIMIT_REQUESTS_PER_ADDRESS: wholeNumber(0, 100_000_000, 1_200),
  LIMIT_REQUESTS_PER_TOKEN: wholeNumber(0, 100_000_000, 6_000),
  LIMIT_STATEMENT_SECONDS: wholeNumber(0, 3_600, 0),
  ...timeLimitVariables,
};

type Values = Readonly<z.output<z.ZodObject<typeof limitVariables>>>;

/**
 * Puts the limits together.
 *
 * @param values - those of `limitVariables`
 * @param databasePoolSize - connections of the gateway, of which a tenant has half unless told otherwise
 * @returns the limits, frozen
 */
export function limitsOf(values: Values, databasePoolSize: number): Limits {
  return Object.freeze({
    document: Object.freeze({
      characters: values.LIMIT_CHARACTERS,
      tokens: values.LIMIT_TOKENS,
      depth: values.LIMIT_DEPTH,
      fields: values.LIMIT_FIELDS,
      aliases: values.LIMIT_ALIASES,
      duplicates: values.LIMIT_DUPLICATES,
      directives: values.LIMIT_DIRECTIVES,
      cost: values.LIMIT_COST,
      collections: values.LIMIT_COLLECTIONS,
      conditions: values.LIMIT_CONDITIONS,
    }),
    bodyBytes: values.LIMIT_BODY_KB * 1024,
    pageSize: values.LIMIT_PAGE_SIZE,
    tenant: Object.freeze({
      connections: values.LIMIT_TENANT_CONNECTIONS || Math.max(1, Math.floor(databasePoolSize / 2)),
      waiting: values.LIMIT_TENANT_WAITING,
      waitMs: values.LIMIT_TENANT_WAIT_SECONDS * 1_000,
    }),
    rate: Object.freeze({
      perAddress: values.LIMIT_REQUESTS_PER_ADDRESS,
      perToken: values.LIMIT_REQUESTS_PER_TOKEN,
    }),
    time: timeLimitsOf(values),
  });
}

/** The limits of a gateway of ten connections that sets none, for what is built without a configuration. */
export const DEFAULT_LIMITS: Limits = limitsOf(z.object(limitVariables).parse({}), 10);
