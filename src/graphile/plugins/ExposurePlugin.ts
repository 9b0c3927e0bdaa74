import type {} from "postgraphile";
import { TENANT_COLUMN, TENANT_TABLE } from "../columns.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      ExposurePlugin: true;
    }
  }
}

/**
 * One way to do each thing: rows are found and changed by their primary key. A key of one column that is unique in
 * the whole system also finds its row (`organizationBySlug`); keys within an organization are what filters are for.
 * An organization's rows are the root collections, so `organization` doesn't list them a second time.
 */
export const ExposurePlugin: GraphileConfig.Plugin = {
  name: "ExposurePlugin",
  description: "Leaves out the fields that say the same thing twice.",
  version: "1.0.0",

  inflection: {
    add: {
      // PgSimplifyInflectionPlugin renames it and warns when it is missing, as it is without NodeAccessorPlugin.
      nodeById: (_preset, typeName) => typeName,
    },
  },

  schema: {
    entityBehavior: {
      pgResourceUnique: {
        inferred: {
          after: ["inferred"],
          provides: ["postInferred"],
          callback: (behavior, [, unique]) => {
            if (unique.isPrimary) return [behavior, "-nodeId:resource:update", "-nodeId:resource:delete"];
            return [behavior, "-update", "-delete", ...(unique.attributes.length > 1 ? (["-single"] as const) : [])];
          },
        },
      },
      pgCodec: {
        inferred: {
          after: ["inferred"],
          provides: ["postInferred"],
          callback: (behavior) => [behavior, "-nodeId:resource:update", "-nodeId:resource:delete"],
        },
      },
      pgResource: {
        inferred: {
          after: ["inferred"],
          provides: ["postInferred"],
          callback: (behavior) => [behavior, "delete:resource:select", "-delete:resource:nodeId"],
        },
      },
      pgCodecRelation: {
        inferred: {
          after: ["inferred"],
          provides: ["postInferred"],
          callback: (behavior, { isReferencee, localAttributes, localCodec, remoteResource }) => {
            const isEnum = [localCodec, remoteResource].some(({ extensions }) => extensions?.tags?.enum);
            if (isEnum || (isReferencee && localCodec.name === TENANT_TABLE)) return [behavior, "-*"];
            return localAttributes.join() === TENANT_COLUMN ? [behavior, "-filterBy"] : behavior;
          },
        },
      },
    },
  },
};
