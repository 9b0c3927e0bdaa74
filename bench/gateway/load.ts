import { connect, type Socket } from "node:net";
import { serve } from "./channel.ts";
import { UNIQUE } from "./load-request.ts";

/*
 * The process that asks. It speaks just as much HTTP as it takes, since on a small machine whatever it does is time that
 * the gateway and the database don't have: requests are ready as bytes, answers are looked through and not parsed.
 */

/** Whom to ask what, and for how long. */
export interface Load {
  readonly port: number;
  /** Whole requests, asked one after the other, and then again. */
  readonly requests: readonly string[];
  readonly connections: number;
  readonly milliseconds: number;
}

/** How it went. */
export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
}

const END_OF_HEAD = Buffer.from("\r\n\r\n");
const ERRORS = Buffer.from('"errors":[');
// Never the same in two runs of this process, nor in two processes.
let unique = Date.now() * 1_000;

/** One connection, with one request under way at a time. */
class Connection {
  private readonly socket: Socket;
  private received: Buffer = Buffer.alloc(0);
  private answer: PromiseWithResolvers<void> | undefined;

  constructor(port: number) {
    this.socket = connect({ host: "127.0.0.1", port, noDelay: true });
    this.socket.on("data", (chunk) => this.take(chunk));
    this.socket.on("error", (error) => this.answer?.reject(error));
    this.socket.on("close", () => this.answer?.reject(new Error("The connection was closed.")));
  }

  ask(request: string): Promise<void> {
    this.answer = Promise.withResolvers();
    this.socket.write(request, "latin1");
    return this.answer.promise;
  }

  close(): void {
    this.answer = undefined;
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    const head = this.received.indexOf(END_OF_HEAD);
    if (head < 0) return;
    const text = this.received.toString("latin1", 0, head);
    const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
    const end = head + END_OF_HEAD.length + Number(length);
    if (length !== undefined && this.received.length < end) return;
    const body = this.received.subarray(head);
    this.received = Buffer.alloc(0);
    if (length !== undefined && text.startsWith("HTTP/1.1 200") && !body.includes(ERRORS)) this.answer?.resolve();
    else this.answer?.reject(new Error(`Unexpected answer: ${text}${body.toString().slice(0, 1_000)}`));
  }
}

const at = (sorted: Float64Array, share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;

/** The functions of the process. */
const functions = {
  /** Asks until the time is over. */
  async run({ port, requests, connections, milliseconds }: Load): Promise<LoadResult> {
    const isUnique = requests.map((request) => request.includes(UNIQUE));
    const latencies: number[] = [];
    let turn = Math.floor(Math.random() * requests.length);
    const begun = performance.now();
    const worker = async () => {
      const connection = new Connection(port);
      try {
        while (performance.now() < begun + milliseconds) {
          const index = turn++ % requests.length;
          let request = requests[index] ?? "";
          if (isUnique[index]) {
            request = request.replaceAll(UNIQUE, () => (unique++).toString(36).padStart(UNIQUE.length, "0"));
          }
          const sent = performance.now();
          await connection.ask(request);
          latencies.push(performance.now() - sent);
        }
      } finally {
        connection.close();
      }
    };
    await Promise.all(Array.from({ length: connections }, worker));
    const seconds = (performance.now() - begun) / 1_000;
    const sorted = Float64Array.from(latencies).sort();
    return { requests: latencies.length, seconds, p50: at(sorted, 0.5), p99: at(sorted, 0.99) };
  },
};
export type LoadApi = typeof functions;

serve(functions);
