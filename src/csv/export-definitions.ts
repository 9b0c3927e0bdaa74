/** How a column becomes text. */
export type ColumnKind = "text" | "time" | "list" | "object";

/** What can be taken out as CSV. */
export interface ExportDefinition {
  /** The table, and the resource of its permissions. */
  readonly resource: "contacts" | "companies" | "leads" | "deals" | "tickets";
  /** What the organization's own fields call it. */
  readonly entity: string;
  /** The columns that say whose a row is. */
  readonly owners: readonly string[];
  /** Columns by their name in the API, in the order of the file; custom fields follow. */
  readonly columns: Readonly<Record<string, ColumnKind>>;
}

const TIMES = { createdAt: "time", updatedAt: "time", deletedAt: "time" } as const;

function texts<const Names extends readonly string[]>(...names: Names): Record<Names[number], "text"> {
  return Object.fromEntries(names.map((name) => [name, "text"])) as Record<Names[number], "text">;
}

/** Every file that the gateway offers. */
export const EXPORTS: readonly ExportDefinition[] = [
  {
    resource: "contacts",
    entity: "contact",
    owners: ["owner_id"],
    columns: {
      ...texts("id", "firstName", "lastName", "email", "phone", "companyId", "ownerId", "businessId", "lifecycleStage"),
      ...texts("source", "dateOfBirth", "gender", "emergencyContactName", "emergencyContactPhone", "membershipStatus"),
      ...texts("membershipStartsOn", "membershipEndsOn", "isActive", "emailVerified", "mergedIntoId"),
      tags: "list",
      notes: "text",
      lastContactedAt: "time",
      ...TIMES,
    },
  },
  {
    resource: "companies",
    entity: "company",
    owners: ["owner_id"],
    columns: {
      ...texts("id", "name", "domain", "businessType", "phone", "email", "website", "address", "ownerId", "businessId"),
      onlinePresence: "object",
      tags: "list",
      ...TIMES,
    },
  },
  {
    resource: "leads",
    entity: "lead",
    owners: ["assigned_to_id"],
    columns: {
      ...texts("id", "firstName", "lastName", "email", "phone", "companyId", "contactId", "assignedToId", "businessId"),
      ...texts("status", "leadScore", "aiScore", "lostReason", "source", "utmSource", "utmMedium", "utmCampaign"),
      sourceDetails: "object",
      tags: "list",
      notes: "text",
      lastContactedAt: "time",
      convertedAt: "time",
      ...TIMES,
    },
  },
  {
    resource: "deals",
    entity: "deal",
    owners: ["owner_id"],
    columns: {
      ...texts("id", "title", "pipelineId", "stageId", "contactId", "leadId", "companyId", "ownerId", "businessId"),
      ...texts("valueCents", "currency", "probability", "weightedValueCents", "expectedCloseOn", "lostReason"),
      tags: "list",
      stageChangedAt: "time",
      closedAt: "time",
      ...TIMES,
    },
  },
  {
    resource: "tickets",
    entity: "ticket",
    owners: ["assigned_to_id", "created_by_id"],
    columns: {
      ...texts("id", "number", "subject", "status", "priority", "channel", "contactId", "assignedToId", "teamId"),
      ...texts("createdById", "businessId", "mergedIntoId"),
      tags: "list",
      metadata: "object",
      statusChangedAt: "time",
      firstResponseAt: "time",
      solvedAt: "time",
      closedAt: "time",
      lastActivityAt: "time",
      ...TIMES,
    },
  },
];

/**
 * Says what the database calls a field of the API.
 *
 * @param field - such as `firstName`
 * @returns such as `first_name`
 */
export function columnOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
