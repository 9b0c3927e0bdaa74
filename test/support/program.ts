import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { exportDirectoryIn } from "../../src/graphile/exported/load-api.ts";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

/** The usual environment of a terminal, without what the tests themselves run with. */
const terminal = { PATH: process.env["PATH"], HOME: process.env["HOME"], GRAPHILE_ENV: "production" };

const running = new Set<ChildProcess>();

/** A program of src, started as npm starts it. */
export class Program {
  output = "";
  complaints = "";
  readonly child: ChildProcess;
  private readonly ended: Promise<number | NodeJS.Signals | null>;

  constructor(file: string, args: readonly string[], environment: Readonly<Record<string, string>>) {
    this.child = spawn(process.execPath, [join(PROJECT, "src", file), ...args], {
      cwd: PROJECT,
      env: { ...terminal, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(this.child);
    this.child.stdout?.on("data", (chunk) => {
      this.output += chunk;
    });
    this.child.stderr?.on("data", (chunk) => {
      this.complaints += chunk;
    });
    this.ended = once(this.child, "close").then(([code, signal]) => {
      running.delete(this.child);
      return code ?? signal;
    });
  }

  /** Waits until it has said something. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.output);
      if (found) return found;
      if (!running.has(this.child)) throw new Error(`It ended:\n${this.output}\n${this.complaints}`);
      await sleep(20);
    }
  }

  /** The lines of its log. */
  get log(): Readonly<Record<string, unknown>>[] {
    const lines = this.output.split("\n").slice(0, -1);
    return lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
  }

  /** Its exit code, or the signal that killed it. */
  async end(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
    if (signal) this.child.kill(signal);
    return this.ended;
  }
}

/** Ends all programs that still run, whatever they are doing. */
export async function killPrograms(): Promise<void> {
  for (const child of running) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
}

/** Has a gateway on a copy of the run's database find the run's exported API, as in production. */
function lendExportedApi({ DATA_DIR: directory, AUTH_DATABASE_URL: database }: Readonly<Record<string, string>>): void {
  const exported = process.env["TENANTRY_TEST_API"];
  if (exported === undefined || directory === undefined || database === undefined) return;
  const own = exportDirectoryIn(directory);
  if (existsSync(own)) return;
  mkdirSync(own, { recursive: true });
  for (const name of readdirSync(exported)) symlinkSync(join(exported, name), join(own, name));
}

/** Starts the server on a free port and waits until it serves. */
export async function startServer(
  environment: Readonly<Record<string, string>>,
): Promise<{ program: Program; address: string }> {
  lendExportedApi(environment);
  const program = new Program("start.js", [], { PORT: "0", ...environment });
  const [, address = ""] = await program.says(/Ready: (http:\/\/\S+)\/graphql/);
  return { program, address };
}

/** Runs a command to its end and gives what it printed. */
export async function runProgram(
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const program = new Program(`commands/${file}`, args, environment);
  const code = await program.end();
  if (code !== 0) throw new Error(`${file} ended with ${code}: ${program.complaints}`);
  return program.output.trim();
}

/** Whether a process runs. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
