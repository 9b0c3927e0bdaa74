import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { type Answer, useGateway } from "../support/gateway.ts";

interface Contact {
  readonly id: string;
  readonly updatedAt: string;
}

const db = useDatabase();
const gateway = useGateway(db);
const staff = () => gateway.as(db.world.acme.members.staff);

const STALE = { code: "CONFLICT", field: "ifUpdatedAt" };

async function create(count = 1): Promise<Contact[]> {
  const contacts = Array.from({ length: count }, (_, index) => ({ firstName: `V${index}` }));
  return (await staff().run("crm/CreateContacts", { contacts })).get<Contact[]>("createContacts.contacts");
}

const change = async (mutation: string, input: object): Promise<Answer> => {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  return staff().query(
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { contact { id updatedAt firstName deletedAt } } }`,
    { input },
  );
};

/** The same point in time a microsecond earlier. */
const microsecondBefore = async (time: string): Promise<string> =>
  db.withRoot(async (root) => {
    // In the form in which the API writes it: with all six digits, also where the last ones are zero.
    const form = 'YYYY-MM-DD"T"HH24:MI:SS.USTZH:TZM';
    const sql = `select to_char($1::timestamptz - interval '1 microsecond', '${form}') as time`;
    return (await root.query<{ time: string }>(sql, [time])).rows[0]?.time ?? "";
  });

describe("the time of a row’s last change", () => {
  it("is told to the microsecond, and moves with every change, also within a transaction", async () => {
    const [contact] = await create();
    const document = `mutation ($id: UUID!) {
      one: updateContact(input: { id: $id, patch: { firstName: "A" } }) { contact { updatedAt } }
      two: updateContact(input: { id: $id, patch: { firstName: "B" } }) { contact { updatedAt } }
    }`;
    const answer = await staff().query(document, { id: contact?.id });
    const [one, two] = [answer.get("one.contact.updatedAt"), answer.get("two.contact.updatedAt")];
    expect(one).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d$/);
    expect(await microsecondBefore(two)).toBe(one);
  });
});

describe.each([
  ["updateContact", { patch: { firstName: "Changed" } }],
  ["archiveContact", {}],
])("%s with ifUpdatedAt", (mutation, input) => {
  it("works on the version that was read", async () => {
    const [contact] = await create();
    const answer = await change(mutation, { id: contact?.id, ...input, ifUpdatedAt: contact?.updatedAt });
    expect(answer.get(`${mutation}.contact.id`)).toBe(contact?.id);
  });

  it("is a CONFLICT on any other, to the microsecond, and changes nothing", async () => {
    const [contact] = await create();
    const stale = await microsecondBefore(contact?.updatedAt ?? "");
    const answer = await change(mutation, { id: contact?.id, ...input, ifUpdatedAt: stale });
    expect(answer.refusal).toEqual(STALE);
    const now = await staff().query("query ($id: UUID!) { contact(id: $id) { firstName deletedAt updatedAt } }", {
      id: contact?.id,
    });
    expect(now.get("contact")).toEqual({ firstName: "V0", deletedAt: null, updatedAt: contact?.updatedAt });
  });

  it("doesn’t look at the version when none is given", async () => {
    const [contact] = await create();
    const answer = await change(mutation, { id: contact?.id, ...input, ifUpdatedAt: null });
    expect(answer.errors).toBeUndefined();
  });

  it("says NOT_FOUND of another organization’s row, whatever its version", async () => {
    const id = db.world.globex.contactId;
    const answer = await change(mutation, { id, ...input, ifUpdatedAt: "2020-01-01T00:00:00Z" });
    expect(answer.refusal).toEqual({ code: "NOT_FOUND" });
  });
});

describe("restoreContact with ifUpdatedAt", () => {
  it("is a CONFLICT on another version than that of the archived row", async () => {
    const [contact] = await create();
    const archived = await change("archiveContact", { id: contact?.id });
    const stale = await change("restoreContact", { id: contact?.id, ifUpdatedAt: contact?.updatedAt });
    expect(stale.refusal).toEqual(STALE);
    const ifUpdatedAt = archived.get("archiveContact.contact.updatedAt");
    const restored = await change("restoreContact", { id: contact?.id, ifUpdatedAt });
    expect(restored.get("restoreContact.contact.deletedAt")).toBeNull();
  });
});

describe("two who change the same version at the same time", () => {
  it("don’t both succeed", async () => {
    for (let round = 0; round < 5; round++) {
      const [contact] = await create();
      const input = { id: contact?.id, ifUpdatedAt: contact?.updatedAt };
      const answers = await Promise.all([
        change("updateContact", { ...input, patch: { firstName: "One" } }),
        change("updateContact", { ...input, patch: { firstName: "Other" } }),
      ]);
      expect(answers.map(({ errors }) => errors?.[0]?.extensions ?? "done").sort()).toEqual([STALE, "done"].sort());
    }
  });
});

describe("updateContacts with ifUpdatedAt", () => {
  it("names the rows that somebody has changed, and changes none", async () => {
    const [one, two, three] = await create(3);
    await change("updateContact", { id: two?.id, patch: { lastName: "Meanwhile" } });
    const patches = [one, two, three].map((row) => ({
      id: row?.id,
      patch: { firstName: "Changed" },
      ifUpdatedAt: row?.updatedAt,
    }));
    const answer = await staff().run("crm/UpdateContacts", { patches });
    expect(answer.refusal).toEqual({ ...STALE, row: 1 });
    const rest = await staff().run("crm/UpdateContacts", { patches: [patches[0], patches[2]] });
    expect(rest.get<unknown[]>("updateContacts.contacts")).toHaveLength(2);
  });
});
