import { parseArgs } from "node:util";
import { readConfig } from "../config/environment.ts";
import { findDatabaseUrls } from "../database/databases.ts";
import { runCommand } from "./run-command.ts";

const HELP = `Prints the connection string of the database in use, and nothing else.

  npm run --silent db:url [-- --role owner|authenticator|root|shadow]

  --role  whose connection string: the owner's unless told
  --help  this text`;

await runCommand("db:url", async () => {
  const { values } = parseArgs({
    options: { role: { type: "string", default: "owner" }, help: { type: "boolean", default: false } },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const urls = await findDatabaseUrls(readConfig());
  if (urls === undefined) throw new Error("there is no database yet; npm start makes one");
  const { role } = values;
  if (role !== "owner" && role !== "authenticator" && role !== "root" && role !== "shadow") {
    throw new Error("--role: give owner, authenticator, root or shadow");
  }
  const url = urls[role];
  if (url === undefined) throw new Error(`the environment names no connection string for ${role}`);
  console.log(url);
});
