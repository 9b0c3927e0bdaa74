import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { type GraphQLField, type GraphQLSchema, getNamedType, isNonNullType, isObjectType } from "graphql";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { useLiveGateway } from "../support/live.ts";
import { leavesOf, liveSchema } from "../support/live-schema.ts";
import { subscribed } from "../support/live-waiting.ts";
import { idsOf } from "../support/probe/tenants.ts";

const db = useDatabase();
const gateway = useGateway(db);
const live = useLiveGateway(gateway);

let schema: GraphQLSchema;
let foreignIds: ReadonlySet<string>;
beforeAll(async () => {
  schema = await liveSchema(gateway.as(db.world.acme.members.owner));
  foreignIds = await idsOf(db, db.world.globex.id);
}, 60_000);

type Field = GraphQLField<unknown, unknown>;

const TABLES = ["tickets", "ticket_messages", "conversations", "messages", "notifications", "deals"];

const fields = (): Field[] => Object.values(schema.getSubscriptionType()?.getFields() ?? {});

function documentOf({ name, args, type }: Field): string {
  const payload = getNamedType(type);
  if (!isObjectType(payload)) throw new Error(`${name} has no payload.`);
  const selections = Object.values(payload.getFields()).map((field) => {
    const inner = getNamedType(field.type);
    return isObjectType(inner) ? `${field.name} { ${leavesOf(inner).join(" ")} }` : field.name;
  });
  const variables = args.map((argument) => `$${argument.name}: ${argument.type}`);
  const passed = args.map((argument) => `${argument.name}: $${argument.name}`);
  const withArguments = args.length > 0 ? [`(${variables.join(", ")})`, `(${passed.join(", ")})`] : ["", ""];
  return `subscription ${withArguments[0]} { ${name}${withArguments[1]} { ${selections.join(" ")} } }`;
}

describe("a member of one organization, with another one’s ids", () => {
  it("subscribes to nothing by any of them, in any argument of any subscription", async () => {
    const client = live.as(db.world.acme.members.owner);
    const tried: string[] = [];
    for (const field of fields()) {
      for (const { name, type } of field.args) {
        expect([field.name, name, getNamedType(type).name]).toEqual([field.name, name, "UUID"]);
        const missing = await client.subscribe(documentOf(field), { [name]: randomUUID() }).refusal();
        expect([field.name, missing]).toEqual([field.name, "NOT_FOUND"]);
        for (const id of foreignIds) {
          expect(await client.subscribe(documentOf(field), { [name]: id }).refusal()).toBe("NOT_FOUND");
        }
        tried.push(`${field.name}.${name}`);
      }
    }
    expect(gateway.app.liveHub.size).toBe(0);
    expect(tried.length).toBeGreaterThanOrEqual(5);
  }, 120_000);

  it("hears nothing of any row of theirs, and of their own", async () => {
    const open = fields().filter(({ args }) => args.every(({ type }) => !isNonNullType(type)));
    const { acme, globex } = db.world;
    const ours = open.map((field) => live.as(acme.members.owner).subscribe(documentOf(field)));
    const theirs = open.map((field) => live.as(globex.owner).subscribe(documentOf(field)));
    await subscribed(gateway, open.length * 2);
    // Theirs first: once a subscriber has heard of a row of their own, what came before has been passed over.
    await db.withRoot(async (root) => {
      for (const organizationId of [globex.id, acme.id]) {
        for (const table of TABLES) {
          await root.query(`update app_public.${table} set updated_at = now() where organization_id = $1`, [
            organizationId,
          ]);
        }
      }
    });
    for (const [index, received] of ours.entries()) {
      const events = open[index]?.name === "notificationChanged" ? [] : [await received.next()];
      expect((await theirs[index]?.next())?.event).toBe("UPDATED");
      while (received.waiting > 0) events.push(await received.next());
      const seen = JSON.stringify(events).match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
      expect([open[index]?.name, seen.filter((id) => foreignIds.has(id))]).toEqual([open[index]?.name, []]);
    }
  }, 60_000);
});
