import type {} from "postgraphile";
import { PgSelectStep } from "postgraphile/@dataplan/pg";
import type { OperationPlan, Step } from "postgraphile/grafast";
import { keepStatements } from "../kept-statements.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      KeptStatementsPlugin: true;
    }
  }
}

const seen = new WeakSet<OperationPlan>();

/** Makes the SQL of a query once and not for every request that asks the same. */
export const KeptStatementsPlugin: GraphileConfig.Plugin = {
  name: "KeptStatementsPlugin",
  description: "Keeps the SQL of queries for requests that ask the same.",
  version: "1.0.0",

  grafast: {
    middleware: {
      establishOperationPlan(next) {
        const plan = next();
        if (seen.has(plan)) return plan;
        seen.add(plan);
        if (plan.operation.operation === "query") prepare(plan);
        return plan;
      },
    },
  },
};

/** What a plan has beside what its type says. */
interface Inside {
  readonly rootLayerPlan: { readonly phases: readonly { readonly normalSteps?: readonly { readonly step: Step }[] }[] };
  readonly variableValuesStep: Step;
}

function prepare(plan: OperationPlan): void {
  const { rootLayerPlan, variableValuesStep } = plan as unknown as Inside;
  for (const { step } of rootLayerPlan.phases.flatMap(({ normalSteps = [] }) => normalSteps)) {
    if (step instanceof PgSelectStep) keepStatements(step, variableValuesStep);
  }
}
