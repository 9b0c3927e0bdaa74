import { exceeded } from "../limit-exceeded.ts";

/** How many rows one mutation writes. */
export const MAXIMUM_ROWS = 1_000;

/**
 * Says that there are too many rows.
 *
 * @param limit - the most there can be
 * @param count - how many there are
 * @param field - the list that they are in
 * @returns message and extensions of the error; undefined when they aren't too many
 */
export function tooManyRows(limit: number, count: number, field: string) {
  if (count <= limit) return undefined;
  const message = `This is more than ${limit} rows: send them with several requests.`;
  return { message, extensions: { ...exceeded("rows", limit, count), field } };
}
