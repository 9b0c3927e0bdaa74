import { describe, expect, it } from "@jest/globals";
import {
  type Columns,
  describeAccess,
  insertStatement,
  nothing,
  refused,
  updateStatement,
} from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

describe("app_public.reviews", () => {
  const db = useDatabase();

  const all = ["the client's", "the north's", "the south's"];
  const allButSouth = ["the client's", "the north's"];
  const everywhere = ["of all", "of the north", "of the south"];
  const everything = {
    sees: all,
    adds: everywhere,
    changes: all,
    moves: ["the north's to the south"],
    archives: all,
  };
  describeAccess(db, "reviews", {
    rows: ({ acme: { reviews } }) => ({
      "the client's": reviews.clients,
      "the north's": reviews.norths,
      "the south's": reviews.souths,
    }),
    additions: ({ acme: { businesses } }) => ({
      "of all": { rating: 5 },
      "of the north": { rating: 5, business_id: businesses.north },
      "of the south": { rating: 5, business_id: businesses.south },
    }),
    change: { response: "Thank you!" },
    movements: ({ acme: { reviews, businesses } }) => ({
      "the north's to the south": { id: reviews.norths, set: { business_id: businesses.south } },
    }),
    who: {
      owner: everything,
      admin: everything,
      manager: everything,
      staff: everything,
      rep: nothing,
      viewer: { sees: all, adds: [], changes: [], moves: [], archives: [] },
      northerner: {
        sees: allButSouth,
        adds: ["of all", "of the north"],
        changes: allButSouth,
        moves: { can: [], refusals: { "the north's to the south": "42501" } },
        archives: allButSouth,
      },
      client: { ...refused, sees: ["the client's"], adds: { can: [], refusals: { "of all": "TN400" } } },
      stranger: nothing,
      anonymous: refused,
    },
  });

  const show = async (t: TestTransaction, id: string, columns: string) =>
    (await t.rows(`select ${columns} from app_public.reviews where id = $1`, [id]))[0];

  it("of an appointment have its contact, service and business", () =>
    db.transaction(async (t) => {
      const { members, appointments, contacts, services, businesses } = db.world.acme;
      await t.as(members.staff);
      const id = await t.value<string>(
        ...insertStatement("reviews", { appointment_id: appointments.norths, rating: 3, source: "google" }),
      );
      expect(await show(t, id, "contact_id, service_id, business_id, source")).toEqual({
        contact_id: contacts.outsiders,
        service_id: services.common,
        business_id: businesses.north,
        source: "google",
      });
    }));

  it("are one of each appointment", () =>
    db.transaction(async (t) => {
      const { members, appointments } = db.world.acme;
      await t.as(members.staff);
      const review = (appointment_id: string) => insertStatement("reviews", { appointment_id, rating: 3 });
      await t.count(...review(appointments.norths));
      const error = await t.failure(...review(appointments.norths));
      expect([error.code, error.constraint]).toEqual(["23505", "only_one_review_of_an_appointment"]);
      expect(await t.count(...review(appointments.souths))).toBe(1);
    }));

  it("are answered at a time that the database knows, and say what the reviewer wrote for good", () =>
    db.transaction(async (t) => {
      const { members, reviews } = db.world.acme;
      await t.as(members.owner);
      const respond = async (response: string | null) => {
        await t.count(...updateStatement("reviews", reviews.clients, { response }));
        return show(t, reviews.clients, "responded_at = now() as now");
      };
      expect(await respond("Thanks")).toEqual({ now: true });
      expect(await respond(null)).toEqual({ now: null });
      for (const column of ["rating", "title", "comment", "source", "appointment_id", "responded_at"]) {
        expect(await t.refusal(`update app_public.reviews set ${column} = ${column}`)).toBe("42501");
      }
      await t.asOwner();
      await t.count("update app_public.reviews set response = 'Old', responded_at = '2026-01-01' where id = $1", [
        reviews.clients,
      ]);
      await t.as(members.owner);
      expect(await respond("Corrected")).toEqual({ now: false });
    }));

  describe("in the client portal", () => {
    const review = (columns: Columns) => insertStatement("reviews", { rating: 5, comment: "Splendid.", ...columns });
    const complete = async (t: TestTransaction, id: string) => {
      await t.as(db.world.acme.members.staff);
      await t.count(...updateStatement("appointments", id, { status: "completed" }));
      await t.as(db.world.acme.client);
    };

    it("are of one's own appointment that has taken place, once", () =>
      db.transaction(async (t) => {
        const { client, appointments } = db.world.acme;
        const own = review({ appointment_id: appointments.reps });
        await t.as(client);
        expect(await t.refusal(...own)).toBe("TN409");
        await complete(t, appointments.reps);
        const id = await t.value<string>(...own);
        expect(await show(t, id, "contact_id, source")).toEqual({ contact_id: client.contactId, source: "portal" });
        expect(await t.refusal(...own)).toBe("23505");
      }));

    it("are refused of another's appointment as of none at all", () =>
      db.transaction(async (t) => {
        const { appointments } = db.world.acme;
        await complete(t, appointments.outsiders);
        expect(await t.refusal(...review({ appointment_id: appointments.outsiders }))).toBe("42501");
        expect(await t.refusal(...review({ appointment_id: db.world.globex.appointmentId }))).toBe("42501");
        expect(await t.refusal(...review({ appointment_id: "00000000-0000-7000-8000-000000000000" }))).toBe("42501");
      }));

    it("are neither written for another nor answered by their writer", () =>
      db.transaction(async (t) => {
        const { appointments, contacts, reviews } = db.world.acme;
        await complete(t, appointments.reps);
        const own = { appointment_id: appointments.reps };
        for (const columns of [{ contact_id: contacts.souths }, { source: "google" }, { response: "Thanks" }]) {
          expect(await t.refusal(...review({ ...own, ...columns }))).toBe("42501");
        }
        expect(await t.refusal(...updateStatement("reviews", reviews.clients, { response: "Thanks" }))).toBe("42501");
        expect(await t.count(...review(own))).toBe(1);
      }));
  });

  it.each([
    ["no star", { rating: 0 }, "rating_must_be_from_1_to_5"],
    ["six stars", { rating: 6 }, "rating_must_be_from_1_to_5"],
    ["a blank title", { title: " " }, "title_must_not_be_blank"],
    ["a blank response", { response: "\n" }, "response_must_not_be_blank"],
    ["an endless comment", { comment: "c".repeat(10_001) }, "comment_must_be_shorter"],
  ])("can't have %s", (_, columns, constraint) =>
    db.transaction(async (t) => {
      await t.as(db.world.acme.members.staff);
      const error = await t.failure(...insertStatement("reviews", { rating: 3, ...columns }));
      expect([error.code, error.constraint]).toEqual(["23514", constraint]);
    }),
  );
});
