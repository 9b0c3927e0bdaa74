import { readFile } from "node:fs/promises";
import fp from "fastify-plugin";
import "postgraphile/grafserv";

const FILES = { "sign-in-bar.js": "text/javascript; charset=utf-8", "sign-in-bar.css": "text/css; charset=utf-8" };

const BAR = `
<form id="sign-in-bar" aria-label="Sign in">
  <label>Signed in as <select id="sign-in-user" disabled></select></label>
  <label>in <select id="sign-in-organization" disabled></select></label>
  <span id="sign-in-status" role="status"></span>
</form>`;

/** Puts the sign-in bar above GraphiQL, which PostGraphile serves; to be extended by the preset in development. */
export const GraphiQLSignInPreset: GraphileConfig.Preset = {
  ruru: {
    htmlParts: {
      titleTag: "<title>Tenantry · GraphiQL</title>",
      styleTags: (original) => `${original}<link rel="stylesheet" href="/graphiql/sign-in-bar.css" />`,
      bodyContent: (original) => BAR + original,
      // Modules run in the order of the page: before GraphiQL starts and asks for the schema.
      bodyScripts: (original) => `<script type="module" src="/graphiql/sign-in-bar.js"></script>${original}`,
    },
  },
};

export interface GraphiQLOptions {
  /** Only in development. */
  readonly enabled: boolean;
}

/** Serves the files of the sign-in bar. */
export default fp<GraphiQLOptions>(
  async (app, { enabled }) => {
    if (!enabled) return;
    for (const [name, type] of Object.entries(FILES)) {
      const content = await readFile(new URL(`./graphiql/${name}`, import.meta.url));
      app.get(`/graphiql/${name}`, { logLevel: "warn" }, async (_request, reply) =>
        reply.type(type).header("cache-control", "no-cache").send(content),
      );
    }
  },
  { name: "graphiql" },
);
