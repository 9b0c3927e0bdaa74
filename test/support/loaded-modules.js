import { writeFileSync } from "node:fs";
import { registerHooks } from "node:module";

// For a program that is started with it: when it ends, it writes down the modules that it has loaded.
const loaded = [];
registerHooks({
  load(url, context, next) {
    loaded.push(url);
    return next(url, context);
  },
});
process.on("exit", () => writeFileSync(process.env.LOADED_MODULES, JSON.stringify(loaded)));
