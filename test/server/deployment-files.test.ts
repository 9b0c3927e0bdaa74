import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { ConfigurationError, NAMES, readConfig } from "../../src/config/environment.ts";

const execute = promisify(execFile);
const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
const read = (name: string) => readFile(join(PROJECT, name), "utf8");

interface Service {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly env_file?: readonly { readonly path: string; readonly required?: boolean }[];
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly profiles?: readonly string[];
  readonly stop_grace_period?: string;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** The names of the packages that the program needs to run, as package-lock.json has them. */
async function packagesThatRun(): Promise<Set<string>> {
  const { packages }: { packages: Record<string, LockedPackage> } = JSON.parse(await read("package-lock.json"));
  const found = new Set<string>();
  const visit = (place: string) => {
    const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = packages[place] ?? {};
    const peers = Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true);
    for (const name of [...Object.keys(dependencies), ...peers]) {
      // Types only: ruru itself has GraphiQL in its bundle.
      if (place.endsWith("node_modules/ruru-types")) continue;
      let parent = place;
      while (parent !== "" && packages[`${parent}/node_modules/${name}`] === undefined)
        parent = parent.slice(0, Math.max(0, parent.lastIndexOf("/node_modules/")));
      const next = `${parent === "" ? "" : `${parent}/`}node_modules/${name}`;
      if (found.has(next) || packages[next] === undefined) continue;
      found.add(next);
      visit(next);
    }
  };
  visit("");
  return new Set([...found].map((place) => place.slice("node_modules/".length)));
}

/** What a stage of the Dockerfile takes from the project. */
function copiesOf(stage: string): string[] {
  return [...stage.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources = ""]) => sources.split(" "));
}

describe("the Dockerfile", () => {
  it("copies what there is, and what .dockerignore lets through", async () => {
    const ignored = await read(".dockerignore");
    const allowed = [...ignored.matchAll(/^!(.+)$/gm)].map(([, name = ""]) => name);
    const stages = (await read("Dockerfile")).split(/^FROM /m).map(copiesOf);
    const copied = stages.flat();
    const image = stages.at(-1);
    expect(image).toEqual(
      expect.arrayContaining(["src", "db", "graphql", "package.json", "package-lock.json", ".gmrc"]),
    );
    expect(copied.filter((name) => !existsSync(join(PROJECT, name)))).toEqual([]);
    expect([...new Set(copied)].sort()).toEqual([...allowed].sort());
    expect(ignored).toMatch(/^\*$/m);
  });

  it("takes away packages that there are, and none that the program needs to run", async () => {
    const [, list = ""] = /^RUN cd node_modules && rm -r (.+)$/m.exec(await read("Dockerfile")) ?? [];
    const removed = list.split(" ");
    expect(removed).toContain("monaco-editor");
    expect(removed.filter((name) => !existsSync(join(PROJECT, "node_modules", name)))).toEqual([]);
    const needed = [...(await packagesThatRun())];
    expect(needed).toEqual(expect.arrayContaining(["fastify", "grafast", "ruru"]));
    expect(needed.filter((name) => removed.some((each) => name === each || name.startsWith(`${each}/`)))).toEqual([]);
  });

  it("installs no development dependencies, runs as nobody special and says whether it is alive", async () => {
    const dockerfile = await read("Dockerfile");
    expect(dockerfile).toContain("npm ci --omit=dev");
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/^HEALTHCHECK /m);
    expect(dockerfile).not.toMatch(/PASSWORD|SECRET|_URL|SIGNING_KEY/);
  });
});

