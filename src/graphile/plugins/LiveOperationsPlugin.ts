import { type ExecutionResult, GraphQLError, getOperationAST } from "graphql";
import type {} from "postgraphile";
import type { TakeTurn } from "../../authentication/turns.ts";
import { ReadingTime } from "../../live/reading-time.ts";
import type { LiveSubscription } from "../../live/subscription.ts";
import type { Topic } from "../../live/topics.ts";
import type { RequestIdentity } from "../context.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      LiveOperationsPlugin: true;
    }
  }
  namespace Grafast {
    interface RequestContext {
      /** The operation on a websocket or an event stream that this is. */
      live?: LiveOperation | undefined;
    }
    interface Context {
      /** Where subscriptions come from; only for operations on a websocket or an event stream. */
      live?: LiveSource | undefined;
    }
  }
}

/** What an operation on a websocket or an event stream can subscribe through. */
export interface LiveSource {
  subscribe(topic: Topic, named: string | undefined): Promise<LiveSubscription>;
  /** Waits for its turn among all that read for subscribers. */
  readonly takeTurn: TakeTurn;
}

/** An operation on a websocket or an event stream. */
export interface LiveOperation {
  readonly identity: RequestIdentity;
  readonly idempotencyKey: string | undefined;
  readonly source: LiveSource;
}

/** What an operation subscribes to. */
export interface Wanted {
  readonly topic: Topic;
  readonly named: string | undefined;
}

/**
 * The subscription of one operation, at the pace of whoever reads. Grafast takes from a stream whatever is there and
 * keeps the results for a slow reader, so the stream gives one event for each result that is asked for.
 */
class PacedSubscription {
  private readonly source: LiveSource;
  private readonly time: ReadingTime;
  private subscription: LiveSubscription | undefined;
  private hasEnded = false;
  private demanded = 0;

  constructor(source: LiveSource, time: ReadingTime) {
    this.source = source;
    this.time = time;
  }

  /** Called by Grafast, as its `GrafastSubscriber`. */
  async subscribe({ topic, named }: Wanted): Promise<LiveSubscription> {
    const subscription = await this.source.subscribe(topic, named);
    this.subscription = subscription;
    // Whoever was here when this began may be gone by now.
    if (this.hasEnded) await subscription.return();
    for (; this.demanded > 0; this.demanded--) subscription.demand();
    return subscription;
  }

  /** Gives the results to whoever reads them. Ending it ends a wait for the next one, which a generator would not do. */
  read(results: AsyncIterator<ExecutionResult>): AsyncIterableIterator<ExecutionResult, undefined> {
    const end = async () => {
      this.hasEnded = true;
      await this.subscription?.return();
      await results.return?.();
      return { done: true as const, value: undefined };
    };
    return {
      next: async () => {
        if (this.hasEnded) return { done: true, value: undefined };
        this.time.begin();
        if (this.subscription) this.subscription.demand();
        else this.demanded++;
        const { done, value } = await results.next();
        return done ? end() : { done: false, value };
      },
      return: end,
      throw: async (error) => {
        await end();
        throw error;
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}

const REFUSAL = "Subscribe over a websocket on this address, or by an event stream on /graphql/stream.";

/** Carries subscriptions out. Where they come from is up to the connection that an operation arrives on. */
export const LiveOperationsPlugin: GraphileConfig.Plugin = {
  name: "LiveOperationsPlugin",
  description: "Carries subscriptions out, at the pace of whoever reads.",
  version: "1.0.0",

  grafast: {
    middleware: {
      execute(next, { args }) {
        // Over plain HTTP there is nothing that would carry the events.
        if (getOperationAST(args.document, args.operationName)?.operation !== "subscription") return next();
        return { errors: [new GraphQLError(REFUSAL, { extensions: { code: "BAD_USER_INPUT" } })] };
      },
      async subscribe(next, { args }) {
        const contextValue: Partial<Grafast.Context> = args.contextValue ?? {};
        const { live, withPgClient } = contextValue;
        if (!live || !withPgClient)
          return { errors: [new GraphQLError(REFUSAL, { extensions: { code: "BAD_USER_INPUT" } })] };
        // Grafast’s time counts from the beginning, and a subscription has no end, so each event has the time of an operation.
        const { planning, execution } = args.resolvedPreset?.grafast?.timeouts ?? {};
        const time = new ReadingTime(execution ?? Number.POSITIVE_INFINITY);
        const paced = new PacedSubscription(live, time);
        const read: typeof withPgClient = (settings, work) =>
          live.takeTurn(() => time.spend(() => withPgClient(settings, work)));
        args.contextValue = Object.assign(contextValue, { paced, withPgClient: read });
        args.resolvedPreset = {
          ...args.resolvedPreset,
          grafast: { ...args.resolvedPreset?.grafast, timeouts: planning === undefined ? {} : { planning } },
        } as GraphileConfig.ResolvedPreset;
        const result = await next();
        if (!(Symbol.asyncIterator in result)) return result;
        const results = (result as AsyncIterable<ExecutionResult>)[Symbol.asyncIterator]();
        return paced.read(results) as AsyncGenerator<ExecutionResult, void, void>;
      },
    },
  },
};
