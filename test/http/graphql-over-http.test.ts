import { describe, expect, it } from "@jest/globals";
import { serverAudits } from "graphql-http";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { addressOf } from "../support/transfers.ts";

const db = useDatabase();
const gateway = useGateway(db, {
  environment: "production",
  // What the audits try that isn't there in production unless somebody wants it.
  variables: { INTROSPECTION: "true", GRAPHQL_GET: "open" },
});

const urlOf = async () => `${await addressOf(gateway)}/graphql`;
const fetchWith =
  (headers: () => Promise<Record<string, string>>): typeof fetch =>
  async (resource, options) => {
    const all = new Headers(options?.headers);
    for (const [name, value] of Object.entries(await headers())) all.set(name, value);
    return fetch(resource, { ...options, headers: all });
  };
const visitor = fetchWith(async () => ({}));
const member = fetchWith(async () => ({
  authorization: `Bearer ${await gateway.tokenFor(db.world.acme.members.staff)}`,
  "x-organization-id": "acme",
}));

describe.each([
  ["a visitor", visitor],
  ["a member", member],
])("GraphQL over HTTP, for %s", (_, fetchFn) => {
  it.each(serverAudits({ url: urlOf, fetchFn }).map(({ id, name, fn }) => [id, name, fn] as const))(
    "%s: %s",
    async (_id, _name, audit) => {
      const result = await audit();
      expect([result.status, "reason" in result ? result.reason : ""]).toEqual(["ok", ""]);
    },
  );
});
