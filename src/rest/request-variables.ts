import { RequestError } from "../http/request-error.ts";
import { checkInput, readText } from "./input.ts";
import { ORGANIZATION_PARAMETER } from "./read-routes.ts";
import type { LastDays, RestRoute, RouteVariable } from "./route.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;

/** The name of an error’s field for what comes with If-Match. */
const IF_MATCH = "If-Match";

// RFC 9110 section 8.8.3; a weak tag never matches.
const ENTITY_TAG = /^"([\x21\x23-\x7e]{1,64})"$/;

/** What a request brings. */
export interface RouteInput {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | string[] | undefined>>;
  /** The parsed body; undefined without one. */
  readonly body: unknown;
  readonly ifMatch: string | undefined;
  readonly now: Date;
}

/** The texts of a parameter of the address. */
export function textsOf({ query }: Pick<RouteInput, "query">, name: string): string[] {
  return Object.hasOwn(query, name) ? [query[name] ?? []].flat() : [];
}

/**
 * Makes the variables of a route’s operation out of a request.
 *
 * @param route - the route
 * @param input - the request
 * @returns the variables; those that the request doesn’t give are left out
 * @throws RequestError that names the first thing that is wrong
 */
export function variablesFor(route: RestRoute, input: RouteInput): Record<string, unknown> {
  const known = new Set([
    ORGANIZATION_PARAMETER,
    ...route.variables.flatMap((variable) => parameterOf(variable) ?? []),
  ]);
  for (const name of Object.keys(input.query)) {
    if (!known.has(name)) throw new RequestError(400, "BAD_USER_INPUT", "There is no such parameter.", { field: name });
  }
  if (input.body != null && !route.variables.some(({ source }) => source.from === "body")) {
    throw new RequestError(400, "BAD_USER_INPUT", "This takes no body.");
  }
  const variables: Record<string, unknown> = {};
  for (const variable of route.variables) {
    const value = valueFor(variable, input);
    if (value !== undefined) variables[variable.name] = value;
  }
  return variables;
}

/**
 * Names the parameter of the address that a variable is.
 *
 * @param variable - a variable of a route
 * @returns the name; undefined when it comes from elsewhere
 */
export function parameterOf({ name, source }: RouteVariable): string | undefined {
  if (source.from === "query") return name;
  return source.from === "lastDays" ? source.days.parameter : undefined;
}

function valueFor(variable: RouteVariable, input: RouteInput): unknown {
  const { name, type, source, isRequired } = variable;
  switch (source.from) {
    case "path":
      return readText(type, [input.path[name] ?? ""], name);
    case "query": {
      const texts = textsOf(input, name);
      if (texts.length > 0) return readText(type, texts, name);
      if (isRequired) throw new RequestError(400, "BAD_USER_INPUT", "This parameter is needed.", { field: name });
      return undefined;
    }
    case "body":
      if (input.body == null && !isRequired) return undefined;
      if (input.body == null) throw new RequestError(400, "BAD_USER_INPUT", "Send an object as JSON.");
      checkInput(type, input.body, "");
      return input.body;
    case "ifMatch":
      return seenVersion(variable, input.ifMatch);
    case "lastDays":
      return firstDay(source.days, input);
  }
}

/** The version that the row has to have; undefined when any will do. */
function seenVersion({ type }: RouteVariable, header: string | undefined): unknown {
  if (header === undefined || header.trim() === "*") return undefined;
  const tag = ENTITY_TAG.exec(header.trim())?.[1];
  if (tag !== undefined) return readText(type, [tag], IF_MATCH);
  throw new RequestError(400, "BAD_USER_INPUT", "Send the ETag that the row was read with, in its quotes.", {
    field: IF_MATCH,
  });
}

function firstDay({ parameter, unlessGiven, atMost }: LastDays, input: RouteInput): string {
  const texts = textsOf(input, parameter);
  const [text = ""] = texts;
  const isGood = texts.length === 1 && /^\d{1,9}$/.test(text) && Number(text) >= 1 && Number(text) <= atMost;
  if (texts.length > 0 && !isGood) {
    const message = `Give one whole number from 1 to ${atMost}.`;
    throw new RequestError(400, "BAD_USER_INPUT", message, { field: parameter });
  }
  const days = texts.length > 0 ? Number(text) : unlessGiven;
  return new Date(input.now.getTime() - (days - 1) * DAY_MS).toISOString().slice(0, 10);
}
