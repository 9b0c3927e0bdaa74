import { type ExecutionResult, GraphQLError, getOperationAST } from "graphql";
import type {} from "postgraphile";
import type { PgResource } from "postgraphile/@dataplan/pg";
import type { FieldArgs, Step } from "postgraphile/grafast";
import { constant, context, get, lambda, listen } from "postgraphile/grafast";
import { extendSchema } from "postgraphile/utils";
import type { TakeTurn } from "../../authentication/turns.ts";
import { ReadingTime } from "../../live/reading-time.ts";
import type { LiveEvent, LiveSubscription } from "../../live/subscription.ts";
import { TOPICS, type Topic } from "../../live/topics.ts";
import type { RequestIdentity } from "../context.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      LivePlugin: true;
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

interface Wanted {
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

function typesOf(topic: Topic): string {
  const { field, rowField, argument, description } = topic;
  const type = upperFirst(rowField);
  const payload = `${upperFirst(field)}Payload`;
  const parameter = argument
    ? `("""${argument.table === topic.table ? "The id of the one to be told of." : `The id of the ${singular(argument.name)}.`}""" ${argument.name}: UUID${argument.isRequired ? "!" : ""})`
    : "";
  return `
    """What \`${field}\` tells."""
    type ${payload} {
      """What has happened."""
      event: LiveEvent!
      """The id of the row; empty with \`SUBSCRIBED\` and \`RESYNC\`."""
      id: UUID
      """The row as it is now; empty unless it was added or changed."""
      ${rowField}: ${type}
    }
    extend type Subscription {
      """${description} Each is read anew under the subscriber’s permissions."""
      ${field}${parameter}: ${payload}
    }`;
}

const EVENTS = `
  """What has happened to a row."""
  enum LiveEvent {
    """It begins: what changes from here on is told. Read now what is to be kept up to date."""
    SUBSCRIBED
    """It was added, or is seen for the first time."""
    CREATED
    """It was changed."""
    UPDATED
    """It is gone, or out of the subscriber’s sight."""
    DELETED
    """Changes went by unseen: read anew whatever was read before."""
    RESYNC
  }`;

/** Subscriptions. Where they come from is up to the connection that an operation arrives on. */
export const LivePlugin: GraphileConfig.Plugin = {
  ...extendSchema((build) => {
    const resourceOf = (table: string): PgResource => {
      const resource = Object.values(build.input.pgRegistry.pgResources).find(
        ({ extensions, parameters }) =>
          extensions?.pg?.name === table && extensions.pg.schemaName === "app_public" && !parameters,
      );
      if (!resource) throw new Error(`There is no table ${table} to subscribe to.`);
      return resource as PgResource;
    };
    const subscribePlans = TOPICS.map((topic) => [
      topic.field,
      {
        subscribePlan(_$root: Step, fieldArguments: FieldArgs) {
          const $named = topic.argument ? fieldArguments.getRaw(topic.argument.name) : constant(undefined);
          const $wanted = lambda(
            $named,
            (named): Wanted => ({ topic, named: (named as string | null) ?? undefined }),
            true,
          );
          // biome-ignore lint/suspicious/noExplicitAny: the topic is an object, which the types of Grafast don’t foresee.
          return listen(context().get("paced" as never) as any, $wanted as any, ($event) => $event as Step);
        },
        plan: ($event: Step) => $event,
      },
    ]);
    const payloads = TOPICS.map(({ field, table, rowField }) => {
      const resource = resourceOf(table);
      return [
        `${upperFirst(field)}Payload`,
        {
          plans: {
            event: ($event: Step) => get($event as Step<LiveEvent>, "event"),
            id: ($event: Step) => get($event as Step<LiveEvent>, "id"),
            [rowField]: ($event: Step) => resource.get({ id: get($event as Step<LiveEvent>, "rowId") } as never),
          },
        },
      ];
    });
    return {
      typeDefs: [EVENTS, ...TOPICS.map(typesOf)].join("\n"),
      objects: { Subscription: { plans: Object.fromEntries(subscribePlans) }, ...Object.fromEntries(payloads) },
    };
  }, "LivePlugin"),

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

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `pipelineId` names a pipeline. */
function singular(argument: string): string {
  return argument.replace(/Id$/, "");
}
