import { createHash } from "node:crypto";
import { createRequire, stripTypeScriptTypes } from "node:module";
import { relative } from "node:path";

/** The name of the symbol under which a test file’s realm has the function that gives it shared modules, by their paths. */
export const LOAD = "tenantry.test.load";

/** The program and the packages. A command is no module for others: it runs while it is loaded, if it is the program. */
const SHARED = /^(src\/(?!commands\/)|graphql\/|node_modules\/)/;

/** What jest tells of a module, and of where it goes. */
interface Destination {
  readonly config: { readonly rootDir: string };
  /** Not where jest loads something for itself, such as the set-up before all tests. */
  readonly supportsDynamicImport: boolean;
  readonly supportsStaticESM: boolean;
}

const load = createRequire(import.meta.url);

const isShared = (path: string, { config, supportsDynamicImport }: Destination): boolean =>
  supportsDynamicImport && SHARED.test(relative(config.rootDir, path));

/** The text of a module that exports what the worker’s own module exports. */
function facadeOf(path: string, { supportsStaticESM }: Destination): string {
  const loaded = `globalThis[Symbol.for(${JSON.stringify(LOAD)})](${JSON.stringify(path)})`;
  if (!supportsStaticESM) return `module.exports = ${loaded};`;
  const names = Object.keys(load(path)).map((name) => JSON.stringify(name));
  const values = names.map((name, index) => `const _${index} = loaded[${name}];`);
  const exports = names.map((name, index) => `_${index} as ${name}`);
  return `const loaded = ${loaded};\n${values.join("\n")}\nexport { ${exports.join(", ")} };`;
}

/**
 * A jest transformer by which a worker loads the program and the packages once, as Node does, and not anew for each test
 * file: more than a thousand modules, which take longer to load than most files to run. What is written for tests each
 * file has for itself. Types are removed the way Node removes them: positions stay, so no source maps are needed.
 */
export default {
  process: (source: string, path: string, destination: Destination) => {
    if (isShared(path, destination)) return { code: facadeOf(path, destination) };
    return { code: path.endsWith(".ts") ? stripTypeScriptTypes(source) : source };
  },
  getCacheKey: (source: string, path: string, destination: Destination) =>
    createHash("sha256")
      .update(`${process.version} ${path} `)
      .update(isShared(path, destination) ? facadeOf(path, destination) : source)
      .digest("hex"),
};
