import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import type { Visit } from "./browser.ts";
import { FrontEnd, readExamples } from "./front-end.ts";

const PATIENCE_MS = 90_000;
const examples = await readExamples("docs/clients.md");
const names = Object.keys(examples);
const brief = await readExamples("README.md");
const briefNames = Object.keys(brief);

const db = useDatabase();
const gateway = useGateway(db);
const only = useGateway(db, { variables: { PERSISTED_OPERATIONS: "only" } });
const off = useGateway(db, { variables: { PERSISTED_OPERATIONS: "off" } });
let frontEnd: FrontEnd;

const SUSPENSE = "suspense.tsx";
const suspending = `
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Suspense } from "react";
import { createTransport, ListContactsDocument, MyOrganizationsDocument } from "tenantry/client";
import { TransportProvider, useSuspenseListContacts, useUpdateContact } from "tenantry/client/react-query";
const queries = new QueryClient();
function Contacts() {
  const { data } = useSuspenseListContacts({}, { select: ({ contacts }) => contacts?.nodes ?? [] });
  const { mutate } = useUpdateContact({ invalidates: [MyOrganizationsDocument, ListContactsDocument] });
  return <ul>{data.map(({ id, name }) => <li key={id}>{name}<button onClick={() =>
    mutate({ id, patch: { firstName: "Ada", lastName: "Lovelace" } })} /></li>)}</ul>;
}
export function App({ url, token }: { url: string; token: string }) {
  const transport = createTransport({ url, headers: async () => ({ authorization: "Bearer " + token }) });
  return <QueryClientProvider client={queries}><TransportProvider transport={transport}>
    <Suspense fallback={<p>Loading</p>}><Contacts /></Suspense>
  </TransportProvider></QueryClientProvider>;
}
`;

beforeAll(async () => {
  frontEnd = await FrontEnd.create();
  for (const [name, text] of Object.entries({ ...examples, ...brief, [SUSPENSE]: suspending }))
    await frontEnd.write(name, text);
  for (const each of [gateway, only, off]) await each.app.listen({ host: "127.0.0.1", port: 0 });
}, PATIENCE_MS);
afterAll(() => frontEnd?.remove());

describe("the examples of the guide, and of the README,", () => {
  it("are one for each client", () => {
    expect(names).toEqual(["urql.tsx", "apollo.tsx", "react-query.tsx"]);
    expect(briefNames).toEqual(["README.md.tsx"]);
  });

  it.each(["nodenext", "bundler"] as const)(
    "compile with imports found as %s does",
    async (resolution) => {
      expect(await frontEnd.compile([...names, ...briefNames], resolution)).toEqual([]);
    },
    PATIENCE_MS,
  );
});

describe("a program with a mistake", () => {
  const compile = async (text: string) => {
    await frontEnd.write("wrong.tsx", text);
    return frontEnd.compile(["wrong.tsx"]);
  };

  it(
    "doesn’t compile",
    async () => {
      const lines = [
        'import { useQuery as useApolloQuery } from "@apollo/client/react";',
        'import { createTransport, type DataOf, GetContactDocument, ListContactsDocument } from "tenantry/client";',
        'import { useGetContact, useListContacts, useUpdateContact } from "tenantry/client/react-query";',
        'import { useQuery } from "urql";',
        'const transport = createTransport({ url: "/graphql" });',
        'useQuery({ query: ListContactsDocument, variables: { first: "one" } });',
        'useApolloQuery(ListContactsDocument, { variables: { first: "one" } });',
        'useListContacts({ first: "one" });',
        "useGetContact();",
        'useListContacts({ orderBy: "NAME_UPWARDS" });',
        "useUpdateContact().mutate({ id: 5, patch: {} });",
        'useUpdateContact().mutate({ id: "5", patch: { organizationId: "6" } });',
        "transport.run(GetContactDocument, {});",
        "export const name = (data: DataOf<typeof ListContactsDocument>): number => data.contacts!.nodes[0]!.name;",
        "export const shoe = (data: DataOf<typeof ListContactsDocument>) => data.contacts?.nodes[0]?.shoeSize;",
        "",
        "useListContacts({ first: 1 });",
        'useGetContact({ id: "5" });',
      ];
      const complaints = await compile(lines.join("\n"));
      const numbers = [...new Set(complaints.map((complaint) => Number(/:(\d+)/.exec(complaint)?.[1])))];
      expect(numbers.sort((left, right) => left - right)).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    },
    PATIENCE_MS,
  );
});

describe("in a page, with a token, over the network,", () => {
  const RITAS = "Rita’s contact";
  const NAMED = "Ada Lovelace";

  beforeAll(async () => {
    expect(await frontEnd.compile([...names, SUSPENSE])).toEqual([]);
  }, PATIENCE_MS);

  const visit = async (name: string, at = gateway): Promise<Visit> => {
    const { rep } = db.world.acme.members;
    await db.withRoot((root) =>
      root.query("update app_public.contacts set first_name = 'Rita’s', last_name = 'contact' where id = $1", [
        db.world.acme.contacts.reps,
      ]),
    );
    const { port } = at.app.server.address() as { port: number };
    const address = `http://127.0.0.1:${port}/graphql`;
    const { stdout, stderr } = await frontEnd.open(name.replace(/tsx$/, "js"), address, await at.tokenFor(rep), RITAS);
    // What clients and React warn of is a mistake in the documents, or in the guide.
    expect(stderr).toBe("");
    return JSON.parse(stdout);
  };
  const hashesIn = ({ requests }: Visit) => requests.map((body) => /[0-9a-f]{64}/.exec(body)?.[0]);
  const hasText = (body: string) => /(query|mutation) (List|Update)/.test(body);

  it.each([
    ["urql.tsx", 2],
    ["apollo.tsx", 2],
    // It keeps answers, not rows, and reads the list again.
    ["react-query.tsx", 3],
    [SUSPENSE, 3],
  ])(
    "%s shows what a mutation changed, with %i requests that hold hashes only",
    async (name, count) => {
      const seen = await visit(name);
      expect(seen).toMatchObject({ before: [RITAS], after: [NAMED] });
      expect(seen.requests).toHaveLength(count);
      expect(seen.requests.filter(hasText)).toEqual([]);
      const [list, update] = hashesIn(seen);
      expect([list, update]).not.toContain(undefined);
      expect(list).not.toBe(update);
    },
    PATIENCE_MS,
  );

  it.each(names)(
    "%s works where nothing but hashes is run",
    async (name) => {
      expect(await visit(name, only)).toMatchObject({ before: [RITAS], after: [NAMED] });
    },
    PATIENCE_MS,
  );

  it.each(names)(
    "%s sends texts where hashes aren’t known",
    async (name) => {
      const seen = await visit(name, off);
      expect(seen).toMatchObject({ before: [RITAS], after: [NAMED] });
      expect(seen.requests.filter(hasText).length).toBeGreaterThanOrEqual(2);
    },
    PATIENCE_MS,
  );
});
