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

/** A filter that depends on variables, with how often it is asked for. */
interface Filter {
  readonly value: ValueNode;
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
  private fixed = 0;

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
      if (known) known.times += 1;
      else if (this.hasObjectVariable(value)) this.known.set(value, { value, times: 1 });
      else this.fixed += conditionsIn(this.read(value, undefined));
    }
  }

  /**
   * Says how many conditions there are.
   *
   * @param variables - of the request
   * @returns the number, for all the places in which a filter stands
   */
  with(variables: Variables): number {
    let count = this.fixed;
    for (const { value, times } of this.known.values()) count += times * conditionsIn(this.read(value, variables));
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
  let count = 0;
  const rest = [filter];
  while (rest.length > 0) {
    const value = rest.pop();
    if (typeof value !== "object" || value === null) continue;
    const isList = Array.isArray(value);
    for (const inner of isList ? value : Object.values(value)) {
      const isObject = typeof inner === "object" && inner !== null;
      if (isObject) rest.push(inner);
      if (isObject || !isList) count += 1;
    }
  }
  return count;
}
