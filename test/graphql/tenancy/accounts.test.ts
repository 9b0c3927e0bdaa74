import { createHash } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from "jose";
import { giveIdentity, givePassword, makePasswordsCheap, tokenInMail } from "../../support/accounts.ts";
import { useDatabase } from "../../support/database.ts";
import { type Answer, type GraphqlClient, useGateway } from "../../support/gateway.ts";
import { untilSomebodyWaits } from "../../support/waiting.ts";

const PASSWORD = "correct horse battery";
const OTHER_PASSWORD = "staple of another kind";
const FOREIGN_ISSUER = "https://elsewhere.test";

const foreignKey = await generateKeyPair("ES256", { extractable: true });
const db = useDatabase();
const gateway = useGateway(db, {
  variables: {
    TRUSTED_PROXIES: "127.0.0.1",
    AUTH_ISSUERS: JSON.stringify([
      {
        issuer: FOREIGN_ISSUER,
        audience: "tenantry",
        key: await exportJWK(foreignKey.publicKey),
      },
    ]),
  },
});
const closed = useGateway(db, { environment: "production" });

const rep = () => db.world.acme.members.rep;
const client = () => ({ contactId: db.world.acme.contacts.reps });
const run = (operation: string, input: object, as: GraphqlClient = gateway.anonymous): Promise<Answer> =>
  as.run(operation, { input });
const signIn = (email = rep().email, password = PASSWORD) => run("tenancy/SignIn", { email, password });
/** Asks from an address of one’s own. */
const runFrom = (address: string, operation: string, input: object, as: GraphqlClient = gateway.anonymous) =>
  as.run(operation, { input }, { "x-forwarded-for": address });
const signInFrom = (address: string, password = PASSWORD) =>
  runFrom(address, "tenancy/SignIn", { email: rep().email, password });
const events = (kind: string) =>
  db.withRoot(async (root) => {
    const sql = "select user_id, contact_id, organization_id, detail from app_public.security_events where kind = $1";
    return (await root.query(sql, [kind])).rows;
  });
const emailOf = (contactId: string) =>
  db.withRoot(async (root) => {
    const sql =
      "update app_public.contacts set email = coalesce(email, 'client@people.test') where id = $1 returning email";
    return (await root.query(sql, [contactId])).rows[0].email as string;
  });
/** As if no mail had been sent in the last minute. */
const forgetMails = () =>
  db.withRoot((root) => root.query("delete from app_private.outgoing_mails; delete from app_private.account_tokens"));

beforeAll(() => makePasswordsCheap(db));
beforeEach(async () => {
  await givePassword(db, rep(), PASSWORD);
  await db.withRoot((root) => root.query("delete from app_public.security_events"));
});

