import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { serve } from "./channel.ts";

/*
 * A process that stands between a gateway and the database: it makes the way longer, and counts what passes.
 *
 * Timers of Node.js are too coarse for half a millisecond. Whatever is under way waits in one queue instead, which is
 * looked through again and again, so that no chunk waits for another one to arrive.
 */
const NAP_MS = 0.05;

/** What has passed since the last look. */
export interface Passed {
  /** How often a client sent something while everything it had sent was answered: it could not have waited less. */
  readonly flights: number;
  /** Statements that the server was to execute. */
  readonly statements: number;
}

/** How the way is made longer. */
export interface Way {
  readonly host: string;
  readonly port: number;
  readonly toServerMs: number;
  readonly toClientMs: number;
}

type Counter = { -readonly [Name in keyof Passed]: Passed[Name] };

interface Delayed {
  readonly due: number;
  deliver(): void;
}

const queues = new Map<number, Delayed[]>();
const nap = new Int32Array(new SharedArrayBuffer(4));
let isDelivering = false;
const counters = new Map<number, Counter>();

function later(delayMs: number, deliver: () => void): void {
  const queue = queues.get(delayMs) ?? [];
  queues.set(delayMs, queue);
  queue.push({ due: performance.now() + delayMs, deliver });
  if (!isDelivering) setImmediate(deliverDue);
  isDelivering = true;
}

function deliverDue(): void {
  const now = performance.now();
  let next = Number.POSITIVE_INFINITY;
  for (const queue of queues.values()) {
    while (queue[0] !== undefined && queue[0].due <= now) queue.shift()?.deliver();
    next = Math.min(next, queue[0]?.due ?? next);
  }
  isDelivering = next < Number.POSITIVE_INFINITY;
  if (!isDelivering) return;
  Atomics.wait(nap, 0, 0, Math.min(NAP_MS, Math.max(0, next - performance.now())));
  setImmediate(deliverDue);
}

/** Reads the messages of one side of a connection, of which the first of a client has no type. */
class Messages {
  private rest = Buffer.alloc(0);
  private hasType: boolean;

  constructor(hasType: boolean) {
    this.hasType = hasType;
  }

  /** How many messages of each of the types a chunk completes. */
  count(chunk: Buffer, types: string): number {
    let data = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    let found = 0;
    for (;;) {
      const header = this.hasType ? 5 : 4;
      if (data.length < header) break;
      const length = data.readUInt32BE(header - 4) + header - 4;
      if (data.length < length) break;
      if (this.hasType && types.includes(String.fromCharCode(data[0] ?? 0))) found++;
      this.hasType = true;
      data = data.subarray(length);
    }
    this.rest = Buffer.from(data);
    return found;
  }
}

function pass(incoming: Socket, { host, port, toServerMs, toClientMs }: Way, passed: Counter | undefined): void {
  const outgoing = connect({ host, port, noDelay: true });
  incoming.setNoDelay(true);
  const [statements, syncs, ready] = [new Messages(false), new Messages(false), new Messages(true)];
  let unanswered = 0;
  incoming.on("data", (chunk) => {
    if (passed !== undefined) {
      if (unanswered === 0) passed.flights++;
      passed.statements += statements.count(chunk, "QE");
      unanswered += syncs.count(chunk, "QS");
    }
    later(toServerMs, () => outgoing.write(chunk));
  });
  outgoing.on("data", (chunk) => {
    later(toClientMs, () => {
      // The first says that the connection is ready, and answers nothing.
      if (passed !== undefined) unanswered = Math.max(0, unanswered - ready.count(chunk, "Z"));
      incoming.write(chunk);
    });
  });
  for (const [socket, other] of [
    [incoming, outgoing],
    [outgoing, incoming],
  ] as const) {
    socket.on("error", () => {});
    socket.on("close", () => other.destroy());
  }
}

/** The functions of the process. */
const functions = {
  /** Opens a way; gives its port. */
  async open({ isCounting, ...way }: Way & { readonly isCounting: boolean }): Promise<number> {
    const passed = isCounting ? { flights: 0, statements: 0 } : undefined;
    const server = createServer((socket) => pass(socket, way, passed));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    if (passed !== undefined) counters.set(port, passed);
    return port;
  },
  /** What has passed a counting way since the last call. */
  count(port: number): Passed {
    const counter = counters.get(port);
    if (counter === undefined) throw new Error("This way counts nothing.");
    const counted = { ...counter };
    Object.assign(counter, { flights: 0, statements: 0 });
    return counted;
  },
};
export type DelayProxy = typeof functions;

serve(functions);
