import type { Insert } from "../world.ts";

/** What is recorded about an organization beside the audit log. */
export interface AuditRows {
  readonly securityEvent: string;
  /** An export, requested by the owner. */
  readonly dataRequest: string;
}

/**
 * Fills an organization with a security event and a request about personal data.
 *
 * @param insert - makes a row and gives its id
 * @param references - rows of the organization
 * @returns the ids
 */
export async function createAuditWorld(
  insert: Insert,
  { organizationId, membershipId, contactId }: { organizationId: string; membershipId: string; contactId: string },
): Promise<AuditRows> {
  const organization_id = organizationId;
  return {
    securityEvent: await insert("security_events", {
      organization_id,
      kind: "failed_sign_in",
      actor_kind: "anonymous",
    }),
    dataRequest: await insert("data_requests", {
      organization_id,
      kind: "export",
      contact_id: contactId,
      requested_by_id: membershipId,
    }),
  };
}
