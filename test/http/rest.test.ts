import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { useProxy } from "../support/proxy.ts";
import { ask, type RestRequest } from "../support/rest.ts";
import { type Caller, createKey } from "../support/transfers.ts";

const db = useDatabase();
const proxy = useProxy(() => db.urls.authenticator);
const gateway = useGateway(db, { authenticatorUrl: () => proxy.url });
const send = (caller: Caller, target: string, request?: RestRequest) => ask(gateway, caller, target, request);
const sql = async (text: string, values: unknown[] = []) =>
  (await db.withRoot((root) => root.query(text, values))).rows;

/** The collections, with what is needed to create a row and to change it. */
const COLLECTIONS = [
  { name: "contacts", row: { firstName: "Ann" }, patch: { lastName: "Lee" } },
  { name: "deals", row: { title: "Roof" }, patch: { title: "Roof and gutter" } },
  {
    name: "appointments",
    row: { startsAt: "2032-01-01T09:00:00Z", endsAt: "2032-01-01T10:00:00Z" },
    patch: { location: "Upstairs" },
  },
] as const;

const theirs = (name: (typeof COLLECTIONS)[number]["name"]) => {
  const { contactId, dealId, appointmentId } = db.world.globex;
  return { contacts: contactId, deals: dealId, appointments: appointmentId }[name];
};

