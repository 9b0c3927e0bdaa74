import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isObjectType,
  isRequiredArgument,
} from "graphql";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";
import { briefSelection, liveSchema, nodeTypeOf, sampleValue } from "../../support/live-schema.ts";
import { rowsSeenBy } from "../../support/probe/tenants.ts";

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
  "createAppointments",
  "createAttachment",
  "createAttachments",
  "createMessage",
  "createMessages",
  "createReview",
  "createReviews",
  "createTicket",
  "createTicketMessage",
  "createTicketMessages",
  "createTickets",
  "openTicket",
  "rejectContract",
  "rejectProposal",
  "replyToTicket",
  "rescheduleAppointment",
  "signContract",
  "submitForm",
  "updateAppointment",
  "updateAppointments",
  "updateContact",
  "updateContacts",
  // These add rows; what is there already they change no further than an update does.
  "upsertAppointments",
  "upsertMessages",
  "upsertReviews",
  "upsertTickets",
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

/** A change of one value. */
function changeOf(patch: GraphQLInputField | undefined): object {
  const type = getNamedType(patch?.type);
  const [first] = isInputObjectType(type) ? Object.values(type.getFields()) : [];
  return first ? { [first.name]: sampleValue(first.type, db.world.acme.id) } : {};
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
    const own = await rowsSeenBy(rita(), schema);
    for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
      if (DOES.has(field.name) || ACCOUNTS.has(field.name)) continue;
      const { document, variables } = documentOf("mutation", field);
      const [input] = Object.values(variables) as [Record<string, object>];
      const inputType = getNamedType(field.args[0]?.type);
      if (isInputObjectType(inputType)) {
        const { patch, patches } = inputType.getFields();
        const item = getNamedType(patches?.type);
        const change = changeOf(isInputObjectType(item) ? item.getFields()["patch"] : patch);
        if (patch) input["patch"] = change;
        const payload = getNamedType(field.type);
        const results = isObjectType(payload) ? Object.values(payload.getFields()) : [];
        const row = results.map(({ type }) => own.get(getNamedType(type).name)).find((seen) => seen !== undefined);
        if (patches) input["patches"] = [{ id: row?.["id"] ?? db.world.acme.id, patch: change }];
      }
      const answer = await rita().query(document, variables);
      (answer.errors?.[0]?.extensions.code === "FORBIDDEN" ? refused : changed).push(`${field.name}: ${answer.text}`);
    }
    expect(changed).toEqual([]);
    expect(refused.length).toBeGreaterThan(120);
  }, 60_000);
});
