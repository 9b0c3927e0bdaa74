import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "@jest/globals";
import { DB_FOLDER, except, useCatalog } from "./catalog.ts";

/** A file of db/, by its path there. */
interface Source {
  readonly path: string;
  readonly text: string;
}

const sources: readonly Source[] = await Promise.all(
  (await readdir(DB_FOLDER, { recursive: true }))
    .filter((path) => path.endsWith(".sql"))
    .sort()
    .map(async (path) => ({ path, text: await readFile(new URL(path, DB_FOLDER), "utf8") })),
);

/** What people write; db/schema.sql and the committed migrations are generated from it. */
const written = sources.filter(({ path }) => path !== "schema.sql" && !path.startsWith("committed/"));
const fixtures = written.filter(({ path }) => path.startsWith("fixtures/"));
const functionFiles = fixtures.filter(({ path }) => path.includes("/functions/"));
const tableFiles = fixtures.filter(({ path }) => path.includes("/tables/"));
const manifests = fixtures.filter(({ path }) => path.endsWith("/all.sql"));

const COMMENT = /--.*|\/\*[\s\S]*?\*\//g;
const COMMENT_OR_STRING = /--.*|\/\*[\s\S]*?\*\/|(?:\bE)?'(?:[^']|'')*'/g;
const DOCUMENTATION = /\bis \$\$[\s\S]*?\$\$;/g;

function nameOf({ path }: Source): string {
  return path.replace(/^.*\//, "").replace(/\.sql$/, "");
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([whole, part]) => part ?? whole);
}

/** The lines that offend, as path:line. */
function lines(files: readonly Source[], isOffence: (line: string) => boolean): string[] {
  return files.flatMap(({ path, text }) =>
    text.split("\n").flatMap((line, index) => (isOffence(line) ? [`${path}:${index + 1}`] : [])),
  );
}

