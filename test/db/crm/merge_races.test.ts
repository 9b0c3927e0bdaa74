import { describe, expect, it } from "@jest/globals";
import { Client } from "pg";
import { useDatabase } from "../../support/database.ts";
import { race, requestOf } from "../../support/race.ts";
import { untilSomebodyWaits } from "../../support/waiting.ts";

const db = useDatabase();

const merge = (contact: string, merged: string): [string, unknown[]] => [
  "select * from app_public.merge_contacts($1, $2)",
  [contact, merged],
];
const codes = (answers: readonly (object[] | string)[]) =>
  answers.map((answer) => (typeof answer === "string" ? answer : "done")).sort();
const runner = (statement: [string, unknown[]]) => ({ request: requestOf(db.world.acme.members.staff), statement });

/** New contacts, each with an activity and a conversation that has a message. */
async function people(count: number): Promise<string[]> {
  const { id } = db.world.acme;
  return db.withRoot(async (root) => {
    const ids: string[] = [];
    for (let n = 0; n < count; n++) {
      const { rows } = await root.query(
        "insert into app_public.contacts (organization_id, first_name) values ($1, $2) returning id",
        [id, `Person ${n}`],
      );
      const contact = rows[0].id;
      ids.push(contact);
      await root.query(
        "insert into app_public.activities (organization_id, kind, subject, contact_id) values ($1, 'note', 'Note', $2)",
        [id, contact],
      );
      await root.query(
        "insert into app_public.messages (organization_id, contact_id, channel, direction, body) values ($1, $2, 'chat', 'inbound', 'Hello')",
        [id, contact],
      );
    }
    return ids;
  });
}

/** Who the activities, conversations and messages of these people are with. */
async function holders(ids: readonly string[]): Promise<string[]> {
  return db.withRoot(async (root) => {
    const { rows } = await root.query(
      `select distinct r.contact_id as id from (
         select contact_id from app_public.activities union all select contact_id from app_public.conversations
         union all select contact_id from app_public.messages
       ) r where r.contact_id = any ($1)`,
      [ids],
    );
    return rows.map(({ id }) => id).sort();
  });
}

describe("merging contacts at once", () => {
  it("makes one merge of ten for the same two", async () => {
    const [kept = "", merged = ""] = await people(2);
    const answers = await race<{ id: string }>(db, Array(10).fill(runner(merge(kept, merged))));
    const ids = answers.map((rows) => (typeof rows === "string" ? rows : rows[0]?.id));
    expect(new Set(ids).size).toBe(1);
    expect(await holders([kept, merged])).toEqual([kept]);
  });

  it("lets one of many have a contact, and refuses the others", async () => {
    const [merged = "", ...others] = await people(6);
    const answers = await race(
      db,
      others.map((other) => runner(merge(other, merged))),
    );
    expect(codes(answers)).toEqual(["TN409", "TN409", "TN409", "TN409", "done"]);
    expect(await holders([merged])).toEqual([]);
  });

  it("takes one direction when two merge crosswise", async () => {
    const [one = "", other = ""] = await people(2);
    const answers = await race(db, [runner(merge(one, other)), runner(merge(other, one))]);
    expect(codes(answers)).toEqual(["TN409", "done"]);
    expect(await holders([one, other])).toHaveLength(1);
  });

  it("ends without a deadlock whatever is merged into whatever, and nothing stays behind", async () => {
    const ids = await people(5);
    const pairs = ids.flatMap((one) => ids.filter((other) => other !== one).map((other) => runner(merge(one, other))));
    const answers = await race(db, pairs);
    expect(new Set(codes(answers))).toEqual(new Set(["TN409", "done"]));
    expect(codes(answers).filter((code) => code === "done")).toHaveLength(4);
    expect(await holders(ids)).toHaveLength(1);
    const { rows } = await db.withRoot((root) =>
      root.query("select id from app_public.contacts where id = any ($1) and merged_into_id is null", [ids]),
    );
    expect(rows.map(({ id }) => id)).toEqual(await holders(ids));
  }, 30_000);

  it("undoes once when ten undo", async () => {
    const [kept = "", merged = ""] = await people(2);
    const [made] = await race<{ id: string }>(db, [runner(merge(kept, merged))]);
    const undo: [string, unknown[]] = [
      "select * from app_public.unmerge_contacts($1)",
      [typeof made === "string" ? made : made?.[0]?.id],
    ];
    const answers = await race(db, Array(10).fill(runner(undo)));
    expect(codes(answers)).toEqual([...Array(9).fill("TN409"), "done"]);
    expect(await holders([kept, merged])).toEqual([kept, merged].sort());
  });

  it("waits for whoever writes to the contact, and brings that along", async () => {
    const [kept = "", merged = ""] = await people(2);
    const { id } = db.world.acme;
    const writer = new Client({ connectionString: db.urls.root });
    await writer.connect();
    try {
      await writer.query("begin");
      await writer.query(
        "insert into app_public.messages (organization_id, contact_id, channel, direction, body) values ($1, $2, 'chat', 'inbound', 'More')",
        [id, merged],
      );
      const merging = race(db, [runner(merge(kept, merged))]);
      await untilSomebodyWaits(writer);
      await writer.query("commit");
      expect(codes(await merging)).toEqual(["done"]);
    } finally {
      await writer.end();
    }
    expect(await holders([kept, merged])).toEqual([kept]);
  });

  it("and writing in the contact's conversation at once is no deadlock", async () => {
    const pairs = await people(12);
    const { rows } = await db.withRoot((root) =>
      root.query("select id, contact_id from app_public.conversations where contact_id = any ($1)", [pairs]),
    );
    const conversationOf = new Map(rows.map((row) => [row.contact_id, row.id]));
    const runners = pairs.flatMap((contact, index) => {
      if (index % 2 === 1) return [];
      const conversation = conversationOf.get(contact);
      const send: [string, unknown[]] = ["select * from app_public.send_message($1, 'Hello')", [conversation]];
      return [runner(merge(pairs[index + 1] ?? "", contact)), runner(send), runner(send)];
    });
    const answers = await race(db, runners);
    expect(new Set(codes(answers))).toEqual(new Set(["done"]));
    const left = pairs.filter((_, index) => index % 2 === 0);
    expect(await holders(left)).toEqual([]);
  }, 30_000);
});
