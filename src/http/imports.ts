import { PassThrough, type Readable } from "node:stream";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import type { ImportOptions, ImportSummary } from "../csv/import-contacts.ts";
import type { Separator } from "../csv/parse.ts";
import type { RequestClient, RunAsRequest } from "../database/run-as-request.ts";
import type { PublicConstraints } from "../graphile/mask-error.ts";
import { asRequestError, describeFailure } from "./database-errors.ts";
import { parseQuery } from "./parse-query.ts";
import { RequestError } from "./request-error.ts";
import type { Transfers } from "./transfers.ts";

export interface ImportsOptions {
  readonly runAsRequest: RunAsRequest;
  readonly transfers: Transfers;
  readonly constraints: PublicConstraints;
  /** Bytes of a file at most. */
  readonly maximumBytes: number;
}

const SEPARATORS: Readonly<Record<string, Separator>> = { comma: ",", semicolon: ";", tab: "\t" };

const MAPPING = "Give an object in JSON: a field, or null, for each header.";

function oneOf<const Values extends readonly [string, ...string[]]>(...values: Values) {
  return z.enum(values, { error: `Give one of ${values.join(", ")}.` });
}

const optionsOf = z.strictObject({
  mapping: z
    .string({ error: MAPPING })
    .default("{}")
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue(MAPPING);
        return z.NEVER;
      }
    })
    .pipe(z.record(z.string(), z.union([z.string(), z.null()], { error: MAPPING }), { error: MAPPING })),
  duplicates: oneOf("skip", "update", "fail").default("fail"),
  onError: oneOf("skip", "abort").default("abort"),
  preview: oneOf("true", "false")
    .default("false")
    .transform((text) => text === "true"),
  separator: oneOf("comma", "semicolon", "tab")
    .optional()
    .transform((name) => (name === undefined ? undefined : SEPARATORS[name])),
});

/** Undoes what an import has written, and brings out what came of it. */
class Undone extends Error {
  override readonly name = "Undone";
  readonly summary: ImportSummary;

  constructor(summary: ImportSummary) {
    super("Nothing of this stays.");
    this.summary = summary;
  }
}

/** The first who brings something in loads what that needs. */
function loadImporting() {
  return Promise.all([import("../csv/import-contacts.ts"), import("../csv/spool.ts")]);
}

/** Refuses before a megabyte is read. */
async function requirePermissions(client: RequestClient, { duplicates }: ImportOptions): Promise<void> {
  const permissions = ["contacts.create", ...(duplicates === "update" ? ["contacts.update"] : [])];
  for (const permission of permissions) {
    await client.query({ text: "select app_hidden.require_permission($1)", values: [permission] });
  }
}

/** Contacts from a CSV file: `POST /imports/contacts`. Not wrapped by fastify-plugin: its bodies are files, no others are. */
export default async function imports(app: FastifyInstance, options: ImportsOptions): Promise<void> {
  const { runAsRequest, transfers, constraints, maximumBytes } = options;

  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", async (request: FastifyRequest, body: Readable) => {
    const type = request.headers["content-type"] ?? "";
    if (!/^text\/csv\s*(;|$)/i.test(type) || /charset\s*=\s*(?!"?utf-?8\b)/i.test(type)) {
      throw new RequestError(415, "BAD_USER_INPUT", "Send the file as text/csv, in UTF-8.");
    }
    return body;
  });

  app.post("/imports/contacts", { onRequest: app.authenticate }, async (request, reply) => {
    const { identity, log } = request;
    const wanted: ImportOptions = parseQuery(optionsOf, request.query);
    const transfer = transfers.begin(reply);
    const answer = new PassThrough();
    answer.on("error", () => {});
    const tell = (line: object) => void answer.write(`${JSON.stringify(line)}\n`);
    const started = Promise.withResolvers<void>();
    let isAnswering = false;

    const work = async (): Promise<ImportSummary> => {
      await runAsRequest(identity, "read only", async (client) => {
        await requirePermissions(client, wanted);
        await transfer.claim(client);
      });
      const [{ importContacts }, { spool, tooLarge }] = await loadImporting();
      if (Number(request.headers["content-length"] ?? 0) > maximumBytes) throw tooLarge(maximumBytes);
      if (request.body === undefined || request.body === null) {
        throw new RequestError(400, "BAD_USER_INPUT", "Send the file as the body.", { field: "body" });
      }
      const file = await spool(request.body as Readable, maximumBytes);
      try {
        return await runAsRequest(identity, "read write", async (client) => {
          const summary = await importContacts(client, file, wanted, {
            signal: transfer.signal,
            describe: (error) => describeFailure(error, constraints, log),
            onProgress: (rows) => {
              if (!wanted.preview) {
                if (rows > 0) tell({ rows });
                isAnswering = true;
                started.resolve();
              }
            },
          });
          if (wanted.preview || (summary.failed > 0 && wanted.onError === "abort")) throw new Undone(summary);
          // Until now the caller could go away and nothing would stay.
          transfer.signal.throwIfAborted();
          return summary;
        });
      } finally {
        await file.close();
      }
    };

    const working = work().then(
      (summary) => ({ done: true, isWritten: true, ...summary }),
      (error: unknown) => {
        if (error instanceof Undone) return { done: true, isWritten: false, ...error.summary };
        // Whatever fails once the caller is gone, fails for that reason.
        throw transfer.signal.aborted ? transfer.signal.reason : error;
      },
    );
    const finished = working
      .then(tell, (error: unknown) => {
        // Before that, the failure is the answer's status.
        if (isAnswering) tell({ done: true, isWritten: false, failure: describeFailure(error, constraints, log) });
      })
      .finally(() => {
        transfer.end();
        answer.end();
      });
    transfers.track(finished);

    reply.header("cache-control", "no-store");
    try {
      const summary = await Promise.race([started.promise, working]);
      if (wanted.preview) return summary;
    } catch (error) {
      throw asRequestError(error, constraints, log);
    }
    return reply.type("application/x-ndjson; charset=utf-8").send(answer);
  });
}
