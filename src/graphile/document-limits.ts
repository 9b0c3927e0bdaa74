import { type DocumentNode, type FieldNode, GraphQLError, Kind, type SelectionSetNode } from "graphql";
import type { DocumentLimits } from "../config/limits.ts";
import { exceeded } from "./limit-exceeded.ts";

/** How many directives stand at one place; the API has three, of which none can be repeated. */
const DIRECTIVES_AT_ONE_PLACE = 3;

/** How much of everything there is in the largest operation of a document. */
type Measure = { -readonly [Name in "depth" | "fields" | "aliases" | "duplicates" | "directives"]: number } & {
  directivesAtOnePlace: number;
};

type MeasureName = keyof Measure;

/** What is said of too much, with what to do about it. */
const SENTENCES: Readonly<Record<MeasureName, (maximum: number) => string>> = {
  depth: (maximum) => `Fields can be nested ${maximum} levels deep: ask for what is deeper with a request of its own.`,
  fields: (maximum) => `This asks for more than ${maximum} fields, those of fragments included.`,
  aliases: (maximum) => `${maximum} fields can have another name: send several requests, or lists with a filter.`,
  duplicates: (maximum) => `The same field can be asked for ${maximum} times in one place; once is enough.`,
  directives: (maximum) => `A document can have ${maximum} directives.`,
  directivesAtOnePlace: (maximum) => `There can be ${maximum} directives at one place.`,
};

const NAMES: Readonly<Partial<Record<MeasureName, string>>> = { directivesAtOnePlace: "directives" };

/**
 * Says what of a document is too much. Fragments that spread each other twice double the fields with every step: a
 * document of a kilobyte can select billions, so they are measured once each, without being expanded.
 *
 * @param document - as it was parsed; it needn't be valid
 * @param limits - what it may be
 * @returns the error to answer with; undefined when nothing is too much
 */
export function refusalOfDocument(document: DocumentNode, limits: DocumentLimits): GraphQLError | undefined {
  const tokens = countTokens(document);
  if (tokens > limits.tokens) {
    const message = `A document can have ${limits.tokens} words and signs; values go with the variables.`;
    return new GraphQLError(message, { extensions: exceeded("tokens", limits.tokens, tokens) });
  }
  const measure = measureDocument(document);
  const maxima: Readonly<Record<MeasureName, number>> = { ...limits, directivesAtOnePlace: DIRECTIVES_AT_ONE_PLACE };
  for (const name of Object.keys(SENTENCES) as MeasureName[]) {
    const maximum = maxima[name];
    if (measure[name] <= maximum) continue;
    const extensions = exceeded(NAMES[name] ?? name, maximum, measure[name]);
    return new GraphQLError(SENTENCES[name](maximum), { extensions });
  }
  return undefined;
}

function countTokens({ loc }: DocumentNode): number {
  let count = 0;
  // Without the marks of the beginning and the end.
  for (let token = loc?.startToken.next; token?.next; token = token.next) count++;
  return count;
}

/**
 * Counts what a document selects.
 *
 * @param document - it needn't be valid
 * @returns the fields of its largest operation, those of fragments wherever they are spread
 */
export function countFields(document: DocumentNode): number {
  return measureDocument(document).fields;
}

function measureDocument(document: DocumentNode): Measure {
  const total = nothing();
  const fragments = new Map<string, SelectionSetNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition.selectionSet);
  }
  const known = new Map<string, Measure>();
  const measureFragment = (name: string): Measure => {
    const measured = known.get(name);
    if (measured !== undefined) return measured;
    // Whoever spreads itself is refused by validation.
    known.set(name, nothing());
    const measure = measureSet(fragments.get(name));
    known.set(name, measure);
    return measure;
  };
  const measureSet = (set: SelectionSetNode | undefined): Measure => {
    const measure = nothing();
    const times = new Map<string, number>();
    for (const selection of set?.selections ?? []) {
      noteDirectives(measure, selection.directives?.length ?? 0);
      if (selection.kind === Kind.FIELD) {
        noteField(measure, selection, times);
        addTo(measure, measureSet(selection.selectionSet), 1);
      } else {
        const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
        addTo(measure, isSpread ? measureFragment(selection.name.value) : measureSet(selection.selectionSet), 0);
      }
    }
    return measure;
  };
  for (const definition of document.definitions) {
    if (!("directives" in definition)) continue;
    noteDirectives(total, definition.directives?.length ?? 0);
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const { directives } of definition.variableDefinitions ?? []) noteDirectives(total, directives?.length ?? 0);
    const measure = measureSet(definition.selectionSet);
    for (const name of Object.keys(total) as MeasureName[]) {
      total[name] = name === "directives" ? total[name] + measure[name] : Math.max(total[name], measure[name]);
    }
  }
  return total;
}

function nothing(): Measure {
  return { depth: 0, fields: 0, aliases: 0, duplicates: 0, directives: 0, directivesAtOnePlace: 0 };
}

function noteField(measure: Measure, { alias, name }: FieldNode, times: Map<string, number>): void {
  const key = (alias ?? name).value;
  const count = (times.get(key) ?? 0) + 1;
  times.set(key, count);
  measure.duplicates = Math.max(measure.duplicates, count);
  measure.fields += 1;
  measure.aliases += alias === undefined ? 0 : 1;
  measure.depth = Math.max(measure.depth, 1);
}

function noteDirectives(measure: Measure, count: number): void {
  measure.directives += count;
  measure.directivesAtOnePlace = Math.max(measure.directivesAtOnePlace, count);
}

function addTo(measure: Measure, inner: Measure, levels: number): void {
  measure.fields += inner.fields;
  measure.aliases += inner.aliases;
  measure.directives += inner.directives;
  measure.depth = Math.max(measure.depth, inner.depth + levels);
  measure.duplicates = Math.max(measure.duplicates, inner.duplicates);
  measure.directivesAtOnePlace = Math.max(measure.directivesAtOnePlace, inner.directivesAtOnePlace);
}
