import { expect, it } from "@jest/globals";
import { useCatalog } from "./catalog.ts";

const { list } = useCatalog();

it("every foreign key is indexed, except those to lookup tables, whose rows stay", async () => {
  const rows = await list(`
    select path from foreign_keys k
    where not references_lookup
      and not exists (
        select from indexes i
        where i.table_oid = k.table_oid and i.method = 'btree' and not i.is_partial
          and i.columns[1:cardinality(k.columns)] @> k.columns
      )`);
  expect(rows).toEqual([]);
});

it("every tenant table of the API has the index of its list, (organization_id, created_at desc, id desc)", async () => {
  const rows = await list(`
    select name from tables t
    where is_tenants and schema = 'app_public'
      and not exists (
        select from indexes i
        where i.table_oid = t.oid and i.definition = 'btree (organization_id, created_at DESC, id DESC)'
      )`);
  expect(rows).toEqual([]);
});

it("every index that ends in id runs one way, so that comparing one row finds the next page", async () => {
  const rows = await list(`
    select format('%s %s', table_name, definition) from indexes
    where is_tenants and method = 'btree' and cardinality(columns) > 2 and definition ~ '(DESC, id|(?<! DESC), id DESC)\\)'`);
  expect(rows).toEqual([]);
});

it("every index of a tenant table starts with organization_id", async () => {
  // Except the primary key and a part of it, those that serve foreign keys to tables of no tenant, and BRIN, which has no
  // order.
  const rows = await list(`
    select format('%s %s', table_name, definition) from indexes i
    where is_tenants and columns[1] <> 'organization_id' and not is_primary and not (is_partial and columns = '{id}') and method <> 'brin'
      and not exists (
        select from foreign_keys k
        where k.table_oid = i.table_oid and not k.references_tenants and i.columns = k.columns
      )`);
  expect(rows).toEqual([]);
});

it("no index repeats the beginning of another", async () => {
  const rows = await list(`
    select format('%s %s', i.table_name, i.definition) from indexes i
    join indexes longer on longer.table_oid = i.table_oid and longer.path <> i.path
    where i.method = 'btree' and longer.method = 'btree'
      and not i.is_unique and not i.is_partial and not longer.is_partial
      and (longer.definition = i.definition or starts_with(longer.definition, rtrim(i.definition, ')') || ','))`);
  expect(rows).toEqual([]);
});

it("tags and custom fields, which are searched, have a GIN index that starts with organization_id", async () => {
  const rows = await list(`
    select path from columns c
    where is_tenants and name in ('tags', 'custom_fields')
      and not exists (
        select from indexes i
        where i.table_oid = c.table_oid and i.method = 'gin' and i.columns[1:2] = array['organization_id', c.name::text]
      )`);
  expect(rows).toEqual([]);
});

it("every table whose rows are archived indexes the archived ones", async () => {
  const rows = await list(`
    select path from columns c
    where is_tenants and name = 'deleted_at'
      and not exists (
        select from indexes i
        where i.table_oid = c.table_oid
          and i.definition = 'btree (organization_id, deleted_at DESC, id DESC) WHERE (deleted_at IS NOT NULL)'
      )`);
  expect(rows).toEqual([]);
});
