import { randomUUID } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { type Answer, useGateway } from "../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);

const acme = () => db.world.acme;
const globex = () => db.world.globex;
/** Asks as the owner of Acme, who may do everything there. */
const acmes = () => gateway.as(acme().members.owner);
const globexes = () => gateway.as(globex().owner);

/** Kinds of rows: the singular in the API, the collection if there is one, the row of Globex that Acme must not notice, a change of it. */
const ROWS = [
  ["contact", "contacts", () => globex().contactId, { firstName: "Stolen" }],
  ["company", "companies", () => globex().companyId, { name: "Stolen" }],
  ["deal", "deals", () => globex().dealId, { title: "Stolen" }],
  ["activity", "activities", () => globex().activityId, { subject: "Stolen" }],
  ["task", "tasks", () => globex().taskId, { title: "Stolen" }],
  ["business", "businesses", () => globex().businessId, { name: "Stolen" }],
  ["team", "teams", () => globex().teamId, { name: "Stolen" }],
  ["membership", "memberships", () => globex().owner.membershipId, { title: "Stolen" }],
  ["role", "roles", () => globex().intern.roleId, { name: "Stolen" }],
  ["rolePermission", "rolePermissions", () => globex().intern.permissionId, { scope: "ALL" }],
  ["pipeline", "pipelines", () => globex().pipelineId, { name: "Stolen" }],
  ["pipelineStage", "pipelineStages", () => globex().stages["Won"] ?? "", { name: "Stolen" }],
  ["service", "services", () => globex().serviceId, { name: "Stolen" }],
  ["appointment", "appointments", () => globex().appointmentId, { location: "Stolen" }],
  ["review", "reviews", () => globex().reviewId, { response: "Stolen" }],
  ["ticket", "tickets", () => globex().ticketId, { subject: "Stolen" }],
  ["macro", "macros", () => globex().macroId, { title: "Stolen" }],
  ["emailAccount", "emailAccounts", () => globex().emailAccountId, { emailAddress: "stolen@mail.test" }],
  ["organization", "organizations", () => globex().id, { name: "Stolen" }],
  ["user", null, () => globex().owner.userId, { fullName: "Stolen" }],
] as const;

const upper = (name: string) => name[0]?.toUpperCase() + name.slice(1);

/** The answers about another organization's row and about one that does not exist, which must be the same. */
async function both(ask: (id: string) => Promise<Answer>, id: string): Promise<Answer> {
  const missing = randomUUID();
  const [hidden, absent] = [await ask(id), await ask(missing)];
  expect(hidden.without(id)).toEqual(absent.without(missing));
  return hidden;
}

describe.each(ROWS)("another organization's %s", (one, many, idOf, patch) => {
  const read = `query ($id: UUID!) { ${one}(id: $id) { id nodeId } }`;
  const findBy = (id: string) => ({ filter: { id: { equalTo: id } } });
  const find = `query ($filter: ${upper(one)}Filter) { ${many}(filter: $filter) { totalCount nodes { id } } }`;

  it("is not there by its id", async () => {
    expect((await globexes().query(read, { id: idOf() })).get(`${one}.id`)).toBe(idOf());
    const answer = await both((id) => acmes().query(read, { id }), idOf());
    expect(answer.data).toEqual({ [one]: null });
  });

  it("is not there by its global id", async () => {
    const document = `query ($nodeId: ID!) { node(nodeId: $nodeId) { nodeId } }`;
    const nodeId = (await globexes().query(read, { id: idOf() })).get(`${one}.nodeId`);
    expect((await globexes().query(document, { nodeId })).get("node.nodeId")).toBe(nodeId);
    const [type] = JSON.parse(Buffer.from(nodeId, "base64").toString());
    const missing = Buffer.from(JSON.stringify([type, randomUUID()])).toString("base64");
    const [hidden, absent] = [
      await acmes().query(document, { nodeId }),
      await acmes().query(document, { nodeId: missing }),
    ];
    expect(hidden.without(nodeId)).toEqual(absent.without(missing));
    expect(hidden.data).toEqual({ node: null });
  });

  if (many) {
    it("is not found by a filter, nor counted", async () => {
      expect((await globexes().query(find, findBy(idOf()))).get(`${many}.totalCount`)).toBe(1);
      const answer = await both((id) => acmes().query(find, findBy(id)), idOf());
      expect(answer.get(many)).toEqual({ totalCount: 0, nodes: [] });
    });

    it("is not in a list, whatever its order", async () => {
      const document = `query ($orderBy: [${upper(one)}OrderBy!]) { ${many}(orderBy: $orderBy) { nodes { id } } }`;
      for (const orderBy of ["ID_ASC", "ID_DESC", "PRIMARY_KEY_ASC", "NATURAL"]) {
        const ids = async (client: ReturnType<typeof acmes>) =>
          (await client.query(document, { orderBy })).get<{ id: string }[]>(`${many}.nodes`).map(({ id }) => id);
        expect(await ids(globexes())).toContain(idOf());
        expect(await ids(acmes())).not.toContain(idOf());
      }
    });
  }

  it("is not changed", async () => {
    const document = `mutation ($id: UUID!, $patch: ${upper(one)}Patch!) {
      update${upper(one)}(input: { id: $id, patch: $patch }) { ${one} { id } }
    }`;
    const answer = await both((id) => acmes().query(document, { id, patch }), idOf());
    expect(answer.refusal).toEqual({ code: "NOT_FOUND" });
    const [field = ""] = Object.keys(patch);
    const value = (await globexes().query(`query ($id: UUID!) { ${one}(id: $id) { ${field} } }`, { id: idOf() })).get(
      `${one}.${field}`,
    );
    expect(Object.values(patch)).not.toContain(value);
  });
});

