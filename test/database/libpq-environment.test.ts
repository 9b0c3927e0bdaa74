import { execFile } from "node:child_process";
import { chownSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "@jest/globals";
import { inDatabase } from "../../src/config/database-url.ts";
import { withConnection } from "../../src/database/connection.ts";
import { findInstallations } from "../../src/database/installations.ts";
import { libpqEnvironment } from "../../src/database/libpq-environment.ts";
import { type ScratchCluster, withScratchCluster } from "../../src/database/scratch-cluster.ts";

const execute = promisify(execFile);
const TIMEOUT_MS = 120_000;
const [installation] = findInstallations();
const where = installation ? it : it.skip;
const ENCRYPTED = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";

/** A certificate for localhost that is its own authority. */
async function createCertificate({ directory, user }: ScratchCluster): Promise<void> {
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const key = ["-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-keyout", "server.key"];
  await execute("openssl", ["req", "-x509", ...key, ...names, "-days", "2", "-out", "server.crt"], { cwd: directory });
  for (const name of ["server.key", "server.crt"]) if (user) chownSync(join(directory, name), user.uid, user.gid);
}

describe("PostgreSQL's own programs", () => {
  where(
    "connect as the gateway does, by each connection string that it takes (needs PostgreSQL: apt-get install postgresql)",
    async () => {
      if (installation === undefined) return;
      const settings = { ssl: "on", unix_socket_directories: "/tmp" };
      await withScratchCluster(
        installation,
        async ({ port, password, directory }) => {
          const authority = join(directory, "server.crt");
          const over = (host: string, options = "") =>
            `postgres://postgres:${password}@${host}:${port}/postgres${options}`;
          const bySocket = `postgres://postgres:${password}@/postgres?host=/tmp&port=${port}`;
          const psql = async (url: string, authorities: string) => {
            const env = libpqEnvironment(url, authorities);
            const args = ["-X", "-A", "-t", "-c", ENCRYPTED];
            return (await execute(join(installation.programs, "psql"), args, { env })).stdout.trim();
          };
          const gateway = async (url: string) =>
            (await withConnection(url, (client) => client.query<{ ssl: boolean }>(ENCRYPTED))).rows[0]?.ssl;

          for (const url of [
            over("127.0.0.1", "?sslmode=no-verify"),
            over("localhost", `?sslmode=verify-full&sslrootcert=${authority}`),
            over("localhost", `?sslmode=require&sslrootcert=${authority}`),
          ]) {
            expect([url, await gateway(url), await psql(url, "/nonexistent")]).toEqual([url, true, "t"]);
          }
          for (const url of [over("127.0.0.1", "?sslmode=disable"), bySocket, inDatabase(bySocket, "template1")]) {
            expect([url, await gateway(url), await psql(url, "/nonexistent")]).toEqual([url, false, "f"]);
          }
          // Without an authority of its own, those that the program trusts count, for every mode alike.
          for (const mode of ["verify-full", "require"]) {
            const url = over("localhost", `?sslmode=${mode}`);
            expect(await psql(url, authority)).toBe("t");
            await expect(gateway(url)).rejects.toThrow(/certificate/);
            const named = over("127.0.0.1", `?sslmode=${mode}`);
            await expect(psql(named, authority)).rejects.toThrow(/server certificate for/);
          }
        },
        { settings, prepare: createCertificate },
      );
    },
    TIMEOUT_MS,
  );

  it("get the password by their environment, as it is meant", () => {
    const env = libpqEnvironment("postgres://an%20owner:a%2Fb%40c@[::1]/some%20database", "/authorities");
    expect(env).toMatchObject({
      PGHOST: "::1",
      PGPORT: "5432",
      PGUSER: "an owner",
      PGPASSWORD: "a/b@c",
      PGDATABASE: "some database",
      PGSSLMODE: "prefer",
    });
    expect(libpqEnvironment("postgres:///tenantry?user=me&host=/run/postgresql", "/authorities")).toMatchObject({
      PGHOST: "/run/postgresql",
      PGUSER: "me",
    });
  });
});