describe("signing up", () => {
  it("makes an account for whoever reads the mailbox, once, and signs them in", async () => {
    const email = "new@people.test";
    expect((await run("tenancy/SignUp", { email: " New@People.TEST ", fullName: "Nell New" })).errors).toBeUndefined();
    expect((await signIn(email)).code).toBe("UNAUTHENTICATED");
    const token = await tokenInMail(db, email);
    const answer = await run("tenancy/ConfirmSignUp", { token, password: PASSWORD });
    const me = await gateway.with(answer.get("confirmSignUp.accessToken")).run("tenancy/Me");
    expect(me.get("me")).toMatchObject({ email, fullName: "Nell New" });
    expect((await run("tenancy/ConfirmSignUp", { token, password: PASSWORD })).refusal).toMatchObject({
      code: "BAD_USER_INPUT",
      field: "token",
    });
    expect((await signIn(email)).errors).toBeUndefined();
  });

  it("answers the same for an address that has an account, and changes nothing there", async () => {
    const [known, unknown] = [
      await run("tenancy/SignUp", { email: rep().email }),
      await run("tenancy/SignUp", { email: "somebody@people.test" }),
    ];
    expect(known.text).toBe(unknown.text);
    expect(await tokenInMail(db, "somebody@people.test")).toMatch(/^[\w-]{43}$/);
    expect(await tokenInMail(db, rep().email)).toBeNull();
  });

  it.each([
    ["too short", "short-one"],
    ["longer than bcrypt reads", "a".repeat(73)],
    ["longer than bcrypt reads, in bytes", "ü".repeat(37)],
    ["the e-mail address", "Weak.Password@People.test"],
  ])("refuses a password that is %s, and leaves the token good", async (_, password) => {
    const email = "weak.password@people.test";
    await forgetMails();
    await run("tenancy/SignUp", { email });
    const token = await tokenInMail(db, email);
    expect((await run("tenancy/ConfirmSignUp", { token, password })).refusal).toMatchObject({
      code: "BAD_USER_INPUT",
      field: "password",
    });
    const count = "select from app_private.account_tokens where email = $1 and digest = sha256(convert_to($2, 'UTF8'))";
    expect((await db.withRoot((root) => root.query(count, [email, token]))).rowCount).toBe(1);
  });

  it("refuses what is no address, and text that can't be stored", async () => {
    expect((await run("tenancy/SignUp", { email: "nobody" })).refusal).toMatchObject({
      code: "BAD_USER_INPUT",
      field: "email",
    });
    expect((await signIn(rep().email, "a\u0000b")).refusal).toMatchObject({
      code: "BAD_USER_INPUT",
      field: "password",
    });
    expect((await signIn("\ud800@people.test")).refusal).toMatchObject({ code: "BAD_USER_INPUT", field: "email" });
  });

  it("costs no connection to the database when it is refused", async () => {
    const reasons: unknown[] = [];
    const note = (reason: unknown) => void reasons.push(reason);
    gateway.pool.on("release", note);
    for (let time = 0; time < 3; time++) {
      expect((await run("tenancy/SignUp", { email: "no address" })).code).toBe("BAD_USER_INPUT");
    }
    gateway.pool.off("release", note);
    expect(reasons.length).toBeGreaterThanOrEqual(3);
    expect(reasons.filter(Boolean)).toEqual([]);
  });

  it("is switched off in production unless it is switched on", async () => {
    expect((await run("tenancy/SignUp", { email: "late@people.test" }, closed.anonymous)).code).toBe("FORBIDDEN");
    expect(await tokenInMail(db, "late@people.test")).toBeUndefined();
  });
});

