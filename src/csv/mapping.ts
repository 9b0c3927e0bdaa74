import { RequestError } from "../http/request-error.ts";
import type { ContactFields, Target } from "./contact-fields.ts";
import { restoreCell } from "./format.ts";

/** Headers with the fields they go to; null leaves a column out. What isn't named is recognized by its header. */
export type GivenMapping = Readonly<Record<string, string | null>>;

/** A column of a file. */
export interface MappedColumn {
  readonly header: string;
  /** Where its cells go; nowhere when the header isn't known. */
  readonly target: Target | undefined;
}

function refuse(message: string, more: object = {}): never {
  throw new RequestError(400, "BAD_USER_INPUT", message, { field: "mapping", ...more });
}

/**
 * Decides where each column goes.
 *
 * @param headers - the first record of the file
 * @param given - what the caller says
 * @param fields - what there is
 * @returns the columns in their order
 * @throws RequestError when the caller names what isn't there, one field is meant twice, or no column goes anywhere
 */
export function mapColumns(headers: readonly string[], given: GivenMapping, fields: ContactFields): MappedColumn[] {
  const columns = headers.map((header) => restoreCell(header).trim());
  const missing = Object.keys(given).find((header) => !columns.includes(header));
  if (missing !== undefined) refuse("The file has no such column.", { header: missing });
  const chosen = new Map<string, string>();
  for (const [header, field] of Object.entries(given)) {
    if (field === null) continue;
    if (fields.named(field) === undefined) refuse("A contact has no such field.", { header, name: field });
    if (chosen.has(field)) refuse("Two columns go to the same field.", { header, name: field });
    chosen.set(field, header);
  }

  const taken = new Set<string>();
  const take = (target: Target | undefined) => {
    if (target === undefined || taken.has(target.field)) return undefined;
    taken.add(target.field);
    return target;
  };
  const mapped = columns.map((header) => {
    if (Object.hasOwn(given, header)) return { header, target: take(fields.named(given[header] ?? "")) };
    const meant = fields.meantBy(header);
    return { header, target: meant !== undefined && chosen.has(meant.field) ? undefined : take(meant) };
  });
  if (taken.size === 0) refuse("No column of the file is known; say which goes where.", { columns });
  return mapped;
}
