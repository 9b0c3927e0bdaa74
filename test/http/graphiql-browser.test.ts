import { expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { describeInBrowser, type TestBrowser } from "../support/browser.ts";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { addressOf } from "../support/transfers.ts";

const db = useDatabase();
const gateway = useGateway(db, { environment: "development" });

/** Loading GraphiQL and its editors takes a busy machine a while. */
const PATIENCE_MS = 60_000;
const TEST_TIMEOUT_MS = 150_000;

/** GraphiQL, as a person uses it. */
class GraphiQL {
  private readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(PATIENCE_MS);
  }

  static async open(browser: TestBrowser): Promise<GraphiQL> {
    const graphiql = new GraphiQL(await browser.open(`${await addressOf(gateway)}/graphiql`));
    await graphiql.tab("WhoAmI").waitFor();
    return graphiql;
  }

  tab(name: string) {
    return this.page.getByRole("tablist").getByRole("button", { name, exact: true });
  }

  async signInAs(email: string): Promise<void> {
    await this.page.getByLabel("Signed in as").selectOption(email);
    await this.page.getByRole("status").getByText(email).waitFor();
  }

  /** Shows a tab, runs what is in it, and gives the answer once it is shown. */
  async run(name: string, shown: string): Promise<{ data?: unknown; errors?: unknown[] }> {
    await this.tab(name).click();
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; ) {
      const answered = this.page.waitForResponse((response) => response.url().endsWith("/graphql"));
      await this.page.getByRole("button", { name: /^Execute query/ }).click();
      const response = await answered;
      // GraphiQL notices a moment after a tab is shown which operation is in it; people are slower than that.
      if (JSON.parse(response.request().postData() ?? "{}").operationName !== name) continue;
      await this.page.locator(".result-window").getByText(shown).first().waitFor();
      return await response.json();
    }
    throw new Error(`GraphiQL doesn't run ${name}.`);
  }

  /** Shows a tab with a subscription, and starts it. */
  async watch(name: string): Promise<void> {
    await this.tab(name).click();
    // As above: until GraphiQL has noticed it runs another operation, or none.
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; ) {
      await this.page.getByRole("button", { name: /^(Execute query|Stop query)/ }).click();
      const begun = this.shown("SUBSCRIBED").waitFor({ timeout: 3_000 });
      if (
        await begun.then(
          () => true,
          () => false,
        )
      )
        return;
    }
    throw new Error(`GraphiQL doesn't watch ${name}.`);
  }

  shown(text: string) {
    return this.page.locator(".result-window").getByText(text).first();
  }

  async openDocs(): Promise<void> {
    await this.page.getByRole("button", { name: /Documentation Explorer/ }).click();
  }

  get docs() {
    return this.page.locator(".graphiql-plugin");
  }
}

describeInBrowser("GraphiQL in a browser", (browser) => {
  it(
    "loads from the gateway alone, and without failures",
    async () => {
      const graphiql = await GraphiQL.open(browser);
      const origin = await addressOf(gateway);
      await graphiql.run("WhoAmI", "currentOrganization");
      expect(browser.requests.length).toBeGreaterThan(3);
      const elsewhere = browser.requests.filter((url) => new URL(url).origin !== origin && !/^(data|blob):/.test(url));
      expect(elsewhere).toEqual([]);
      expect(browser.failures).toEqual([]);
      await browser.picture("graphiql-opened");
    },
    TEST_TIMEOUT_MS,
  );

  it(
    "signs in as a demo user, reads and writes as that user",
    async () => {
      const graphiql = await GraphiQL.open(browser);
      await graphiql.signInAs(db.world.acme.members.rep.email);
      const me = await graphiql.run("WhoAmI", "Rita Rep");
      expect(me).toMatchObject({ data: { currentOrganization: { name: "Acme" } } });
      const created = await graphiql.run("CreateContact", "Ella Example");
      expect(created.errors).toBeUndefined();
      await browser.picture("graphiql-mutation");
      const { rows } = await db.withRoot((root) =>
        root.query("select owner_id from app_public.contacts where first_name = 'Ella' and last_name = 'Example'"),
      );
      expect(rows).toEqual([{ owner_id: db.world.acme.members.rep.membershipId }]);

      await graphiql.signInAs(db.world.acme.members.viewer.email);
      const refused = await graphiql.run("CreateContact", "FORBIDDEN");
      expect(refused.errors).toHaveLength(1);
      expect(browser.failures).toEqual([]);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    "shows what changes, as the user who is signed in",
    async () => {
      const graphiql = await GraphiQL.open(browser);
      const { owner } = db.world.acme.members;
      await graphiql.signInAs(owner.email);
      await graphiql.watch("WatchTickets");
      const opened = await gateway.as(owner).run("support/OpenTicket", {
        ticket: { subject: "Seen at once", body: "Hello" },
      });
      expect(opened.errors).toBeUndefined();
      await graphiql.shown("Seen at once").waitFor();
      await browser.picture("graphiql-subscription");
      expect(browser.failures).toEqual([]);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    "explains the API",
    async () => {
      const graphiql = await GraphiQL.open(browser);
      await graphiql.openDocs();
      await graphiql.docs.getByRole("link", { name: "Query" }).first().click();
      await graphiql.docs.getByRole("link", { name: "contacts", exact: true }).click();
      await graphiql.docs.getByText("How many rows to give from the beginning").first().waitFor();
      await browser.picture("graphiql-documentation");
    },
    TEST_TIMEOUT_MS,
  );
});
