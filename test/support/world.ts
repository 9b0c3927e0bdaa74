import { createHash } from "node:crypto";
import type { Client } from "pg";
import type { Actor, ApiKeyActor, ClientActor } from "./database.ts";
import { type AuditRows, createAuditWorld } from "./worlds/audit.ts";
import { type AutomationRows, createAutomationWorld } from "./worlds/automation.ts";
import { type CrmWorld, createCrmWorld, createOtherCrmWorld, type OtherCrmWorld } from "./worlds/crm.ts";
import { createFilesWorld, type FileRows } from "./worlds/files.ts";
import { type AcmeMessaging, createMessagingWorld, type GlobexMessaging } from "./worlds/messaging.ts";
import type { OwnedRows } from "./worlds/rows.ts";
import { createSchedulingWorld, type SchedulingWorld } from "./worlds/scheduling.ts";
import { createSupportWorld, type SupportWorld } from "./worlds/support.ts";
import { createTenancyWorld, type TenancyRows } from "./worlds/tenancy.ts";

/** The six system roles, and members who are special in another way. */
const ACME_MEMBERS = {
  owner: { role: "owner", name: "Olivia Owner" },
  admin: { role: "admin", name: "Adam Admin" },
  manager: { role: "manager", name: "Mona Manager" },
  staff: { role: "staff", name: "Stan Staff" },
  rep: { role: "rep", name: "Rita Rep" },
  /** A rep in the manager's team, as rita is. */
  teammate: { role: "rep", name: "Theo Teammate" },
  /** A rep in no team. */
  outsider: { role: "rep", name: "Oscar Outsider" },
  viewer: { role: "viewer", name: "Vera Viewer" },
  /** Staff limited to the north business. */
  northerner: { role: "staff", name: "Nora Northerner" },
} as const;

/** Makes a row of a table of the API and gives its id. */
export type Insert = (table: string, row: Record<string, unknown>) => Promise<string>;

/** A member of an organization, as an actor and as rows refer to them. */
export interface Member extends Actor {
  readonly organization: string;
  readonly membershipId: string;
  readonly roleId: string;
  readonly email: string;
}

export type { OwnedRows } from "./worlds/rows.ts";

/** An organization with what is in it. */
export interface Organization {
  readonly id: string;
  readonly slug: string;
  readonly pipelineId: string;
  /** The stages of the default pipeline by name: Lead, Qualified, Proposal, Won, Lost. */
  readonly stages: Readonly<Record<string, string>>;
  /** The system roles' ids. */
  readonly roles: Readonly<Record<"owner" | "admin" | "manager" | "staff" | "rep" | "viewer", string>>;
  /** A role of the organization's own, which nobody holds: Intern, who reads own contacts. */
  readonly intern: { readonly roleId: string; readonly permissionId: string };
  /** An API key with the role staff. */
  readonly apiKey: ApiKeyActor & { readonly id: string };
}

/** What the modules add to an organization. */
type Modules<Name extends "acme" | "globex"> = SchedulingWorld[Name] & SupportWorld[Name] & FileRows;

export interface World {
  /** The organization under test, with British phone numbers. */
  readonly acme: Organization & {
    readonly members: Readonly<Record<keyof typeof ACME_MEMBERS, Member>>;
    readonly businesses: { readonly north: string; readonly south: string };
    readonly teamId: string;
    /** Rita's contact, in the client portal. */
    readonly client: ClientActor;
    readonly companies: OwnedRows;
    readonly contacts: OwnedRows;
    readonly deals: OwnedRows;
    readonly activities: OwnedRows;
    readonly tasks: OwnedRows;
    readonly tenancy: TenancyRows;
    readonly audit: AuditRows;
    readonly messaging: AcmeMessaging;
    readonly automation: AutomationRows;
  } & CrmWorld &
    Modules<"acme">;
  /** Another organization, of which Acme must never see a row. */
  readonly globex: Organization & {
    readonly owner: Member;
    /** Staff limited to the business, and in the team. */
    readonly clerk: Member;
    readonly businessId: string;
    readonly teamId: string;
    readonly companyId: string;
    readonly contactId: string;
    readonly dealId: string;
    readonly activityId: string;
    readonly taskId: string;
    readonly tenancy: TenancyRows;
    readonly audit: AuditRows;
    readonly messaging: GlobexMessaging;
    readonly automation: AutomationRows;
  } & OtherCrmWorld &
    Modules<"globex">;
  /** A user who is a member of both organizations, staff in each. */
  readonly both: { readonly userId: string; readonly email: string };
  /** A user without any membership. */
  readonly nobody: { readonly userId: string; readonly email: string };
}

