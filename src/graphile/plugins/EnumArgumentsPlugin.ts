import type {} from "postgraphile";
import type { PgCodec } from "postgraphile/@dataplan/pg";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      EnumArgumentsPlugin: true;
    }
  }
}

/**
 * Gives arguments of functions the enum of a lookup table as their type, as columns that refer to one have it: the smart
 * tag `@enumArgument <parameter> <table>` on the function says which.
 */
export const EnumArgumentsPlugin: GraphileConfig.Plugin = {
  name: "EnumArgumentsPlugin",
  description: "Gives arguments of functions the enums of lookup tables as their types.",
  version: "1.0.0",
  after: ["PgEnumTablesPlugin"],

  gather: {
    hooks: {
      async pgProcedures_PgResourceOptions(info, { serviceName, pgProc, resourceOptions }) {
        const tag = pgProc.getTags()["enumArgument"];
        if (tag === undefined || !resourceOptions.parameters) return;
        const introspections = await info.helpers.pgIntrospection.getIntrospection();
        const { introspection } = [introspections].flat().find((one) => one.pgService.name === serviceName) ?? {};
        for (const line of [tag].flat()) {
          const [parameterName, tableName] = String(line).split(" ");
          const parameter = resourceOptions.parameters.find(({ name }) => name === parameterName);
          const table = introspection?.classes.find(
            ({ relname, relnamespace }) => relname === tableName && relnamespace === pgProc.pronamespace,
          );
          const key = table?.getConstraints().find(({ contype }) => contype === "p");
          const codec = key && info.helpers.pgEnumTables.enumCodecForConstraint(key);
          if (!parameter || !codec) throw new Error(`${pgProc.proname} has no such argument or enum: ${line}`);
          Object.assign(parameter, { codec: codec as PgCodec });
        }
      },
    },
  },
};