describe("signing in", () => {
  it("gives tokens of a session, which are counted as one sign-in", async () => {
    const answer = await signIn(rep().email.toUpperCase());
    const claims = decodeJwt(answer.get("signIn.accessToken"));
    expect(claims).toMatchObject({ iss: "tenantry", sub: rep().userId, sid: expect.any(String) });
    expect(claims["kind"]).toBeUndefined();
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(600);
    expect(Date.parse(answer.get("signIn.expiresAt")) / 1000 - (claims.exp ?? 0)).toBeLessThan(2);
    const counted = () =>
      db.withRoot(async (root) => {
        const sql = "select login_count, last_login_at from app_public.users where id = $1";
        return (await root.query(sql, [rep().userId])).rows[0];
      });
    const before = await counted();
    const token = (await signIn()).get("signIn.accessToken");
    for (let n = 0; n < 3; n++) await gateway.with(token).run("tenancy/Me");
    expect((await counted()).login_count).toBe(before.login_count + 1);
  });

  it("answers the same for a wrong password, an unknown address and somebody without a password", async () => {
    const answers = await Promise.all([
      signIn(rep().email, OTHER_PASSWORD),
      signIn("nobody@nowhere.test"),
      signIn(db.world.acme.members.viewer.email),
      signIn(rep().email, ""),
      signIn(rep().email, `${PASSWORD}${"x".repeat(100)}`),
    ]);
    expect(answers.map(({ code }) => code)).toEqual(Array(5).fill("UNAUTHENTICATED"));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await events("failed_sign_in")).toHaveLength(5);
    expect(await events("failed_sign_in")).toContainEqual(
      expect.objectContaining({ user_id: rep().userId, organization_id: db.world.acme.id }),
    );
  });

  it("is refused to somebody who is switched off", async () => {
    const set = (isActive: boolean) =>
      db.withRoot((root) =>
        root.query("update app_public.users set is_active = $2 where id = $1", [rep().userId, isActive]),
      );
    await set(false);
    expect((await signIn()).code).toBe("UNAUTHENTICATED");
    await set(true);
    expect((await signIn()).errors).toBeUndefined();
  });

  it("accepts no password for a while after ten wrong ones, sixteen at once included, and says so to nobody", async () => {
    // Who guesses has many addresses.
    const wrong = await Promise.all(
      Array.from({ length: 16 }, (_, index) => signInFrom(`198.51.100.${index}`, OTHER_PASSWORD)),
    );
    const right = await signInFrom("198.51.100.99");
    expect(right.text).toBe(wrong[0]?.text);
    expect(await events("account_locked")).toHaveLength(1);
    expect(await events("failed_sign_in")).toHaveLength(16);
    const locked =
      "select failed_attempts, locked_until > now() as locked from app_private.user_credentials where user_id = $1";
    const { rows } = await db.withRoot((root) => root.query(locked, [rep().userId]));
    expect(rows).toEqual([{ failed_attempts: 10, locked: true }]);
    await db.withRoot((root) => root.query("update app_private.user_credentials set locked_until = now()"));
    expect((await signInFrom("198.51.100.99")).errors).toBeUndefined();
  });

  describe("while strangers guess", () => {
    const lock = async () => {
      for (let time = 0; time < 10; time++) await signInFrom("198.51.100.1", OTHER_PASSWORD);
      expect((await signInFrom("198.51.100.1")).code).toBe("UNAUTHENTICATED");
    };
    beforeEach(() => db.withRoot((root) => root.query("delete from app_private.sessions")));

    it.each([
      ["203.0.113.1", "203.0.113.1", "203.0.113.2"],
      ["::ffff:203.0.113.3", "203.0.113.3", "::ffff:203.0.113.4"],
      ["2001:db8:1:1::1", "2001:db8:1:1:ffff::2", "2001:db8:1:2::1"],
    ])("goes on where the person has signed in before: %s, so %s, and not %s", async (before, later, elsewhere) => {
      expect((await signInFrom(before)).errors).toBeUndefined();
      await lock();
      expect((await signInFrom(later)).errors).toBeUndefined();
      expect((await signInFrom(elsewhere)).code).toBe("UNAUTHENTICATED");
    });

    it("is refused where they were longer ago than a session lasts", async () => {
      await signInFrom("203.0.113.1");
      await lock();
      await db.withRoot((root) => root.query("update app_private.sessions set expires_at = now()"));
      expect((await signInFrom("203.0.113.1")).code).toBe("UNAUTHENTICATED");
    });

    it("lets whoever is signed in change the password, wherever they are", async () => {
      const token = (await signInFrom("203.0.113.1")).get("signIn.accessToken");
      await lock();
      const change = { currentPassword: PASSWORD, password: OTHER_PASSWORD };
      const answer = await runFrom("203.0.113.77", "tenancy/ChangePassword", change, gateway.with(token));
      expect(answer.errors).toBeUndefined();
    });

    it("goes on where the person has set a new password by mail, with the new one", async () => {
      await forgetMails();
      await run("tenancy/RequestPasswordReset", { email: rep().email });
      const token = await tokenInMail(db, rep().email);
      const reset = { token, password: OTHER_PASSWORD };
      expect((await runFrom("203.0.113.5", "tenancy/ResetPassword", reset)).errors).toBeUndefined();
      for (let time = 0; time < 11; time++) await signInFrom("198.51.100.1", "a guess of no use");
      expect((await signInFrom("203.0.113.6", OTHER_PASSWORD)).code).toBe("UNAUTHENTICATED");
      expect((await signInFrom("203.0.113.5", OTHER_PASSWORD)).errors).toBeUndefined();
    });

    it("goes on for a contact of the client portal, too", async () => {
      const email = await emailOf(client().contactId);
      await givePassword(db, client(), PASSWORD);
      const portalFrom = (address: string, password = PASSWORD) =>
        runFrom(address, "tenancy/SignInToPortal", { organization: "acme", email, password });
      expect((await portalFrom("203.0.113.1")).errors).toBeUndefined();
      for (let time = 0; time < 10; time++) await portalFrom("198.51.100.1", OTHER_PASSWORD);
      expect((await portalFrom("203.0.113.2")).code).toBe("UNAUTHENTICATED");
      for (let time = 0; time < 9; time++) await portalFrom("203.0.113.1", OTHER_PASSWORD);
      expect((await portalFrom("203.0.113.1")).errors).toBeUndefined();
    });
  });

  it("takes ten wrong ones in an hour where the person is known, which count nowhere else", async () => {
    const [home, office] = ["203.0.113.10", "203.0.113.11"];
    for (const address of [home, office]) expect((await signInFrom(address)).errors).toBeUndefined();
    const wrong = await Promise.all(Array.from({ length: 13 }, () => signInFrom(home, OTHER_PASSWORD)));
    const right = await signInFrom(home);
    expect(right.text).toBe(wrong[0]?.text);
    expect((await signInFrom(office)).errors).toBeUndefined();
    expect((await signInFrom("198.51.100.200")).errors).toBeUndefined();
    const counted = (await events("failed_sign_in")).map(({ detail }) => detail.failedAttempts);
    expect(counted.filter((count) => count !== undefined).sort((a, b) => a - b)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
    expect(await events("account_locked")).toEqual([]);
    await db.withRoot((root) =>
      root.query("update app_public.security_events set created_at = created_at - interval '1 hour'"),
    );
    expect((await signInFrom(home)).errors).toBeUndefined();
  });

  it("works for an address under its own organization's portal only", async () => {
    const email = await emailOf(client().contactId);
    await givePassword(db, client(), PASSWORD);
    const portal = (organization: string, password = PASSWORD) =>
      run("tenancy/SignInToPortal", { organization, email, password });
    const token = (await portal("acme")).get("signInToPortal.accessToken");
    expect(decodeJwt(token)).toMatchObject({ kind: "client", sub: client().contactId });
    const role = await gateway.with(token).query("{ contacts { nodes { id } } }");
    expect(role.get("contacts.nodes")).toEqual([{ id: client().contactId }]);
    const refused = [
      await portal("globex"),
      await portal("nowhere"),
      await portal("acme", OTHER_PASSWORD),
      await signIn(email),
    ];
    expect(refused.map(({ code }) => code)).toEqual(Array(4).fill("UNAUTHENTICATED"));
    expect(refused[0]?.text).toBe(refused[1]?.text);
    await run("tenancy/SignOut", {}, gateway.with(token));
    expect((await gateway.with(token).query("{ contacts { nodes { id } } }")).code).toBe("UNAUTHENTICATED");
    expect(await events("failed_sign_in")).toContainEqual(
      expect.objectContaining({ contact_id: client().contactId, organization_id: db.world.acme.id }),
    );
  });
});