describe.each(COLLECTIONS)("/api/crm/$name", ({ name, row, patch }) => {
  it("lists the rows that a member sees, a rep's being fewer", async () => {
    const { owner, rep, viewer } = db.world.acme.members;
    const ids = async (caller: Caller) => (await send(caller, `GET /${name}`)).rows.map(({ id }) => id);
    expect(await ids(owner)).toEqual(expect.arrayContaining(Object.values(db.world.acme[name])));
    expect(await ids(viewer)).toHaveLength((await ids(owner)).length);
    expect(await ids(rep)).toEqual([db.world.acme[name].reps]);
    expect(await ids(db.world.globex.owner)).toEqual([theirs(name)]);
  });

  it("shows an API key what its role does", async () => {
    const { roles, members, apiKey } = db.world.acme;
    expect(apiKey.id).toEqual(expect.any(String));
    const key = await createKey(gateway, members.admin, roles.viewer);
    const listed = await send(key, `GET /${name}`);
    expect(listed.rows.length).toBe((await send(members.viewer, `GET /${name}`)).rows.length);
    expect((await send(key, `POST /${name}`, { body: row })).refusal).toEqual([403, "FORBIDDEN"]);
  });

  it("creates, changes and archives a row", async () => {
    const { staff } = db.world.acme.members;
    const created = await send(staff, `POST /${name}`, { body: row });
    expect(created.status).toBe(201);
    expect(created.headers["location"]).toBe(`/api/crm/${name}/${created.row.id}`);
    const location = String(created.headers["location"]);
    expect((await send(staff, `GET ${location}`)).row).toEqual(created.row);

    const changed = await send(staff, `PATCH ${location}`, { body: patch });
    expect([changed.status, changed.row]).toEqual([200, expect.objectContaining(patch)]);

    const headers = { "content-type": "application/json" };
    const archived = await send(staff, `DELETE ${location}`, { headers });
    expect([archived.status, archived.text]).toEqual([204, ""]);
    const listed = async (query: string) => (await send(staff, `GET /${name}${query}`)).rows.map(({ id }) => id);
    expect(await listed("")).not.toContain(created.row.id);
    expect(await listed("?includeArchived=ONLY")).toEqual([created.row.id]);
    expect((await send(staff, `GET ${location}`)).row["deletedAt"]).toEqual(expect.any(String));
  });

  it("knows another organization's row as little as one that doesn't exist", async () => {
    const { owner } = db.world.acme.members;
    for (const [method, request] of [["GET"], ["PATCH", { body: patch }], ["DELETE"]] as [string, RestRequest?][]) {
      const other = await send(owner, `${method} /${name}/${theirs(name)}`, request);
      const none = await send(owner, `${method} /${name}/${randomUUID()}`, request);
      expect(other.refusal).toEqual([404, "NOT_FOUND"]);
      expect([other.status, other.text]).toEqual([none.status, none.text]);
    }
    expect((await send(db.world.globex.owner, `GET /${name}/${theirs(name)}`)).row).toMatchObject({ deletedAt: null });
  });

  it("refuses who may not: viewers and a rep's neighbour, who may read or change less, and visitors", async () => {
    const { viewer, rep, staff } = db.world.acme.members;
    const outsiders = db.world.acme[name].outsiders;
    expect((await send(viewer, `POST /${name}`, { body: row })).refusal).toEqual([403, "FORBIDDEN"]);
    expect((await send(rep, `GET /${name}/${outsiders}`)).refusal).toEqual([404, "NOT_FOUND"]);
    expect((await send(rep, `PATCH /${name}/${outsiders}`, { body: patch })).refusal).toEqual([404, "NOT_FOUND"]);
    expect((await send(staff, `PATCH /${name}/${outsiders}`, { body: patch })).status).toBe(200);
    for (const target of [`GET /${name}`, `GET /${name}/${outsiders}`, `DELETE /${name}/${outsiders}`]) {
      const { refusal, headers } = await send(null, target);
      expect(refusal).toEqual([401, "UNAUTHENTICATED"]);
      expect(headers["www-authenticate"]).toMatch(/^Bearer/);
    }
  });

  it("gives a version with a row, and changes it only while that is the last", async () => {
    const { staff } = db.world.acme.members;
    const target = `/${name}/${db.world.acme[name].teammates}`;
    const seen = String((await send(staff, `GET ${target}`)).headers["etag"]);
    const change = (ifMatch: string) =>
      send(staff, `PATCH ${target}`, { body: patch, headers: { "if-match": ifMatch } });
    expect((await change(seen)).status).toBe(200);
    expect((await change(seen)).refusal).toEqual([412, "CONFLICT"]);
    expect((await send(staff, `DELETE ${target}`, { headers: { "if-match": seen } })).refusal).toEqual([
      412,
      "CONFLICT",
    ]);
    expect((await change("*")).status).toBe(200);
    expect((await change("W/nothing")).refusal).toEqual([400, "BAD_USER_INPUT"]);
    const last = String((await send(staff, `GET ${target}`)).headers["etag"]);
    expect((await change(last)).status).toBe(200);
  });

  it("goes from page to page by its links", async () => {
    const { owner } = db.world.acme.members;
    const all = (await send(owner, `GET /${name}`)).rows.map(({ id }) => id);
    const seen: string[] = [];
    let next: string | undefined = `/api/crm/${name}?first=2&total=true`;
    while (next !== undefined && seen.length < all.length + 2) {
      const { rows, headers } = await send(owner, `GET ${next}`);
      expect(headers["x-total-count"]).toBe(String(all.length));
      seen.push(...rows.map(({ id }) => id));
      next = /^<([^>]+)>; rel="next"$/.exec(headers["link"] ?? "")?.[1];
    }
    expect(seen).toEqual(all);
    expect(all.length).toBeGreaterThan(2);
    expect((await send(owner, `GET /${name}`)).headers["x-total-count"]).toBeUndefined();
  });

  it("does what came with an Idempotency-Key once", async () => {
    const { staff } = db.world.acme.members;
    const body =
      name === "appointments" ? { ...row, startsAt: "2033-01-01T09:00:00Z", endsAt: "2033-01-01T10:00:00Z" } : row;
    const headers = { "idempotency-key": randomUUID() };
    const first = await send(staff, `POST /${name}`, { body, headers });
    const second = await send(staff, `POST /${name}`, { body, headers });
    expect([second.status, second.text, second.headers["location"]]).toEqual([
      201,
      first.text,
      first.headers["location"],
    ]);
    expect((await send(staff, `POST /${name}`, { body: { ...body, ...patch }, headers })).refusal).toEqual([
      409,
      "CONFLICT",
    ]);
    const other = { body, headers: { "idempotency-key": "short" } };
    expect((await send(staff, `POST /${name}`, other)).refusal).toEqual([400, "BAD_USER_INPUT"]);
  });

  it("says which methods it has", async () => {
    const { owner } = db.world.acme.members;
    const list = await send(owner, `PUT /${name}`, { body: row });
    expect([list.refusal, list.headers["allow"]]).toEqual([[405, "BAD_USER_INPUT"], "GET, HEAD, POST"]);
    const one = await send(owner, `POST /${name}/${db.world.acme[name].reps}`, { body: row });
    expect([one.refusal, one.headers["allow"]]).toEqual([[405, "BAD_USER_INPUT"], "GET, HEAD, PATCH, DELETE"]);
    expect((await send(owner, `HEAD /${name}`)).status).toBe(200);
  });
});

