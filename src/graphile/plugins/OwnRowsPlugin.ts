import type {} from "postgraphile";
import type { PgSelectStep } from "postgraphile/@dataplan/pg";
import { withPgClientFromPgService } from "postgraphile/@dataplan/pg";
import type { ConnectionStep, Step } from "postgraphile/grafast";
import { sql } from "postgraphile/pg-sql2";
import { markOfOwnRows } from "../../database/owned-rows.ts";
import { exportable, type FieldPlan } from "../exportable.ts";

/** What the policy for reading a table says of its rows' owners. */
interface Ownership {
  readonly permission: string;
  /** The columns with memberships, of which one is enough. */
  readonly columns: readonly string[];
}

declare global {
  namespace GraphileConfig {
    interface Plugins {
      OwnRowsPlugin: true;
    }
  }

  namespace DataplanPg {
    interface PgCodecExtensions {
      /** Whose rows those are that can be read in the scopes `own` and `team`. */
      ownership?: Ownership | undefined;
    }
  }
}

/** The policies from app_private.permission_condition; others narrow further, such as by notes being internal. */
const OWNERSHIPS = `
  select p.polrelid::text as "tableId", found[2] as permission, array_agg(distinct found[1]) as columns
  from pg_catalog.pg_policy p
  join pg_catalog.pg_class c on c.oid = p.polrelid
  cross join lateral regexp_matches(
    pg_catalog.pg_get_expr(p.polqual, p.polrelid), '(\\w+) = ANY \\(\\( SELECT app_hidden\\.scoped_owner_ids\\(''([^'']+)''', 'g'
  ) as found
  where p.polcmd = 'r' and p.polname = 'select_member' and found[2] = c.relname || '.read'
  group by p.polrelid, found[2]`;

type Connection = ConnectionStep<unknown, Step, Step, never, string, PgSelectStep>;

/**
 * Lets lists of rows that have owners say in SQL who that is, so that those who see their own or their team's rows only
 * find them by an index (src/database/owned-rows.ts). What they see remains for the policies to decide.
 */
export const OwnRowsPlugin: GraphileConfig.Plugin = {
  name: "OwnRowsPlugin",
  description: "Names the columns of rows' owners in the statements of lists.",
  version: "1.0.0",

  gather: {
    hooks: {
      async pgIntrospection_introspection({ resolvedPreset }, { introspection, serviceName }) {
        const owned = await readOwnerships(resolvedPreset, serviceName);
        for (const table of introspection.classes) {
          const ownership = owned.find(({ tableId }) => tableId === table._id);
          if (ownership) ownerships.set(table, { permission: ownership.permission, columns: ownership.columns });
        }
      },

      pgCodecs_recordType_spec(_info, { pgClass, spec }) {
        const ownership = ownerships.get(pgClass);
        if (ownership) spec.extensions = { ...spec.extensions, ownership };
      },
    },
  },

  schema: {
    hooks: {
      GraphQLObjectType_fields_field(field, _build, { scope, Self }) {
        const { plan } = field;
        const resource = scope.pgFieldResource;
        const ownership = resource?.codec.extensions?.ownership;
        const isList = Self.name === "Query" && scope.isPgFieldConnection && !resource?.parameters;
        if (!isList || !ownership || !plan) return field;
        return { ...field, plan: exportable(ofOwners, plan, ownership.permission, ownership.columns) };
      },
    },
  },
};

/**
 * Plans a list that says whose its rows are.
 *
 * @param plan - plans the list
 * @param permission - to read its rows
 * @param columns - with the memberships of their owners
 * @returns the plan
 */
export function ofOwners(plan: FieldPlan, permission: string, columns: readonly string[]): FieldPlan {
  return ($parent, args, info) => {
    const $connection = plan($parent, args, info) as Connection;
    const $rows = $connection.getSubplan();
    const owners = columns.map((name) => sql`${$rows.alias}.${sql.identifier(name)}`);
    $rows.where(markOfOwnRows(permission, owners));
    return $connection;
  };
}

/** By the tables of an introspection. */
const ownerships = new WeakMap<object, Ownership>();

type OwnershipOfTable = Ownership & { readonly tableId: string };

async function readOwnerships(
  { pgServices }: GraphileConfig.ResolvedPreset,
  serviceName: string,
): Promise<readonly OwnershipOfTable[]> {
  const service = pgServices?.find(({ name }) => name === serviceName);
  if (!service) throw new Error(`There is no service ${serviceName}.`);
  const settings = service.pgSettingsForIntrospection ?? null;
  const read = await withPgClientFromPgService(service, settings, (client) =>
    client.query<OwnershipOfTable>({ text: OWNERSHIPS }),
  );
  return read.rows;
}
