import { describe, expect, it } from "@jest/globals";
import { useCatalog } from "./catalog.ts";

const { list } = useCatalog();

/** A comment without the smart tags at its beginning. */
const prose = (comment: string) => `regexp_replace(coalesce(${comment}, ''), '^(@[^\\n]*(\\n|$))*', '')`;

describe("what is documented", () => {
  it("every table, view and type", async () => {
    const rows = await list(`
      select c.oid::regclass::text from pg_class c
      where c.relkind in ('r', 'p', 'v', 'c')
        and c.relnamespace in ('app_public'::regnamespace, 'app_hidden'::regnamespace, 'app_private'::regnamespace)
        and not c.relispartition
        and ${prose("case c.relkind when 'c' then obj_description(c.reltype, 'pg_type') else obj_description(c.oid, 'pg_class') end")} = ''`);
    expect(rows).toEqual([]);
  });

  it("every column of the API but id, organization_id, created_at and updated_at", async () => {
    const rows = await list(`
      select format('%s.%s', c.oid::regclass, a.attname)
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind in ('r', 'p', 'v', 'c')
        and c.relnamespace = 'app_public'::regnamespace
        and not c.relispartition
        and a.attname not in ('id', 'organization_id', 'created_at', 'updated_at')
        and ${prose("col_description(c.oid, a.attnum)")} = ''`);
    expect(rows).toEqual([]);
  });

  it("every function", async () => {
    const rows = await list(`select path from functions where ${prose("obj_description(oid, 'pg_proc')")} = ''`);
    expect(rows).toEqual([]);
  });

  it("every value of a lookup table", async () => {
    const rows: string[] = [];
    for (const table of await list("select name from tables where is_lookup")) {
      rows.push(...(await list(`select '${table}: ' || value from ${table} where description !~ '\\S.*[.]$'`)));
    }
    expect(rows).toEqual([]);
  });

  it("every permission", async () => {
    const rows = await list(
      "select resource || '.' || action from app_public.permissions where description !~ '\\S.*[.]$'",
    );
    expect(rows).toEqual([]);
  });
});

describe("every comment", () => {
  it("hugs its text", async () => {
    expect(await list("select path from comments where description <> btrim(description, E' \\t\\r\\n')")).toEqual([]);
  });

  it("ends with a full stop, or an example after one", async () => {
    const rows = await list(
      `select path from comments
      where ${prose("description")} !~ '[.](\\n\\n\\x60{3}graphql\\n.+\\n\\x60{3})?$' and ${prose("description")} <> ''`,
    );
    expect(rows).toEqual([]);
  });

  it("has its smart tags first, in words that are known", async () => {
    const rows = await list(`
      select format('%s: %s', path, line)
      from comments, regexp_split_to_table(description, '\\n') as line
      where line like '@%' and line !~ '^@(enum$|enumName [A-Z][A-Za-z]+$|behavior [-+]|name \\w|fieldName \\w|foreignFieldName \\w|foreignSingleFieldName \\w|resultFieldName \\w|argument \\w+ \\S.*[.]$|enumArgument \\w+ \\w+$|hasDefault$|listSuffix omit$|primaryKey \\w|foreignKey \\(|filterBy \\w|orderBy -?\\w)'
        or line like '@%' and strpos(${prose("description")}, line) > 0`);
    expect(rows).toEqual([]);
  });

  it("speaks of the thing, not of this table or column", async () => {
    expect(
      await list("select path from comments where description ~* '\\mthis (table|view|column|function)\\M'"),
    ).toEqual([]);
  });

  it("uses the typographic apostrophe", async () => {
    expect(await list("select path from comments where description ~ '\\w''\\w'")).toEqual([]);
  });
});
