import type { GraphqlClient, TestGateway } from "./gateway.ts";

const PASSWORD = "a door of one's own";

/**
 * Lets a contact into the client portal as people do it: somebody invites them, they follow the link, choose a password
 * and sign in with it.
 *
 * @param gateway - where
 * @param inviter - somebody who may invite the contact
 * @param contactId - the contact, who has an e-mail address
 * @returns the contact, signed in
 */
export async function enterPortal(
  gateway: TestGateway,
  inviter: GraphqlClient,
  contactId: string,
): Promise<GraphqlClient> {
  const invited = await inviter.run("tenancy/InviteClient", { contactId });
  const token = invited.get("inviteClient.issued.token");
  const claim = await gateway.anonymous.run("tenancy/ClaimInvitation", { token, password: PASSWORD });
  const { email, organizationSlug } = claim.get<{ email: string; organizationSlug: string }>("claimInvitation.claimed");
  const input = { organization: organizationSlug, email, password: PASSWORD };
  const signedIn = await gateway.anonymous.run("tenancy/SignInToPortal", { input });
  return gateway.with(signedIn.get("signInToPortal.accessToken"));
}
