import { GraphQLError } from "graphql";
import type {} from "postgraphile";
import { exportable } from "../exportable.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      ScalarValuesPlugin: true;
    }
  }
}

/** Refuses lists and objects where a scalar is meant: made into text, they fail in ways that nobody foresees. */
export const ScalarValuesPlugin: GraphileConfig.Plugin = {
  name: "ScalarValuesPlugin",
  description: "Takes no lists and objects for scalars, but for JSON.",
  version: "1.0.0",

  schema: {
    hooks: {
      GraphQLScalarType(config) {
        const { name, parseValue } = config;
        if (name === "JSON" || parseValue == null) return config;
        return {
          ...config,
          parseValue: exportable(ofScalar, parseValue, name),
        };
      },
    },
  },
};

type ParseValue = (value: unknown) => unknown;

/**
 * Reads the values of a scalar.
 *
 * @param parseValue - reads them as they come
 * @param name - of the scalar
 * @returns a function that reads them and throws for lists and objects
 */
export function ofScalar(parseValue: ParseValue, name: string): ParseValue {
  return (value) => {
    if (typeof value !== "object" || value === null) return parseValue(value);
    throw new GraphQLError(`${name} can’t be a list or an object.`);
  };
}