describe("an answer to a wrong password", () => {
  it("takes as long for an unknown address, which costs the same hash", async () => {
    const medianOf = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
    const times: Record<"known" | "unknown" | "withoutPassword", number[]> = {
      known: [],
      unknown: [],
      withoutPassword: [],
    };
    await makePasswordsCheap(db, 10);
    await givePassword(db, rep(), PASSWORD);
    for (let round = 0; round < 7; round++) {
      for (const [kind, email] of [
        ["known", rep().email],
        ["unknown", `nobody-${round}@nowhere.test`],
        ["withoutPassword", db.world.acme.members.viewer.email],
      ] as const) {
        const start = performance.now();
        expect((await signIn(email, OTHER_PASSWORD)).code).toBe("UNAUTHENTICATED");
        times[kind].push(performance.now() - start);
      }
    }
    await makePasswordsCheap(db);
    const known = medianOf(times.known);
    for (const other of [medianOf(times.unknown), medianOf(times.withoutPassword)]) {
      expect(other / known).toBeGreaterThan(0.6);
      expect(other / known).toBeLessThan(1.7);
    }
  }, 30_000);

  it("replaces a hash of another cost once the password is right", async () => {
    const cost = () =>
      db.withRoot(async (root) => {
        const sql =
          "select substring(password_hash for 7) as cost from app_private.user_credentials where user_id = $1";
        return (await root.query(sql, [rep().userId])).rows[0].cost;
      });
    await makePasswordsCheap(db, 6);
    await signIn(rep().email, OTHER_PASSWORD);
    expect(await cost()).toBe("$2a$04$");
    await signIn();
    expect(await cost()).toBe("$2a$06$");
    expect((await signIn()).errors).toBeUndefined();
    await makePasswordsCheap(db);
  });
});

describe("a token that says kind: client", () => {
  it("of another issuer is a user's, not a contact's", async () => {
    const sign = (claims: object) =>
      new SignJWT({ kind: "client", isClient: true, ...claims })
        .setProtectedHeader({ alg: "ES256" })
        .setIssuer(FOREIGN_ISSUER)
        .setAudience("tenantry")
        .setIssuedAt()
        .setExpirationTime("5m")
        .sign(foreignKey.privateKey);
    await giveIdentity(db, FOREIGN_ISSUER, "foreign", rep().userId);
    const asContact = await gateway.with(await sign({ sub: client().contactId })).run("tenancy/Me");
    expect(asContact.refusal).toMatchObject({ code: "UNAUTHENTICATED", reason: "UNKNOWN_IDENTITY" });
    // A session of the built-in issuer means nothing there either.
    const me = await gateway.with(await sign({ sub: "foreign", sid: "anything" })).run("tenancy/Me");
    expect(me.get("me.id")).toBe(rep().userId);
    const change = await run(
      "tenancy/ChangePassword",
      { currentPassword: PASSWORD, password: OTHER_PASSWORD },
      gateway.with(await sign({ sub: rep().userId })),
    );
    expect(change.code).toBe("FORBIDDEN");
  });
});

