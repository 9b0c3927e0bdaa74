import { type KeyObject, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "@jest/globals";

/** An HTTP server that publishes keys as an identity provider does, and is out of order as told. */
export class KeyServer {
  /** What stands at which path; a function may answer something else each time. */
  readonly documents = new Map<string, unknown>();
  /** The paths that were asked for, in order. */
  readonly asked: string[] = [];
  /** Answers 500, or not at all. */
  state: "up" | "failing" | "hanging" = "up";
  private readonly server = createServer((request, response) => {
    const path = request.url ?? "";
    this.asked.push(path);
    if (this.state === "hanging") return;
    const document = this.documents.get(path);
    if (this.state === "failing") response.writeHead(500).end();
    else if (document === undefined) response.writeHead(404).end();
    else if (document instanceof URL) response.writeHead(302, { location: document.href }).end();
    else {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(typeof document === "string" ? document : JSON.stringify(document));
    }
  });

  /** Its address without a path: `http://127.0.0.1:…`. */
  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Publishes public keys, by their ids, at a path. */
  publish(path: string, keys: Readonly<Record<string, KeyObject>>): void {
    const jwks = Object.entries(keys).map(([kid, key]) => ({ ...key.export({ format: "jwk" }), kid, use: "sig" }));
    this.documents.set(path, { keys: jwks });
  }

  /** How often a path was asked for. */
  count(path: string): number {
    return this.asked.filter((asked) => asked === path).length;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Gives a test file a key server of its own; it answers once tests run. */
export function useKeyServer(): KeyServer {
  const server = new KeyServer();
  beforeAll(() => server.start());
  afterAll(() => server.stop());
  return server;
}

/** A path that nobody asked for before, so that tests don't share what was fetched. */
export function newPath(): string {
  return `/${randomUUID()}`;
}