describe("filters", () => {
  const names = async (query: string) =>
    (await send(db.world.acme.members.owner, `GET /contacts?${query}`)).rows.map((row) => row["firstName"]).sort();

  beforeAll(async () => {
    const { owner, rep } = db.world.acme.members;
    const { companies, businesses } = db.world.acme;
    const rows = [
      { firstName: "Filtered1", email: "filtered1@people.example", lifecycleStage: "CUSTOMER" },
      { firstName: "Filtered2", companyId: companies.reps, lifecycleStage: "FORMER" },
      { firstName: "Filtered3", businessId: businesses.north, ownerId: rep.membershipId, lifecycleStage: "FORMER" },
    ];
    for (const body of rows) await send(owner, "POST /contacts", { body });
  });

  it("leave out what they don't mean", async () => {
    const { rep } = db.world.acme.members;
    const { companies, businesses } = db.world.acme;
    expect(await names("email=filtered1@people.example")).toEqual(["Filtered1"]);
    expect(await names("lifecycleStage=FORMER")).toEqual(["Filtered2", "Filtered3"]);
    expect(await names(`companyId=${companies.reps}&lifecycleStage=FORMER`)).toEqual(["Filtered2"]);
    expect(await names(`ownerId=${rep.membershipId}&lifecycleStage=FORMER`)).toEqual(["Filtered3"]);
    expect(await names(`businessId=${businesses.north}&lifecycleStage=FORMER`)).toEqual(["Filtered3"]);
    expect(await names("search=Filtered1")).toEqual(["Filtered1"]);
    expect(await names("createdSince=2999-01-01T00:00:00Z")).toEqual([]);
    expect(await names("createdSince=2000-01-01T00:00:00%2B02:00&lifecycleStage=CUSTOMER")).toContain("Filtered1");
  });

  it("stay in the link to the next page, behind a second question mark too", async () => {
    const { owner } = db.world.acme.members;
    const { headers } = await send(owner, "GET /contacts?search=Filtered?&lifecycleStage=FORMER&first=1");
    const next = new URL(/^<([^>]+)>; rel="next"$/.exec(headers["link"] ?? "")?.[1] ?? "", "http://localhost");
    expect(Object.fromEntries(next.searchParams)).toMatchObject({
      search: "Filtered?",
      lifecycleStage: "FORMER",
      first: "1",
      after: expect.any(String),
    });
  });

  it("and orders can be several", async () => {
    const query = "lifecycleStage=FORMER&orderBy=LAST_CONTACTED_AT_ASC&orderBy=NAME_DESC";
    const { rows } = await send(db.world.acme.members.owner, `GET /contacts?${query}`);
    expect(rows.map((row) => row["firstName"])).toEqual(["Filtered3", "Filtered2"]);
  });

  it("of appointments and deals are by what they refer to", async () => {
    const { members, contacts, appointments, services, pipelineId } = db.world.acme;
    const ids = async (target: string) => (await send(members.owner, `GET ${target}`)).rows.map(({ id }) => id);
    expect(await ids(`/appointments?contactId=${contacts.reps}`)).toEqual([appointments.reps]);
    expect(await ids(`/appointments?staffId=${members.rep.membershipId}&status=SCHEDULED`)).toEqual([
      appointments.reps,
    ]);
    expect(await ids(`/appointments?serviceId=${services.former}`)).toEqual([]);
    expect(await ids("/appointments?from=2031-01-01T00:00:00Z&until=2031-01-02T00:00:00Z")).toHaveLength(1);
    expect(await ids(`/deals?pipelineId=${pipelineId}&ownerId=${members.rep.membershipId}`)).toEqual([
      db.world.acme.deals.reps,
    ]);
    expect(await ids(`/deals?contactId=${randomUUID()}`)).toEqual([]);
  });

  it("by another organization's rows find nothing, as those by rows that don't exist", async () => {
    const { owner } = db.world.acme.members;
    const { companyId, businessId, contactId } = db.world.globex;
    for (const target of [
      `/contacts?companyId=${companyId}`,
      `/contacts?businessId=${businessId}`,
      `/deals?contactId=${contactId}`,
      `/appointments?contactId=${contactId}`,
      `/metrics?businessId=${businessId}`,
    ]) {
      expect((await send(owner, `GET ${target}`)).rows).toEqual([]);
    }
    expect((await send(db.world.globex.owner, `GET /appointments?contactId=${contactId}`)).rows).toHaveLength(1);
  });
});

