import type {} from "postgraphile";
import { isEnumType } from "postgraphile/graphql";
import { hasIndexes, type ListOrder, listOrder, viewIndexes } from "../tenant-indexes.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      DefaultOrderPlugin: true;
    }
  }

  namespace DataplanPg {
    interface PgCodecExtensions {
      /** The order that the table's indexes are made for. */
      listOrder?: ListOrder | undefined;
    }
  }
}

/**
 * Lists rows in the order that the indexes of their table are made for, usually the newest first. By id, which is the
 * stock order, the rows with some status or of some company would all have to be read and sorted, since it is their
 * time that indexes go on with.
 */
export const DefaultOrderPlugin: GraphileConfig.Plugin = {
  name: "DefaultOrderPlugin",
  description: "Makes the order of its indexes the default order of a table's lists.",
  version: "1.0.0",
  after: ["PgConnectionArgOrderByDefaultValuePlugin"],

  gather: {
    hooks: {
      pgCodecs_recordType_spec(_info, { pgClass, spec }) {
        const order = hasIndexes(pgClass) ? listOrder(pgClass) : viewIndexes(pgClass)?.listOrder;
        if (order) spec.extensions = { ...spec.extensions, listOrder: order };
      },
    },
  },

  schema: {
    hooks: {
      GraphQLObjectType_fields_field_args_arg(argument, build, { scope }) {
        const { argName, isPgFieldConnection, pgFieldResource: resource } = scope;
        const order = resource?.codec.extensions?.listOrder;
        if (argName !== "orderBy" || !isPgFieldConnection || !resource || resource.parameters || !order)
          return argument;
        const { inflection } = build;
        const type = build.getTypeByName(inflection.orderByType(inflection.tableType(resource.codec)));
        const codec = resource.codec as Parameters<typeof inflection.orderByAttributeEnum>[0]["codec"];
        const name = inflection.orderByAttributeEnum({ codec, attributeName: order.column, variant: order.direction });
        const value = isEnumType(type) ? type.getValue(name) : undefined;
        return value ? { ...argument, defaultValue: [value.value] } : argument;
      },
    },
  },
};
