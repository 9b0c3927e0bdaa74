import { once } from "node:events";
import { type IncomingMessage, request as sendRequest } from "node:http";
import { describe, expect, it } from "@jest/globals";
import { type Actor, useDatabase } from "../support/database.ts";
import { useGateway } from "../support/gateway.ts";
import { addressOf, breakConnections, bringIn, createKey, headersOf, until } from "../support/transfers.ts";

const db = useDatabase();
const gateway = useGateway(db, { variables: { IMPORT_LIMIT_MB: "3" } });

/** The contacts of an organization whose last name is given, as the owner sees them. */
async function contactsNamed(lastName: string, organization = db.world.acme.id) {
  const { rows } = await db.withRoot((root) =>
    root.query("select * from app_public.contacts where organization_id = $1 and last_name = $2 order by first_name", [
      organization,
      lastName,
    ]),
  );
  return rows;
}

async function addField(row: { name: string; label: string; type: string; options?: string[]; required?: boolean }) {
  await db.withRoot((root) =>
    root.query(
      `insert into app_public.custom_field_definitions (organization_id, entity, field_name, label, field_type, options, is_required)
      values ($1, 'contact', $2, $3, $4, $5, false)`,
      [db.world.acme.id, row.name, row.label, row.type, row.options ?? []],
    ),
  );
}

describe("a file of contacts", () => {
  it("is brought in under headers as people write them", async () => {
    await addField({ name: "shoe_size", label: "Shoe size", type: "number" });
    await addField({ name: "is_member", label: "Member?", type: "boolean" });
    await addField({ name: "hobbies", label: "Hobbies", type: "multiselect", options: ["chess", "golf"] });
    const file = [
      "FIRSTNAME;Surname;E-Mail;Telephone;Date of birth;Tags;customFields.shoe_size;member?;Hobbies;is active;Lifecycle stage",
      'Ada;Headers;ADA@Headers.test;020 7946 0000;1990-02-28;"vip; ""new""";42.5;yes;chess, golf;No;CUSTOMER',
      "",
      "Bo;Headers;;'+44 20 7946 0001;;;;;;;",
    ].join("\r\n");
    const { staff } = db.world.acme.members;
    const answer = await bringIn(gateway, staff, `\uFEFF${file}`);
    expect(answer.status).toBe(200);
    expect(answer.type).toMatch(/^application\/x-ndjson/);
    expect(answer.lines.slice(0, -1)).toEqual([{ rows: 2 }]);
    expect(answer.summary).toMatchObject({
      done: true,
      isWritten: true,
      rows: 2,
      created: 2,
      updated: 0,
      skipped: 0,
      failed: 0,
      errors: [],
      unknownColumns: [],
    });
    expect(await contactsNamed("Headers")).toMatchObject([
      {
        first_name: "Ada",
        email: "ada@headers.test",
        phone: "+442079460000",
        tags: ["vip", '"new"'],
        custom_fields: { shoe_size: 42.5, is_member: true, hobbies: ["chess", "golf"] },
        is_active: false,
        lifecycle_stage: "customer",
        source: "import",
        owner_id: staff.membershipId,
      },
      { first_name: "Bo", email: null, phone: "+442079460001", is_active: true, lifecycle_stage: "lead", tags: [] },
    ]);
  });

  it("has the defaults of contacts that are added one by one, the source aside", async () => {
    const { staff } = db.world.acme.members;
    await bringIn(gateway, staff, "lastName\nDefaults");
    const created = await gateway.as(staff).run("crm/CreateContact", { contact: { lastName: "Defaults" } });
    expect(created.errors).toBeUndefined();
    const rows = (await contactsNamed("Defaults")).map(({ id, created_at, updated_at, source, ...row }) => [
      source,
      row,
    ]);
    expect(rows.map(([source]) => source).sort()).toEqual(["import", "manual"]);
    expect(rows[0]?.[1]).toEqual(rows[1]?.[1]);
  });

  it("goes where the mapping says", async () => {
    const mapping = { "Column 1": "firstName", Name: "lastName", "First name": null, Size: "customFields.shoe_size" };
    const file = "Column 1,Name,First name,Size,Email\nAda,Mapped,not me,7,ada@mapped.test\n";
    const answer = await bringIn(gateway, db.world.acme.members.staff, file, { mapping });
    expect(answer.summary).toMatchObject({ created: 1, unknownColumns: ["First name"] });
    expect(await contactsNamed("Mapped")).toMatchObject([
      { first_name: "Ada", email: "ada@mapped.test", custom_fields: { shoe_size: 7 } },
    ]);
  });

  it("leaves a line in the audit log for each contact, under the request's id", async () => {
    const headers = { "x-request-id": "import-audited" };
    await bringIn(gateway, db.world.acme.members.staff, "lastName\nAudited\nAudited", {}, headers);
    const { rows } = await db.withRoot((root) =>
      root.query("select action, user_id from app_public.audit_logs where request_id = 'import-audited'"),
    );
    const { userId } = db.world.acme.members.staff;
    expect(rows).toEqual([
      { action: "insert", user_id: userId },
      { action: "insert", user_id: userId },
    ]);
  });

  it("can be looked at first, which writes nothing", async () => {
    const rows = Array.from({ length: 40 }, (_, index) => `Previewed,p${index % 19}@preview.test,x`);
    const file = `Last name,Mail,Whatever\n${rows.join("\n")}`;
    const answer = await bringIn(gateway, db.world.acme.members.staff, file, { preview: "true" });
    expect(answer.type).toMatch(/^application\/json/);
    expect(answer.summary).toMatchObject({
      isWritten: false,
      columns: [
        { header: "Last name", field: "lastName" },
        { header: "Mail", field: "email" },
        { header: "Whatever", field: null },
      ],
      unknownColumns: ["Whatever"],
      rows: 20,
      created: 19,
      failed: 1,
      errors: [{ row: 21, field: "email", code: "CONFLICT", message: expect.any(String) }],
    });
    expect(await contactsNamed("Previewed")).toEqual([]);
  });
});

