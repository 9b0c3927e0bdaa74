import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const MODULES = join(ROOT, "node_modules");
const run = promisify(execFile);

/** What a front end has beside `tenantry`. */
const PACKAGES = [
  "@apollo/client",
  "@graphql-typed-document-node/core",
  "@tanstack/react-query",
  "@types/react",
  "@types/react-dom",
  "@urql/exchange-graphcache",
  "@urql/exchange-persisted",
  "graphql",
  "react",
  "react-dom",
  "urql",
];

const OPTIONS = {
  target: "es2022",
  lib: ["es2022", "dom", "dom.iterable", "esnext.disposable"],
  jsx: "react-jsx",
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  types: ["react"],
  outDir: "out",
};

/** A project of somebody who builds a front end: it has packed `tenantry` and installed it beside their client. */
export class FrontEnd {
  private readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Makes the project, with the package as `npm pack` packs it. */
  static async create(): Promise<FrontEnd> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "tenantry-front-end-")));
    const { stdout } = await run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
      cwd: ROOT,
    });
    const [packed] = JSON.parse(stdout) as [{ filename: string }];
    const installed = join(folder, "node_modules", "tenantry");
    await mkdir(installed, { recursive: true });
    await run("tar", ["-xzf", join(folder, packed.filename), "-C", installed, "--strip-components", "1"]);
    for (const name of PACKAGES) {
      const link = join(folder, "node_modules", name);
      await mkdir(dirname(link), { recursive: true });
      await symlink(join(MODULES, name), link);
    }
    await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module", private: true }));
    return new FrontEnd(folder);
  }

  async write(name: string, text: string): Promise<void> {
    await writeFile(join(this.folder, name), text);
  }

  /**
   * Compiles programs.
   *
   * @param names - their files
   * @param resolution - how imports are found: as bundlers or as Node does
   * @returns what the compiler says of each line of the project and of `tenantry`, such as `wrong.tsx:5 TS2322`; what it
   *   says of the declarations of other packages is theirs
   */
  async compile(names: readonly string[], resolution: "bundler" | "nodenext" = "bundler"): Promise<string[]> {
    const module = resolution === "bundler" ? "esnext" : "nodenext";
    const compilerOptions = { ...OPTIONS, module, moduleResolution: resolution };
    await this.write("tsconfig.json", JSON.stringify({ compilerOptions, files: names }));
    try {
      await run(join(MODULES, ".bin", "tsc"), ["-p", ".", "--pretty", "false"], { cwd: this.folder });
      return [];
    } catch (error) {
      const { stdout = "" } = error as { stdout?: string };
      const complaints = [...stdout.matchAll(/^(\S+?)\((\d+),\d+\): error (TS\d+)/gm)];
      if (complaints.length === 0) throw error;
      return complaints
        .filter(([, file = ""]) => !file.startsWith(".."))
        .map(([, file, line, code]) => `${file}:${line} ${code}`);
    }
  }

  /**
   * Opens a compiled program in a page of its own.
   *
   * @returns what it printed
   */
  async open(program: string, ...given: readonly string[]): Promise<{ stdout: string; stderr: string }> {
    const browser = fileURLToPath(new URL("browser.ts", import.meta.url));
    return run(process.execPath, [browser, join(this.folder, "out", program), ...given], {
      env: { ...process.env, NODE_OPTIONS: "" },
    });
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The programs of a page of the documentation, by the name in their first line, or that of the page. */
export async function readExamples(page: string): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(join(ROOT, page), "utf8");
  return Object.fromEntries(
    [...text.matchAll(/```tsx\n(?:\/\/ (\S+)\n)?([\s\S]*?)```/g)].map(([, name = `${page}.tsx`, program = ""]) => [
      name,
      program,
    ]),
  );
}
