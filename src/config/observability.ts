import { z } from "zod";

/** What those who look after the gateway can have. */
export interface ObservabilityConfig {
  readonly metrics: {
    /** A port of their own; without one they are at `/metrics` of the gateway. */
    readonly port: number | undefined;
    readonly host: string;
    readonly token: string | undefined;
    /** How many organizations are counted by their own name. */
    readonly organizations: number;
  };
  /** Milliseconds from which on an operation is logged as slow. */
  readonly slowOperationMs: number;
  /** Whether the plans of slow statements are logged, too. */
  readonly explainsSlowOperations: boolean;
  /** Where traces are sent, and which share of the requests is traced; without it there are none. */
  readonly traces: { readonly endpoint: string; readonly ratio: number } | undefined;
}

const SHORTEST_TOKEN = 16;

/** A secret isn't repeated in a message. */
export const metricsToken = z
  .string()
  .min(SHORTEST_TOKEN, `is too short; give ${SHORTEST_TOKEN} letters at least, such as those of openssl rand -hex 16`)
  .optional();

/** OpenTelemetry's name for the share of requests that are traced. */
export const tracesRatio = z
  .string()
  .default("1")
  .refine((text) => /^(0|1|0?\.\d+|1\.0+|0\.\d+)$/.test(text), { error: "give a share from 0 to 1, such as 0.1" })
  .transform(Number);

/** The address that OpenTelemetry's own programs know by this name. */
export const tracesEndpoint = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:\/\/[^/?#]+(\/[^?#@]*)?$/.test(text), {
    error:
      "is not an address to which /v1/traces can be added; give that of a collector, such as http://127.0.0.1:4318, without ? and #",
  })
  .optional();
