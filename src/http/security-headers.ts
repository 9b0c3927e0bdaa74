import fp from "fastify-plugin";

/** What every answer has. */
export const SECURITY_HEADERS = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
};

// GraphiQL starts from inline scripts and sets styles on elements; all of it comes from here. Its editor's workers
// take the policy of their own script, so that the static files have it too.
const GRAPHIQL_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Tells browsers to take nothing from here for anything else than it is. */
export default fp(
  async (app) => {
    app.addHook("onRequest", ({ url }, reply, done) => {
      reply.headers(SECURITY_HEADERS);
      if (url.startsWith("/graphiql") || url.startsWith("/ruru-static/")) {
        reply.header("content-security-policy", GRAPHIQL_POLICY);
      }
      done();
    });
  },
  { name: "security-headers" },
);
