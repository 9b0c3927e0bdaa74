import { getHeapStatistics } from "node:v8";
import { type GraphQLSchema, Kind } from "graphql";
import type {} from "postgraphile";
import { countFields } from "../document-limits.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      KeptPlansPlugin: true;
    }
  }
}

/** Of the memory that the process may use: for the plans of those who are known, and of those who aren't. */
const SHARES = { known: 1 / 8, unknown: 1 / 32 };
/** Measured: what a plan takes, and what each of its fields adds, with the statements that are kept for it. */
const BYTES_PER_PLAN = 300_000;
const BYTES_PER_FIELD = 40_000;

type Extensions = GraphQLSchema["extensions"]["grafast"];

/** The plans of some requests. Where they are kept is Grafast's own affair, but it is with these extensions of the schema. */
class KeptPlans {
  private readonly maximum: number;
  private extensions: Extensions | undefined;
  private bytes = 0;

  constructor(share: number) {
    this.maximum = getHeapStatistics().heap_size_limit * share;
  }

  /** Has Grafast look for plans among these, and keep new ones here. */
  use({ extensions }: GraphQLSchema): void {
    this.extensions ??= withoutPlans(extensions.grafast);
    if (extensions.grafast !== this.extensions) Object.assign(extensions, { grafast: this.extensions });
  }

  /** Counts a new plan. All are forgotten when they are too much: those in use are made again, in milliseconds each. */
  add(fields: number): void {
    this.bytes += BYTES_PER_PLAN + fields * BYTES_PER_FIELD;
    if (this.bytes <= this.maximum) return;
    this.bytes = 0;
    this.extensions = withoutPlans(this.extensions);
  }
}

/**
 * Keeps plans of operations by the memory that they take, which Grafast would keep 500 of. Those of visitors, who may send
 * anything, don't drive out those of people who are known.
 *
 * @returns the plugin, for one schema
 */
export function KeptPlansPlugin(): GraphileConfig.Plugin {
  const counted = new WeakSet<object>();
  const plans = new WeakMap<GraphQLSchema, { readonly known: KeptPlans; readonly unknown: KeptPlans }>();
  const plansOf = (schema: GraphQLSchema) => {
    const made = plans.get(schema) ?? { known: new KeptPlans(SHARES.known), unknown: new KeptPlans(SHARES.unknown) };
    plans.set(schema, made);
    return made;
  };

  return {
    name: "KeptPlansPlugin",
    description: "Bounds the memory of plans.",
    version: "1.0.0",

    grafast: {
      middleware: {
        establishOperationPlan(next, event) {
          const { schema, operation, fragments, context } = event;
          const { identity } = context as Grafast.Context;
          // Whether an API key is good, only the database knows.
          const kept = plansOf(schema)[identity?.claims ? "known" : "unknown"];
          kept.use(schema);
          const plan = next();
          if (!counted.has(plan)) {
            counted.add(plan);
            kept.add(countFields({ kind: Kind.DOCUMENT, definitions: [operation, ...Object.values(fragments)] }));
          }
          return plan;
        },
      },
    },
  };
}

function withoutPlans(extensions: Extensions): NonNullable<Extensions> {
  // What is kept has a symbol as its name; settings have words.
  return Object.fromEntries(Object.entries(extensions ?? {}));
}
