import { beforeAll, describe, expect, it } from "@jest/globals";
import { type GraphQLField, type GraphQLSchema, getNamedType, isInputObjectType, isRequiredArgument } from "graphql";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";
import { briefSelection, liveSchema, nodeTypeOf, sampleValue } from "../../support/live-schema.ts";

const db = useDatabase();
const gateway = useGateway(db);

const rita = () => gateway.asClient(db.world.acme.client);

/** What a contact reads in the portal; the walk shows which rows. */
const READS = new Set([
  "appointments",
  "attachments",
  "bookingRules",
  "contacts",
  "contracts",
  "conversations",
  "messages",
  "myCustomFieldValues",
  "nodeId",
  "proposalItems",
  "proposals",
  "reviews",
  "services",
  "ticketMessages",
  "tickets",
]);

/** What a contact asks with arguments that are always needed: test/graphql/scheduling/booking.test.ts. */
const ASKS = new Set(["availableSlots"]);

/** What a contact does in the portal; the walk shows with which rows. */
const DOES = new Set([
  "acceptProposal",
  "bookAppointment",
  "cancelAppointment",
  "createAppointment",
  "createAttachment",
  "createMessage",
  "createReview",
  "createTicket",
  "createTicketMessage",
  "openTicket",
  "rejectContract",
  "rejectProposal",
  "replyToTicket",
  "rescheduleAppointment",
  "signContract",
  "updateAppointment",
  "updateContact",
  "writeReview",
]);

/** What anybody may call, a visitor too, since it is about accounts: test/graphql/tenancy/accounts.test.ts. */
const ACCOUNTS = new Set([
  "changePassword",
  "confirmSignUp",
  "refreshSession",
  "requestPasswordReset",
  "resetPassword",
  "signIn",
  "signInToPortal",
  "signOut",
  "signUp",
]);

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await liveSchema(rita());
}, 60_000);

function documentOf(operation: "query" | "mutation", field: GraphQLField<unknown, unknown>) {
  const args = field.args.filter(isRequiredArgument);
  const variables = Object.fromEntries(args.map(({ name, type }) => [name, sampleValue(type, db.world.acme.id)]));
  const parameters = args.map(({ name, type }) => `$${name}: ${type}`).join(", ");
  const passed = args.map(({ name }) => `${name}: $${name}`).join(", ");
  const selection = operation === "mutation" ? "{ clientMutationId }" : briefSelection(field.type);
  const document = `${operation} ${parameters && `(${parameters})`} { ${field.name} ${passed && `(${passed})`} ${selection} }`;
  return { document, variables };
}

describe("the rest of the API", () => {
  it("has no list and no row for a client", async () => {
    const unexpected: string[] = [];
    const given: string[] = [];
    for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
      if (ASKS.has(field.name)) continue;
      const { document, variables } = documentOf("query", field);
      const answer = await rita().query(document, variables);
      const code = answer.errors?.[0]?.extensions.code;
      const value = answer.data?.[field.name] as { nodes?: unknown[] } | null | undefined;
      const isEmpty = value == null || value.nodes?.length === 0;
      if (!isEmpty) given.push(field.name);
      else if (code !== undefined && code !== "FORBIDDEN") unexpected.push(`${field.name}: ${answer.text}`);
    }
    expect(unexpected).toEqual([]);
    expect(given.filter((name) => !READS.has(name))).toEqual([]);
    expect(given).toEqual(expect.arrayContaining(["appointments", "contacts", "services", "tickets"]));
  }, 60_000);

  it("lets a client read the lists of the portal, and refuses every other one", async () => {
    const outcomes = { read: [] as string[], refused: [] as string[] };
    for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
      if (!nodeTypeOf(field.type)) continue;
      const answer = await rita().query(`{ ${field.name} ${briefSelection(field.type)} }`);
      outcomes[answer.errors ? "refused" : "read"].push(field.name);
    }
    expect(outcomes.read.filter((name) => !READS.has(name))).toEqual([]);
    expect(outcomes.refused.filter((name) => READS.has(name))).toEqual([]);
    expect(outcomes.refused.length).toBeGreaterThan(30);
  }, 60_000);

  it("refuses every change but those of the portal, whatever row is named", async () => {
    const changed: string[] = [];
    const refused: string[] = [];
    for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
      if (DOES.has(field.name) || ACCOUNTS.has(field.name)) continue;
      const { document, variables } = documentOf("mutation", field);
      const [input] = Object.values(variables) as [Record<string, object>];
      const inputType = getNamedType(field.args[0]?.type);
      const patchType = isInputObjectType(inputType) ? getNamedType(inputType.getFields()["patch"]?.type) : undefined;
      if (isInputObjectType(patchType)) {
        const [first] = Object.values(patchType.getFields());
        if (first) input["patch"] = { [first.name]: sampleValue(first.type, db.world.acme.id) };
      }
      const answer = await rita().query(document, variables);
      (answer.errors?.[0]?.extensions.code === "FORBIDDEN" ? refused : changed).push(`${field.name}: ${answer.text}`);
    }
    expect(changed).toEqual([]);
    expect(refused.length).toBeGreaterThan(120);
  }, 60_000);
});