describe("/api/crm/organizations", () => {
  it("lists those of whoever asks, without any chosen", async () => {
    const slugs = async (caller: Caller) =>
      (await send(caller, "GET /organizations")).rows.map((row) => row["slug"]).sort();
    expect(await slugs({ userId: db.world.both.userId })).toEqual(["acme", "globex"]);
    expect(await slugs(db.world.globex.owner)).toEqual(["globex"]);
    expect(await slugs({ userId: db.world.nobody.userId })).toEqual([]);
    expect((await send(null, "GET /organizations")).refusal).toEqual([401, "UNAUTHENTICATED"]);
  });
});

describe("/api/crm/metrics", () => {
  const days = async (query: string) =>
    (await send(db.world.acme.members.owner, `GET /metrics${query}`)).rows.map((row) => row["metricDate"]);

  beforeAll(() =>
    sql(
      `insert into app_public.contacts (organization_id, first_name, created_at)
      select $1, 'Past', date_trunc('day', now() at time zone 'UTC') at time zone 'UTC' - days * interval '1 day'
      from unnest(array[29, 30, 400]) as days`,
      [db.world.acme.id],
    ),
  );

  it("gives thirty days unless told, and as many as told", async () => {
    const dayBefore = (count: number) => new Date(Date.now() - count * 86_400_000).toISOString().slice(0, 10);
    expect(await days("")).toContain(dayBefore(29));
    expect(await days("")).not.toContain(dayBefore(30));
    expect(await days("?days=31")).toContain(dayBefore(30));
    expect(new Set(await days("?days=1"))).toEqual(new Set([dayBefore(0)]));
    expect(await days("?days=366")).not.toContain(dayBefore(400));
  });

  it.each(["0", "367", "-1", "1.5", "", "ten", "1&days=2"])("refuses days=%s", async (value) => {
    const { refusal, error } = await send(db.world.acme.members.owner, `GET /metrics?days=${value}`);
    expect([refusal, error?.extensions["field"]]).toEqual([[400, "BAD_USER_INPUT"], "days"]);
  });

  it("is each organization's own", async () => {
    const { north } = db.world.acme.businesses;
    const businesses = (await send(db.world.globex.owner, "GET /metrics")).rows.map((row) => row["businessId"]);
    expect(businesses.length).toBeGreaterThan(0);
    expect(businesses).not.toContain(north);
    const { owner } = db.world.acme.members;
    expect((await send(owner, `GET /metrics?businessId=${north}`)).rows.length).toBeGreaterThan(0);
    expect((await send(null, "GET /metrics")).refusal).toEqual([401, "UNAUTHENTICATED"]);
  });
});

describe("the organization", () => {
  const member = () => ({ userId: db.world.both.userId });

  it("is named by orgId, by id or slug, or by the header", async () => {
    const { acme, globex } = db.world;
    const ids = async (target: string, headers = {}) =>
      (await send(member(), target, { headers })).rows.map(({ id }) => id);
    for (const name of [globex.id, "globex"]) {
      expect(await ids(`GET /contacts?orgId=${name}`)).toEqual([globex.contactId]);
      expect(await ids("GET /contacts", { "x-organization-id": name })).toEqual([globex.contactId]);
    }
    expect(await ids("GET /contacts?orgId=acme")).toContain(acme.contacts.norths);
  });

  it("has to be named where there are several, and be one's own", async () => {
    const { refusal, error } = await send(member(), "GET /contacts");
    expect([refusal, error?.extensions["organizations"]]).toEqual([
      [400, "ORGANIZATION_REQUIRED"],
      expect.arrayContaining([expect.objectContaining({ slug: "globex" })]),
    ]);
    const { userId } = db.world.acme.members.owner;
    const other = await send({ userId }, "GET /contacts?orgId=globex");
    const none = await send({ userId }, "GET /contacts?orgId=nowhere");
    expect(other.refusal).toEqual([403, "FORBIDDEN"]);
    expect(other.text).toBe(none.text);
    expect((await send({ userId }, "GET /contacts?orgId=acme")).status).toBe(200);
  });

  it("can't be two", async () => {
    const { owner } = db.world.acme.members;
    for (const query of ["orgId=globex", "orgId=acme&orgId=globex", "orgId=", "orgId=%00", "orgId[]=acme"]) {
      expect((await send(owner, `GET /contacts?${query}`)).refusal).toEqual([400, "BAD_USER_INPUT"]);
    }
  });

  it("of an API key is that of the key", async () => {
    const key = await createKey(gateway, db.world.acme.members.admin, db.world.acme.roles.staff);
    expect((await send(key, "GET /contacts?orgId=globex")).refusal).toEqual([403, "FORBIDDEN"]);
    expect((await send(key, "GET /contacts?orgId=acme")).status).toBe(200);
  });

  it("is not that of a user named in x-user-id", async () => {
    const headers = { "x-user-id": db.world.acme.members.owner.userId };
    expect((await send(null, "GET /organizations", { headers })).refusal).toEqual([401, "UNAUTHENTICATED"]);
  });
});

