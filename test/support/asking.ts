import type { Actor } from "./database.ts";
import type { PublicError, TestGateway } from "./gateway.ts";
import { addressOf, headersOf } from "./transfers.ts";

/** The answer to a request for GraphQL, as it came over the network. */
export interface NetworkAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors: readonly PublicError[] | undefined;
  /** The codes of its errors; none where it succeeded. */
  readonly codes: readonly string[];
}

/**
 * Asks a gateway over a socket, as clients do.
 *
 * @param gateway - the gateway, which listens from then on
 * @param actor - who asks; null for a visitor
 * @param query - the document
 * @param variables - its variables
 * @param headers - more headers
 * @returns the answer
 */
export async function ask(
  gateway: TestGateway,
  actor: Actor | null,
  query: string,
  variables: object = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<NetworkAnswer> {
  const response = await fetch(`${await addressOf(gateway)}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json",
      ...(await headersOf(gateway, actor)),
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  const { data, errors } = JSON.parse(text);
  const codes = ((errors ?? []) as PublicError[]).map(({ extensions }) => extensions.code);
  return { status: response.status, headers: response.headers, text, data, errors, codes };
}
