import type { FieldPlanResolver } from "postgraphile/grafast";

/** Plans a field. */
// biome-ignore lint/suspicious/noExplicitAny: whatever it is a field of, and of whatever type.
export type FieldPlan = FieldPlanResolver<any, any, any>;

/**
 * Makes a function of the API in a way that an exported schema can repeat: by a function that it imports, from values
 * that it holds. A function that is written where the schema is built would lose what it closes over.
 *
 * @param make - makes the function; has to be an export of the module that it is written in
 * @param values - its arguments: plain values, parts of the schema's registry, and functions that are exportable themselves
 * @returns what `make` makes
 */
export function exportable<Values extends readonly unknown[], Made extends object>(
  make: (...values: Values) => Made,
  ...values: Values
): Made {
  // The properties that graphile-export looks for.
  return Object.defineProperties(make(...values), {
    $exporter$factory: { value: callOf(values.length) },
    $exporter$args: { value: [make, ...values] },
    $exporter$name: { value: make.name, writable: true },
  });
}

type Call = (make: (...values: unknown[]) => object, ...values: unknown[]) => object;

/** A new function each time, and a text for each number of values: graphile-export works on the text of the function. */
function callOf(length: number): Call {
  switch (length) {
    case 1:
      return (make, one) => make(one);
    case 2:
      return (make, one, two) => make(one, two);
    case 3:
      return (make, one, two, three) => make(one, two, three);
    case 4:
      return (make, one, two, three, four) => make(one, two, three, four);
    default:
      throw new Error(`A function of the API can't be made from ${length} values.`);
  }
}
