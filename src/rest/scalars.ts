import { z } from "zod";

/** A schema of OpenAPI 3.1, which is JSON Schema 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** How the values of a scalar are written. */
export interface ScalarFormat {
  /** As answers write them. */
  readonly schema: JsonSchema;
  /** As requests may write them, where that is more. */
  readonly inputSchema?: JsonSchema;
  /** What the scalar itself doesn’t check. */
  readonly written?: z.ZodType;
  /** What to do when one is wrong. */
  readonly hint?: string;
}

const WHOLE_NUMBER = /^-?\d{1,19}$/;

const FORMATS: Readonly<Record<string, ScalarFormat>> = {
  Int: { schema: { type: "integer", format: "int32" }, hint: "Give a whole number." },
  Float: { schema: { type: "number", format: "double" }, hint: "Give a number." },
  Boolean: { schema: { type: "boolean" }, hint: "Give true or false." },
  String: { schema: { type: "string" }, hint: "Give a text." },
  ID: { schema: { type: "string" }, hint: "Give an id." },
  UUID: { schema: { type: "string", format: "uuid" }, hint: "Give a UUID." },
  Date: {
    schema: { type: "string", format: "date" },
    written: z.iso.date(),
    hint: "Give a day such as 2030-12-31.",
  },
  Datetime: {
    schema: { type: "string", format: "date-time" },
    written: z.iso.datetime({ offset: true }),
    hint: "Give a time such as 2030-12-31T09:30:00Z.",
  },
  Cursor: { schema: { type: "string" }, written: z.string(), hint: "Give a cursor from an earlier answer." },
  BigInt: {
    schema: { type: "string", pattern: "^-?[0-9]+$" },
    inputSchema: { type: ["string", "integer"], pattern: "^-?[0-9]+$" },
    written: z.union([z.int(), z.string().regex(WHOLE_NUMBER)]),
    hint: "Give a whole number, as a text when it is large.",
  },
  BigFloat: {
    schema: { type: "string", pattern: "^-?[0-9]+(\\.[0-9]+)?$" },
    inputSchema: { type: ["string", "number"] },
    hint: "Give a number, as a text when it is exact.",
  },
  InternetAddress: { schema: { type: "string" }, hint: "Give an address such as 192.0.2.1." },
};

/**
 * Says how the values of a scalar are written.
 *
 * @param name - the scalar
 * @returns its format; of a scalar that isn’t known any JSON will do
 */
export function scalarFormat(name: string): ScalarFormat {
  return FORMATS[name] ?? { schema: {} };
}
