import {
  type FieldNode,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  type OperationDefinitionNode,
  type ValueNode,
  visit,
} from "graphql";
import type { Read, Variables } from "./operation-variables.ts";

/** A filter, with how often it is asked for. */
interface Filter {
  /** How many conditions it has, or what depends on variables. */
  readonly conditions: number | ValueNode;
  times: number;
}

/**
 * Counts the conditions of the filters of an operation: each comparison, each relation and each `and`, `or` and `not` with
 * each of their members. Filters are built in memory before anything of them is refused.
 */
export class FilterCount {
  private readonly objects: ReadonlySet<string>;
  private readonly read: Read;
  private readonly known = new Map<ValueNode, Filter>();

  /**
   * @param schema - the API
   * @param operation - the operation
   * @param read - reads its values
   */
  constructor(schema: GraphQLSchema, operation: OperationDefinitionNode, read: Read) {
    const types = new Map<string, string>();
    for (const { variable, type } of operation.variableDefinitions ?? []) {
      let inner = type;
      while ("type" in inner) inner = inner.type;
      types.set(variable.name.value, inner.name.value);
    }
    const isObject = ([, type]: [string, string]) => isInputObjectType(schema.getType(type));
    this.objects = new Set([...types].filter(isObject).map(([name]) => name));
    this.read = read;
  }

  /**
   * Takes the filters of a field into account, once for each place in which it is selected.
   *
   * @param node - the field as it is asked for
   * @param field - what it is
   */
  note({ arguments: given = [] }: FieldNode, { args }: GraphQLField<unknown, unknown>): void {
    for (const { name, value } of given) {
      const type = args.find((argument) => argument.name === name.value)?.type;
      if (!isInputObjectType(type && getNamedType(type))) continue;
      const known = this.known.get(value);
      if (known) {
        known.times += 1;
        continue;
      }
      const conditions = this.hasObjectVariable(value) ? value : conditionsIn(this.read(value, undefined));
      this.known.set(value, { conditions, times: 1 });
    }
  }

  /**
   * Says how many conditions there are.
   *
   * @param variables - of the request
   * @returns the number, for all the places in which a filter stands
   */
  with(variables: Variables): number {
    let count = 0;
    for (const { conditions, times } of this.known.values()) {
      const each = typeof conditions === "number" ? conditions : conditionsIn(this.read(conditions, variables));
      count += times * each;
    }
    return count;
  }

  /** Of what else variables are, such as ids, there is one condition whatever they hold. */
  private hasObjectVariable(value: ValueNode): boolean {
    let has = false;
    visit(value, {
      Variable: ({ name }) => {
        has ||= this.objects.has(name.value);
      },
    });
    return has;
  }
}

/** Without calling itself: a filter of a hundred kilobytes can have ten thousand levels. */
function conditionsIn(filter: unknown): number {
  if (typeof filter !== "object" || filter === null) return 0;
  let count = 0;
  const rest: object[] = [filter];
  for (let value = rest.pop(); value !== undefined; value = rest.pop()) {
    const inside: unknown[] = Array.isArray(value) ? value : Object.values(value);
    for (const inner of inside) {
      const isObject = typeof inner === "object" && inner !== null;
      if (isObject) rest.push(inner);
      if (isObject || inside !== value) count += 1;
    }
  }
  return count;
}