describe("duplicates by e-mail", () => {
  const first = "Last name,First name,Email,Notes,Tags\nTwice,Old,one@twice.test,Kept,a\n";
  const again = [
    "Last name,First name,Email,Notes,Tags",
    "Twice,New,ONE@twice.test ,,b",
    "Twice,Other,two@twice.test,,",
    "Twice,Last,Two@Twice.test,Later,",
  ].join("\n");
  const staff = () => db.world.acme.members.staff;

  it("are refused unless told otherwise, and then nothing is written", async () => {
    expect((await bringIn(gateway, staff(), first)).summary).toMatchObject({ created: 1 });
    const { summary } = await bringIn(gateway, staff(), again);
    expect(summary).toMatchObject({ isWritten: false, failed: 2, created: 1 });
    expect(summary["errors"]).toEqual([
      { row: 2, field: "email", code: "CONFLICT", message: expect.stringContaining("e-mail address") },
      { row: 4, field: "email", code: "CONFLICT", message: expect.stringContaining("e-mail address") },
    ]);
    expect(await contactsNamed("Twice")).toMatchObject([{ first_name: "Old" }]);
  });

  it("are left out by skip", async () => {
    const { summary } = await bringIn(gateway, staff(), again, { duplicates: "skip" });
    expect(summary).toMatchObject({ isWritten: true, created: 1, skipped: 2, updated: 0, failed: 0 });
    expect(await contactsNamed("Twice")).toMatchObject([
      { first_name: "Old", notes: "Kept" },
      { first_name: "Other", notes: null },
    ]);
  });

  it("change what is there by update, and empty cells erase nothing", async () => {
    const { summary } = await bringIn(gateway, staff(), again, { duplicates: "update" });
    expect(summary).toMatchObject({ isWritten: true, created: 0, updated: 3, skipped: 0, failed: 0 });
    expect(await contactsNamed("Twice")).toMatchObject([
      { first_name: "Last", email: "two@twice.test", notes: "Later" },
      { first_name: "New", email: "one@twice.test", notes: "Kept", tags: ["b"] },
    ]);
  });

  it("within the file follow one another by update", async () => {
    const file =
      "Last name,First name,Email,Notes\nThrice,A,a@thrice.test,\nThrice,B,a@thrice.test,Second\nThrice,C,a@thrice.test,";
    const { summary } = await bringIn(gateway, staff(), file, { duplicates: "update" });
    expect(summary).toMatchObject({ isWritten: true, created: 1, updated: 2 });
    expect(await contactsNamed("Thrice")).toMatchObject([{ first_name: "C", notes: "Second" }]);
  });
});

