import type {} from "postgraphile";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      FunctionListsPlugin: true;
    }
  }
}

/**
 * Gives the rows of a function the arguments of every other collection, if its comment or that of the type of its rows
 * says what tells them apart, in the order in which they are given: the smart tag `@orderBy column …`.
 */
export const FunctionListsPlugin: GraphileConfig.Plugin = {
  name: "FunctionListsPlugin",
  description: "Pages and orders what functions return like the rows of tables.",
  version: "1.0.0",

  gather: {
    hooks: {
      pgProcedures_functionResourceOptions(_info, { pgProc, functionResourceOptions }) {
        if (!functionResourceOptions.returnsSetof) return;
        const { tags } = pgProc.getTagsAndDescription();
        const attributes = String(tags["orderBy"] ?? typeTag(pgProc) ?? "")
          .split(" ")
          .filter(Boolean);
        if (attributes.length === 0) return;
        functionResourceOptions.uniques = [{ isPrimary: true, attributes }];
      },
    },
  },

  schema: {
    entityBehavior: {
      pgResource: {
        inferred: {
          after: ["inferred"],
          provides: ["postInferred"],
          callback: (behavior, { parameters, uniques }) =>
            parameters && uniques.length > 0 ? [behavior, "resource:connection:backwards", "order"] : behavior,
        },
      },
    },
  },
};

function typeTag(pgProc: { getReturnType(): { getClass(): { getTags(): object } | undefined } | undefined }): unknown {
  return (pgProc.getReturnType()?.getClass()?.getTags() as Record<string, unknown> | undefined)?.["orderBy"];
}
