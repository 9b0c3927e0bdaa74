import {
  type ExecutionArgs,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
} from "graphql";
import type {} from "postgraphile";
import type { Limits } from "../../config/limits.ts";
import { MAXIMUM_ROWS, tooManyRows } from "../bulk/row-limits.ts";
import { exceeded } from "../limit-exceeded.ts";
import { costOf, type OperationCost } from "../operation-cost.ts";
import { holdMany, USES_OF_A_BODY } from "../variable-uses.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      CostLimitPlugin: true;
    }
  }
}

interface Refusal {
  readonly message: string;
  readonly extensions: Record<string, unknown>;
}

/**
 * Refuses operations that ask for too much, before anything is planned or read: more collections than can be planned while
 * others wait, more conditions than can be built, or more rows than an answer may have, which are the page sizes, multiplied
 * where collections are nested.
 *
 * @param limits - how much an operation can ask for
 * @returns the plugin
 */
export function CostLimitPlugin({ document: limits, bodyBytes, pageSize }: Limits): GraphileConfig.Plugin {
  const maximumCharacters = bodyBytes * USES_OF_A_BODY;
  const errorFor = (cost: OperationCost): Refusal | undefined => {
    const { collections, conditions, characters, lists, rows } = cost;
    if (collections > limits.collections) {
      const message = `This asks for ${collections} lists, figures and rows that others refer to, and a request can have ${limits.collections}: send several.`;
      return { message, extensions: exceeded("collections", limits.collections, collections) };
    }
    for (const { name, length } of lists) {
      const refusal = tooManyRows(MAXIMUM_ROWS, length, name);
      if (refusal) return refusal;
    }
    if (conditions > limits.conditions) {
      const message = `The filters have ${conditions} conditions, and those of a request can have ${limits.conditions}.`;
      const hint = "Give lists of values to in and notIn.";
      return { message, extensions: { ...exceeded("conditions", limits.conditions, conditions), hint } };
    }
    if (characters > maximumCharacters) {
      const message = `Variables that are used again and again come to ${characters} characters, and can have ${maximumCharacters}: use them less often.`;
      return { message, extensions: exceeded("values", maximumCharacters, characters) };
    }
    if (rows <= limits.cost) return undefined;
    const message = `This asks for up to ${rows} rows, and an answer can have ${limits.cost}: give smaller pages where lists are within lists.`;
    const hint = "Give a smaller first to nested collections.";
    return { message, extensions: { ...exceeded("cost", limits.cost, rows), hint } };
  };
  const refusalOf = ({ schema, document, operationName, variableValues }: ExecutionArgs) => {
    const operation = getOperationAST(document, operationName);
    if (!operation) return undefined;
    const refusal = errorFor(costOf(schema, document, operation, variableValues, pageSize));
    if (refusal) return { errors: [new GraphQLError(refusal.message, refusal)] };
    return variableValues && holdMany(variableValues) ? firstMistake(schema, operation, variableValues) : undefined;
  };

  return {
    name: "CostLimitPlugin",
    description: "Limits how much an operation can ask for.",
    version: "1.0.0",

    grafast: {
      middleware: {
        execute: (next, { args }) => refusalOf(args) ?? next(),
        subscribe: (next, { args }) => refusalOf(args) ?? next(),
      },
    },
  };
}

/** Each mistake is told with the whole variable that it is in, and there can be fifty: of much there is only the first. */
function firstMistake(schema: GraphQLSchema, operation: OperationDefinitionNode, values: Record<string, unknown>) {
  const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], values, { maxErrors: 1 });
  return errors && { errors: errors.slice(0, 1) };
}
