import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** What {@link RawClient} sends. */
export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A connection of a client that does only what it is told to, and so may well read nothing. */
export class RawClient {
  readonly socket: Socket;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on("error", () => {});
  }

  /**
   * Connects.
   *
   * @param address - of the gateway
   * @returns the connection
   */
  static async open(address: string): Promise<RawClient> {
    const { hostname, port } = new URL(address);
    const client = new RawClient(connect(Number(port), hostname));
    await once(client.socket, "connect");
    client.socket.pause();
    return client;
  }

  /** Where it comes from, by which the gateway knows it. */
  get port(): number {
    return this.socket.localPort ?? 0;
  }

  /** Sends a request, and reads nothing. */
  send({ method = "POST", path, headers, body = "" }: RawRequest): void {
    const length = body === "" ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const lines = Object.entries({ host: "gateway", ...headers, ...length }).map(
      ([name, value]) => `${name}: ${value}`,
    );
    this.socket.write(`${[`${method} ${path} HTTP/1.1`, ...lines].join("\r\n")}\r\n\r\n${body}`);
  }

  /** Sends a text, a few characters at a time, for as long as it is listened to. */
  async drip(text: string, everyMs: number): Promise<void> {
    for (const character of text) {
      if (this.socket.destroyed) return;
      this.socket.write(character);
      await sleep(everyMs);
    }
  }

  /** Reads a little at a time, until so many bytes have come or there are no more; gives how many came. */
  async sip(wanted: number, everyMs: number): Promise<number> {
    let bytes = 0;
    while (bytes < wanted && !this.socket.readableEnded && !this.socket.destroyed) {
      bytes += this.socket.read()?.length ?? 0;
      await sleep(everyMs);
    }
    return bytes;
  }
}
