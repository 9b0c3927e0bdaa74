import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe } from "@jest/globals";
import { type Browser, chromium, type Page } from "playwright-core";

const PROGRAMS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const START_TIMEOUT_MS = 60_000;
const program = PROGRAMS.find(existsSync);

/** A browser for a group of tests, each of which gets a page without memories. */
export class TestBrowser {
  private browser: Browser | undefined;
  private page: Page | undefined;
  /** The addresses that the page asked for. */
  readonly requests: string[] = [];
  /** What went wrong in the page. */
  readonly failures: string[] = [];

  async start(): Promise<void> {
    this.browser = await chromium.launch({ executablePath: program ?? "", args: FLAGS, timeout: START_TIMEOUT_MS });
  }

  /** Opens a page. */
  async open(url: string): Promise<Page> {
    if (this.browser === undefined) throw new Error("The browser starts in beforeAll: use it inside tests.");
    this.requests.length = 0;
    this.failures.length = 0;
    const page = await this.browser.newPage({ viewport: { width: 1400, height: 900 } });
    this.page = page;
    page.on("request", (request) => this.requests.push(request.url()));
    page.on("pageerror", ({ message }) => this.failures.push(message));
    page.on("requestfailed", (request) => this.failures.push(`${request.url()} ${request.failure()?.errorText}`));
    page.on("console", (message) => {
      if (message.type() === "error") this.failures.push(message.text());
    });
    await page.goto(url, { waitUntil: "load" });
    return page;
  }

  /** Keeps a picture of the page in the folder that SCREENSHOTS names, for whoever wants to look. */
  async picture(name: string): Promise<void> {
    const folder = process.env["SCREENSHOTS"];
    const image = await this.page?.screenshot();
    if (folder !== undefined && image !== undefined) await writeFile(join(folder, `${name}.png`), image);
  }

  async closePage(): Promise<void> {
    await this.page?.close();
    this.page = undefined;
  }

  async stop(): Promise<void> {
    await this.browser?.close();
  }
}

/**
 * Describes what people see in a browser; without Chromium the tests are skipped.
 *
 * @param name - what is described
 * @param define - defines the tests, with the browser
 */
export function describeInBrowser(name: string, define: (browser: TestBrowser) => void): void {
  if (program === undefined) {
    describe.skip(`${name} (needs Chromium: apt-get install chromium)`, () => define(new TestBrowser()));
    return;
  }
  describe(name, () => {
    const browser = new TestBrowser();
    beforeAll(() => browser.start(), START_TIMEOUT_MS);
    afterEach(() => browser.closePage());
    afterAll(() => browser.stop());
    define(browser);
  });
}
