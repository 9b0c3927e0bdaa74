import { afterAll, beforeAll, expect, it } from "@jest/globals";
import Fastify, { type FastifyInstance } from "fastify";
import type { Pool } from "pg";
import type { Profile } from "../../src/authentication/claims.ts";
import { createUsage } from "../../src/authentication/usage.ts";
import { createAuthenticatorPool } from "../../src/database/pools.ts";
import authentication from "../../src/http/authentication.ts";
import errorHandler from "../../src/http/error-handler.ts";
import { useDatabase } from "../support/database.ts";

const ISSUER = "https://id.test";

const db = useDatabase();
let app: FastifyInstance;
let pool: Pool;

/** The token is the subject; what the issuer says of the person is in its name. */
const profileOf = (subject: string): Profile => ({
  email: subject === "nameless" ? null : subject === "impostor" ? db.world.both.email : `${subject}@people.test`,
  emailVerified: true,
  name: null,
  mayCreateUser: subject !== "stranger",
  trustsEmail: false,
});

beforeAll(async () => {
  pool = createAuthenticatorPool(db.urls.authenticator, 4, { warn: () => {} });
  const usage = createUsage(pool, { warn: () => {} });
  app = Fastify();
  await app.register(errorHandler);
  await app.register(authentication, {
    meet: usage.meet,
    verify: async (subject) => ({
      issuer: ISSUER,
      subject,
      claims: { iss: ISSUER, sub: subject, iat: 1_700_000_000 },
      organization: null,
      isClient: false,
      ...profileOf(subject),
    }),
  });
  app.post("/graphql", async ({ identity }) => {
    const { rows } = await pool.query("select app_private.begin_request($1) as role", [JSON.stringify(identity)]);
    return rows[0];
  });
  app.addHook("onClose", () => usage.settled());
});
afterAll(async () => {
  await app.close();
  await pool.end();
});

const post = (subject: string) =>
  app.inject({ method: "POST", url: "/graphql", headers: { authorization: `Bearer ${subject}` } });

it("makes the user before anything is done for them, of many requests at once too", async () => {
  const answers = await Promise.all(Array.from({ length: 16 }, () => post("ada")));
  for (const answer of answers) expect(answer.json()).toEqual({ role: "tenantry_member" });
  const sql = "select login_count from app_public.users where email = 'ada@people.test'";
  expect((await db.withRoot((root) => root.query(sql))).rows).toHaveLength(1);
});

it("says what to do when the user can't be made", async () => {
  const nameless = await post("nameless");
  expect(nameless.statusCode).toBe(403);
  expect(nameless.json().errors[0].extensions).toMatchObject({ code: "FORBIDDEN", reason: "EMAIL_MISSING" });
  const impostor = await post("impostor");
  expect(impostor.statusCode).toBe(409);
  expect(impostor.json().errors[0].extensions).toMatchObject({
    code: "CONFLICT",
    reason: "EMAIL_NOT_PROVED",
    hint: expect.stringMatching(/Sign in the way you did before/),
  });
});

it("leaves those whom the issuer may not bring to be refused as unknown", async () => {
  expect((await post("stranger")).statusCode).toBe(500);
  const sql = "select from app_public.users where email = 'stranger@people.test'";
  expect((await db.withRoot((root) => root.query(sql))).rowCount).toBe(0);
});
