/** Jest runs the TypeScript sources as native ES modules, so --experimental-vm-modules is set in package.json. */
export default {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": "<rootDir>/test/setup/strip-types.js" },
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
