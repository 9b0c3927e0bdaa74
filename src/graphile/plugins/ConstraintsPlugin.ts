import type {} from "postgraphile";
import type { PgAttribute } from "postgraphile/graphile-build-pg/pg-introspection";
import { isReference, publicColumnName, TENANT_COLUMN } from "../columns.ts";
import type { PublicConstraint } from "../mask-error.ts";
import { constraintKey } from "../mask-error.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      ConstraintsPlugin: true;
    }
  }
}

/** Constraints that state a rule are named for it: `email_must_be_an_address` says so to clients, too. */
function ruleOf(name: string): string | undefined {
  if (!/_must_|^only_/.test(name)) return undefined;
  const words = name.replaceAll("_", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/**
 * Collects what error messages may say of constraints. PostgreSQL's own detail isn't used: it holds values, and under
 * row level security it is left out.
 *
 * @param constraints - filled on every introspection
 * @returns the plugin
 */
export function ConstraintsPlugin(constraints: Map<string, PublicConstraint>): GraphileConfig.Plugin {
  return {
    name: "ConstraintsPlugin",
    description: "Remembers the fields and comments of constraints for error messages.",
    version: "1.0.0",

    gather: {
      hooks: {
        pgIntrospection_introspection({ inflection }, { introspection }) {
          // Expressions, such as the time range of an exclusion constraint, are no columns.
          const fieldsOf = (columns: readonly (PgAttribute | null | undefined)[] | undefined): string[] =>
            (columns ?? [])
              .filter((column) => column !== null && column !== undefined)
              .filter(({ attname }) => attname !== TENANT_COLUMN)
              .map((column) => inflection.camelCase(publicColumnName(column.attname, isReference(column))));

          // Unique indexes report themselves as constraints.
          for (const index of introspection.indexes.filter(({ indisunique }) => indisunique)) {
            const [schema, table, name] = [index.getClass()?.getNamespace(), index.getClass(), index.getIndexClass()];
            if (!schema || !table || !name) continue;
            const key = constraintKey(schema.nspname, table.relname, name.relname);
            constraints.set(key, { fields: fieldsOf(index.getKeys()), description: ruleOf(name.relname) });
          }
          for (const constraint of introspection.constraints) {
            const table = constraint.getClass();
            const schema = table?.getNamespace();
            if (!table || !schema) continue;
            constraints.set(constraintKey(schema.nspname, table.relname, constraint.conname), {
              fields: fieldsOf(constraint.getAttributes()),
              description: constraint.getTagsAndDescription().description || ruleOf(constraint.conname),
            });
          }
        },
      },
    },
  };
}
