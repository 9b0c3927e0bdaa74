import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config/environment.ts";
import { readOrCreateSecretFile } from "../config/secret-file.ts";
import { acquireEmbeddedServer, readEmbeddedServer } from "./embedded-server.ts";
import {
  AUTHENTICATOR,
  connectionString,
  type DatabaseUrls,
  OWNER,
  provision,
  type RolePasswords,
} from "./provisioning.ts";

const DATABASE = "tenantry";
const SHADOW_DATABASE = "tenantry_shadow";
const PASSWORD_FILE = "database-passwords.json";

/** The databases in use for as long as they are held. */
export interface Databases {
  readonly urls: DatabaseUrls;
  /** Whether this program's own server is used, and not one that the environment names. */
  readonly isEmbedded: boolean;
  /** Lets go of the embedded server, which stops with its last user. Does nothing to a server that was given. */
  release(): Promise<void>;
}

function embeddedUrls(rootUrl: string, passwords: RolePasswords): DatabaseUrls {
  const owner = { user: OWNER, password: passwords.owner };
  return {
    authenticator: connectionString(rootUrl, { user: AUTHENTICATOR, password: passwords.authenticator }, DATABASE),
    owner: connectionString(rootUrl, owner, DATABASE),
    shadow: connectionString(rootUrl, owner, SHADOW_DATABASE),
    root: rootUrl,
  };
}

/** Reads the login roles' passwords, or makes them; of several programs starting at once all get the first one's. */
async function readPasswords(dataDirectory: string): Promise<RolePasswords> {
  const file = join(dataDirectory, PASSWORD_FILE);
  const password = () => randomBytes(24).toString("base64url");
  const content = await readOrCreateSecretFile(file, () =>
    JSON.stringify({ owner: password(), authenticator: password() }),
  );
  try {
    const { owner, authenticator } = JSON.parse(content);
    if (typeof owner === "string" && typeof authenticator === "string") return { owner, authenticator };
  } catch {
    // The cause would repeat a password.
  }
  throw new Error(`${file} doesn't hold the passwords of the database roles; remove it and new ones are made`);
}

function givenUrls(database: Extract<Config["database"], { kind: "external" }>): DatabaseUrls {
  return {
    authenticator: database.authenticatorUrl,
    owner: database.ownerUrl,
    shadow: database.shadowUrl,
    root: database.rootUrl,
  };
}

/**
 * Opens the databases that the configuration names: the given server's, or the embedded server's, which is made and
 * started if need be.
 *
 * @param config - where the data directory and the databases are
 * @param onProgress - hears what is being done, a line at a time
 * @returns connection strings, and how to let go
 * @throws Error when the embedded server can't be started, saying what to do
 */
export async function openDatabases(config: Config, onProgress: (message: string) => void): Promise<Databases> {
  if (config.database.kind === "external") {
    return { urls: givenUrls(config.database), isEmbedded: false, release: async () => {} };
  }
  await mkdir(config.dataDirectory, { recursive: true, mode: 0o700 });
  const server = await acquireEmbeddedServer({ directory: join(config.dataDirectory, "postgres"), onProgress });
  try {
    const passwords = await readPasswords(config.dataDirectory);
    const created = await provision(server.rootUrl, passwords, [DATABASE, SHADOW_DATABASE]);
    if (created.length > 0) onProgress(`Made the databases ${created.join(" and ")}.`);
    return { urls: embeddedUrls(server.rootUrl, passwords), isEmbedded: true, release: () => server.release() };
  } catch (error) {
    await server.release();
    throw error;
  }
}

/**
 * Opens the databases for as long as some work takes.
 *
 * @param config - where the data directory and the databases are
 * @param work - what needs them
 * @param onProgress - hears what is being done, a line at a time
 * @returns what the work gives
 * @throws Error when the databases can't be opened, and what the work throws
 */
export async function withDatabases<Result>(
  config: Config,
  work: (databases: Databases) => Promise<Result>,
  onProgress: (message: string) => void = () => {},
): Promise<Result> {
  const databases = await openDatabases(config, onProgress);
  try {
    return await work(databases);
  } finally {
    await databases.release();
  }
}

/**
 * The connection strings of the databases, without starting anything.
 *
 * @param config - where the data directory and the databases are
 * @returns the connection strings; undefined when the embedded server has never been started
 */
export async function findDatabaseUrls(config: Config): Promise<DatabaseUrls | undefined> {
  if (config.database.kind === "external") return givenUrls(config.database);
  const server = readEmbeddedServer(join(config.dataDirectory, "postgres"));
  return server && embeddedUrls(server.rootUrl, await readPasswords(config.dataDirectory));
}
