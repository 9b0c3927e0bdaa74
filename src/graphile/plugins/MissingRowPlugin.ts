import type {} from "postgraphile";
import type { ObjectStep, Step } from "postgraphile/grafast";
import { object, SafeError, sideEffect } from "postgraphile/grafast";
import { exportable, type FieldPlan } from "../exportable.ts";
import { MISSING_ROW } from "../mask-error.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      MissingRowPlugin: true;
    }
  }
}

/**
 * An update that finds no row is an error, not an empty success; a deletion is one already, and masked alike. Another
 * organization's row is found as little as one that doesn't exist, and the answer is the same.
 */
export const MissingRowPlugin: GraphileConfig.Plugin = {
  name: "MissingRowPlugin",
  description: "Lets updates of a row that isn't there fail with NOT_FOUND.",
  version: "1.0.0",

  schema: {
    hooks: {
      GraphQLObjectType_fields_field(field, _build, { scope }) {
        const { plan } = field;
        if (!scope.isPgUpdateMutation || !plan) return field;
        return { ...field, plan: exportable(unlessMissing, plan) };
      },
    },
  },
};

/**
 * Plans an update that fails if it finds no row.
 *
 * @param plan - plans the update
 * @returns the plan
 */
export function unlessMissing(plan: FieldPlan): FieldPlan {
  return ($root, args, info) => {
    const $payload = plan($root, args, info) as ObjectStep<{ result: Step }>;
    const $result = $payload.getStepForKey("result");
    sideEffect($result, (row) => {
      if (row == null) throw new SafeError(MISSING_ROW, { code: "NOT_FOUND" });
    });
    // What is planned after the side effect fails with it.
    return object({ result: $result });
  };
}
