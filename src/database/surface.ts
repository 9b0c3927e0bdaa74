/**
 * Finds the fixtures whose text a committed migration holds: what stands between `--! Included` and `--! EndIncluded`.
 * Manifests hold nothing but other fixtures, and are left out.
 *
 * @param migration - the migration's text
 * @returns the fixtures' texts by path, in the order in which they run
 */
export function includedFixtures(migration: string): Map<string, string> {
  const fixtures = new Map<string, string>();
  let lines: string[] | undefined;
  for (const line of migration.split("\n")) {
    const [, marker, path = ""] = /^--! (Included|EndIncluded) (\S+)$/.exec(line) ?? [];
    if (marker === "Included") {
      lines = [];
    } else if (marker === "EndIncluded") {
      // A fixture that comes twice counts where it comes last.
      fixtures.delete(path);
      if (lines !== undefined) fixtures.set(path, lines.join("\n"));
      lines = undefined;
    } else {
      lines?.push(line);
    }
  }
  return fixtures;
}

/** A fixture as an earlier migration had it. */
export interface EarlierFixture {
  readonly path: string;
  readonly sql: string;
}

/**
 * Finds what has to run again once a migration's shape is taken back, so that functions, triggers, grants, policies and
 * comments are those of the migrations before it: the last earlier text of each fixture that the migration included, or
 * that its way back names in a line `--!restore <path>`. Others are untouched, so they needn't run; one that an earlier
 * migration dropped must not.
 *
 * @param earlier - the texts of the migrations before it, in their order
 * @param migration - its own text
 * @param wayBack - the text of its way back
 * @returns the fixtures in the order in which they run: functions and views first, which the surfaces of tables call
 * @throws Error when the way back names a fixture that no earlier migration included
 */
export function surfaceToRestore(earlier: readonly string[], migration: string, wayBack: string): EarlierFixture[] {
  const history = new Map<string, string>();
  for (const text of earlier) {
    for (const [path, sql] of includedFixtures(text)) {
      history.delete(path);
      history.set(path, sql);
    }
  }
  const named = [...wayBack.matchAll(/^--! ?restore (\S+)$/gm)].map(([, path = ""]) => path);
  const missing = named.find((path) => !history.has(path));
  if (missing !== undefined) throw new Error(`it restores ${missing}, which no earlier migration included`);
  const wanted = new Set([...includedFixtures(migration).keys(), ...named]);
  const found = [...history].filter(([path]) => wanted.has(path)).map(([path, sql]) => ({ path, sql }));
  const isOfTable = ({ path }: EarlierFixture) => path.includes("/tables/");
  return [...found.filter((fixture) => !isOfTable(fixture)), ...found.filter(isOfTable)];
}
