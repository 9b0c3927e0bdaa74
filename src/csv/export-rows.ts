import type { RequestClient } from "../database/run-as-request.ts";
import { type CustomField, formatCustomValue, readCustomFields } from "./custom-fields.ts";
import { type ColumnKind, columnOf, type ExportDefinition } from "./export-definitions.ts";
import { formatList, formatRecords } from "./format.ts";

/** Rows that are held at a time: few at first, and fewer the larger they are. */
const FIRST_ROWS = 20;
const MOST_ROWS = 250;
/** Characters that rows of the same size would make. */
const BATCH_CHARACTERS = 512 * 1024;

/** Which rows are taken out. */
export interface ExportFilter {
  readonly archived: "exclude" | "include" | "only";
  /** Rows changed then or later. */
  readonly updatedSince?: string | undefined;
}

const ARCHIVED = { exclude: "t.deleted_at is null", include: "true", only: "t.deleted_at is not null" };

const TEXT_OF: Readonly<Record<ColumnKind, (column: string) => string>> = {
  text: (column) => `${column}::text`,
  time: (column) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
  list: (column) => `to_json(${column})`,
  object: (column) => column,
};

/** Names come from the definitions alone. Who may read but not export a row doesn't get it, whatever the gateway thinks. */
function cursorOf({ resource, owners, columns }: ExportDefinition, { archived, updatedSince }: ExportFilter) {
  const shown = Object.entries(columns).map(
    ([field, kind]) => `${TEXT_OF[kind](`t.${columnOf(field)}`)} as "${field}"`,
  );
  const mine = `array[${owners.map((owner) => `t.${owner}`).join(", ")}]`;
  const text = `declare exported no scroll cursor for
    select ${shown.join(", ")}, t.custom_fields as "customFields"
    from app_public.${resource} t
    where ((select app_hidden.may_all('${resource}.export')) or app_hidden.may_on_row('${resource}.export', t.business_id, ${mine}))
      and ${ARCHIVED[archived]} ${updatedSince === undefined ? "" : "and t.updated_at >= $1::timestamptz"}
    order by t.created_at desc, t.id desc`;
  return { text, values: updatedSince === undefined ? [] : [updatedSince] };
}

type Row = Readonly<Record<string, unknown>> & { readonly customFields: Readonly<Record<string, unknown>> };

/** Makes the function that reads the cells of a row: it runs a million times, so that what it needs is looked up here. */
function cellReader({ columns }: ExportDefinition, customFields: readonly CustomField[]): (row: Row) => string[] {
  const standard = Object.entries(columns);
  const own = customFields.map(({ name }) => name);
  const named = new Set(own);
  return (row) => {
    const cells = standard.map(([field, kind]) => {
      const value = row[field];
      if (value === null || value === undefined) return "";
      if (kind === "list") return formatList(value as string[]);
      return kind === "object" ? objectText(value) : (value as string);
    });
    for (const name of own) cells.push(formatCustomValue(row.customFields[name]));
    const others = Object.entries(row.customFields).filter(([name]) => !named.has(name));
    cells.push(objectText(Object.fromEntries(others)));
    return cells;
  };
}

function objectText(value: object): string {
  return Object.keys(value).length === 0 ? "" : JSON.stringify(value);
}

/** A piece of the file. */
export interface ExportPiece {
  readonly text: string;
  /** How many rows it holds. */
  readonly rows: number;
}

/**
 * Takes rows out, the newest first, through a cursor: no more than a few hundred are held, however many there are.
 *
 * @param client - within the transaction of a request, which stays open until the last piece is taken
 * @param definition - what is taken out
 * @param filter - which rows
 * @returns the pieces of the file; the first is the header
 */
export async function* exportRows(
  client: RequestClient,
  definition: ExportDefinition,
  filter: ExportFilter,
): AsyncGenerator<ExportPiece> {
  const customFields = await readCustomFields(client, definition.entity);
  const cellsOf = cellReader(definition, customFields);
  await client.query(cursorOf(definition, filter));
  const own = customFields.map(({ name }) => `customFields.${name}`);
  yield { text: formatRecords([[...Object.keys(definition.columns), ...own, "customFields"]]), rows: 0 };
  let size = FIRST_ROWS;
  for (;;) {
    const { rows } = await client.query<Row>({ text: `fetch ${size} from exported` });
    if (rows.length === 0) return;
    const text = formatRecords(rows.map(cellsOf));
    yield { text, rows: rows.length };
    size = Math.max(1, Math.min(MOST_ROWS, Math.floor((BATCH_CHARACTERS * rows.length) / text.length)));
  }
}
