import { once } from "node:events";
import { WebSocket } from "ws";
import { until } from "./waiting.ts";

const PATIENCE_MS = 15_000;

/** A message of the gateway, as it came. */
export interface RawMessage {
  readonly id?: string;
  readonly type: string;
  readonly payload?: unknown;
}

/** A websocket whose messages are written by hand, for what well-behaved clients don’t send. */
export class RawWebsocket {
  readonly received: RawMessage[] = [];
  closeCode: number | undefined;
  private readonly socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on("message", (data) => this.received.push(JSON.parse(String(data))));
    socket.on("close", (code) => {
      this.closeCode = code;
    });
  }

  /** Opens one and introduces itself with headers. */
  static async open(address: string, headers: Record<string, string> = {}): Promise<RawWebsocket> {
    const socket = new WebSocket(address, "graphql-transport-ws", { headers });
    await once(socket, "open");
    const raw = new RawWebsocket(socket);
    raw.send({ type: "connection_init" });
    await raw.receives((messages) => messages.some(({ type }) => type === "connection_ack"));
    return raw;
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  subscribe(id: string, payload: object): void {
    this.send({ id, type: "subscribe", payload });
  }

  complete(id: string): void {
    this.send({ id, type: "complete" });
  }

  /** What came for an operation, of one type. */
  of(id: string, type: "next" | "error" | "complete"): RawMessage[] {
    return this.received.filter((message) => message.id === id && message.type === type);
  }

  /** The first answer or error of an operation. */
  async answer(id: string): Promise<unknown> {
    await this.receives(() => this.of(id, "next").length + this.of(id, "error").length > 0);
    return (this.of(id, "next")[0] ?? this.of(id, "error")[0])?.payload;
  }

  /** Waits until what came so far holds something. */
  async receives(holds: (messages: readonly RawMessage[]) => boolean): Promise<void> {
    await until(async () => holds(this.received), PATIENCE_MS);
  }

  async whyClosed(): Promise<number> {
    await until(async () => this.closeCode !== undefined, PATIENCE_MS);
    return this.closeCode ?? 0;
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.whyClosed();
  }
}
