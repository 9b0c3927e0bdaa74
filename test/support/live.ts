import { afterAll, beforeAll } from "@jest/globals";
import type { GraphQLFormattedError } from "graphql";
import { type Client, createClient } from "graphql-ws";
import { WebSocket } from "ws";
import type { Actor, ClientActor } from "./database.ts";
import { loadOperation, type TestGateway } from "./gateway.ts";

const PATIENCE_MS = 15_000;

/** An event as a subscriber gets it, under the field’s name or not. */
export interface ReceivedEvent {
  readonly event: string;
  readonly id: string | null;
  readonly [row: string]: unknown;
}

/** Why a websocket was closed. */
export interface Closed {
  readonly code: number;
  readonly reason: string;
}

async function inTime<Result>(work: Promise<Result>, what: string): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} after ${PATIENCE_MS} ms.`)), PATIENCE_MS);
  });
  return Promise.race([work, patience]).finally(() => clearTimeout(timer));
}

/** What one subscription brings, one after the other. */
export class Received {
  hasCompleted = false;
  private readonly results: { data?: Record<string, unknown> | null; errors?: readonly GraphQLFormattedError[] }[] = [];
  private failure: unknown;
  private wake: () => void = () => {};

  readonly sink = {
    next: (result: object) => {
      this.results.push(result);
      this.wake();
    },
    error: (error: unknown) => {
      this.failure = error;
      this.wake();
    },
    complete: () => {
      this.hasCompleted = true;
      this.wake();
    },
  };

  /** How many results are there to be taken, of rows. */
  get waiting(): number {
    return this.results.filter(({ data }) => !JSON.stringify(data).includes('"RESYNC"')).length;
  }

  /** The next result as it came. */
  async result() {
    await inTime(
      (async () => {
        while (this.results.length === 0) {
          if (this.failure !== undefined) throw this.failure;
          if (this.hasCompleted) throw new Error("It is complete.");
          await new Promise<void>((resolve) => {
            this.wake = resolve;
          });
        }
      })(),
      "There is no event",
    );
    const result = this.results.shift();
    if (!result) throw new Error("There is no result.");
    return result;
  }

  /** Comes back when a subscription begins, be it anew. */
  async beginning(): Promise<void> {
    while (!JSON.stringify((await this.result()).data).includes('"SUBSCRIBED"'));
  }

  /** The next event but the first, which says no more than that it begins. */
  async nextOrResync(): Promise<ReceivedEvent> {
    const { data, errors } = await this.result();
    if (errors || !data) throw new Error(`Expected an event, got ${JSON.stringify(errors)}`);
    const event = Object.values(data)[0] as ReceivedEvent;
    return event.event === "SUBSCRIBED" ? this.nextOrResync() : event;
  }

  /** The next event of a row. A long transaction of another test file may bring a RESYNC at any time. */
  async next(): Promise<ReceivedEvent> {
    const event = await this.nextOrResync();
    return event.event === "RESYNC" ? this.next() : event;
  }

  /** The next event but those of the others: for what says nothing about the present test. */
  async nextOf(id: string): Promise<ReceivedEvent> {
    for (;;) {
      const event = await this.next();
      if (event.id === id) return event;
    }
  }

  /** The code of the error that there is instead of a subscription. */
  async refusal(): Promise<unknown> {
    try {
      const { errors } = await this.result();
      return errors ? errors[0]?.extensions?.["code"] : this.refusal();
    } catch (error) {
      if (Array.isArray(error)) return error[0]?.extensions?.code;
      throw error;
    }
  }
}

/** Somebody on a websocket. */
export class LiveClient {
  readonly client: Client;
  readonly closed: Promise<Closed>;
  socket: WebSocket | undefined;

  constructor(url: string, parameters: () => Promise<Record<string, string>>, headers: Record<string, string> = {}) {
    const { promise, resolve } = Promise.withResolvers<Closed>();
    this.closed = promise;
    class Socket extends WebSocket {
      constructor(address: string, protocol: string) {
        super(address, protocol, { headers });
      }
    }
    this.client = createClient({
      url,
      webSocketImpl: Socket,
      connectionParams: parameters,
      lazy: false,
      retryAttempts: 0,
      onNonLazyError: () => {},
      on: {
        opened: (socket) => {
          this.socket = socket as WebSocket;
        },
        closed: (event) => {
          const { code, reason } = event as Closed;
          resolve({ code, reason });
        },
      },
    });
  }

  /** Why the gateway has closed it. */
  async whyClosed(): Promise<Closed> {
    return inTime(this.closed, "It isn’t closed");
  }

  subscribe(document: string, variables: Record<string, unknown> = {}): Received & { stop(): void } {
    const received = new Received();
    const stop = this.client.subscribe({ query: document, variables }, received.sink);
    return Object.assign(received, { stop });
  }

  /** Subscribes with a document of graphql/operations. */
  run(operation: string, variables: Record<string, unknown> = {}) {
    return this.subscribe(loadOperation(operation), variables);
  }

  /** Asks something on the websocket. */
  async query(document: string, variables: Record<string, unknown> = {}, extensions?: Record<string, unknown>) {
    const received = new Received();
    this.client.subscribe({ query: document, variables, ...(extensions && { extensions }) }, received.sink);
    return received.result();
  }

  async close(): Promise<void> {
    await this.client.dispose();
  }
}

/** A gateway that listens, for clients of websockets and event streams. */
export class LiveGateway {
  private readonly gateway: TestGateway;
  private readonly clients: LiveClient[] = [];
  private addressOf: string | undefined;

  constructor(gateway: TestGateway) {
    this.gateway = gateway;
  }

  get address(): string {
    if (!this.addressOf) throw new Error("The gateway listens in beforeAll: use it inside tests.");
    return this.addressOf;
  }

  get websocketAddress(): string {
    return `${this.address.replace("http", "ws")}/graphql`;
  }

  async start(): Promise<void> {
    this.addressOf = await this.gateway.app.listen({ host: "127.0.0.1", port: 0 });
  }

  async stop(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.close()));
  }

  /** Somebody who says who they are in the first message. */
  with(parameters: Record<string, string> | (() => Promise<Record<string, string>>), headers?: Record<string, string>) {
    const client = new LiveClient(
      this.websocketAddress,
      typeof parameters === "function" ? parameters : async () => parameters,
      headers,
    );
    this.clients.push(client);
    return client;
  }

  as(actor: Actor): LiveClient {
    return this.with(() => this.headersOf(actor));
  }

  asClient({ contactId: subject }: ClientActor): LiveClient {
    return this.with(async () => ({
      authorization: `Bearer ${await this.gateway.issuer.issueToken({ subject, expiresIn: 600, isClient: true })}`,
    }));
  }

  async headersOf(actor: Actor): Promise<Record<string, string>> {
    return {
      authorization: `Bearer ${await this.gateway.tokenFor(actor)}`,
      ...(actor.organization === undefined ? {} : { "x-organization-id": actor.organization }),
    };
  }
}

/**
 * Lets the gateway of a test file listen.
 *
 * @param gateway - the gateway, from `useGateway`, which must come first
 * @returns makes clients, which are closed at the end
 */
export function useLiveGateway(gateway: TestGateway): LiveGateway {
  const live = new LiveGateway(gateway);
  beforeAll(() => live.start(), 60_000);
  afterAll(() => live.stop());
  return live;
}
