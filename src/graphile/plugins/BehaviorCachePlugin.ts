import type {} from "postgraphile";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      BehaviorCachePlugin: true;
    }
  }
}

/** What graphile-build's Behavior has and doesn't tell its types. */
interface Behavior {
  entityMatches(entityType: string, entity: unknown, filter: string): boolean | undefined;
  getBehaviorForEntity(entityType: string, entity: unknown): { readonly behaviorString: string };
  stringMatches(behavior: string, filter: string): boolean | undefined;
}

/**
 * Remembers which behaviors match which scopes while the schema is built: thousands of columns share a few hundred
 * behaviors, and matching them anew took half of the time of a start. What is matched stays as it is.
 */
export const BehaviorCachePlugin: GraphileConfig.Plugin = {
  name: "BehaviorCachePlugin",
  description: "Matches each behavior with each scope once.",
  version: "1.0.0",

  schema: {
    hooks: {
      build(build) {
        // It is made after this hook, and frozen at once.
        let behavior: Behavior | undefined;
        return Object.defineProperty(build, "behavior", {
          enumerable: true,
          get: () => behavior,
          set(made: Behavior) {
            behavior = withCache(made);
          },
        });
      },
    },
  },
};

function withCache(behavior: Behavior): Behavior {
  const match = behavior.entityMatches.bind(behavior);
  const matches = new Map<string, Map<string, boolean | undefined>>();
  behavior.entityMatches = (entityType, entity, filter) => {
    const scope = `${entityType} ${filter}`;
    const known = matches.get(scope);
    // The first time it is looked up whether there is such a scope for such an entity.
    if (known === undefined) {
      matches.set(scope, new Map());
      return match(entityType, entity, filter);
    }
    const { behaviorString } = behavior.getBehaviorForEntity(entityType, entity);
    if (!known.has(behaviorString)) known.set(behaviorString, behavior.stringMatches(behaviorString, filter));
    return known.get(behaviorString);
  };
  return behavior;
}
