import { beforeAll, describe, expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { type TestGateway, useGateway } from "../support/gateway.ts";
import { Scrape } from "../support/prometheus.ts";

const TOKEN = "a-token-for-prometheus";

const db = useDatabase();
const gateway = useGateway(db, { variables: { METRICS_ORGANIZATIONS: "1" } });
const guarded = useGateway(db, { environment: "production", variables: { METRICS_TOKEN: TOKEN } });
const closed = useGateway(db, { environment: "production" });

async function scrape(of: TestGateway, headers: Record<string, string> = {}): Promise<Scrape> {
  const response = await of.inject({ url: "/metrics", headers });
  expect(response.statusCode).toBe(200);
  expect(response.headers["content-type"]).toBe("text/plain; version=0.0.4; charset=utf-8");
  return new Scrape(response.body);
}

/** By how much a sum grows while something is done. */
async function growth(work: () => Promise<unknown>) {
  const before = await scrape(gateway);
  await work();
  const after = await scrape(gateway);
  return (name: string, labels: Record<string, string> = {}) => after.sum(name, labels) - before.sum(name, labels);
}

describe("the metrics", () => {
  it("are read over HTTP, and hold the process, its event loop and the pool", async () => {
    const address = await gateway.app.listen({ host: "127.0.0.1", port: 0 });
    const response = await fetch(`${address}/metrics`);
    const metrics = new Scrape(await response.text());
    expect(response.headers.get("cache-control")).toBe("no-store");
    for (const name of [
      "process_resident_memory_bytes",
      "nodejs_eventloop_lag_p99_seconds",
      "process_cpu_seconds_total",
    ]) {
      expect(metrics.values(name, "none")).toHaveLength(1);
    }
    expect(metrics.sum("tenantry_database_pool_size")).toBe(4);
    expect(metrics.values("tenantry_database_pool_connections", "state")).toEqual(["busy", "idle"]);
    expect(metrics.sum("tenantry_database_pool_waiting")).toBe(0);
  });

  it("count operations by name, kind and code, with what they ask of the database", async () => {
    const { staff, viewer } = db.world.acme.members;
    const grew = await growth(async () => {
      for (let turn = 0; turn < 3; turn++) {
        expect((await gateway.as(staff).run("crm/ListContacts")).errors).toBeUndefined();
      }
      expect((await gateway.as(viewer).run("crm/CreateTask", { task: { title: "No" } })).code).toBe("FORBIDDEN");
      expect((await gateway.as(staff).run("crm/CreateTask", { task: { title: "Yes" } })).errors).toBeUndefined();
    });
    const listing = { operation: "ListContacts", type: "query" };
    expect(grew("tenantry_operations_total", { ...listing, code: "OK" })).toBe(3);
    expect(grew("tenantry_operation_duration_seconds_count", listing)).toBe(3);
    expect(grew("tenantry_operation_duration_seconds_bucket", { ...listing, le: "+Inf" })).toBe(3);
    expect(grew("tenantry_operation_duration_seconds_sum", listing)).toBeGreaterThan(0);
    expect(grew("tenantry_operation_statements_total", listing)).toBeGreaterThanOrEqual(6);
    expect(grew("tenantry_operation_database_seconds_total", listing)).toBeGreaterThan(0);
    const creating = { operation: "CreateTask", type: "mutation" };
    expect(grew("tenantry_operations_total", { ...creating, code: "FORBIDDEN" })).toBe(1);
    expect(grew("tenantry_operations_total", { ...creating, code: "OK" })).toBe(1);
    expect(grew("tenantry_errors_total", { code: "FORBIDDEN" })).toBe(1);
    expect(grew("tenantry_http_requests_total", { route: "/graphql", method: "POST", status: "200" })).toBe(5);
    expect(grew("tenantry_http_request_duration_seconds_count", { route: "/graphql" })).toBe(5);
  });

  it("count what never becomes an operation: refused tokens, bad documents, unknown addresses, limits", async () => {
    const grew = await growth(async () => {
      expect((await gateway.with("nonsense").query("{ __typename }")).code).toBe("UNAUTHENTICATED");
      expect((await gateway.anonymous.query("{ nothing }")).code).toBe("BAD_USER_INPUT");
      expect((await gateway.anonymous.query("{")).code).toBe("BAD_USER_INPUT");
      expect((await gateway.inject({ url: "/nowhere/17" })).statusCode).toBe(404);
      const tooMany = await gateway
        .as(db.world.acme.members.staff)
        .query("{ contacts(first: 100000) { nodes { id } } }");
      expect(tooMany.code).toBe("LIMIT_EXCEEDED");
    });
    expect(grew("tenantry_errors_total", { code: "UNAUTHENTICATED" })).toBe(1);
    expect(grew("tenantry_errors_total", { code: "BAD_USER_INPUT" })).toBe(2);
    expect(grew("tenantry_errors_total", { code: "NOT_FOUND" })).toBe(1);
    expect(grew("tenantry_errors_total", { code: "LIMIT_EXCEEDED" })).toBe(1);
    expect(grew("tenantry_limit_exceeded_total")).toBe(1);
    expect(grew("tenantry_http_requests_total", { route: "other", status: "404" })).toBe(1);
    expect(grew("tenantry_http_requests_total", { route: "/graphql", status: "401" })).toBe(1);
  });

  it("have no names of visitors, and only so many of members", async () => {
    await gateway.anonymous.query("query MadeUpByAVisitor { __typename }");
    const { staff } = db.world.acme.members;
    const names = Array.from({ length: 250 }, (_, index) => `OfAMember${index}`);
    for (const name of names) await gateway.as(staff).query(`query ${name} { me { id } }`);
    const metrics = await scrape(gateway);
    const operations = metrics.values("tenantry_operations_total", "operation");
    expect(operations).toContain("OfAMember0");
    expect(operations.filter((name) => name.startsWith("OfAMember")).length).toBeLessThanOrEqual(200);
    expect(operations).not.toContain("MadeUpByAVisitor");
    expect(operations).toContain("other");
    expect(metrics.sum("tenantry_operations_total", { operation: "other" })).toBeGreaterThan(50);
  }, 30_000);

  it("tell organizations apart when they are asked to, as many as they may", async () => {
    const { acme, globex } = db.world;
    const grew = await growth(async () => {
      await gateway.as(acme.members.staff).query("{ me { id } }");
      await gateway.as(globex.owner).query("{ me { id } }");
      await gateway.anonymous.query("{ __typename }");
    });
    expect(grew("tenantry_organization_operations_total", { organization: acme.id })).toBe(1);
    expect(grew("tenantry_organization_operations_total", { organization: "other" })).toBe(1);
    expect(
      (await scrape(guarded, { authorization: `Bearer ${TOKEN}` })).sum("tenantry_organization_operations_total"),
    ).toBe(0);
  });
});

describe("who may read them", () => {
  let member: string;
  beforeAll(async () => {
    member = await closed.tokenFor(db.world.acme.members.owner);
  });

  it("is in development whoever is on this machine, and nobody behind a proxy", async () => {
    expect((await gateway.inject({ url: "/metrics" })).statusCode).toBe(200);
    expect((await gateway.inject({ url: "/metrics", remoteAddress: "192.0.2.1" })).statusCode).toBe(404);
    const proxied = await gateway.inject({ url: "/metrics", headers: { "x-forwarded-for": "192.0.2.1" } });
    expect(proxied.statusCode).toBe(404);
  });

  it("is in production nobody, unless there is a token for it; that of an owner is none", async () => {
    expect((await closed.inject({ url: "/metrics" })).statusCode).toBe(404);
    const asOwner = await closed.inject({ url: "/metrics", headers: { authorization: `Bearer ${member}` } });
    expect(asOwner.statusCode).toBe(404);
  });

  it("is whoever has the token", async () => {
    expect((await scrape(guarded, { authorization: `Bearer ${TOKEN}` })).samples.length).toBeGreaterThan(20);
    for (const authorization of [`Bearer ${TOKEN}x`, `Bearer ${member}`, TOKEN, ""]) {
      const refused = await guarded.inject({ url: "/metrics", headers: { authorization } });
      expect(refused.statusCode).toBe(401);
      expect(refused.json()).toMatchObject({ errors: [{ extensions: { code: "UNAUTHENTICATED" } }] });
    }
  });
});
