import { PgAggregatesPreset } from "@graphile/pg-aggregates";
import { AggregatesPlugin } from "../plugins/AggregatesPlugin.ts";
import { GroupingPlugin } from "../plugins/GroupingPlugin.ts";
import { HavingPlugin } from "../plugins/HavingPlugin.ts";

/** Sums, counts and groups of whatever a collection shows. */
export const AggregatesPreset: GraphileConfig.Preset = {
  extends: [PgAggregatesPreset],
  plugins: [AggregatesPlugin, GroupingPlugin, HavingPlugin],
  // Each row would cost a query of its own, and no index helps.
  disablePlugins: ["PgAggregatesOrderByAggregatesPlugin", "PgAggregatesFilterRelationalAggregatesPlugin"],
};
