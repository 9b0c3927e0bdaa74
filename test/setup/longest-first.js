import { relative } from "node:path";
import sequencer from "@jest/test-sequencer";

/** Files that take from half a minute to two: begun last, each would be waited for alone. */
const LONGEST = [
  "plans/large-tenant",
  "http/slow-clients",
  "server/workers",
  "database/ways-back",
  "server/start",
  "graphql/probe",
  "graphql/sqlstates",
  "http/time-limits",
  "graphql/exported-api",
  "server/schema-versions",
  "graphql/lists/every-order",
  "server/",
  "http/live/limits",
].map((name) => `test/${name}`);

/** Jest knows how long files take only where they ran before, and goes by their size where they didn't. */
export default class LongestFirst extends (sequencer.default ?? sequencer) {
  async sort(tests) {
    const rank = ({ path, context }) => {
      const place = LONGEST.findIndex((name) => relative(context.config.cwd, path).startsWith(name));
      return place < 0 ? LONGEST.length : place;
    };
    return [...(await super.sort(tests))].sort((one, other) => rank(one) - rank(other));
  }
}
