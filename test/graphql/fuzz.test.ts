import { types } from "node:util";
import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type GraphQLField, type GraphQLObjectType, type GraphQLSchema, isNonNullType } from "graphql";
import { defectOf } from "../support/answers.ts";
import { useDatabase } from "../support/database.ts";
import { createEncryptionKey } from "../support/encryption-key.ts";
import { type Answer, useGateway } from "../support/gateway.ts";
import { hostileValue, type KnownIds } from "../support/hostile-values.ts";
import { briefSelection, nodeTypeOf } from "../support/live-schema.ts";

/** How many values each operation is tried with; `FUZZ_ROUNDS=50` for a long look. */
const ROUNDS = Number(process.env["FUZZ_ROUNDS"] ?? 2);
const SEED = Number(process.env["FUZZ_SEED"] ?? Date.now() % 1_000_000_000);
const AT_ONCE = 4;

const db = useDatabase();
const gateway = useGateway(db, { environment: "production", poolSize: 8 });
let ids: KnownIds;
let schema: GraphQLSchema;

beforeAll(async () => {
  const { insert } = await createEncryptionKey();
  await db.withRoot((root) => root.query(...insert));
  ({ schema } = gateway.app.graphqlApi);
  ids = await db.withRoot(async (root) => {
    const { rows: tables } = await root.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'id' and a.atttypid = 'uuid'::regtype
       where c.relnamespace = 'app_public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`,
    );
    const found = new Map<string, string[]>();
    for (const { name } of tables) {
      const { rows } = await root.query<{ id: string }>(`select id from app_public.${name} limit 5`);
      const kind = name
        .replace(/ies$/, "y")
        .replace(/(?<!ss)s$/, "")
        .replace(/_/g, "");
      if (rows.length > 0)
        found.set(
          kind,
          rows.map(({ id }) => id),
        );
    }
    return found;
  });
});

type Field = GraphQLField<unknown, unknown>;

/** An operation whose variables are all arguments of one field. */
interface Target {
  readonly name: string;
  readonly document: string;
  readonly args: Field["args"];
}

function targetOf(kind: "query" | "mutation", path: readonly string[], { name, args, type }: Field): Target {
  const variables = args.map((arg) => `$${arg.name}: ${arg.type}`).join(", ");
  const given = args.map((arg) => `${arg.name}: $${arg.name}`).join(", ");
  const selected = `${name}${given && `(${given})`} ${briefSelection(type)}`;
  const document = path.reduceRight((inner, step) => `${step} { ${inner} }`, selected);
  return {
    name: [...path, name].join("."),
    document: `${kind} ${variables && `(${variables})`} { ${document} }`,
    args,
  };
}

const fieldsOf = (type: GraphQLObjectType | null | undefined): Field[] => Object.values(type?.getFields() ?? {});

function targets(): Target[] {
  const queries = fieldsOf(schema.getQueryType()).flatMap((field) => {
    const node = nodeTypeOf(field.type);
    const isReachable = field.args.every((arg) => !isNonNullType(arg.type));
    const inner = node && isReachable ? fieldsOf(node).filter(({ args }) => args.length > 0) : [];
    return [
      targetOf("query", [], field),
      ...inner.map((nested) => targetOf("query", [`${field.name}(first: 1)`, "nodes"], nested)),
    ];
  });
  return [...queries, ...fieldsOf(schema.getMutationType()).map((field) => targetOf("mutation", [], field))];
}

/** What is wrong with an answer, with what the log says of it. */
function complaint(answer: Answer): string | undefined {
  const defect = defectOf(answer);
  if (defect === undefined) return undefined;
  const reference = answer.errors
    ?.map(({ extensions }) => extensions["reference"])
    .find((found) => found !== undefined);
  const line = gateway.log.find((text) => reference !== undefined && text.includes(String(reference)));
  return `${defect}\n${line?.slice(0, 1_500) ?? answer.text.slice(0, 500)}`;
}

async function failureOf({ name, document, args }: Target): Promise<string | undefined> {
  const variables = fc.record(
    Object.fromEntries(
      args.map((arg) => [arg.name, hostileValue(arg.type, arg.name, name.split(".").at(-1) ?? "", ids)]),
    ),
  );
  const owner = gateway.as(db.world.acme.members.owner);
  const property = fc.asyncProperty(variables, async (values) => {
    const problem = complaint(await owner.query(document, values));
    if (problem !== undefined) throw new Error(problem);
  });
  const result = await fc.check(property, {
    seed: SEED,
    numRuns: ROUNDS,
    interruptAfterTimeLimit: 10_000 + ROUNDS * 200,
  });
  if (!result.failed) return undefined;
  const error = types.isNativeError(result.errorInstance) ? result.errorInstance.message : "";
  return `${name}, seed ${SEED}, with ${JSON.stringify(result.counterexample)?.slice(0, 1_000)}: ${error}`;
}

describe("whatever the variables are", () => {
  it.each(["query", "mutation"])(
    "each %s answers with data or a code, and tells nothing of what is inside",
    async (kind) => {
      const waiting = targets().filter(({ document }) => document.startsWith(kind));
      expect(waiting.length).toBeGreaterThan(100);
      const failures: string[] = [];
      const work = async () => {
        for (let target = waiting.shift(); target; target = waiting.shift()) {
          const failure = await failureOf(target);
          if (failure !== undefined) failures.push(failure);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      expect(failures).toEqual([]);
    },
    40_000 + ROUNDS * 20_000,
  );
});
