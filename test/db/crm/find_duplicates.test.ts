import { beforeAll, describe, expect, it } from "@jest/globals";
import { byActor } from "../../support/by-actor.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

const db = useDatabase();
const FIND = "select * from app_public.find_duplicates($1)";

async function add(t: TestTransaction, columns: Record<string, unknown>): Promise<string> {
  await t.asOwner();
  const names = ["organization_id", ...Object.keys(columns)];
  return t.value(
    `insert into app_public.contacts (${names}) values (${names.map((_, index) => `$${index + 1}`)}) returning id`,
    [db.world.acme.id, ...Object.values(columns)],
  );
}

describe("app_public.find_duplicates", () => {
  it("is for those who see the contact, and gives those whom they see", () =>
    db.transaction(async (t) => {
      const { members, businesses } = db.world.acme;
      const phone = "+442079460810";
      const asked = await add(t, { first_name: "Ada", last_name: "Byron", phone, owner_id: members.rep.membershipId });
      const others = [
        await add(t, { phone, owner_id: members.rep.membershipId }),
        await add(t, { phone, business_id: businesses.south }),
      ];
      await add(t, { phone, deleted_at: new Date() });
      await t.count("insert into app_public.contacts (organization_id, phone) values ($1, $2)", [
        db.world.globex.id,
        phone,
      ]);
      expect(await byActor(t, db.world, FIND, [asked])).toEqual({
        owner: 2,
        admin: 2,
        manager: 2,
        staff: 2,
        rep: 1,
        viewer: 2,
        northerner: 1,
        apiKey: 2,
        client: "42501",
        stranger: "TN404",
        anonymous: "42501",
      });
      await t.as(members.outsider);
      expect(await t.refusal(FIND, [asked])).toBe("TN404");
      await t.as(members.staff);
      expect((await t.rows(FIND, [asked])).map((row) => row["contact_id"])).toEqual(others);
    }));

  it("goes by mailbox, phone number and names that are alike, the likeliest first", () =>
    db.transaction(async (t) => {
      const asked = await add(t, {
        first_name: "Johanna",
        last_name: "Müller",
        email: "jo+work@mail.test",
        phone: "+442079460811",
      });
      const both = await add(t, {
        first_name: "Johana",
        last_name: "Mueller",
        email: "jo@mail.test",
        phone: "+442079460811",
      });
      const mailbox = await add(t, { first_name: "J.", email: "jo+shop@mail.test" });
      const phone = await add(t, { first_name: "Peter", last_name: "Pan", phone: "+442079460811" });
      const name = await add(t, { first_name: "Johanna", last_name: "Muller" });
      const slip = await add(t, { first_name: "Johanan", last_name: "Muller" });
      await add(t, { first_name: "Johannes", last_name: "Meyer-Landrut", email: "jo2@mail.test" });
      await t.as(db.world.acme.members.staff);
      const found = await t.rows<{ contact_id: string; score: number; reasons: string[] }>(FIND, [asked]);
      expect(found.map((row) => [row.contact_id, row.reasons])).toEqual([
        [both, expect.arrayContaining(["email", "phone"])],
        [mailbox, ["email"]],
        [phone, ["phone"]],
        [name, ["name"]],
        [slip, ["name"]],
      ]);
      const scores = found.map(({ score }) => score);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    }));

  it("says nothing of contacts without a name or an address", () =>
    db.transaction(async (t) => {
      const asked = await add(t, { source: "chat" });
      await add(t, { source: "chat" });
      await t.as(db.world.acme.members.staff);
      expect(await t.rows(FIND, [asked])).toEqual([]);
    }));

  describe("in an organization of 50,000 contacts", () => {
    beforeAll(async () => {
      await db.withRoot(async (root) => {
        await root.query("set session_replication_role = replica");
        await root.query(
          `insert into app_public.contacts (organization_id, first_name, last_name, email, phone)
           select $1, 'First' || chr(97 + n % 26), 'Last' || md5((n / 26)::text), 'p' || n || '+x@size.test', '+4420795' || lpad(n::text, 5, '0')
           from generate_series(1, 50000) n`,
          [db.world.acme.id],
        );
        await root.query("vacuum analyze app_public.contacts");
      });
    }, 60_000);

    it.each(["staff", "rep"] as const)("reads few pages, to %s", (who) =>
      db.transaction(async (t) => {
        const { members } = db.world.acme;
        const asked = await add(t, {
          first_name: "Firsta",
          last_name: "Lastbyron",
          email: "p77@size.test",
          phone: "+442079500078",
          owner_id: members.rep.membershipId,
        });
        await t.as(members[who]);
        // Both search and the index of mailboxes plan once in a session.
        await t.rows(FIND, [asked]);
        const [plan] = await t.rows<{
          "QUERY PLAN": [
            { Plan: { "Shared Hit Blocks": number; "Shared Read Blocks": number; "Actual Rows": number } },
          ];
        }>(`explain (analyze, buffers, format json) ${FIND}`, [asked]);
        const { Plan } = plan?.["QUERY PLAN"][0] ?? { Plan: undefined };
        expect(Plan?.["Actual Rows"]).toBe(who === "staff" ? 2 : 0);
        expect((Plan?.["Shared Hit Blocks"] ?? 0) + (Plan?.["Shared Read Blocks"] ?? 0)).toBeLessThan(1_500);
      }),
    );
  });
});