describe.each(["contact", "company", "deal", "activity", "task"])("another organization's %s", (one) => {
  const idOf = () => ROWS.find(([name]) => name === one)?.[2]() ?? "";

  it.each(["Archive", "Restore"])("is not reached by %s", async (verb) => {
    const operation = `crm/${verb}${upper(one)}`;
    const answer = await both((id) => acmes().run(operation, { id }), idOf());
    expect(answer.refusal).toEqual({ code: "NOT_FOUND" });
    expect((await globexes().run(operation, { id: idOf() })).errors).toBeUndefined();
    await globexes().run(`crm/Restore${upper(one)}`, { id: idOf() });
  });
});

describe.each([
  "business",
  "businessMembership",
  "emailAccount",
  "macro",
  "membership",
  "pipelineStage",
  "rolePermission",
  "role",
  "service",
  "team",
  "teamMember",
])("another organization's %s", (one) => {
  it("is not deleted", async () => {
    const document = `mutation ($id: UUID!) { delete${upper(one)}(input: { id: $id }) { clientMutationId } }`;
    const table = one.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const plural = table === "business" ? "businesses" : `${table}s`;
    const count = () =>
      db.withRoot(async (root) => {
        const sql = `select id, count(*) over ()::int as count from app_public.${plural} where organization_id = $1`;
        return (await root.query<{ id: string; count: number }>(sql, [globex().id])).rows[0];
      });
    const before = await count();
    const answer = await both((id) => acmes().query(document, { id }), before?.id ?? "");
    expect(answer.refusal).toEqual({ code: "NOT_FOUND" });
    expect((await count())?.count).toBe(before?.count);
  });
});

describe("pointing at another organization's row", () => {
  const createTask = (task: object) => acmes().run("crm/CreateTask", { task: { title: "Probe", ...task } });
  const createDeal = (deal: object) => acmes().run("crm/CreateDeal", { deal: { title: "Probe", ...deal } });
  const createContact = (contact: object) => acmes().run("crm/CreateContact", { contact });

  it.each<[string, (id: string) => Promise<Answer>, () => string, () => string]>([
    ["contactId", (contactId) => createTask({ contactId }), () => globex().contactId, () => acme().contacts.reps],
    ["dealId", (dealId) => createTask({ dealId }), () => globex().dealId, () => acme().deals.reps],
    [
      "assigneeId",
      (assigneeId) => createTask({ assigneeId }),
      () => globex().owner.membershipId,
      () => acme().members.rep.membershipId,
    ],
    [
      "businessId",
      (businessId) => createTask({ businessId }),
      () => globex().businessId,
      () => acme().businesses.north,
    ],
    ["companyId", (companyId) => createContact({ companyId }), () => globex().companyId, () => acme().companies.reps],
    [
      "ownerId",
      (ownerId) => createContact({ ownerId }),
      () => globex().owner.membershipId,
      () => acme().members.rep.membershipId,
    ],
    ["stageId", (stageId) => createDeal({ stageId }), () => globex().stages["Won"]!, () => acme().stages["Won"]!],
    [
      "contactId",
      (contactId) => acmes().run("crm/UpdateDeal", { id: acme().deals.reps, patch: { contactId } }),
      () => globex().contactId,
      () => acme().contacts.reps,
    ],
    [
      "stageId",
      (stageId) => acmes().run("crm/ChangeDealStage", { id: acme().deals.norths, stageId }),
      () => globex().stages["Won"]!,
      () => acme().stages["Won"]!,
    ],
  ])("as %s is refused like pointing nowhere", async (field, ask, theirs, ours) => {
    const answer = await both(ask, theirs());
    expect(answer.refusal).toEqual({ code: "BAD_USER_INPUT", field });
    expect((await ask(ours())).errors).toBeUndefined();
  });

  it("as pipelineId is refused like pointing nowhere", async () => {
    const answer = await both((pipelineId) => createDeal({ pipelineId }), globex().pipelineId);
    expect(answer.code).toBe("BAD_USER_INPUT");
    expect((await createDeal({ pipelineId: acme().pipelineId })).errors).toBeUndefined();
  });

  it.each<[string, (id: string) => Promise<Answer>, () => string]>([
    [
      "the role of a member",
      (roleId) => {
        const document = `mutation ($id: UUID!, $roleId: UUID!) {
          updateMembership(input: { id: $id, patch: { roleId: $roleId } }) { membership { id } }
        }`;
        return acmes().query(document, { id: acme().members.viewer.membershipId, roleId });
      },
      () => globex().roles.owner,
    ],
    [
      "the member of a team",
      (membershipId) => {
        const document = `mutation ($teamId: UUID!, $membershipId: UUID!) {
          createTeamMember(input: { teamMember: { teamId: $teamId, membershipId: $membershipId } }) { clientMutationId }
        }`;
        return acmes().query(document, { teamId: acme().teamId, membershipId });
      },
      () => globex().owner.membershipId,
    ],
    [
      "the team of a member",
      (teamId) => {
        const document = `mutation ($teamId: UUID!, $membershipId: UUID!) {
          createTeamMember(input: { teamMember: { teamId: $teamId, membershipId: $membershipId } }) { clientMutationId }
        }`;
        return acmes().query(document, { teamId, membershipId: acme().members.viewer.membershipId });
      },
      () => globex().teamId,
    ],
    [
      "the role of a permission",
      (roleId) => {
        const document = `mutation ($roleId: UUID!) {
          createRolePermission(input: { rolePermission: { roleId: $roleId, resource: "contacts", action: "read" } }) {
            clientMutationId
          }
        }`;
        return acmes().query(document, { roleId });
      },
      () => globex().intern.roleId,
    ],
  ])("as %s is refused like pointing nowhere", async (_, ask, theirs) => {
    const answer = await both(ask, theirs());
    expect(["BAD_USER_INPUT", "FORBIDDEN", "NOT_FOUND"]).toContain(answer.code);
  });
});

