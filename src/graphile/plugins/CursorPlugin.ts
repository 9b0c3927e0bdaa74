import type {} from "postgraphile";
import type { PgOrderSpec, PgResource, PgSelectQueryBuilder, PgSelectStep } from "postgraphile/@dataplan/pg";
import type { ConnectionStep, FieldArg, Step } from "postgraphile/grafast";
import { lambda, SafeError } from "postgraphile/grafast";
import { sql } from "postgraphile/pg-sql2";
import { exportable } from "../exportable.ts";
import { type CursorSource, cursorReaders, keysetCondition, type Order, parseCursor } from "../keyset.ts";
import { exceeded } from "../limit-exceeded.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      CursorPlugin: true;
    }
  }
}

type Connection = ConnectionStep<unknown, Step, Step, never, string, PgSelectStep>;
type Orderable = Pick<PgSelectQueryBuilder, "alias" | "orderBy" | "setOrderIsUnique">;
type Callback = NonNullable<Extract<PgOrderSpec, { attribute: unknown }>["callback"]>;
type Apply = (query: Orderable) => void;

interface Orders {
  readonly specs: readonly PgOrderSpec[];
  readonly isUnique: boolean;
}

/** By how much at once: each is a column of every cursor, however often a request names the same. */
const MAXIMUM_ORDERS = 10;

const NO_ORDERS: Orders = { specs: [], isUnique: false };

/**
 * Lets `after` and `before` go on from a cursor also where values are missing. The stock conditions take missing values
 * to be at the other end of the order, so that pages leave out all rows without a value, or repeat all with one.
 */
export const CursorPlugin: GraphileConfig.Plugin = {
  name: "CursorPlugin",
  description: "Goes on from a cursor in the order that PostgreSQL has, missing values included.",
  version: "1.0.0",
  after: ["PgConnectionArgOrderByPlugin", "PgFirstLastBeforeAfterArgsPlugin", "PgOrderAllAttributesPlugin"],

  schema: {
    hooks: {
      GraphQLEnumType_values: {
        after: ["PgOrderByPrimaryKeyPlugin", "UniqueOrderPlugin", "TenantIndexPlugin"],
        callback(values, _build, { scope: { isPgRowSortEnum } }) {
          if (!isPgRowSortEnum) return values;
          return Object.fromEntries(
            Object.entries(values).map(([name, value]) => {
              const apply = value.extensions?.["grafast"]?.["apply"] as Apply | undefined;
              if (!apply) return [name, value];
              const grafast = { ...value.extensions?.["grafast"], apply: exportable(recording, apply) };
              return [name, { ...value, extensions: { ...value.extensions, grafast } }];
            }),
          );
        },
      },

      GraphQLObjectType_fields_field_args(args, _build, { scope: { isPgFieldConnection, pgFieldResource: resource } }) {
        const { after, before, ...others } = args;
        if (!isPgFieldConnection || !resource?.uniques.length || !after || !before) return args;
        // Behind the order, which has to be known by then.
        return {
          ...others,
          before: { ...before, applyPlan: exportable(goOn, resource, true) },
          after: { ...after, applyPlan: exportable(goOn, resource, false) },
        };
      },
    },
  },
};

/** The orders that were applied to a step when it was planned, or to its query when it was made. */
const recorded = new WeakMap<object, Orders>();

/**
 * Goes on from a cursor.
 *
 * @param resource - what is listed
 * @param isBefore - whether it goes on towards the beginning
 * @returns the plan of the argument
 */
export function goOn(resource: PgResource, isBefore: boolean) {
  return (_$parent: Step, $connection: Connection, argument: FieldArg) => {
    const $select = $connection.getSubplan();
    const planned = recorded.get($select) ?? NO_ORDERS;
    const source: CursorSource = {};
    const goOnFrom = (raw: unknown) => {
      const cursor = parseCursor(raw);
      return (query: PgSelectQueryBuilder) => {
        // Counts and other figures are of all pages.
        if (cursor === null || query.mode === "aggregate") return;
        const orders = ordersOf(resource, query.alias, planned, recorded.get(query) ?? NO_ORDERS);
        query.where(keysetCondition(orders, cursor, source, isBefore));
      };
    };
    cursorReaders.set(goOnFrom, source);
    $select.apply(lambda(argument.getRaw(), goOnFrom, true));
  };
}

/**
 * Lets cursors know of the orders that a value of `orderBy` gives.
 *
 * @param apply - gives them to a query
 * @returns what does so and has them recorded
 */
export function recording(apply: Apply): Apply {
  return (query) => apply(recordingOrders(query));
}

/**
 * Lets cursors know of the orders of a query: one that is given to the query itself is no part of them.
 *
 * @param query - a step or a query of rows
 * @returns what gives orders to it
 */
export function recordingOrders(query: Orderable): Orderable {
  const note = (specs: readonly PgOrderSpec[], isUnique: boolean) => {
    const known = recorded.get(query) ?? NO_ORDERS;
    if (known.specs.length + specs.length > MAXIMUM_ORDERS) {
      const message = `Rows can be ordered by ${MAXIMUM_ORDERS} values at once.`;
      const count = known.specs.length + specs.length;
      throw new SafeError(message, { ...exceeded("orders", MAXIMUM_ORDERS, count), field: "orderBy" });
    }
    recorded.set(query, { specs: [...known.specs, ...specs], isUnique: known.isUnique || isUnique });
  };
  return {
    alias: query.alias,
    orderBy(spec) {
      const order = typeof spec === "function" ? spec : withExactCursor(spec);
      if (typeof order !== "function") note([order], false);
      query.orderBy(order);
    },
    setOrderIsUnique() {
      note([], true);
      query.setOrderIsUnique();
    },
  };
}

/** Puts the value into cursors as PostgreSQL writes it: as a number of JavaScript, a missing one would be 0. */
function withExactCursor(spec: PgOrderSpec): PgOrderSpec {
  if (spec.attribute === undefined || spec.callback) return spec;
  const callback: Callback = (expression, codec, isNullable) => {
    const { castFromPg, ...others } = codec;
    return [expression, { ...others, fromPg: (text: string) => text }, isNullable];
  };
  return { ...spec, callback };
}

/** All that rows are ordered by: what was asked for, and what tells rows with the same values apart. */
function ordersOf(
  { codec, uniques }: PgResource,
  alias: PgSelectQueryBuilder["alias"],
  planned: Orders,
  asked: Orders,
): Order[] {
  const orderBy = (name: string, direction: Order["direction"]): Order => {
    const attribute = codec.attributes?.[name];
    if (!attribute) throw new Error(`${codec.name} has no column ${name} to order by.`);
    const isNullable = !attribute.notNull && !attribute.codec.notNull;
    return { expression: sql`${alias}.${sql.identifier(name)}`, type: attribute.codec.sqlType, isNullable, direction };
  };
  const orders = [...planned.specs, ...asked.specs].map(({ attribute, fragment, codec: type, nullable, direction }) => {
    if (attribute !== undefined) return orderBy(String(attribute), direction);
    if (!fragment || !type) throw new Error("An order is by a column or by an expression with a type.");
    return { expression: fragment, type: type.sqlType, isNullable: nullable !== false, direction };
  });
  if (planned.isUnique || asked.isUnique) return orders;
  const direction = orders[0]?.direction ?? "ASC";
  return [...orders, ...(uniques[0]?.attributes ?? []).map((name: string) => orderBy(name, direction))];
}
