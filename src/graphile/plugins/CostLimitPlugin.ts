import { type ExecutionArgs, GraphQLError, getOperationAST } from "graphql";
import type {} from "postgraphile";
import type { Limits } from "../../config/limits.ts";
import { exceeded } from "../limit-exceeded.ts";
import { costOf } from "../operation-cost.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      CostLimitPlugin: true;
    }
  }
}

/**
 * Refuses operations whose page sizes, multiplied where collections are nested, come to more rows than an answer may have,
 * before anything is planned or read.
 *
 * @param limits - how many rows an answer and a page can have
 * @returns the plugin
 */
export function CostLimitPlugin({ document: { cost: maximum }, pageSize }: Limits): GraphileConfig.Plugin {
  const refusalOf = ({ schema, document, operationName, variableValues }: ExecutionArgs) => {
    const operation = getOperationAST(document, operationName);
    if (!operation) return undefined;
    const cost = costOf(schema, document, operation, variableValues, pageSize);
    if (cost <= maximum) return undefined;
    const message = `This asks for up to ${cost} rows, and an answer can have ${maximum}: give smaller pages where lists are within lists.`;
    const extensions = { ...exceeded("cost", maximum, cost), hint: "Give a smaller first to nested collections." };
    return { errors: [new GraphQLError(message, { extensions })] };
  };

  return {
    name: "CostLimitPlugin",
    description: "Limits how many rows an answer can have.",
    version: "1.0.0",

    grafast: {
      middleware: {
        execute: (next, { args }) => refusalOf(args) ?? next(),
        subscribe: (next, { args }) => refusalOf(args) ?? next(),
      },
    },
  };
}
