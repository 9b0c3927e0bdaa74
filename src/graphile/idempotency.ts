import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { type DocumentNode, print } from "graphql";
import type { PgClient } from "postgraphile/@dataplan/pg";
import { SafeError } from "postgraphile/grafast";
import { exceeded } from "./limit-exceeded.ts";

/** The header, as errors name it. */
export const IDEMPOTENCY_HEADER = "Idempotency-Key";

/** Long enough to be nobody else's by chance, and without the blank that joins the values of two headers. */
const KEY = /^[!-~]{16,255}$/;

const MAXIMUM_ANSWER_BYTES = 1024 * 1024;
const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What a mutation asks for. */
export interface MutationRequest {
  readonly document: DocumentNode;
  readonly variableValues?: unknown;
  readonly operationName?: unknown;
  /** The organization that it names; null when it leaves the choice to the database. */
  readonly organization: string | null;
}

/**
 * The answer to one mutation, kept so that the same request with the same key gets it again. Without the key, which
 * isn't stored, nobody can read an answer or guess at a request.
 */
export class IdempotentAnswer {
  private readonly digest: Buffer;
  private readonly request: Buffer;
  private readonly secret: Buffer;

  /**
   * @param key - the value of the header
   * @param request - what it came with
   * @throws SafeError when it can't be a key
   */
  constructor(key: string, { document, variableValues, operationName, organization }: MutationRequest) {
    if (!KEY.test(key)) {
      const message = "Idempotency-Key must be one text of 16 to 255 characters, such as a random UUID.";
      throw new SafeError(message, { code: "BAD_USER_INPUT", field: IDEMPOTENCY_HEADER });
    }
    const text = document.loc?.source.body ?? print(document);
    this.digest = createHash("sha256")
      .update(JSON.stringify(["tenantry idempotency key", organization, key]))
      .digest();
    const request = JSON.stringify([text, variableValues ?? {}, operationName ?? null]);
    this.request = createHmac("sha256", key).update(request).digest();
    this.secret = Buffer.from(hkdfSync("sha256", key, this.request, "tenantry idempotent answer", 32));
  }

  /**
   * Sees to it that nobody else does the same at the same time.
   *
   * @param client - a connection in the transaction that does it
   * @returns the data of the first answer, as JSON; undefined when this is the first time
   * @throws the server's error: it is under way, the key was used for another request, or the answer wasn't kept
   */
  async claim(client: PgClient): Promise<string | undefined> {
    const { rows } = await client.query<{ answer: Buffer | null }>({
      text: "select app_hidden.claim_idempotency_key($1, $2) as answer",
      values: [this.digest, this.request],
    });
    const answer = rows[0]?.answer;
    return answer ? this.decrypt(answer) : undefined;
  }

  /**
   * Keeps the answer, if what it tells of is committed.
   *
   * @param client - the same connection
   * @param data - the data of the answer, as JSON; null to keep only that the request is done
   * @throws SafeError when it is too large to be kept, and the server's error
   */
  async keep(client: PgClient, data: string | null): Promise<void> {
    if (data !== null && Buffer.byteLength(data) > MAXIMUM_ANSWER_BYTES) {
      const message = "The answer is too large to be kept for an Idempotency-Key: select less.";
      throw new SafeError(message, exceeded("answerBytes", MAXIMUM_ANSWER_BYTES, Buffer.byteLength(data)));
    }
    await client.query({
      text: "select app_hidden.keep_idempotent_answer($1, $2, $3)",
      values: [this.digest, this.request, data === null ? null : this.encrypt(data)],
    });
  }

  private encrypt(data: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.secret, nonce);
    return Buffer.concat([nonce, cipher.update(data, "utf8"), cipher.final(), cipher.getAuthTag()]);
  }

  private decrypt(answer: Buffer): string {
    const decipher = createDecipheriv(CIPHER, this.secret, answer.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(answer.subarray(-TAG_BYTES));
    return decipher.update(answer.subarray(NONCE_BYTES, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
  }
}
