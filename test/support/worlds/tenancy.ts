import type { Insert } from "../world.ts";

/** Invitations and a notification of one organization. */
export interface TenancyRows {
  /** To be an intern, the organization's own role; invited by its owner. */
  readonly staffInvitation: string;
  /** One that was accepted, by the owner. */
  readonly claimedStaffInvitation: string;
  /** Invited by the owner, for the organization's contact. */
  readonly clientInvitation: string;
  /** For the owner. */
  readonly notification: string;
}

/** Who and what the rows refer to. */
export interface TenancyReferences {
  readonly organizationId: string;
  readonly businessId: string;
  readonly roleId: string;
  readonly membershipId: string;
  readonly contactId: string;
}

/**
 * Fills an organization with invitations and notifications.
 *
 * @param insert - makes a row and gives its id
 * @param references - rows of the organization
 * @returns the ids
 */
export async function createTenancyWorld(insert: Insert, references: TenancyReferences): Promise<TenancyRows> {
  const { roleId, membershipId } = references;
  const organization_id = references.organizationId;
  const invited = { organization_id, invited_by_id: membershipId };
  return {
    staffInvitation: await insert("staff_invitations", { ...invited, email: "intern@invited.test", role_id: roleId }),
    claimedStaffInvitation: await insert("staff_invitations", {
      ...invited,
      email: "owner@invited.test",
      role_id: roleId,
      claimed_at: new Date(),
      membership_id: membershipId,
    }),
    clientInvitation: await insert("client_invitations", {
      ...invited,
      business_id: references.businessId,
      email: "client@invited.test",
      first_name: "Carla",
      contact_id: references.contactId,
    }),
    notification: await insert("notifications", {
      organization_id,
      membership_id: membershipId,
      kind: "system",
      title: "Welcome",
    }),
  };
}
