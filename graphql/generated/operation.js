import { parse } from "graphql";
/** @internal Makes an operation of its text and digest. */
export function operation(text, hash) {
    const document = parse(text, { noLocation: true });
    return Object.assign(document, { documentId: `sha256:${hash}`, text });
}
/** @internal Makes a fragment of its text. */
export function fragment(text) {
    return parse(text, { noLocation: true });
}
/**
 * Finds the digest to send instead of an operation, for the persisted queries of urql and Apollo.
 *
 * @param document - any document, as these clients hand it over
 * @returns the SHA-256 in hexadecimal digits; empty when the document isn’t one of `tenantry/client`
 */
export function hashOf(document) {
    return "documentId" in document ? String(document.documentId).replace(/^sha256:/, "") : "";
}
