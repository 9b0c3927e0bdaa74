import { randomUUID } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { loadOperation, useGateway } from "../../support/gateway.ts";
import { useLiveGateway } from "../../support/live.ts";
import { RawWebsocket } from "../../support/raw-websocket.ts";
import { until } from "../../support/waiting.ts";

const db = useDatabase();
const gateway = useGateway(db, { environment: "production" });
const live = useLiveGateway(gateway);

const owner = () => live.as(db.world.acme.members.owner);
const countTasks = (title: string) =>
  db.withRoot(async (root) => (await root.query("select from app_public.tasks where title = $1", [title])).rowCount);
const codeOf = ({ errors }: { errors?: readonly { extensions?: Record<string, unknown> }[] }) =>
  errors?.[0]?.extensions?.["code"];

/** What couldn't begin comes as an error of the operation. */
async function refusalOf(result: Promise<object>): Promise<unknown> {
  const answer = await result.catch((errors: unknown) => ({ errors }));
  return codeOf(answer as Parameters<typeof codeOf>[0]);
}

describe("an operation on a websocket", () => {
  it("writes, in one transaction, under an id of its own in the audit log and in the log", async () => {
    const client = owner();
    const task = { title: "By websocket" };
    const answer = await client.query(loadOperation("crm/CreateTask"), { task });
    expect(answer.data).toMatchObject({ createTask: { task } });
    const { rows } = await db.withRoot((root) =>
      root.query(
        "select request_id from app_public.audit_logs where table_name = 'tasks' order by created_at desc limit 1",
      ),
    );
    await until(async () => gateway.log.some((line) => line.includes(rows[0].request_id)));
    const line = JSON.parse(gateway.log.find((text) => text.includes(rows[0].request_id)) ?? "");
    expect(line).toMatchObject({ msg: "operation", operationId: rows[0].request_id, req: { path: "/graphql" } });
    expect(gateway.log.join()).not.toMatch(/Bearer|eyJ/);
  });

  it("that fails has written nothing", async () => {
    const document = `mutation ($id: UUID!) {
      createTask(input: { task: { title: "Taken back" } }) { task { id } }
      updateTask(input: { id: $id, patch: { title: "Nobody’s" } }) { task { id } }
    }`;
    expect(codeOf(await owner().query(document, { id: randomUUID() }))).toBe("NOT_FOUND");
    expect(await countTasks("Taken back")).toBe(0);
  });

  it("is done once for an idempotency key in its extensions", async () => {
    const client = owner();
    const once = () =>
      client.query(
        loadOperation("crm/CreateTask"),
        { task: { title: "Once" } },
        { idempotencyKey: "a key of sixteen".replaceAll(" ", "-") },
      );
    const first = await once();
    expect(await once()).toEqual(first);
    expect(first.errors).toBeUndefined();
    expect(await countTasks("Once")).toBe(1);
    const invalid = client.query(
      loadOperation("crm/CreateTask"),
      { task: { title: "Once" } },
      { idempotencyKey: "short" },
    );
    expect(await refusalOf(invalid)).toBe("BAD_USER_INPUT");
  });

  it("has the limits of HTTP", async () => {
    const client = owner();
    const many = `{ ${Array.from({ length: 5_000 }, (_, index) => `a${index}: me { id }`).join(" ")} b: me { id } }`;
    expect(await refusalOf(client.query(many))).toBe("LIMIT_EXCEEDED");
    expect(await refusalOf(client.query(`{ me { id } } #${" ".repeat(100_000)}`))).toBe("LIMIT_EXCEEDED");
    expect(await refusalOf(client.query("{ contacts(first: 100000) { nodes { id } } }"))).toBe(
      (await gateway.as(db.world.acme.members.owner).query("{ contacts(first: 100000) { nodes { id } } }")).code,
    );
    const twice = "mutation { a: signOut(input: {}) { clientMutationId } b: signOut(input: {}) { clientMutationId } }";
    expect(await refusalOf(client.query(twice))).toBe("BAD_USER_INPUT");
  });

  it("whose name is unknown is refused with a code", async () => {
    const socket = await RawWebsocket.open(live.websocketAddress, await live.headersOf(db.world.acme.members.owner));
    socket.subscribe("unknown", { query: "query A { me { id } }", operationName: "B" });
    expect(await socket.answer("unknown")).toMatchObject([
      { extensions: { code: "BAD_USER_INPUT", field: "operationName" } },
    ]);
    socket.subscribe("known", { query: "query A { me { id } }", operationName: "A" });
    expect(await socket.answer("known")).toMatchObject({ data: { me: { id: expect.any(String) } } });
    await socket.close();
  });

  it("has its errors masked as those of HTTP", async () => {
    const client = owner();
    const failed = await client.query("{ mee { id } }").catch((errors) => ({ errors }));
    expect(JSON.stringify(failed)).not.toContain("Did you mean");
    await db.withRoot((root) => root.query("alter table app_public.tasks rename column title to name"));
    const broken = await client.query("{ tasks { nodes { title } } }");
    await db.withRoot((root) => root.query("alter table app_public.tasks rename column name to title"));
    expect(broken.errors).toEqual([
      expect.objectContaining({
        message: "An internal error occurred.",
        extensions: { code: "INTERNAL", reference: expect.any(String) },
      }),
    ]);
    const reference = broken.errors?.[0]?.extensions?.["reference"];
    const logged = gateway.log.find((line) => line.includes(String(reference)));
    expect(JSON.parse(logged ?? "{}")).toMatchObject({ operationId: expect.any(String) });
  });
});
