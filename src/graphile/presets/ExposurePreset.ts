import { ArchivePlugin } from "../plugins/ArchivePlugin.ts";
import { BulkWritesPlugin } from "../plugins/BulkWritesPlugin.ts";
import { CursorPlugin } from "../plugins/CursorPlugin.ts";
import { DefaultOrderPlugin } from "../plugins/DefaultOrderPlugin.ts";
import { ExposurePlugin } from "../plugins/ExposurePlugin.ts";
import { FunctionListsPlugin } from "../plugins/FunctionListsPlugin.ts";
import { MissingRowPlugin } from "../plugins/MissingRowPlugin.ts";
import { OptimisticConcurrencyPlugin } from "../plugins/OptimisticConcurrencyPlugin.ts";
import { OwnRowsPlugin } from "../plugins/OwnRowsPlugin.ts";
import { SearchPlugin } from "../plugins/SearchPlugin.ts";
import { TenantIndexPlugin } from "../plugins/TenantIndexPlugin.ts";
import { UniqueOrderPlugin } from "../plugins/UniqueOrderPlugin.ts";

/** What can be asked for at all. Grants and policies decide on access; this is about shape and cost. */
export const ExposurePreset: GraphileConfig.Preset = {
  plugins: [
    TenantIndexPlugin,
    DefaultOrderPlugin,
    UniqueOrderPlugin,
    CursorPlugin,
    FunctionListsPlugin,
    ExposurePlugin,
    ArchivePlugin,
    MissingRowPlugin,
    OptimisticConcurrencyPlugin,
    BulkWritesPlugin,
    SearchPlugin,
    OwnRowsPlugin,
  ],
  disablePlugins: [
    // A relic of Relay Classic.
    "QueryQueryPlugin",
    // `filter` can do all that `condition` could.
    "PgConditionArgumentPlugin",
    // `node(nodeId:)` finds anything, `contact(id:)` one of a kind; a third way is not needed.
    "NodeAccessorPlugin",
    // An edge needs a collection to be an edge of.
    "PgMutationPayloadEdgePlugin",
  ],
};
