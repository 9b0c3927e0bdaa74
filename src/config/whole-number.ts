import { z } from "zod";
import { quoted } from "./quoted.ts";

/**
 * Says whether a text is a whole number between two others.
 *
 * @param text - as it is set
 * @param minimum - the least it can be
 * @param maximum - the most it can be, of nine digits at most
 * @returns whether it is
 */
export function isWholeNumber(text: string, minimum: number, maximum: number): boolean {
  return /^\d{1,9}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum;
}

/**
 * Describes a setting that is a whole number.
 *
 * @param minimum - the least it can be
 * @param maximum - the most it can be, of nine digits at most
 * @param example - one that would do
 * @param text - describes the text
 * @returns the schema, which gives the number
 */
export function givenWholeNumber(
  minimum: number,
  maximum: number,
  example: number,
  text: z.ZodType<string> = z.string(),
) {
  const message = `give a whole number from ${minimum} to ${maximum}, such as ${example}`;
  return text
    .refine((given) => isWholeNumber(given, minimum, maximum), {
      error: (issue) => `${quoted(issue.input)} won't do; ${message}`,
    })
    .transform(Number);
}

/**
 * Describes a setting that is a whole number and has a default.
 *
 * @param minimum - the least it can be
 * @param maximum - the most it can be, of nine digits at most
 * @param byDefault - what it is unless it is set
 * @returns the schema, which gives the number
 */
export function wholeNumber(minimum: number, maximum: number, byDefault: number) {
  return givenWholeNumber(minimum, maximum, byDefault, z.string().default(String(byDefault)));
}
