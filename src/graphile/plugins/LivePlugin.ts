import type {} from "postgraphile";
import type { PgResource } from "postgraphile/@dataplan/pg";
import { extendSchema } from "postgraphile/utils";
import { TOPICS, type Topic } from "../../live/topics.ts";
import { exportable } from "../exportable.ts";
import { eventOf, idOf, rowOf, sameEvent, subscribing } from "../live-plans.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      LivePlugin: true;
    }
  }
}

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

/** Subscriptions. How they are carried out, {@link LiveOperationsPlugin} says. */
export const LivePlugin: GraphileConfig.Plugin = extendSchema((build) => {
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
    { subscribePlan: exportable(subscribing, topic), plan: sameEvent },
  ]);
  const payloads = TOPICS.map(({ field, table, rowField }) => {
    const resource = resourceOf(table);
    return [
      `${upperFirst(field)}Payload`,
      {
        plans: {
          event: eventOf,
          id: idOf,
          [rowField]: exportable(rowOf, resource),
        },
      },
    ];
  });
  return {
    typeDefs: [EVENTS, ...TOPICS.map(typesOf)].join("\n"),
    objects: { Subscription: { plans: Object.fromEntries(subscribePlans) }, ...Object.fromEntries(payloads) },
  };
}, "LivePlugin");

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `pipelineId` names a pipeline. */
function singular(argument: string): string {
  return argument.replace(/Id$/, "");
}
