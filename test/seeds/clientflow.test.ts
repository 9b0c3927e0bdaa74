import { beforeAll, describe, expect, it } from "@jest/globals";
import { makePasswordsCheap } from "../support/accounts.ts";
import { type Actor, type TestTransaction, useDatabase } from "../support/database.ts";
import { type GraphqlClient, useGateway } from "../support/gateway.ts";
import { enterPortal } from "../support/portal.ts";

const db = useDatabase();
const gateway = useGateway(db);

const acme = () => db.world.acme;
const admin = () => gateway.as(acme().members.admin);
const receptionist = () => gateway.as(acme().members.staff);
const stranger = () => gateway.as(db.world.globex.owner);

beforeAll(() => makePasswordsCheap(db));

/** What the story has made so far. */
let businessId: string;
let customerId: string;
let conversationId: string;
let serviceId: string;
let appointmentId: string;

const HOUR = 3_600_000;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString();
const startsAt = hoursAgo(2);

describe("a business automates its reception", () => {
  it("an admin opens a business, which staff can't", async () => {
    const document = `mutation ($business: BusinessInput!) {
      createBusiness(input: { business: $business }) { business { id name phone isActive } }
    }`;
    const business = { name: "Smile Dental", slug: "smile", businessType: "dentist", phone: "020 7946 0700" };
    expect((await receptionist().query(document, { business })).code).toBe("FORBIDDEN");
    const created = await admin().query(document, { business });
    expect(created.get("createBusiness.business")).toMatchObject({
      name: "Smile Dental",
      phone: "+442079460700",
      isActive: true,
    });
    businessId = created.get("createBusiness.business.id");
  });

  it("a call from an unknown number makes a customer with a conversation, in the business that was called", async () => {
    const call = {
      direction: "INBOUND",
      fromNumber: "020 7946 0701",
      toNumber: "+44 20 7946 0700",
      status: "COMPLETED",
      startedAt: hoursAgo(3.05),
      endedAt: hoursAgo(3),
      outcome: "booking",
      transcript: "I'd like to have my teeth cleaned.",
    };
    const received = await receptionist().run("messaging/CreateCall", { call });
    expect(received.get("createCall.call")).toMatchObject({ durationSeconds: 180, fromNumber: "+442079460701" });
    customerId = received.get("createCall.call.contactId");
    conversationId = received.get("createCall.call.conversationId");

    const customer = await receptionist().run("crm/GetContact", { id: customerId });
    expect(customer.get("contact")).toMatchObject({
      name: "Unknown",
      phone: "+442079460701",
      lastContactedAt: expect.any(String),
      business: { id: businessId, name: "Smile Dental" },
    });
    expect((await receptionist().run("messaging/GetConversation", { id: conversationId })).get("conversation")).toEqual(
      expect.objectContaining({
        channel: "CALL",
        status: "ACTIVE",
        contact: expect.objectContaining({ id: customerId }),
      }),
    );
    const again = await receptionist().run("messaging/CreateCall", { call: { ...call, status: "MISSED" } });
    expect(again.get("createCall.call")).toMatchObject({ contactId: customerId, conversationId });
    expect((await stranger().run("crm/GetContact", { id: customerId })).get("contact")).toBeNull();
  });

  it("the caller gets a name, writes, is answered, and the message is read", async () => {
    const patch = { firstName: "Dana", lastName: "Dent", email: "Dana@Dent.test", lifecycleStage: "CUSTOMER" };
    const named = await receptionist().run("crm/UpdateContact", { id: customerId, patch });
    expect(named.get("updateContact.contact")).toMatchObject({ name: "Dana Dent", email: "dana@dent.test" });

    const write = async (message: object) =>
      (await receptionist().run("messaging/CreateMessage", { message })).get<{
        conversationId: string;
        contactId: string;
      }>("createMessage.message");
    const question = {
      channel: "SMS",
      direction: "INBOUND",
      fromAddress: "+442079460701",
      toAddress: "+442079460700",
      body: "Is it going to hurt?",
    };
    const asked = await write(question);
    expect(asked.contactId).toBe(customerId);
    await write({ conversationId: asked.conversationId, body: "Not at all." });
    const thread = async () =>
      (await receptionist().run("messaging/GetConversation", { id: asked.conversationId })).get("conversation");
    expect(await thread()).toMatchObject({
      channel: "SMS",
      unreadCount: 1,
      contact: { name: "Dana Dent" },
      messages: {
        nodes: [
          { body: "Not at all.", direction: "OUTBOUND" },
          { body: question.body, status: "DELIVERED" },
        ],
      },
    });
    await receptionist().run("messaging/MarkConversationRead", { id: asked.conversationId });
    expect(await thread()).toMatchObject({ unreadCount: 0 });
    conversationId = asked.conversationId;
  });

  it("an appointment is booked from the catalog, and nobody else at the same time", async () => {
    const service = { name: "Cleaning", durationMinutes: 60, priceCents: "9000", businessId };
    expect((await receptionist().run("scheduling/CreateService", { service })).code).toBe("FORBIDDEN");
    serviceId = (await admin().run("scheduling/CreateService", { service })).get("createService.service.id");

    const staffId = acme().members.staff.membershipId;
    const book = (appointment: object) => receptionist().run("scheduling/CreateAppointment", { appointment });
    const booked = await book({ serviceId, startsAt, staffId, bookedPhone: "020 7946 0701", businessId });
    expect(booked.get("createAppointment.appointment")).toMatchObject({
      status: "SCHEDULED",
      priceCents: "9000",
      contact: { id: customerId, name: "Dana Dent" },
      service: { name: "Cleaning" },
      staff: { id: staffId },
    });
    appointmentId = booked.get("createAppointment.appointment.id");
    const other = { serviceId, startsAt: hoursAgo(1.5), contactId: acme().contacts.norths, businessId };
    expect((await book({ ...other, staffId })).refusal).toEqual({ code: "CONFLICT", field: "staffId" });
    const colleague = acme().members.manager.membershipId;
    const beside = await book({ ...other, staffId: colleague });
    expect(beside.get("createAppointment.appointment.staff.id")).toBe(colleague);
    const id = beside.get("createAppointment.appointment.id");
    await receptionist().run("scheduling/UpdateAppointment", { id, patch: { status: "CANCELED" } });
  });

  it("it takes place, is reviewed once, and the review is answered", async () => {
    const review = { appointmentId, rating: 5, comment: "It did not hurt." };
    const completed = await receptionist().run("scheduling/CompleteAppointment", { appointmentId });
    expect(completed.get("completeAppointment.appointment")).toMatchObject({
      status: "COMPLETED",
      completedAt: expect.any(String),
    });
    const asked = await receptionist().run("scheduling/RequestReview", { appointmentId });
    expect(asked.get("requestReview.appointment.reviewRequestedAt")).toEqual(expect.any(String));
    const reviewed = await receptionist().run("scheduling/WriteReview", review);
    expect(reviewed.get("writeReview.review")).toMatchObject({
      rating: 5,
      contact: { id: customerId },
      service: { id: serviceId },
    });
    expect((await receptionist().run("scheduling/WriteReview", review)).code).toBe("CONFLICT");
    const reviewId = reviewed.get("writeReview.review.id");
    const response = "We told you so!";
    const viewer = gateway.as(acme().members.viewer);
    expect((await viewer.run("scheduling/RespondToReview", { reviewId, response })).code).toBe("NOT_FOUND");
    const answered = await receptionist().run("scheduling/RespondToReview", { reviewId, response });
    expect(answered.get("respondToReview.review")).toMatchObject({ response, respondedAt: expect.any(String) });
  });

  it("the dashboard and the metrics of the days say what happened", async () => {
    const document = `query ($businessId: UUID!) {
      businessDashboard(businessId: $businessId) {
        businessName last7DaysNewContacts last7DaysCallsTotal last7DaysMessagesIn last7DaysAppointmentsBooked
        last7DaysAppointmentsCompleted last7DaysRevenueCents reviewsCount averageRating todayAppointments
      }
      dailyMetrics(filter: { businessId: { equalTo: $businessId } }) {
        nodes {
          metricDate newContacts callsTotal callsAnswered messagesIn messagesOut conversationsOpened
          appointmentsBooked appointmentsCompleted appointmentsCanceled revenueCents reviews
        }
      }
      performanceMetrics(filter: { businessId: { equalTo: $businessId } }) { nodes { metricDate newContacts } }
    }`;
    const seen = await gateway.as(acme().members.viewer).query(document, { businessId });
    expect(seen.get("businessDashboard")).toEqual({
      businessName: "Smile Dental",
      last7DaysNewContacts: "1",
      last7DaysCallsTotal: "2",
      last7DaysMessagesIn: "1",
      last7DaysAppointmentsBooked: "2",
      last7DaysAppointmentsCompleted: "1",
      last7DaysRevenueCents: "9000",
      reviewsCount: "1",
      averageRating: 5,
      todayAppointments: "0",
    });
    const days = seen.get<Record<string, string>[]>("dailyMetrics.nodes");
    const total = (name: string) => days.reduce((sum, day) => sum + Number(day[name]), 0);
    expect(
      Object.fromEntries(
        Object.keys(days[0] ?? {})
          .slice(1)
          .map((name) => [name, total(name)]),
      ),
    ).toEqual({
      newContacts: 1,
      callsTotal: 2,
      callsAnswered: 1,
      messagesIn: 1,
      messagesOut: 1,
      conversationsOpened: 2,
      appointmentsBooked: 2,
      appointmentsCompleted: 1,
      appointmentsCanceled: 1,
      revenueCents: 9000,
      reviews: 1,
    });
    const { nodes } = seen.get<{ nodes: { metricDate: string }[] }>("performanceMetrics");
    expect(nodes.map(({ metricDate }) => metricDate)).toEqual(days.map(({ metricDate }) => metricDate));
    const elsewhere = await stranger().query(document, { businessId });
    expect([elsewhere.get("businessDashboard"), elsewhere.get("dailyMetrics.nodes")]).toEqual([null, []]);
  });

  it("the customer's summary and the threads of the inbox are there for a front end", async () => {
    const document = `query ($customerId: UUID!, $conversationId: UUID!) {
      customerSummary(id: $customerId) { id name callsCount messagesCount revenueCents contact { id } }
      contact(id: $customerId) { summary { reviewsCount averageRating } }
      conversationThread(id: $conversationId) { id contactName lastMessageDirection messagesCount }
      conversation(id: $conversationId) { thread { lastMessagePreview } }
    }`;
    const seen = await receptionist().query(document, { customerId, conversationId });
    expect(seen.data).toEqual({
      customerSummary: {
        id: customerId,
        name: "Dana Dent",
        callsCount: "2",
        messagesCount: "2",
        revenueCents: "9000",
        contact: { id: customerId },
      },
      contact: { summary: { reviewsCount: "1", averageRating: 5 } },
      conversationThread: {
        id: conversationId,
        contactName: "Dana Dent",
        lastMessageDirection: "OUTBOUND",
        messagesCount: "2",
      },
      conversation: { thread: { lastMessagePreview: "Not at all." } },
    });
    const elsewhere = await stranger().query(document, { customerId, conversationId });
    expect(elsewhere.data).toEqual({
      customerSummary: null,
      contact: null,
      conversationThread: null,
      conversation: null,
    });
  });
});

