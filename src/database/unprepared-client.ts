import type { Client } from "pg";
import { WatchedClient } from "./watched-client.ts";

type Query = Client["query"];

/** A connection that prepares nothing under a name, for poolers that don’t know which of their connections has it. */
export class UnpreparedClient extends WatchedClient {
  override query = ((config: unknown, ...rest: unknown[]) => {
    const unnamed = isNamed(config) ? { ...config, name: undefined } : config;
    return (super.query as (...all: unknown[]) => unknown)(unnamed, ...rest);
  }) as Query;
}

function isNamed(config: unknown): config is { readonly name: string } {
  return typeof config === "object" && config !== null && "name" in config && !("submit" in config);
}
