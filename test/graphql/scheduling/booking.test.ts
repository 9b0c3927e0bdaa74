import { describe, expect, it } from "@jest/globals";
import { insertStatement, updateStatement } from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);

const acme = () => db.world.acme;
const staff = () => gateway.as(acme().members.staff);
const rita = () => gateway.asClient(acme().client);
const time = (value: string) => new Date(value).toISOString();

const statement = (...[sql, values]: [string, unknown[]]) =>
  db.withRoot(async (root) => (await root.query(sql, values)).rows[0]?.id as string, db.urls.owner);

async function prepare(): Promise<string> {
  const hours = [{ opens: "09:00", closes: "12:00" }];
  const settings = { businessHours: { monday: hours, tuesday: hours }, booking: { slotMinutes: 60 } };
  await statement(...updateStatement("organizations", acme().id, { timezone: "Europe/Berlin", settings }));
  const service = { organization_id: acme().id, name: "Massage", duration_minutes: 60, price_cents: 4_000 };
  return statement(...insertStatement("services", service));
}

describe("a contact", () => {
  it("finds a free slot, books it, moves it and cancels it, and is told of others when it is taken", async () => {
    const serviceId = await prepare();
    const rules = (await rita().run("scheduling/BookingRules")).get("bookingRules");
    expect(rules).toEqual({
      minimumNoticeMinutes: 60,
      cancellationNoticeMinutes: 1440,
      maximumDaysAhead: null,
      slotMinutes: 60,
    });
    const days = { serviceId, firstDay: "2032-05-03", lastDay: "2032-05-04" };
    const slots = async (more: object = {}) => {
      const answer = await rita().run("scheduling/AvailableSlots", { ...days, ...more });
      return answer.get<{ startsAt: string }[]>("availableSlots.nodes").map(({ startsAt }) => time(startsAt));
    };
    const [first = "", second = "", ...rest] = await slots();
    expect([first, second, rest.length]).toEqual(["2032-05-03T07:00:00.000Z", "2032-05-03T08:00:00.000Z", 4]);

    const page = await rita().run("scheduling/AvailableSlots", { ...days, first: 2 });
    expect(page.get("availableSlots")).toMatchObject({ totalCount: 6, pageInfo: { hasNextPage: true } });
    const after = page.get("availableSlots.pageInfo.endCursor");
    expect(await slots({ first: 10, after })).toEqual(rest);

    const booked = await rita().run("scheduling/BookAppointment", { booking: { serviceId, startsAt: first } });
    expect(booked.get("bookAppointment.appointment")).toMatchObject({
      status: "SCHEDULED",
      source: "portal",
      priceCents: "4000",
      contact: { id: acme().client.contactId },
      service: { id: serviceId },
    });
    expect(await slots()).toEqual([second, ...rest]);
    const clash = await rita().run("scheduling/BookAppointment", { booking: { serviceId, startsAt: first } });
    expect(clash.refusal).toMatchObject({ code: "CONFLICT", field: "startsAt", hint: expect.any(String) });
    const offered = clash.refusal["freeSlots"] as { startsAt: string; endsAt: string }[];
    expect(offered.map(({ startsAt }) => time(startsAt))).toEqual([second, ...rest]);

    const appointmentId = booked.get("bookAppointment.appointment.id");
    const moved = await rita().run("scheduling/RescheduleAppointment", { appointmentId, startsAt: second });
    expect(time(moved.get("rescheduleAppointment.appointment.startsAt"))).toBe(second);
    const canceled = await rita().run("scheduling/CancelAppointment", { appointmentId, reason: "Ill" });
    expect(canceled.get("cancelAppointment.appointment")).toMatchObject({
      status: "CANCELED",
      canceledAt: expect.any(String),
      cancellationReason: "Ill",
    });
    expect((await rita().run("scheduling/CancelAppointment", { appointmentId })).refusal).toEqual({
      code: "CONFLICT",
      status: "canceled",
    });
    expect(await slots()).toEqual([first, second, ...rest]);
  });

  it("doesn’t say what became of an appointment", async () => {
    const appointmentId = acme().appointments.reps;
    for (const operation of ["scheduling/CompleteAppointment", "scheduling/MarkNoShow", "scheduling/RequestReview"]) {
      expect((await rita().run(operation, { appointmentId })).code).toBe("FORBIDDEN");
    }
  });
});

