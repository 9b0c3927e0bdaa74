import { namesInPath, type RestRoute } from "./route.ts";

/** Stands for a body where there is none to be. */
export const NO_ANSWER = Symbol("no answer");

type Data = Readonly<Record<string, unknown>>;

function valueAt(data: unknown, path: readonly string[]): unknown {
  return path.reduce((at, name) => (at as Data | null | undefined)?.[name], data) ?? null;
}

/**
 * Takes the answer out of an operation’s data.
 *
 * @param route - the route
 * @param data - the data
 * @returns the body; null when what was asked for isn’t there, NO_ANSWER when the route has none
 */
export function bodyOf({ answer }: RestRoute, data: Data): unknown {
  return answer === undefined ? NO_ANSWER : valueAt(data, answer.path);
}

/**
 * Says what of an answer goes into headers: where a new row is, the version of a row, the next page, the number of rows.
 *
 * @param route - the route
 * @param data - the operation’s data
 * @param url - the address that was asked for, of which the next page differs in its cursor
 * @returns the headers
 */
export function headersOf({ answer, location, variables }: RestRoute, data: Data, url: string): Record<string, string> {
  if (answer === undefined) return {};
  const headers: Record<string, string> = {};
  const body = valueAt(data, answer.path) as Data;
  if (location !== undefined) headers["location"] = fill(location, body);
  if (!answer.isList && typeof body["updatedAt"] === "string") headers["etag"] = `"${body["updatedAt"]}"`;
  const around = valueAt(data, answer.path.slice(0, -1)) as Data | null;
  if (typeof around?.["totalCount"] === "number") headers["x-total-count"] = String(around["totalCount"]);
  const { hasNextPage, endCursor } = (around?.["pageInfo"] ?? {}) as { hasNextPage?: boolean; endCursor?: string };
  if (answer.isList && hasNextPage && endCursor && variables.some(({ name }) => name === "after")) {
    headers["link"] = `<${nextPage(url, endCursor)}>; rel="next"`;
  }
  return headers;
}

function fill(path: string, body: Data): string {
  return namesInPath(path).reduce(
    (filled, name) => filled.replace(`{${name}}`, encodeURIComponent(String(body[name]))),
    path,
  );
}

/** RFC 8288, relative to what was asked for. */
function nextPage(url: string, cursor: string): string {
  // Only the first question mark parts them.
  const [, path = "", query = ""] = /^([^?]*)\??(.*)$/s.exec(url) ?? [];
  const parameters = new URLSearchParams(query);
  parameters.set("after", cursor);
  return `${path}?${parameters}`;
}
