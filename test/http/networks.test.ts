import { beforeAll, describe, expect, it } from "@jest/globals";
import { makePasswordsCheap } from "../support/accounts.ts";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { useLiveGateway } from "../support/live.ts";
import { untilSomebodyWaits } from "../support/waiting.ts";

const CONNECTIONS = 2;
/** Those that wait for their password to be checked, of one network, while one is. */
const WAITING = 25;

const db = useDatabase();
const gateway = useGateway(db, {
  variables: { TRUSTED_PROXIES: "127.0.0.1", LIVE_CONNECTIONS_PER_USER: String(CONNECTIONS) },
});
const live = useLiveGateway(gateway);
beforeAll(() => makePasswordsCheap(db));

/** Addresses of one network of IPv6, any of which whoever has it can ask from. */
const addressIn = (network: number, host: number) => `2001:db8:0:${network}::${host.toString(16)}`;

describe("whoever has a network of IPv6", () => {
  it("has the live connections of one visitor", async () => {
    const connect = (address: string) => live.with({}, { "x-forwarded-for": address });
    const name = "{ __typename }";
    for (let host = 1; host <= CONNECTIONS; host++) {
      expect((await connect(addressIn(1, host)).query(name)).data).toEqual({ __typename: "Query" });
    }
    const refused = connect(addressIn(1, 99));
    void refused.query(name).catch(() => {});
    expect((await refused.whyClosed()).reason).toMatch(/^There can be 2 connections/);
    expect((await connect(addressIn(2, 1)).query(name)).data).toEqual({ __typename: "Query" });
  });

  it("waits for passwords as one does, and doesn’t keep others out", async () => {
    const signIn = (address: string) =>
      gateway.anonymous.run(
        "tenancy/SignIn",
        { input: { email: "nobody@people.test", password: "Let me in, please" } },
        { "x-forwarded-for": address },
      );
    const codes = await db.withRoot(async (blocker) => {
      await blocker.query("begin; lock table app_private.user_credentials in access exclusive mode");
      const crowd = Array.from({ length: 1 + WAITING + 3 }, (_, host) => signIn(addressIn(1, host + 1)));
      await untilSomebodyWaits(blocker);
      await Promise.race(crowd);
      const other = signIn(addressIn(2, 1));
      await blocker.query("rollback");
      return (await Promise.all([...crowd, other])).map(({ code }) => code);
    });
    expect(codes.pop()).toBe("UNAUTHENTICATED");
    expect(codes.filter((code) => code === "LIMIT_EXCEEDED")).toHaveLength(3);
  });
});