describe("a member", () => {
  const past = async () => {
    const row = { organization_id: acme().id, contact_id: acme().client.contactId };
    const times = { starts_at: "2024-05-01T09:00Z", ends_at: "2024-05-01T10:00Z" };
    return statement(...insertStatement("appointments", { ...row, ...times }));
  };

  it("completes an appointment, asks for a review, which the contact writes, and answers it", async () => {
    const appointmentId = await past();
    const completed = await staff().run("scheduling/CompleteAppointment", { appointmentId });
    expect(completed.get("completeAppointment.appointment")).toMatchObject({
      status: "COMPLETED",
      completedAt: expect.any(String),
    });
    const asked = await staff().run("scheduling/RequestReview", { appointmentId });
    expect(asked.get("requestReview.appointment.reviewRequestedAt")).toEqual(expect.any(String));
    expect((await staff().run("scheduling/RequestReview", { appointmentId })).code).toBe("CONFLICT");

    const review = { appointmentId, rating: 5, title: "Good", comment: "Gentle." };
    const written = await rita().run("scheduling/WriteReview", review);
    expect(written.get("writeReview.review")).toMatchObject({ rating: 5, title: "Good", source: "portal" });
    const again = await staff().run("scheduling/WriteReview", review);
    expect(again.errors?.[0]).toMatchObject({
      message: "This appointment has a review already.",
      extensions: { code: "CONFLICT", field: "appointmentId" },
    });
    const reviewId = written.get("writeReview.review.id");
    const answered = await staff().run("scheduling/RespondToReview", { reviewId, response: "Thank you!" });
    expect(answered.get("respondToReview.review")).toMatchObject({
      response: "Thank you!",
      respondedAt: expect.any(String),
    });
    const twice = await staff().run("scheduling/RespondToReview", { reviewId, response: "Thanks!" });
    expect(twice.refusal).toMatchObject({ code: "CONFLICT", field: "response" });
    const viewer = gateway.as(acme().members.viewer);
    expect((await viewer.run("scheduling/RespondToReview", { reviewId, response: "Hi" })).code).toBe("NOT_FOUND");
  });

  it("says that a contact didn’t come, or corrects that", async () => {
    const appointmentId = await past();
    const missed = await staff().run("scheduling/MarkNoShow", { appointmentId });
    expect(missed.get("markNoShow.appointment.status")).toBe("NO_SHOW");
    expect((await staff().run("scheduling/MarkNoShow", { appointmentId })).code).toBe("CONFLICT");
    const completed = await staff().run("scheduling/CompleteAppointment", { appointmentId });
    expect(completed.get("completeAppointment.appointment.status")).toBe("COMPLETED");
  });

  it("isn’t told of another organization’s appointment by any operation", async () => {
    const { appointmentId, reviewId } = db.world.globex;
    const missing = "00000000-0000-7000-8000-000000000000";
    for (const [operation, more] of [
      ["RescheduleAppointment", { startsAt: "2032-05-03T07:00:00Z" }],
      ["CancelAppointment", {}],
      ["CompleteAppointment", {}],
      ["MarkNoShow", {}],
      ["RequestReview", {}],
      ["WriteReview", { rating: 1 }],
    ] as const) {
      const ask = (id: string) => staff().run(`scheduling/${operation}`, { appointmentId: id, ...more });
      const [theirs, none] = [await ask(appointmentId), await ask(missing)];
      expect(theirs.refusal).toEqual({ code: "NOT_FOUND", field: "appointmentId" });
      expect(theirs.without(appointmentId)).toEqual(none.without(missing));
    }
    const answer = await staff().run("scheduling/RespondToReview", { reviewId, response: "Hi" });
    expect(answer.refusal).toEqual({ code: "NOT_FOUND", field: "reviewId" });
  });
});
