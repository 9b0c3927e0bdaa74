/** Thrown for an answer with errors, or with none that can be read. */
export class OperationError extends Error {
    name = "OperationError";
    /** All of them, the first of which gives the message. */
    errors;
    /** The code of the first, such as `NOT_FOUND`; `UNAVAILABLE` when the gateway couldn’t be understood. */
    code;
    constructor(errors, status) {
        super(errors[0]?.message ?? `The gateway answered with status ${status}.`);
        this.errors = errors;
        this.code = errors[0]?.extensions?.code ?? "UNAVAILABLE";
    }
}
const TEXT_WANTED = new Set(["PERSISTED_QUERY_NOT_FOUND", "PERSISTED_QUERY_NOT_SUPPORTED"]);
/**
 * Makes a transport over `fetch`, for programs without a GraphQL client of their own.
 *
 * @param options - how to reach the gateway
 * @returns the transport
 */
export function createTransport(options) {
    const { url, headers = () => ({}), persisted = true } = options;
    const send = async (body, { signal, idempotencyKey }) => {
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
        async run({ documentId, text }, variables, request = {}) {
            let { status, answer } = await send(persisted ? { documentId, variables } : { query: text, variables }, request);
            if (persisted && TEXT_WANTED.has(answer.errors?.[0]?.extensions?.code ?? "")) {
                ({ status, answer } = await send({ query: text, variables }, request));
            }
            if (answer.errors || !answer.data)
                throw new OperationError(answer.errors ?? [], status);
            return answer.data;
        },
    };
}
/** A proxy in front may answer with a page. */
async function readAnswer(response) {
    try {
        return (await response.json());
    }
    catch {
        return {};
    }
}
