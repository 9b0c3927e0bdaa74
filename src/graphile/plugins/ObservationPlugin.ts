import type { GraphQLError } from "graphql";
import type {} from "postgraphile";
import type { OperationObserver } from "../gateway-options.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      ObservationPlugin: true;
    }
  }
}

/**
 * Tells how long operations take to be planned; those whose plan is there already, next to nothing.
 *
 * @param observer - who hears
 * @returns the plugin
 */
export function ObservationPlugin(observer: OperationObserver): GraphileConfig.Plugin {
  return {
    name: "ObservationPlugin",
    description: "Tells how long operations take to be planned.",
    version: "1.0.0",

    grafast: {
      middleware: {
        establishOperationPlan(next) {
          const startedAt = performance.now();
          try {
            return next();
          } finally {
            observer.planned(performance.now() - startedAt);
          }
        },
      },
    },
  };
}

type MaskError = (error: GraphQLError) => GraphQLError;

/**
 * Tells what clients are told.
 *
 * @param maskError - makes of errors what clients may know
 * @param observer - who hears of each error once, however often it is masked
 * @returns the same function, observed
 */
export function observedMaskError(maskError: MaskError, observer: OperationObserver | undefined): MaskError {
  if (observer === undefined) return maskError;
  const told = new WeakSet<GraphQLError>();
  return (error) => {
    const masked = maskError(error);
    if (!told.has(error))
      observer.error({ code: String(masked.extensions["code"]), limit: masked.extensions["limit"] });
    told.add(masked);
    return masked;
  };
}
