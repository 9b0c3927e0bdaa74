import type { PgSelectStep } from "postgraphile/@dataplan/pg";
import type { ExecutionDetails, ExecutionValue, Step } from "postgraphile/grafast";
import { CursorValue, cursorReaders, isGiven, parseCursor } from "./keyset.ts";

/** Shapes that are kept of one query, and how long what tells them apart can be: what changes with every request would fill the memory. */
const MOST_SHAPES = 20;
const LONGEST_SHAPE = 1_000;

/** What a select step has, part of which its types keep to itself. */
interface SelectStep {
  readonly resource: { readonly executeWithCache: unknown };
  readonly dependencies: readonly Step[];
  readonly contextId: number;
  readonly firstStepId: number | null;
  readonly lastStepId: number | null;
  readonly offsetStepId: number | null;
  readonly afterStepId: number | null;
  readonly beforeStepId: number | null;
  readonly applyDepIds: readonly number[];
  readonly streamDetailsDepIds: readonly number[] | null;
  readonly deferreds: readonly { readonly dependencyIndex: number }[];
  readonly placeholders: readonly Placeholder[];
  readonly fetchOneExtra: boolean;
  execute(details: ExecutionDetails): Promise<readonly unknown[]>;
}

interface Placeholder {
  readonly dependencyIndex: number;
  readonly codec: { toPg(value: unknown): unknown };
  readonly alreadyEncoded: boolean;
}

interface Statement {
  readonly text: string;
  readonly rawSqlValues: readonly unknown[];
  readonly name: string;
}

/** A statement with places for values, and what the step makes of it when it gives no rows. */
interface Template extends Statement {
  readonly emptyPage: object;
}

type Variables = Readonly<Record<string, unknown>>;

/** Stands for the value of a placeholder. */
class Place {
  readonly placeholder: Placeholder;

  constructor(placeholder: Placeholder) {
    this.placeholder = placeholder;
  }
}

/** The steps whose values are made of those of their dependencies and of nothing else. */
const PURE: ReadonlySet<string> = new Set([
  "AccessStep",
  "ApplyInputStep",
  "BakedInputStep",
  "ConstantStep",
  "LambdaStep",
  "ListStep",
  "ObjectStep",
  "PgSelectInlineApplyStep",
  "__InputDefaultStep",
  "__InputDynamicScalarStep",
  "__InputListStep",
  "__InputObjectStep",
  "__InputStaticLeafStep",
]);

/**
 * Lets a step keep the SQL that it makes, instead of making it anew for every request. It is the same for all requests
 * with the same values in what shapes it: sizes of pages, orders, filters. What only fills a place, such as the id of a
 * row or the values of a cursor, may differ.
 *
 * @param step - of a query that reads, already final; another step than one whose SQL depends on variables alone stays as it is
 * @param $variables - the step of the same plan that holds the variables of the request
 */
export function keepStatements(step: PgSelectStep, $variables: Step): void {
  const select = step as unknown as SelectStep;
  const shaping = shapingDependencies(select);
  const names: ShapingVariables = { values: new Set(), given: new Set(), cursors: new Set() };
  if (!shaping.every(($dependency) => collectVariables($dependency, $variables, names))) return;
  const statements = new KeptStatements(select, $variables.id, names);
  select.execute = (details) => statements.execute(details);
}

/** Those that do more than to fill a placeholder. */
function shapingDependencies(step: SelectStep): Step[] {
  const { firstStepId, lastStepId, offsetStepId, afterStepId, beforeStepId, applyDepIds, streamDetailsDepIds } = step;
  const deferred = step.deferreds.map(({ dependencyIndex }) => dependencyIndex);
  const shaping: ReadonlySet<number | null> = new Set([
    ...[firstStepId, lastStepId, offsetStepId, afterStepId, beforeStepId],
    ...[...applyDepIds, ...(streamDetailsDepIds ?? []), ...deferred],
  ]);
  const filling = new Set([step.contextId, ...step.placeholders.map(({ dependencyIndex }) => dependencyIndex)]);
  return step.dependencies.filter((_, index) => shaping.has(index) || !filling.has(index));
}

/** The variables that a statement depends on: their values, whether they are given, or which values of a cursor are missing. */
interface ShapingVariables {
  readonly values: Set<string>;
  readonly given: Set<string>;
  readonly cursors: Set<string>;
}

/** Finds the variables that a value depends on; false when it depends on anything else. */
function collectVariables($step: Step, $variables: Step, names: ShapingVariables): boolean {
  const name = variableOf($step, $variables);
  if (name !== undefined) {
    names.values.add(name);
    return true;
  }
  if ($step.hasSideEffects || !PURE.has($step.constructor.name)) return false;
  const { dependencies, fn } = $step as unknown as { dependencies: readonly Step[]; fn?: object };
  const source = fn && cursorReaders.get(fn);
  const read = dependencies[0] && variableOf(dependencies[0], $variables);
  if (read !== undefined && source !== undefined) {
    source.variable = read;
    names.cursors.add(read);
    return true;
  }
  if (read !== undefined && fn === isGiven) {
    names.given.add(read);
    return true;
  }
  return dependencies.every(($dependency) => collectVariables($dependency, $variables, names));
}

