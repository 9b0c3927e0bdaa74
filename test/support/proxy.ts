import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll } from "@jest/globals";

/** A way to the database server that can be cut, as networks are. */
export class DatabaseProxy {
  private readonly target: () => string;
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private port = 0;
  private isSilent = false;

  constructor(target: () => string) {
    this.target = target;
  }

  /** The connection string of the target, through here. */
  get url(): string {
    const url = new URL(this.target());
    url.hostname = "127.0.0.1";
    url.port = String(this.port);
    return url.href;
  }

  /** Lets connections through; after a cut, at the same address. */
  async open(): Promise<void> {
    const { hostname, port } = new URL(this.target());
    this.isSilent = false;
    this.server = createServer((incoming) => {
      const outgoing = connect(Number(port), hostname);
      for (const [socket, other] of [
        [incoming, outgoing],
        [outgoing, incoming],
      ] as const) {
        this.sockets.add(socket);
        socket.on("error", () => {});
        socket.on("close", () => {
          this.sockets.delete(socket);
          other.destroy();
        });
        socket.on("data", (bytes) => {
          if (!this.isSilent) other.write(bytes);
        });
      }
    });
    this.server.listen(this.port, "127.0.0.1");
    await once(this.server, "listening");
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** Swallows all that is sent from now on, as a firewall that has forgotten a connection does, until it is cut. */
  fallSilent(): void {
    this.isSilent = true;
  }

  /** Breaks all connections and lets no new ones through. */
  async cut(): Promise<void> {
    const { server } = this;
    if (!server?.listening) return;
    server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(server, "close");
  }
}

/**
 * Gives a test file a way to its database that can be cut.
 *
 * @param target - the connection string, once tests run
 * @returns the way, open
 */
export function useProxy(target: () => string): DatabaseProxy {
  const proxy = new DatabaseProxy(target);
  beforeAll(() => proxy.open());
  afterAll(() => proxy.cut());
  return proxy;
}
