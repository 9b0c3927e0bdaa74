import {
  type UseMutationOptions,
  type UseMutationResult,
  type UseQueryOptions,
  type UseQueryResult,
  type UseSuspenseQueryOptions,
  type UseSuspenseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
  useSuspenseQuery,
} from "@tanstack/react-query";
import { createContext, createElement, type ReactElement, type ReactNode, useContext } from "react";
import type { Operation } from "./operation.ts";
import type { OperationError, Transport } from "./transport.ts";

/** With what all keys of these hooks begin: `invalidateQueries({ queryKey: [QUERY_KEY] })` reads everything again. */
export const QUERY_KEY = "tenantry";

const TransportContext = createContext<Transport | undefined>(undefined);

/** Gives the hooks below it the transport that they send with. */
export function TransportProvider(props: { transport: Transport; children?: ReactNode }): ReactElement {
  return createElement(TransportContext.Provider, { value: props.transport }, props.children);
}

/**
 * Finds the transport of the provider above.
 *
 * @returns the transport
 * @throws Error without a `TransportProvider`
 */
export function useTransport(): Transport {
  const transport = useContext(TransportContext);
  if (transport === undefined) throw new Error("Put a TransportProvider above the components that use these hooks.");
  return transport;
}

/** The key under which TanStack Query keeps an operation’s answer: it says nothing of who asks. */
export function queryKeyOf<Data, Variables>(
  operation: Operation<Data, Variables>,
  variables?: Variables,
): readonly unknown[] {
  return variables === undefined ? [QUERY_KEY, operation.documentId] : [QUERY_KEY, operation.documentId, variables];
}

/** Says how to read an operation, for `useQueries`, `prefetchQuery`, `fetchQuery` and the like. */
export function queryOptionsOf<Data, Variables>(
  transport: Transport,
  operation: Operation<Data, Variables>,
  variables: Variables,
) {
  return {
    queryKey: queryKeyOf(operation, variables),
    queryFn: ({ signal }: { signal: AbortSignal }) => transport.run(operation, variables, { signal }),
  };
}

/** Variables may be left out where all of them may. */
type QueryArguments<Variables, Options> =
  Record<string, never> extends Variables
    ? [variables?: Variables, options?: Options]
    : [variables: Variables, options?: Options];

type Options<Data, Selected> = Omit<UseQueryOptions<Data, OperationError, Selected>, "queryKey" | "queryFn">;
type SuspenseOptions<Data, Selected> = Omit<
  UseSuspenseQueryOptions<Data, OperationError, Selected>,
  "queryKey" | "queryFn"
>;

/** A hook that reads an operation. */
export type QueryHook<Data, Variables> = <Selected = Data>(
  ...given: QueryArguments<Variables, Options<Data, Selected>>
) => UseQueryResult<Selected, OperationError>;

/** A hook that reads an operation, and suspends until there is an answer. */
export type SuspenseQueryHook<Data, Variables> = <Selected = Data>(
  ...given: QueryArguments<Variables, SuspenseOptions<Data, Selected>>
) => UseSuspenseQueryResult<Selected, OperationError>;

/** What can be said of a mutation: what TanStack Query takes, and which answers are out of date once it succeeded. */
export interface MutationOptions<Data, Variables>
  extends Omit<UseMutationOptions<Data, OperationError, Variables>, "mutationFn"> {
  /** The queries to read again; all unless told. */
  readonly invalidates?: readonly { readonly documentId: string }[];
}

/** A hook that runs a mutation. */
export type MutationHook<Data, Variables> = (
  options?: MutationOptions<Data, Variables>,
) => UseMutationResult<Data, OperationError, Variables>;

/** @internal */
export function queryHook<Data, Variables>(operation: Operation<Data, Variables>): QueryHook<Data, Variables> {
  return (...[variables, options]) => {
    const transport = useTransport();
    return useQuery({ ...options, ...queryOptionsOf(transport, operation, variables ?? ({} as Variables)) });
  };
}

/** @internal */
export function suspenseQueryHook<Data, Variables>(
  operation: Operation<Data, Variables>,
): SuspenseQueryHook<Data, Variables> {
  return (...[variables, options]) => {
    const transport = useTransport();
    return useSuspenseQuery({ ...options, ...queryOptionsOf(transport, operation, variables ?? ({} as Variables)) });
  };
}

/** @internal */
export function mutationHook<Data, Variables>(operation: Operation<Data, Variables>): MutationHook<Data, Variables> {
  return ({ invalidates, ...options } = {}) => {
    const transport = useTransport();
    const queries = useQueryClient();
    return useMutation({
      ...options,
      mutationFn: (variables: Variables) => transport.run(operation, variables),
      async onSuccess(...result) {
        const keys = invalidates?.map(({ documentId }) => [QUERY_KEY, documentId]) ?? [[QUERY_KEY]];
        await Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })));
        await options.onSuccess?.(...result);
      },
    });
  };
}
