import { PgSimplifyInflectionPreset } from "@graphile/simplify-inflection";
import { DescriptionsPlugin } from "../plugins/DescriptionsPlugin.ts";
import { EnumArgumentsPlugin } from "../plugins/EnumArgumentsPlugin.ts";
import { GeneratedDescriptionsPlugin } from "../plugins/GeneratedDescriptionsPlugin.ts";
import { TenantInflectionPlugin } from "../plugins/TenantInflectionPlugin.ts";

/** What things are called, and said to be; TenantInflectionPlugin states the rules for names. */
export const NamingPreset: GraphileConfig.Preset = {
  extends: [PgSimplifyInflectionPreset],
  plugins: [TenantInflectionPlugin, EnumArgumentsPlugin, DescriptionsPlugin, GeneratedDescriptionsPlugin],
};
