import {
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { responseName, selectedFields } from "../answer-selection.ts";
import type { JsonSchema } from "../scalars.ts";
import { described, orNull, type SchemaComponents } from "./input-schemas.ts";

/** Writes the schemas of what operations select. */
export class AnswerSchemas {
  private readonly schema: GraphQLSchema;
  private readonly components: SchemaComponents;

  constructor(schema: GraphQLSchema, components: SchemaComponents) {
    this.schema = schema;
    this.components = components;
  }

  /**
   * Writes the schema of a field’s values other than null.
   *
   * @param type - the type of the field
   * @param field - the field, with what is selected of it
   * @returns the schema
   */
  notNull(type: GraphQLOutputType, field: FieldNode): JsonSchema {
    if (isNonNullType(type)) return this.notNull(type.ofType, field);
    // Lists of rows have no holes, which the types of connections don’t say.
    if (isListType(type)) return { type: "array", items: this.notNull(type.ofType, field) };
    if (isLeafType(type)) return this.components.leaf(type);
    if (!isObjectType(type)) return { type: "object" };
    const declared = this.schema.getType(type.name);
    const fields = isObjectType(declared) ? declared.getFields() : {};
    const properties = selectedFields(field).map((selected): [string, JsonSchema] => {
      const definition = fields[selected.name.value];
      const schema = definition ? this.any(definition.type, selected) : { type: "string" };
      return [responseName(selected), { ...schema, ...described(definition ?? {}) }];
    });
    return {
      type: "object",
      properties: Object.fromEntries(properties),
      required: properties.map(([name]) => name),
    };
  }

  private any(type: GraphQLOutputType, field: FieldNode): JsonSchema {
    const schema = this.notNull(type, field);
    return isNonNullType(type) ? schema : orNull(schema);
  }
}