describe("rows that are wrong", () => {
  const file = [
    "First name,Last name,Email,Phone,Date of birth,Company id,Active,Lifecycle stage,Shoe size",
    "A,Wrong,a@wrong.test,,,,,,",
    "B,Wrong,nowhere,,,,,,",
    "C,Wrong,,call me,,,,,",
    "D,Wrong,,,31/12/1990,,perhaps,,",
    "E,Wrong,,,,not an id,,,",
    "F,Wrong,,,,,,friend,",
    "G,Wrong,,,,,,,large",
    "H,Wrong,too,few",
    "I,Wrong,and,far,too,many,of,them,,,",
    "J\0,Wrong,,,,,,,",
    `${"K".repeat(201)},Wrong,,,,,,,`,
    "L,Wrong,,,2023-02-29,,,,",
    ",,,,,,,, ",
    "M,Wrong,m@wrong.test,,,,,,",
  ].join("\n");
  const errors = [
    [3, "email"],
    [4, "phone"],
    [5, "dateOfBirth"],
    [5, "isActive"],
    [6, "companyId"],
    [7, "lifecycleStage"],
    [8, "customFields.shoe_size"],
    [9, undefined],
    [10, undefined],
    [11, "firstName"],
    [12, "firstName"],
    [13, "dateOfBirth"],
    [14, "customFields.shoe_size"],
  ];

  it("are listed with number, field and reason, and nothing is written", async () => {
    const { summary } = await bringIn(gateway, db.world.acme.members.staff, file);
    expect(summary).toMatchObject({ isWritten: false, rows: 14, failed: 12 });
    const listed = summary["errors"] as { row: number; field?: string; code: string; message: string }[];
    expect(listed.map(({ row, field }) => [row, field])).toEqual(errors);
    expect(listed.every(({ code, message }) => code === "BAD_USER_INPUT" && /^[A-Z].*\.$/.test(message))).toBe(true);
    expect(JSON.stringify(listed)).not.toMatch(/app_public|sql|constraint|22P0/i);
    expect(await contactsNamed("Wrong")).toEqual([]);
  });

  it("are left out by onError=skip", async () => {
    const { summary } = await bringIn(gateway, db.world.acme.members.staff, file, { onError: "skip" });
    expect(summary).toMatchObject({ isWritten: true, created: 2, failed: 12 });
    expect((await contactsNamed("Wrong")).map(({ first_name }) => first_name)).toEqual(["A", "M"]);
  });

  it("are counted to the last, and the first thousand listed", async () => {
    const many = `lastName,email\n${Array.from({ length: 1_500 }, (_, index) => `Many,${index}`).join("\n")}`;
    const { summary } = await bringIn(gateway, db.world.acme.members.staff, many);
    expect(summary).toMatchObject({ isWritten: false, failed: 1_500 });
    expect(summary["errors"]).toHaveLength(1_000);
  });
});

