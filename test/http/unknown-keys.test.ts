import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { ask as askOverNetwork, type NetworkAnswer } from "../support/asking.ts";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { createKey } from "../support/transfers.ts";

const PER_ADDRESS = 4;
const PER_TOKEN = 8;

const db = useDatabase();
/** Behind a proxy, which says whose requests it brings. */
const gateway = useGateway(db, {
  variables: {
    TRUSTED_PROXIES: "127.0.0.1",
    LIMIT_REQUESTS_PER_ADDRESS: String(PER_ADDRESS),
    LIMIT_REQUESTS_PER_TOKEN: String(PER_TOKEN),
  },
});

const CONTACTS = "{ contacts { totalCount } }";
const ANSWERED = { data: { contacts: { totalCount: expect.any(Number) } }, errors: undefined };
const NOT_ACCEPTED = { status: 200, codes: ["UNAUTHENTICATED"] };

/** Several tenants share it, and nobody else. */
let office: string;
let offices = 0;
beforeEach(() => {
  office = `203.0.113.${++offices}`;
});

function ask(address: string, key?: string): Promise<NetworkAnswer> {
  const authorization = key === undefined ? undefined : `Bearer ${key}`;
  return askOverNetwork(
    gateway,
    null,
    CONTACTS,
    {},
    { "x-forwarded-for": address, ...(authorization && { authorization }) },
  );
}

const wrongKey = () => `tn_${randomBytes(4).toString("hex")}_${randomBytes(32).toString("base64url")}`;
let makers = 0;
/** A key that the gateway has not met, made by an administrator who asks from elsewhere. */
async function newKey(): Promise<string> {
  const { admin, owner } = db.world.acme.members;
  return createKey(gateway, makers++ % 2 === 0 ? admin : owner, db.world.acme.roles.staff);
}

async function guess(times: number, address = office): Promise<NetworkAnswer[]> {
  const answers: NetworkAnswer[] = [];
  for (let time = 0; time < times; time++) answers.push(await ask(address, wrongKey()));
  return answers;
}

const refusalOf = ({ errors }: NetworkAnswer) => errors?.[0]?.extensions;
const TOO_MANY_UNKNOWN = {
  code: "LIMIT_EXCEEDED",
  limit: "unknownKeysPerAddress",
  maximum: PER_ADDRESS,
  retryAfter: expect.any(Number),
};

describe("a new key of a machine", () => {
  it("is answered where visitors of the same address have had enough, who are not", async () => {
    const key = await newKey();
    for (let time = 0; time < PER_ADDRESS; time++) await ask(office);
    expect(refusalOf(await ask(office))).toMatchObject({ limit: "requestsPerAddress" });
    expect(await ask(office, key)).toMatchObject(ANSWERED);
    expect(await ask(office, wrongKey())).toMatchObject(NOT_ACCEPTED);
    expect(refusalOf(await ask(office))).toMatchObject({ limit: "requestsPerAddress" });
  });

  it("uses nothing up of what others of the address have, be they many", async () => {
    for (let count = 0; count <= PER_ADDRESS; count++)
      expect(await ask(office, await newKey())).toMatchObject(ANSWERED);
    const key = await newKey();
    const together = await Promise.all(Array.from({ length: PER_ADDRESS }, () => ask(office, key)));
    for (const answer of together) expect(answer).toMatchObject(ANSWERED);
    expect((await guess(PER_ADDRESS)).map(({ codes }) => codes)).toEqual(Array(PER_ADDRESS).fill(["UNAUTHENTICATED"]));
    expect(await ask(office)).toMatchObject({ status: 200 });
  });

  it("has its own allowance, of which the first request is one", async () => {
    const key = await newKey();
    for (let time = 0; time < PER_TOKEN; time++) expect(await ask(office, key)).toMatchObject(ANSWERED);
    const refused = await ask(office, key);
    expect([refused.status, refusalOf(refused)]).toEqual([
      429,
      expect.objectContaining({ limit: "requestsPerToken", maximum: PER_TOKEN }),
    ]);
    expect(await ask(office, await newKey())).toMatchObject(ANSWERED);
  });
});

describe("whoever guesses keys", () => {
  it("is cut off, and then costs the database nothing", async () => {
    const answers = await guess(PER_ADDRESS);
    expect(answers.map(({ status, codes }) => ({ status, codes }))).toEqual(Array(PER_ADDRESS).fill(NOT_ACCEPTED));
    let uses = 0;
    const count = () => void uses++;
    gateway.pool.on("acquire", count);
    for (const refused of await guess(PER_ADDRESS)) {
      expect([refused.status, refusalOf(refused)]).toEqual([429, TOO_MANY_UNKNOWN]);
      expect(refused.errors?.[0]?.message).toBe(
        `There can be ${PER_ADDRESS} requests with unknown API keys in a minute.`,
      );
    }
    expect(uses).toBe(0);
    expect(await ask(`198.51.100.${offices}`, wrongKey())).toMatchObject(NOT_ACCEPTED);
    expect(uses).toBeGreaterThan(0);
    gateway.pool.off("acquire", count);
  });

  it("is in nobody’s way but new keys of the same address, and in theirs until the minute is over", async () => {
    const [known, unknown] = [await newKey(), await newKey()];
    expect(await ask(office, known)).toMatchObject(ANSWERED);
    await guess(PER_ADDRESS);
    const refused = await ask(office, unknown);
    expect([refused.status, refusalOf(refused)]).toEqual([429, TOO_MANY_UNKNOWN]);
    const wait = Number(refused.headers.get("retry-after"));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);

    expect(await ask(office, known)).toMatchObject(ANSWERED);
    expect(await ask(office)).toMatchObject({ status: 200 });
    expect(await ask(`198.51.100.${offices}`, unknown)).toMatchObject(ANSWERED);
    // From now on it is known, wherever it is used.
    expect(await ask(office, unknown)).toMatchObject(ANSWERED);
    expect(refusalOf(await ask(office, wrongKey()))).toEqual(TOO_MANY_UNKNOWN);
  });

  it("is counted by network of IPv6", async () => {
    for (let host = 1; host <= PER_ADDRESS; host++) {
      expect(await ask(`2001:db8:7:7::${host}`, wrongKey())).toMatchObject(NOT_ACCEPTED);
    }
    expect(refusalOf(await ask("2001:db8:7:7::99", wrongKey()))).toEqual(TOO_MANY_UNKNOWN);
    expect(await ask("2001:db8:7:8::1", wrongKey())).toMatchObject(NOT_ACCEPTED);
  });
});