/** The variable that a step reads, if that is all it does. */
function variableOf($step: Step, $variables: Step): string | undefined {
  const { dependencies, path } = $step as unknown as { dependencies: readonly Step[]; path?: readonly unknown[] };
  const name = path?.[0];
  return dependencies[0] === $variables && typeof name === "string" ? name : undefined;
}

class KeptStatements {
  private readonly step: SelectStep;
  private readonly original: SelectStep["execute"];
  private readonly variablesId: number;
  private readonly names: ShapingVariables;
  private readonly kept = new Map<string, Template>();

  constructor(step: SelectStep, variablesId: number, names: ShapingVariables) {
    this.step = step;
    this.original = step.execute;
    this.variablesId = variablesId;
    this.names = names;
  }

  async execute(details: ExecutionDetails): Promise<readonly unknown[]> {
    const { step } = this;
    const { values, count, stream, extra } = details;
    const at = (index: number | null) => (index === null ? null : values[index]?.unaryValue());
    const last = at(step.lastStepId);
    // Rows that are asked for from the end come the other way round.
    const isOrdinary = count === 1 && stream === null && extra.eventEmitter === undefined && last == null;
    const variables = this.variablesOf(details);
    const template = isOrdinary ? await this.templateFor(details, variables) : undefined;
    if (template === undefined) return this.original.call(step, details);

    const { withPgClient, pgSettings } = at(step.contextId) as Grafast.Context;
    const { text, name } = template;
    const query = { text, name, values: fill(template, values, variables), arrayMode: true as const };
    const { rows } = await withPgClient(pgSettings, (client) => client.query<unknown>(query as never));
    const first = at(step.firstStepId) as number | null | undefined;
    const hasMore = step.fetchOneExtra && first != null && rows.length > first;
    const items = hasMore ? rows.slice(0, first) : rows;
    return [{ ...template.emptyPage, items, hasNextPage: hasMore }];
  }

  private async templateFor(details: ExecutionDetails, variables: Variables): Promise<Template | undefined> {
    const shape = this.shapeOf(variables);
    const known = this.kept.get(shape);
    if (known !== undefined) return known;
    const template = await build(this.step, this.original, details);
    if (template === undefined || shape.length > LONGEST_SHAPE) return template;
    for (const oldest of this.kept.keys()) {
      if (this.kept.size < MOST_SHAPES) break;
      this.kept.delete(oldest);
    }
    this.kept.set(shape, template);
    return template;
  }

  /** What isn't given differs from what is null. */
  private shapeOf(variables: Variables): string {
    const shape: unknown[] = [];
    for (const name of this.names.values) shape.push(variables[name] === undefined ? [] : [variables[name]]);
    for (const name of this.names.given) shape.push(isGiven(variables[name]));
    for (const name of this.names.cursors) {
      const cursor = parseCursor(variables[name]);
      shape.push(cursor && [cursor.digest, ...cursor.values.map((value) => value === null)]);
    }
    return JSON.stringify(shape);
  }

  private variablesOf({ extra }: ExecutionDetails): Variables {
    const { _bucket } = extra as unknown as { _bucket: { store: ReadonlyMap<number, ExecutionValue> } };
    return _bucket.store.get(this.variablesId)?.unaryValue() as Variables;
  }
}

/** Has the step make its SQL, with places for the values of its placeholders, and catches that on its way to the database. */
async function build(
  step: SelectStep,
  execute: SelectStep["execute"],
  details: ExecutionDetails,
): Promise<Template | undefined> {
  let statement: Statement | undefined;
  const executeWithCache = async (_requests: unknown, made: Statement) => {
    statement = made;
    return { values: [[]] };
  };
  const places = step.placeholders.map((placeholder) => new Place(placeholder));
  const values = [...(details.values as readonly ExecutionValue[]), ...places.map(unary)];
  const placeholders = step.placeholders.map((placeholder, index) => ({
    ...placeholder,
    dependencyIndex: details.values.length + index,
    alreadyEncoded: true,
  }));
  const catching: SelectStep = Object.create(step, {
    resource: { value: Object.create(step.resource, { executeWithCache: { value: executeWithCache } }) },
    placeholders: { value: placeholders },
  });
  const [emptyPage] = await execute.call(catching, { ...details, values } as unknown as ExecutionDetails);
  // A page of no rows isn't read at all.
  return statement && { ...statement, emptyPage: emptyPage as object };
}

function unary(value: unknown): ExecutionValue {
  return { isBatch: false, at: () => value, unaryValue: () => value } as unknown as ExecutionValue;
}

function fill({ rawSqlValues }: Statement, values: ExecutionDetails["values"], variables: Variables): unknown[] {
  return rawSqlValues.map((raw) => {
    if (raw instanceof CursorValue && raw.source.variable !== undefined) {
      return parseCursor(variables[raw.source.variable])?.values[raw.index];
    }
    if (!(raw instanceof Place)) return raw;
    const { dependencyIndex, codec, alreadyEncoded } = raw.placeholder;
    const value = values[dependencyIndex]?.at(0);
    if (value === null || value === undefined) return null;
    return alreadyEncoded ? value : codec.toPg(value);
  });
}
