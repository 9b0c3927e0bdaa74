import { beforeAll, describe, expect, it } from "@jest/globals";
import { makePasswordsCheap, tokenInMail } from "../support/accounts.ts";
import { useDatabase } from "../support/database.ts";
import { type Answer, useGateway } from "../support/gateway.ts";

const db = useDatabase({ withDemonstrationData: true });
const gateway = useGateway(db);

const acme = () => db.world.acme;
const owner = () => gateway.as(acme().members.owner);
const member = () => gateway.as(acme().members.staff);
/** Works for Acme and for Globex, and has to say for which. */
const freelancer = (organization?: string) =>
  gateway.as({ ...db.world.both, ...(organization === undefined ? {} : { organization }) });

beforeAll(() => makePasswordsCheap(db));

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString();

describe("a user of several organizations", () => {
  it("lists them, and has to choose one to see its contacts", async () => {
    const mine = (await freelancer().run("tenancy/MyOrganizations")).get<{ slug: string }[]>("myOrganizations.nodes");
    expect(mine.map(({ slug }) => slug)).toEqual(["acme", "globex"]);
    expect((await freelancer().run("crm/ListContacts")).refusal).toMatchObject({
      code: "ORGANIZATION_REQUIRED",
      organizations: [{ slug: "acme" }, { slug: "globex" }],
    });
    const ids = async (organization: string) => {
      const answer = await freelancer(organization).run("crm/ListContacts", { first: 100 });
      return answer.get<{ id: string }[]>("contacts.nodes").map(({ id }) => id);
    };
    expect(await ids("acme")).toContain(acme().contacts.norths);
    expect(await ids("globex")).toEqual([db.world.globex.contactId]);
    expect((await freelancer("clientflow-demo").run("crm/ListContacts")).code).toBe("FORBIDDEN");
  });

  it("reads and changes the own account, and no other", async () => {
    const document = `mutation ($id: UUID!, $patch: UserPatch!) {
      updateUser(input: { id: $id, patch: $patch }) { user { fullName } }
    }`;
    const patch = { fullName: "Bo B. Both" };
    const changed = await freelancer("acme").query(document, { id: db.world.both.userId, patch });
    expect(changed.get("updateUser.user")).toEqual(patch);
    const other = await freelancer("acme").query(document, { id: acme().members.owner.userId, patch });
    expect(other.code).toBe("NOT_FOUND");
  });
});

describe("memberships", () => {
  it("say who is what, are changed by owners, and by no member for themselves", async () => {
    const listed = await member().run("tenancy/ListMembers", { first: 50 });
    const roleOf = (answer: Answer, email: string) =>
      answer
        .get<{ user: { email: string }; role: { name: string } }[]>("memberships.nodes")
        .find(({ user }) => user.email === email)?.role.name;
    expect([roleOf(listed, "olivia@acme.test"), roleOf(listed, "adam@acme.test")]).toEqual(["Owner", "Admin"]);
    expect(roleOf(listed, "greta@globex.test")).toBeUndefined();

    const document = `mutation ($id: UUID!, $roleId: UUID!) {
      updateMembership(input: { id: $id, patch: { roleId: $roleId } }) { membership { role { name } } }
    }`;
    const id = acme().members.staff.membershipId;
    const promotion = { id, roleId: acme().roles.admin };
    expect((await member().query(document, promotion)).code).toBe("FORBIDDEN");
    const promoted = await owner().query(document, promotion);
    expect(promoted.get("updateMembership.membership.role.name")).toBe("Admin");
    const back = await owner().query(document, { id, roleId: acme().roles.staff });
    expect(back.get("updateMembership.membership.role.name")).toBe("Staff");
  });
});

