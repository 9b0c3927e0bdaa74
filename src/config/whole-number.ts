import { z } from "zod";
import { quoted } from "./quoted.ts";

/**
 * Describes a setting that is a whole number.
 *
 * @param minimum - the least it can be
 * @param maximum - the most it can be, of nine digits at most
 * @param byDefault - what it is unless it is set
 * @returns the schema, which gives the number
 */
export function wholeNumber(minimum: number, maximum: number, byDefault: number) {
  const message = `give a whole number from ${minimum} to ${maximum}, such as ${byDefault}`;
  return z
    .string()
    .default(String(byDefault))
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum, {
      error: (issue) => `${quoted(issue.input)} won't do; ${message}`,
    })
    .transform(Number);
}
