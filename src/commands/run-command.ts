import { ConfigurationError } from "../config/environment.ts";

/** EX_CONFIG of sysexits.h: supervisors needn't try again. */
export const EXIT_CONFIGURATION = 78;

/**
 * Runs a program to its end. A failure is told in its own words, without a stack, and becomes the exit code: 78 for the
 * configuration, 1 otherwise.
 *
 * @param name - what the program is called, before the words of a failure
 * @param main - the program
 */
export async function runCommand(name: string, main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const isConfiguration = error instanceof ConfigurationError;
    process.exitCode = isConfiguration ? EXIT_CONFIGURATION : 1;
    process.stderr.write(isConfiguration ? `${message}\n` : `${name}: ${message}\n`);
  }
}
