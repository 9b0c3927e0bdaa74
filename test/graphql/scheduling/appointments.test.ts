import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);

const acme = () => db.world.acme;
const admin = () => gateway.as(acme().members.admin);
const staff = () => gateway.as(acme().members.staff);
const book = (appointment: object) => staff().run("scheduling/CreateAppointment", { appointment });
const update = (id: string, patch: object) => staff().run("scheduling/UpdateAppointment", { id, patch });
const time = (value: string) => Date.parse(value);

describe("from the catalog to the review", () => {
  it("a service is offered, booked by phone number, moved, completed, reviewed and answered", async () => {
    const service = { name: "Deep clean", category: "Hygiene", durationMinutes: 45, priceCents: "8000" };
    const created = await admin().run("scheduling/CreateService", { service });
    expect(created.get("createService.service")).toMatchObject({ ...service, currency: "USD", isActive: true });
    const serviceId = created.get("createService.service.id");
    const filter = { category: { equalTo: "Hygiene" }, isActive: { equalTo: true } };
    const listed = await staff().run("scheduling/ListServices", { filter });
    expect(listed.get("services")).toMatchObject({ totalCount: 1, nodes: [{ id: serviceId }] });

    const booked = await book({
      serviceId,
      startsAt: "2040-03-01T09:00:00Z",
      bookedPhone: "020 7946 0800",
      staffId: acme().members.rep.membershipId,
    });
    const appointment = booked.get<{ id: string; endsAt: string; contact: { id: string } }>(
      "createAppointment.appointment",
    );
    expect(appointment).toMatchObject({
      kind: "APPOINTMENT",
      status: "SCHEDULED",
      priceCents: "8000",
      currency: "USD",
      contact: { name: "Unknown", phone: "+442079460800" },
      service: { name: "Deep clean" },
      staff: { id: acme().members.rep.membershipId },
    });
    expect(time(appointment.endsAt)).toBe(time("2040-03-01T09:45:00Z"));
    const { id } = appointment;

    const moved = await staff().run("scheduling/MoveAppointment", { id, startsAt: "2040-03-02T10:00:00Z" });
    expect(time(moved.get("updateAppointment.appointment.endsAt"))).toBe(time("2040-03-02T10:45:00Z"));
    const completed = await update(id, { status: "COMPLETED" });
    expect(completed.get("updateAppointment.appointment")).toMatchObject({
      status: "COMPLETED",
      completedAt: expect.any(String),
    });
    const late = await staff().run("scheduling/MoveAppointment", { id, startsAt: "2040-03-03T10:00:00Z" });
    expect(late.refusal).toEqual({ code: "CONFLICT", status: "completed", hint: "Book a new one." });

    const review = { appointmentId: id, rating: 5, comment: "Gentle." };
    const reviewed = await staff().run("scheduling/CreateReview", { review });
    expect(reviewed.get("createReview.review")).toMatchObject({
      rating: 5,
      source: "manual",
      contact: { id: appointment.contact.id },
      service: { id: serviceId },
    });
    const again = await staff().run("scheduling/CreateReview", { review });
    expect(again.errors?.[0]).toMatchObject({
      message: "This appointment has a review already.",
      extensions: { code: "CONFLICT", field: "appointmentId" },
    });
    const reviewId = reviewed.get("createReview.review.id");
    const answered = await staff().run("scheduling/UpdateReview", { id: reviewId, response: "Thank you!" });
    expect(answered.get("updateReview.review")).toMatchObject({
      response: "Thank you!",
      respondedAt: expect.any(String),
    });
  });
});

describe("an appointment", () => {
  const slot = { startsAt: "2041-01-01T09:00:00Z", endsAt: "2041-01-01T10:00:00Z" };

  it("of a member who has another at that time is refused, saying so", async () => {
    const staffId = acme().members.teammate.membershipId;
    const first = await book({ ...slot, staffId });
    const second = await book({ startsAt: "2041-01-01T09:30:00Z", endsAt: "2041-01-01T10:30:00Z", staffId });
    expect(second.errors).toEqual([
      expect.objectContaining({
        message: "The member has another appointment at that time.",
        extensions: { code: "CONFLICT", field: "staffId" },
      }),
    ]);
    const after = await book({ startsAt: slot.endsAt, endsAt: "2041-01-01T10:30:00Z", staffId });
    expect(after.errors).toBeUndefined();

    const id = first.get("createAppointment.appointment.id");
    const canceled = await update(id, { status: "CANCELED", cancellationReason: "Flu" });
    expect(canceled.get("updateAppointment.appointment")).toMatchObject({
      canceledAt: expect.any(String),
      cancellationReason: "Flu",
    });
    expect((await book({ ...slot, staffId })).errors).toBeUndefined();
  });

  it("can't end before it begins, nor be without an end", async () => {
    const backwards = await book({ startsAt: slot.endsAt, endsAt: slot.startsAt });
    expect(backwards.code).toBe("BAD_USER_INPUT");
    expect((await book({ startsAt: slot.startsAt })).refusal).toMatchObject({
      code: "BAD_USER_INPUT",
      field: "endsAt",
    });
    expect((await book(slot)).errors).toBeUndefined();
  });

  it("is listed by day and status, and no longer once it is archived", async () => {
    const booked = await book({ startsAt: "2042-06-01T09:00:00Z", endsAt: "2042-06-01T10:00:00Z" });
    const id = booked.get("createAppointment.appointment.id");
    const filter = {
      startsAt: { greaterThanOrEqualTo: "2042-06-01T00:00:00Z", lessThan: "2042-06-02T00:00:00Z" },
      status: { in: ["SCHEDULED", "CONFIRMED"] },
    };
    const listed = async (includeArchived = "NO") => {
      const answer = await staff().run("scheduling/ListAppointments", { filter, includeArchived });
      return answer.get<{ id: string }[]>("appointments.nodes").map((node) => node.id);
    };
    expect(await listed()).toEqual([id]);
    const archived = await staff().run("scheduling/ArchiveAppointment", { id });
    expect(archived.get("archiveAppointment.appointment.deletedAt")).toEqual(expect.any(String));
    expect([await listed(), await listed("ONLY")]).toEqual([[], [id]]);
  });
});