describe("a contact of the sales pipeline", () => {
  let contactId: string;

  it("has tags, and an e-mail address that is unique in the organization and free in another", async () => {
    const document = `mutation ($contact: ContactInput!) {
      createContact(input: { contact: $contact }) { contact { id name email tags } }
    }`;
    const contact = { firstName: "Ivy", lastName: "Idea", email: "Ivy@Idea.test", tags: ["vip", "newsletter"] };
    const created = await member().query(document, { contact });
    expect(created.get("createContact.contact")).toMatchObject({
      name: "Ivy Idea",
      email: "ivy@idea.test",
      tags: ["vip", "newsletter"],
    });
    contactId = created.get("createContact.contact.id");
    expect((await member().query(document, { contact })).refusal).toEqual({ code: "CONFLICT", field: "email" });
    const elsewhere = await gateway.as(db.world.globex.owner).query(document, { contact });
    expect(elsewhere.get("createContact.contact.email")).toBe("ivy@idea.test");
    expect(elsewhere.get("createContact.contact.id")).not.toBe(contactId);
  });

  it("is talked to, written to and met, which its timeline shows", async () => {
    const activities = [
      { kind: "CALL", subject: "Introduction", occurredAt: day(-3) },
      { kind: "EMAIL", subject: "Brochure", occurredAt: day(-2) },
      { kind: "NOTE", subject: "Likes blue", occurredAt: day(-1) },
    ];
    for (const activity of activities) {
      const created = await member().run("crm/CreateActivity", { activity: { ...activity, contactId } });
      expect(created.get("createActivity.activity.createdBy.id")).toBe(acme().members.staff.membershipId);
    }
    const task = await member().run("crm/CreateTask", { task: { title: "Send samples", contactId } });
    const message = { channel: "EMAIL", toAddress: "ivy@idea.test", subject: "Samples", body: "On their way." };
    const written = await member().run("messaging/CreateMessage", { message });
    expect(written.get("createMessage.message.contactId")).toBe(contactId);
    const appointment = { contactId, kind: "MEETING", startsAt: day(2), endsAt: day(2.05) };
    const booked = await member().run("scheduling/CreateAppointment", { appointment });
    expect(booked.get("createAppointment.appointment")).toMatchObject({ kind: "MEETING", status: "SCHEDULED" });

    const contact = (await member().run("crm/GetContact", { id: contactId })).get<object>("contact");
    expect(contact).toMatchObject({
      tags: ["vip", "newsletter"],
      lastContactedAt: expect.any(String),
      activities: { nodes: [{ subject: "Likes blue" }, { subject: "Brochure" }, { subject: "Introduction" }] },
      tasks: { nodes: [{ id: task.get("createTask.task.id") }] },
    });
    const upcoming = { contactId: { equalTo: contactId }, startsAt: { greaterThan: day(0) } };
    const listed = await member().run("scheduling/ListAppointments", { filter: upcoming });
    expect(listed.get("appointments.totalCount")).toBe(1);
    const outsider = gateway.as(acme().members.outsider);
    expect((await outsider.run("crm/GetContact", { id: contactId })).get("contact")).toBeNull();
  });

  it("becomes deals that go over the stages, one won, one lost, each with its history", async () => {
    const { stages } = acme();
    const create = async (title: string) => {
      const deal = { title, contactId, valueCents: "250000" };
      const created = await member().run("crm/CreateDeal", { deal });
      expect(created.get("createDeal.deal")).toMatchObject({ stage: { name: "Lead" }, closedAt: null });
      return created.get("createDeal.deal.id");
    };
    const move = async (id: string, stage: string, more: object = {}) =>
      (await member().run("crm/ChangeDealStage", { id, stageId: stages[stage], ...more })).get("updateDeal.deal");
    const [won, lost] = [await create("Blue paint"), await create("Red paint")];
    expect(await move(won, "Qualified")).toMatchObject({ stage: { kind: "OPEN" }, closedAt: null });
    await move(won, "Proposal");
    expect(await move(won, "Won")).toMatchObject({ stage: { kind: "WON" }, closedAt: expect.any(String) });
    expect(await move(lost, "Lost", { lostReason: "Wrong colour" })).toMatchObject({
      stage: { kind: "LOST" },
      closedAt: expect.any(String),
      lostReason: "Wrong colour",
    });

    const history = (await member().run("crm/GetDeal", { id: won })).get<{ nodes: unknown[] }>("deal.dealStageChanges");
    const changedBy = { id: acme().members.staff.membershipId };
    expect(history.nodes).toEqual([
      { fromStage: null, toStage: { name: "Lead" }, changedBy },
      { fromStage: { name: "Lead" }, toStage: { name: "Qualified" }, changedBy },
      { fromStage: { name: "Qualified" }, toStage: { name: "Proposal" }, changedBy },
      { fromStage: { name: "Proposal" }, toStage: { name: "Won" }, changedBy },
    ]);
    const viewer = gateway.as(acme().members.viewer);
    expect((await viewer.run("crm/ChangeDealStage", { id: won, stageId: stages["Lost"] })).code).toBe("NOT_FOUND");
    expect((await viewer.run("crm/GetDeal", { id: won })).get("deal.stage.name")).toBe("Won");
    const foreign = await gateway.as(db.world.globex.owner).run("crm/GetDeal", { id: won });
    expect(foreign.get("deal")).toBeNull();
  });

  it("is followed up by automations, which admins set up", async () => {
    const automation = (name: string, triggerType: string) => ({
      workflow: { name, triggerType, status: "ACTIVE", nodes: [{ id: "send", type: "send_email", template: name }] },
    });
    const confirmation = automation("Booking confirmation", "APPOINTMENT_BOOKED");
    expect((await member().run("automation/CreateWorkflow", confirmation)).code).toBe("FORBIDDEN");
    const created = await owner().run("automation/CreateWorkflow", confirmation);
    expect(created.get("createWorkflow.workflow")).toMatchObject({ status: "ACTIVE", version: 1 });
    await owner().run("automation/CreateWorkflow", automation("Follow-up reminder", "APPOINTMENT_COMPLETED"));
    const filter = { status: { equalTo: "ACTIVE" }, triggerType: { equalTo: "APPOINTMENT_BOOKED" } };
    const listed = await member().run("automation/ListWorkflows", { filter });
    expect(listed.get<unknown[]>("workflows.nodes")).toMatchObject([{ name: "Booking confirmation" }]);
  });

  it("counts in the daily metrics of the organization", async () => {
    const document = `query ($since: Date!) {
      dailyMetrics(filter: { metricDate: { greaterThanOrEqualTo: $since }, businessId: { isNull: true } }) {
        nodes { metricDate newContacts messagesOut appointmentsBooked dealsWon dealsWonValueCents }
      }
    }`;
    const since = day(-30).slice(0, 10);
    const answer = await member().query(document, { since });
    const days = answer.get<Record<string, string>[]>("dailyMetrics.nodes");
    const sum = (name: string) => days.reduce((total, row) => total + Number(row[name]), 0);
    expect([sum("dealsWon"), sum("dealsWonValueCents"), sum("messagesOut")]).toEqual([1, 250_000, 1]);
    expect(days.every(({ metricDate }) => (metricDate ?? "") >= since)).toBe(true);
    const elsewhere = await gateway.as(db.world.globex.owner).query(document, { since });
    expect(elsewhere.get<{ dealsWon: string }[]>("dailyMetrics.nodes").every((row) => row.dealsWon === "0")).toBe(true);
  });
});

