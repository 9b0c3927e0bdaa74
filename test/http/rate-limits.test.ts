import { describe, expect, it } from "@jest/globals";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { useLiveGateway } from "../support/live.ts";

const PER_ADDRESS = 3;
const PER_TOKEN = 5;

const ISSUER = "https://id.test";

const issuerKey = await generateKeyPair("ES256", { extractable: true });
const db = useDatabase();
const limits = {
  LIMIT_REQUESTS_PER_ADDRESS: String(PER_ADDRESS),
  LIMIT_REQUESTS_PER_TOKEN: String(PER_TOKEN),
  AUTH_ISSUERS: JSON.stringify([
    { issuer: ISSUER, audience: "tenantry", createUsers: true, key: await exportJWK(issuerKey.publicKey) },
  ]),
};
const gateway = useGateway(db, { variables: limits });
const live = useLiveGateway(gateway);

const QUERY = "{ __typename }";
type Headers = Record<string, string>;

async function ask(remoteAddress: string, headers: Headers = {}, url = "/graphql") {
  const type = { "content-type": "application/json" };
  const isGraphql = url === "/graphql";
  const response = await gateway.inject({
    method: isGraphql ? "POST" : "GET",
    url,
    remoteAddress,
    headers: isGraphql ? { ...type, ...headers } : headers,
    ...(isGraphql && { payload: JSON.stringify({ query: QUERY }) }),
  });
  const { errors } = response.json<{ errors?: { extensions: Record<string, unknown> }[] }>();
  return { status: response.statusCode, retryAfter: response.headers["retry-after"], refusal: errors?.[0]?.extensions };
}

async function statuses(times: number, ...request: Parameters<typeof ask>): Promise<number[]> {
  const answers: number[] = [];
  for (let time = 0; time < times; time++) answers.push((await ask(...request)).status);
  return answers;
}

const tokenOf = async (member: "rep" | "staff" | "owner"): Promise<Headers> => ({
  authorization: `Bearer ${await gateway.tokenFor(db.world.acme.members[member])}`,
  "x-organization-id": "acme",
});

describe("requests of a minute", () => {
  it("are limited for an address without a token, and for no other address", async () => {
    expect(await statuses(PER_ADDRESS, "203.0.113.1")).toEqual([200, 200, 200]);
    const refused = await ask("203.0.113.1");
    expect(refused).toEqual({
      status: 429,
      retryAfter: expect.stringMatching(/^[1-9][0-9]?$/),
      refusal: {
        code: "LIMIT_EXCEEDED",
        limit: "requestsPerAddress",
        maximum: PER_ADDRESS,
        retryAfter: expect.any(Number),
      },
    });
    expect(Number(refused.retryAfter)).toBeLessThanOrEqual(60);
    expect((await ask("203.0.113.2")).status).toBe(200);
  });

  it("are counted together for a network of IPv6, which one site has", async () => {
    const sites = ["2001:db8:1:1::1", "2001:db8:1:1::2", "2001:db8:1:1:9:9:9:9"];
    for (const address of sites) expect((await ask(address)).status).toBe(200);
    expect((await ask("2001:db8:1:1::5")).status).toBe(429);
    expect((await ask("2001:db8:1:2::1")).status).toBe(200);
  });

  it("are limited for a person, wherever they are and however many tokens they have", async () => {
    for (let time = 0; time < PER_TOKEN; time++) {
      expect((await ask(`198.51.100.${time}`, await tokenOf("rep"))).status).toBe(200);
    }
    const refused = await ask("198.51.100.99", await tokenOf("rep"));
    expect([refused.status, refused.refusal]).toEqual([429, expect.objectContaining({ limit: "requestsPerToken" })]);
    expect((await ask("198.51.100.99", await tokenOf("staff"))).status).toBe(200);
  });

  it("with a good token go on where others of the same address have had enough", async () => {
    const office = "203.0.113.10";
    expect(await statuses(PER_ADDRESS + 1, office)).toEqual([200, 200, 200, 429]);
    expect((await ask(office, await tokenOf("staff"))).status).toBe(200);
  });

  it("with tokens and API keys that aren’t good count as those of the address", async () => {
    for (const [index, credentials] of ["Bearer a.b.c", `Bearer tn_${"0".repeat(8)}_${"x".repeat(43)}`].entries()) {
      const address = `203.0.113.${20 + index}`;
      const refused = await statuses(PER_ADDRESS + 1, address, { authorization: credentials });
      expect(refused.at(-1)).toBe(429);
      expect(refused.slice(0, -1)).not.toContain(429);
    }
  });

  it("are limited for a person who can’t be made a user, too", async () => {
    const tokenWith = async (subject: string, email: string) => {
      const token = new SignJWT({ sub: subject, email }).setProtectedHeader({ alg: "ES256" });
      const signed = token.setIssuer(ISSUER).setAudience("tenantry").setIssuedAt().setExpirationTime("5m");
      return { authorization: `Bearer ${await signed.sign(issuerKey.privateKey)}` };
    };
    const impostor = await tokenWith("impostor", db.world.both.email);
    const refused = await statuses(PER_TOKEN + 2, "203.0.113.30", impostor);
    expect(refused).toEqual([...Array(PER_TOKEN).fill(409), 429, 429]);
    expect((await ask("203.0.113.30", await tokenWith("newcomer", "newcomer@people.test"))).status).toBe(200);
  });

  it("are those of REST, too, and never those of health checks", async () => {
    const address = "203.0.113.40";
    const refused = await statuses(PER_ADDRESS + 1, address, {}, "/api/crm/contacts");
    expect(refused).toEqual([401, 401, 401, 429]);
    expect(await statuses(20, address, {}, "/health")).toEqual(Array(20).fill(200));
    expect(await statuses(5, address, {}, "/ready")).toEqual(Array(5).fill(200));
  });

  it("are also the operations of a websocket", async () => {
    const client = live.as(db.world.acme.members.owner);
    const refusals: unknown[] = [];
    for (let time = 0; time <= PER_TOKEN; time++) {
      const answer = await client.query(QUERY).catch((errors: unknown) => ({ errors }));
      const [error] = ((answer as { errors?: unknown }).errors ?? []) as { extensions: { limit: string } }[];
      if (error) refusals.push(error.extensions.limit);
    }
    expect(refusals.length).toBeGreaterThan(0);
    expect(new Set(refusals)).toEqual(new Set(["requestsPerToken"]));
  });
});
