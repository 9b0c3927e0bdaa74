import type { MigrationComparison } from "./migrations.ts";

const SHOWN = 3;

/** What of a difference is no reason to refuse. */
export interface SchemaTolerance {
  /** The operator says so, for the time of a roll-out. */
  readonly mayBeNewer: boolean;
  /** Whoever starts applies what is missing. */
  readonly mayBeOlder: boolean;
}

/** Thrown when a database isn't of the version of the program; its message names what to do. */
export class SchemaMismatchError extends Error {
  override readonly name = "SchemaMismatchError";
}

function listed(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return `${names.slice(0, SHOWN).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function counted(names: readonly string[]): string {
  return names.length === 1 ? "a migration" : `${names.length} migrations`;
}

/**
 * Refuses a database whose migrations aren't those that the program came with.
 *
 * @param comparison - how they differ
 * @param tolerance - what of that is no reason to refuse
 * @throws {@link SchemaMismatchError} that says what differs, and for each difference what to do
 */
export function requireFittingSchema(
  { pending, unknown, changed }: MigrationComparison,
  { mayBeNewer, mayBeOlder }: SchemaTolerance,
): void {
  const problems = [
    ...(changed.length > 0
      ? [
          `The database was migrated with another text of ${listed(changed)}: a committed migration never changes; ` +
            "deploy the version that it comes from, or restore the file as it was.",
        ]
      : []),
    ...(unknown.length > 0 && !mayBeNewer
      ? [
          `The database is newer: it has ${counted(unknown)} that this version doesn't know (${listed(unknown)}). ` +
            "Deploy the version that has them, or take them back with its npm run db:back. To start this version " +
            "nevertheless, as in a roll-out whose migrations leave it what it needs, set NEWER_SCHEMA=serve.",
        ]
      : []),
    ...(pending.length > 0 && !mayBeOlder
      ? [
          `The database is older: it lacks ${counted(pending)} of this version (${listed(pending)}). ` +
            "Run npm run db:migrate with DATABASE_URL, the owner's connection, and start again.",
        ]
      : []),
  ];
  if (problems.length > 0) throw new SchemaMismatchError(problems.join("\n"));
}
