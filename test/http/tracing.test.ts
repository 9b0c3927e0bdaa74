import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { TestGateway, useGateway } from "../support/gateway.ts";
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
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
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
const tracing = (more: Record<string, string> = {}) => ({
  variables: () => {
    const { port } = collector.address() as AddressInfo;
    return { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, ...more };
  },
});
const gateway = useGateway(db, tracing());
const behindProxy = useGateway(db, tracing({ TRUSTED_PROXIES: "127.0.0.0/8", OTEL_TRACES_SAMPLER_ARG: "0" }));
const sparing = new TestGateway(db, tracing({ TRUSTED_PROXIES: "192.0.2.1", OTEL_TRACES_SAMPLER_ARG: "0" }));
beforeAll(() => sparing.start(), 60_000);
afterAll(() => sparing.stop());

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT = "00f067aa0ba902b7";
const calledFrom = (flags: string, id: string) => ({
  traceparent: `00-${TRACE}-${PARENT}-${flags}`,
  "x-request-id": id,
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

  it("goes on where that of a trusted proxy began, and isn't sent when it says so", async () => {
    const as = behindProxy.as(db.world.acme.members.staff);
    await as.query("{ me { id } }", {}, calledFrom("00", "unsampled"));
    await as.query("{ me { id } }", {}, calledFrom("01", "sampled"));
    expect(await spanOf("sampled")).toMatchObject({ traceId: TRACE, parentSpanId: PARENT, name: "query" });
    expect(spans().some((span) => attributesOf(span)["tenantry.request_id"] === "unsampled")).toBe(false);
  }, 30_000);

  it("begins anew for anybody else, whose own it refers to, and is sent as the gateway's ratio says", async () => {
    const { staff } = db.world.acme.members;
    await sparing.as(staff).query("{ me { id } }", {}, calledFrom("01", "sampled-by-a-stranger"));
    await gateway.as(staff).query("{ me { id } }", {}, calledFrom("00", "unsampled-by-a-stranger"));
    const span = await spanOf("unsampled-by-a-stranger");
    expect(span.traceId).not.toBe(TRACE);
    expect(span.parentSpanId ?? "").toBe("");
    expect(span.links).toEqual([expect.objectContaining({ traceId: TRACE, spanId: PARENT })]);
    await sparing.stop();
    expect(spans().some((sent) => attributesOf(sent)["tenantry.request_id"] === "sampled-by-a-stranger")).toBe(false);
  }, 30_000);

  it("says what failed", async () => {
    const viewer = gateway.as(db.world.acme.members.viewer);
    await viewer.run("crm/CreateTask", { task: { title: "No" } }, { "x-request-id": "refused" });
    const span = await spanOf("refused");
    expect(span).toMatchObject({ name: "mutation CreateTask", status: { code: 2 } });
    expect(attributesOf(span)["error.type"]).toBe("FORBIDDEN");
  }, 30_000);
});
