/**
 * A process that holds the embedded server in the directory given as its argument: prints how to reach it as one line
 * of JSON, lets go when its standard input ends, and prints "released".
 */
import { acquireEmbeddedServer } from "../../src/database/embedded-server.ts";

// Ctrl-C reaches the whole process group; this holder goes on until it is told to stop.
process.on("SIGINT", () => process.stdout.write("interrupted\n"));

const [directory = "", settings = "{}"] = process.argv.slice(2);
const messages: string[] = [];
const server = await acquireEmbeddedServer({
  directory,
  settings: JSON.parse(settings),
  onProgress: (message) => messages.push(message),
});
const { rootUrl, host, port, started } = server;
process.stdout.write(`${JSON.stringify({ rootUrl, host, port, started, messages })}\n`);
for await (const _ of process.stdin);
await server.release();
process.stdout.write("released\n");