describe("docker-compose.yml", () => {
  let services: Readonly<Record<string, Service>>;
  let volumes: Readonly<Record<string, unknown>>;
  let text: string;
  beforeAll(async () => {
    text = await read("docker-compose.yml");
    ({ services, volumes } = parse(text, { merge: true }));
  });

  it("starts the database, then migrations, then the gateway", () => {
    expect(services["migrate"]?.depends_on).toEqual({ postgres: { condition: "service_healthy" } });
    expect(services["gateway"]?.depends_on).toEqual({ migrate: { condition: "service_completed_successfully" } });
    expect(services["pgbouncer"]?.profiles).toEqual(["pgbouncer"]);
    expect(services["replica"]?.profiles).toEqual(["replica"]);
  });

  it("has the gateway find the API that migrations end with", () => {
    const [migrate, gateway] = ["migrate", "gateway"].map((name) => services[name]?.volumes ?? []);
    expect(migrate).toEqual(["gateway-data:/var/lib/tenantry"]);
    expect(gateway).toEqual(migrate);
  });

  it("gives the gateway settings that it accepts, and never the owner’s connection", () => {
    for (const name of ["gateway", "migrate", "maintenance"]) {
      const settings = Object.fromEntries(
        Object.entries(services[name]?.environment ?? {}).map(([setting, value]) => [
          setting,
          value.replace(/\$\{\w+:-([^}]*)\}/g, "$1").replace(/\$\{\w+:\?[^}]*\}/g, "secret"),
        ]),
      );
      expect(Object.keys(settings).filter((setting) => !NAMES.includes(setting))).toEqual([]);
      expect(() => readConfig({ NODE_ENV: "production", ...settings })).not.toThrow(ConfigurationError);
      expect([name, "DATABASE_URL" in settings]).toEqual([name, name !== "gateway"]);
    }
  });

  it("takes further settings of the gateway from a file that nobody commits, and has time to finish", async () => {
    const { gateway, ...others } = services;
    expect(gateway?.env_file).toEqual([{ path: "gateway.env", required: false }]);
    expect(Object.values(others).filter((service) => "env_file" in service)).toEqual([]);
    const ignored = (await read(".gitignore")).split("\n");
    expect(ignored).toEqual(expect.arrayContaining([".env", "gateway.env"]));
    const [, seconds = ""] = /CLOSE_TIMEOUT_MS = (\d+)_000/.exec(await read("src/server.ts")) ?? [];
    expect(Number.parseInt(gateway?.stop_grace_period ?? "0", 10)).toBeGreaterThan(Number(seconds));
  });

  it("mounts volumes that it declares and files that there are", () => {
    const mounted = Object.values(services).flatMap(({ volumes: list = [] }) =>
      list.map((line) => line.split(":")[0] ?? ""),
    );
    const files = mounted.filter((source) => source.startsWith("./"));
    expect(files.filter((file) => !existsSync(join(PROJECT, file)))).toEqual([]);
    expect([...new Set(mounted.filter((source) => !files.includes(source)))].sort()).toEqual(
      Object.keys(volumes).sort(),
    );
  });

  it("runs commands that there are", async () => {
    const commands = Object.values(services).flatMap(
      ({ command = [] }) => command.join(" ").match(/src\/\S+\.ts/g) ?? [],
    );
    const [, started = ""] = /^CMD \["node", "(.+)"\]$/m.exec(await read("Dockerfile")) ?? [];
    expect(commands).toEqual(["src/commands/migrate.ts", "src/commands/export-api.ts", "src/commands/maintain.ts"]);
    expect(started).toBe("src/start.js");
    expect(existsSync(join(PROJECT, started))).toBe(true);
    expect(commands.filter((file) => !existsSync(join(PROJECT, file)))).toEqual([]);
  });

  it("publishes nothing but the gateway, on loopback, and holds no password", () => {
    const published = Object.entries(services).flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port]));
    expect(published).toEqual([["gateway", expect.stringMatching(/^\$\{PUBLISH_ADDRESS:-127\.0\.0\.1\}:/)]]);
    const secrets = [...text.matchAll(/PASSWORD: (.+)$|:\/\/\w+:([^@]+)@/gm)].map(([, value, inUrl]) => value ?? inUrl);
    expect(secrets.length).toBeGreaterThan(5);
    for (const secret of secrets) expect(secret).toMatch(/^\$\{\w+_PASSWORD:\?run node deploy\/create-env\.js\}$/);
  });
});

describe("deploy/create-env.js", () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "tenantry-env-"));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it("makes every password that docker-compose.yml asks for, and never a second time", async () => {
    const file = join(directory, ".env");
    const create = () => execute(process.execPath, [join(PROJECT, "deploy/create-env.js"), file]);
    await create();
    const first = await readFile(file, "utf8");
    const made = Object.fromEntries(
      first
        .trim()
        .split("\n")
        .map((line) => line.split("=")),
    );
    const asked = [...(await read("docker-compose.yml")).matchAll(/\$\{(\w+):\?/g)].map(([, name = ""]) => name);
    expect(Object.keys(made).sort()).toEqual([...new Set(asked)].sort());
    expect(new Set(Object.values(made)).size).toBe(Object.keys(made).length);
    for (const password of Object.values(made)) expect(password).toMatch(/^[0-9a-f]{48}$/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await expect(create()).rejects.toThrow("is there already");
    expect(await readFile(file, "utf8")).toBe(first);
  });
});
