import type { PgResource } from "postgraphile/@dataplan/pg";
import type { FieldArgs, Step } from "postgraphile/grafast";
import { constant, context, get, lambda, listen } from "postgraphile/grafast";
import type { LiveEvent } from "../live/subscription.ts";
import type { Topic } from "../live/topics.ts";
import type { Wanted } from "./plugins/LiveOperationsPlugin.ts";

/**
 * Plans what is subscribed to.
 *
 * @param topic - what the field is about
 * @returns the plan
 */
export function subscribing(topic: Topic) {
  return (_$root: Step, fieldArguments: FieldArgs) => {
    const $named = topic.argument ? fieldArguments.getRaw(topic.argument.name) : constant(undefined);
    const $wanted = lambda($named, (named): Wanted => ({ topic, named: (named as string | null) ?? undefined }), true);
    // biome-ignore lint/suspicious/noExplicitAny: the topic is an object, which the types of Grafast don’t foresee.
    return listen(context().get("paced" as never) as any, $wanted as any, sameEvent);
  };
}

/** Plans a payload: the event. */
export function sameEvent($event: Step): Step {
  return $event;
}

/** Plans what has happened. */
export function eventOf($event: Step) {
  return get($event as Step<LiveEvent>, "event");
}

/** Plans the id of the row that it has happened to. */
export function idOf($event: Step) {
  return get($event as Step<LiveEvent>, "id");
}

/**
 * Plans the row as it is now.
 *
 * @param resource - the table
 * @returns the plan
 */
export function rowOf(resource: PgResource) {
  return ($event: Step) => resource.get({ id: get($event as Step<LiveEvent>, "rowId") } as never);
}