describe("a refusal", () => {
  beforeAll(() =>
    db.withRoot(
      (root) =>
        root.query(`
          create function app_private.tg__fail() returns trigger language plpgsql as $$
            begin raise 'a reason' using errcode = split_part(NEW.first_name, ' ', 2); end
          $$;
          create trigger _000_fail before insert on app_public.contacts for each row
          when (NEW.first_name like 'fail %') execute function app_private.tg__fail()`),
      db.urls.owner,
    ),
  );

  it.each([
    ["TN400", 400, "BAD_USER_INPUT"],
    ["TN403", 403, "FORBIDDEN"],
    ["TN404", 404, "NOT_FOUND"],
    ["TN409", 409, "CONFLICT"],
    ["TN429", 429, "LIMIT_EXCEEDED"],
    ["54000", 400, "LIMIT_EXCEEDED"],
    ["TN503", 503, "UNAVAILABLE"],
    ["57014", 503, "TIMEOUT"],
    ["40001", 409, "CONFLICT"],
    ["XX001", 500, "INTERNAL"],
  ])("of the database, %s, has the status %d", async (state, status, code) => {
    const { refusal, text, headers } = await send(db.world.acme.members.staff, "POST /contacts", {
      body: { firstName: `fail ${state}` },
    });
    expect(refusal).toEqual([status, code]);
    expect(headers["cache-control"]).toBe("no-store");
    expect(headers["retry-after"]).toBe(status === 429 || status === 503 ? "5" : undefined);
    if (code === "INTERNAL") expect(text).not.toContain("a reason");
    expect(await sql("select from app_public.contacts where first_name like 'fail %'")).toEqual([]);
  });

  it("names the field, and what is in the way", async () => {
    const { staff } = db.world.acme.members;
    const body = { firstName: "Twice", email: "twice@people.example" };
    expect((await send(staff, "POST /contacts", { body })).status).toBe(201);
    const { refusal, error } = await send(staff, "POST /contacts", { body });
    expect([refusal, error?.extensions["field"]]).toEqual([[409, "CONFLICT"], "email"]);
    const foreign = await send(staff, "POST /contacts", { body: { companyId: db.world.globex.companyId } });
    const none = await send(staff, "POST /contacts", { body: { companyId: randomUUID() } });
    expect(foreign.refusal).toEqual([400, "BAD_USER_INPUT"]);
    expect(foreign.text).toBe(none.text);
  });

  it("of a token is that of every other route", async () => {
    const { status, error, headers } = await send("x.y.z", "GET /contacts");
    expect([status, error?.extensions.code]).toEqual([401, "UNAUTHENTICATED"]);
    expect(headers["www-authenticate"]).toContain("invalid_token");
  });

  it("without a database says so, and nothing of where it is", async () => {
    await proxy.cut();
    const { refusal, text } = await send(db.world.acme.members.owner, "GET /contacts");
    await proxy.open();
    expect(refusal).toEqual([503, "UNAVAILABLE"]);
    expect(text).not.toMatch(/127\.0\.0\.1|ECONN|tenantry_/);
    expect((await send(db.world.acme.members.owner, "GET /contacts")).status).toBe(200);
  });
});

describe("what is done", () => {
  it("is in the audit log as whoever asked, under the request's id", async () => {
    const { rep } = db.world.acme.members;
    const headers = { "x-request-id": "rest-trace-1" };
    await send(rep, "POST /contacts", { body: { firstName: "Traced" }, headers });
    const rows = await sql("select user_id from app_public.audit_logs where request_id = 'rest-trace-1'");
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map((row) => row.user_id))).toEqual(new Set([rep.userId]));
  });

  it("is for members and API keys: contacts of the client portal see too little of a row", async () => {
    const { client } = db.world.acme;
    for (const target of ["/contacts", "/deals", "/appointments", "/metrics"]) {
      expect((await send(client, `GET ${target}`)).refusal).toEqual([403, "FORBIDDEN"]);
    }
  });
});
