import fp from "fastify-plugin";
import type { BuiltInIssuer } from "../authentication/built-in-issuer.ts";

const MAXIMUM_AGE_SECONDS = 600;

export interface JsonWebKeySetOptions {
  readonly issuer: Pick<BuiltInIssuer, "publicJwks">;
}

/** Publishes the public keys of the built-in issuer (RFC 7517), for services that verify its tokens themselves. */
export default fp<JsonWebKeySetOptions>(
  async (app, { issuer }) => {
    app.get("/.well-known/jwks.json", async (_request, reply) =>
      reply
        .header("cache-control", `public, max-age=${MAXIMUM_AGE_SECONDS}`)
        .type("application/jwk-set+json")
        .send(JSON.stringify(issuer.publicJwks())),
    );
  },
  { name: "json-web-key-set" },
);