describe("a session", () => {
  const begin = async () => {
    const answer = await signIn();
    return { access: answer.get("signIn.accessToken"), refresh: answer.get("signIn.refreshToken") };
  };
  const refresh = (refreshToken: string) => run("tenancy/RefreshSession", { refreshToken });
  const meWith = (token: string) => gateway.with(token).run("tenancy/Me");

  it("goes on with each refresh token once", async () => {
    const session = await begin();
    const second = await refresh(session.refresh);
    const third = await refresh(second.get("refreshSession.refreshToken"));
    expect((await meWith(third.get("refreshSession.accessToken"))).get("me.id")).toBe(rep().userId);
    expect(decodeJwt(third.get("refreshSession.accessToken"))["sid"]).toBe(decodeJwt(session.access)["sid"]);
  });

  it("ends with all its tokens, at once, when an old one comes again", async () => {
    const session = await begin();
    const second = await refresh(session.refresh);
    const stolen = second.get("refreshSession.accessToken");
    expect((await meWith(stolen)).errors).toBeUndefined();
    expect((await refresh(session.refresh)).code).toBe("UNAUTHENTICATED");
    expect((await refresh(second.get("refreshSession.refreshToken"))).code).toBe("UNAUTHENTICATED");
    for (const token of [session.access, stolen]) expect((await meWith(token)).code).toBe("UNAUTHENTICATED");
    expect(await events("refresh_token_reused")).toEqual([
      expect.objectContaining({ user_id: rep().userId, detail: { sessionId: expect.any(String) } }),
    ]);
  });

  it("lets one of several uses at once through at most, and then ends", async () => {
    const session = await begin();
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(session.refresh)));
    const granted = answers.filter(({ errors }) => errors === undefined);
    expect(granted).toHaveLength(1);
    expect((await meWith(granted[0]?.get("refreshSession.accessToken") ?? "")).code).toBe("UNAUTHENTICATED");
  });

  it("is refused under a token that never was", async () => {
    for (const token of ["", "x", "A".repeat(43)]) expect((await refresh(token)).code).toBe("UNAUTHENTICATED");
  });

  it("ends by signing out with either of its tokens, and no other does", async () => {
    const [first, second, third] = [await begin(), await begin(), await begin()];
    expect((await run("tenancy/SignOut", { refreshToken: first.refresh })).errors).toBeUndefined();
    expect((await run("tenancy/SignOut", {}, gateway.with(second.access))).errors).toBeUndefined();
    expect((await run("tenancy/SignOut", { refreshToken: "unknown" })).errors).toBeUndefined();
    for (const { access, refresh: token } of [first, second]) {
      expect((await meWith(access)).code).toBe("UNAUTHENTICATED");
      expect((await refresh(token)).code).toBe("UNAUTHENTICATED");
    }
    expect((await meWith(third.access)).errors).toBeUndefined();
  });

  it("is nobody else's: a token for another person in it is refused", async () => {
    const { sid } = decodeJwt((await begin()).access);
    const issue = (subject: string, sessionId = String(sid)) =>
      gateway.issuer.issueToken({ subject, expiresIn: 60, sessionId });
    expect((await meWith(await issue(rep().userId))).errors).toBeUndefined();
    expect((await meWith(await issue(db.world.acme.members.owner.userId))).code).toBe("UNAUTHENTICATED");
    for (const odd of ["", "x", "' or true --"]) {
      expect((await meWith(await issue(rep().userId, odd))).code).toBe("UNAUTHENTICATED");
    }
  });
});

