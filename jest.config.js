import { readFileSync } from "node:fs";

const { dependencies, devDependencies } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));
/** Those that test files share, with what they come with. oidc-provider takes objects of its own realm only. */
const sharedPackages = Object.keys({ ...dependencies, ...devDependencies }).filter(
  (name) => !/\bjest\b|^oidc-provider$/.test(name),
);

/** Jest runs the TypeScript sources as native ES modules, so --experimental-vm-modules is set in package.json. */
export default {
  testEnvironment: "<rootDir>/test/setup/environment.ts",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.(ts|[cm]?js)$": "<rootDir>/test/setup/modules.ts" },
  transformIgnorePatterns: [`/node_modules/(?!(${sharedPackages.join("|")})/)`],
  globalSetup: "<rootDir>/test/setup/global-setup.ts",
  globalTeardown: "<rootDir>/test/setup/global-teardown.ts",
  testSequencer: "<rootDir>/test/setup/longest-first.js",
  testTimeout: 30_000,
  // A worker waits for PostgreSQL about as long as it works.
  maxWorkers: "100%",
  // Modules of a test file aren't all given back after it; a worker that has grown begins anew.
  workerIdleMemoryLimit: "1500MB",
  // On a busy machine it takes half a second to give a gigabyte back, which is no handle that a test has left open.
  workerGracefulExitTimeout: 10_000,
};
