import { beforeAll, describe, expect, it } from "@jest/globals";
import { extendSchema, type GraphQLSchema, isObjectType, parse } from "graphql";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { liveSchema } from "../support/live-schema.ts";
import { probeMutation } from "../support/probe/mutations.ts";
import { Prober, type ProberOptions } from "../support/probe/prober.ts";
import { probeQuery, probeRelations } from "../support/probe/queries.ts";
import { idsOf, objectType, rowsSeenBy, stateOf } from "../support/probe/tenants.ts";

const db = useDatabase();
const gateway = useGateway(db);

/** What isn't probed, and why. Each must still be there and still be a finding without standing here. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  invitationByToken: "takes a secret token, no id; test/graphql/tenancy/joining.test.ts tries it",
  acceptInvitation: "as invitationByToken",
  claimInvitation: "as invitationByToken",
  formToFill:
    "takes a form’s id and shows it to anybody; test/db/automation/submit_form.test.ts tries another tenant’s",
  "recordCampaignResult.callId": "asks for an attempt that goes on first; test/db/messaging/dialing.test.ts tries it",
  createOrganization: "names nothing that exists; test/graphql/tenancy/first-organization.test.ts tries it",
  deleteOrganization: "takes the slug of one’s own organization; test/db/tenancy/delete_organization.test.ts tries it",
  leaveOrganization: "is about the caller’s own membership; test/graphql/tenancy/joining.test.ts tries it",
  "transferOwnership.membershipId": "would leave the probe without its rights; joining.test.ts tries it",
  changePassword: "is about the caller’s own account; test/graphql/tenancy/accounts.test.ts tries it",
  confirmSignUp: "as changePassword",
  refreshSession: "as changePassword",
  requestPasswordReset: "as changePassword",
  resetPassword: "as changePassword",
  signIn: "as changePassword",
  signInToPortal: "as changePassword",
  signOut: "as changePassword",
  signUp: "as changePassword",
  permission: "permissions are the same for every organization",
  "node(Permission)": "permissions are the same for every organization",
  myCustomFieldValues: "answers contacts in the client portal alone",
  scoreLeads: "names no row; test/db/crm/lead_scoring_rules.test.ts tries it",
  "moveDeal.dealId": "takes a stage beside it, which is looked at first; test/db/crm/closing_deals.test.ts tries it",
  salesForecast: "adds up what the caller sees; test/db/crm/sales_forecast.test.ts tries it",
  availableSlots:
    "gives times, no rows; test/db/scheduling/available-slots.test.ts tries it with their service and member",
  "rescheduleAppointment.staffId":
    "the probe has canceled the appointment by then; test/db/scheduling/bookings.test.ts tries it",
  ticketQueue: "takes arguments beside those of lists; test/db/support/queue.test.ts tries it",
  ticketTimes: "gives figures, no rows; test/db/support/queue.test.ts tries it",
  "createBusinessMembership.businessMembership.roleId":
    "being limited to a business twice is refused first; updateBusinessMembership shows it",
  "createBusinessMemberships.businessMemberships.roleId": "as createBusinessMembership",
  "upsertBusinessMemberships.businessMemberships.roleId": "as createBusinessMembership",
};

let schema: GraphQLSchema;
let options: ProberOptions;
beforeAll(async () => {
  const asker = gateway.as(db.world.acme.members.owner);
  const other = gateway.as(db.world.globex.owner);
  schema = await liveSchema(asker);
  options = {
    schema,
    asker,
    other,
    ours: await rowsSeenBy(asker, schema),
    theirs: await rowsSeenBy(other, schema),
    foreignIds: await idsOf(db, db.world.globex.id),
  };
}, 60_000);

const queries = () => Object.values(schema.getQueryType()?.getFields() ?? {});
/**
 * Those of tables first: the others may leave a row where it can't be changed any more. The last one takes away the
 * contact whose references the others try.
 */
