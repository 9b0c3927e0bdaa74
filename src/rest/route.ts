import type { GraphQLInputType } from "graphql";
import type { AnswerSelection } from "./answer-selection.ts";

export type RestMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A number of days, of which the variable is the first. */
export interface LastDays {
  readonly parameter: string;
  readonly unlessGiven: number;
  readonly atMost: number;
}

/** Where the value of a variable comes from. */
export type VariableSource =
  | { readonly from: "path" | "query" | "body" | "ifMatch" }
  | { readonly from: "lastDays"; readonly days: LastDays };

/** A variable of a route’s operation. */
export interface RouteVariable {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly source: VariableSource;
  /** Whether a request must give it. */
  readonly isRequired: boolean;
  /** What it is unless a request gives it, as JSON would write it. */
  readonly defaultValue: unknown;
  readonly description: string | undefined;
}

/** A route, and the operation that answers it. */
export interface RestRoute {
  /** The name of the operation. */
  readonly name: string;
  /** The file that it comes from, below the folder of all. */
  readonly file: string;
  readonly summary: string;
  readonly method: RestMethod;
  /** The beginning of the address, such as `/api/crm`. */
  readonly base: string;
  /** The address in full, with variables in braces: `/api/crm/contacts/{id}`. */
  readonly path: string;
  /** The address of the row that was created, with fields of the answer in braces. */
  readonly location: string | undefined;
  /** The operation as it is executed, without what only makes it a route. */
  readonly document: string;
  readonly variables: readonly RouteVariable[];
  /** What of the operation’s data is the answer; undefined when the answer has no body. */
  readonly answer: AnswerSelection | undefined;
}

/** What stands in braces in a path. */
export function namesInPath(path: string): string[] {
  return [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
}