describe("the queries of its handbook, as an SQL user writes them", () => {
  /** Plays statements of a member in psql, where the database's search_path names the schema. */
  const asMember = (actor: Actor, work: (t: TestTransaction) => Promise<void>) =>
    db.transaction(async (t) => {
      await t.as(actor);
      await t.rows("set local search_path to app_public, public");
      await work(t);
    });

  const CUSTOMER_SUMMARY = `
    SELECT * FROM customer_summary
    WHERE business_id = $1
    ORDER BY created_at DESC;`;
  // The table of the handbook's customers is contacts.
  const SEARCH = `
    SELECT * FROM contacts
    WHERE business_id = $1
    AND (first_name ILIKE $2 OR last_name ILIKE $2 OR phone ILIKE $2);`;
  const DASHBOARD = `
    SELECT * FROM business_dashboard_data
    WHERE business_id = $1;`;
  const PERFORMANCE = `
    SELECT * FROM performance_metrics
    WHERE business_id = $1
    AND metric_date >= NOW() - INTERVAL '30 days';`;
  const THREADS = `
    SELECT * FROM conversation_threads
    WHERE business_id = $1
    AND status = 'active'
    ORDER BY last_message_at DESC;`;

  it("show the customers with their history", () =>
    asMember(acme().members.staff, async (t) => {
      expect(await t.rows(CUSTOMER_SUMMARY, [businessId])).toMatchObject([
        {
          id: customerId,
          name: "Dana Dent",
          calls_count: "2",
          conversations_count: "2",
          messages_count: "2",
          unread_count: 0,
          appointments_count: "1",
          revenue_cents: "9000",
          reviews_count: "1",
          average_rating: 5,
          last_appointment_at: new Date(startsAt),
        },
      ]);
    }));

  it.each(["dan%", "DENT", "%0701"])("find a customer by %s", (pattern) =>
    asMember(acme().members.staff, async (t) => {
      expect(await t.rows(SEARCH, [businessId, pattern])).toMatchObject([{ id: customerId }]);
      expect(await t.rows(SEARCH, [businessId, `x${pattern}`])).toEqual([]);
    }),
  );

  it("show the dashboard, the trends and the active threads", () =>
    asMember(acme().members.viewer, async (t) => {
      expect(await t.rows(DASHBOARD, [businessId])).toMatchObject([
        { business_name: "Smile Dental", last_30_days_revenue_cents: "9000", average_rating: 5 },
      ]);
      const days = await t.rows<{ new_contacts: string; new_contacts_average: number }>(PERFORMANCE, [businessId]);
      expect(days.map((day) => day.new_contacts).filter((count) => count === "1")).toHaveLength(1);
      expect(Math.max(...days.map((day) => day.new_contacts_average))).toBe(0.14);
      const threads = await t.rows<{ last_message_at: Date }>(THREADS, [businessId]);
      expect(threads).toMatchObject([
        { id: conversationId, channel: "sms", contact_name: "Dana Dent", last_message_direction: "outbound" },
        { channel: "call", contact_phone: "+442079460701", messages_count: "0" },
      ]);
    }));

  it.each([
    ["of another organization", () => db.world.globex.owner],
    ["limited to another business", () => acme().members.northerner],
  ])("show nothing to somebody %s", (_, actor) =>
    asMember(actor(), async (t) => {
      expect(await t.rows(SEARCH, [businessId, "%"])).toEqual([]);
      for (const query of [CUSTOMER_SUMMARY, DASHBOARD, PERFORMANCE, THREADS]) {
        expect(await t.rows(query, [businessId])).toEqual([]);
      }
    }),
  );

  it("ask who may do what in the business", () =>
    asMember(acme().members.owner, async (t) => {
      const { members } = acme();
      const answers = (userId: string, role: string) =>
        t.rows(
          `select get_user_organization_id($1) as organization, can_access_business($1, $2) as access,
             has_business_role($1, $2, $3) as role, is_business_admin($1, $2) as admin`,
          [userId, businessId, role],
        );
      const organization = acme().id;
      expect(await answers(members.admin.userId, "admin")).toEqual([
        { organization, access: true, role: true, admin: true },
      ]);
      expect(await answers(members.staff.userId, "staff")).toEqual([
        { organization, access: true, role: true, admin: false },
      ]);
      expect(await answers(members.viewer.userId, "staff")).toEqual([
        { organization, access: true, role: false, admin: false },
      ]);
      expect(await answers(members.northerner.userId, "staff")).toEqual([
        { organization, access: false, role: false, admin: false },
      ]);
      expect(await answers(db.world.globex.owner.userId, "owner")).toEqual([
        { organization: null, access: false, role: false, admin: false },
      ]);
    }));

  it("verify that row level security is on for every table, and that functions, views and policies are there", () =>
    db.transaction(async (t) => {
      await t.asOwner();
      const secured = await t.rows(`
        SELECT schemaname, tablename, rowsecurity
        FROM pg_tables
        WHERE schemaname = 'app_public'
        AND rowsecurity = true;`);
      const tables = await t.rows(
        "SELECT schemaname, tablename, rowsecurity FROM pg_tables WHERE schemaname = 'app_public'",
      );
      expect(tables.length).toBeGreaterThan(50);
      expect(secured).toEqual(tables);
      // What \df and \dv list.
      const functions = await t.value<string[]>(
        "select array_agg(proname::text) from pg_proc where pronamespace = 'app_public'::regnamespace",
      );
      expect(functions).toEqual(
        expect.arrayContaining([
          "get_user_organization_id",
          "can_access_business",
          "has_business_role",
          "is_business_admin",
        ]),
      );
      const views = await t.value<string[]>(
        "select array_agg(viewname::text) from pg_views where schemaname = 'app_public'",
      );
      expect(views).toEqual(
        expect.arrayContaining([
          "customer_summary",
          "business_dashboard_data",
          "performance_metrics",
          "conversation_threads",
        ]),
      );
      const policies = await t.rows<{ tablename: string }>(
        "SELECT * FROM pg_policies WHERE schemaname = 'app_public';",
      );
      expect(policies.map(({ tablename }) => tablename)).toEqual(expect.arrayContaining(["contacts", "audit_logs"]));
    }));
});