describe("what belongs to a row of one's own", () => {
  it("holds nothing of another organization, even of a person in both", async () => {
    const { userId } = db.world.both;
    const memberships = `query ($id: UUID!) { user(id: $id) { memberships { nodes { organization { slug } } } } }`;
    const answer = await acmes().query(memberships, { id: userId });
    expect(answer.get("user.memberships.nodes")).toEqual([{ organization: { slug: "acme" } }]);
  });
});

describe("a filter through a relation", () => {
  it("finds nothing by what another organization's row says", async () => {
    const filter = { company: { name: { equalTo: "Globex customer" } } };
    expect((await acmes().run("crm/ListContacts", { filter })).get("contacts.totalCount")).toBe(0);
    const id = globex().contactId;
    await globexes().run("crm/UpdateContact", { id, patch: { companyId: globex().companyId } });
    expect((await globexes().run("crm/ListContacts", { filter })).get("contacts.totalCount")).toBe(1);
    expect((await acmes().run("crm/ListContacts", { filter })).get("contacts.totalCount")).toBe(0);
  });

  it("and an e-mail address tells nothing of who is a user or a contact elsewhere", async () => {
    const document = "query ($email: String!) { userByEmail(email: $email) { id } }";
    const ask = (email: string) => acmes().query(document, { email });
    expect((await ask(acme().members.rep.email)).get("userByEmail.id")).toBe(acme().members.rep.userId);
    expect((await ask(globex().owner.email)).text).toBe((await ask("nobody@nowhere.test")).text);
    const filter = { email: { equalTo: "gus@customer.test" } };
    expect((await acmes().run("crm/ListContacts", { filter })).get("contacts.nodes")).toEqual([]);
  });

  it("and a slug or an external id tells nothing of other organizations", async () => {
    for (const field of ["organizationBySlug(slug", "organizationByExternalId(externalId"]) {
      const ask = (name: string) => acmes().query(`query ($name: String!) { ${field}: $name) { id } }`, { name });
      const prefix = field.includes("Slug") ? "" : "org_";
      expect((await ask(`${prefix}acme`)).text).toContain(acme().id);
      expect((await ask(`${prefix}globex`)).text).toBe((await ask(`${prefix}initech`)).text);
    }
  });
});

describe("aggregates", () => {
  it("add up nothing of another organization, whatever the filter", async () => {
    const document = `query ($filter: DealFilter) {
      deals(filter: $filter) {
        aggregates { count sum { valueCents } max { valueCents } }
        groupedAggregates(groupBy: [OWNER_ID]) { keys count }
      }
    }`;
    const ask = (id: string) => acmes().query(document, { filter: { id: { equalTo: id } } });
    const answer = await both(ask, globex().dealId);
    expect(answer.get("deals.aggregates.count")).toBe(0);
    expect(answer.get("deals.groupedAggregates")).toEqual([]);
  });
});

describe("the audit log", () => {
  it("shows an admin what happened in the own organization only", async () => {
    const document = "{ auditLogs(first: 200) { nodes { organizationId } } }";
    const organizations = async (client: ReturnType<typeof acmes>) =>
      new Set(
        (await client.query(document))
          .get<{ organizationId: string }[]>("auditLogs.nodes")
          .map(({ organizationId }) => organizationId),
      );
    expect(await organizations(acmes())).toEqual(new Set([acme().id]));
    expect(await organizations(globexes())).toEqual(new Set([globex().id]));
  });
});
