import { type FieldNode, type ValueNode, visit } from "graphql";
import type { Variables } from "./operation-variables.ts";

/** As often as this each variable can be used, whatever it holds: a body has a limit of its own. */
export const USES_OF_A_BODY = 4;

/** What takes more than a glance to be read. */
const MANY_VALUES = 2_000;

/** Counts how often variables are used: what they hold is read and sent on in each place. */
export class VariableUses {
  private readonly times = new Map<string, number>();
  private readonly known = new Map<ValueNode, readonly string[]>();
  private often: readonly (readonly [string, number])[] | undefined;

  /**
   * Takes the arguments of a field into account, once for each place in which it is selected.
   *
   * @param node - the field as it is asked for
   */
  note({ arguments: given = [] }: FieldNode): void {
    for (const { value } of given) {
      for (const name of this.variablesIn(value)) this.times.set(name, (this.times.get(name) ?? 0) + 1);
    }
  }

  /**
   * Says how much the variables hold that are used often.
   *
   * @param variables - of the request
   * @returns characters, counted once for each place; 0 when it can't be more than some bodies hold
   */
  charactersOf(variables: Variables): number {
    this.often ??= [...this.times].filter(([, times]) => times > USES_OF_A_BODY);
    let characters = 0;
    for (const [name, times] of this.often) characters += times * charactersIn(variables?.[name]);
    return characters;
  }

  /** A fragment can be spread again and again, and its values can be long. */
  private variablesIn(value: ValueNode): readonly string[] {
    const known = this.known.get(value);
    if (known) return known;
    const names: string[] = [];
    visit(value, { Variable: ({ name }) => void names.push(name.value) });
    this.known.set(value, names);
    return names;
  }
}

/**
 * Tells whether variables hold more values than ordinary requests do.
 *
 * @param variables - of the request
 * @returns whether they do
 */
export function holdMany(variables: Variables): boolean {
  let count = 0;
  const rest: object[] = variables ? [variables] : [];
  for (let value = rest.pop(); value !== undefined; value = rest.pop()) {
    for (const inner of Array.isArray(value) ? value : Object.values(value)) {
      count += 1;
      if (typeof inner === "object" && inner !== null) rest.push(inner);
      if (count > MANY_VALUES) return true;
    }
  }
  return false;
}

function charactersIn(variable: unknown): number {
  let characters = 0;
  const rest = [variable];
  while (rest.length > 0) {
    const value = rest.pop();
    if (typeof value === "string") characters += value.length;
    characters += 4;
    if (typeof value !== "object" || value === null) continue;
    for (const inner of Array.isArray(value) ? value : Object.values(value)) rest.push(inner);
    if (!Array.isArray(value)) for (const name of Object.keys(value)) characters += name.length;
  }
  return characters;
}
