import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import fp from "fastify-plugin";
import { z } from "zod";
import { EXPORTS } from "../csv/export-definitions.ts";
import type { ExportPiece } from "../csv/export-rows.ts";
import type { RequestClient, RunAsRequest } from "../database/run-as-request.ts";
import type { PublicConstraints } from "../graphile/mask-error.ts";
import { asRequestError } from "./database-errors.ts";
import { parseQuery } from "./parse-query.ts";
import { RequestError } from "./request-error.ts";
import type { Transfer, Transfers } from "./transfers.ts";

/** How long a reader may take nothing, while a transaction waits for them; the database itself would wait a little longer. */
const STALL_MS = 20_000;
const STALLED = new RequestError(408, "TIMEOUT", "The file was not read on.");

export interface ExportsOptions {
  readonly runAsRequest: RunAsRequest;
  readonly transfers: Transfers;
  readonly constraints: PublicConstraints;
}

const filterOf = z.strictObject({
  archived: z.enum(["exclude", "include", "only"], { error: "Give exclude, include or only." }).default("exclude"),
  updatedSince: z
    .union([z.iso.datetime({ offset: true }), z.iso.date()], {
      error: "Give a time such as 2030-12-31T09:30:00Z, or a day.",
    })
    .optional(),
});

const nothing = z.strictObject({});

/** A file that is taken out. */
interface ExportedFile {
  /** What is in it, as permissions and records name it. */
  readonly resource: string;
  readonly filter: object;
  /** Its pieces, the first of which is its beginning. */
  readonly pieces: (client: RequestClient) => AsyncGenerator<ExportPiece>;
  readonly name: string;
  readonly type: string;
}

/**
 * The rows of a table as CSV, streamed: `GET /exports/contacts.csv` and so on; and a whole organization as lines of JSON:
 * `GET /exports/organization.ndjson`.
 */
export default fp<ExportsOptions>(
  async (app, { runAsRequest, transfers, constraints }) => {
    /** Gives the file once its beginning is there; what is refused is refused before. */
    async function open(request: FastifyRequest, { resource, filter, pieces: take }: ExportedFile, transfer: Transfer) {
      const { identity, log } = request;
      // On record before anything is handed over, and whatever comes of it.
      await runAsRequest(identity, "read write", async (client) => {
        const values = [resource, JSON.stringify(filter)];
        await client.query({ text: "select app_hidden.begin_export($1, $2)", values });
        await transfer.claim(client);
      });
      const file = new PassThrough();
      // What fails before the file is handed over is answered as an error; unheard, the event would end the process.
      file.on("error", () => {});
      const beginning = Promise.withResolvers<void>();
      let count = 0;
      const handingOver = runAsRequest(identity, "read only", async (client) => {
        const pieces = take(client);
        const header = await pieces.next();
        beginning.resolve();
        const text = async function* () {
          if (!header.done) yield header.value.text;
          for await (const piece of pieces) {
            count += piece.rows;
            const stalled = setTimeout(() => transfer.abort(STALLED), STALL_MS);
            try {
              yield piece.text;
            } finally {
              clearTimeout(stalled);
            }
          }
        };
        // The next rows are fetched when the reader has taken those before.
        const source = Readable.from(text(), { objectMode: true, highWaterMark: 1 });
        await pipeline(source, file, { signal: transfer.signal, end: false });
      });
      const ended = handingOver
        .then(
          () => true,
          (error: Error) => {
            const { message } = transfer.signal.aborted ? transfer.signal.reason : error;
            log.warn({ reason: message }, "an export was broken off");
            file.destroy(error);
            return false;
          },
        )
        .then((isComplete) =>
          runAsRequest(identity, "read write", (client) =>
            client.query({ text: "select app_hidden.end_export($1, $2, $3)", values: [resource, count, isComplete] }),
          ),
        )
        .catch((error: unknown) => log.error({ err: error }, "the end of an export could not be recorded"))
        // Whoever has the whole file is on record with it.
        .finally(() => {
          transfer.end();
          file.end();
        });
      transfers.track(ended);
      await Promise.race([beginning.promise, handingOver]);
      return file;
    }

    // HEAD would take out everything, and hand over nothing.
    const guarded = { onRequest: app.authenticate, exposeHeadRoute: false };
    const answer = async (request: FastifyRequest, reply: FastifyReply, exported: ExportedFile) => {
      const transfer = transfers.begin(reply);
      try {
        const file = await open(request, exported, transfer);
        reply
          .header("content-type", exported.type)
          .header("content-disposition", `attachment; filename="${exported.name}"`)
          .header("cache-control", "no-store");
        return reply.send(file);
      } catch (error) {
        transfer.end();
        throw asRequestError(error, constraints, request.log);
      }
    };
    for (const definition of EXPORTS) {
      const { resource } = definition;
      app.get(`/exports/${resource}.csv`, guarded, async (request, reply) => {
        const filter = parseQuery(filterOf, request.query);
        // Here as below: the first who takes something out loads what that needs.
        const { exportRows } = await import("../csv/export-rows.ts");
        return answer(request, reply, {
          resource,
          filter,
          pieces: (client) => exportRows(client, definition, filter),
          name: `${resource}.csv`,
          type: "text/csv; charset=utf-8; header=present",
        });
      });
    }
    app.get("/exports/organization.ndjson", guarded, async (request, reply) => {
      const filter = parseQuery(nothing, request.query);
      const { exportOrganization } = await import("../organization/export-organization.ts");
      return answer(request, reply, {
        resource: "organization",
        filter,
        pieces: exportOrganization,
        name: "organization.ndjson",
        type: "application/x-ndjson; charset=utf-8",
      });
    });
  },
  { name: "exports", dependencies: ["authentication", "error-handler"] },
);
