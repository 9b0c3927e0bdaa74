import { randomUUID } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { giveIdentity } from "../support/accounts.ts";
import { useClock } from "../support/clock.ts";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { useOpenidProvider } from "../support/openid-provider.ts";

const db = useDatabase();
const providers = {
  ES256: useOpenidProvider("tenantry", "ES256"),
  RS256: useOpenidProvider("tenantry", "RS256"),
  forIdTokens: useOpenidProvider("tenantry", "ES256"),
  renewed: useOpenidProvider("tenantry", "ES256"),
};
const gateway = useGateway(db, {
  environment: "production",
  variables: () => ({
    AUTH_ISSUERS: JSON.stringify([
      { issuer: providers.ES256.issuer, audience: "tenantry", organizationClaim: "org_id" },
      { issuer: providers.RS256.issuer, audience: "tenantry", organizationClaim: "org_id" },
      { issuer: providers.forIdTokens.issuer, audience: "front-end" },
      { issuer: providers.renewed.issuer, audience: "tenantry" },
    ]),
  }),
});

describe.each(["ES256", "RS256"] as const)("an OpenID provider that signs with %s", (algorithm) => {
  const provider = providers[algorithm];
  const newAccount = (organization?: string) => {
    const id = randomUUID();
    provider.accounts.set(id, {
      email: `${id}@example.com`,
      emailVerified: true,
      name: "Ada",
      ...(organization === undefined ? {} : { organization }),
    });
    return id;
  };

  it("signs people in by authorization code and PKCE, found by its discovery document alone", async () => {
    const member = db.world.acme.members.manager;
    const account = newAccount();
    const { accessToken } = await provider.signIn(account);
    expect(decodeProtectedHeader(accessToken)).toMatchObject({ alg: algorithm, typ: "at+jwt" });
    expect(decodeJwt(accessToken)).toMatchObject({ iss: provider.issuer, aud: "tenantry", sub: account });

    const client = gateway.with(accessToken);
    expect((await client.run("tenancy/Me")).code).toBe("UNAUTHENTICATED");
    await giveIdentity(db, provider.issuer, account, member.userId);
    expect((await client.run("tenancy/Me")).get("me.email")).toBe(member.email);
    expect((await client.run("crm/ListContacts")).get("contacts.totalCount")).toBe(5);
  });

  it("names the organization in its token", async () => {
    for (const [organization, slug] of [
      ["org_acme", "acme"],
      ["globex", "globex"],
    ] as const) {
      const account = newAccount(organization);
      await giveIdentity(db, provider.issuer, account, db.world.both.userId);
      const client = gateway.with((await provider.signIn(account)).accessToken);
      expect((await client.run("tenancy/CurrentOrganization")).get("currentOrganization.slug")).toBe(slug);
    }
  });

  it("issues an ID token and a refresh token that are no tokens here", async () => {
    const account = newAccount();
    await giveIdentity(db, provider.issuer, account, db.world.acme.members.staff.userId);
    const { accessToken, idToken, refreshToken = "" } = await provider.signIn(account);
    expect(decodeJwt(idToken)).toMatchObject({ iss: provider.issuer, sub: account, aud: "front-end" });
    expect(refreshToken).not.toBe("");
    expect((await gateway.with(accessToken).run("tenancy/Me")).status).toBe(200);
    for (const token of [idToken, refreshToken]) {
      const answer = await gateway.with(token).run("tenancy/Me");
      expect([answer.status, answer.code]).toEqual([401, "UNAUTHENTICATED"]);
    }
  });

  it("signs in no machine as a person", async () => {
    const token = await provider.signInMachine();
    expect(decodeJwt(token)).toMatchObject({ iss: provider.issuer, aud: "tenantry", sub: "machine" });
    expect((await gateway.with(token).run("tenancy/Me")).code).toBe("UNAUTHENTICATED");
  });
});

describe("an ID token", () => {
  const provider = providers.forIdTokens;

  it("is accepted where the audience that is configured is the client", async () => {
    const account = randomUUID();
    provider.accounts.set(account, { email: "ada@example.com", emailVerified: true, name: "Ada" });
    await giveIdentity(db, provider.issuer, account, db.world.acme.members.rep.userId);
    const { idToken, accessToken } = await provider.signIn(account);
    expect((await gateway.with(idToken).run("tenancy/Me")).get("me.email")).toBe(db.world.acme.members.rep.email);
    expect((await gateway.with(accessToken).run("tenancy/Me")).status).toBe(401);
  });
});

describe("a provider", () => {
  const provider = providers.renewed;
  const clock = useClock();

  it("may change its keys: the gateway follows without a restart, and drops what the earlier ones signed", async () => {
    const account = randomUUID();
    provider.accounts.set(account, { email: "ada@example.com", emailVerified: true, name: "Ada" });
    await giveIdentity(db, provider.issuer, account, db.world.acme.members.viewer.userId);
    const old = (await provider.signIn(account)).accessToken;
    expect((await gateway.with(old).run("tenancy/Me")).status).toBe(200);

    provider.renewKeys();
    const renewed = (await provider.signIn(account)).accessToken;
    expect((await gateway.with(renewed).run("tenancy/Me")).status).toBe(401);
    clock.advance(31);
    expect((await gateway.with(renewed).run("tenancy/Me")).get("me.email")).toBe(db.world.acme.members.viewer.email);
    expect((await gateway.with(old).run("tenancy/Me")).status).toBe(401);
  });
});
