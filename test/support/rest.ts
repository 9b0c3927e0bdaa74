import type { PublicError, TestGateway } from "./gateway.ts";
import { type Caller, headersOf } from "./transfers.ts";

export const CRM = "/api/crm";

/** A row as a route gives it. */
export type Row = Readonly<Record<string, unknown>> & { readonly id: string };

/** The answer of a route. */
export interface RestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  /** The body, when it is one row. */
  readonly row: Row;
  /** The body, when it is a list. */
  readonly rows: readonly Row[];
  /** The first error of a refusal. */
  readonly error: PublicError | undefined;
  /** Its status and code, to be compared. */
  readonly refusal: readonly [number, string | undefined];
}

/** What is sent besides method and address. */
export interface RestRequest {
  /** Written as JSON, unless it is text already. */
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a request to a route; `target` is a method and an address. */
export async function ask(
  gateway: TestGateway,
  caller: Caller,
  target: string,
  { body, headers = {} }: RestRequest = {},
): Promise<RestAnswer> {
  const [method = "GET", path = ""] = target.split(" ");
  const response = await gateway.inject({
    method: method as "GET",
    url: path.startsWith("/api/") ? path : CRM + path,
    headers: {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(await headersOf(gateway, caller)),
      ...headers,
    },
    ...(body !== undefined && { payload: body }),
  });
  const text = response.body;
  const parsed = text === "" ? undefined : JSON.parse(text);
  const error = parsed?.errors?.[0] as PublicError | undefined;
  return {
    status: response.statusCode,
    headers: response.headers as RestAnswer["headers"],
    text,
    row: parsed,
    rows: parsed,
    error,
    refusal: [response.statusCode, error?.extensions.code],
  };
}
