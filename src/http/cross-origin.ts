import cors from "@fastify/cors";
import fp from "fastify-plugin";

const PREFLIGHT_SECONDS = 7_200;
/** What scripts of other origins may read beside the body. */
const EXPOSED = ["etag", "link", "location", "retry-after", "x-request-id", "x-tenantry-position"];

export interface CrossOriginOptions {
  /** Origins such as `https://app.example.com`; `*` for any. */
  readonly origins: readonly string[];
}

/**
 * Lets pages of other origins read the answers. Nothing that a browser sends by itself proves who asks, so credentials
 * such as cookies aren't allowed along, also where any origin is.
 */
export default fp<CrossOriginOptions>(
  async (app, { origins }) => {
    await app.register(cors, {
      origin: origins.includes("*") ? "*" : [...origins],
      methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
      exposedHeaders: EXPOSED,
      maxAge: PREFLIGHT_SECONDS,
      strictPreflight: false,
    });
  },
  { name: "cross-origin" },
);
