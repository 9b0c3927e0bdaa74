import { readdir, readFile } from "node:fs/promises";

/** What the tabs of GraphiQL begin with: a file for each, in the order of their names; variables in a file beside it. */
const EXAMPLES_FOLDER = new URL("../../graphql/graphiql/", import.meta.url);

/** A tab of GraphiQL. */
export interface GraphiQLExample {
  readonly query: string;
  /** As JSON; left out where there are none. */
  readonly variables?: string;
}

/**
 * Reads the examples.
 *
 * @returns the tabs in their order
 * @throws the file system's error when they can't be read
 */
export async function readExamples(): Promise<GraphiQLExample[]> {
  const files = (await readdir(EXAMPLES_FOLDER)).sort();
  const read = (file: string) => readFile(new URL(file, EXAMPLES_FOLDER), "utf8");
  return Promise.all(
    files
      .filter((file) => file.endsWith(".graphql"))
      .map(async (file) => {
        const variables = file.replace(/\.graphql$/, ".json");
        return { query: await read(file), ...(files.includes(variables) && { variables: await read(variables) }) };
      }),
  );
}
