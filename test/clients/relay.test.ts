import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { liveSchema } from "../support/live-schema.ts";

interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

const db = useDatabase();
const gateway = useGateway(db);
const staff = () => gateway.as(db.world.acme.members.staff);
let schema: GraphQLSchema;
let objects: readonly GraphQLObjectType[];
let connections: readonly GraphQLObjectType[];
beforeAll(async () => {
  schema = await liveSchema(staff());
  objects = Object.values(schema.getTypeMap()).filter(isObjectType);
  connections = objects.filter(({ name }) => name.endsWith("Connection"));
});

const typeOf = (type: GraphQLObjectType, field: string) => String(type.getFields()[field]?.type);

describe("global ids", () => {
  it("are a field of every row, and lead back to it", async () => {
    const node = schema.getType("Node");
    expect(isInterfaceType(node) && String(node.getFields()["nodeId"]?.type)).toBe("ID!");
    expect(
      String(
        schema
          .getQueryType()
          ?.getFields()
          ["node"]?.args.map(({ name, type }) => `${name}: ${type}`),
      ),
    ).toBe("nodeId: ID!");
    const rows = objects.filter(({ name }) => schema.getType(`${name}Connection`) && "id" in fieldsOf(name));
    expect(rows.length).toBeGreaterThan(50);
    const without = rows.filter((type) => !type.getInterfaces().some(({ name }) => name === "Node"));
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it("find a row of one’s own, and no other", async () => {
    const id = db.world.acme.contacts.reps;
    const nodeId = (await staff().query("query ($id: UUID!) { contact(id: $id) { nodeId } }", { id })).get(
      "contact.nodeId",
    );
    const refetch = "query ($nodeId: ID!) { node(nodeId: $nodeId) { nodeId __typename ... on Contact { id } } }";
    expect((await staff().query(refetch, { nodeId })).get("node")).toEqual({ nodeId, __typename: "Contact", id });
    const stranger = await gateway.as(db.world.globex.owner).query(refetch, { nodeId });
    expect(stranger.get("node")).toBeNull();
  });

  const fieldsOf = (name: string) => (schema.getType(name) as GraphQLObjectType).getFields();
});

describe("connections", () => {
  it("have edges with a node and a cursor, and a page", () => {
    expect(connections.length).toBeGreaterThan(50);
    const wrong = connections.filter((type) => {
      const edges = type.getFields()["edges"]?.type;
      const list = isNonNullType(edges) ? edges.ofType : edges;
      const edge = edges && getNamedType(edges);
      if (!isListType(list) || !isObjectType(edge) || typeOf(type, "pageInfo") !== "PageInfo!") return true;
      return (
        !edge.name.endsWith("Edge") || typeOf(edge, "cursor").replace("!", "") !== "Cursor" || !edge.getFields()["node"]
      );
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
    const page = schema.getType("PageInfo") as GraphQLObjectType;
    expect(typeOf(page, "hasNextPage")).toBe("Boolean!");
    expect(typeOf(page, "hasPreviousPage")).toBe("Boolean!");
    expect(typeOf(page, "startCursor")).toBe("Cursor");
    expect(typeOf(page, "endCursor")).toBe("Cursor");
  });

  it("are asked for by first and after, and most by last and before", () => {
    const fields: readonly (readonly [string, GraphQLField<unknown, unknown>])[] = objects.flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => connections.includes(getNamedType(field.type) as GraphQLObjectType))
        .map((field) => [`${type.name}.${field.name}`, field] as const),
    );
    const has = (field: GraphQLField<unknown, unknown>, ...names: string[]) =>
      names.every((name) => field.args.some((argument) => argument.name === name));
    expect(fields.filter(([, field]) => !has(field, "first", "after")).map(([name]) => name)).toEqual([]);
    const oneWay = fields.filter(([, field]) => !has(field, "last", "before")).map(([name]) => name);
    expect(oneWay.length).toBeLessThan(fields.length / 10);
  });

  describe("are walked by cursors", () => {
    const document = `query ($first: Int, $after: Cursor, $last: Int, $before: Cursor) {
      contacts(first: $first, after: $after, last: $last, before: $before, orderBy: [CREATED_AT_ASC]) {
        edges { cursor node { id } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }`;
    const read = async (variables: object) => (await staff().query(document, variables)).get<Page>("contacts");
    const idsOf = ({ edges }: Page) => edges.map(({ node }) => node.id);

    it("forwards and backwards, and the page says whether there is more", async () => {
      const all = await read({ first: 100 });
      expect(all.edges.length).toBeGreaterThan(3);
      expect(all.pageInfo).toEqual({
        hasNextPage: false,
        hasPreviousPage: false,
        startCursor: all.edges[0]?.cursor,
        endCursor: all.edges.at(-1)?.cursor,
      });

      const forwards: string[] = [];
      for (let page = await read({ first: 2 }); ; page = await read({ first: 2, after: page.pageInfo.endCursor })) {
        forwards.push(...idsOf(page));
        expect(page.pageInfo.hasNextPage).toBe(forwards.length < all.edges.length);
        if (!page.pageInfo.hasNextPage) break;
      }
      expect(forwards).toEqual(idsOf(all));

      const backwards: string[] = [];
      for (let page = await read({ last: 2 }); ; page = await read({ last: 2, before: page.pageInfo.startCursor })) {
        backwards.unshift(...idsOf(page));
        expect(page.pageInfo.hasPreviousPage).toBe(backwards.length < all.edges.length);
        if (!page.pageInfo.hasPreviousPage) break;
      }
      expect(backwards).toEqual(idsOf(all));
    });

    it("and nothing is left of an empty page", async () => {
      const all = await read({ first: 100 });
      const empty = await read({ first: 2, after: all.pageInfo.endCursor });
      expect(empty).toMatchObject({ edges: [], pageInfo: { startCursor: null, endCursor: null, hasNextPage: false } });
    });

    it("in one direction at a time", async () => {
      const { pageInfo } = await read({ first: 2 });
      const both = { after: pageInfo.startCursor, before: pageInfo.endCursor };
      expect((await staff().query(document, both)).code).toBe("BAD_USER_INPUT");
      expect((await staff().query(document, { first: 1, last: 1 })).code).toBe("BAD_USER_INPUT");
    });
  });
});
