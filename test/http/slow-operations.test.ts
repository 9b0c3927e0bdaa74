import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { type TestGateway, useGateway } from "../support/gateway.ts";
import { until, untilSomebodyWaits } from "../support/waiting.ts";

const db = useDatabase();
const explaining = useGateway(db, { variables: { SLOW_OPERATION_MS: "0", SLOW_OPERATION_EXPLAIN: "true" } });
const patient = useGateway(db, { environment: "development", variables: { SLOW_OPERATION_MS: "200" } });

interface Line extends Readonly<Record<string, unknown>> {
  readonly msg: string;
  readonly plan?: readonly string[];
}

const linesOf = (gateway: TestGateway, message: string): Line[] =>
  gateway.log.map((line): Line => JSON.parse(line)).filter(({ msg }) => msg === message);

async function lineOf(gateway: TestGateway, operation: string, message = "slow operation"): Promise<Line> {
  const find = () => linesOf(gateway, message).find((line) => line["operation"] === operation);
  await until(async () => find() !== undefined);
  return find() as Line;
}

describe("a slow operation", () => {
  it("is logged with where its time went, and nothing else is", async () => {
    const { staff } = db.world.acme.members;
    await patient.as(staff).query("query Quick { me { id } }");
    await db.withRoot(async (blocker) => {
      await blocker.query("begin; lock table app_public.tasks in access exclusive mode");
      const slow = patient.as(staff).query("query Held { tasks { totalCount } }", {}, { "x-request-id": "held-4711" });
      await untilSomebodyWaits(blocker);
      await new Promise((resolve) => setTimeout(resolve, 250));
      await blocker.query("rollback");
      expect((await slow).errors).toBeUndefined();
    });
    const line = await lineOf(patient, "Held");
    expect(line).toMatchObject({ level: 40, type: "query", route: "/graphql", code: "OK", reqId: "held-4711" });
    expect(line).toMatchObject({ organization: db.world.acme.id, statements: 2 });
    expect(line["databaseMilliseconds"]).toBeGreaterThanOrEqual(200);
    expect(line["milliseconds"]).toBeGreaterThanOrEqual(Number(line["databaseMilliseconds"]));
    expect(line).not.toHaveProperty("plan");
  });

  it("is logged with its plan when that is wanted, as the request had it and without a value", async () => {
    const { staff } = db.world.acme.members;
    const query =
      'query Explained($name: String!) { contacts(filter: { or: [{ name: { equalTo: $name } }, { name: { equalTo: "Inlined-0815" } }] }) { nodes { id } } }';
    expect((await explaining.as(staff).query(query, { name: "Secret-4711" })).errors).toBeUndefined();
    const { plan = [] } = await lineOf(explaining, "Explained");
    expect(plan.join("\n")).toMatch(/(Index|Seq) .*Scan.* on contacts/);
    // The policies of the request's role are in it.
    expect(plan.join("\n")).toMatch(/organization_id = /);

    await explaining.as(staff).run("crm/CreateTask", { task: { title: "Secret-4712" } });
    const written = await lineOf(explaining, "CreateTask");
    expect(written.plan?.join("\n")).toMatch(/tasks/);
    expect(explaining.log.join("")).not.toMatch(/Secret-471|Inlined-0815/);
  });
});

describe("the lines of a request", () => {
  it("name the organization that the database decided on, and the wanted one when it refused", async () => {
    const { acme, globex } = db.world;
    const { staff } = acme.members;
    const ask = (id: string, organization: string) =>
      patient
        .as(staff)
        .query("query Named { me { id } }", {}, { "x-request-id": id, "x-organization-id": organization });
    expect((await ask("by-slug", acme.slug)).errors).toBeUndefined();
    expect((await ask("foreign", globex.slug)).code).toBe("FORBIDDEN");
    await patient.anonymous.query("query Named { __typename }", {}, { "x-request-id": "nobody" });
    const lineFor = async (id: string) => {
      const find = () => linesOf(patient, "request").find(({ reqId }) => reqId === id);
      await until(async () => find() !== undefined);
      return find();
    };
    expect(await lineFor("by-slug")).toMatchObject({ organization: acme.id, operation: "Named" });
    expect(await lineFor("foreign")).toMatchObject({ organization: globex.slug });
    expect(await lineFor("nobody")).not.toHaveProperty("organization");
  });
});

describe("Server-Timing", () => {
  it("is told in development, and nowhere else", async () => {
    const { staff } = db.world.acme.members;
    const { headers } = await patient.as(staff).query("{ me { id } }");
    expect(headers["server-timing"]).toMatch(
      /^total;dur=\d+\.\d, database;dur=\d+\.\d;desc="2 statements", plan;dur=\d+\.\d$/,
    );
    expect((await explaining.as(staff).query("{ me { id } }")).headers).not.toHaveProperty("server-timing");
  });
});
