import { readFile } from "node:fs/promises";
import { expect, it } from "@jest/globals";
import { ConfigurationError, NAMES, readConfig } from "../../src/config/environment.ts";

const page = await readFile(new URL("../../docs/environment.md", import.meta.url), "utf8");

/** The rows of the page's tables: a setting, and what it is unless set. */
const rows = [...page.matchAll(/^\| `([A-Z_]+)` \| .+ \| (.*) \|$/gm)].map(([, name = "", byDefault = ""]) => ({
  name,
  byDefault: byDefault.replaceAll("`", ""),
}));

it("docs/environment.md names exactly the settings that are read, each once", () => {
  expect(rows.map(({ name }) => name).sort()).toEqual([...NAMES].sort());
});

it("gives a default that has the same effect as leaving the setting out", () => {
  const literal = rows.filter(
    ({ byDefault }) => /^[\w.]+$/.test(byDefault) && !["embedded", "none"].includes(byDefault),
  );
  expect(literal.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["HOST", "PORT", "NODE_ENV", "LIMIT_COST", "IMPORT_LIMIT_MB"]),
  );
  for (const { name, byDefault } of literal) {
    if (name === "LISTEN_DATABASE_URL") continue;
    expect([name, readConfig({ [name]: byDefault })]).toEqual([name, readConfig({})]);
  }
});

it("is able to tell: another value than the default is another configuration", () => {
  expect(readConfig({ PORT: "5679" })).not.toEqual(readConfig({}));
  expect(() => readConfig({ AUDIT_RETENTION_DAYS: "29" })).toThrow(ConfigurationError);
  expect(readConfig({ AUDIT_RETENTION_DAYS: "30" }).audit).toMatchObject({ retentionDays: 30 });
});
