/** What `extensions.code` can be, but for what only a fault of ours is answered with. */
const CODES = new Set([
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "ORGANIZATION_REQUIRED",
  "NOT_FOUND",
  "CONFLICT",
  "BAD_USER_INPUT",
  "LIMIT_EXCEEDED",
  "TIMEOUT",
  "PERSISTED_QUERY_NOT_FOUND",
]);

/** What no client may read. */
const INSIDES =
  /app_(public|hidden|private)|tenantry_|\bselect .* from |insert into|violates|row-level|relation "|SQLSTATE|node_modules|\.ts:\d|syntax error at|pg_catalog|invalid input syntax|cannot cast/i;

/**
 * Says what is wrong with an answer, whatever the request was.
 *
 * @param answer - its status, and the errors in it
 * @returns what is wrong; undefined when it is data, or a refusal with a code that tells nothing of what is inside
 */
export function defectOf(answer: {
  readonly status: number;
  readonly errors:
    | readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }[]
    | undefined;
}): string | undefined {
  if (answer.status >= 500) return `The status is ${answer.status}.`;
  for (const { message, extensions = {} } of answer.errors ?? []) {
    const code = String(extensions["code"]);
    if (!CODES.has(code)) return `The code is ${code}.`;
    if (INSIDES.test(message) || INSIDES.test(JSON.stringify(extensions))) return `It tells too much: ${message}`;
  }
  return undefined;
}
