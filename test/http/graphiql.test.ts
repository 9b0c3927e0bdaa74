import { describe, expect, it } from "@jest/globals";
import { type GraphiQLExample, readExamples } from "../../src/http/graphiql-examples.ts";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";

const db = useDatabase();
const development = useGateway(db, { environment: "development" });
const production = useGateway(db, { environment: "production" });
const open = useGateway(db, { environment: "production", variables: { INTROSPECTION: "true", GRAPHIQL: "true" } });
const exposed = useGateway(db, { environment: "development", variables: { HOST: "0.0.0.0" } });

const local = { host: "localhost:5678", accept: "text/html" };
const signIn = {
  method: "POST",
  url: "/graphiql/token",
  headers: { host: "localhost:5678", "content-type": "application/json" },
} as const;

describe("GraphiQL", () => {
  it("is there in development", async () => {
    const page = await development.inject({ url: "/graphiql", headers: local });
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain("Tenantry · GraphiQL");
    expect(page.body).toContain("sign-in-bar");
    expect((await development.inject({ url: "/graphiql/sign-in-bar.js" })).statusCode).toBe(200);
  });

  it("loads nothing from elsewhere", async () => {
    const page = await development.inject({ url: "/graphiql", headers: local });
    const sources = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => source ?? "");
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.filter((source) => /^(https?:)?\/\//.test(source))).toEqual([]);
    expect(page.headers["content-security-policy"]).toContain("default-src 'self'");
  });

  it.each(["/graphiql", "/graphiql/accounts", "/graphiql/sign-in-bar.js", "/ruru-static/ruru.js"])(
    "is not there in production: %s",
    async (url) => {
      expect((await production.inject({ url, headers: local })).statusCode).toBe(404);
    },
  );
});

describe("the examples", () => {
  it("are tabs with a name and a word of explanation, in the order of their files", async () => {
    const page = await development.inject({ url: "/graphiql", headers: local });
    const [, config = ""] = /RURU_CONFIG = (\{.*?\});\s*<\/script>/s.exec(page.body) ?? [];
    const { defaultTabs } = JSON.parse(config) as { defaultTabs: GraphiQLExample[] };
    expect(defaultTabs).toEqual(await readExamples());
    for (const { query } of defaultTabs)
      expect(query).toMatch(/^# [^\n]+\n(# [^\n]+\n)*(query|mutation|subscription) \w+/);
  });

  it("work as they are", async () => {
    const examples = await readExamples();
    expect(examples.length).toBeGreaterThan(0);
    for (const { query, variables } of examples) {
      if (query.includes("subscription ")) continue;
      const answer = await development.as(db.world.acme.members.owner).query(query, JSON.parse(variables ?? "{}"));
      expect([query, answer.errors]).toEqual([query, undefined]);
      expect(JSON.stringify(answer.data)).not.toMatch(/^\{"\w+":(null|\[\])\}$/);
    }
  });
});

describe("signing in as a demonstration user", () => {
  it("works in development on this machine", async () => {
    const { email } = db.world.acme.members.rep;
    const accounts = await development.inject({ url: "/graphiql/accounts", headers: local });
    expect(accounts.json<{ email: string }[]>().map((account) => account.email)).toContain(email);
    const response = await development.inject({ ...signIn, payload: { email, organization: "acme" } });
    const answer = await development.with(response.json().token).run("crm/ListContacts");
    expect(answer.get("contacts.totalCount")).toBe(1);
  });

  it("offers nobody whose address could be somebody's", async () => {
    await db.withRoot((root) =>
      root.query("update app_public.users set email = 'olivia@acme.com' where id = $1", [
        db.world.acme.members.owner.userId,
      ]),
    );
    const accounts = await development.inject({ url: "/graphiql/accounts", headers: local });
    expect(accounts.body).not.toContain("olivia@acme.com");
    expect((await development.inject({ ...signIn, payload: { email: "olivia@acme.com" } })).statusCode).toBe(404);
  });

  it.each<[string, () => typeof development]>([
    ["in production", () => production],
    ["when others can reach the gateway", () => exposed],
  ])("is not there %s", async (_, gateway) => {
    const { email } = db.world.acme.members.rep;
    expect((await gateway().inject({ url: "/graphiql/accounts", headers: local })).statusCode).toBe(404);
    expect((await gateway().inject({ ...signIn, payload: { email } })).statusCode).toBe(404);
  });
});

describe("the shape of the API", () => {
  const introspection = "{ __schema { types { name } } }";

  it("can be asked for in development, and in production only where that is wanted", async () => {
    for (const gateway of [development, open]) {
      const answer = await gateway.as(db.world.acme.members.staff).query(introspection);
      expect(answer.get<{ name: string }[]>("__schema.types").map(({ name }) => name)).toContain("Contact");
    }
    const refused = await production.as(db.world.acme.members.staff).query(introspection);
    expect(refused.code).toBe("FORBIDDEN");
    expect(refused.text).not.toContain("Contact");
  });

  it("is guessed at where it can be asked for only", async () => {
    const misspelled = "{ contcts { totalCount } }";
    expect((await open.anonymous.query(misspelled)).text).toContain("Did you mean");
    expect((await production.anonymous.query(misspelled)).text).not.toContain("Did you mean");
  });
});

it("is there in production where that is wanted, without anybody’s sign-in", async () => {
  const page = await open.inject({ url: "/graphiql", headers: { accept: "text/html" } });
  expect([page.statusCode, page.body.includes("GraphiQL")]).toEqual([200, true]);
  expect((await open.inject({ url: "/graphiql/accounts" })).statusCode).toBe(404);
});
