import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { appendFileSync, chmodSync, chownSync, cpSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import {
  type EmbeddedBinaries,
  ensureReachableBinaries,
  findEmbeddedBinaries,
  findSystemUser,
  type SystemUser,
} from "../../src/database/embedded-binaries.ts";
import { chooseFreePort, clusterPaths, initialiseCluster } from "../../src/database/embedded-cluster.ts";
import { migrate } from "../../src/database/migrations.ts";
import { AUTHENTICATOR, connectionString, OWNER, provision } from "../../src/database/provisioning.ts";
import { TestDatabase, type TestUrls } from "./database.ts";
import { until } from "./waiting.ts";

const DATABASE = "tenantry";
const START_PATIENCE_MS = 30_000;

/** A PostgreSQL server of a test’s own, which can be stopped, killed and copied; with the embedded server’s programs. */
export class Cluster {
  readonly port: number;
  private readonly directory: string;
  private readonly binaries: EmbeddedBinaries;
  private readonly user: SystemUser | undefined;
  private readonly password: string;
  private server: ChildProcess | undefined;

  private constructor(directory: string, port: number, { binaries, user, password }: ClusterParts) {
    this.directory = directory;
    this.port = port;
    this.binaries = binaries;
    this.user = user;
    this.password = password;
  }

  /** Makes an empty one. */
  static async create(): Promise<Cluster> {
    const directory = await newDirectory();
    const user = await findSystemUser(directory);
    const installed = findEmbeddedBinaries();
    const binaries = user ? await ensureReachableBinaries(installed, user) : installed;
    const password = randomBytes(16).toString("hex");
    await initialiseCluster(clusterPaths(directory), binaries, user, password);
    return new Cluster(directory, await chooseFreePort(), { binaries, user, password });
  }

  /** The superuser’s connection string. */
  get rootUrl(): string {
    return `postgres://postgres:${this.password}@127.0.0.1:${this.port}/postgres`;
  }

  /** Connection strings into the database that `fill` makes. */
  get urls(): TestUrls {
    const url = (user: string) => connectionString(this.rootUrl, { user, password: this.password }, DATABASE);
    return { root: url("postgres"), owner: url(OWNER), authenticator: url(AUTHENTICATOR) };
  }

  /** Makes roles, a database, and all migrations. */
  async fill(): Promise<void> {
    await provision(this.rootUrl, { owner: this.password, authenticator: this.password }, [DATABASE]);
    await migrate({ ownerUrl: this.urls.owner, withCurrent: true });
  }

  async start(): Promise<void> {
    const settings = ["listen_addresses=127.0.0.1", `port=${this.port}`, "unix_socket_directories=", "fsync=off"];
    const args = ["-D", this.data, ...settings.flatMap((setting) => ["-c", setting])];
    this.server = spawn(join(this.binaries.directory, "bin", "postgres"), args, {
      cwd: this.data,
      env: {},
      stdio: "ignore",
      ...(this.user && { uid: this.user.uid, gid: this.user.gid }),
    });
    await until(() => this.answers(), START_PATIENCE_MS);
  }

  /** Ends it at once: `SIGINT` breaks off transactions, `SIGQUIT` is a crash. */
  async stop(signal: "SIGINT" | "SIGQUIT" = "SIGINT"): Promise<void> {
    const { server } = this;
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, "exit");
    server.kill(signal);
    await ended;
  }

  /** Makes a copy of it that follows it, as pg_basebackup does. */
  async createStandby(): Promise<Cluster> {
    const directory = await newDirectory();
    const standby = new Cluster(directory, await chooseFreePort(), this as unknown as ClusterParts);
    await this.query(async (client) => {
      await client.query("select pg_backup_start('standby', fast => true)");
      cpSync(this.data, standby.data, { recursive: true, verbatimSymlinks: true });
      rmSync(join(standby.data, "postmaster.pid"));
      const { rows } = await client.query("select labelfile from pg_backup_stop(wait_for_archive => false)");
      writeFileSync(join(standby.data, "backup_label"), rows[0].labelfile);
    });
    const way = `host=127.0.0.1 port=${this.port} user=postgres password=${this.password}`;
    appendFileSync(join(standby.data, "postgresql.auto.conf"), `primary_conninfo = '${way}'\n`);
    writeFileSync(join(standby.data, "standby.signal"), "");
    standby.takeOwnership();
    return standby;
  }

  /** Runs something as the superuser, in the database that `fill` makes. */
  async query<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
    const client = new Client({ connectionString: this.urls.root });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  async remove(): Promise<void> {
    await this.stop("SIGQUIT");
    await rm(this.directory, { recursive: true, force: true });
  }

  private get data(): string {
    return clusterPaths(this.directory).cluster;
  }

  private async answers(): Promise<boolean> {
    if (this.server?.exitCode !== null) throw new Error("PostgreSQL has ended; run it by hand to see why.");
    const client = new Client({ connectionString: this.rootUrl });
    client.on("error", () => {});
    return client.connect().then(
      async () => {
        await client.end();
        return true;
      },
      () => false,
    );
  }

  private takeOwnership(): void {
    chmodSync(this.data, 0o700);
    if (this.user === undefined) return;
    const { uid, gid } = this.user;
    for (const entry of readdirSync(this.data, { recursive: true }))
      chownSync(join(this.data, String(entry)), uid, gid);
    chownSync(this.data, uid, gid);
  }
}

/** What a copy has of its original. */
interface ClusterParts {
  readonly binaries: EmbeddedBinaries;
  readonly user: SystemUser | undefined;
  readonly password: string;
}

async function newDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "tenantry-cluster-"));
  // PostgreSQL runs as somebody else when this is root.
  chmodSync(directory, 0o755);
  return directory;
}

/** The database of a cluster, for gateways under test. */
export class ClusterDatabase extends TestDatabase {
  private readonly cluster: () => Cluster;

  constructor(cluster: () => Cluster) {
    super();
    this.cluster = cluster;
  }

  override get urls(): TestUrls {
    return this.cluster().urls;
  }
}
