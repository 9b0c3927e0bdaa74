import type { DocumentNode } from "graphql";
import { getOperationAST } from "graphql";
import type { Accounts } from "../authentication/accounts.ts";
import type { Profile } from "../authentication/claims.ts";
import type { RequestRole } from "../config/time-limits.ts";

declare global {
  namespace Grafast {
    interface Context {
      /** Who asks, for what isn't done in the role of the request. */
      identity: RequestIdentity;
      /** The accounts of the built-in issuer; needed to run the API, not to build it. */
      accounts?: Accounts | undefined;
    }
  }
}

/** What the HTTP layer knows about a request, and all the database needs to decide on access. */
export interface RequestIdentity {
  /** The claims of a verified token; null without a token. */
  readonly claims: Record<string, unknown> | null;
  /** What the token says about the person, for their first contact; null without a token. */
  readonly profile?: Profile | null;
  /** SHA-256 of the API key that the request came with, in hexadecimal; left out without one. Whether it is good, the database says. */
  readonly apiKeyDigest?: string | undefined;
  /** The wanted organization, by id or slug; null leaves the choice to the token and the memberships. */
  readonly organization: string | null;
  /** Names the request in logs, in the audit log and in masked errors. */
  readonly requestId: string;
  /** The address the request came from. */
  readonly address: string;
  /** Whether the claims are of a contact in the client portal. */
  readonly isClient?: boolean;
  /** The program that asks, in its own words. */
  readonly userAgent?: string | undefined;
}

/** Whether the transactions of an operation may write. */
export type TransactionAccess = "read only" | "read write";

/** The settings that src/database/request-transaction.ts turns into the start of a transaction. */
export interface RequestSettings extends Record<string, string | undefined> {
  /** The argument of `app_private.begin_request`. */
  "tenantry.request": string;
  "tenantry.access": TransactionAccess;
  /** The role that the request gets, if it gets one: `begin_request` goes by the same. */
  "tenantry.role": RequestRole;
  /** SHA-256 of the API key, which is part of that argument too. */
  "tenantry.api_key": string | undefined;
  /** Who asks, by what the token proves; undefined for visitors and for API keys, which only the database can judge. */
  "tenantry.person": string | undefined;
  /** Who asks, with the organization as they name it: the same in all requests, and with all tokens, of one person. */
  "tenantry.asker": string;
}

/**
 * Says which transactions serve a request.
 *
 * @param identity - who is asking; only what decides on access and what is recorded travels to the database
 * @param access - what the operation may do
 * @returns the `pgSettings` of the Grafast context
 * @throws TypeError when the claims are not JSON, which claims of a verified token always are
 */
export function pgSettingsFor(identity: RequestIdentity, access: TransactionAccess): RequestSettings {
  const { claims, apiKeyDigest, organization, requestId, address, isClient } = identity;
  const credentials = { claims, apiKeyDigest, ...(isClient && { isClient }) };
  const person = claims === null ? undefined : `${claims["iss"]} ${claims["sub"]}`;
  return {
    "tenantry.request": JSON.stringify({ ...credentials, organization, requestId, address }),
    "tenantry.access": access,
    "tenantry.role": roleOf(identity),
    "tenantry.api_key": apiKeyDigest,
    "tenantry.person": person,
    "tenantry.asker": JSON.stringify([person, apiKeyDigest, isClient, organization?.toLowerCase()]),
  };
}

function roleOf({ claims, apiKeyDigest, isClient }: RequestIdentity): RequestRole {
  if (apiKeyDigest !== undefined) return "service";
  if (claims === null) return "anonymous";
  return isClient ? "client" : "member";
}

/**
 * Tells reading operations from writing ones; an operation that cannot be found is refused later, so it reads.
 *
 * @param document - the parsed request
 * @param operationName - which of its operations runs; may be left out when there is only one
 * @returns the access its transactions get
 */
export function transactionAccess(document: DocumentNode, operationName: string | null | undefined): TransactionAccess {
  return getOperationAST(document, operationName)?.operation === "mutation" ? "read write" : "read only";
}
