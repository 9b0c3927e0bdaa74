import type { FastifyInstance } from "fastify";
import { createVerifier } from "../src/authentication/issuers.ts";
import { runCommand } from "../src/commands/run-command.ts";
import { findUserId, loadDemonstrationData } from "../src/database/demonstration-data.ts";
import { withBenchDatabase, withBenchGateway } from "./bench-database.ts";

/*
 * What does it save to keep verified tokens? Sixteen requests are under way at a time, to one gateway without a network
 * in between. Tokens that it has seen before and tokens that are new to it, so that their signature (ES256) has to be
 * verified, take turns. So do a verifier with a cache and one without, alone.
 */
const CLIENTS = 16;
const TOKENS = 64;
/** More than can be used up in a turn. */
const NEW_TOKENS = 2_000;
/** Many short turns, so that whatever else the machine does slows both alike. */
const ROUNDS = 40;
const TURN_MS = 250;
const WARM_UP_ROUNDS = 8;
/** What a request asks for: nothing of the database, which shows the gateway alone, and one row. */
const QUERIES = {
  "requests that need no database": "{ __typename }",
  "requests for one row": "{ me { id fullName } }",
};

/** How often a way was done, and what it took. */
interface Tally {
  done: number;
  seconds: number;
  /** Of all threads of this process, so without the database's. */
  processorSeconds: number;
}

/** Works for the time of a turn. */
async function takeTurn(work: (turn: number) => Promise<unknown>, tally: Tally): Promise<void> {
  const [start, processorStart] = [performance.now(), process.cpuUsage()];
  const client = async () => {
    while (performance.now() < start + TURN_MS) await work(tally.done++);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const { user, system } = process.cpuUsage(processorStart);
  tally.processorSeconds += (user + system) / 1_000_000;
  tally.seconds += (performance.now() - start) / 1_000;
}

/** Lets two ways take turns, and prints how often each was done. */
async function compare(
  what: string,
  without: (turn: number) => Promise<unknown>,
  kept: (turn: number) => Promise<unknown>,
  prepare: () => Promise<unknown> = async () => {},
): Promise<void> {
  const newTally = (): Tally => ({ done: 0, seconds: 0, processorSeconds: 0 });
  let ways = [
    { work: without, tally: newTally() },
    { work: kept, tally: newTally() },
  ];
  const [base, better] = ways;
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    await prepare();
    // Neither always goes first.
    ways = ways.toReversed();
    for (const { work, tally } of ways) await takeTurn(work, round < 0 ? newTally() : tally);
  }
  const perSecond = (way: typeof base) => (way === undefined ? 0 : way.tally.done / way.tally.seconds);
  const processor = (way: typeof base) =>
    way === undefined ? "" : `${((way.tally.processorSeconds / way.tally.done) * 1_000).toFixed(3)} ms`;
  console.log(
    [
      `  ${what}:`,
      `    without the cache ${perSecond(base).toFixed(0).padStart(8)}/s, ${processor(base)} of processor time each`,
      `    with the cache    ${perSecond(better).toFixed(0).padStart(8)}/s, ${processor(better)} of processor time each`,
      `    ratio ${(perSecond(better) / perSecond(base)).toFixed(2)}`,
    ].join("\n"),
  );
}

async function request(app: FastifyInstance, query: string, token: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const response = await app.inject({ method: "POST", url: "/graphql", headers, payload: { query } });
  if (response.statusCode !== 200 || response.json().errors) throw new Error(response.body);
}

await runCommand("bench:token-cache", async () => {
  await withBenchDatabase(async (database) => {
    await loadDemonstrationData(database.ownerUrl);
    const userId = await findUserId(database.ownerUrl, "demo@clientflow.test");
    if (userId === null) throw new Error("The demonstration data lack their owner.");

    await withBenchGateway(database, async ({ app, config, issuer }) => {
      const sign = (count: number) =>
        Promise.all(Array.from({ length: count }, () => issuer.issueToken({ subject: userId, expiresIn: 3_600 })));
      const tokens = await sign(TOKENS);
      const tokenFor = (turn: number) => tokens[turn % TOKENS] ?? "";
      let newTokens: string[] = [];
      console.log(`${CLIENTS} at a time, tokens signed with ES256, Node ${process.versions.node}:`);
      const [verifyWithout, verifyKept] = [createVerifier(config, issuer, 0), createVerifier(config, issuer)];
      await compare(
        "tokens verified",
        (turn) => verifyWithout(tokenFor(turn)),
        (turn) => verifyKept(tokenFor(turn)),
      );
      for (const [what, query] of Object.entries(QUERIES)) {
        await compare(
          what,
          () => request(app, query, newTokens.pop() ?? ""),
          (turn) => request(app, query, tokenFor(turn)),
          async () => {
            newTokens = await sign(NEW_TOKENS);
          },
        );
      }
    });
  });
});
