import { readFileSync } from "node:fs";
import { expect, it } from "@jest/globals";
import { SignJWT } from "jose";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";

const SECRET = "a secret of the identity provider, long enough";
const README = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
const [, person = ""] = /```sql\n(with person .*?)```/s.exec(README) ?? [];
const [, creation = ""] = /```graphql\n(mutation \{\n {2}createOrganization.*?)```/s.exec(README) ?? [];

const db = useDatabase();
const gateway = useGateway(db, {
  variables: {
    AUTH_ISSUERS: JSON.stringify([{ issuer: "https://id.example.com/", audience: "tenantry", secret: SECRET }]),
  },
});

it("the first person of the README creates the organization that they own", async () => {
  const token = await new SignJWT({ iss: "https://id.example.com/", sub: "their sub", aud: "tenantry" })
    .setProtectedHeader({ alg: "HS256" })
    .setExpirationTime("1m")
    .sign(new TextEncoder().encode(SECRET));
  const ada = gateway.with(token);
  const create = () => ada.query(creation.replaceAll('"acme"', '"readme"'));
  expect((await create()).code).toBe("UNAUTHENTICATED");
  await db.withRoot((client) => client.query(person), db.urls.owner);
  expect((await create()).get("createOrganization.organization.slug")).toBe("readme");
  expect((await ada.run("tenancy/CurrentMembership")).get("currentMembership")).toMatchObject({
    role: { systemRole: "OWNER" },
    user: { email: "ada@acme.example" },
    organization: { slug: "readme" },
  });
});
