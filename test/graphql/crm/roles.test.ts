import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);

const acme = () => db.world.acme;
const as = (who: keyof ReturnType<typeof acme>["members"]) => gateway.as(acme().members[who]);

const LISTS = {
  contacts: "crm/ListContacts",
  companies: "crm/ListCompanies",
  deals: "crm/ListDeals",
  activities: "crm/ListActivities",
  tasks: "crm/ListTasks",
} as const;
type Kind = keyof typeof LISTS;
const KINDS = Object.keys(LISTS) as Kind[];

/** Whose rows somebody sees in a list. */
async function seen(who: Parameters<typeof as>[0], kind: Kind): Promise<string[]> {
  const answer = await as(who).run(LISTS[kind], { includeArchived: "YES" });
  const whose = new Map(Object.entries(acme()[kind]).map(([name, id]) => [id, name]));
  const found = answer.get<{ id: string }[]>(`${kind}.nodes`).map(({ id }) => whose.get(id) ?? "unknown");
  expect(answer.get(`${kind}.totalCount`)).toBe(found.length);
  return found.sort();
}

const EVERYBODYS = ["norths", "outsiders", "reps", "souths", "teammates"];

describe.each(KINDS)("the list of %s", (kind) => {
  it.each(["owner", "admin", "manager", "staff", "viewer"] as const)(
    "shows all of them to a member as %s",
    async (who) => {
      expect(await seen(who, kind)).toEqual(EVERYBODYS);
    },
  );

  it("shows a rep the own ones only", async () => {
    expect(await seen("rep", kind)).toEqual(["reps"]);
    expect(await seen("outsider", kind)).toEqual(["outsiders"]);
  });

  it("shows a member limited to the north nothing of the south", async () => {
    expect(await seen("northerner", kind)).toEqual(EVERYBODYS.filter((name) => name !== "souths"));
  });

  it("shows a stranger none of them", async () => {
    const answer = await gateway.as(db.world.globex.owner).run(LISTS[kind]);
    const ids = answer.get<{ id: string }[]>(`${kind}.nodes`).map(({ id }) => id);
    expect(ids).toHaveLength(1);
    expect(Object.values(acme()[kind])).not.toContain(ids[0]);
  });
});

describe("adding a contact", () => {
  const contact = { firstName: "New" };

  it.each(["owner", "admin", "manager", "staff", "rep", "northerner"] as const)("is possible as %s", async (who) => {
    expect((await as(who).run("crm/CreateContact", { contact })).errors).toBeUndefined();
  });

  it("is FORBIDDEN to a viewer", async () => {
    const answer = await as("viewer").run("crm/CreateContact", { contact });
    expect(answer.refusal).toEqual({ code: "FORBIDDEN" });
    expect((await as("staff").run("crm/CreateContact", { contact })).errors).toBeUndefined();
  });

  it("for somebody else is FORBIDDEN to a rep, and possible for staff", async () => {
    const given = { ...contact, ownerId: acme().members.teammate.membershipId };
    expect((await as("rep").run("crm/CreateContact", { contact: given })).code).toBe("FORBIDDEN");
    expect((await as("staff").run("crm/CreateContact", { contact: given })).errors).toBeUndefined();
  });

  it("goes to the north by itself for a member limited to it, and cannot go to the south", async () => {
    const { north, south } = acme().businesses;
    const created = await as("northerner").run("crm/CreateContact", { contact });
    const id = created.get("createContact.contact.id");
    expect((await as("northerner").run("crm/GetContact", { id })).get("contact.business.id")).toBe(north);
    const elsewhere = { contact: { ...contact, businessId: south } };
    expect((await as("northerner").run("crm/CreateContact", elsewhere)).code).toBe("FORBIDDEN");
    expect((await as("staff").run("crm/CreateContact", elsewhere)).errors).toBeUndefined();
  });
});

describe("changing a contact", () => {
  const change = (who: Parameters<typeof as>[0], whose: keyof ReturnType<typeof acme>["contacts"], patch: object) =>
    as(who).run("crm/UpdateContact", { id: acme().contacts[whose], patch });
  const patch = { notes: "Changed" };

  it("is possible for staff with any, and for a rep with the own ones", async () => {
    expect((await change("staff", "outsiders", patch)).errors).toBeUndefined();
    expect((await change("rep", "reps", patch)).errors).toBeUndefined();
    expect((await change("rep", "teammates", patch)).code).toBe("NOT_FOUND");
  });

  it("is possible for a manager within the team, and not beyond", async () => {
    expect((await change("manager", "teammates", patch)).errors).toBeUndefined();
    expect((await change("manager", "outsiders", patch)).refusal).toEqual({ code: "NOT_FOUND" });
  });

  it("is refused to a viewer, who can read it", async () => {
    const id = acme().contacts.reps;
    expect((await as("viewer").run("crm/GetContact", { id })).get("contact.id")).toBe(id);
    expect((await change("viewer", "reps", patch)).refusal).toEqual({ code: "NOT_FOUND" });
  });

  it("to another's is FORBIDDEN to a rep, and possible for staff", async () => {
    const handOver = { ownerId: acme().members.teammate.membershipId };
    expect((await change("rep", "reps", handOver)).refusal).toEqual({ code: "FORBIDDEN" });
    expect(
      (await change("staff", "outsiders", { ownerId: acme().members.outsider.membershipId })).errors,
    ).toBeUndefined();
  });
});

describe("archiving", () => {
  it("is possible for staff, and for reps with the own, and refused to viewers", async () => {
    const archive = (who: Parameters<typeof as>[0], id: string) => as(who).run("crm/ArchiveDeal", { id });
    const { reps, teammates } = acme().deals;
    expect((await archive("viewer", reps)).code).toBe("NOT_FOUND");
    expect((await archive("rep", teammates)).code).toBe("NOT_FOUND");
    expect((await archive("rep", reps)).errors).toBeUndefined();
    expect((await as("rep").run("crm/RestoreDeal", { id: reps })).errors).toBeUndefined();
    expect((await archive("staff", teammates)).errors).toBeUndefined();
    expect((await as("staff").run("crm/RestoreDeal", { id: teammates })).errors).toBeUndefined();
  });
});

describe("a nested list", () => {
  it("shows a rep no more than the root list does", async () => {
    const { reps, teammates } = acme().contacts;
    const companyId = acme().companies.reps;
    for (const id of [reps, teammates]) await as("staff").run("crm/UpdateContact", { id, patch: { companyId } });
    const namesFor = async (who: Parameters<typeof as>[0]) => {
      const answer = await as(who).run("crm/GetCompany", { id: companyId });
      return answer.get<{ id: string }[]>("company.contacts.nodes").map(({ id }) => id);
    };
    expect((await namesFor("staff")).sort()).toEqual([reps, teammates].sort());
    expect(await namesFor("rep")).toEqual([reps]);
  });
});
