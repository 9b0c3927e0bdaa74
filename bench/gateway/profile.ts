import { join } from "node:path";
import type { Instruments } from "./measure.ts";
import type { Question } from "./questions.ts";
import type { Target } from "./targets.ts";

const WARM_UP_MS = 3_000;
const PROFILE_MS = 6_000;

/**
 * Writes down what the gateway's processor does while it is asked.
 *
 * @param instruments - who loads
 * @param gateway - whose process it is
 * @param question - what it is asked
 * @param connections - by how many at once
 * @param directory - where the profile goes, under the name of the question
 */
export async function profile(
  { load, askers }: Instruments,
  gateway: Target,
  question: Question,
  connections: number,
  directory: string,
): Promise<void> {
  const requests = question.calls.map(({ operation, call }) => askers.request("gateway", operation, call));
  const run = (milliseconds: number) => load.call("run", { port: gateway.port, requests, connections, milliseconds });
  await run(WARM_UP_MS);
  await gateway.worker.call("startProfile");
  await run(PROFILE_MS);
  await gateway.worker.call("stopProfile", join(directory, `gateway-${question.name}.cpuprofile`));
}