const LAST = "erasePersonalData";
const mutations = () => {
  const isOfTables = ({ name }: { name: string }) => /^(create|update|archive|restore|delete)[A-Z]/.test(name);
  const fields = Object.values(schema.getMutationType()?.getFields() ?? {});
  const others = fields.filter((field) => !isOfTables(field) && field.name !== LAST);
  return [
    ...fields.filter(isOfTables),
    ...others.toSorted((one, other) => one.name.localeCompare(other.name)),
    ...fields.filter(({ name }) => name === LAST),
  ];
};
const excused = new Set<string>();
const unexplained = (prober: Prober) => {
  for (const { field } of prober.findings) if (field in EXCEPTIONS) excused.add(field);
  return prober.findings
    .filter(({ field }) => !(field in EXCEPTIONS))
    .map(({ field, problem }) => `${field}: ${problem}`);
};

/** Does something with each, four at a time. */
async function atOnce<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: 4 }, worker));
}

describe("a member of one organization, with another one’s ids", () => {
  it("finds nothing by any query: look-ups, lists, filters, orders, aggregates, global ids", async () => {
    const prober = new Prober(options);
    await atOnce(queries(), (field) => probeQuery(prober, field));
    expect(unexplained(prober)).toEqual([]);
  }, 300_000);

  it("finds nothing through rows of their own", async () => {
    const prober = new Prober(options);
    const query = objectType(schema, "Query");
    const types = Object.values(schema.getTypeMap()).filter(isObjectType);
    const shown = types.filter(({ name }) => options.theirs.has(name));
    await atOnce(shown, (type) => probeRelations(prober, type, query));
    expect(unexplained(prober)).toEqual([]);
  }, 300_000);

  it("changes nothing by any mutation, and refers to nothing", async () => {
    const before = await stateOf(db, db.world.globex.id);
    const prober = new Prober(options);
    for (const field of mutations()) await probeMutation(prober, field);
    expect(unexplained(prober)).toEqual([]);
    expect(await stateOf(db, db.world.globex.id)).toEqual(before);
  }, 300_000);

  it("is tried in every way but those that are explained", () => {
    expect([...excused].sort()).toEqual(Object.keys(EXCEPTIONS).sort());
  });
});

describe("the probe", () => {
  const named = (findings: Prober["findings"], field: string) => findings.filter((finding) => finding.field === field);
  const probe = async (live: GraphQLSchema, names: readonly string[]) => {
    // Not those of the beginning, of which the mutations left less.
    const prober = new Prober({ ...options, schema: live, ours: await rowsSeenBy(options.asker, schema) });
    for (const field of Object.values(live.getQueryType()?.getFields() ?? {})) {
      if (names.includes(field.name)) await probeQuery(prober, field);
    }
    for (const field of Object.values(live.getMutationType()?.getFields() ?? {})) {
      if (names.includes(field.name)) await probeMutation(prober, field);
    }
    return prober.findings;
  };

  it("reports what it doesn’t know how to try", async () => {
    const extension = parse(`
      input SurpriseInput { code: String! }
      extend type Query { riddle(code: Int!): Contact, enigma(code: String!): String }
      extend type Mutation { surprise(input: SurpriseInput!): Contact, shock(code: String!): Contact }
    `);
    const findings = await probe(extendSchema(schema, extension), ["riddle", "enigma", "surprise", "shock"]);
    expect(findings.map(({ field }) => field).sort()).toEqual(["enigma", "riddle", "shock", "surprise"]);
  });

  it("finds a table without row level security", async () => {
    const names = ["deal", "deals", "node", "updateDeal", "archiveDeal"];
    expect((await probe(schema, names)).filter(({ field }) => !(field in EXCEPTIONS))).toEqual([]);
    const security = (state: "enable" | "disable") =>
      db.withRoot((root) => root.query(`alter table app_public.deals ${state} row level security`));
    await security("disable");
    const findings = await probe(schema, names);
    await security("enable");
    for (const field of ["deal", "deals", "deals(orderBy)", "deals.aggregates", "node(Deal)", "updateDeal.id"]) {
      expect([field, named(findings, field).length > 0]).toEqual([field, true]);
    }
    expect(findings.some(({ field }) => field.startsWith("deals(filter."))).toBe(true);
  }, 60_000);
});
