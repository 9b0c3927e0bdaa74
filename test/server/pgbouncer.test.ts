import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { type GraphqlClient, useGateway } from "../support/gateway.ts";
import { useLiveGateway } from "../support/live.ts";
import { subscribed } from "../support/live-waiting.ts";
import { findPgBouncer, PgBouncer } from "../support/pgbouncer.ts";

const db = useDatabase();
const [, minor = 0] = findPgBouncer() ?? [];
const describeIfInstalled = findPgBouncer() === undefined ? describe.skip : describe;

/** Since 1.21 it knows which of its connections has which prepared statement. */
const ways = [
  { name: "without prepared statements", prepares: "false", more: [] },
  ...(minor >= 21
    ? [{ name: "with prepared statements", prepares: "true", more: ["max_prepared_statements = 200"] }]
    : []),
];

const CONTACTS = "{ contacts(first: 50) { totalCount nodes { id organization { slug } } } }";
const CREATE = "mutation ($title: String!) { createTask(input: { task: { title: $title } }) { task { id title } } }";

describeIfInstalled.each(ways)(
  "behind PgBouncer by transaction, $name (needs it installed: apt-get install pgbouncer)",
  ({ prepares, more }) => {
    const bouncer = new PgBouncer(() => db.urls.authenticator);
    // One connection for all, so that everybody follows on everybody else.
    beforeAll(() => bouncer.start(1, more));
    const gateway = useGateway(db, {
      authenticatorUrl: () => bouncer.url,
      variables: () => ({ DATABASE_PREPARED_STATEMENTS: prepares, LISTEN_DATABASE_URL: db.urls.authenticator }),
    });
    const live = useLiveGateway(gateway);
    afterAll(() => bouncer.stop());

    const acme = () => gateway.as(db.world.acme.members.owner);
    const globex = () => gateway.as(db.world.globex.owner);
    const slugsFor = async (client: GraphqlClient) => {
      const nodes = (await client.query(CONTACTS)).get<{ organization: { slug: string } }[]>("contacts.nodes");
      return [...new Set(nodes.map(({ organization }) => organization.slug))];
    };

    it("shows each of two tenants their own, however they alternate", async () => {
      for (let turn = 0; turn < 5; turn++) {
        const answers = await Promise.all([acme(), globex(), acme(), globex(), acme(), globex()].map(slugsFor));
        expect(answers).toEqual([1, 2, 3].flatMap(() => [[db.world.acme.slug], [db.world.globex.slug]]));
      }
      expect((await gateway.anonymous.query(CONTACTS)).code).toBe("UNAUTHENTICATED");
      const { rows } = await gateway.pool.query(
        "select current_user::text as role, coalesce(current_setting('app.organization_id', true), '') as organization, current_setting('transaction_read_only') as reading",
      );
      expect(rows).toEqual([{ role: "tenantry_authenticator", organization: "", reading: "off" }]);
    });

    it("writes for several at once, and once for each Idempotency-Key", async () => {
      const headers = { "idempotency-key": `behind-pgbouncer-${prepares}` };
      const first = await acme().query(CREATE, { title: `Once ${prepares}` }, headers);
      const second = await acme().query(CREATE, { title: `Once ${prepares}` }, headers);
      expect(second.text).toBe(first.text);
      const clients = [acme(), globex(), acme(), globex(), acme(), globex()];
      const answers = await Promise.all(clients.map((client) => client.query(CREATE, { title: `All ${prepares}` })));
      expect(answers.map(({ errors }) => errors)).toEqual(clients.map(() => undefined));
      const written = await db.withRoot((root) =>
        root.query(
          "select title, organization_id = $1 as acme, count(*)::int from app_public.tasks where title like $2 group by 1, 2 order by 1, 2",
          [db.world.acme.id, `% ${prepares}`],
        ),
      );
      expect(written.rows).toEqual([
        { title: `All ${prepares}`, acme: false, count: 3 },
        { title: `All ${prepares}`, acme: true, count: 3 },
        { title: `Once ${prepares}`, acme: true, count: 1 },
      ]);
    });

    it("goes on after errors in the middle, and keeps nothing of what failed", async () => {
      const half = `mutation { one: createTask(input: { task: { title: "Half ${prepares}" } }) { task { id } } two: createTask(input: { task: { title: "" } }) { task { id } } }`;
      const reading = "query ($id: UUID!) { contact(id: $id) { id } contacts(first: 1) { totalCount } }";
      const mixed = [
        acme().query(half),
        globex().query(reading, { id: db.world.acme.id }),
        acme().query('{ contacts(first: 1, filter: { createdAt: { greaterThan: "never" } }) { totalCount } }'),
        gateway.with("tenantry_unknown").query(CONTACTS),
        globex().query(CONTACTS),
      ];
      const [failed, empty, refused, unknown, fine] = await Promise.all(mixed);
      expect([
        failed?.errors?.length,
        empty?.errors,
        refused?.errors?.length,
        unknown?.errors?.length,
        fine?.errors,
      ]).toEqual([1, undefined, 1, 1, undefined]);
      const kept = await db.withRoot((root) =>
        root.query("select from app_public.tasks where title = $1", [`Half ${prepares}`]),
      );
      expect(kept.rowCount).toBe(0);
      expect(await slugsFor(globex())).toEqual([db.world.globex.slug]);
    });

    it("listens past it", async () => {
      const received = live.as(db.world.acme.members.owner).run("support/TicketChanged");
      await subscribed(gateway, 1);
      const subject = `Heard ${prepares}`;
      await acme().query(
        "mutation ($id: UUID!, $subject: String!) { updateTicket(input: { id: $id, patch: { subject: $subject } }) { ticket { id } } }",
        { id: db.world.acme.tickets.reps, subject },
      );
      expect(await received.nextOf(db.world.acme.tickets.reps)).toMatchObject({
        event: "UPDATED",
        ticket: { subject },
      });
      received.stop();
      await subscribed(gateway, 0);
    });
  },
);
