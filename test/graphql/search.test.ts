import { beforeAll, describe, expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";

interface Found {
  readonly kind: string;
  readonly id: string;
  readonly title: string;
  readonly subtitle: string | null;
  readonly rank: number;
}

const db = useDatabase();
const gateway = useGateway(db);

const staff = () => gateway.as(db.world.acme.members.staff);
const rep = () => gateway.as(db.world.acme.members.rep);
const ids = new Map<string, string>();

async function create(name: string, entity: string, row: Record<string, unknown>, client = staff()): Promise<void> {
  const field = `${entity.charAt(0).toLowerCase()}${entity.slice(1)}`;
  const answer = await client.query(
    `mutation ($row: ${entity}Input!) { create${entity}(input: { ${field}: $row }) { ${field} { id } } }`,
    { row },
  );
  ids.set(name, answer.get(`create${entity}.${field}.id`));
}

async function search(query: string, variables: object = {}, client = staff()): Promise<Found[]> {
  return (await client.run("search/Search", { query, ...variables })).get<Found[]>("search");
}

const titles = (found: readonly Found[]) => found.map(({ title }) => title);

async function contacts(variables: object, client = staff()): Promise<string[]> {
  const answer = await client.run("search/SearchContacts", variables);
  return answer.get<{ name: string }[]>("contacts.nodes").map(({ name }) => name);
}

beforeAll(async () => {
  const customFieldDefinition = { entity: "CONTACT", fieldName: "tier", label: "Tier" };
  await gateway.as(db.world.acme.members.owner).run("crm/CreateCustomFieldDefinition", { customFieldDefinition });
  await create("adi", "Contact", { firstName: "Adi" });
  await create("ada", "Contact", {
    firstName: "Ada",
    lastName: "Lovelace",
    email: "ada@engines.test",
    phone: "020 7946 0123",
    tags: ["vip", "maths"],
    customFields: { tier: "gold" },
  });
  await create("zoe", "Contact", { firstName: "Zoë", lastName: "O’Brien-Møller", tags: ["vip"] });
  await create("elizabeth", "Contact", { firstName: "Elizabeth", lastName: "Johnson" });
  await create("reps", "Contact", { firstName: "Adele", lastName: "Rees", tags: ["vip"] }, rep());
  await create("company", "Company", { name: "Analytical Engines", domain: "engines.test" });
  await create("deal", "Deal", { title: "Difference machine", contactId: ids.get("ada") });
  await create("ticket", "Ticket", { subject: "Cogwheel is stuck", contactId: ids.get("ada") });
  await create("conversation", "Conversation", { channel: "EMAIL", subject: "Punched cards" });
  await create("lead", "Lead", { firstName: "Charles", lastName: "Babbage" });
});

describe("search", () => {
  it("gives rows of every kind, with the row in the field of its kind", async () => {
    const answer = await staff().run("search/Search", { query: "lovelace" });
    const found = answer.get<(Found & Record<string, unknown>)[]>("search");
    expect(found.map(({ kind, id }) => [kind, id])).toEqual([
      ["CONTACT", ids.get("ada")],
      ["DEAL", ids.get("deal")],
      ["TICKET", ids.get("ticket")],
    ]);
    expect(found[0]).toMatchObject({
      title: "Ada Lovelace",
      subtitle: "ada@engines.test",
      contact: { id: ids.get("ada"), phone: "+442079460123" },
      deal: null,
    });
    expect(found[1]).toMatchObject({ subtitle: "Ada Lovelace", deal: { id: ids.get("deal") }, contact: null });
  });

  it.each([
    ["a name as it is typed", "ad", "Ada Lovelace"],
    ["the second word of a name", "lovel", "Ada Lovelace"],
    ["words in another order", "lovelace ada", "Ada Lovelace"],
    ["another case", "LOVELACE", "Ada Lovelace"],
    ["letters without their accents", "zoe moller", "Zoë O’Brien-Møller"],
    ["accents that aren't there", "ádá", "Ada Lovelace"],
    ["a name without its apostrophe", "obrien", "Zoë O’Brien-Møller"],
    ["two letters swapped", "lovealce", "Ada Lovelace"],
    ["a wrong letter", "elisabeth", "Elizabeth Johnson"],
    ["a letter too few", "elizbeth jonson", "Elizabeth Johnson"],
    ["a letter too many", "johnnson", "Elizabeth Johnson"],
    ["an e-mail address", " Ada@Engines.TEST ", "Ada Lovelace"],
    ["a phone number of the country", "(020) 7946 0123", "Ada Lovelace"],
    ["a phone number from abroad", "+44 20 7946-0123", "Ada Lovelace"],
    ["the end of a phone number", "460123", "Ada Lovelace"],
    ["a company’s domain", "engines.test", "Analytical Engines"],
    ["a deal’s title", "diference", "Difference machine"],
    ["a ticket’s subject", "stuck", "Cogwheel is stuck"],
    ["a conversation’s subject", "punch", "Punched cards"],
    ["a lead’s name", "babb", "Charles Babbage"],
  ])("finds by %s", async (_, query, title) => {
    expect(titles(await search(query))).toContain(title);
  });

  it("finds a ticket by its number, before anything else", async () => {
    const number = (
      await staff().query("query ($id: UUID!) { ticket(id: $id) { number } }", { id: ids.get("ticket") })
    ).get<number>("ticket.number");
    for (const query of [`#${number}`, `${number}`]) {
      expect((await search(query))[0]).toMatchObject({ kind: "TICKET", id: ids.get("ticket"), rank: 1 });
    }
  });

  it("ranks what is the same before beginnings, these before other words, and slips last", async () => {
    const [same] = await search("ada@engines.test", { types: ["CONTACT"] });
    const [beginning] = await search("ada", { types: ["CONTACT"] });
    const [word] = await search("lovelace", { types: ["CONTACT"] });
    const [slip] = await search("lovelade", { types: ["CONTACT"] });
    const ranks = [same, beginning, word, slip].map((found) => found?.rank ?? 0);
    expect(ranks[0]).toBe(1);
    expect(ranks).toEqual(ranks.toSorted((one, other) => other - one));
    expect(new Set(ranks).size).toBe(4);
  });

  it("gives the named kinds only, and no more than are asked for", async () => {
    expect((await search("lovelace", { types: ["DEAL", "LEAD"] })).map(({ kind }) => kind)).toEqual(["DEAL"]);
    expect(await search("lovelace", { first: 2 })).toHaveLength(2);
    expect(await search("lovelace", { types: [] })).toEqual([]);
  });

  it("leaves archived rows out", async () => {
    expect(await search("adele", { types: ["CONTACT"] })).toHaveLength(1);
    await staff().run("crm/ArchiveContact", { id: ids.get("reps") });
    expect(await search("adele", { types: ["CONTACT"] })).toEqual([]);
    expect(await contacts({ search: "adele" })).toEqual([]);
    expect(await contacts({ search: "adele", includeArchived: "YES" })).toEqual(["Adele Rees"]);
    await staff().run("crm/RestoreContact", { id: ids.get("reps") });
  });

  it("shows a rep what is the rep's", async () => {
    expect(titles(await search("ad", { types: ["CONTACT"] }, rep()))).toEqual(["Adele Rees"]);
    expect(titles(await search("lovelace", {}, rep()))).toEqual([]);
  });

  it("is nothing for contacts and visitors", async () => {
    const variables = { query: "lovelace" };
    const client = await gateway.asClient(db.world.acme.client).run("search/Search", variables);
    expect([client.code, client.data?.["search"]]).toEqual(["FORBIDDEN", undefined]);
    const contacts = (given: string) =>
      gateway.asClient(db.world.acme.client).query(`{ contacts${given} { nodes { id } } }`);
    expect((await contacts("")).get<object[]>("contacts.nodes")).toHaveLength(1);
    for (const given of ['(search: "ada")', '(tags: { any: ["vip"] })', '(customFields: { tier: "gold" })']) {
      expect((await contacts(given)).code).toBe("FORBIDDEN");
    }
    expect((await gateway.anonymous.run("search/Search", variables)).code).toBe("UNAUTHENTICATED");
    expect((await gateway.anonymous.run("search/SearchContacts", { search: "ada" })).code).toBe("UNAUTHENTICATED");
    expect(titles(await search("lovelace"))).toContain("Ada Lovelace");
  });

  it("shows another organization nothing", async () => {
    expect(await search("lovelace", {}, gateway.as(db.world.globex.owner))).toEqual([]);
  });

  it.each([
    ["nothing", ""],
    ["10,000 blanks", " ".repeat(10_000)],
    ["one letter", "a"],
    ["punctuation", "--"],
    ["too much", "a".repeat(201)],
  ])("refuses %s", async (_, query) => {
    const answer = await staff().run("search/Search", { query });
    expect(answer.refusal).toEqual(expect.objectContaining({ code: "BAD_USER_INPUT", field: "query" }));
  });

  it.each([0, -1, 51])("refuses to give %s results", async (first) => {
    expect((await staff().run("search/Search", { query: "ada", first })).refusal).toEqual({
      code: "BAD_USER_INPUT",
      field: "first",
    });
  });

  it("gives twenty results where null is sent for their number", async () => {
    const companies = Array.from({ length: 21 }, (_, index) => ({ name: `Plenty ${index}` }));
    const mutation = `mutation ($companies: [CompanyInput!]!) {
      createCompanies(input: { companies: $companies }) { companies { id } }
    }`;
    (await staff().query(mutation, { companies })).get("createCompanies");
    expect(await search("plenty", { first: null })).toHaveLength(20);
    expect(await search("plenty", { first: 21 })).toHaveLength(21);
  });

  it("refuses a null byte, as all text does", async () => {
    expect((await staff().run("search/Search", { query: "ad\0a" })).code).toBe("BAD_USER_INPUT");
  });

  it.each([
    "%%",
    "a%",
    "__",
    "_da",
    "\\\\",
    "\\",
    "''",
    "' or true --",
    '"ada',
    "😀😀",
    "ada 😀",
    "$1",
    "a & b | !c",
    "日本",
    "ада",
  ])("takes %j for the text that it is", async (query) => {
    const answer = await staff().run("search/Search", { query });
    if (answer.errors) expect(answer.refusal).toMatchObject({ code: "BAD_USER_INPUT", field: "query" });
    else expect(answer.get<Found[]>("search").length).toBeLessThanOrEqual(8);
  });

  it("takes wildcards for letters", async () => {
    expect(titles(await search("lov%ace"))).toEqual([]);
    expect(titles(await search("lo_elace"))).toEqual([]);
  });
});

describe("the search of a collection", () => {
  it("gives the best matches first, unless another order is asked for", async () => {
    expect(await contacts({ search: "ad" })).toEqual(["Adi", "Adele Rees", "Ada Lovelace"]);
    expect(await contacts({ search: "ad", orderBy: ["NAME_ASC"] })).toEqual(["Ada Lovelace", "Adele Rees", "Adi"]);
    const newest = await contacts({ search: "ad", orderBy: ["CREATED_AT_DESC"] });
    expect(newest).toEqual(["Adele Rees", "Ada Lovelace", "Adi"]);
  });

  it("orders also where a document says nothing of an order", async () => {
    const answer = await staff().query(
      `{ found: contacts(search: "ad") { nodes { name } } newest: contacts(first: 2) { nodes { name } } }`,
    );
    const names = (field: string) => answer.get<{ name: string }[]>(`${field}.nodes`).map(({ name }) => name);
    expect(names("found")).toEqual(["Adi", "Adele Rees", "Ada Lovelace"]);
    expect(names("newest")).toEqual(["Adele Rees", "Elizabeth Johnson"]);
  });

  it("is left out without a text: the newest come first", async () => {
    expect((await contacts({ search: null })).slice(0, 2)).toEqual(["Adele Rees", "Elizabeth Johnson"]);
    expect((await contacts({})).slice(0, 2)).toEqual(["Adele Rees", "Elizabeth Johnson"]);
  });

  it("goes on behind a cursor, and is counted", async () => {
    const first = await staff().run("search/SearchContacts", { search: "contact", first: 2 });
    const all = await contacts({ search: "contact" });
    const total = first.get<number>("contacts.totalCount");
    expect(all.length).toBe(total);
    expect(total).toBeGreaterThan(2);
    const rest = await contacts({ search: "contact", after: first.get("contacts.pageInfo.endCursor") });
    expect([...first.get<{ name: string }[]>("contacts.nodes").map(({ name }) => name), ...rest]).toEqual(all);
  });

  it("counts what may be seen only", async () => {
    const total = async (client: typeof staff) =>
      (await client().run("search/SearchContacts", { search: "ad", first: 1 })).get<number>("contacts.totalCount");
    expect([await total(staff), await total(rep)]).toEqual([3, 1]);
  });

  it("goes together with filters", async () => {
    const filter = { email: { equalTo: "ada@engines.test" } };
    expect(await contacts({ search: "ad", filter })).toEqual(["Ada Lovelace"]);
  });

  it("is refused when it is too short", async () => {
    expect((await staff().run("search/SearchContacts", { search: "a" })).code).toBe("BAD_USER_INPUT");
  });

  it("is offered for each kind, and within relations", async () => {
    const answer = await staff().query(`{
      companies(search: "analytic") { nodes { name } }
      leads(search: "babbage") { nodes { name } }
      deals(search: "lovelace") { nodes { title } }
      tickets(search: "cogw") { nodes { subject } }
      conversations(search: "punched") { nodes { subject } }
      contact(id: "${ids.get("ada")}") { deals(search: "difference") { nodes { title } } none: deals(search: "cogwheel") { nodes { title } } }
    }`);
    expect(answer.data).toEqual({
      companies: { nodes: [{ name: "Analytical Engines" }] },
      leads: { nodes: [{ name: "Charles Babbage" }] },
      deals: { nodes: [{ title: "Difference machine" }] },
      tickets: { nodes: [{ subject: "Cogwheel is stuck" }] },
      conversations: { nodes: [{ subject: "Punched cards" }] },
      contact: { deals: { nodes: [{ title: "Difference machine" }] }, none: { nodes: [] } },
    });
  });
});

describe("tags and custom fields", () => {
  it("are filtered by", async () => {
    expect(await contacts({ tags: { all: ["vip", "maths"] } })).toEqual(["Ada Lovelace"]);
    expect(await contacts({ tags: { any: ["maths", "none"] } })).toEqual(["Ada Lovelace"]);
    expect(await contacts({ tags: { all: ["vip"] }, orderBy: ["NAME_ASC"] })).toEqual([
      "Ada Lovelace",
      "Adele Rees",
      "Zoë O’Brien-Møller",
    ]);
    expect(await contacts({ tags: { all: ["none"] } })).toEqual([]);
    expect(await contacts({ customFields: { tier: "gold" } })).toEqual(["Ada Lovelace"]);
    expect(await contacts({ customFields: { tier: "silver" } })).toEqual([]);
    expect(await contacts({ search: "zoe", tags: { all: ["vip"] } })).toEqual(["Zoë O’Brien-Møller"]);
  });

  it("are no way around what one may see", async () => {
    expect(await contacts({ tags: { all: ["vip"] } }, rep())).toEqual(["Adele Rees"]);
    expect(await contacts({ customFields: { tier: "gold" } }, rep())).toEqual([]);
    expect(await contacts({ tags: { any: ["vip"] } }, gateway.as(db.world.globex.owner))).toEqual([]);
  });

  it("are refused when the organization has no such field", async () => {
    const answer = await staff().run("search/SearchContacts", { customFields: { shoeSize: 44 } });
    expect(answer.refusal).toMatchObject({ code: "BAD_USER_INPUT", field: "customFields", name: "shoeSize" });
    expect((await staff().run("search/SearchContacts", { customFields: ["tier"] })).code).toBe("BAD_USER_INPUT");
  });
});
