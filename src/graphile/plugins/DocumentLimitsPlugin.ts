import { type ASTVisitor, GraphQLError, type ValidationContext } from "graphql";
import type {} from "postgraphile";
import type {} from "postgraphile/grafserv";
import type { DocumentLimits } from "../../config/limits.ts";
import { afterValidation } from "../after-validation.ts";
import { refusalOfDocument } from "../document-limits.ts";
import { exceeded } from "../limit-exceeded.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      DocumentLimitsPlugin: true;
    }
  }
}

/**
 * Refuses documents that are too long before they are parsed, and those that are too much before anything else is done
 * with them, such as validation, whose errors would be as many. What passed is known to Grafserv, which doesn't ask again.
 *
 * @param limits - what a document may be
 * @returns the plugin
 */
export function DocumentLimitsPlugin(limits: DocumentLimits): GraphileConfig.Plugin {
  const refuseLength = ({ length }: string): GraphQLError | undefined => {
    if (length <= limits.characters) return undefined;
    const message = `A document can have ${limits.characters} characters; values go with the variables.`;
    return new GraphQLError(message, { extensions: exceeded("characters", limits.characters, length) });
  };
  const tooDeep = (): GraphQLError =>
    new GraphQLError(`Fields and values can be nested ${limits.depth} levels deep.`, {
      extensions: exceeded("depth", limits.depth),
    });
  const limitsRule = (context: ValidationContext): ASTVisitor => ({
    Document() {
      const refusal = refusalOfDocument(context.getDocument(), limits);
      if (refusal) throw refusal;
    },
  });
  const review = afterValidation(
    // The parser goes into depth by calling itself.
    (result) => (result.errors?.some((error) => error instanceof RangeError) ? { errors: [tooDeep()] } : result),
    refuseLength,
    (error) => {
      if (error instanceof RangeError) return tooDeep();
      return error instanceof GraphQLError ? error : undefined;
    },
  );

  return {
    name: "DocumentLimitsPlugin",
    description: "Limits how long, deep and manifold a document is.",
    version: "1.0.0",

    grafserv: {
      middleware: {
        setPreset(next, event) {
          // The first rule sees the document before all others.
          event.validationRules.unshift(limitsRule);
          return review(next, event);
        },
      },
    },
  };
}