/**
 * Fills a database with two organizations, people of every role and rows of every kind.
 *
 * @param client - a connection of the owner
 * @returns the ids
 */
export async function createWorld(client: Client): Promise<World> {
  const insert: Insert = async (table, row) => {
    const columns = Object.keys(row);
    const { rows } = await client.query(
      `insert into app_public.${table} (${columns.join(", ")}) values (${columns.map((_, index) => `$${index + 1}`).join(", ")}) returning id`,
      Object.values(row),
    );
    return rows[0].id;
  };
  const createUser = async (name: string, email: string): Promise<string> => {
    const userId = await insert("users", { full_name: name, email });
    await client.query(
      "insert into app_private.user_identities (user_id, issuer, subject) select id, 'tenantry', id::text from app_public.users where id = $1",
      [userId],
    );
    return userId;
  };
  const createOrganization = async (name: string, slug: string, locale: string): Promise<Organization> => {
    const id = await insert("organizations", { name, slug, locale, external_id: `org_${slug}` });
    const named = async (sql: string) =>
      Object.fromEntries((await client.query(sql, [id])).rows.map((row) => [row.name, row.id]));
    const stages = await named("select s.name, s.id from app_public.pipeline_stages s where organization_id = $1");
    const roles = (await named(
      "select system_role as name, id from app_public.roles where organization_id = $1",
    )) as Organization["roles"];
    const { rows } = await client.query("select id from app_public.pipelines where organization_id = $1", [id]);
    const roleId = await insert("roles", { organization_id: id, name: "Intern" });
    const permission = { resource: "contacts", action: "read", scope: "own" };
    const permissionId = await insert("role_permissions", { organization_id: id, role_id: roleId, ...permission });
    const apiKeyId = await insert("api_keys", {
      organization_id: id,
      name: "Import",
      prefix: `tk_${slug}`,
      role_id: roles.staff,
    });
    const apiKeyDigest = createHash("sha256").update(`key of ${slug}`).digest("hex");
    await client.query("insert into app_private.api_key_secrets (api_key_id, digest) values ($1, decode($2, 'hex'))", [
      apiKeyId,
      apiKeyDigest,
    ]);
    const apiKey = { id: apiKeyId, apiKeyDigest };
    return { id, slug, pipelineId: rows[0].id, stages, roles, intern: { roleId, permissionId }, apiKey };
  };
  const createMember = async (
    organization: Organization,
    role: keyof Organization["roles"],
    name: string,
  ): Promise<Member> => {
    const email = `${name.split(" ")[0]?.toLowerCase()}@${organization.slug}.test`;
    const userId = await createUser(name, email);
    const roleId = organization.roles[role];
    const membershipId = await insert("memberships", {
      organization_id: organization.id,
      user_id: userId,
      role_id: roleId,
    });
    return { userId, organization: organization.id, membershipId, roleId, email };
  };

  const acme = await createOrganization("Acme", "acme", "en-GB");
  const members = {} as Record<keyof typeof ACME_MEMBERS, Member>;
  for (const [key, { role, name }] of Object.entries(ACME_MEMBERS)) {
    members[key as keyof typeof ACME_MEMBERS] = await createMember(acme, role, name);
  }
  const organization_id = acme.id;
  const businesses = {
    north: await insert("businesses", { organization_id, name: "Acme North", slug: "north" }),
    south: await insert("businesses", { organization_id, name: "Acme South", slug: "south" }),
  };
  await insert("business_memberships", {
    organization_id,
    membership_id: members.northerner.membershipId,
    business_id: businesses.north,
  });
  const teamId = await insert("teams", { organization_id, name: "Field sales" });
  for (const member of [members.manager, members.rep, members.teammate]) {
    await insert("team_members", { organization_id, team_id: teamId, membership_id: member.membershipId });
  }
  const owned = async (
    table: string,
    ownerColumn: string,
    row: (whose: string) => Record<string, unknown>,
  ): Promise<OwnedRows> => {
    const create = (whose: string, membershipId: string | null, business_id: string | null) =>
      insert(table, { organization_id, [ownerColumn]: membershipId, business_id, ...row(whose) });
    return {
      reps: await create("Rita’s", members.rep.membershipId, null),
      teammates: await create("Theo’s", members.teammate.membershipId, null),
      outsiders: await create("Oscar’s", members.outsider.membershipId, null),
      norths: await create("North’s", null, businesses.north),
      souths: await create("South’s", null, businesses.south),
    };
  };
  const companies = await owned("companies", "owner_id", (whose) => ({ name: `${whose} company` }));
  const contacts = await owned("contacts", "owner_id", (whose) => ({ first_name: whose, last_name: "contact" }));
  const deals = await owned("deals", "owner_id", (whose) => ({ title: `${whose} deal`, value_cents: 10_000 }));
  const activities = await owned("activities", "created_by_id", (whose) => ({
    kind: "call",
    subject: `${whose} call`,
  }));
  const tasks = await owned("tasks", "assignee_id", (whose) => ({ title: `${whose} task` }));
  const crm = await createCrmWorld(insert, organization_id, owned);

  const globex = await createOrganization("Globex", "globex", "en-US");
  const globexRow = { organization_id: globex.id };
  const globexOwner = await createMember(globex, "owner", "Greta Globex");
  const clerk = await createMember(globex, "staff", "Carl Clerk");
  const businessId = await insert("businesses", { ...globexRow, name: "Globex East", slug: "east" });
  await insert("business_memberships", { ...globexRow, membership_id: clerk.membershipId, business_id: businessId });
  const globexTeamId = await insert("teams", { ...globexRow, name: "Globex sales" });
  await insert("team_members", { ...globexRow, team_id: globexTeamId, membership_id: clerk.membershipId });
  const both = { userId: await createUser("Bo Both", "both@freelance.test"), email: "both@freelance.test" };
  for (const { id, roles } of [acme, globex]) {
    await insert("memberships", { organization_id: id, user_id: both.userId, role_id: roles.staff });
  }

  const globexContactId = await insert("contacts", { ...globexRow, first_name: "Gus", email: "gus@customer.test" });
  const acmeReferences = {
    organizationId: acme.id,
    businessId: businesses.north,
    roleId: acme.intern.roleId,
    membershipId: members.owner.membershipId,
    contactId: contacts.norths,
  };
  const globexReferences = {
    organizationId: globex.id,
    businessId,
    roleId: globex.intern.roleId,
    membershipId: globexOwner.membershipId,
    contactId: globexContactId,
  };
  // Undone, so that they stand in nobody's way.
  const undone = { undone_at: new Date() };
  await insert("contact_merges", {
    organization_id,
    contact_id: contacts.norths,
    merged_contact_id: contacts.souths,
    ...undone,
  });
  await insert("contact_merges", {
    ...globexRow,
    contact_id: globexContactId,
    merged_contact_id: globexContactId,
    ...undone,
  });
  const messaging = await createMessagingWorld(insert, owned, acme.id, globex.id);
  const acmeModules = { ...acme, businesses, contacts, members };
  const globexModules = { ...globex, contactId: globexContactId, owner: globexOwner };
  const maker = { insert, owned };
  const scheduling = await createSchedulingWorld(maker, acmeModules, globexModules);
  const support = await createSupportWorld(maker, acmeModules, globexModules);

  return {
    acme: {
      ...acme,
      ...scheduling.acme,
      ...support.acme,
      members,
      businesses,
      teamId,
      client: { contactId: contacts.reps },
      companies,
      contacts,
      deals,
      activities,
      tasks,
      tenancy: await createTenancyWorld(insert, acmeReferences),
      audit: await createAuditWorld(insert, acmeReferences),
      ...crm,
      messaging: messaging.acme,
      automation: await createAutomationWorld(insert, acme.id),
      ...(await createFilesWorld(insert, acme.id, { ...contacts })),
    },
    globex: {
      ...globex,
      ...scheduling.globex,
      ...support.globex,
      owner: globexOwner,
      clerk,
      businessId,
      teamId: globexTeamId,
      companyId: await insert("companies", { ...globexRow, name: "Globex customer" }),
      contactId: globexContactId,
      dealId: await insert("deals", { ...globexRow, title: "Globex deal" }),
      activityId: await insert("activities", { ...globexRow, kind: "note", subject: "Globex note" }),
      taskId: await insert("tasks", { ...globexRow, title: "Globex task" }),
      tenancy: await createTenancyWorld(insert, globexReferences),
      audit: await createAuditWorld(insert, globexReferences),
      ...(await createOtherCrmWorld(insert, globex.id)),
      messaging: messaging.globex,
      automation: await createAutomationWorld(insert, globex.id),
      ...(await createFilesWorld(insert, globex.id, { customer: globexContactId })),
    },
    both,
    nobody: { userId: await createUser("Nils Nobody", "nobody@freelance.test"), email: "nobody@freelance.test" },
  };
}
