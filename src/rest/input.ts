import {
  type GraphQLInputType,
  type GraphQLLeafType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  specifiedScalarTypes,
} from "graphql";
import { RequestError } from "../http/request-error.ts";

const WHOLE_NUMBER = /^-?\d{1,10}$/;
const NUMBER = /^-?\d{1,300}(\.\d{1,300})?([eE][+-]?\d{1,3})?$/;

/** JSON of more levels is refused; no input of the API has nearly as many. */
const MAXIMUM_DEPTH = 64;

function refuse(field: string, message: string): never {
  throw new RequestError(400, "BAD_USER_INPUT", message, { field });
}

/**
 * Reads a value from the text of an address or a header.
 *
 * @param type - what it is to be; a leaf type, or a list of one, for which several texts are given
 * @param texts - what was sent
 * @param field - how errors name it
 * @returns the value, as JSON would write it
 * @throws RequestError when the text isn’t one of the type’s, or there are several where one is meant
 */
export function readText(type: GraphQLInputType, texts: readonly string[], field: string): unknown {
  if (isNonNullType(type)) return readText(type.ofType, texts, field);
  if (isListType(type)) return texts.map((text) => readText(type.ofType, [text], field));
  const [text, ...more] = texts;
  if (text === undefined || more.length > 0) return refuse(field, "Give it once.");
  if (isInputObjectType(type)) return refuse(field, "It can’t be written as text.");
  const value = valueOf(type, text);
  if (value === undefined) return refuse(field, wrongValue(type));
  checkLeaf(type, value, field);
  return value;
}

/** What a text means; undefined when the type has no such value. */
function valueOf(type: GraphQLLeafType, text: string): unknown {
  switch (type.name) {
    case "Int":
      return WHOLE_NUMBER.test(text) ? Number(text) : undefined;
    case "Float":
      return NUMBER.test(text) ? Number(text) : undefined;
    case "Boolean":
      return text === "true" ? true : text === "false" ? false : undefined;
    default:
      return text;
  }
}

/**
 * Checks a value of JSON, so that what is wrong with it is named by its place.
 *
 * @param type - what it is to be
 * @param value - what was sent
 * @param field - its place, with dots between the names; empty for the whole body
 * @throws RequestError that names the first thing that is wrong
 */
export function checkInput(type: GraphQLInputType, value: unknown, field: string): void {
  if (isNonNullType(type)) {
    if (value === null || value === undefined) refuse(field, "A value is missing.");
    return checkInput(type.ofType, value, field);
  }
  if (value === null || value === undefined) return;
  if (isListType(type)) {
    if (!Array.isArray(value)) return refuse(field, "Give a list.");
    for (const [index, item] of value.entries()) checkInput(type.ofType, item, `${field}.${index}`);
    return;
  }
  if (!isInputObjectType(type)) return checkLeaf(type, value, field);
  if (typeof value !== "object" || Array.isArray(value)) return refuse(field, "Give an object.");
  const placeOf = (name: string) => (field === "" ? name : `${field}.${name}`);
  const declared = type.getFields();
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(declared, name)) refuse(placeOf(name), "There is no such field.");
  }
  for (const { name, type: fieldType, defaultValue } of Object.values(declared)) {
    const given = (value as Record<string, unknown>)[name];
    if (given !== undefined || defaultValue === undefined) checkInput(fieldType, given, placeOf(name));
  }
}

function checkLeaf(type: GraphQLLeafType, value: unknown, field: string): void {
  requireShallow(value, field);
  try {
    if (type.parseValue(value) !== undefined) return;
  } catch {
    // Its words are those of GraphQL.
  }
  refuse(field, wrongValue(type));
}

function wrongValue(type: GraphQLLeafType): string {
  if (isEnumType(type)) {
    const values = type.getValues().map(({ name }) => name);
    return `Give one of ${values.join(", ")}.`;
  }
  const isCommon = specifiedScalarTypes.some(({ name }) => name === type.name);
  return isCommon
    ? `Give a value of the type ${type.name}.`
    : `Give a value of the type ${type.name}, as the schema describes it.`;
}

function requireShallow(value: unknown, field: string): void {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAXIMUM_DEPTH) refuse(field, `This is nested in more than ${MAXIMUM_DEPTH} levels.`);
    level = level.flatMap((each) => (typeof each === "object" && each !== null ? Object.values(each) : []));
  }
}
