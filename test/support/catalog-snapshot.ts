import type { Client } from "pg";

/**
 * Everything that migrations can make, as definitions by name. Columns are numbered by their order, since a dropped
 * one leaves a gap behind; the audit log's months are left out, since they come with the calendar.
 */
const SNAPSHOT = `
  with schemas as (
    select * from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'graphile_migrate')
  ), extension_members as (
    select classid, objid from pg_depend where deptype = 'e'
  ), relations as (
    select c.* from pg_class c join schemas s on s.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and c.relname !~ '_\\d{4}_\\d{2}$'
  ), columns as (
    select a.*, format('%s.%I', a.attrelid::regclass, a.attname) as name, row_number() over (partition by a.attrelid order by a.attnum) as place
    from pg_attribute a join relations r on r.oid = a.attrelid and r.relkind <> 'S'
    where a.attnum > 0 and not a.attisdropped
  ), functions as (
    select p.* from pg_proc p join schemas s on s.oid = p.pronamespace
    where p.prokind <> 'a' and p.oid not in (select objid from extension_members where classid = 'pg_proc'::regclass)
  ), types as (
    select t.* from pg_type t join schemas s on s.oid = t.typnamespace
    left join pg_class c on c.oid = t.typrelid
    where (t.typtype in ('e', 'd', 'r') or c.relkind = 'c') and t.oid not in (select objid from extension_members where classid = 'pg_type'::regclass)
  ), privileges as (
    select 'function ' || oid::regprocedure as name, coalesce(proacl, acldefault('f', proowner)) as acl from functions
    union all
    select 'relation ' || oid::regclass, coalesce(relacl, acldefault(case relkind when 'S' then 's' else 'r' end::"char", relowner)) from relations
    union all
    select 'column ' || name, attacl from columns where attacl is not null
    union all
    select 'schema ' || oid::regnamespace, coalesce(nspacl, acldefault('n', nspowner)) from schemas
    union all
    select 'type ' || oid::regtype, coalesce(typacl, acldefault('T', typowner)) from types
    union all
    select format('new %s of %s in %s', defaclobjtype, defaclrole::regrole, defaclnamespace::regnamespace), defaclacl from pg_default_acl
  )
  select 'schema ' || oid::regnamespace as name, 'of ' || nspowner::regrole as definition from schemas
  union all
  select 'extension ' || extname, concat_ws(' ', extversion, extnamespace::regnamespace) from pg_extension
  union all
  select 'settings of ' || coalesce(nullif(setrole, 0)::regrole::text, 'all'), array_to_string(setconfig, ', ')
  from pg_db_role_setting where setdatabase = (select oid from pg_database where datname = current_database())
  union all
  select 'relation ' || oid::regclass,
    concat_ws(' ', relkind, 'of', relowner::regrole, relpersistence, reloptions::text, pg_get_partkeydef(oid), pg_get_expr(relpartbound, oid),
      'row security', relrowsecurity, relforcerowsecurity, 'replica identity', relreplident,
      case when relkind in ('v', 'm') then pg_get_viewdef(oid) end)
  from relations
  union all
  select 'sequence ' || seqrelid::regclass, concat_ws(' ', seqtypid::regtype, seqstart, seqincrement, seqmin, seqmax, seqcycle)
  from pg_sequence join relations r on r.oid = seqrelid
  union all
  select 'column ' || c.name,
    concat_ws(' ', c.place, format_type(c.atttypid, c.atttypmod), case when c.attnotnull then 'not null' end, 'identity ' || nullif(c.attidentity::text, ''),
      'generated ' || nullif(c.attgenerated::text, ''), 'default ' || pg_get_expr(d.adbin, d.adrelid), 'storage ' || c.attstorage::text,
      'collation ' || nullif(c.attcollation, 0)::regcollation::text)
  from columns c left join pg_attrdef d on d.adrelid = c.attrelid and d.adnum = c.attnum
  union all
  select format('constraint %I on %s', k.conname, coalesce(nullif(k.conrelid, 0)::regclass::text, k.contypid::regtype::text)),
    concat_ws(' ', pg_get_constraintdef(k.oid), case when not k.convalidated then 'not validated' end)
  from pg_constraint k
  where k.conparentid = 0 and (k.conrelid in (select oid from relations) or k.contypid in (select oid from types))
  union all
  select 'index ' || i.indexrelid::regclass, concat_ws(' ', pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisreplident, i.indisclustered)
  from pg_index i join relations r on r.oid = i.indrelid
  union all
  select 'statistics ' || e.stxname, pg_get_statisticsobjdef(e.oid) from pg_statistic_ext e join relations r on r.oid = e.stxrelid
  union all
  select 'function ' || oid::regprocedure, concat_ws(' ', 'of', proowner::regrole, pg_get_functiondef(oid)) from functions
  union all
  select format('trigger %I on %s', g.tgname, g.tgrelid::regclass), concat_ws(' ', g.tgenabled, pg_get_triggerdef(g.oid))
  from pg_trigger g join relations r on r.oid = g.tgrelid where not g.tgisinternal
  union all
  select format('policy %I on %s', p.polname, p.polrelid::regclass),
    concat_ws(' ', p.polpermissive, p.polcmd, p.polroles::regrole[]::text, pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid))
  from pg_policy p join relations r on r.oid = p.polrelid
  union all
  select 'type ' || t.oid::regtype,
    concat_ws(' ', t.typtype, 'of', t.typowner::regrole, format_type(nullif(t.typbasetype, 0), t.typtypmod), case when t.typnotnull then 'not null' end, t.typdefault,
      (select string_agg(e.enumlabel, ', ' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid),
      (select string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' order by a.attnum) from pg_attribute a where a.attrelid = t.typrelid and not a.attisdropped))
  from types t
  union all
  select 'privileges on ' || name, (
    select string_agg(format('%s to %s by %s%s', privilege_type, case grantee when 0 then 'public' else grantee::regrole::text end, grantor::regrole, case when is_grantable then ' with grant option' end),
      ', ' order by grantee::regrole::text, privilege_type)
    from aclexplode(acl)
  ) from privileges
  union all
  select format('comment on %s %s', object.type, object.identity), d.description
  from pg_description d
  cross join lateral pg_identify_object(d.classoid, d.objoid, d.objsubid) as object
  where d.objoid >= 16384 and (object.type = 'extension' or object.schema is distinct from 'pg_catalog')
    and object.identity !~ '\\m\\w+_\\d{4}_\\d{2}\\M'`;

/**
 * Describes everything in a database that migrations can make: schemas, tables, functions, privileges, comments and so on.
 *
 * @param client - any connection; its search_path is emptied, so that every name has its schema
 * @returns definitions by name
 */
export async function snapshotCatalog(client: Client): Promise<ReadonlyMap<string, string>> {
  await client.query("set search_path = ''");
  const { rows } = await client.query<{ name: string; definition: string }>(SNAPSHOT);
  return new Map(rows.map(({ name, definition }) => [name, definition]));
}

/**
 * Compares two snapshots.
 *
 * @param actual - what there is
 * @param expected - what there should be
 * @returns a line for every difference
 */
export function listDifferences(actual: ReadonlyMap<string, string>, expected: ReadonlyMap<string, string>): string[] {
  return [...new Set([...actual.keys(), ...expected.keys()])].sort().flatMap((name) => {
    if (!expected.has(name)) return [`${name} is left: ${actual.get(name)}`];
    if (!actual.has(name)) return [`${name} is missing: ${expected.get(name)}`];
    return actual.get(name) === expected.get(name)
      ? []
      : [`${name} is ${actual.get(name)} instead of ${expected.get(name)}`];
  });
}
