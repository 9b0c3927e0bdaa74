import { type GraphQLSchema, isListType, isNonNullType } from "graphql";
import { ORGANIZATION_PARAMETER } from "../read-routes.ts";
import { namesInPath, type RestRoute, type RouteVariable } from "../route.ts";
import type { JsonSchema } from "../scalars.ts";
import { AnswerSchemas } from "./answer-schemas.ts";
import { ERROR_SCHEMA, errorResponses } from "./errors.ts";
import { described, SchemaComponents } from "./input-schemas.ts";

/** What every route takes, whatever its document says. */
const COMMON_PARAMETERS: Readonly<Record<string, JsonSchema>> = {
  OrganizationInAddress: {
    name: ORGANIZATION_PARAMETER,
    in: "query",
    description: "The organization, by id or slug. The header X-Organization-Id says the same.",
    schema: { type: "string" },
  },
  OrganizationInHeader: {
    name: "X-Organization-Id",
    in: "header",
    description: "The organization, by id or slug; needed by members of several that have no default one.",
    schema: { type: "string" },
  },
  IdempotencyKey: {
    name: "Idempotency-Key",
    in: "header",
    description: "A random text. The same request with the same key is carried out once, and answered alike for a day.",
    schema: { type: "string", minLength: 16, maxLength: 255 },
  },
};

/**
 * Describes routes as OpenAPI 3.1.
 *
 * @param schema - the schema of the API
 * @param base - the beginning of their addresses, such as `/api/crm`
 * @param routes - the routes below it
 * @returns the document
 */
export function openApiOf(schema: GraphQLSchema, base: string, routes: readonly RestRoute[]): JsonSchema {
  const components = new SchemaComponents();
  const answers = new AnswerSchemas(schema, components);
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route, components, answers) };
  }
  const tags = [...new Set(routes.map(tagOf))].map((name) => ({ name }));
  return {
    openapi: "3.1.1",
    info: {
      title: `Tenantry ${base}`,
      version: "1",
      description: "Routes for callers that don’t speak GraphQL: the same tokens, the same rights, the same errors.",
    },
    servers: [{ url: "/" }],
    security: [{ bearer: [] }],
    tags,
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          description: "A token of an issuer that is trusted here, or an API key.",
        },
      },
      parameters: COMMON_PARAMETERS,
      schemas: { Error: ERROR_SCHEMA, ...components.schemas },
    },
  };
}

function tagOf({ base, path }: RestRoute): string {
  return path.slice(base.length).split("/")[1] ?? base;
}

function operationOf(route: RestRoute, components: SchemaComponents, answers: AnswerSchemas): JsonSchema {
  const { name, summary, method, variables } = route;
  const body = variables.find(({ source }) => source.from === "body");
  const common = Object.keys(COMMON_PARAMETERS).filter((key) => key !== "IdempotencyKey" || method !== "GET");
  return {
    operationId: name,
    summary,
    tags: [tagOf(route)],
    parameters: [
      ...variables.flatMap((variable) => parameterOf(variable, components) ?? []),
      ...common.map((key) => ({ $ref: `#/components/parameters/${key}` })),
    ],
    ...(body && {
      requestBody: {
        required: body.isRequired,
        content: { "application/json": { schema: components.notNull(body.type) } },
      },
    }),
    responses: { ...successOf(route, answers), ...errorResponses(route) },
  };
}

function parameterOf(variable: RouteVariable, components: SchemaComponents): JsonSchema | undefined {
  const { name, type, source, isRequired, defaultValue, description } = variable;
  const schema = components.notNull(type);
  const preset = defaultValue === undefined ? {} : { default: defaultValue };
  switch (source.from) {
    case "body":
      return undefined;
    case "path":
      return { name, in: "path", required: true, ...described({ description }), schema };
    case "query": {
      const isList = isListType(isNonNullType(type) ? type.ofType : type);
      return {
        name,
        in: "query",
        ...(isRequired && { required: true }),
        ...described({ description }),
        // Several values are several parameters of the name.
        ...(isList && { style: "form", explode: true }),
        schema: { ...schema, ...preset },
      };
    }
    case "ifMatch":
      return {
        name: "If-Match",
        in: "header",
        description: "The ETag with which the row was read: if somebody has changed it since, this fails with 412.",
        schema: { type: "string" },
      };
    case "lastDays": {
      const { parameter, unlessGiven, atMost } = source.days;
      return {
        name: parameter,
        in: "query",
        description: "How many days to look back on, today in UTC being the last of them.",
        schema: { type: "integer", minimum: 1, maximum: atMost, default: unlessGiven },
      };
    }
  }
}

function successOf({ answer, location, variables }: RestRoute, answers: AnswerSchemas): Record<string, JsonSchema> {
  if (answer === undefined) return { 204: { description: "It is done." } };
  const hasPages = answer.isList && variables.some(({ name }) => name === "after");
  const text = { type: "string" };
  const headers = {
    ...(location !== undefined && {
      Location: {
        description: `Where it is: ${location.replace(/[{}]/g, (brace) => (brace === "{" ? "<" : ">"))}.`,
        schema: text,
      },
    }),
    ...(!answer.isList &&
      answer.fields.has("updatedAt") && {
        ETag: { description: "The version of the row, for If-Match.", schema: text },
      }),
    ...(hasPages && { Link: { description: 'The next page, as rel="next"; missing on the last one.', schema: text } }),
    ...(answer.siblings.has("totalCount") && {
      "X-Total-Count": { description: "How many there are on all pages, if asked for.", schema: { type: "integer" } },
    }),
  };
  return {
    [location === undefined ? 200 : 201]: {
      description:
        location === undefined
          ? "What was asked for."
          : `What was created; ${namesInPath(location).join(", ")} names it.`,
      ...(Object.keys(headers).length > 0 && { headers }),
      content: { "application/json": { schema: answers.notNull(answer.type, answer.field) } },
    },
  };
}