describe("two contacts who are one person", () => {
  const add = async (contact: object) =>
    (await member().run("crm/CreateContact", { contact })).get<string>("createContact.contact.id");
  const timelineOf = async (id: string) =>
    (await member().run("crm/ContactTimeline", { id, first: 50 }))
      .get<{ title: string }[]>("contact.timeline.nodes")
      .map(({ title }) => title);

  it("are found, become one with both timelines, and are two again when that was a mistake", async () => {
    const contactId = await add({ firstName: "Nora", lastName: "Note", email: "nora@note.test", tags: ["vip"] });
    const twin = { firstName: "Nora", lastName: "Note", email: "nora+shop@note.test", phone: "020 7946 0540" };
    const mergedContactId = await add(twin);
    const note = (id: string, subject: string, occurredAt: string) =>
      member().run("crm/CreateActivity", { activity: { kind: "NOTE", subject, contactId: id, occurredAt } });
    await note(contactId, "Likes blue", day(-2));
    await note(mergedContactId, "Likes green", day(-1));

    const found = await member().run("crm/FindDuplicates", { contactId });
    expect(found.get("findDuplicates")).toMatchObject([{ contact: { id: mergedContactId } }]);
    const merge = (by = member()) => by.run("crm/MergeContacts", { contactId, mergedContactId });
    expect((await merge(gateway.as(acme().members.viewer))).code).toBe("NOT_FOUND");
    const merged = await merge();
    expect(merged.get("mergeContacts.contactMerge")).toMatchObject({
      moved: { activities: 1 },
      contact: { id: contactId, email: "nora@note.test", phone: "+442079460540", tags: ["vip"] },
    });
    expect(await timelineOf(contactId)).toEqual(["Likes green", "Likes blue"]);

    const contactMergeId = merged.get("mergeContacts.contactMerge.id");
    const undone = await member().run("crm/UnmergeContacts", { contactMergeId });
    expect(undone.get("unmergeContacts.contactMerge.mergedContact")).toMatchObject({
      id: mergedContactId,
      email: "nora+shop@note.test",
      deletedAt: null,
    });
    expect([await timelineOf(contactId), await timelineOf(mergedContactId)]).toEqual([["Likes blue"], ["Likes green"]]);
  });

  it("are labelled together, or not at all", async () => {
    const contactIds = [await add({ firstName: "One" }), await add({ firstName: "Two" })];
    const tags = ["newsletter"];
    const foreign = { contactIds: [...contactIds, db.world.globex.contactId], tags };
    expect((await member().run("crm/TagContacts", foreign)).code).toBe("NOT_FOUND");
    const list = async () => {
      const answer = await member().query('{ contacts(tags: { all: ["newsletter"] }) { nodes { id } } }');
      return new Set(answer.get<{ id: string }[]>("contacts.nodes").map(({ id }) => id));
    };
    const before = await list();
    await member().run("crm/TagContacts", { contactIds, tags });
    expect(await list()).toEqual(new Set([...before, ...contactIds]));
    await member().run("crm/UntagContacts", { contactIds, tags });
    expect(await list()).toEqual(before);
  });
});

