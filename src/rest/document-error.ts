/** Thrown when a document can’t be a route; the message says what is wrong with it. */
export class RestDocumentError extends Error {
  override readonly name = "RestDocumentError";
}