describe("who may", () => {
  it("nobody who adds no contacts, before the file is read", async () => {
    const url = `${await addressOf(gateway)}/imports/contacts`;
    const headers = { "content-type": "text/csv", ...(await headersOf(gateway, db.world.acme.members.viewer)) };
    const request = sendRequest(url, { method: "POST", headers });
    request.on("error", () => {});
    request.write("lastName\n");
    const [response] = (await once(request, "response")) as [IncomingMessage];
    let text = "";
    for await (const piece of response) text += piece;
    expect([response.statusCode, JSON.parse(text).errors[0].extensions]).toEqual([
      403,
      { code: "FORBIDDEN", permission: "contacts.create" },
    ]);
    request.destroy();
  });

  it("nobody without a token, or of another organization", async () => {
    expect((await bringIn(gateway, null, "lastName\nX")).error?.extensions.code).toBe("UNAUTHENTICATED");
    const stranger = { userId: db.world.globex.owner.userId, organization: db.world.acme.id };
    const answer = await bringIn(gateway, stranger, "lastName\nX");
    expect([answer.status, answer.error?.extensions.code]).toEqual([403, "FORBIDDEN"]);
    const undecided = await bringIn(gateway, { userId: db.world.both.userId }, "lastName\nX");
    expect([undecided.status, undecided.error?.extensions.code]).toEqual([400, "ORGANIZATION_REQUIRED"]);
  });

  it("an API key whose role may, and not others or clients", async () => {
    const { roles, members, client } = db.world.acme;
    const file = "lastName,email\nKeyed,a@key.test";
    const key = await createKey(gateway, members.admin, roles.staff);
    for (const other of [client, await createKey(gateway, members.admin, roles.viewer)]) {
      const { status, error } = await bringIn(gateway, other, file);
      expect([status, error?.extensions.code]).toEqual([403, "FORBIDDEN"]);
    }
    expect((await bringIn(gateway, key, file)).summary).toMatchObject({ isWritten: true, created: 1 });
    expect(await contactsNamed("Keyed")).toMatchObject([{ email: "a@key.test", owner_id: null }]);
  });

  it("a rep for themselves, and not for others or with others' contacts", async () => {
    const { rep, outsider } = db.world.acme.members;
    await bringIn(gateway, outsider, "lastName,email\nTheirs,theirs@scope.test");
    const file = [
      "Last name,First name,Email,Owner id",
      "Scoped,A,a@scope.test,",
      `Scoped,B,b@scope.test,${outsider.membershipId}`,
      "Scoped,C,theirs@scope.test,",
    ].join("\n");
    const { summary } = await bringIn(gateway, rep, file, { duplicates: "update", onError: "skip" });
    expect(summary).toMatchObject({ isWritten: true, created: 1, updated: 0, failed: 2 });
    expect(summary["errors"]).toMatchObject([
      { row: 3, code: "FORBIDDEN" },
      { row: 4, code: "CONFLICT", field: "email" },
    ]);
    expect(await contactsNamed("Scoped")).toMatchObject([{ first_name: "A", owner_id: rep.membershipId }]);
    expect(await contactsNamed("Theirs")).toMatchObject([{ first_name: null, owner_id: outsider.membershipId }]);
  });

  it("a member who is limited to a business there only", async () => {
    const { northerner } = db.world.acme.members;
    const { north, south } = db.world.acme.businesses;
    const file = `Last name,First name,Business id\nLimited,A,\nLimited,B,${south}`;
    const { summary } = await bringIn(gateway, northerner, file, { onError: "skip" });
    expect(summary).toMatchObject({ created: 1, errors: [{ row: 3, code: "FORBIDDEN" }] });
    expect(await contactsNamed("Limited")).toMatchObject([{ first_name: "A", business_id: north }]);
  });

  it("nobody reaches another organization", async () => {
    const { acme, globex } = db.world;
    await bringIn(gateway, globex.owner, "lastName,email\nApart,apart@tenants.test");
    const file = `lastName,email,companyId\nApart,apart@tenants.test,\nApart,,${globex.companyId}\nApart,,${acme.id}`;
    const { summary } = await bringIn(gateway, acme.members.staff, file, { duplicates: "update", onError: "skip" });
    expect(summary).toMatchObject({ created: 1, updated: 0 });
    const [theirs, nobodys] = summary["errors"] as { row: number }[];
    expect({ ...theirs, row: 0 }).toEqual({ ...nobodys, row: 0 });
    expect(await contactsNamed("Apart", globex.id)).toHaveLength(1);
    expect(await contactsNamed("Apart")).toHaveLength(1);
  });
});