describe("a day of selling", () => {
  it("moves a deal on, does what is to do, and ends it as lost or won", async () => {
    const { stages, members } = acme();
    const contact = { firstName: "Ben", lastName: "Buyer", email: "ben@buyer.test" };
    const contactId = (await member().run("crm/CreateContact", { contact })).get<string>("createContact.contact.id");
    const deal = { title: "Green paint", contactId, valueCents: "90000", expectedCloseOn: "2032-02-10" };
    const dealId = (await member().run("crm/CreateDeal", { deal })).get("createDeal.deal.id");
    const viewer = gateway.as(members.viewer);
    const step = { dealId, stageId: stages["Proposal"], fromStageId: stages["Lead"] };
    expect((await viewer.run("crm/MoveDeal", step)).code).toBe("NOT_FOUND");
    expect((await member().run("crm/MoveDeal", step)).get("moveDeal.deal.stage.name")).toBe("Proposal");
    expect((await member().run("crm/MoveDeal", step)).code).toBe("CONFLICT");

    const task = { title: "Ask for the colour", dealId, assigneeId: members.staff.membershipId };
    const taskId = (await member().run("crm/CreateTask", { task })).get("createTask.task.id");
    expect((await member().run("crm/CompleteTask", { taskId })).get("completeTask.task.status")).toBe("DONE");

    const forecast = async () =>
      (await member().run("crm/SalesForecast", { fromMonth: "2032-02-01", months: 1 })).get<object[]>(
        "salesForecast.nodes",
      );
    expect(await forecast()).toMatchObject([{ openDeals: 1, openValueCents: "90000" }]);
    const lost = await member().run("crm/LoseDeal", { dealId, reason: "Wants red" });
    expect(lost.get("loseDeal.deal")).toMatchObject({ lostReason: "Wants red", stage: { kind: "LOST" } });
    expect(await forecast()).toMatchObject([{ openDeals: 0 }]);
    expect((await member().run("crm/WinDeal", { dealId })).refusal).toMatchObject({ code: "CONFLICT", kind: "lost" });
    await member().run("crm/MoveDeal", { dealId, stageId: stages["Proposal"] });
    const won = await member().run("crm/WinDeal", { dealId, valueCents: "80000" });
    expect(won.get("winDeal.deal")).toMatchObject({
      valueCents: "80000",
      stage: { kind: "WON" },
      contact: { id: contactId, lifecycleStage: "CUSTOMER" },
    });
  });
});

