import { useMutation, useQuery, useQueryClient, useSuspenseQuery, } from "@tanstack/react-query";
import { createContext, createElement, useContext } from "react";
/** With what all keys of these hooks begin: `invalidateQueries({ queryKey: [QUERY_KEY] })` reads everything again. */
export const QUERY_KEY = "tenantry";
const TransportContext = createContext(undefined);
/** Gives the hooks below it the transport that they send with. */
export function TransportProvider(props) {
    return createElement(TransportContext.Provider, { value: props.transport }, props.children);
}
/**
 * Finds the transport of the provider above.
 *
 * @returns the transport
 * @throws Error without a `TransportProvider`
 */
export function useTransport() {
    const transport = useContext(TransportContext);
    if (transport === undefined)
        throw new Error("Put a TransportProvider above the components that use these hooks.");
    return transport;
}
/** The key under which TanStack Query keeps an operation’s answer: it says nothing of who asks. */
export function queryKeyOf(operation, variables) {
    return variables === undefined ? [QUERY_KEY, operation.documentId] : [QUERY_KEY, operation.documentId, variables];
}
/** Says how to read an operation, for `useQueries`, `prefetchQuery`, `fetchQuery` and the like. */
export function queryOptionsOf(transport, operation, variables) {
    return {
        queryKey: queryKeyOf(operation, variables),
        queryFn: ({ signal }) => transport.run(operation, variables, { signal }),
    };
}
/** @internal */
export function queryHook(operation) {
    return (...[variables, options]) => {
        const transport = useTransport();
        return useQuery({ ...options, ...queryOptionsOf(transport, operation, variables ?? {}) });
    };
}
/** @internal */
export function suspenseQueryHook(operation) {
    return (...[variables, options]) => {
        const transport = useTransport();
        return useSuspenseQuery({ ...options, ...queryOptionsOf(transport, operation, variables ?? {}) });
    };
}
/** @internal */
export function mutationHook(operation) {
    return ({ invalidates, ...options } = {}) => {
        const transport = useTransport();
        const queries = useQueryClient();
        return useMutation({
            ...options,
            mutationFn: (variables) => transport.run(operation, variables),
            async onSuccess(...result) {
                const keys = invalidates?.map(({ documentId }) => [QUERY_KEY, documentId]) ?? [[QUERY_KEY]];
                await Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })));
                await options.onSuccess?.(...result);
            },
        });
    };
}
