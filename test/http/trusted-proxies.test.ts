import { beforeAll, describe, expect, it } from "@jest/globals";
import { insertStatement } from "../support/access.ts";
import { useDatabase } from "../support/database.ts";
import { loadOperation, type TestGateway, useGateway } from "../support/gateway.ts";

const db = useDatabase();
const alone = useGateway(db);
const behindProxy = useGateway(db, { variables: { TRUSTED_PROXIES: "192.0.2.0/24" } });

const PROXY = "192.0.2.1";
const VISITOR = "203.0.113.5";
let formId: string;
beforeAll(async () => {
  const form = { organization_id: db.world.acme.id, name: "Hello" };
  const { rows } = await db.withRoot((root) => root.query(...insertStatement("forms", form)));
  formId = rows[0].id;
});

/** The address that the database is told when a form is sent, over a connection of one address, for another. */
async function addressOf(gateway: TestGateway, remoteAddress: string, forwardedFor: string): Promise<string> {
  const { statusCode } = await gateway.inject({
    method: "POST",
    url: "/graphql",
    remoteAddress,
    headers: { "x-forwarded-for": forwardedFor },
    payload: { query: loadOperation("automation/SubmitForm"), variables: { formId, data: {} } },
  });
  expect(statusCode).toBe(200);
  const sql =
    "select host(address) as address from app_public.form_submissions where form_id = $1 order by id desc limit 1";
  return (await db.withRoot((root) => root.query(sql, [formId]))).rows[0].address;
}

describe("the address of a visitor", () => {
  it("is that of the connection, whatever it says of others", async () => {
    expect(await addressOf(alone, PROXY, VISITOR)).toBe(PROXY);
  });

  it("is what a proxy says that is trusted, and nobody else", async () => {
    expect(await addressOf(behindProxy, PROXY, VISITOR)).toBe(VISITOR);
    expect(await addressOf(behindProxy, PROXY, `198.51.100.1, ${VISITOR}`)).toBe(VISITOR);
    expect(await addressOf(behindProxy, "198.51.100.9", VISITOR)).toBe("198.51.100.9");
  });
});
