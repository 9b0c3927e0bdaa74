import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
/**
 * An operation with its types and its place among the persisted ones. As a `TypedDocumentNode` it is what `useQuery` of
 * urql and Apollo takes.
 */
export interface Operation<Data, Variables> extends TypedDocumentNode<Data, Variables> {
    /** `sha256:` and the digest of `text`: what a gateway knows the operation by. */
    readonly documentId: string;
    /** The operation and the fragments that it spreads. */
    readonly text: string;
}
/** What an operation answers. */
export type DataOf<Document> = Document extends TypedDocumentNode<infer Data, never> ? Data : never;
/** What an operation is given. */
export type VariablesOf<Document> = Document extends TypedDocumentNode<never, infer Variables> ? Variables : never;
/** @internal Makes an operation of its text and digest. */
export declare function operation<Data, Variables>(text: string, hash: string): Operation<Data, Variables>;
/** @internal Makes a fragment of its text. */
export declare function fragment<Data>(text: string): TypedDocumentNode<Data, unknown>;
/**
 * Finds the digest to send instead of an operation, for the persisted queries of urql and Apollo.
 *
 * @param document - any document, as these clients hand it over
 * @returns the SHA-256 in hexadecimal digits; empty when the document isn’t one of `tenantry/client`
 */
export declare function hashOf(document: object): string;
