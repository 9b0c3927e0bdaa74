import type { ExportPiece } from "../csv/export-rows.ts";
import type { RequestClient } from "../database/run-as-request.ts";

/** Rows that are held at a time: few at first, and fewer the larger they are. */
const FIRST_ROWS = 20;
const MOST_ROWS = 500;
/** Characters that rows of the same size would make. */
const BATCH_CHARACTERS = 512 * 1024;

/**
 * Takes a whole organization out as lines of JSON, through a cursor: a header, a line per row, and the number of rows, by
 * which a file is known to be whole.
 *
 * @param client - within the transaction of a request, which stays open until the last piece is taken
 * @returns the pieces of the file; the first is the header
 */
export async function* exportOrganization(client: RequestClient): AsyncGenerator<ExportPiece> {
  const { rows: headers } = await client.query<{ header: object }>({
    text: "select app_hidden.open_organization_export() as header",
  });
  yield { text: `${JSON.stringify(headers[0]?.header)}\n`, rows: 0 };
  let count = 0;
  let size = FIRST_ROWS;
  for (;;) {
    const { rows } = await client.query<{ name: string; row: string }>({
      text: `fetch ${size} from organization_rows`,
    });
    if (rows.length === 0) break;
    // The rows stay as the database wrote them: large numbers would not survive being read here.
    const text = rows.map(({ name, row }) => `{"table":${JSON.stringify(name)},"row":${row}}\n`).join("");
    count += rows.length;
    yield { text, rows: rows.length };
    size = Math.max(1, Math.min(MOST_ROWS, Math.floor((BATCH_CHARACTERS * rows.length) / text.length)));
  }
  yield { text: `${JSON.stringify({ rows: count })}\n`, rows: 0 };
}