describe("a day at the reception", () => {
  const northerner = () => gateway.as(acme().members.northerner);
  /** The customer, signed in to the portal. */
  let customer: GraphqlClient;

  it("the inbox is worked through: begun, written in from a template, given to a colleague, closed", async () => {
    const content = "Dear {{first_name}}, {{business}} expects you at {{time}}.";
    const messageTemplate = { name: "Reminder", type: "EMAIL", subject: "Your visit", content };
    const template = await admin().run("messaging/CreateMessageTemplate", { messageTemplate });
    const templateId = template.get("createMessageTemplate.messageTemplate.id");
    const begun = await receptionist().run("messaging/StartConversation", { contactId: customerId, channel: "EMAIL" });
    const id = begun.get("startConversation.conversation.id");
    const send = (by: GraphqlClient, variables: object) =>
      by.run("messaging/SendMessage", { conversationId: id, templateId, variables });
    expect((await send(receptionist(), {})).refusal).toMatchObject({ field: "variables", missing: ["time"] });
    expect((await send(northerner(), { time: "9:00" })).code).toBe("NOT_FOUND");
    const sent = await send(receptionist(), { time: "9:00" });
    expect(sent.get("sendMessage.message")).toMatchObject({
      subject: "Your visit",
      body: "Dear Dana, Smile Dental expects you at 9:00.",
      toAddress: "dana@dent.test",
      status: "PENDING",
    });

    const membershipId = acme().members.manager.membershipId;
    await receptionist().run("messaging/AssignConversation", { conversationId: id, membershipId });
    const manager = gateway.as(acme().members.manager);
    const filter = { assignedToId: { equalTo: membershipId }, status: { equalTo: "ACTIVE" } };
    const mine = await manager.run("messaging/ListConversations", { filter });
    expect(mine.get<object[]>("conversations.nodes")).toContainEqual(expect.objectContaining({ id }));
    await manager.run("messaging/CloseConversation", { conversationId: id });
    expect((await send(receptionist(), { time: "9:00" })).code).toBe("CONFLICT");
    const again = await receptionist().run("messaging/ReopenConversation", { conversationId: id });
    expect(again.get("reopenConversation.conversation.status")).toBe("ACTIVE");
  });

  it("a call is logged, and the customer's history shows it", async () => {
    const call = { contactId: customerId, direction: "INBOUND", durationSeconds: 45, summary: "Asked for a time." };
    const logged = await receptionist().run("messaging/LogCall", { call });
    expect(logged.get("logCall.call")).toMatchObject({ status: "COMPLETED", contact: { id: customerId } });
    expect((await northerner().run("messaging/LogCall", { call })).code).toBe("NOT_FOUND");
    const timeline = await receptionist().run("crm/ContactTimeline", { id: customerId, first: 50 });
    const calls = timeline
      .get<{ kind: string; occurredAt: string }[]>("contact.timeline.nodes")
      .filter(({ kind }) => kind === "CALL");
    expect(calls).toHaveLength(3);
    expect(calls[0]?.occurredAt).toBe(logged.get("logCall.call.startedAt"));
  });

  it("the customer books in the portal within the hours of the business, and moves it", async () => {
    const document = `mutation ($id: UUID!, $patch: BusinessPatch!) {
      updateBusiness(input: { id: $id, patch: $patch }) { business { settings } }
    }`;
    const businessHours = { monday: [{ opens: "09:00", closes: "11:00" }] };
    const patch = { settings: { businessHours } };
    expect((await receptionist().query(document, { id: businessId, patch })).code).toBe("NOT_FOUND");
    expect((await admin().query(document, { id: businessId, patch })).errors).toBeUndefined();

    customer = await enterPortal(gateway, receptionist(), customerId);
    // A Monday.
    const firstDay = "2032-05-03";
    const free = async () =>
      (await customer.run("scheduling/AvailableSlots", { serviceId, firstDay, lastDay: "2032-05-04" })).get<
        { startsAt: string }[]
      >("availableSlots.nodes");
    const slots = (await free()).map((slot) => slot.startsAt);
    expect(slots).toHaveLength(5);
    const [early, late] = [slots.at(0), slots.at(-1)];
    const booking = { serviceId, startsAt: early };
    const booked = await customer.run("scheduling/BookAppointment", { booking });
    expect(booked.get("bookAppointment.appointment")).toMatchObject({
      source: "portal",
      priceCents: "9000",
      contact: { name: "Dana Dent" },
    });
    const closed = { serviceId, startsAt: "2032-05-04T08:00:00Z" };
    expect((await customer.run("scheduling/BookAppointment", { booking: closed })).code).toBe("CONFLICT");
    const forOther = { ...booking, contactId: acme().contacts.norths };
    expect((await customer.run("scheduling/BookAppointment", { booking: forOther })).code).toBe("FORBIDDEN");
    const id = booked.get("bookAppointment.appointment.id");
    const move = (by: GraphqlClient) =>
      by.run("scheduling/RescheduleAppointment", { appointmentId: id, startsAt: late });
    expect((await move(northerner())).code).toBe("NOT_FOUND");
    expect((await move(customer)).get("rescheduleAppointment.appointment.startsAt")).toBe(late);
    expect((await free()).map((slot) => slot.startsAt)).toEqual([early]);
    const canceled = await customer.run("scheduling/CancelAppointment", { appointmentId: id, reason: "On holiday" });
    expect(canceled.get("cancelAppointment.appointment.status")).toBe("CANCELED");
  });

  it("who comes is asked for a review and writes it in the portal; who doesn't is noted", async () => {
    const visit = async (hours: number) => {
      const appointment = { serviceId, businessId, contactId: customerId, startsAt: hoursAgo(hours) };
      const booked = await receptionist().run("scheduling/CreateAppointment", { appointment });
      return booked.get<string>("createAppointment.appointment.id");
    };
    const missed = await receptionist().run("scheduling/MarkNoShow", { appointmentId: await visit(50) });
    expect(missed.get("markNoShow.appointment.status")).toBe("NO_SHOW");

    const id = await visit(26);
    const review = { appointmentId: id, rating: 4, title: "Quick", comment: "In and out." };
    expect((await customer.run("scheduling/WriteReview", review)).code).toBe("CONFLICT");
    await receptionist().run("scheduling/CompleteAppointment", { appointmentId: id });
    await receptionist().run("scheduling/RequestReview", { appointmentId: id });
    const written = await customer.run("scheduling/WriteReview", review);
    expect(written.get("writeReview.review")).toMatchObject({ rating: 4, source: "portal" });
    const reply = { reviewId: written.get("writeReview.review.id"), response: "See you in six months." };
    expect((await customer.run("scheduling/RespondToReview", reply)).code).toBe("FORBIDDEN");
    expect((await receptionist().run("scheduling/RespondToReview", reply)).errors).toBeUndefined();
    const seen = await customer.query("query ($id: UUID!) { review(id: $id) { response } }", { id: reply.reviewId });
    expect(seen.get("review.response")).toBe(reply.response);
  });

  it("notifications are one's own, and read", async () => {
    const owner = gateway.as(acme().members.owner);
    const notificationIds = [acme().tenancy.notification];
    const mark = (by: GraphqlClient) => by.run("tenancy/MarkNotificationsRead", { notificationIds });
    expect((await mark(receptionist())).code).toBe("NOT_FOUND");
    const unread = { readAt: { isNull: true } };
    const waiting = async () =>
      (await owner.run("tenancy/ListNotifications", { filter: unread })).get<number>("notifications.totalCount");
    const before = await waiting();
    expect((await mark(owner)).get("markNotificationsRead.markedCount")).toBe(1);
    expect(await waiting()).toBe(before - 1);
  });

  it("a customer's data are handed out and erased, by admins", async () => {
    const request = { contactId: customerId };
    expect((await receptionist().run("audit/ExportPersonalData", request)).code).toBe("FORBIDDEN");
    const exported = await admin().run("audit/ExportPersonalData", request);
    expect(exported.get("exportPersonalData.personalDataExport.data")).toMatchObject({
      contacts: [{ id: customerId, email: "dana@dent.test" }],
      reviews: expect.any(Array),
    });
    expect((await receptionist().run("audit/ErasePersonalData", request)).code).toBe("FORBIDDEN");
    await admin().run("audit/ErasePersonalData", request);
    expect((await receptionist().run("crm/GetContact", { id: customerId })).get("contact")).toBeNull();
    expect((await customer.query("{ contacts { totalCount } }")).code).toBe("UNAUTHENTICATED");
    const document = `query ($businessId: UUID!) {
      businessDashboard(businessId: $businessId) { last7DaysRevenueCents reviewsCount }
    }`;
    const figures = await gateway.as(acme().members.viewer).query(document, { businessId });
    expect(figures.get("businessDashboard")).toEqual({ last7DaysRevenueCents: "18000", reviewsCount: "2" });
  });
});
