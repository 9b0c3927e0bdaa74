import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, readdirSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "@jest/globals";
import { runBackupDrill } from "../../src/database/backup-drill.ts";
import { withConnection } from "../../src/database/connection.ts";
import { loadDemonstrationData } from "../../src/database/demonstration-data.ts";
import { chooseFreePort } from "../../src/database/embedded-cluster.ts";
import { findDumpPrograms, findInstallations } from "../../src/database/installations.ts";
import { migrate } from "../../src/database/migrations.ts";
import { type ScratchCluster, withScratchCluster } from "../../src/database/scratch-cluster.ts";

const execute = promisify(execFile);
const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
const TIMEOUT_MS = 300_000;
const [installation] = findInstallations();
const where = installation ? it : it.skip;

/** A certificate of an authority of its own, for a server that is called localhost. */
async function createCertificates({ directory, user }: ScratchCluster): Promise<void> {
  const openssl = (...args: string[]) => execute("openssl", args, { cwd: directory });
  const subject = (name: string) => [
    "-nodes",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-subj",
    `/CN=${name}`,
  ];
  await openssl("req", "-x509", ...subject("Test authority"), "-days", "2", "-keyout", "ca.key", "-out", "ca.crt");
  await openssl(
    "req",
    ...subject("localhost"),
    "-addext",
    "subjectAltName=DNS:localhost",
    "-keyout",
    "server.key",
    "-out",
    "server.csr",
  );
  await openssl(
    ..."x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -copy_extensions copy -out server.crt".split(
      " ",
    ),
  );
  if (user === undefined) return;
  for (const name of readdirSync(directory).filter((name) => /^(server|ca)\./.test(name))) {
    chownSync(join(directory, name), user.uid, user.gid);
  }
}

/** Where a gateway listens, once it says so. What it says afterwards goes on to be read. */
function addressOf(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines = createInterface(output);
    lines.on("line", (line) => {
      const [, address] = /Ready: (http:\/\/\S+)\/graphql/.exec(line) ?? [];
      if (address !== undefined) resolve(address);
    });
    lines.once("close", () => reject(new Error("The gateway ended before it was ready.")));
  });
}

