import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { useDatabase } from "../support/database.ts";
import { type Answer, type PublicError, useGateway } from "../support/gateway.ts";

type Contact = Readonly<Record<string, unknown>> & { readonly id: string };

const db = useDatabase();
const gateway = useGateway(db);
const staff = () => gateway.as(db.world.acme.members.staff);

const FIELDS = `id firstName lastName name email phone lifecycleStage isActive tags notes customFields deletedAt
  dateOfBirth membershipStartsOn membershipEndsOn owner { id } company { id }`;
const CREATE_ONE = `mutation ($contact: ContactInput!) { createContact(input: { contact: $contact }) { contact { ${FIELDS} } } }`;
const CREATE_MANY = `mutation ($contacts: [ContactInput!]!) { createContacts(input: { contacts: $contacts }) { contacts { ${FIELDS} } } }`;
const UPDATE_ONE = `mutation ($id: UUID!, $patch: ContactPatch!) {
  updateContact(input: { id: $id, patch: $patch }) { contact { ${FIELDS} } }
}`;
const UPDATE_MANY = `mutation ($patches: [UpdateContactsItem!]!) {
  updateContacts(input: { patches: $patches }) { contacts { ${FIELDS} } }
}`;

/** Mostly one of the first, now and then one of the second. */
const mostly = <Value>(fine: readonly Value[], wrong: readonly Value[]) =>
  fc.oneof({ weight: 30, arbitrary: fc.constantFrom(...fine) }, { weight: 1, arbitrary: fc.constantFrom(...wrong) });

/** Contacts with some fields, of which some break a rule. The addresses are few enough to meet each other. */
const values = () =>
  fc.record(
    {
      firstName: fc.constantFrom("Ann", " Bob ", "", "–’“\\\"'", null),
      lastName: fc.oneof({ weight: 30, arbitrary: fc.string({ maxLength: 8 }) }, fc.constant("x".repeat(10_000))),
      email: mostly(
        [null, ...Array.from({ length: 20 }, (_, index) => `${index}@pair.test`)],
        ["half", "ANN@pair.test ", "ann@pair.test"],
      ),
      phone: mostly(["020 7946 0123", null], ["call me"]),
      lifecycleStage: fc.constantFrom("LEAD", "CUSTOMER"),
      tags: fc.constantFrom([], ["a", "b,c", '"'], ["{}", "null"]),
      notes: fc.constantFrom("line\nline", null),
      customFields: mostly<unknown>([{}, { a: { b: [1, null] } }], [[1]]),
      isActive: fc.constantFrom(true, false),
      dateOfBirth: mostly(["1990-02-28"], ["2999-01-01"]),
      membershipStartsOn: mostly(["2030-01-01", null], ["2031-01-01"]),
      membershipEndsOn: mostly(["2030-12-31"], ["2029-12-31"]),
      ownerId: mostly([db.world.acme.members.rep.membershipId, null], [db.world.globex.owner.membershipId]),
      companyId: mostly([db.world.acme.companies.norths], [db.world.globex.companyId]),
    },
    { requiredKeys: [] },
  );

const withoutIds = (rows: readonly Contact[]) => rows.map(({ id: _, ...row }) => row);

function errorOf({ message, extensions }: PublicError, row: number): object {
  return { message, extensions: { ...extensions, row } };
}

/** What single mutations one after the other come to, and what one of all the rows has to come to therefore. */
function expectAlike(
  singles: readonly Answer[],
  field: string,
  many: Answer,
  manyField: string,
  hasIds: boolean,
): void {
  const errors = singles.flatMap((answer, row) => (answer.errors ?? []).map((error) => errorOf(error, row)));
  const shown = (many.errors ?? []).map(({ message, extensions }) => ({ message, extensions }));
  expect(shown).toEqual(errors);
  if (errors.length > 0) {
    expect(many.data).toEqual({ [manyField]: null });
    return;
  }
  const one = singles.map((answer) => answer.get<Contact>(`${field}.contact`));
  const all = many.get<Contact[]>(`${manyField}.contacts`);
  expect(hasIds ? all : withoutIds(all)).toEqual(hasIds ? one : withoutIds(one));
}

const inDatabase = (sql: string, parameters: unknown[] = []) =>
  db.withRoot(async (root) => (await root.query(sql, parameters)).rows);

describe("many rows at once", () => {
  it("are created as they are one after the other, or refused for the same reasons", async () => {
    let [written, refused] = [0, 0];
    const known = (await inDatabase("select id from app_public.contacts")).map(({ id }) => id);
    const clear = () => inDatabase("delete from app_public.contacts where id <> all ($1)", [known]);
    await fc.assert(
      fc.asyncProperty(fc.array(values(), { minLength: 1, maxLength: 5 }), async (contacts) => {
        const singles: Answer[] = [];
        for (const contact of contacts) singles.push(await staff().query(CREATE_ONE, { contact }));
        await clear();
        const many = await staff().query(CREATE_MANY, { contacts });
        expectAlike(singles, "createContact", many, "createContacts", false);
        const left = await inDatabase("select from app_public.contacts where id <> all ($1)", [known]);
        expect(left).toHaveLength(many.errors ? 0 : contacts.length);
        await clear();
        if (many.errors) refused++;
        else written++;
      }),
      { numRuns: 40 },
    );
    expect(Math.min(written, refused)).toBeGreaterThan(2);
  }, 60_000);

  it("are changed as they are one after the other, or refused for the same reasons", async () => {
    let [written, refused] = [0, 0];
    const people = ["dan@pair.test", "eve@pair.test", "fay@pair.test"].map((email) => ({ email, firstName: email }));
    const made = await staff().query(CREATE_MANY, { contacts: people });
    const ids = made.get<Contact[]>("createContacts.contacts").map(({ id }) => id);
    const columns = (
      await inDatabase(`
        select string_agg(format('%1$I = b.%1$I', attname), ', ') as list from pg_attribute
        where attrelid = 'app_public.contacts'::regclass and attnum > 0 and not attisdropped and attgenerated = ''
          and attname not in ('id', 'organization_id', 'created_at', 'updated_at')`)
    )[0].list;
    await inDatabase("create table public.before as select * from app_public.contacts where email like '%@pair.test'");
    const reset = () =>
      inDatabase(`update app_public.contacts c set ${columns} from public.before b where c.id = b.id`);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(ids, { minLength: 1 }),
        fc.array(values(), { minLength: 3, maxLength: 3 }),
        async (some, patches) => {
          const items = some.map((id, place) => ({ id, patch: patches[place] ?? {} }));
          const singles: Answer[] = [];
          for (const item of items) singles.push(await staff().query(UPDATE_ONE, item));
          await reset();
          const many = await staff().query(UPDATE_MANY, { patches: items });
          expectAlike(singles, "updateContact", many, "updateContacts", true);
          await reset();
          if (many.errors) refused++;
          else written++;
        },
      ),
      { numRuns: 40 },
    );
    expect(Math.min(written, refused)).toBeGreaterThan(2);
  }, 60_000);
});
