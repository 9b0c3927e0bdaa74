import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLLeafType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from "graphql";
import { RequestError } from "../http/request-error.ts";
import { scalarFormat } from "./scalars.ts";

/** JSON of more levels is refused; no input of the API has nearly as many. */
const MAXIMUM_DEPTH = 64;

function refuse(field: string, message: string): never {
  throw new RequestError(400, "BAD_USER_INPUT", message, field === "" ? {} : { field });
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
  const value = meaningOf(type, text);
  checkLeaf(type, value, field);
  return value;
}

/** What a text means; itself where it can’t be what the type needs. */
function meaningOf({ name }: GraphQLLeafType, text: string): unknown {
  if (name === "Boolean") return text === "true" || (text === "false" ? false : text);
  if (name !== "Int" && name !== "Float") return text;
  return /^-?\d{1,17}(\.\d{1,17})?$/.test(text) ? Number(text) : text;
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
  if (value === null || value === undefined) {
    if (isNonNullType(type)) refuse(field, "A value is missing.");
  } else if (isNonNullType(type)) {
    checkInput(type.ofType, value, field);
  } else if (isListType(type)) {
    if (!Array.isArray(value)) refuse(field, "Give a list.");
    for (const [index, item] of value.entries()) checkInput(type.ofType, item, placeOf(field, String(index)));
  } else if (isInputObjectType(type)) {
    checkFields(type, value, field);
  } else {
    checkLeaf(type, value, field);
  }
}

function checkFields(type: GraphQLInputObjectType, value: object, field: string): void {
  if (typeof value !== "object" || Array.isArray(value)) refuse(field, "Give an object.");
  const declared = type.getFields();
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(declared, name)) refuse(placeOf(field, name), "There is no such field.");
  }
  for (const { name, type: fieldType, defaultValue } of Object.values(declared)) {
    const given = (value as Record<string, unknown>)[name];
    if (given !== undefined || defaultValue === undefined) checkInput(fieldType, given, placeOf(field, name));
  }
}

function placeOf(field: string, name: string): string {
  return field === "" ? name : `${field}.${name}`;
}

function checkLeaf(type: GraphQLLeafType, value: unknown, field: string): void {
  requireShallow(value, field);
  if (!isValue(type, value)) refuse(field, wrongValue(type));
}

function isValue(type: GraphQLLeafType, value: unknown): boolean {
  const pattern = scalarFormat(type.name).written;
  if (pattern !== undefined && !pattern.safeParse(value).success) return false;
  try {
    return type.parseValue(value) !== undefined;
  } catch {
    // Its words are those of GraphQL.
    return false;
  }
}

function wrongValue(type: GraphQLLeafType): string {
  if (!isEnumType(type)) return scalarFormat(type.name).hint ?? `Give a value of the type ${type.name}.`;
  const values = type.getValues().map(({ name }) => name);
  return `Give one of ${values.join(", ")}.`;
}

function requireShallow(value: unknown, field: string): void {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAXIMUM_DEPTH) refuse(field, `This is nested in more than ${MAXIMUM_DEPTH} levels.`);
    level = level.flatMap((each) => (typeof each === "object" && each !== null ? Object.values(each) : []));
  }
}
