import { type UseMutationOptions, type UseMutationResult, type UseQueryOptions, type UseQueryResult, type UseSuspenseQueryOptions, type UseSuspenseQueryResult } from "@tanstack/react-query";
import { type ReactElement, type ReactNode } from "react";
import type { Operation } from "./operation.ts";
import type { OperationError, Transport } from "./transport.ts";
/** With what all keys of these hooks begin: `invalidateQueries({ queryKey: [QUERY_KEY] })` reads everything again. */
export declare const QUERY_KEY = "tenantry";
/** Gives the hooks below it the transport that they send with. */
export declare function TransportProvider(props: {
    transport: Transport;
    children?: ReactNode;
}): ReactElement;
/**
 * Finds the transport of the provider above.
 *
 * @returns the transport
 * @throws Error without a `TransportProvider`
 */
export declare function useTransport(): Transport;
/** The key under which TanStack Query keeps an operation’s answer: it says nothing of who asks. */
export declare function queryKeyOf<Data, Variables>(operation: Operation<Data, Variables>, variables?: Variables): readonly unknown[];
/** Says how to read an operation, for `useQueries`, `prefetchQuery`, `fetchQuery` and the like. */
export declare function queryOptionsOf<Data, Variables>(transport: Transport, operation: Operation<Data, Variables>, variables: Variables): {
    queryKey: readonly unknown[];
    queryFn: ({ signal }: {
        signal: AbortSignal;
    }) => Promise<Data>;
};
/** Variables may be left out where all of them may. */
type QueryArguments<Variables, Options> = Record<string, never> extends Variables ? [variables?: Variables, options?: Options] : [variables: Variables, options?: Options];
type Options<Data, Selected> = Omit<UseQueryOptions<Data, OperationError, Selected>, "queryKey" | "queryFn">;
type SuspenseOptions<Data, Selected> = Omit<UseSuspenseQueryOptions<Data, OperationError, Selected>, "queryKey" | "queryFn">;
/** A hook that reads an operation. */
export type QueryHook<Data, Variables> = <Selected = Data>(...given: QueryArguments<Variables, Options<Data, Selected>>) => UseQueryResult<Selected, OperationError>;
/** A hook that reads an operation, and suspends until there is an answer. */
export type SuspenseQueryHook<Data, Variables> = <Selected = Data>(...given: QueryArguments<Variables, SuspenseOptions<Data, Selected>>) => UseSuspenseQueryResult<Selected, OperationError>;
/** What can be said of a mutation: what TanStack Query takes, and which answers are out of date once it succeeded. */
export interface MutationOptions<Data, Variables> extends Omit<UseMutationOptions<Data, OperationError, Variables>, "mutationFn"> {
    /** The queries to read again; all unless told. */
    readonly invalidates?: readonly {
        readonly documentId: string;
    }[];
}
/** A hook that runs a mutation. */
export type MutationHook<Data, Variables> = (options?: MutationOptions<Data, Variables>) => UseMutationResult<Data, OperationError, Variables>;
/** @internal */
export declare function queryHook<Data, Variables>(operation: Operation<Data, Variables>): QueryHook<Data, Variables>;
/** @internal */
export declare function suspenseQueryHook<Data, Variables>(operation: Operation<Data, Variables>): SuspenseQueryHook<Data, Variables>;
/** @internal */
export declare function mutationHook<Data, Variables>(operation: Operation<Data, Variables>): MutationHook<Data, Variables>;
export {};
