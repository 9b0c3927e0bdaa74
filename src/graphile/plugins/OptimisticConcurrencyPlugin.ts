import type {} from "postgraphile";
import type { PgExecutorContext, PgResource } from "postgraphile/@dataplan/pg";
import { SafeError, type Step, sideEffect } from "postgraphile/grafast";
import { type SQL, sql } from "postgraphile/pg-sql2";
import { exportable, type FieldPlan } from "../exportable.ts";
import { STALE_ROW } from "../mask-error.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      OptimisticConcurrencyPlugin: true;
    }
  }
}

/** Every update moves it, by a microsecond at least, so that it tells versions of a row apart. */
const VERSION_COLUMN = "updated_at";

/**
 * Lets whoever changes, archives or restores a row say which version of it they have seen: the mutation fails with
 * CONFLICT when somebody has changed it since. The row stays locked from the comparison to the change.
 */
export const OptimisticConcurrencyPlugin: GraphileConfig.Plugin = {
  name: "OptimisticConcurrencyPlugin",
  description: "Adds ifUpdatedAt to mutations that change one row.",
  version: "1.0.0",
  after: ["PgMutationUpdateDeletePlugin", "ArchivePlugin"],

  schema: {
    hooks: {
      GraphQLInputObjectType_fields(fields, build, { scope, Self }) {
        const { isPgUpdateInputType, pgResource } = scope;
        if (!isPgUpdateInputType || !pgResource?.codec.attributes?.[VERSION_COLUMN]) return fields;
        return build.extend(
          fields,
          {
            ifUpdatedAt: {
              description:
                "The `updatedAt` that the row was read with: if somebody has changed it since, this fails with `CONFLICT`.",
              type: build.getInputTypeByName("Datetime"),
            },
          },
          `Adding ifUpdatedAt to ${Self.name} in OptimisticConcurrencyPlugin`,
        );
      },

      GraphQLObjectType_fields_field(field, _build, { scope }) {
        const { plan } = field;
        const { isPgUpdateMutation, pgFieldResource } = scope;
        if (!isPgUpdateMutation || !plan || !pgFieldResource?.codec.attributes?.[VERSION_COLUMN]) return field;
        return { ...field, plan: exportable(unlessStale, plan, pgFieldResource as PgResource) };
      },
    },
  },
};

/**
 * Plans a mutation that fails if somebody has changed the row since it was read.
 *
 * @param plan - plans the mutation
 * @param resource - the table
 * @returns the plan
 */
export function unlessStale(plan: FieldPlan, resource: PgResource): FieldPlan {
  return ($root, args, info) => {
    const $context = resource.executor.context() as unknown as Step<PgExecutorContext>;
    const [$id, $since] = [args.getRaw(["input", "id"]), args.getRaw(["input", "ifUpdatedAt"])];
    sideEffect([$context, $id, $since], async ([context, id, since]) => {
      if (since == null) return;
      const version = sql.identifier(VERSION_COLUMN);
      const { text, values } = sql.compile(sql`
        select t.${version} <> ${sql.value(since)}::timestamptz from ${resource.from as SQL} as t
        where t.id = ${sql.value(id)}::uuid for no key update`);
      const { rows } = await resource.executor.executeMutation({ context, text, values });
      const [isStale] = (rows[0] ?? []) as unknown as [boolean?];
      if (isStale) throw new SafeError(STALE_ROW, { code: "CONFLICT", field: "ifUpdatedAt" });
    });
    return plan($root, args, info);
  };
}
