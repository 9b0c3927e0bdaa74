import { RAISED } from "../../graphile/database-errors.ts";
import type { RestRoute } from "../route.ts";
import type { JsonSchema } from "../scalars.ts";

const CODES = [...new Set([...Object.values(RAISED), "TIMEOUT", "INTERNAL"])].sort();

/** What every answer that isn’t what was asked for looks like. */
export const ERROR_SCHEMA: JsonSchema = {
  type: "object",
  description: "What went wrong, in the form that errors of GraphQL have.",
  required: ["errors"],
  properties: {
    errors: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        required: ["message", "extensions"],
        properties: {
          message: { type: "string", description: "What went wrong, and what to do about it." },
          extensions: {
            type: "object",
            required: ["code"],
            properties: {
              code: { type: "string", enum: CODES, description: "What to decide by." },
              field: { type: "string", description: "The parameter, or the field of the body, that is wrong." },
              reference: { type: "string", description: "Names a failure of the server in its log." },
            },
          },
        },
      },
    },
  },
};

const ALWAYS: Readonly<Record<string, string>> = {
  400: "A parameter or the body is wrong or unknown, more is asked for than there can be, or it isn’t said in which organization (`BAD_USER_INPUT`, `LIMIT_EXCEEDED`, `ORGANIZATION_REQUIRED`).",
  401: "The token is missing or isn’t accepted (`UNAUTHENTICATED`).",
  403: "Whoever asks may not do this, or is no member of the organization (`FORBIDDEN`).",
  429: "There were too many requests (`LIMIT_EXCEEDED`).",
  500: "Something failed that is no fault of the request (`INTERNAL`).",
  503: "The service is too busy or not to be reached at the moment, or it took too long; ask again, or for less (`UNAVAILABLE`, `TIMEOUT`, `LIMIT_EXCEEDED`).",
};

const NOT_FOUND =
  "There is no such row, or it isn’t visible to whoever asks; nothing tells one from the other (`NOT_FOUND`).";
const CONFLICT = "It contradicts what is there, or a request with the same Idempotency-Key (`CONFLICT`).";
const STALE = "Somebody else has changed the row since it was read (`CONFLICT`).";
const TOO_LARGE = "The body is too large (`LIMIT_EXCEEDED`).";
const NO_JSON = "The body is no JSON (`BAD_USER_INPUT`).";

/**
 * Says how a route can fail.
 *
 * @param route - the route
 * @returns responses of OpenAPI by status
 */
export function errorResponses({ method, path, variables }: RestRoute): Record<string, JsonSchema> {
  const hasBody = variables.some(({ source }) => source.from === "body");
  const texts: Record<string, string> = {
    ...ALWAYS,
    ...(path.includes("{") && { 404: NOT_FOUND }),
    ...(method !== "GET" && { 409: CONFLICT }),
    ...(variables.some(({ source }) => source.from === "ifMatch") && { 412: STALE }),
    ...(hasBody && { 413: TOO_LARGE, 415: NO_JSON }),
  };
  const content = { "application/json": { schema: { $ref: "#/components/schemas/Error" } } };
  return Object.fromEntries(Object.entries(texts).map(([status, description]) => [status, { description, content }]));
}