describe("what can't be used", () => {
  const staff = () => db.world.acme.members.staff;
  const bytes = (...parts: (string | number[])[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)));

  it.each<[string, string | Buffer, number, object]>([
    ["nothing", "", 400, { code: "BAD_USER_INPUT", field: "body" }],
    ["UTF-16", Buffer.from("\uFEFFlastName\nÄ", "utf16le"), 400, { code: "BAD_USER_INPUT", field: "body" }],
    ["Latin-1", bytes("lastName\nM", [0xfc], "ller"), 400, { code: "BAD_USER_INPUT", field: "body" }],
    ["half a letter at its end", bytes("lastName\nM", [0xc3]), 400, { code: "BAD_USER_INPUT", field: "body" }],
    ["no known column", "a,b\n1,2", 400, { code: "BAD_USER_INPUT", field: "mapping", columns: ["a", "b"] }],
    ["a header that isn't closed", '"lastName\nX', 400, { code: "BAD_USER_INPUT", field: "body", row: 1 }],
    ["a header that is too large", `${"x".repeat(2_500_000)}\nX`, 413, { code: "LIMIT_EXCEEDED", row: 1 }],
    ["ten thousand columns", "x,".repeat(10_000), 413, { code: "LIMIT_EXCEEDED", row: 1 }],
    [
      "too many bytes",
      "x".repeat(3 * 1024 * 1024 + 1),
      413,
      { code: "LIMIT_EXCEEDED", limit: "fileBytes", maximum: 3_145_728 },
    ],
  ])("is refused when it is %s", async (_, body, status, extensions) => {
    const answer = await bringIn(gateway, staff(), body);
    expect([answer.status, answer.error?.extensions]).toEqual([status, extensions]);
  });

  it("is refused when more bytes come than were announced", async () => {
    const body = "x".repeat(3 * 1024 * 1024 + 1);
    const answer = await bringIn(gateway, staff(), body, {}, { "transfer-encoding": "chunked" });
    expect([answer.status, answer.error?.extensions.code]).toEqual([413, "LIMIT_EXCEEDED"]);
  });

  it.each(["application/json", "multipart/form-data; boundary=x", "text/csv; charset=iso-8859-1", "text/csvx"])(
    "is refused as %s",
    async (type) => {
      const answer = await bringIn(gateway, staff(), "lastName\nX", {}, { "content-type": type });
      expect([answer.status, answer.error?.extensions]).toEqual([415, { code: "BAD_USER_INPUT" }]);
    },
  );

  it.each<[string, Record<string, string | object>, object]>([
    ["no JSON", { mapping: "{" }, { field: "mapping" }],
    ["a list", { mapping: "[]" }, { field: "mapping" }],
    ["a number", { mapping: { lastName: 1 } }, { field: "mapping" }],
    ["a header that isn't there", { mapping: { Nope: "firstName" } }, { field: "mapping", header: "Nope" }],
    ["an unknown field", { mapping: { lastName: "id" } }, { field: "mapping", name: "id" }],
    ["what is nobody's field", { mapping: { lastName: "customFields.nope" } }, { field: "mapping" }],
    ["a field of every object", { mapping: { lastName: "constructor" } }, { field: "mapping", name: "constructor" }],
    ["a field twice", { mapping: { lastName: "notes", email: "notes" } }, { field: "mapping", name: "notes" }],
    ["an unknown policy", { duplicates: "replace" }, { field: "duplicates" }],
    ["an unknown parameter", { dryRun: "true" }, { field: "dryRun" }],
  ])("is refused when the parameters hold %s", async (_, parameters, extensions) => {
    const answer = await bringIn(gateway, staff(), "lastName,email\nX,", parameters);
    expect(answer.status).toBe(400);
    expect(answer.error?.extensions).toMatchObject({ code: "BAD_USER_INPUT", ...extensions });
  });

  it("takes a row of two megabytes, and ends at a larger one with nothing written", async () => {
    const large = "x".repeat(2 * 1024 * 1024 - "Large,\n".length);
    const { summary } = await bringIn(gateway, staff(), `lastName,notes\nLarge,${large}\n`);
    expect(summary).toMatchObject({ isWritten: true, created: 1 });
    expect((await contactsNamed("Large"))[0].notes).toHaveLength(large.length);
    const larger = await bringIn(gateway, staff(), `lastName,notes\nLarger,\nLarger,${large}x\n`);
    expect(larger.status).toBe(200);
    expect(larger.summary).toMatchObject({
      isWritten: false,
      failure: { extensions: { code: "LIMIT_EXCEEDED", row: 3 } },
    });
    expect(await contactsNamed("Larger")).toEqual([]);
  });

  it.each([
    ["is never closed", 'Quoted,B\n"Quoted,C\nQuoted,D\n', 3],
    ["closes within a cell", 'Quoted,B\n"Quo"ted,C\nQuoted,D\n', 3],
    ["opens within a cell", 'Quoted,B\nQuoted,C\nQuoted,6" D\n', 4],
  ])("ends at a quotation mark that %s with nothing written, whatever comes of wrong rows", async (_, rows, row) => {
    const mistake = { extensions: { code: "BAD_USER_INPUT", field: "body", row }, message: expect.any(String) };
    const short = `lastName,firstName\n${rows}`;
    const { summary, error } = await bringIn(gateway, staff(), short, { onError: "skip" });
    expect(error ?? summary["failure"]).toMatchObject(mistake);
    const preview = await bringIn(gateway, staff(), short, { preview: "true" });
    expect([preview.status, preview.error]).toEqual([400, expect.objectContaining(mistake)]);

    const long = `lastName,firstName\n${"Quoted,A\n".repeat(5_000)}${rows}`;
    const { lines } = await bringIn(gateway, staff(), long, { onError: "skip" });
    expect(lines.at(0)).toEqual({ rows: 1_000 });
    mistake.extensions.row += 5_000;
    expect(lines.at(-1)).toMatchObject({ done: true, isWritten: false, failure: mistake });
    expect(await contactsNamed("Quoted")).toEqual([]);
  });

  it("ends at 200,000 rows", async () => {
    const file = (rows: number) => `lastName,x\n${",y\n".repeat(rows)}`;
    expect((await bringIn(gateway, staff(), file(200_000))).summary).toMatchObject({ rows: 200_000, failed: 200_000 });
    expect((await bringIn(gateway, staff(), file(200_001))).summary).toMatchObject({
      isWritten: false,
      failure: { extensions: { code: "LIMIT_EXCEEDED", limit: "fileRows", maximum: 200_000 } },
    });
  }, 60_000);

  it("is refused in JSON that is nested without an end, row by row", async () => {
    const deep = `{""a"":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    const file = `lastName,customFields\nDeep,"${deep}"\nDeep,[1]\nDeep,"{""a"":""\\u0000""}"\nDeep,"{""__proto__"":{""x"":1}}"`;
    const { summary } = await bringIn(gateway, staff(), file, { onError: "skip" });
    expect(summary).toMatchObject({ isWritten: true, created: 1, failed: 3 });
    expect(summary["errors"]).toEqual(
      [2, 3, 4].map((row) => ({ row, field: "customFields", code: "BAD_USER_INPUT", message: expect.any(String) })),
    );
    expect(Object.keys((await contactsNamed("Deep"))[0].custom_fields)).toEqual(["__proto__"]);
  });

  it("is no SQL, whatever it looks like", async () => {
    const file = 'lastName,notes\nHostile,"\'); drop table app_public.contacts; --"\nHostile,"{""a"": \\u0000 \\\\}"';
    expect((await bringIn(gateway, staff(), file)).summary).toMatchObject({ created: 2 });
    expect(await contactsNamed("Hostile")).toMatchObject([
      { notes: "'); drop table app_public.contacts; --" },
      { notes: '{"a": \\u0000 \\\\}' },
    ]);
  });
});

describe("a long import", () => {
  const rows = Array.from({ length: 4_000 }, (_, index) => `Long,${index}@long.test`);
  const file = `lastName,email\n${rows.join("\n")}`;

  it("says how far it is, and isn't seen until it is through", async () => {
    const { lines } = await bringIn(gateway, db.world.acme.members.staff, file.replaceAll("Long,", "Told,told"));
    expect(lines.slice(0, -1)).toEqual([1_000, 2_000, 3_000, 4_000].map((rows) => ({ rows })));
    expect(lines.at(-1)).toMatchObject({ isWritten: true, created: 4_000 });
  }, 60_000);

  it("is undone when the caller goes away", async () => {
    const headers = { "content-type": "text/csv", ...(await headersOf(gateway, db.world.acme.members.staff)) };
    const request = sendRequest(`${await addressOf(gateway)}/imports/contacts`, { method: "POST", headers });
    request.on("error", () => {});
    request.end(file);
    const [response] = (await once(request, "response")) as [IncomingMessage];
    response.on("error", () => {});
    const [line] = await once(response, "data");
    expect(String(line)).toContain('{"rows":1000}');
    request.destroy();
    await until(async () => {
      const { rows: busy } = await db.withRoot((root) =>
        root.query(
          "select from pg_stat_activity where usename = 'tenantry_authenticator' and datname = current_database() and state <> 'idle'",
        ),
      );
      return busy.length === 0;
    });
    expect(await contactsNamed("Long")).toEqual([]);
    expect((await bringIn(gateway, db.world.acme.members.staff, "lastName\nAfter")).summary).toMatchObject({
      created: 1,
    });
  }, 60_000);

  it("is undone when the database breaks it off, and says so", async () => {
    const headers = { "content-type": "text/csv", ...(await headersOf(gateway, db.world.acme.members.staff)) };
    const request = sendRequest(`${await addressOf(gateway)}/imports/contacts`, { method: "POST", headers });
    request.end(file.replaceAll("Long,", "Broken,broken"));
    const [response] = (await once(request, "response")) as [IncomingMessage];
    let text = "";
    response.setEncoding("utf8").on("data", (piece) => {
      text += piece;
    });
    const ended = once(response, "end");
    await once(response, "data");
    await breakConnections(db);
    await ended;
    expect(text).toContain('{"rows":1000}');
    expect(JSON.parse(text.trim().split("\n").at(-1) ?? "")).toMatchObject({
      done: true,
      isWritten: false,
      failure: { message: expect.any(String), extensions: { code: "UNAVAILABLE", reference: expect.any(String) } },
    });
    expect(await contactsNamed("Broken")).toEqual([]);
    expect((await bringIn(gateway, db.world.acme.members.staff, "lastName\nMended")).summary).toMatchObject({
      created: 1,
    });
  }, 60_000);

  it("has others wait once half of the connections are taken, and half of those by one organization", async () => {
    const { staff } = db.world.acme.members;
    const { owner } = db.world.globex;
    const url = `${await addressOf(gateway)}/imports/contacts`;
    const beginSlowly = async (caller: Actor) => {
      const headers = { "content-type": "text/csv", ...(await headersOf(gateway, caller)) };
      const request = sendRequest(url, { method: "POST", headers });
      const slow = { request, isRefused: false };
      request.on("error", () => {});
      request.once("response", (response) => {
        slow.isRefused = true;
        response.resume();
      });
      request.write("lastName\n");
      return slow;
    };
    const bring = (caller: Actor) => bringIn(gateway, caller, "lastName\nThird");
    /** One that is refused, since the one that asks has come before it, begins again. */
    const hold = async (caller: Actor) => {
      let slow = await beginSlowly(caller);
      await until(async () => {
        if ((await bring(caller)).status === 429) return true;
        if (slow.isRefused) slow = await beginSlowly(caller);
        return false;
      });
      return slow.request;
    };
    const held = [await hold(staff)];
    const refusals = [
      { extensions: { code: "LIMIT_EXCEEDED", limit: "tenantTransfers", maximum: 1, retryAfter: 5 } },
      { extensions: { code: "LIMIT_EXCEEDED", limit: "transfers", maximum: 2, retryAfter: 5 } },
    ];
    expect((await bring(staff)).error).toMatchObject(refusals[0] as object);
    expect((await bring(owner)).status).toBe(200);
    expect((await gateway.as(staff).query("{ me { id } }")).errors).toBeUndefined();

    held.push(await hold(owner));
    expect((await bring(staff)).error).toMatchObject(refusals[1] as object);
    for (const request of held) request.destroy();
    for (const caller of [staff, owner]) await until(async () => (await bring(caller)).status === 200);
  }, 60_000);
});
