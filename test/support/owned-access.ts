import { type Access, type Columns, describeAccess, nothing, ownedRows, refused } from "./access.ts";
import type { TestDatabase } from "./database.ts";

/**
 * The access matrix of the business data that has an owner and may belong to a business: who may do what with it is the
 * same for all of it.
 *
 * @param db - the database of the test file
 * @param table - the table, whose rows the world has by owner
 * @param ownerColumn - the column with the owner
 * @param columns - what a new row can't be without
 * @param change - what is tried on each row
 * @param client - what a contact in the client portal may do; nothing unless it is said
 */
export function describeOwnedAccess(
  db: TestDatabase,
  table: "companies" | "contacts" | "contracts" | "deals" | "leads" | "proposals",
  {
    ownerColumn = "owner_id",
    columns,
    change,
    client = refused,
  }: { ownerColumn?: string; columns: Columns; change: Columns; client?: Access },
): void {
  const all = ["Rita's", "Theo's", "Oscar's", "the north's", "the south's"];
  const allButSouth = ["Rita's", "Theo's", "Oscar's", "the north's"];
  const team = ["Rita's", "Theo's"];
  const forAll = ["for themselves", "for Theo", "for Oscar", "for nobody", "in the north", "in the south"];
  const forAllButSouth = ["for themselves", "for Theo", "for Oscar", "for nobody", "in the north"];
  const everyMove = ["Rita's to Theo", "Rita's to Oscar", "the north's to the south"];
  describeAccess(db, table, {
    rows: (world) => ownedRows(world.acme[table]),
    additions: ({ acme: { members, businesses } }) => ({
      "for themselves": columns,
      "for Theo": { ...columns, [ownerColumn]: members.teammate.membershipId },
      "for Oscar": { ...columns, [ownerColumn]: members.outsider.membershipId },
      "for nobody": { ...columns, [ownerColumn]: null },
      "in the north": { ...columns, business_id: businesses.north },
      "in the south": { ...columns, business_id: businesses.south },
    }),
    change,
    movements: ({ acme: { [table]: rows, members, businesses } }) => ({
      "Rita's to Theo": { id: rows.reps, set: { [ownerColumn]: members.teammate.membershipId } },
      "Rita's to Oscar": { id: rows.reps, set: { [ownerColumn]: members.outsider.membershipId } },
      "the north's to the south": { id: rows.norths, set: { business_id: businesses.south } },
    }),
    who: {
      owner: { sees: all, adds: forAll, changes: all, moves: everyMove, archives: all },
      admin: { sees: all, adds: forAll, changes: all, moves: everyMove, archives: all },
      manager: {
        sees: all,
        adds: ["for themselves", "for Theo", "in the north", "in the south"],
        changes: team,
        moves: { can: ["Rita's to Theo"], refusals: { "Rita's to Oscar": "42501" } },
        archives: team,
      },
      staff: { sees: all, adds: forAll, changes: all, moves: everyMove, archives: all },
      rep: {
        sees: ["Rita's"],
        adds: ["for themselves", "in the north", "in the south"],
        changes: ["Rita's"],
        moves: { can: [], refusals: { "Rita's to Theo": "42501", "Rita's to Oscar": "42501" } },
        archives: ["Rita's"],
      },
      viewer: { sees: all, adds: [], changes: [], moves: [], archives: [] },
      northerner: {
        sees: allButSouth,
        adds: forAllButSouth,
        changes: allButSouth,
        moves: { can: ["Rita's to Theo", "Rita's to Oscar"], refusals: { "the north's to the south": "42501" } },
        archives: allButSouth,
      },
      client,
      stranger: nothing,
      anonymous: refused,
    },
  });
}
