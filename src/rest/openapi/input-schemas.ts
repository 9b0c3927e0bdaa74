import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLLeafType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from "graphql";

/** A schema of OpenAPI 3.1, which is JSON Schema 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** How scalars are written as JSON; of those that aren’t here, any JSON will do. */
const SCALARS: Readonly<Record<string, JsonSchema>> = {
  Int: { type: "integer", format: "int32" },
  Float: { type: "number", format: "double" },
  Boolean: { type: "boolean" },
  String: { type: "string" },
  ID: { type: "string" },
  UUID: { type: "string", format: "uuid" },
  Date: { type: "string", format: "date" },
  Datetime: { type: "string", format: "date-time" },
  Cursor: { type: "string" },
  BigInt: { type: "string", pattern: "^-?[0-9]+$" },
  BigFloat: { type: "string", pattern: "^-?[0-9]+(\\.[0-9]+)?$" },
  InternetAddress: { type: "string" },
};

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

  /** The schema of a scalar or enum. */
  leaf(type: GraphQLLeafType): JsonSchema {
    if (!isEnumType(type)) return SCALARS[type.name] ?? {};
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
    if (!isInputObjectType(type)) return this.leaf(type);
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
  if (typeof schema["type"] === "string") return { ...schema, type: [schema["type"], "null"] };
  return Object.keys(schema).length === 0 ? schema : { anyOf: [schema, { type: "null" }] };
}
