import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { generate } from "../operations/generate.ts";
import { runCommand } from "./run-command.ts";

const FOLDER = new URL("../../graphql/generated/", import.meta.url);

/** Writes graphql/generated: what front ends import. With `--check` it only says whether that is up to date. */
await runCommand("graphql:codegen", async () => {
  const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
  const modules = await generate();
  await mkdir(FOLDER, { recursive: true });
  const present = await readdir(FOLDER);
  const outdated: string[] = present.filter((name) => !(name in modules));
  for (const [name, text] of Object.entries(modules)) {
    const current = present.includes(name) ? await readFile(new URL(name, FOLDER), "utf8") : undefined;
    if (current !== text) outdated.push(name);
  }
  if (values.check) {
    if (outdated.length === 0) return;
    throw new Error(`graphql/generated is out of date, run npm run graphql:codegen: ${outdated.sort().join(", ")}`);
  }
  for (const name of outdated) {
    const text = modules[name];
    if (text === undefined) await rm(new URL(name, FOLDER));
    else await writeFile(new URL(name, FOLDER), text);
  }
  process.stderr.write(`Wrote ${outdated.length} of ${Object.keys(modules).length} files of graphql/generated.\n`);
});
