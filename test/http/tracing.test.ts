import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { until } from "../support/waiting.ts";

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly intValue?: number };
}

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly status: { readonly code?: number };
}

const PATIENCE_MS = 20_000;

/** What a collector of OTLP over HTTP got. */
const received: { path: string | undefined; type: string | undefined; text: string }[] = [];
let collector: Server;
beforeAll(async () => {
  collector = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request.setEncoding("utf8")) text += chunk;
    received.push({ path: request.url, type: request.headers["content-type"], text });
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  collector.listen(0, "127.0.0.1");
  await once(collector, "listening");
});
afterAll(() => {
  collector.close();
});

const db = useDatabase();
const gateway = useGateway(db, {
  variables: () => {
    const { port } = collector.address() as AddressInfo;
    return { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` };
  },
});

function spans(): Span[] {
  return received.flatMap(({ text }) =>
    JSON.parse(text).resourceSpans.flatMap(({ scopeSpans }: { scopeSpans: { spans: Span[] }[] }) =>
      scopeSpans.flatMap((scope) => scope.spans),
    ),
  );
}

function attributesOf({ attributes }: Span): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]));
}

async function spanOf(requestId: string): Promise<Span> {
  const find = () => spans().find((span) => attributesOf(span)["tenantry.request_id"] === requestId);
  await until(async () => find() !== undefined, PATIENCE_MS);
  return find() as Span;
}

describe("a trace", () => {
  it("has a span for the request, named by its operation, and one for each statement, without values", async () => {
    const { staff } = db.world.acme.members;
    const query = "query Traced($name: String!) { contacts(filter: { name: { equalTo: $name } }) { nodes { id } } }";
    const answer = await gateway.as(staff).query(query, { name: "Secret-4711" }, { "x-request-id": "traced" });
    expect(answer.errors).toBeUndefined();
    const span = await spanOf("traced");
    expect(span.name).toBe("query Traced");
    expect(span.parentSpanId ?? "").toBe("");
    expect(attributesOf(span)).toMatchObject({
      "tenantry.organization_id": db.world.acme.id,
      "graphql.operation.name": "Traced",
      "http.route": "/graphql",
      "http.response.status_code": 200,
    });
    const statements = spans().filter(({ parentSpanId }) => parentSpanId === span.spanId);
    expect(statements).toHaveLength(2);
    for (const statement of statements) {
      expect(statement.traceId).toBe(span.traceId);
      expect(BigInt(statement.startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(span.startTimeUnixNano));
      expect(attributesOf(statement)["db.query.text"]).toMatch(/^\s*select/i);
    }
    expect(statements.some((statement) => String(attributesOf(statement)["db.query.text"]).includes("$1"))).toBe(true);
    const { path, type, text } = received[0] ?? {};
    expect({ path, type }).toEqual({ path: "/v1/traces", type: "application/json" });
    expect(text).toContain("tenantry");
    expect(JSON.stringify(received)).not.toContain("Secret-4711");
    expect(JSON.stringify(received)).not.toContain(staff.userId);
  }, 30_000);

  it("goes on where the caller's began, and isn't sent when the caller says so", async () => {
    const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    const parent = "00f067aa0ba902b7";
    const as = gateway.as(db.world.acme.members.staff);
    const headers = (flags: string, id: string) => ({
      traceparent: `00-${traceId}-${parent}-${flags}`,
      "x-request-id": id,
    });
    await as.query("{ me { id } }", {}, headers("00", "unsampled"));
    await as.query("{ me { id } }", {}, headers("01", "sampled"));
    expect(await spanOf("sampled")).toMatchObject({ traceId, parentSpanId: parent, name: "query" });
    expect(spans().some((span) => attributesOf(span)["tenantry.request_id"] === "unsampled")).toBe(false);
  }, 30_000);

  it("says what failed", async () => {
    const viewer = gateway.as(db.world.acme.members.viewer);
    await viewer.run("crm/CreateTask", { task: { title: "No" } }, { "x-request-id": "refused" });
    const span = await spanOf("refused");
    expect(span).toMatchObject({ name: "mutation CreateTask", status: { code: 2 } });
    expect(attributesOf(span)["error.type"]).toBe("FORBIDDEN");
  }, 30_000);
});
