import { type ASTVisitor, GraphQLError, type ValidationContext } from "graphql";
import type {} from "postgraphile";
import type {} from "postgraphile/grafserv";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      IntrospectionPlugin: true;
    }
  }
}

const INTROSPECTION_FIELDS = new Set(["__schema", "__type"]);

function noIntrospection(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      if (!INTROSPECTION_FIELDS.has(node.name.value)) return undefined;
      const extensions = {
        code: "FORBIDDEN",
        hint: "The schema is in graphql/schema.graphql; INTROSPECTION=true lets it be asked for here.",
      };
      context.reportError(new GraphQLError("The schema can’t be asked for here.", { nodes: node, extensions }));
      // What is selected of it, is no matter.
      return false;
    },
  };
}

/** Refuses to tell the schema. `__typename` goes on to work, as clients need it. */
export const IntrospectionPlugin: GraphileConfig.Plugin = {
  name: "IntrospectionPlugin",
  description: "Switches introspection off.",
  version: "1.0.0",

  grafserv: {
    middleware: {
      setPreset(next, event) {
        event.validationRules.push(noIntrospection);
        return next();
      },
    },
  },
};
