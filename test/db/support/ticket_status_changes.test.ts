import { describe, expect, it } from "@jest/globals";
import { describeAccess, insertStatement, nothing, ownedRows, refused, updateStatement } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

describe("app_public.ticket_status_changes", () => {
  const db = useDatabase();

  const all = ["Rita's", "Theo's", "Oscar's", "the north's", "the south's"];
  describeAccess(db, "ticket_status_changes", {
    rows: async ({ acme }, t) => {
      const history = await t.rows<{ ticket_id: string; id: string }>(
        "select ticket_id, id from app_public.ticket_status_changes where organization_id = $1",
        [acme.id],
      );
      const ofTicket = Object.fromEntries(history.map((change) => [change.ticket_id, change.id]));
      return Object.fromEntries(
        Object.entries(ownedRows(acme.tickets)).map(([whose, id]) => [whose, `${ofTicket[id]}`]),
      );
    },
    who: {
      owner: { sees: all },
      admin: { sees: all },
      manager: { sees: all },
      staff: { sees: all },
      rep: { sees: ["Rita's"] },
      viewer: { sees: all },
      northerner: { sees: ["Rita's", "Theo's", "Oscar's", "the north's"] },
      stranger: nothing,
      anonymous: refused,
    },
  });

  it("say from what to what, who, and how long the ticket stood there", () =>
    db.transaction(async (t) => {
      const { members } = db.world.acme;
      await t.as(members.staff);
      const id = await t.value<string>(...insertStatement("tickets", { subject: "Broken" }));
      await t.asOwner();
      await t.count("update app_public.tickets set status_changed_at = now() - interval '1 hour' where id = $1", [id]);
      await t.as(members.manager);
      await t.as(members.staff);
      await t.count(...updateStatement("tickets", id, { status: "solved" }));
      // Not a change of status.
      await t.count(...updateStatement("tickets", id, { status: "solved", subject: "Mended" }));
      const changed_by_id = members.staff.membershipId;
      expect(
        await t.rows(
          `select from_status, to_status, changed_by_id, seconds_in_status::int
           from app_public.ticket_status_changes where ticket_id = $1 order by id`,
          [id],
        ),
      ).toEqual([
        { from_status: null, to_status: "open", changed_by_id, seconds_in_status: null },
        { from_status: "open", to_status: "solved", changed_by_id, seconds_in_status: 3600 },
      ]);
    }));
});
