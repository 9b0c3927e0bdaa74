import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { type TestGateway, useGateway } from "../support/gateway.ts";

const db = useDatabase();
const production = useGateway(db, { environment: "production" });
const development = useGateway(db, { environment: "development" });

/** What came back: JSON, or a page. */
interface Response {
  readonly status: number;
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
}

type Send = (gateway: TestGateway) => Promise<Response>;

async function responseTo(gateway: TestGateway, request: Parameters<TestGateway["inject"]>[0]): Promise<Response> {
  const { statusCode: status, body: text, headers } = await gateway.inject(request);
  const isJson = String(headers["content-type"]).includes("json");
  const { data, errors = [] } = isJson ? JSON.parse(text) : {};
  return { status, text, data, errors };
}

const json = { "content-type": "application/json" };
const post =
  (query: string): Send =>
  (gateway) =>
    responseTo(gateway, { method: "POST", url: "/graphql", payload: JSON.stringify({ query }), headers: json });
const get =
  (query: string): Send =>
  (gateway) =>
    responseTo(gateway, { url: `/graphql?${new URLSearchParams({ query })}` });

const PAGES = ["/graphiql", "/playground", "/console", "/graphql"];
const OF_PAGES = /graphiql\.min\.css|GraphQL Playground|GraphiQL|graphql-playground/;
const CIRCULAR = `{ __schema { types { ${"fields { type { ".repeat(4)} fields { type { name } } ${"} }".repeat(4)} } } }`;

/**
 * The checks of graphql-cop (dolevf/graphql-cop), each with what it sends and what it would report, and whether it would
 * in development, where some of what it finds is wanted.
 */
const CHECKS: readonly {
  readonly name: string;
  readonly send: Send;
  readonly isReported: (response: Response) => boolean;
  readonly inDevelopment: boolean;
}[] = [
  {
    name: "field suggestions",
    send: post("query cop { __schema { directive } }"),
    isReported: ({ errors }) => errors.some(({ message }) => message.includes("Did you mean")),
    inDevelopment: true,
  },
  {
    name: "introspection",
    send: post("query cop { __schema { types { name fields { name } } } }"),
    isReported: ({ data }) => data?.["__schema"] != null,
    inDevelopment: true,
  },
  {
    name: "GraphiQL, or a playground",
    send: async (gateway) => {
      const headers = { accept: "text/html" };
      const pages = await Promise.all(PAGES.map((url) => responseTo(gateway, { url, headers })));
      return { status: 0, text: pages.map(({ text }) => text).join(""), data: null, errors: [] };
    },
    isReported: ({ text }) => OF_PAGES.test(text),
    inDevelopment: true,
  },
  {
    name: "queries by GET",
    send: get("query cop { __typename }"),
    isReported: ({ data }) => data?.["__typename"] !== undefined,
    inDevelopment: true,
  },
  {
    name: "mutations by GET",
    send: get("mutation cop { __typename }"),
    isReported: ({ data }) => data?.["__typename"] !== undefined,
    inDevelopment: false,
  },
  {
    name: "a hundred and one aliases",
    send: post(`query cop { ${Array.from({ length: 101 }, (_, index) => `alias${index}: __typename`).join(" ")} }`),
    isReported: ({ data }) => data?.["alias100"] !== undefined,
    inDevelopment: false,
  },
  {
    name: "a batch of eleven",
    send: (gateway) => {
      const payload = JSON.stringify(Array(11).fill({ query: "query cop { __typename }" }));
      return responseTo(gateway, { method: "POST", url: "/graphql", payload, headers: json });
    },
    isReported: ({ status, errors }) => status === 200 || errors.length !== 1,
    inDevelopment: false,
  },
  {
    name: "tracing",
    send: post("query cop { __typename }"),
    isReported: ({ text }) => /tracing|stacktrace/i.test(text),
    inDevelopment: false,
  },
  {
    name: "ten directives that don’t exist",
    send: post(`query cop { __typename ${"@aa".repeat(10)} }`),
    isReported: ({ errors }) => errors.length === 10,
    inDevelopment: false,
  },
  {
    name: "a circle through introspection",
    send: post(`query cop ${CIRCULAR}`),
    isReported: ({ data }) => ((data?.["__schema"] as { types: unknown[] } | undefined)?.types.length ?? 0) > 25,
    inDevelopment: false,
  },
  {
    name: "five hundred times the same field",
    send: post(`query cop { ${"__typename ".repeat(500)} }`),
    isReported: ({ data }) => data?.["__typename"] !== undefined,
    inDevelopment: false,
  },
  {
    name: "queries by POST that are no JSON",
    send: async (gateway) => {
      const form = new URLSearchParams({ query: "query cop { __typename }" });
      const type = { "content-type": "application/x-www-form-urlencoded" };
      const body = await responseTo(gateway, { method: "POST", url: "/graphql", payload: `${form}`, headers: type });
      const inAddress = await responseTo(gateway, { method: "POST", url: `/graphql?${form}` });
      return body.data == null ? inAddress : body;
    },
    isReported: ({ data }) => data?.["__typename"] !== undefined,
    inDevelopment: false,
  },
  {
    name: "errors that nobody handles",
    send: post("qwerty cop { abc }"),
    isReported: ({ errors, text }) =>
      errors.length === 0 || errors.some(({ extensions }) => "exception" in extensions) || text.includes("stack"),
    inDevelopment: false,
  },
];

describe("graphql-cop", () => {
  it("checks thirteen things", () => {
    expect(CHECKS).toHaveLength(13);
  });

  it.each(CHECKS)("finds nothing in production: $name", async ({ send, isReported }) => {
    const response = await send(production);
    expect([isReported(response), response.text]).toEqual([false, response.text]);
    for (const { extensions } of response.errors)
      expect(extensions["code"]).toEqual(expect.stringMatching(/^[A-Z_]+$/));
  });

  it.each(CHECKS)("in development: $name", async ({ send, isReported, inDevelopment }) => {
    const response = await send(development);
    expect([isReported(response), response.text]).toEqual([inDevelopment, response.text]);
  });

  it("leaves queries by GET to clients, in production too", async () => {
    const url = `/graphql?${new URLSearchParams({ query: "{ __typename }" })}`;
    for (const header of ["graphql-require-preflight", "apollo-require-preflight", "x-requested-with"]) {
      const response = await responseTo(production, { url, headers: { [header]: "1" } });
      expect(response.data).toEqual({ __typename: "Query" });
    }
    const form = await responseTo(production, { url, headers: { "content-type": "text/plain" } });
    expect([form.status, form.errors[0]?.extensions["code"]]).toEqual([403, "FORBIDDEN"]);
  });
});
