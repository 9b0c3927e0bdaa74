import { PostGraphileConnectionFilterPreset } from "postgraphile-plugin-connection-filter";
import { RelationExistsPlugin } from "../plugins/RelationExistsPlugin.ts";

/**
 * The operators PostgreSQL calls leakproof: under row level security no other makes use of an index. Searching text,
 * tags and custom fields is the business of functions that name the organization themselves.
 */
const LEAKPROOF_OPERATORS = [
  "isNull",
  "equalTo",
  "notEqualTo",
  "in",
  "notIn",
  "lessThan",
  "lessThanOrEqualTo",
  "greaterThan",
  "greaterThanOrEqualTo",
];

/** The `filter` argument of collections, limited to what indexes can serve. */
export const FilterPreset: GraphileConfig.Preset = {
  extends: [PostGraphileConnectionFilterPreset],
  plugins: [RelationExistsPlugin],
  // Rows by what refers to them: each such filter is a sub-query per row, and would have to know of archived rows.
  disablePlugins: ["PgConnectionArgFilterBackwardRelationsPlugin"],
  schema: {
    connectionFilterAllowedOperators: LEAKPROOF_OPERATORS,
    // Arrays and computed columns have no leakproof operators.
    connectionFilterArrays: false,
    connectionFilterComputedColumns: false,
    // `contacts(filter: {company: {name: {equalTo: …}}})`.
    connectionFilterRelations: true,
    // A variable that isn't given is no condition. One that is null is an error: it was meant to be one.
    connectionFilterAllowEmptyObjectInput: true,
  },
};
