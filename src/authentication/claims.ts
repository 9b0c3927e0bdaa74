import type { JWTPayload } from "jose";
import type { ClaimPaths, IssuerConfig } from "../config/environment.ts";

const MAXIMUM_SUBJECT_LENGTH = 255;
const MAXIMUM_EMAIL_LENGTH = 254;
const MAXIMUM_NAME_LENGTH = 200;
const MAXIMUM_METHODS = 16;
const METHOD = /^[\w.:/+-]{1,64}$/;
/** The end of the year 9999: no later time fits what reads it. */
const MAXIMUM_TIME = 253_402_300_799;

/** How an organization is named in a header or a token: its id, its slug or an external id. */
export const ORGANIZATION_REFERENCE = /^[A-Za-z0-9_-]{1,63}$/;

/** What a token says about the person, for their first contact; verified as part of the token, and no more than that. */
export interface Profile {
  /** An address by its form, or null. */
  readonly email: string | null;
  /** Whether the issuer says that the address is theirs. Never true without an address. */
  readonly emailVerified: boolean;
  readonly name: string | null;
  /** Whether the person may become a user by this token: the issuer is configured so, and the token has an address. */
  readonly mayCreateUser: boolean;
  /** Whether a verified address of this issuer is proof enough to become the user who has it. */
  readonly trustsEmail: boolean;
}

/** Text that PostgreSQL can store and a log line can hold: no control characters, no half surrogate pairs. */
function isPlainText(value: unknown): value is string {
  return typeof value === "string" && value.isWellFormed() && !/\p{Cc}/u.test(value);
}

/** A number of seconds since 1970 (RFC 7519 section 2). JSON can hold endless and absurd ones. */
export function isTime(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= MAXIMUM_TIME;
}

function isListOf(value: unknown, isEntry: (entry: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isEntry);
}

/** A way of signing in: a name (RFC 8176), or an object with a name and a time, as Supabase writes it. */
function isMethod(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return typeof value === "string" && METHOD.test(value);
  const { method, timestamp, ...more }: { method?: unknown; timestamp?: unknown } = value;
  return (
    typeof method === "string" &&
    METHOD.test(method) &&
    (timestamp === undefined || isTime(timestamp)) &&
    // Supabase names the provider beside the method "sso/saml".
    Object.entries(more).every(([name, text]) => name === "provider" && typeof text === "string" && METHOD.test(text))
  );
}

/** The claims that are passed on beside iss and sub, and what each must be; anything else stays in the token. */
const PASSED_ON: Readonly<Record<string, (value: unknown) => boolean>> = {
  aud: (value) => isPlainText(value) || isListOf(value, isPlainText),
  exp: isTime,
  iat: isTime,
  auth_time: isTime,
  email: isPlainText,
  email_verified: (value) => typeof value === "boolean",
  name: isPlainText,
  role: isPlainText,
  org_id: isPlainText,
  org: isPlainText,
  sid: isPlainText,
  session_id: isPlainText,
  aal: (value) => typeof value === "string" && METHOD.test(value),
  amr: (value) => isListOf(value, isMethod) && (value as unknown[]).length <= MAXIMUM_METHODS,
};

/**
 * The claims that are passed on to the database.
 *
 * @param payload - the claims of a verified token
 * @returns those that are known and of the expected kind, safe to store as jsonb and to compare as they are
 */
export function passedOnClaims(payload: JWTPayload): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(payload).filter(([name, value]) => Object.hasOwn(PASSED_ON, name) && PASSED_ON[name]?.(value)),
  );
}

/**
 * Whether a claim is fit to name a person for good: a text that is not blank and not long. Bytes that are no UTF-8 read
 * as U+FFFD, whatever they were, so two persons could have one such name.
 */
export function isSubject(value: unknown): value is string {
  return (
    isPlainText(value) && value.trim() !== "" && value.length <= MAXIMUM_SUBJECT_LENGTH && !value.includes("\ufffd")
  );
}

/** What stands in the first of the claims that is there. */
function firstOf(payload: JWTPayload, paths: readonly string[]): unknown {
  for (const path of paths) {
    // The whole name first: namespaced claims (https://example.com/org) have dots of their own.
    const steps = Object.hasOwn(payload, path) ? [path] : path.split(".");
    let value: unknown = payload;
    for (const step of steps) {
      value =
        typeof value === "object" && value !== null && Object.hasOwn(value, step)
          ? (value as Record<string, unknown>)[step]
          : undefined;
    }
    if (value !== undefined && value !== null) return value;
  }
  return null;
}

/**
 * The organization that a token names.
 *
 * @param payload - the claims of a verified token
 * @param paths - the claims to look at
 * @returns the reference, null when none is named, undefined when what is there can't name an organization
 */
export function organizationOf(payload: JWTPayload, paths: readonly string[]): string | null | undefined {
  const value = firstOf(payload, paths);
  if (value === null) return null;
  return typeof value === "string" && ORGANIZATION_REFERENCE.test(value) ? value : undefined;
}

function emailOf(payload: JWTPayload, { email: paths }: ClaimPaths): string | null {
  const value = firstOf(payload, paths);
  if (!isPlainText(value) || value.length > MAXIMUM_EMAIL_LENGTH) return null;
  return /^[^@\p{Z}\p{C}]+@[^@\p{Z}\p{C}]+\.[^@\p{Z}\p{C}]+$/u.test(value) ? value : null;
}

function nameOf(payload: JWTPayload, { name: paths }: ClaimPaths): string | null {
  const value = firstOf(payload, paths);
  if (!isPlainText(value) || !/[^\p{Z}\p{C}]/u.test(value)) return null;
  return [...value.trim()].slice(0, MAXIMUM_NAME_LENGTH).join("");
}

/**
 * What a token says about the person.
 *
 * @param payload - the claims of a verified token
 * @param issuer - where its claims stand, and what they count for
 * @returns the profile; what is missing or malformed is null, or false
 */
export function profileOf(
  payload: JWTPayload,
  { claimPaths, createUsers, trustEmail }: Pick<IssuerConfig, "claimPaths" | "createUsers" | "trustEmail">,
): Profile {
  const email = emailOf(payload, claimPaths);
  const { emailVerified } = claimPaths;
  return {
    email,
    emailVerified: email !== null && (emailVerified === true || firstOf(payload, emailVerified) === true),
    name: nameOf(payload, claimPaths),
    mayCreateUser: createUsers && email !== null,
    trustsEmail: trustEmail,
  };
}
