import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Window } from "happy-dom";
import type { ComponentType } from "react";

/** What the program did: the page before and after the button was pressed, and what it sent in the meantime. */
export interface Visit {
  readonly before: string[];
  readonly after: string[];
  readonly requests: readonly string[];
}

const PATIENCE_MS = 20_000;
const PAUSE_MS = 20;

/** Opens a program as a browser does: with a document, but the network of Node. */
const [program = "", url = "", token = "", pressed = ""] = process.argv.slice(2);

const window = new Window({ url: "http://front-end.test/" });
for (const name of ["document", "navigator", "HTMLElement", "HTMLIFrameElement", "Node", "Event"] as const) {
  Object.defineProperty(globalThis, name, { value: window[name], configurable: true });
}
Object.defineProperty(globalThis, "window", { value: window });

const requests: string[] = [];
const { fetch } = globalThis;
globalThis.fetch = (address, options = {}) => {
  requests.push(String(options.body));
  return fetch(address, options);
};

const root = window.document.createElement("div");
window.document.body.append(root);
const items = () => [...root.querySelectorAll("li")].map(({ firstChild }) => firstChild?.textContent ?? "");

async function until(isReached: () => boolean): Promise<void> {
  for (let waited = 0; !isReached(); waited += PAUSE_MS) {
    if (waited > PATIENCE_MS)
      throw new Error(`The page stays as it is: ${root.innerHTML}\n${JSON.stringify(requests)}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

// React and the program have to meet in the same folder of packages.
const load = createRequire(pathToFileURL(program));
const { createElement } = load("react");
const { createRoot } = load("react-dom/client");
const { App } = (await import(pathToFileURL(program).href)) as { App: ComponentType<{ url: string; token: string }> };
createRoot(root).render(createElement(App, { url, token }));

await until(() => items().includes(pressed));
const before = items();
const button = [...root.querySelectorAll("li")].find(({ firstChild }) => firstChild?.textContent === pressed);
button?.querySelector("button")?.dispatchEvent(new window.MouseEvent("click", { bubbles: true }));
await until(() => !items().includes(pressed));
const visit: Visit = { before, after: items(), requests };
process.stdout.write(JSON.stringify(visit));
process.exit(0);
