import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { join } from "node:path";

// Before anything else is loaded, so that Node keeps what it compiles of it: that is a third of a start.
// biome-ignore lint/style/noProcessEnv: reading the whole configuration would load most of the program.
const dataDirectory = process.env["DATA_DIR"] || ".data";
if (existsSync(dataDirectory)) {
  const directory = join(dataDirectory, "compile-cache");
  enableCompileCache(directory);
  // For the processes that this one starts.
  // biome-ignore lint/style/noProcessEnv: it is set here, and read by Node.
  process.env["NODE_COMPILE_CACHE"] ??= directory;
}
await import("./server.ts");
