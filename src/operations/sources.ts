import { readdirSync, readFileSync } from "node:fs";

const FOLDER = new URL("../../graphql/operations/", import.meta.url);
const FRAGMENTS = "fragments";

/**
 * Lists the operations that clients run.
 *
 * @returns their names, such as `crm/ListContacts`, sorted
 */
export function listOperations(): string[] {
  return readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".graphql") && !file.startsWith(`${FRAGMENTS}/`))
    .map((file) => file.replace(/\.graphql$/, ""))
    .sort();
}

/**
 * Lists the fragments that operations share.
 *
 * @returns their names, such as `ContactRow`, sorted
 */
export function listFragments(): string[] {
  return readdirSync(new URL(`${FRAGMENTS}/`, FOLDER))
    .map((file) => file.replace(/\.graphql$/, ""))
    .sort();
}

/**
 * Reads an operation or a fragment, which is `fragments/` and its name.
 *
 * @param name - such as `crm/ListContacts`
 * @returns the document, followed by the fragments that it spreads, each once
 * @throws Error when there is no such file
 */
export function readOperation(name: string): string {
  const texts = new Map<string, string>();
  const read = (file: string) => {
    if (texts.has(file)) return;
    const text = readFileSync(new URL(`${file}.graphql`, FOLDER), "utf8");
    texts.set(file, text);
    for (const [, fragment = ""] of text.matchAll(/\.\.\.\s*(?!on\b)(\w+)/g)) read(`${FRAGMENTS}/${fragment}`);
  };
  read(name);
  return [...texts.values()].join("\n");
}
