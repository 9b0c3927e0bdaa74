import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLLeafType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from "graphql";
import { type JsonSchema, scalarFormat } from "../scalars.ts";

/** The schemas that others refer to by name, collected while these are written. */
export class SchemaComponents {
  readonly schemas: Record<string, JsonSchema> = {};

  /** A reference to a named schema, which is written the first time that it is needed. */
  refer(name: string, write: () => JsonSchema): JsonSchema {
    if (!Object.hasOwn(this.schemas, name)) {
      // Types may refer to themselves.
      this.schemas[name] = {};
      this.schemas[name] = write();
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  /** The schema of a scalar or enum, as answers write it. */
  leaf(type: GraphQLLeafType): JsonSchema {
    if (!isEnumType(type)) return scalarFormat(type.name).schema;
    return this.refer(type.name, () => ({
      type: "string",
      enum: type.getValues().map(({ name }) => name),
      ...described(type),
    }));
  }

  /** The schema of what a client sends. */
  input(type: GraphQLInputType): JsonSchema {
    if (isNonNullType(type)) return this.notNull(type.ofType);
    return orNull(this.notNull(type));
  }

  /** The schema of a type’s values other than null. */
  notNull(type: GraphQLInputType): JsonSchema {
    if (isNonNullType(type)) return this.notNull(type.ofType);
    if (isListType(type)) return { type: "array", items: this.input(type.ofType) };
    if (!isInputObjectType(type)) return scalarFormat(type.name).inputSchema ?? this.leaf(type);
    return this.refer(type.name, () => this.inputObject(type));
  }

  private inputObject(type: GraphQLInputObjectType): JsonSchema {
    const fields = Object.values(type.getFields());
    const required = fields.filter((field) => isNonNullType(field.type) && field.defaultValue === undefined);
    return {
      type: "object",
      additionalProperties: false,
      properties: Object.fromEntries(
        fields.map((field) => [field.name, { ...this.input(field.type), ...described(field) }]),
      ),
      ...(required.length > 0 && { required: required.map(({ name }) => name) }),
      ...described(type),
    };
  }
}

/** The description of a part of the schema, as OpenAPI writes it. */
export function described({ description }: { readonly description?: string | null | undefined }): JsonSchema {
  return description ? { description } : {};
}

/** Adds null to the values of a schema. */
export function orNull(schema: JsonSchema): JsonSchema {
  const { type } = schema;
  if (type !== undefined) return { ...schema, type: [type, "null"].flat() };
  return Object.keys(schema).length === 0 ? schema : { anyOf: [schema, { type: "null" }] };
}