describe("changing the password", () => {
  it("takes the current one, keeps this session and ends the others", async () => {
    const [here, elsewhere] = [(await signIn()).get("signIn.accessToken"), (await signIn()).get("signIn.accessToken")];
    const change = (currentPassword: string) =>
      run("tenancy/ChangePassword", { currentPassword, password: OTHER_PASSWORD }, gateway.with(here));
    expect((await change("not the right one")).refusal).toMatchObject({
      code: "BAD_USER_INPUT",
      field: "currentPassword",
    });
    expect((await change(PASSWORD)).errors).toBeUndefined();
    expect((await gateway.with(here).run("tenancy/Me")).errors).toBeUndefined();
    expect((await gateway.with(elsewhere).run("tenancy/Me")).code).toBe("UNAUTHENTICATED");
    expect((await signIn()).code).toBe("UNAUTHENTICATED");
    expect((await signIn(rep().email, OTHER_PASSWORD)).errors).toBeUndefined();
    expect(await events("password_changed")).toHaveLength(1);
  });

  it("is for people who are signed in", async () => {
    const answer = await run("tenancy/ChangePassword", { currentPassword: PASSWORD, password: OTHER_PASSWORD });
    expect(answer.code).toBe("UNAUTHENTICATED");
  });
});

describe("a forgotten password", () => {
  const ask = (email: string, organization?: string) => run("tenancy/RequestPasswordReset", { email, organization });

  it("is set anew by the mail, once, which ends all sessions and what kept the account locked", async () => {
    await forgetMails();
    const session = (await signIn()).get("signIn.accessToken");
    await db.withRoot((root) =>
      root.query(
        "update app_private.user_credentials set failed_attempts = 12, locked_until = now() + interval '1 hour'",
      ),
    );
    expect((await ask(rep().email)).errors).toBeUndefined();
    const token = await tokenInMail(db, rep().email);
    const reset = () => run("tenancy/ResetPassword", { token, password: OTHER_PASSWORD });
    expect((await reset()).errors).toBeUndefined();
    expect((await reset()).refusal).toMatchObject({ code: "BAD_USER_INPUT", field: "token" });
    expect((await gateway.with(session).run("tenancy/Me")).code).toBe("UNAUTHENTICATED");
    expect((await signIn()).code).toBe("UNAUTHENTICATED");
    expect((await signIn(rep().email, OTHER_PASSWORD)).errors).toBeUndefined();
  });

  it.each([
    ["a user's", () => ({ person: rep(), organization: undefined })],
    ["a contact's", () => ({ person: client(), organization: "acme" })],
  ])("is not undone by somebody who signs in with the old one meanwhile, %s", async (_, whose) => {
    await forgetMails();
    const { person, organization } = whose();
    const email = "email" in person ? person.email : await emailOf(person.contactId);
    await givePassword(db, person, PASSWORD);
    await ask(email, organization);
    const token = (await tokenInMail(db, email)) ?? "";
    const digest = (text: string) => createHash("sha256").update(text).digest("hex");
    const signInWith = (password: string) =>
      JSON.stringify({ email, password, organization, tokenDigest: digest(organization + password) });
    await db.withRoot((resetting) =>
      db.withRoot(async (signingIn) => {
        await resetting.query("begin");
        const reset = JSON.stringify({ mailDigest: digest(token), password: OTHER_PASSWORD });
        await resetting.query("select app_private.reset_password($1)", [reset]);
        const outcome = signingIn.query("select app_private.sign_in($1) as session", [signInWith(PASSWORD)]);
        await db.withRoot((root) => untilSomebodyWaits(root));
        await resetting.query("commit");
        expect((await outcome).rows).toEqual([{ session: null }]);
        const { rows } = await signingIn.query("select app_private.sign_in($1) as session", [
          signInWith(OTHER_PASSWORD),
        ]);
        expect(rows[0].session).toMatchObject({ sessionId: expect.any(String) });
      }),
    );
  });

  it("is answered alike and after the same time, whether there is an account or not", async () => {
    await forgetMails();
    const timed = async (email: string) => {
      const start = performance.now();
      const answer = await ask(email);
      return { text: answer.text, milliseconds: performance.now() - start };
    };
    const [known, unknown] = [await timed(rep().email), await timed("nobody@nowhere.test")];
    expect(known.text).toBe(unknown.text);
    expect(await tokenInMail(db, rep().email)).toMatch(/^[\w-]{43}$/);
    expect(await tokenInMail(db, "nobody@nowhere.test")).toBeUndefined();
    for (const { milliseconds } of [known, unknown]) expect(milliseconds).toBeGreaterThan(390);
  });

  it("fills no mailbox: there is one mail a minute", async () => {
    const mails = () =>
      db.withRoot(async (root) => {
        const sql = "select from app_private.outgoing_mails where recipient = $1 and kind = 'password_reset'";
        return (await root.query(sql, [rep().email])).rowCount;
      });
    await forgetMails();
    await Promise.all([ask(rep().email), ask(rep().email), ask(rep().email)]);
    expect(await mails()).toBe(1);
    await forgetMails();
    await ask(rep().email);
    expect(await mails()).toBe(1);
  });

  it("expires, and leaves the mail with the token when it is sent", async () => {
    await forgetMails();
    await ask(rep().email);
    const token = await tokenInMail(db, rep().email);
    await db.withRoot((root) => root.query("update app_private.account_tokens set expires_at = now()"));
    expect((await run("tenancy/ResetPassword", { token, password: OTHER_PASSWORD })).code).toBe("BAD_USER_INPUT");
    await db.withRoot((root) => root.query("update app_private.outgoing_mails set sent_at = now()"));
    expect(await tokenInMail(db, rep().email)).toBeNull();
  });

  it("of a contact is set anew under their organization, if they were ever let in", async () => {
    await forgetMails();
    const email = await emailOf(client().contactId);
    await givePassword(db, client(), PASSWORD);
    await ask(email, "globex");
    expect(await tokenInMail(db, email)).toBeUndefined();
    await ask(email, "acme");
    const token = await tokenInMail(db, email);
    expect((await run("tenancy/ResetPassword", { token, password: OTHER_PASSWORD })).errors).toBeUndefined();
    const answer = await run("tenancy/SignInToPortal", { organization: "acme", email, password: OTHER_PASSWORD });
    expect(answer.errors).toBeUndefined();
    await db.withRoot((root) => root.query("delete from app_private.contact_credentials"));
    await forgetMails();
    await ask(email, "acme");
    expect(await tokenInMail(db, email)).toBeUndefined();
  });
});

