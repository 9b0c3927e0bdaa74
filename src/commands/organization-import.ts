import { open } from "node:fs/promises";
import { parseArgs } from "node:util";
import { readConfig } from "../config/environment.ts";
import { withDatabases } from "../database/databases.ts";
import { migrate } from "../database/migrations.ts";
import { importOrganization } from "../organization/import-organization.ts";
import { runCommand } from "./run-command.ts";

const HELP = `Brings an organization in that was taken out with GET /exports/organization.ndjson.

  npm run organization:import -- <file>

Passwords, tokens and keys aren't in the file: people set new ones by requestPasswordReset, contacts are invited into the
client portal again, machines get new keys. Stop the gateway before.`;

const tell = (message: string) => console.log(message);

await runCommand("organization:import", async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: "boolean", default: false } },
  });
  const [path, ...more] = positionals;
  if (values.help) {
    tell(HELP);
    return;
  }
  if (path === undefined || more.length > 0) throw new Error("name one file: npm run organization:import -- <file>");
  const file = await open(path);
  await withDatabases(
    readConfig(),
    async ({ urls }) => {
      if (urls.owner === undefined) throw new Error("set DATABASE_URL: only the owner can bring an organization in");
      await migrate({ ownerUrl: urls.owner, onProgress: tell });
      const { slug, rows } = await importOrganization({ ownerUrl: urls.owner, file: file.createReadStream() });
      tell(`Brought in ${slug}: ${rows.toLocaleString("en-US")} rows.`);
    },
    tell,
  );
});
