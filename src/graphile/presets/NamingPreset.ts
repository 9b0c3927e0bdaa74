import { PgSimplifyInflectionPreset } from "@graphile/simplify-inflection";
import { TenantInflectionPlugin } from "../plugins/TenantInflectionPlugin.ts";

/** What things are called; TenantInflectionPlugin states the rules. */
export const NamingPreset: GraphileConfig.Preset = {
  extends: [PgSimplifyInflectionPreset],
  plugins: [TenantInflectionPlugin],
};
