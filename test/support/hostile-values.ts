import fc from "fast-check";
import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from "graphql";

/** Ids of rows that there are, by the name of what they are, such as `contact`. */
export type KnownIds = ReadonlyMap<string, readonly string[]>;

/** Where filters and items are within each other; deeper ones are left out. */
const DEEPEST = 4;

const HOSTILE_TEXTS = [
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\udfff\ud800",
  "\ufeff",
  "\u202e",
  "'; drop table app_public.users; --",
  "$1",
  "%",
  "_",
  "\\",
  "{}",
  "[]",
  "null",
  "NaN",
  "Infinity",
  "-1",
  "x".repeat(300),
  "é".repeat(5_000),
  "x".repeat(100_000),
  "{{contact.first_name}}",
  "http://[::1",
  "javascript:alert(1)",
  "a@b",
  "nobody@example.test",
  "+447700900123",
  "(((((",
  "1 day",
  "Europe/London",
  "acme",
];

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
  { weight: 2, arbitrary: fc.string({ maxLength: 20 }) },
);

const NUMBERS = [
  "0",
  "-1",
  "1",
  "9223372036854775807",
  "9223372036854775808",
  "-9223372036854775809",
  "1e400",
  "NaN",
  "0.1",
  "9".repeat(400),
];
const DATES = [
  "2031-05-01",
  "0000-00-00",
  "0001-01-01",
  "9999-12-31",
  "294276-12-31",
  "-4713-01-01",
  "infinity",
  "-infinity",
  "2031-02-30",
  "today",
  "epoch",
  "now",
  "1900-01-01 BC",
];
const TIMES = [
  ...DATES,
  "2031-05-01T10:00:00Z",
  "2031-05-01T10:00:00+15:59",
  "2031-05-01T10:00:00+99:99",
  "2031-05-01T24:00:00Z",
  "2031-05-01T10:00:60Z",
  "294276-12-31T23:59:59Z",
  "4714-11-24T00:00:00Z BC",
  "2031-05-01T10:00:00 Nowhere/Land",
];

const json = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    "\u0000",
    { "\u0000": 1 },
    { a: "\ud800" },
    { __proto__: 1 },
    [],
    {},
    null,
    1e308,
    deep(500),
  ),
);

/** Anything but what is asked for. */
const wrong = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(1e99, -1, "", [], {}, [[]], true, deep(200)),
);

function deep(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

const someInt = fc.oneof(
  fc.constantFrom(0, 1, 2, -1, 200, 201, 2_147_483_647, -2_147_483_648),
  fc.integer({ min: -10, max: 300 }),
);

function scalar(name: string, field: string, owner: string, ids: KnownIds): fc.Arbitrary<unknown> {
  switch (name) {
    case "Int":
      return someInt;
    case "Float":
      return fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, -1, 1e308, 5e-324));
    case "Boolean":
      return fc.boolean();
    case "BigInt":
    case "BigFloat":
      return fc.oneof(fc.constantFrom(...NUMBERS), fc.bigInt().map(String));
    case "UUID":
      return fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom(...idsFor(field, owner, ids)) },
        { weight: 1, arbitrary: fc.uuid() },
        { weight: 1, arbitrary: fc.constantFrom("", "0", "00000000-0000-0000-0000-000000000000", "zzz", "\u0000") },
      );
    case "Date":
      return fc.oneof(fc.constantFrom(...DATES), text);
    case "Datetime":
    case "Time":
      return fc.oneof(fc.constantFrom(...TIMES), text);
    case "JSON":
      return json;
    case "Cursor":
      return fc.oneof(
        text,
        json.map((value) => Buffer.from(JSON.stringify(value) ?? "").toString("base64")),
        fc.array(json, { maxLength: 4 }).map((values) => Buffer.from(JSON.stringify(values)).toString("base64")),
      );
    case "ID":
      return fc.oneof(
        text,
        fc
          .constantFrom(...idsFor(field, owner, ids))
          .map((id) => Buffer.from(JSON.stringify(["Contact", id])).toString("base64")),
      );
    default:
      return text;
  }
}

/** Those of the kind that a name ends in, such as `contact` in `contactId`, or else in `updateContact`. */
function idsFor(field: string, owner: string, ids: KnownIds): readonly string[] {
  const named = /^(.*)Ids?$/.exec(field)?.[1] ?? owner;
  const wanted = named.toLowerCase();
  const [kind] = [...ids.keys()]
    .filter((candidate) => wanted.includes(candidate.toLowerCase()))
    .sort((left, right) => right.length - left.length);
  return ids.get(kind ?? "") ?? [...ids.values()].flat();
}

/**
 * Makes up values for an argument: most have its form and something extreme in it, so that they come as far as the
 * database; some have another form.
 *
 * @param type - of the argument or field
 * @param field - its name
 * @param owner - the name of the operation, such as `updateContact`
 * @param ids - of rows that there are
 * @returns what makes up values
 */
export function hostileValue(
  type: GraphQLInputType,
  field: string,
  owner: string,
  ids: KnownIds,
  depth = 0,
): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) {
    const value = hostileValue(type.ofType, field, owner, ids, depth);
    return fc.oneof({ weight: 40, arbitrary: value }, { weight: 1, arbitrary: fc.oneof(fc.constant(null), wrong) });
  }
  return fc.oneof(
    { weight: 20, arbitrary: wellFormed(type, field, owner, ids, depth) },
    { weight: 2, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: wrong },
  );
}

function wellFormed(
  type: Exclude<GraphQLInputType, { ofType: never }>,
  field: string,
  owner: string,
  ids: KnownIds,
  depth: number,
): fc.Arbitrary<unknown> {
  if (isListType(type)) return fc.array(hostileValue(type.ofType, field, owner, ids, depth + 1), { maxLength: 3 });
  const named = getNamedType(type);
  if (isEnumType(named)) return fc.constantFrom(...named.getValues().map(({ name }) => name));
  if (isInputObjectType(named)) return object(named, owner, ids, depth);
  return scalar(named.name, field, owner, ids);
}

/** What is required, and a few of the other fields. */
function object(type: GraphQLInputObjectType, owner: string, ids: KnownIds, depth: number): fc.Arbitrary<unknown> {
  const fields = Object.values(type.getFields());
  const required = fields.filter(isRequiredInputField);
  const optional = fields.filter((field) => !isRequiredInputField(field) && (depth < DEEPEST || !isNested(field.type)));
  const value = ({ name, type: fieldType }: (typeof fields)[number]) =>
    fc.tuple(fc.constant(name), hostileValue(fieldType, name, owner, ids, depth + 1));
  return fc
    .subarray(optional, { maxLength: Math.min(optional.length, 3) })
    .chain((chosen) => fc.tuple(...[...required, ...chosen].map(value)))
    .map((entries) => Object.fromEntries(entries));
}

function isNested(type: GraphQLInputType): boolean {
  return isInputObjectType(getNamedType(type));
}