describe("an organization of one's own", () => {
  it("is founded by somebody who signs up, joined by invitation, and deleted by its owner alone", async () => {
    const email = "fay@founder.test";
    await gateway.anonymous.run("tenancy/SignUp", { input: { email, fullName: "Fay Founder" } });
    const token = await tokenInMail(db, email);
    const confirm = () =>
      gateway.anonymous.run("tenancy/ConfirmSignUp", { input: { token, password: "paint it blue" } });
    const founder = gateway.with((await confirm()).get("confirmSignUp.accessToken"));
    expect((await confirm()).code).toBe("BAD_USER_INPUT");
    expect((await founder.run("tenancy/MyOrganizations")).get("myOrganizations.nodes")).toEqual([]);
    const founded = await founder.run("tenancy/CreateOrganization", { name: "Fay & Co", slug: "fay" });
    expect(founded.get("createOrganization.organization")).toMatchObject({ slug: "fay", name: "Fay & Co" });
    const roles = (await founder.query("{ roles { nodes { id name } } }")).get<{ id: string; name: string }[]>(
      "roles.nodes",
    );
    const roleId = roles.find(({ name }) => name === "Admin")?.id;
    const invitation = { email: db.world.both.email, roleId };
    const invited = await founder.run("tenancy/InviteMember", invitation);
    await freelancer().run("tenancy/AcceptInvitation", { token: invited.get("inviteMember.issued.token") });
    const contact = { firstName: "First", email: "first@fay.test" };
    const created = await freelancer("fay").run("crm/CreateContact", { contact });
    const id = created.get("createContact.contact.id");
    expect((await founder.run("crm/GetContact", { id })).get("contact.name")).toBe("First");

    const remove = (by: ReturnType<typeof freelancer>) => by.run("tenancy/DeleteOrganization", { slug: "fay" });
    expect((await remove(freelancer("fay"))).code).toBe("FORBIDDEN");
    expect((await remove(freelancer("acme"))).code).toBe("FORBIDDEN");
    expect((await remove(founder)).errors).toBeUndefined();
    const mine = (await freelancer().run("tenancy/MyOrganizations")).get<{ slug: string }[]>("myOrganizations.nodes");
    expect(mine.map(({ slug }) => slug)).toEqual(["acme", "globex"]);
    expect((await freelancer("fay").run("crm/GetContact", { id })).code).toBe("FORBIDDEN");
    expect((await founder.run("tenancy/Me")).get("me.email")).toBe(email);
  });
});

