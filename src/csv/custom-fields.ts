import type { RequestClient } from "../database/run-as-request.ts";
import { formatList } from "./format.ts";

/** A field of the organization's own. */
export interface CustomField {
  readonly name: string;
  readonly label: string;
  readonly type: string;
}

/**
 * Reads the organization's own fields; none for whoever may not see which there are.
 *
 * @param client - within the transaction of a request
 * @param entity - what has the fields, such as contact
 * @returns the fields in their order
 */
export async function readCustomFields(client: RequestClient, entity: string): Promise<readonly CustomField[]> {
  const { rows } = await client.query<CustomField>({
    text: `select field_name as name, label, field_type as type
      from app_public.custom_field_definitions where entity = $1 order by position, id`,
    values: [entity],
  });
  return rows;
}

/**
 * Writes the value of one of the organization's own fields into one cell.
 *
 * @param value - the value, as JSON has it
 * @returns the text; empty when there is none
 */
export function formatCustomValue(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((entry) => typeof entry === "string")) return formatList(value);
  return JSON.stringify(value);
}