describe("secrets", () => {
  it("are in no log, no audit entry and no event", async () => {
    await forgetMails();
    const session = await signIn();
    const tokens = [session.get("signIn.refreshToken"), session.get("signIn.accessToken")];
    await signIn(rep().email, OTHER_PASSWORD);
    await run("tenancy/RefreshSession", { refreshToken: tokens[0] });
    await run("tenancy/RequestPasswordReset", { email: rep().email });
    const mailed = (await tokenInMail(db, rep().email)) ?? "";
    await run("tenancy/ResetPassword", { token: mailed, password: "short" });
    await run("tenancy/ResetPassword", { token: mailed, password: OTHER_PASSWORD });
    const recorded = await db.withRoot(async (root) => {
      const sql = `select coalesce(string_agg(row, ''), '') as text from (
        select to_jsonb(a)::text as row from app_public.audit_logs a union all select to_jsonb(e)::text from app_public.security_events e
      ) rows`;
      return (await root.query<{ text: string }>(sql)).rows[0]?.text ?? "";
    });
    expect(recorded.includes("password_changed")).toBe(true);
    expect(gateway.log.length).toBeGreaterThan(5);
    for (const secret of [...tokens, mailed, PASSWORD, OTHER_PASSWORD, "$2a$"]) {
      expect(secret.length).toBeGreaterThan(3);
      expect(recorded.includes(secret)).toBe(false);
      expect(gateway.log.join("")).not.toContain(secret);
    }
  });

  it("are not repeated by a server that logs slow statements", async () => {
    const show = async (url?: string) =>
      db.withRoot(async (client) => (await client.query("show log_parameter_max_length")).rows, url);
    expect(await show(db.urls.authenticator)).toEqual([{ log_parameter_max_length: "0" }]);
    expect(await show()).toEqual([{ log_parameter_max_length: "-1" }]);
  });

  it("are stored as digests and hashes only", async () => {
    const token = (await signIn()).get("signIn.refreshToken");
    const stored = await db.withRoot(async (root) => {
      const sql = `select string_agg(row, '') as text from (
        select to_jsonb(t)::text as row from app_private.session_tokens t union all
        select to_jsonb(s)::text from app_private.sessions s union all
        select to_jsonb(c)::text from app_private.user_credentials c
      ) rows`;
      return (await root.query<{ text: string }>(sql)).rows[0]?.text ?? "";
    });
    expect(stored).toContain("$2a$");
    for (const secret of [token, PASSWORD]) expect(stored).not.toContain(secret);
  });
});
