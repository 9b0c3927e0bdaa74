import type { Operation } from "./operation.ts";

/** An error of an answer, as the README lists them. */
export interface PublicError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly field?: string } & Readonly<Record<string, unknown>>;
}

/** Thrown for an answer with errors, or with none that can be read. */
export class OperationError extends Error {
  override readonly name = "OperationError";
  /** All of them, the first of which gives the message. */
  readonly errors: readonly PublicError[];
  /** The code of the first, such as `NOT_FOUND`; `UNAVAILABLE` when the gateway couldn’t be understood. */
  readonly code: string;

  constructor(errors: readonly PublicError[], status: number) {
    super(errors[0]?.message ?? `The gateway answered with status ${status}.`);
    this.errors = errors;
    this.code = errors[0]?.extensions?.code ?? "UNAVAILABLE";
  }
}

/** How to reach a gateway. */
export interface TransportOptions {
  /** The address of its `/graphql`. */
  readonly url: string;
  /** Headers of every request, such as `authorization` and `x-organization-id`; asked for each time. */
  readonly headers?: () => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
  /** Whether to send the hash of an operation instead of its text; the text follows if it has to. True unless told. */
  readonly persisted?: boolean;
  /** Stands in for the `fetch` of the platform. */
  readonly fetch?: typeof fetch;
}

/** What can be said of one request. */
export interface RequestOptions {
  readonly signal?: AbortSignal;
  /** Repeats nothing that has been done: see the guide on writing. */
  readonly idempotencyKey?: string;
}

/** Sends operations. */
export interface Transport {
  /**
   * Runs an operation.
   *
   * @param operation - one of `tenantry/client`
   * @param variables - what it is given
   * @param options - of this request
   * @returns its data
   * @throws {@link OperationError} for an answer with errors, and whatever `fetch` throws when there is none
   */
  run<Data, Variables>(
    operation: Operation<Data, Variables>,
    variables: Variables,
    options?: RequestOptions,
  ): Promise<Data>;
}

const TEXT_WANTED: ReadonlySet<string> = new Set(["PERSISTED_QUERY_NOT_FOUND", "PERSISTED_QUERY_NOT_SUPPORTED"]);

/**
 * Makes a transport over `fetch`, for programs without a GraphQL client of their own.
 *
 * @param options - how to reach the gateway
 * @returns the transport
 */
export function createTransport(options: TransportOptions): Transport {
  const { url, headers = () => ({}), persisted = true } = options;

  const send = async (body: object, { signal, idempotencyKey }: RequestOptions) => {
    const response = await (options.fetch ?? fetch)(url, {
      method: "POST",
      headers: {
        accept: "application/json",
        "content-type": "application/json",
        ...(idempotencyKey !== undefined && { "idempotency-key": idempotencyKey }),
        ...(await headers()),
      },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    });
    return { status: response.status, answer: await readAnswer(response) };
  };

  return {
    async run<Data, Variables>(
      { documentId, text }: Operation<Data, Variables>,
      variables: Variables,
      request: RequestOptions = {},
    ): Promise<Data> {
      let { status, answer } = await send(persisted ? { documentId, variables } : { query: text, variables }, request);
      if (persisted && TEXT_WANTED.has(answer.errors?.[0]?.extensions?.code ?? "")) {
        ({ status, answer } = await send({ query: text, variables }, request));
      }
      if (answer.errors || !answer.data) throw new OperationError(answer.errors ?? [], status);
      return answer.data as Data;
    },
  };
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly PublicError[];
}

/** A proxy in front may answer with a page. */
async function readAnswer(response: Response): Promise<Answer> {
  try {
    return (await response.json()) as Answer;
  } catch {
    return {};
  }
}
