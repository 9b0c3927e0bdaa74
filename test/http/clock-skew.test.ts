import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { SignJWT } from "jose";
import { ask } from "../support/asking.ts";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { useLiveGateway } from "../support/live.ts";
import { subscribed } from "../support/live-waiting.ts";
import { createKey } from "../support/transfers.ts";

const ISSUER = "https://clock.example.com/";
const SECRET = "a-secret-of-thirty-two-bytes-or-more-for-clocks";
const TOLERANCE_SECONDS = 180;
const LIFETIME_SECONDS = 60;

const issuers = JSON.stringify([{ issuer: ISSUER, audience: "tenantry", secret: SECRET }]);
const db = useDatabase();
const strict = useGateway(db, { variables: { AUTH_ISSUERS: issuers } });
const tolerant = useGateway(db, {
  variables: { AUTH_ISSUERS: issuers, AUTH_CLOCK_TOLERANCE_SECONDS: String(TOLERANCE_SECONDS) },
});
const live = useLiveGateway(tolerant);

beforeAll(() =>
  db.withRoot((root) =>
    root.query("insert into app_private.user_identities (user_id, issuer, subject) values ($1, $2, 'skewed')", [
      db.world.acme.members.staff.userId,
      ISSUER,
    ]),
  ),
);

/** A token by a clock that is so many seconds ahead of ours, or behind. */
function tokenAt(secondsAhead: number, isFrom = true): Promise<string> {
  const now = Math.floor(Date.now() / 1_000) + secondsAhead;
  const token = new SignJWT({ organization: db.world.acme.id })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuer(ISSUER)
    .setAudience("tenantry")
    .setSubject("skewed")
    .setIssuedAt(now)
    .setExpirationTime(now + LIFETIME_SECONDS);
  return (isFrom ? token.setNotBefore(now) : token).sign(new TextEncoder().encode(SECRET));
}

const ME = "{ me { id } }";
const asks = async (gateway: typeof strict, token: string) => {
  const { status, codes } = await ask(gateway, null, ME, {}, { authorization: `Bearer ${token}` });
  return [status, ...codes];
};
const REFUSED = [401, "UNAUTHENTICATED"];

describe("an issuer whose clock is", () => {
  it.each([
    ["as ours", 0, [200], [200]],
    ["minutes ahead", 120, REFUSED, [200]],
    ["minutes behind", -120, REFUSED, [200]],
    ["further ahead than is tolerated", TOLERANCE_SECONDS + 60, REFUSED, REFUSED],
    ["further behind than is tolerated", -TOLERANCE_SECONDS - LIFETIME_SECONDS - 60, REFUSED, REFUSED],
  ])("%s", async (_, seconds, strictly, tolerantly) => {
    const token = await tokenAt(seconds);
    expect(await asks(strict, token)).toEqual(strictly);
    expect(await asks(tolerant, token)).toEqual(tolerantly);
    // What is kept of a token doesn't change that.
    expect(await asks(tolerant, token)).toEqual(tolerantly);
  });

  it("minutes ahead does no harm when its tokens don’t say when they begin", async () => {
    expect(await asks(strict, await tokenAt(120, false))).toEqual([200]);
    const { rows } = await db.withRoot((root) =>
      root.query<{ isFuture: boolean }>(
        `select coalesce(last_login_at > now(), false) as "isFuture" from app_public.users where id = $1`,
        [db.world.acme.members.staff.userId],
      ),
    );
    expect(rows).toEqual([{ isFuture: false }]);
  });

  it("minutes behind has its live connections open as long as its requests are answered", async () => {
    const headers = { authorization: `Bearer ${await tokenAt(-120)}`, "x-organization-id": db.world.acme.id };
    const client = live.with(headers);
    client.run("support/TicketChanged");
    await subscribed(tolerant, 1);
    expect((await client.query(ME)).data).toMatchObject({ me: { id: db.world.acme.members.staff.userId } });
    await client.close();
    await subscribed(tolerant, 0);
  });
});

describe("a gateway whose clock is", () => {
  const digestOf = (key: string) => createHash("sha256").update(key).digest("hex");
  const record = async (digest: string, minutesAhead: number) => {
    const used_at = new Date(Date.now() + minutesAhead * 60_000).toISOString();
    const uses = JSON.stringify([{ digest, used_at }]);
    await strict.pool.query("select app_private.record_api_key_uses($1::jsonb)", [uses]);
    const { rows } = await db.withRoot((root) =>
      root.query<{ time: string; isFuture: boolean }>(
        `select k.last_used_at::text as time, k.last_used_at > now() as "isFuture" from app_public.api_keys k
        join app_private.api_key_secrets s on s.api_key_id = k.id where s.digest = decode($1, 'hex')`,
        [digest],
      ),
    );
    return rows[0];
  };

  it("ahead keeps no use of an API key in the future, and no later one from being kept", async () => {
    const { roles, members } = db.world.acme;
    const digest = digestOf(await createKey(strict, members.owner, roles.staff));
    const first = await record(digest, 10);
    expect(first?.isFuture).toBe(false);
    const second = await record(digest, 0);
    expect(second?.isFuture).toBe(false);
    expect(second?.time).not.toBe(first?.time);
    // One that is behind tells of nothing new.
    expect(await record(digest, -10)).toEqual(second);
  });
});
