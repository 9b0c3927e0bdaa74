import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";
import { useLiveGateway } from "../../support/live.ts";
import { until } from "../../support/waiting.ts";

const db = useDatabase();
const narrow = useGateway(db, { variables: { LIVE_CONNECTIONS_PER_USER: "2", LIVE_ANONYMOUS_IDLE_SECONDS: "1" } });
const narrowLive = useLiveGateway(narrow);

describe("one person", () => {
  it("can have so many connections, and another once one is closed; others have theirs", async () => {
    const { owner, staff } = db.world.acme.members;
    const [first, second] = [narrowLive.as(owner), narrowLive.as(owner)];
    for (const client of [first, second]) expect((await client?.query("{ __typename }"))?.errors).toBeUndefined();
    expect(await narrowLive.as(owner).whyClosed()).toMatchObject({ code: 1008 });
    expect((await narrowLive.as(staff).query("{ __typename }")).errors).toBeUndefined();
    await first?.close();
    await until(async () => {
      const next = narrowLive.as(owner);
      return Promise.race([next.query("{ __typename }").then(() => true), next.closed.then(() => false)]);
    });
  });
});

describe("a websocket without a token", () => {
  it("is closed when nothing is asked on it for a while, one with a token isn’t", async () => {
    const known = narrowLive.as(db.world.acme.members.staff);
    expect((await known.query("{ __typename }")).errors).toBeUndefined();
    const anonymous = narrowLive.with({});
    expect((await anonymous.query("{ __typename }")).errors).toBeUndefined();
    expect(await anonymous.whyClosed()).toMatchObject({ code: 1000 });
    const silent = narrowLive.with({});
    expect(await silent.whyClosed()).toMatchObject({ code: 1000 });
    expect((await known.query("{ __typename }")).errors).toBeUndefined();
    await known.close();
  });
});