/** Starts a replica as a container does, and stops it afterwards. */
async function withReplica(
  { directory, port: primaryPort, password, user }: ScratchCluster,
  programs: string,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const port = await chooseFreePort();
  const settings = ["-p", String(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="];
  const script = await readFile(join(PROJECT, "deploy/start-replica.sh"), "utf8");
  const child = spawn("bash", ["-c", script, "start-replica.sh", ...settings], {
    cwd: "/",
    env: {
      PATH: `${programs}:/usr/bin:/bin`,
      PGDATA: join(directory, "..", "replica"),
      PGPASSWORD: password,
      PRIMARY_HOST: "127.0.0.1",
      PRIMARY_PORT: String(primaryPort),
    },
    stdio: ["ignore", "ignore", "pipe"],
    ...(user && { uid: user.uid, gid: user.gid }),
  });
  const complaints = text(child.stderr);
  const ended = once(child, "exit");
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/tenantry`;
  try {
    for (let isUp = false; !isUp; ) {
      if (child.exitCode !== null) throw new Error(`The replica ended:\n${await complaints}`);
      await sleep(200);
      isUp = await withConnection(url, (client) => client.query("select 1")).then(
        () => true,
        () => false,
      );
    }
    await work(url);
  } finally {
    child.kill("SIGINT");
    await ended;
  }
}

describe("an installation in production", () => {
  where(
    "prepares a server as a container does, serves over TLS alone, and restores its backup (needs PostgreSQL with pg_dump: apt-get install postgresql)",
    async () => {
      if (installation === undefined) return;
      const prepare = async (cluster: ScratchCluster) => createCertificates(cluster);
      const settings = { ssl: "on" };
      await withScratchCluster(
        installation,
        async (cluster) => {
          const { port, password, directory } = cluster;
          const url = (
            user: string,
            host = "localhost",
            options = `sslmode=verify-full&sslrootcert=${directory}/ca.crt`,
          ) => `postgres://${user}:${password}@${host}:${port}/tenantry?${options}`;

          await withConnection(cluster.rootUrl, (root) => root.query("create database tenantry"));
          const connection = { PGHOST: "127.0.0.1", PGPORT: String(port), PGUSER: "postgres", PGPASSWORD: password };
          const environment = { PATH: `${installation.programs}:/usr/bin:/bin`, PGDATA: directory, ...connection };
          await execute("psql", ["-q", "-v", "ON_ERROR_STOP=1", "-d", "tenantry", "-f", "db/roles.sql"], {
            cwd: PROJECT,
            env: environment,
          });
          const passwords = {
            OWNER_PASSWORD: password,
            AUTHENTICATOR_PASSWORD: password,
            REPLICATION_PASSWORD: password,
          };
          await execute("bash", ["deploy/prepare-database.sh"], {
            cwd: PROJECT,
            env: { ...environment, ...passwords },
          });
          const owner = url("tenantry_owner");
          const authenticator = url("tenantry_authenticator");
          const root = url("postgres");
          await migrate({ ownerUrl: owner, withCurrent: true });
          await loadDemonstrationData(owner);

          // Who answers is checked, not only that the line is encrypted.
          const usesTls = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";
          expect((await withConnection(authenticator, (client) => client.query(usesTls))).rows).toEqual([
            { ssl: true },
          ]);
          const ask = (connectionString: string) => withConnection(connectionString, (client) => client.query(usesTls));
          await expect(ask(url("tenantry_authenticator", "localhost", "sslmode=verify-full"))).rejects.toThrow(
            /certificate/,
          );
          await expect(ask(url("tenantry_authenticator", "127.0.0.1"))).rejects.toThrow(/altnames|IP/);

          const gateway = {
            PATH: "/usr/bin:/bin",
            NODE_ENV: "production",
            GRAPHILE_ENV: "production",
            DATA_DIR: join(directory, "..", "gateway"),
            AUTH_DATABASE_URL: authenticator,
          };
          const maintenance = { ...gateway, DATABASE_URL: owner, AUDIT_RETENTION_DAYS: "30" };
          const maintained = await execute(process.execPath, ["src/commands/maintain.ts"], {
            cwd: PROJECT,
            env: maintenance,
          });
          expect(maintained.stdout.trim().split("\n").at(-1)).toBe("Done.");

          const server = spawn(process.execPath, ["src/server.ts"], {
            cwd: PROJECT,
            env: { ...gateway, PORT: "0" },
            stdio: ["ignore", "pipe", "inherit"],
          });
          const ended = once(server, "exit");
          try {
            const address = await addressOf(server.stdout);
            expect((await fetch(`${address}/ready`)).status).toBe(200);
            expect((await fetch(`${address}/graphiql`)).status).toBe(404);
            const answer = await fetch(`${address}/graphql`, {
              method: "POST",
              headers: { "content-type": "application/json" },
              body: JSON.stringify({ query: "{ me { id } }" }),
            });
            expect(await answer.json()).toEqual({ data: { me: null } });
          } finally {
            server.kill("SIGTERM");
          }
          expect(await ended).toEqual([0, null]);

          await withConnection(root, (client) => client.query("select pg_reload_conf()"));
          await withReplica(cluster, installation.programs, async (replicaUrl) => {
            const follows =
              "select pg_is_in_recovery() as follows, count(*) > 0 as has_rows from app_public.organizations";
            const { rows } = await withConnection(replicaUrl, (client) => client.query(follows));
            expect(rows).toEqual([{ follows: true, has_rows: true }]);
          });

          const drill = { rootUrl: root, authenticatorUrl: authenticator, searchPath: "" };
          const good = await runBackupDrill({ ...drill, rootUrl: url("postgres", "127.0.0.1", "sslmode=no-verify") });
          expect(good.differences).toEqual([]);
          expect(good.tables).toBeGreaterThan(100);
          expect(good.rows).toBeGreaterThan(1_000);

          const broken = await runBackupDrill({
            ...drill,
            beforeComparison: (restoredUrl) =>
              withConnection(restoredUrl, async (client) => {
                await client.query("set session_replication_role = 'replica'");
                await client.query(
                  "update app_public.contacts set first_name = 'Else' where id = (select id from app_public.contacts limit 1)",
                );
                await client.query("drop policy select_member on app_public.deals");
                await client.query(
                  "revoke execute on function app_private.begin_request(jsonb) from tenantry_authenticator",
                );
              }),
          });
          expect(broken.differences).toEqual([
            expect.stringMatching(
              /^app_public\.contacts: \d+ rows, checksum .+ in the source, \d+ rows, checksum .+ restored$/,
            ),
            expect.stringMatching(/^not restored: CREATE POLICY select_member ON app_public.deals /),
            expect.stringMatching(/^not restored: GRANT ALL ON FUNCTION app_private.begin_request/),
            expect.stringMatching(/^the gateway /),
          ]);
          const { rows: left } = await withConnection(root, (client) =>
            client.query("select datname from pg_database where datname like 'tenantry_drill%'"),
          );
          expect(left).toEqual([]);
        },
        { settings, prepare },
      );
    },
    TIMEOUT_MS,
  );

  it("says what to install when no pg_dump is new enough, and takes one of the path that is", async () => {
    const directory = await mkdtemp(join(tmpdir(), "tenantry-path-"));
    try {
      for (const name of ["pg_dump", "pg_restore"]) {
        await writeFile(join(directory, name), "#!/bin/sh\necho 'pg_dump (PostgreSQL) 98.1'\n", { mode: 0o700 });
      }
      const searchPath = `/usr/bin:${directory}`;
      expect(findDumpPrograms(98, searchPath)).toBe(directory);
      expect(() => findDumpPrograms(99, searchPath)).toThrow("apt-get install postgresql-client-99");
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
