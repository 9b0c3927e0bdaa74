import { createRequire } from "node:module";
import { TestEnvironment } from "jest-environment-node";
import { LOAD } from "./modules.ts";

/**
 * The realm of a test file, beside that of the worker’s modules (see modules.ts). Both have the same `Date`, since dates
 * go to and fro and the clock can be stopped, and the same console, which a test can listen to.
 */
export default class Environment extends TestEnvironment {
  private readonly console = globalThis.console;

  constructor(...[config, context]: ConstructorParameters<typeof TestEnvironment>) {
    super(config, context);
    const load = createRequire(import.meta.url);
    Object.assign(this.global, { [Symbol.for(LOAD)]: (path: string): unknown => load(path) });
    Object.defineProperty(this.global, "Date", { configurable: true, get: () => Date });
  }

  override async setup(): Promise<void> {
    await super.setup();
    globalThis.console = this.global.console;
  }

  override async teardown(): Promise<void> {
    globalThis.console = this.console;
    await super.teardown();
  }
}
