import { GraphQLError } from "graphql";
import type {} from "postgraphile";
import type {} from "postgraphile/grafserv";
import { afterValidation } from "../after-validation.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      MaskErrorsPlugin: true;
    }
  }
}

/**
 * Closes the two ways past `grafserv.maskError`: errors of parsing and validation never reach it, and an error thrown
 * while the context is built reaches it as its bare message (and is printed).
 *
 * @param maskError - what `grafserv.maskError` is
 * @returns the plugin
 */
export function MaskErrorsPlugin(maskError: (error: GraphQLError) => GraphQLError): GraphileConfig.Plugin {
  const failures = new WeakMap<object, unknown>();
  return {
    name: "MaskErrorsPlugin",
    description: "Masks the errors of parsing, of validation and of building the context.",
    version: "1.0.0",

    grafserv: {
      middleware: {
        setPreset: afterValidation((result) => (result.errors ? { errors: result.errors.map(maskError) } : result)),
      },
    },

    grafast: {
      middleware: {
        prepareArgs(next, { args }) {
          return next.callback((error, result) => {
            if (!error) return result;
            failures.set(args, error);
            return args as Grafast.ExecutionArgs;
          });
        },
        execute(next, { args }) {
          if (!failures.has(args)) return next();
          const failure = failures.get(args);
          const originalError =
            failure && typeof failure === "object" ? (failure as Error) : new Error(String(failure));
          return { errors: [new GraphQLError("The context could not be built.", { originalError })] };
        },
      },
    },
  };
}
