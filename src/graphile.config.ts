import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { DEFAULT_LIMITS } from "./config/limits.ts";
import { createExecutionPreset } from "./graphile/execution-preset.ts";
import type { GatewayOptions } from "./graphile/gateway-options.ts";
import { BehaviorCachePlugin } from "./graphile/plugins/BehaviorCachePlugin.ts";
import { ConstraintsPlugin } from "./graphile/plugins/ConstraintsPlugin.ts";
import { LivePlugin } from "./graphile/plugins/LivePlugin.ts";
import { PageSizePlugin } from "./graphile/plugins/PageSizePlugin.ts";
import { ScalarValuesPlugin } from "./graphile/plugins/ScalarValuesPlugin.ts";
import { SignInPlugin } from "./graphile/plugins/SignInPlugin.ts";
import { AggregatesPreset } from "./graphile/presets/AggregatesPreset.ts";
import { ExposurePreset } from "./graphile/presets/ExposurePreset.ts";
import { FilterPreset } from "./graphile/presets/FilterPreset.ts";
import { NamingPreset } from "./graphile/presets/NamingPreset.ts";

/**
 * Assembles the GraphQL API: what its schema is built from, and what carries operations out.
 *
 * @param options - what the API needs from the gateway
 * @returns the preset for `postgraphile(…)`
 */
export function createPreset(options: GatewayOptions): GraphileConfig.Preset {
  const { constraints = new Map(), exportSchemaPath, limits = DEFAULT_LIMITS } = options;
  return {
    extends: [
      PostGraphileAmberPreset,
      NamingPreset,
      FilterPreset,
      AggregatesPreset,
      ExposurePreset,
      createExecutionPreset({ ...options, constraints }),
    ],
    plugins: [
      BehaviorCachePlugin,
      ConstraintsPlugin(constraints),
      PageSizePlugin(limits.pageSize),
      ScalarValuesPlugin,
      SignInPlugin,
      LivePlugin,
    ],
    schema: {
      // A part of the API that can't be built stops the start instead of being left out.
      dontSwallowErrors: true,
      // Functions that return rows return no null rows, so lists have no holes.
      pgForbidSetofFunctionsToReturnNull: true,
      // Sorted, so that a difference between two exports is a difference between two APIs.
      ...(exportSchemaPath !== undefined && { exportSchemaSDLPath: exportSchemaPath, sortExport: true }),
    },
  };
}
