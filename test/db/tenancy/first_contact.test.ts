import { beforeEach, describe, expect, it } from "@jest/globals";
import type { Pool } from "pg";
import type { Profile } from "../../../src/authentication/claims.ts";
import { createUsage } from "../../../src/authentication/usage.ts";
import { createAuthenticatorPool } from "../../../src/database/pools.ts";
import type { RequestIdentity } from "../../../src/graphile/context.ts";
import { useDatabase } from "../../support/database.ts";

const ISSUER = "https://id.test";

describe("first contact", () => {
  const db = useDatabase();

  const profile = (more: Partial<Profile> = {}): Profile => ({
    email: "ada@people.test",
    emailVerified: true,
    name: "Ada",
    mayCreateUser: true,
    trustsEmail: false,
    ...more,
  });
  const request = (subject: string, more: Partial<Profile> = {}, issuer = ISSUER) =>
    JSON.stringify({ claims: { iss: issuer, sub: subject }, profile: profile(more) });

  /** Runs something on connections of the gateway's login. */
  const withAuthenticator = async <Result>(work: (pool: Pool) => Promise<Result>, max = 16): Promise<Result> => {
    const pool = createAuthenticatorPool(db.urls.authenticator, max, { warn: () => {} });
    try {
      return await work(pool);
    } finally {
      await pool.end();
    }
  };
  const provision = (subject: string, more: Partial<Profile> = {}, issuer = ISSUER) =>
    withAuthenticator(async (pool) => {
      const { rows } = await pool.query("select app_private.provision_user($1) as made", [
        request(subject, more, issuer),
      ]);
      return rows[0].made as boolean;
    }, 1);
  const identitiesOf = (email: string) =>
    db.withRoot(async (root) => {
      const sql = `select i.issuer, i.subject, i.has_verified_email as verified, u.full_name as name
        from app_public.users u join app_private.user_identities i on i.user_id = u.id where u.email = $1 order by i.created_at`;
      return (await root.query(sql, [email])).rows;
    });
  const usersWith = (email: string) =>
    db.withRoot(async (root) => (await root.query("select from app_public.users where email = $1", [email])).rowCount);

  beforeEach(() => db.withRoot((root) => root.query("delete from app_public.users where email like '%@people.test'")));

  describe("makes a user", () => {
    it("once, of sixteen connections at once, who can then ask", async () => {
      const made = await withAuthenticator(async (pool) => {
        const clients = await Promise.all(Array.from({ length: 16 }, () => pool.connect()));
        const answers = await Promise.all(
          clients.map((client) =>
            client.query("select app_private.provision_user($1) as made", [
              request("ada", { email: "Ada@People.test " }),
            ]),
          ),
        );
        for (const client of clients) client.release();
        return answers.map(({ rows }) => rows[0].made as boolean);
      });
      expect(made.filter(Boolean)).toHaveLength(1);
      expect(await identitiesOf("ada@people.test")).toEqual([
        { issuer: ISSUER, subject: "ada", verified: false, name: "Ada" },
      ]);
      await db.transaction(async (t) => {
        await t.beginRequest({ claims: { iss: ISSUER, sub: "ada" } });
        expect(await t.value("select (app_public.me()).email")).toBe("ada@people.test");
      });
    });

    it("one, of sixteen identities at once with the same address: the others join or are refused", async () => {
      const answers = await withAuthenticator((pool) =>
        Promise.allSettled(
          Array.from({ length: 16 }, (_, n) =>
            pool.query("select app_private.provision_user($1)", [
              request(`ada-${n}`, { trustsEmail: n % 2 === 0 }, n % 2 === 0 ? ISSUER : "https://untrusted.test"),
            ]),
          ),
        ),
      );
      expect(await usersWith("ada@people.test")).toBe(1);
      const joined = (await identitiesOf("ada@people.test")).length;
      const refused = answers.filter(({ status }) => status === "rejected").length;
      expect(joined + refused).toBe(16);
      // The first one decides whether the address is proved, and at most itself and all trusted ones are in.
      expect([1, 8]).toContain(joined);
    });

    it("not when the issuer may not, nor for the built-in one", async () => {
      expect(await provision("ada", { mayCreateUser: false })).toBe(false);
      expect(await provision("ada", {}, "tenantry")).toBe(false);
      expect(await usersWith("ada@people.test")).toBe(0);
      expect(await provision("ada")).toBe(true);
      expect(await provision("ada")).toBe(false);
    });

    it.each([
      ["no address", null],
      ["an empty one", " "],
      ["no address at all", "ada"],
      ["one that is too long", `${"a".repeat(250)}@people.test`],
    ])("not from %s, and says so", async (_, email) => {
      await expect(provision("ada", { email })).rejects.toMatchObject({
        code: "TN403",
        hint: expect.stringMatching(/identity provider/),
      });
    });

    it("with a name that fits, whatever the token says", async () => {
      expect(await provision("ada", { name: `  ${"x".repeat(500)}` })).toBe(true);
      expect((await identitiesOf("ada@people.test"))[0].name).toHaveLength(200);
      expect(await provision("eve", { name: " ", email: "eve@people.test" })).toBe(true);
      expect((await identitiesOf("eve@people.test"))[0].name).toBeNull();
    });
  });

  describe("joins an account that is there", () => {
    const addAccount = (verified = true) =>
      db.withRoot((root) =>
        root.query(
          `with person as (insert into app_public.users (email) values ('ada@people.test') returning id)
          insert into app_private.user_identities (user_id, issuer, subject, has_verified_email) select id, 'https://first.test', 'ada', $1 from person`,
          [verified],
        ),
      );

    it("by an address that a trusted issuer has verified", async () => {
      await addAccount();
      expect(await provision("ada", { trustsEmail: true })).toBe(true);
      expect((await identitiesOf("ada@people.test")).map(({ issuer }) => issuer)).toEqual([
        "https://first.test",
        ISSUER,
      ]);
    });

    it.each([
      ["the issuer isn't trusted", { trustsEmail: false }],
      ["the address isn't verified", { trustsEmail: true, emailVerified: false }],
    ])("not when %s, and says what to do", async (_, more) => {
      await addAccount();
      await expect(provision("ada", more)).rejects.toMatchObject({
        code: "TN409",
        hint: expect.stringMatching(/^Sign in the way you did before/),
      });
      expect(await identitiesOf("ada@people.test")).toHaveLength(1);
    });

    it("also when its owner proved the address only later", async () => {
      await provision("ada", { emailVerified: false, trustsEmail: true });
      await expect(provision("ada", { trustsEmail: true }, "https://second.test")).rejects.toMatchObject({
        code: "TN409",
      });
      // Not by another address, nor by an issuer's word that doesn't count.
      await provision("ada", { email: "eve@people.test", trustsEmail: true });
      await provision("ada");
      expect(await identitiesOf("ada@people.test")).toMatchObject([{ verified: false }]);
      await provision("ada", { trustsEmail: true });
      expect(await provision("ada", { trustsEmail: true }, "https://second.test")).toBe(true);
      expect(await identitiesOf("ada@people.test")).toMatchObject([{ verified: true }, { verified: true }]);
    });

    it("not by an address that merely becomes another's in lower case", async () => {
      await db.withRoot((root) => root.query("insert into app_public.users (email) values ('kim@people.test')"));
      // U+212A is the Kelvin sign.
      await expect(provision("kelvin", { email: "\u212aim@people.test", trustsEmail: true })).rejects.toMatchObject({
        code: "TN409",
      });
      expect(await identitiesOf("kim@people.test")).toEqual([]);
      expect(await provision("kim", { email: "Kim@People.test", trustsEmail: true })).toBe(true);
    });

    it("not one that somebody made under an address which they never proved", async () => {
      await addAccount(false);
      await expect(provision("ada", { trustsEmail: true })).rejects.toMatchObject({ code: "TN409" });
      expect(await identitiesOf("ada@people.test")).toHaveLength(1);
      // Nor can it be taken over by its mailbox.
      await withAuthenticator((pool) =>
        pool.query(`select app_private.request_password_reset('{"email": "ada@people.test"}')`),
      );
      const mails = "select from app_private.outgoing_mails where recipient = 'ada@people.test'";
      expect((await db.withRoot((root) => root.query(mails))).rowCount).toBe(0);
    });
  });

  describe("counts sign-ins", () => {
    const warnings: string[] = [];
    const logger = { warn: (_: object, message: string) => void warnings.push(message) };
    const signIns = async (email = "ada@people.test") =>
      db.withRoot(async (root) => {
        const sql = "select login_count as count, last_login_at as at from app_public.users where email = $1";
        return (await root.query<{ count: number; at: Date | null }>(sql, [email])).rows[0];
      });
    const identity = (claims: object, more: Partial<Profile> = {}): RequestIdentity => ({
      claims: { iss: ISSUER, sub: "ada", ...claims },
      profile: profile(more),
      organization: null,
      requestId: "test",
      address: "",
    });
    const now = () => Math.floor(Date.now() / 1000);

    it("once per token, by however many requests and gateways", async () => {
      await withAuthenticator(async (pool) => {
        const gateways = Array.from({ length: 4 }, () => createUsage(pool, logger));
        const meet = (iat: number) =>
          Promise.all(gateways.flatMap((usage) => Array.from({ length: 5 }, () => usage.meet(identity({ iat })))));
        const settle = () => Promise.all(gateways.map((usage) => usage.settled()));
        const first = now() - 100;
        await meet(first);
        await settle();
        expect(await signIns()).toEqual({ count: 1, at: new Date(first * 1000) });
        await meet(first + 50);
        await settle();
        expect(await signIns()).toEqual({ count: 2, at: new Date((first + 50) * 1000) });
        await meet(first + 10);
        await settle();
        expect((await signIns())?.count).toBe(2);
      });
    });

    it("once per session, however many tokens it gets, two sessions side by side included", async () => {
      await withAuthenticator(async (pool) => {
        const usage = createUsage(pool, logger);
        for (let minute = 0; minute < 5; minute++) {
          await usage.meet(identity({ sid: "laptop", iat: now() - 600 + 60 * minute }));
          await usage.meet(identity({ session_id: "phone", iat: now() - 590 + 60 * minute }));
        }
        await usage.settled();
        expect((await signIns())?.count).toBe(2);
      });
    });

    it("with one statement per token", async () => {
      await withAuthenticator(async (pool) => {
        let statements = 0;
        const counting = new Proxy(pool, {
          get: (target, name) => {
            if (name !== "query") return Reflect.get(target, name);
            return (...values: [string, unknown[]]) => {
              statements++;
              return target.query(...values);
            };
          },
        });
        const usage = createUsage(counting, logger);
        for (let n = 0; n < 50; n++) await usage.meet(identity({ iat: now() }, { mayCreateUser: false }));
        await usage.settled();
        expect(statements).toBe(1);
      });
    });

    it("not by a clock that is ahead, nor of contacts, visitors or the built-in issuer's sessions", async () => {
      await withAuthenticator(async (pool) => {
        const usage = createUsage(pool, logger);
        await usage.meet(identity({ iat: 1e15 }));
        await usage.settled();
        expect((await signIns())?.at?.getTime()).toBeLessThanOrEqual(Date.now() + 1000);
        const { email, userId } = db.world.acme.members.rep;
        const claims = { iss: "tenantry", sub: userId, iat: now() };
        await usage.meet({ ...identity({}), claims: { ...claims, sid: "x" } });
        await usage.meet({ ...identity({}), claims: { ...claims, iat: now() - 1 }, isClient: true });
        await usage.meet({ ...identity({}), claims: null });
        await usage.settled();
        expect((await signIns(email))?.count).toBe(0);
        await usage.meet({ ...identity({}), claims });
        await usage.settled();
        expect((await signIns(email))?.count).toBe(1);
      });
    });

    it("on a database that can't be written refuses nobody, and tries again", async () => {
      warnings.length = 0;
      const url = new URL(db.urls.authenticator);
      url.searchParams.set("options", "-c default_transaction_read_only=on");
      const pool = createAuthenticatorPool(url.href, 1, { warn: () => {} });
      const usage = createUsage(pool, logger);
      await usage.meet(identity({ iat: now() }));
      await usage.meet(identity({ iat: now() }, { mayCreateUser: false }));
      await usage.settled();
      await pool.end();
      expect(warnings[0]).toBe("a user could not be made");
      expect(await usersWith("ada@people.test")).toBe(0);
    });

    it("passes on what keeps a user from being made, every time", async () => {
      await withAuthenticator(async (pool) => {
        const usage = createUsage(pool, logger);
        const meet = () => usage.meet(identity({ iat: now() }, { email: null }));
        await expect(meet()).rejects.toMatchObject({ code: "TN403" });
        await expect(meet()).rejects.toMatchObject({ code: "TN403" });
      });
    });
  });
});
