import type { z } from "zod";
import { RequestError } from "./request-error.ts";

/**
 * Reads the parameters of an address.
 *
 * @param schema - what they can be
 * @param query - what they are
 * @returns the parameters
 * @throws RequestError that names the first one that is wrong
 */
export function parseQuery<Schema extends z.ZodType>(schema: Schema, query: unknown): z.output<Schema> {
  const { success, data, error } = schema.safeParse(query);
  if (success) return data;
  const [issue] = error.issues;
  const [field] = issue?.code === "unrecognized_keys" ? issue.keys : (issue?.path ?? []);
  const message = issue?.code === "unrecognized_keys" ? "There is no such parameter." : (issue?.message ?? "");
  throw new RequestError(400, "BAD_USER_INPUT", message, { field });
}
