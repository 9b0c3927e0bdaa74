import { beforeAll, describe, expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { explain, readsRows, recordStatements } from "../support/statements.ts";

const CONTACTS = 100_000;

const db = useDatabase();
const gateway = useGateway(db, { poolSize: 1 });

// A tenant of a hundred thousand contacts, beside another as large.
beforeAll(
  () =>
    db.withRoot(async (owner) => {
      await owner.query("set session_replication_role = replica");
      for (const { id } of [db.world.acme, db.world.globex]) {
        await owner.query(
          `insert into app_public.contacts (organization_id, first_name, email, created_at, company_id, owner_id)
          select $1, 'Contact', 'contact' || n || '@large.test', now() - n * interval '1 minute', null, null
          from generate_series(1, $2) as n`,
          [id, CONTACTS],
        );
      }
      await owner.query("vacuum analyze app_public.contacts");
    }),
  120_000,
);

const PAGE = "{ contacts(first: 20, orderBy: [CREATED_AT_DESC]) { nodes { id name email createdAt } } }";

describe("a read", () => {
  it("is one flight: the context and one statement", async () => {
    const statements = await recordStatements(gateway, async () => {
      const answer = await gateway.as(db.world.acme.members.staff).query(PAGE);
      expect(answer.get<unknown[]>("contacts.nodes")).toHaveLength(20);
    });
    expect(statements.map(({ text }) => text.trim().split(/\s+/).slice(0, 2).join(" ").toLowerCase())).toEqual([
      "select set_config('transaction_read_only',",
      expect.stringMatching(/^select /),
    ]);
  });

  it("shares its flight with the count of all rows", async () => {
    const document = PAGE.replace("{ nodes", "{ totalCount nodes");
    const statements = await recordStatements(gateway, async () => {
      const answer = await gateway.as(db.world.acme.members.staff).query(document);
      expect(answer.get<number>("contacts.totalCount")).toBeGreaterThan(20);
    });
    expect(statements.map(({ text }) => text.includes("begin_request"))).toEqual([true, false, false]);
  });

  it("that shows relations is one flight as well", async () => {
    const document = `{
      contacts(first: 20, orderBy: [CREATED_AT_DESC]) {
        nodes { name company { name } owner { user { fullName } } deals(first: 3) { nodes { title } } }
      }
    }`;
    const statements = await recordStatements(gateway, async () => {
      expect((await gateway.as(db.world.acme.members.staff).query(document)).errors).toBeUndefined();
    });
    expect(statements.filter(({ text }) => text.includes("begin_request"))).toHaveLength(1);
  });
});

describe("the page of the newest contacts of a large tenant", () => {
  const statementOf = async (document: string, actor = db.world.acme.members.staff) => {
    const statements = await recordStatements(gateway, () => gateway.as(actor).query(document));
    const [select, ...more] = statements.filter(readsRows);
    expect(more).toEqual([]);
    return select!;
  };

  it.each<[string, string]>([
    ["walks the index", PAGE],
    ["walks the index backwards", PAGE.replace("DESC", "ASC")],
    [
      "walks the index of the lifecycle stage",
      PAGE.replace("first: 20,", "first: 20, filter: { lifecycleStage: { equalTo: LEAD } },"),
    ],
    [
      "finds an e-mail address",
      PAGE.replace("first: 20,", 'first: 20, filter: { email: { equalTo: "contact77777@large.test" } },'),
    ],
  ])("%s, and reads no more than it shows", async (_, document) => {
    const { staff } = db.world.acme.members;
    const { nodes: plan } = await explain(db, staff, await statementOf(document));
    const types = plan.map((node) => node["Node Type"]);
    expect(types).not.toContain("Seq Scan");
    const contacts = plan.filter((node) => /contacts/.test(node["Index Name"] ?? ""));
    expect(contacts.length).toBeGreaterThan(0);
    for (const node of contacts) expect(node["Actual Rows"]).toBeLessThanOrEqual(21);
    const [
      { "Shared Hit Blocks": hit, "Shared Read Blocks": read } = { "Shared Hit Blocks": 0, "Shared Read Blocks": 0 },
    ] = plan;
    expect(hit + read).toBeLessThan(200);
  });

  it("is sorted by the index and nothing else", async () => {
    const { staff } = db.world.acme.members;
    const { nodes } = await explain(db, staff, await statementOf(PAGE));
    const types = nodes.map((node) => node["Node Type"]);
    expect(types.filter((type) => /Sort|Seq Scan|Bitmap/.test(type))).toEqual([]);
    expect(types).toEqual(expect.arrayContaining([expect.stringMatching(/^Index (Only )?Scan$/)]));
  });

  it("follows a cursor deep into the list as quickly", async () => {
    const { staff } = db.world.acme.members;
    const at = await gateway
      .as(staff)
      .query("{ contacts(first: 1, offset: 90000, orderBy: [CREATED_AT_DESC]) { pageInfo { endCursor } } }");
    const after = at.get("contacts.pageInfo.endCursor");
    const document = PAGE.replace("first: 20,", `first: 20, after: ${JSON.stringify(after)},`);
    const { nodes: plan } = await explain(db, staff, await statementOf(document));
    const [
      { "Shared Hit Blocks": hit, "Shared Read Blocks": read } = { "Shared Hit Blocks": 0, "Shared Read Blocks": 0 },
    ] = plan;
    expect(plan.map((node) => node["Node Type"])).not.toContain("Sort");
    expect(hit + read).toBeLessThan(200);
  });
});

describe("a change of many rows in a large tenant", () => {
  it("reads these rows and no others", async () => {
    const { staff } = db.world.acme.members;
    const client = gateway.as(staff);
    const page = await client.query("{ contacts(first: 20) { nodes { id } } }");
    const read = page.get<{ id: string }[]>("contacts.nodes");
    const patches = read.map(({ id }) => ({ id, patch: { lastName: "Changed" } }));
    const mutation = `mutation ($patches: [UpdateContactsItem!]!) {
      updateContacts(input: { patches: $patches }) { clientMutationId }
    }`;
    const statements = await recordStatements(gateway, async () => {
      (await client.query(mutation, { patches })).get("updateContacts");
    });
    const update = statements.find(({ text }) => /\bupdate "app_public"\."contacts"/.test(text));
    if (!update) throw new Error("Nothing was updated.");
    const { nodes } = await explain(db, staff, update);
    const scans = nodes.filter((node) => node["Relation Name"] === "contacts" && node["Node Type"] !== "ModifyTable");
    expect(scans.map((node) => node["Actual Rows"] * node["Actual Loops"])).toEqual([read.length]);
  });
});
