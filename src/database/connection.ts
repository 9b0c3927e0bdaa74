import { Client } from "pg";

/**
 * Opens a connection for as long as some work takes.
 *
 * @param connectionString - where, and as whom
 * @param work - what needs the connection
 * @returns what the work gives
 * @throws the server's or the network's error when it can't be opened, and what the work throws
 */
export async function withConnection<Result>(
  connectionString: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client({ connectionString });
  // A connection that is lost while nothing is asked fails what is asked next; unheard, the event would end the process.
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
