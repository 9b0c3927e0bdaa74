import type {} from "@graphile/simplify-inflection";
import type {} from "postgraphile";
import type { PgCodecRelation } from "postgraphile/@dataplan/pg";
import { isReference, publicColumnName, TENANT_COLUMN } from "../columns.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      TenantInflectionPlugin: true;
    }
  }
  namespace DataplanPg {
    interface PgCodecAttributeExtensions {
      /** The column refers to a row of another table (a value of an enum table doesn't count). */
      isReference?: boolean;
    }
  }
  namespace GraphileBuild {
    interface Inflection {
      /** What rows are called by the row they refer to; `noun` is the referring table in the number wanted. */
      backwardReference(this: Inflection, details: PgRelationsPluginRelationDetails, noun: string): string;
    }
  }
}

/**
 * The names of the API, as far as they differ from PostGraphile's:
 *
 * - `id` is the row's id; Relay's global one is `nodeId`.
 * - A reference is named for the column that holds the other row's id, without `_id`; the organization, which every
 *   key starts with, is not mentioned: `contact.company`, `contact.owner`, `task.createdBy`.
 * - The column itself is that name and `Id`, also where the database leaves `_id` out: `task.createdById`.
 * - Backwards it is the referring table: `company.contacts`, `stage.deals`. When the column is called otherwise than
 *   the table it refers to, its name follows: `membership.contactsByOwner`, and without the `By` where the name
 *   already ends in a preposition: `membership.tasksCreatedBy`. So another reference never renames an existing one.
 * - Values of enums are in upper case, whatever the database writes: `IN_PROGRESS`.
 * - A function that changes rows gives them under their own name, as `createContact` does, not as `result`.
 * - The smart tags `@name`, `@fieldName` and `@foreignFieldName` overrule all of this.
 */
export const TenantInflectionPlugin: GraphileConfig.Plugin = {
  name: "TenantInflectionPlugin",
  description: "Names columns and relations without the tenant key.",
  version: "1.0.0",
  after: ["PgSimplifyInflectionPlugin", "smart-tags"],

  inflection: {
    add: {
      backwardReference(_preset, { registry, codec, relationName }, noun) {
        const relation = relationOf(registry, codec.name, relationName);
        const base = referenceBase(relation);
        // In upper camel case the end of a name is a whole word: PipelineStage ends in Stage.
        const isTableName = this.upperCamelCase(this._singularizedCodecName(codec)).endsWith(this.upperCamelCase(base));
        if (isTableName) return this.camelCase(noun);
        if (base === "parent") return this.camelCase(`child-${noun}`);
        return this.camelCase(/_(by|to)$/.test(base) ? `${noun}-${base}` : `${noun}-by-${base}`);
      },
    },
    replace: {
      nodeIdFieldName: () => "nodeId",
      enumValue(previous, _preset, value, codec) {
        return this.constantCase(previous?.(value, codec) ?? value);
      },
      _attributeName(_previous, _preset, { codec, attributeName }) {
        const { isReference, tags } = codec.attributes[attributeName]?.extensions ?? {};
        const name = typeof tags?.name === "string" ? tags.name : publicColumnName(attributeName, isReference);
        return this.coerceToGraphQLName(name);
      },
      functionMutationResultFieldName(previous, _preset, details) {
        const { resource, returnGraphQLTypeName } = details;
        if (!resource.codec.attributes || resource.codec.isAnonymous || resource.extensions?.tags?.resultFieldName)
          return previous?.(details) ?? "result";
        const noun = this.camelCase(returnGraphQLTypeName);
        return resource.isUnique ? noun : this.distinctPluralize(noun);
      },
      singleRelation(_previous, _preset, { registry, codec, relationName }) {
        const relation = relationOf(registry, codec.name, relationName);
        return tag(relation, "fieldName") ?? this.camelCase(referenceBase(relation));
      },
      singleRelationBackwards(_previous, _preset, details) {
        const relation = relationOf(details.registry, details.codec.name, details.relationName);
        const noun = this._singularizedCodecName(relation.remoteResource.codec);
        return (
          tag(relation, "foreignSingleFieldName") ??
          tag(relation, "foreignFieldName") ??
          this.backwardReference(details, noun)
        );
      },
      _manyRelation(_previous, _preset, details) {
        const relation = relationOf(details.registry, details.codec.name, details.relationName);
        const noun = this.distinctPluralize(this._singularizedCodecName(relation.remoteResource.codec));
        return tag(relation, "foreignFieldName") ?? this.backwardReference(details, noun);
      },
    },
  },

  gather: {
    hooks: {
      pgCodecs_attribute(_info, { attribute, pgAttribute }) {
        if (isReference(pgAttribute)) attribute.extensions = { ...attribute.extensions, isReference: true };
      },
    },
  },
};

function relationOf(
  registry: GraphileBuild.PgRelationsPluginRelationDetails["registry"],
  codecName: string,
  relationName: string,
): PgCodecRelation {
  const relation = registry.pgRelations[codecName]?.[relationName];
  if (!relation) throw new Error(`There is no relation ${relationName} of ${codecName}.`);
  return relation;
}

/** The name a foreign key gives to what it refers to: `owner` for (organization_id, owner_id). */
function referenceBase({ isReferencee, localAttributes, remoteAttributes }: PgCodecRelation): string {
  const [referring, referred] = isReferencee
    ? [remoteAttributes, localAttributes]
    : [localAttributes, remoteAttributes];
  const column =
    referring[referred.indexOf("id")] ?? referring.filter((attribute) => attribute !== TENANT_COLUMN).join("_and_");
  return column.replace(/_id$/, "");
}

function tag(relation: PgCodecRelation, name: string): string | undefined {
  const value = relation.extensions?.tags?.[name];
  return typeof value === "string" ? value : undefined;
}