describe("every SQL file", () => {
  it("has no tabs and no trailing white space", () => {
    expect(lines(written, (line) => /\t|\s$/.test(line))).toEqual([]);
  });

  it("ends with one newline", () => {
    expect(written.filter(({ text }) => text.trim() !== "" && !/[^\n]\n$/.test(text)).map(({ path }) => path)).toEqual(
      [],
    );
  });

  it("is in lower case, but for NEW, OLD, TG_… and placeholders", () => {
    const offenders = written.flatMap(({ path, text }) => {
      const code = text.replace(DOCUMENTATION, "").replace(COMMENT_OR_STRING, "");
      const words = matches(code, /\b[A-Z]\w*/g).filter((word) => !/^(NEW|OLD|TG_[A-Z_]+|DATABASE_NAME)$/.test(word));
      return [...new Set(words)].map((word) => `${path}: ${word}`);
    });
    expect(offenders).toEqual([]);
  });

  it("balances the apostrophes between dollar quotes, which graphile-migrate's minifier doesn't know", () => {
    const offenders = written.flatMap(({ path, text }) =>
      [...text.matchAll(/\$(\w*)\$([\s\S]*?)\$\1\$/g)]
        .map(([, , body = ""]) => body)
        .filter((body) => body.replace(COMMENT_OR_STRING, "").includes("'"))
        .map((body) => `${path}: ${body.trim().slice(0, 60)}`),
    );
    expect(offenders).toEqual([]);
  });

  it("speaks of the roles of db/roles.sql", () => {
    const roles = new Set(
      matches(sources.find(({ path }) => path === "roles.sql")?.text ?? "", /'(tenantry_[a-z_]+)'/g),
    );
    expect(roles.size).toBe(6);
    const offenders = written.flatMap(({ path, text }) =>
      matches(text.replace(COMMENT, ""), /\btenantry_\w+/g)
        .filter((role) => !roles.has(role))
        .map((role) => `${path}: ${role}`),
    );
    expect(offenders).toEqual([]);
  });

  it("states the volatility of the functions it makes", () => {
    const offenders = written.flatMap(({ path, text }) =>
      matches(text, /create (?:or replace )?function ([\s\S]*?)(?=\s(?:as [$']|return\b|begin atomic))/g)
        .filter((header) => !/\b(immutable|stable|volatile)\b/.test(header))
        .map((header) => `${path}: ${header.split("(")[0]}`),
    );
    expect(offenders).toEqual([]);
  });
});

describe("every fixture", () => {
  it("is in the manifest of its module, once, and a manifest holds nothing else", () => {
    const offenders = manifests.flatMap(({ path, text }) => {
      const module = path.replace(/^fixtures\//, "").replace(/all\.sql$/, "");
      const included = matches(text.trimEnd(), /^.*$/gm).map((line) => line.replace(/^--!include /, ""));
      const present = fixtures
        .map((file) => file.path.replace(/^fixtures\//, ""))
        .filter((file) => file.startsWith(module));
      const expected = present.filter((file) => file !== `${module}all.sql`);
      return [
        ...included
          .filter((file, index) => !expected.includes(file) || included.indexOf(file) !== index)
          .map((file) => `${path} has ${file}`),
        ...expected.filter((file) => !included.includes(file)).map((file) => `${path} lacks ${file}`),
      ];
    });
    expect(offenders).toEqual([]);
    expect(
      fixtures.filter(
        ({ path }) => !manifests.some((manifest) => path.startsWith(manifest.path.replace("all.sql", ""))),
      ),
    ).toEqual([]);
  });

  it("reaches the database through a migration that includes the manifest", () => {
    const migrations = sources.filter(({ path }) => /^(committed|current)\//.test(path) || path === "current.sql");
    const included = new Set(migrations.flatMap(({ text }) => matches(text, /^--! ?[Ii]nclude[ d]+(\S+)$/gm)));
    expect(manifests.map(({ path }) => path.replace("fixtures/", "")).filter((path) => !included.has(path))).toEqual(
      [],
    );
  });

  it("is in a folder for functions, tables or views", () => {
    const offenders = fixtures.filter(
      ({ path }) => !/^fixtures\/[a-z]+\/(all|(functions|tables|views)\/[a-z_]+)\.sql$/.test(path),
    );
    expect(offenders.map(({ path }) => path)).toEqual([]);
  });
});

describe("every function", () => {
  const { list } = useCatalog();

  it("has a file of its name, which defines and documents it and nothing else", () => {
    const offenders = functionFiles.filter((file) => {
      const defined = matches(file.text, /^create (?:or replace )?(?:function|view) (app_[a-z]+\.\w+)/gm);
      const documented = matches(file.text, /^comment on (?:function|view) (app_[a-z]+\.\w+)/gm);
      const [name = ""] = defined;
      return defined.length !== 1 || documented[0] !== name || name.replace(/^.*\./, "") !== nameOf(file);
    });
    expect(offenders.map(({ path }) => path)).toEqual([]);
  });

  it("of the database comes from one", async () => {
    const names = new Set(functionFiles.map(nameOf));
    const inDatabase = await list("select schema || '.' || name from functions");
    expect(inDatabase.filter((name) => !names.has(name.replace(/^.*\./, "")))).toEqual(
      except({ "app_hidden.uuid_v7": "differs by server version, and columns depend on it: a part of the shape" }),
    );
  });
});

describe("every table", () => {
  const { list } = useCatalog();

  it("that is not a lookup table has a surface file of its name", async () => {
    const names = tableFiles.map(nameOf);
    const tables = await list("select name from tables where not is_lookup");
    expect(tables.filter((name) => !names.includes(name.replace(/^.*\./, "")))).toEqual(
      except({
        "app_private.country_calling_codes": "a lookup table of the database's own, documented with the others",
        "app_private.system_role_permissions": "a lookup table of the database's own, documented with the others",
      }),
    );
  });

  it("has its surface in order: documentation, triggers, privileges, policies", () => {
    const steps = [
      /^comment on table/m,
      /^create or replace trigger/m,
      /^revoke all/m,
      /^grant /m,
      /enable row level security/,
      /drop_policies/,
      /^create policy|create_member_policies/m,
    ];
    const offenders = tableFiles.filter(({ path, text }) => {
      if (path.endsWith("/lookup_tables.sql")) return false;
      const positions = steps.map((step) => text.search(step)).filter((position) => position >= 0);
      return positions.some((position, index) => position < (positions[index - 1] ?? 0));
    });
    expect(offenders.map(({ path }) => path)).toEqual([]);
  });

  it("revokes from every role that it grants to, so that running its surface again narrows access too", () => {
    const offenders = tableFiles.filter(({ text }) => {
      const rolesOf = (statement: RegExp) =>
        matches(text, statement).flatMap((roles) => matches(roles, /tenantry_\w+/g));
      const revoked = rolesOf(/^revoke all on table [\w.]+ from ([^;]*);/gm);
      return rolesOf(/^grant [^;]*? to ([^;]*);/gm).some((role) => !revoked.includes(role));
    });
    expect(offenders.map(({ path }) => path)).toEqual([]);
  });

  it("drops its policies before it makes them", () => {
    const offenders = tableFiles.filter(
      ({ text }) =>
        /^create policy|create_member_policies/m.test(text) && !/^select app_private\.drop_policies/m.test(text),
    );
    expect(offenders.map(({ path }) => path)).toEqual([]);
  });
});
