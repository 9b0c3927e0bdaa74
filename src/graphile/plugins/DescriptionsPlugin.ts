import type {} from "postgraphile";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      DescriptionsPlugin: true;
    }
  }
}

/** Columns that mean the same in every table, so that no table's comments repeat it. */
const COMMON_COLUMNS: Readonly<Record<string, string>> = {
  id: "The row’s id.",
  organization_id: "The organization that the row belongs to.",
  created_at: "When the row was added.",
  updated_at: "When the row was last changed.",
};

/** Describes what PostGraphile leaves without a description: the columns that all tables share, and enums. */
export const DescriptionsPlugin: GraphileConfig.Plugin = {
  name: "DescriptionsPlugin",
  description: "Describes common columns, and enums by the comments on their tables.",
  version: "1.0.0",
  // Which gives columns that refer to an enum table the enum as their type.
  after: ["PgEnumTablesPlugin"],

  gather: {
    hooks: {
      pgCodecs_attribute(_info, { attribute, pgAttribute }) {
        const common = COMMON_COLUMNS[pgAttribute.attname];
        if (common !== undefined) attribute.description ??= common;
        const { codec } = attribute;
        if (!codec.extensions?.isEnumTableEnum) return;
        const constraints = pgAttribute.getClass()?.getConstraints() ?? [];
        const key = constraints.find(
          ({ contype, conkey }) => contype === "f" && conkey?.join() === `${pgAttribute.attnum}`,
        );
        const description = key?.getForeignClass()?.getTagsAndDescription().description;
        if (description) codec.description ??= description;
      },
    },
  },
};
