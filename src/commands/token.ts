import { parseArgs } from "node:util";
import { type BuiltInIssuer, createBuiltInIssuer } from "../authentication/built-in-issuer.ts";
import { ORGANIZATION_REFERENCE } from "../authentication/issuers.ts";
import { type Config, readConfig } from "../config/environment.ts";
import { withDatabases } from "../database/databases.ts";
import { findUserId } from "../database/demonstration-data.ts";
import { runCommand } from "./run-command.ts";

const HELP = `Prints a token of the built-in issuer (development only).

  npm run --silent token -- <email> [--organization <id or slug>] [--expires <duration>]

  --organization  the organization to act in, unless a request names another
  --expires       90s, 15m, 1h or 7d; at most 30d; 1h unless told
  --help          this text`;

const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;
const MAXIMUM_SECONDS = 30 * SECONDS.d;

export interface TokenCommandDependencies {
  readonly environment: Config["environment"];
  /** The user's id, or null when there is none with this e-mail address. */
  readonly findUserId: (email: string) => Promise<string | null>;
  readonly issueToken: BuiltInIssuer["issueToken"];
}

function secondsOf(duration: string): number {
  const [, amount, unit] = /^([1-9]\d{0,8})([smhd])$/.exec(duration) ?? [];
  const seconds = Number(amount) * SECONDS[(unit ?? "s") as keyof typeof SECONDS];
  if (seconds > 0 && seconds <= MAXIMUM_SECONDS) return seconds;
  throw new Error("--expires: give a duration of at most 30 days, such as 90s, 15m, 1h or 7d");
}

/**
 * The `token` command: prints a token for the user with an e-mail address, and nothing else, to the standard output.
 *
 * @param argv - the arguments after the command's name
 * @param dependencies - what it needs of the program
 * @returns the exit code: 0, or 1 after saying on the standard error what is wrong
 */
export async function run(argv: readonly string[], dependencies: TokenCommandDependencies): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        organization: { type: "string" },
        expires: { type: "string", default: "1h" },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) {
      console.log(HELP);
      return 0;
    }
    if (dependencies.environment === "production") throw new Error("tokens of the built-in issuer are for development");
    const [email, ...more] = positionals;
    if (email === undefined || more.length > 0) throw new Error("give one e-mail address; --help tells more");
    const { organization } = values;
    if (organization !== undefined && !ORGANIZATION_REFERENCE.test(organization)) {
      throw new Error("--organization: give the id or the slug of an organization");
    }
    const expiresIn = secondsOf(values.expires);
    const subject = await dependencies.findUserId(email);
    if (subject === null) throw new Error(`there is no user with the e-mail address ${email}`);
    const request = { subject, expiresIn, ...(organization === undefined ? {} : { organization }) };
    console.log(await dependencies.issueToken(request));
    return 0;
  } catch (error) {
    console.error(`token: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

/** Looks the user up in the database in use; starts the embedded server for that time. */
async function findUserIdInUse(config: Config, email: string): Promise<string | null> {
  return withDatabases(config, async ({ urls }) => {
    if (urls.owner === undefined) throw new Error("set DATABASE_URL: only the owner can look users up");
    return findUserId(urls.owner, email);
  });
}

if (import.meta.main) {
  await runCommand("token", async () => {
    const config = readConfig();
    const issuer = await createBuiltInIssuer(config);
    process.exitCode = await run(process.argv.slice(2), {
      environment: config.environment,
      findUserId: (email) => findUserIdInUse(config, email),
      issueToken: (request) => issuer.issueToken(request),
    });
  });
}
