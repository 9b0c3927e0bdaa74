/** Drops the run's databases and stops its server. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.stopTestServer?.();
}
