import { readFile } from "node:fs/promises";
import fp from "fastify-plugin";
import "postgraphile/grafserv";
import type { GraphiQLExample } from "./graphiql-examples.ts";

const FILES = { "sign-in-bar.js": "text/javascript; charset=utf-8", "sign-in-bar.css": "text/css; charset=utf-8" };

const BAR = `
<form id="sign-in-bar" aria-label="Sign in">
  <label>Signed in as <select id="sign-in-user" disabled></select></label>
  <label>in <select id="sign-in-organization" disabled></select></label>
  <span id="sign-in-status" role="status"></span>
</form>`;

type ClientConfig = NonNullable<NonNullable<GraphileConfig.Preset["ruru"]>["clientConfig"]>;

/**
 * Puts the sign-in bar above GraphiQL, which PostGraphile serves, and examples into its tabs; for development.
 *
 * @param defaultTabs - the tabs of whoever opens it for the first time; later the browser remembers its own
 * @returns the preset to extend the API's with
 */
export function createGraphiQLPreset(defaultTabs: readonly GraphiQLExample[]): GraphileConfig.Preset {
  return {
    ruru: {
      // Ruru hands on what it doesn't know to GraphiQL, which knows tabs.
      clientConfig: { defaultTabs } as Partial<ClientConfig> as ClientConfig,
      htmlParts: {
        // Without an icon of the page’s own, browsers ask for one that isn’t there.
        titleTag: `<title>Tenantry · GraphiQL</title><link rel="icon" href="data:," />`,
        styleTags: (original) => `${original}<link rel="stylesheet" href="/graphiql/sign-in-bar.css" />`,
        bodyContent: (original) => BAR + original,
        // Modules run in the order of the page: before GraphiQL starts and asks for the schema.
        bodyScripts: (original) => `<script type="module" src="/graphiql/sign-in-bar.js"></script>${original}`,
      },
    },
  };
}

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
