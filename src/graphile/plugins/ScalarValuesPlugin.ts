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

/**
 * Refuses lists and objects where a scalar is meant: made into text, they fail in ways that nobody foresees. In JSON a
 * number too large for JavaScript is refused, which would become null.
 */
export const ScalarValuesPlugin: GraphileConfig.Plugin = {
  name: "ScalarValuesPlugin",
  description: "Takes no lists and objects for scalars, but for JSON.",
  version: "1.0.0",

  schema: {
    hooks: {
      GraphQLScalarType(config) {
        const { name, parseValue } = config;
        if (parseValue == null) return config;
        return { ...config, parseValue: exportable(name === "JSON" ? ofJson : ofScalar, parseValue, name) };
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

/**
 * Reads JSON.
 *
 * @param parseValue - reads it as it comes
 * @param name - of the scalar
 * @returns a function that reads it and throws where a number isn't finite
 */
export function ofJson(parseValue: ParseValue, name: string): ParseValue {
  const isTooLarge = (value: unknown) => typeof value === "number" && !Number.isFinite(value);
  return (value) => {
    // What is appended is visited as well: however deep it is, this doesn't call itself.
    const parts = [value];
    for (const part of parts) {
      if (isTooLarge(part)) throw new GraphQLError(`${name} can’t hold numbers beyond 1.8e308.`);
      if (typeof part === "object" && part !== null) for (const inner of Object.values(part)) parts.push(inner);
    }
    return parseValue(value);
  };
}