describe("an SQL user", () => {
  it("writes policies as the earlier system had them", () =>
    db.transaction(async (t) => {
      const { both: user, globex } = db.world;
      await t.asOwner();
      await t.rows("set local search_path to app_public, public");
      await t.rows("create table guestbook (org_id uuid not null, entry text not null)");
      await t.rows("alter table guestbook enable row level security; grant select on guestbook to tenantry_member");
      await t.rows(`
        CREATE POLICY "guestbook_select_policy" ON guestbook
          FOR SELECT
          USING (org_id = ANY(org_ids_for_user(auth.uid())));`);
      await t.count("insert into guestbook values ($1, 'Acme’s'), ($2, 'Globex’s')", [acme().id, globex.id]);
      const entries = async () =>
        (await t.rows<{ entry: string }>("select entry from guestbook order by entry")).map(({ entry }) => entry);
      await t.as(acme().members.viewer);
      expect(await entries()).toEqual(["Acme’s"]);
      await t.as({ userId: user.userId });
      expect(await entries()).toEqual(["Acme’s", "Globex’s"]);
      await t.as(db.world.nobody);
      expect(await entries()).toEqual([]);
    }));

  it("deletes an organization with everything of it, and nothing of another", () =>
    db.transaction(async (t) => {
      await t.asOwner();
      const tables = await t.rows<{ name: string }>(`
        select c.oid::regclass::text as name
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped
        where c.relnamespace::regnamespace::text like 'app\\_%' and c.relkind in ('r', 'p') and not c.relispartition
        order by 1`);
      const counts = async (organizationId: string) => {
        const found = new Map<string, number>();
        for (const { name } of tables) {
          const sql = `select count(*)::int from ${name} where organization_id = $1`;
          found.set(name, await t.value<number>(sql, [organizationId]));
        }
        return found;
      };
      const [before, others] = [await counts(acme().id), await counts(db.world.globex.id)];
      expect([...before.values()].filter((count) => count > 0).length).toBeGreaterThan(50);
      expect(await t.count("delete from app_public.organizations where id = $1", [acme().id])).toBe(1);
      expect([...(await counts(acme().id))].filter(([, count]) => count > 0)).toEqual([]);
      expect(await counts(db.world.globex.id)).toEqual(others);
      // People are not an organization's.
      const email = "select email from app_public.users where id = $1";
      expect(await t.value(email, [db.world.both.userId])).toBe(db.world.both.email);
    }));
});

describe("the demonstration data", () => {
  it("greet the demo user with what a newcomer looks at", async () => {
    const userId = await db.withRoot(async (client) => {
      const { rows } = await client.query("select id from app_public.users where email = 'demo@clientflow.test'");
      return rows[0].id as string;
    });
    const demo = gateway.as({ userId });
    const answer = await demo.query(
      `query ($now: Datetime!, $week: Date!) {
        currentOrganization { name }
        currentMembership { role { name } }
        contacts { totalCount }
        deals { nodes { stage { name } } }
        appointments(filter: { startsAt: { greaterThan: $now } }) { totalCount }
        workflows { nodes { name } }
        activities { totalCount }
        dailyMetrics(filter: { metricDate: { greaterThan: $week } }) { nodes { metricDate } }
      }`,
      { now: day(0), week: day(-7).slice(0, 10) },
    );
    expect([answer.get("currentOrganization.name"), answer.get("currentMembership.role.name")]).toEqual([
      "ClientFlow Demo",
      "Owner",
    ]);
    expect(answer.get("contacts.totalCount")).toBeGreaterThanOrEqual(10);
    expect(answer.get("activities.totalCount")).toBeGreaterThanOrEqual(3);
    expect(answer.get("appointments.totalCount")).toBeGreaterThanOrEqual(5);
    const stages = answer.get<{ stage: { name: string } }[]>("deals.nodes").map(({ stage }) => stage.name);
    expect(new Set(stages)).toEqual(new Set(["Lead", "Qualified", "Proposal", "Won", "Lost"]));
    const workflows = answer.get<{ name: string }[]>("workflows.nodes").map(({ name }) => name);
    expect(workflows.length).toBeGreaterThanOrEqual(2);
    const days = answer.get<{ metricDate: string }[]>("dailyMetrics.nodes").map(({ metricDate }) => metricDate);
    expect(new Set(days).size).toBeGreaterThanOrEqual(7);
  });
});
