import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const SQUAWK = fileURLToPath(new URL("../../node_modules/squawk-cli/js/bin/squawk", import.meta.url));
/** The oldest server that migrations run on, and so the one with the most statements that block. */
const OLDEST_SERVER = "15.0";
/** The header by which graphile-migrate runs a migration outside of a transaction. */
const WITHOUT_TRANSACTION = /^--! *no-transaction\b/im;
const REVIEWED = /-- blocks:(.*)$/;
const WORDS_OF_A_REASON = 3;

/** The rules of squawk that speak of locks, or of what the running version needs; the others are matters of taste. */
const RULES: ReadonlySet<string> = new Set([
  "adding-exclusion-constraint",
  "adding-field-with-default",
  "adding-foreign-key-constraint",
  "adding-not-nullable-field",
  "adding-required-field",
  "adding-serial-primary-key-field",
  "ban-alter-domain-with-add-constraint",
  "ban-concurrent-index-creation-in-transaction",
  "ban-drop-column",
  "ban-drop-table",
  "ban-truncate-cascade",
  "changing-column-type",
  "constraint-missing-not-valid",
  "disallowed-unique-constraint",
  "renaming-column",
  "renaming-table",
  "require-concurrent-index-creation",
  "require-concurrent-index-deletion",
  "require-concurrent-partition-detach",
  "require-concurrent-reindex",
  "syntax-error",
]);

interface SquawkFinding {
  /** Counted from 0. */
  readonly line: number;
  readonly message: string;
  readonly rule_name: string;
}

async function runSquawk(sql: string): Promise<SquawkFinding[]> {
  const transaction = WITHOUT_TRANSACTION.test(sql) ? "--no-assume-in-transaction" : "--assume-in-transaction";
  const child = spawn(process.execPath, [SQUAWK, "--reporter=json", `--pg-version=${OLDEST_SERVER}`, transaction], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(sql);
  const [output, complaints] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  try {
    return JSON.parse(output);
  } catch {
    throw new Error(`squawk gave no findings:\n${complaints}${output}`);
  }
}

/** The first line of the statement that a line belongs to, with the comments right above it. */
function startOfStatement(lines: readonly string[], line: number): number {
  let start = line;
  while (start > 0) {
    const above = lines[start - 1] ?? "";
    if (above.trim() === "" || /;\s*(--.*)?$/.test(above) || above.startsWith("--!")) break;
    start -= 1;
  }
  return start;
}

/**
 * Looks in a migration for statements that block or rewrite a table which exists already, or take away what the version
 * that is still running uses. Tables that the same migration makes are nobody’s yet.
 *
 * A line `-- blocks: why it may` at the statement, or right above it, says that somebody looked at it. The reason has
 * three words at least.
 *
 * @param sql - the text of the migration
 * @returns a line per offence, `line number: rule`, in order; also for a `-- blocks:` without a reason or without anything
 * to excuse
 * @throws Error when squawk can't be run
 */
export async function findBlockingStatements(sql: string): Promise<string[]> {
  const lines = sql.split("\n");
  const offences: { line: number; rule: string }[] = [];
  const used = new Set<number>();
  for (const { line, rule_name: rule } of await runSquawk(sql)) {
    if (!RULES.has(rule)) continue;
    const review = lines.findIndex(
      (text, index) => index >= startOfStatement(lines, line) && index <= line && REVIEWED.test(text),
    );
    if (review >= 0) used.add(review);
    else offences.push({ line, rule });
  }
  for (const [line, text] of lines.entries()) {
    const [, reason] = REVIEWED.exec(text) ?? [];
    if (reason === undefined) continue;
    if (!used.has(line)) offences.push({ line, rule: "blocks nothing" });
    else if (reason.trim().split(/\s+/).length < WORDS_OF_A_REASON) offences.push({ line, rule: "has no reason" });
  }
  return offences.sort((left, right) => left.line - right.line).map(({ line, rule }) => `${line + 1}: ${rule}`);
}
