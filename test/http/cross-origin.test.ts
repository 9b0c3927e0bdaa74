import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { loadOperation, type TestGateway, useGateway } from "../support/gateway.ts";

const FRONT_END = "https://app.example.com";
const STRANGER = "https://evil.example.com";

const db = useDatabase();
const closed = useGateway(db);
const shared = useGateway(db, { variables: { CORS_ORIGINS: `${FRONT_END}, http://localhost:5173` } });
const open = useGateway(db, { variables: { CORS_ORIGINS: "*" } });

const preflight = (gateway: TestGateway, origin: string, url = "/graphql") =>
  gateway.inject({
    method: "OPTIONS",
    url,
    headers: {
      origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization,content-type,x-organization-id",
    },
  });

async function ask(gateway: TestGateway, origin: string) {
  const token = await gateway.tokenFor(db.world.acme.members.staff, "acme");
  return gateway.inject({
    method: "POST",
    url: "/graphql",
    headers: { origin, authorization: `Bearer ${token}`, "content-type": "application/json" },
    payload: { query: loadOperation("tenancy/Me") },
  });
}

describe("pages of other origins", () => {
  it("may read nothing, unless their origin is named", async () => {
    for (const answer of [await preflight(closed, FRONT_END), await ask(closed, FRONT_END)]) {
      expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
    }
    for (const answer of [await preflight(shared, STRANGER), await ask(shared, STRANGER)]) {
      expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
    }
  });

  it("may read answers and ask with tokens where it is, without cookies", async () => {
    for (const url of ["/graphql", "/graphql/stream", "/api/crm/contacts", "/imports/contacts"]) {
      const { statusCode, headers } = await preflight(shared, FRONT_END, url);
      expect([url, statusCode]).toEqual([url, 204]);
      expect(headers["access-control-allow-origin"]).toBe(FRONT_END);
      expect(headers["access-control-allow-headers"]).toMatch(/authorization/);
      expect(headers["access-control-allow-methods"]).toMatch(/POST/);
      expect(headers).not.toHaveProperty("access-control-allow-credentials");
    }
    const answer = await ask(shared, FRONT_END);
    expect(answer.json()).toMatchObject({ data: { me: { id: db.world.acme.members.staff.userId } } });
    expect(answer.headers["access-control-allow-origin"]).toBe(FRONT_END);
    expect(answer.headers["access-control-expose-headers"]).toContain("x-request-id");
    expect(answer.headers["vary"]).toMatch(/Origin/i);
    // Refusals are read, too, or a page couldn't tell what is wrong.
    const refused = await shared.inject({ url: "/nowhere", headers: { origin: FRONT_END } });
    expect(refused.statusCode).toBe(404);
    expect(refused.headers["access-control-allow-origin"]).toBe(FRONT_END);
  });

  it("may all read where any is named", async () => {
    expect((await preflight(open, STRANGER)).headers["access-control-allow-origin"]).toBe("*");
    expect((await ask(open, STRANGER)).headers["access-control-allow-origin"]).toBe("*");
  });
});
