import type { OwnedRows } from "../world.ts";

type Insert = (table: string, row: Record<string, unknown>) => Promise<string>;
type Owned = (
  table: string,
  ownerColumn: string,
  row: (whose: string) => Record<string, unknown>,
) => Promise<OwnedRows>;

/** The CRM's rows that have an owner, and those that belong to them. */
export interface CrmWorld {
  readonly leads: OwnedRows;
  /** One of each lead. */
  readonly leadEnrichments: OwnedRows;
  readonly proposals: OwnedRows;
  /** One of each proposal, all of which are drafts. */
  readonly proposalItems: OwnedRows;
  readonly contracts: OwnedRows;
  /** A rule that is switched off, so that leads have the score that is written. */
  readonly leadScoringRuleId: string;
}

/** A row of each kind, in the other organization. */
export interface OtherCrmWorld {
  readonly leadId: string;
  readonly leadEnrichmentId: string;
  readonly proposalId: string;
  readonly proposalItemId: string;
  readonly contractId: string;
  readonly leadScoringRuleId: string;
}

const ENRICHMENT = { provider: "Directory", data: { employees: 12 }, confidence: 0.8 };
const ITEM = { description: "Fence, per metre", quantity: 2.5, unit_price_cents: 1_000, tax_basis_points: 2_000 };

/** A field that nothing has, so that it stands in no test's way. */
const FIELD = { entity: "ticket", field_name: "machine", label: "Machine" };

const RULE = { name: "Can be called", field: "phone", points: 20, is_active: false };

/** Fills the organization under test. */
export async function createCrmWorld(insert: Insert, organization_id: string, owned: Owned): Promise<CrmWorld> {
  const ofEach = async (table: string, column: string, rows: OwnedRows, row: object): Promise<OwnedRows> => {
    const create = (id: string) => insert(table, { organization_id, [column]: id, ...row });
    return {
      reps: await create(rows.reps),
      teammates: await create(rows.teammates),
      outsiders: await create(rows.outsiders),
      norths: await create(rows.norths),
      souths: await create(rows.souths),
    };
  };
  await insert("custom_field_definitions", { organization_id, ...FIELD });
  const leads = await owned("leads", "assigned_to_id", (whose) => ({ first_name: whose, last_name: "lead" }));
  const proposals = await owned("proposals", "owner_id", (whose) => ({ title: `${whose} proposal` }));
  return {
    leads,
    leadEnrichments: await ofEach("lead_enrichments", "lead_id", leads, ENRICHMENT),
    proposals,
    proposalItems: await ofEach("proposal_items", "proposal_id", proposals, ITEM),
    contracts: await owned("contracts", "owner_id", (whose) => ({ title: `${whose} contract`, value_cents: 10_000 })),
    leadScoringRuleId: await insert("lead_scoring_rules", { organization_id, ...RULE }),
  };
}

/** Fills the other organization. */
export async function createOtherCrmWorld(insert: Insert, organization_id: string): Promise<OtherCrmWorld> {
  await insert("custom_field_definitions", { organization_id, ...FIELD });
  const leadId = await insert("leads", { organization_id, first_name: "Lena", last_name: "Lead" });
  const proposalId = await insert("proposals", { organization_id, title: "Globex proposal" });
  return {
    leadId,
    leadEnrichmentId: await insert("lead_enrichments", { organization_id, lead_id: leadId, ...ENRICHMENT }),
    proposalId,
    proposalItemId: await insert("proposal_items", { organization_id, proposal_id: proposalId, ...ITEM }),
    contractId: await insert("contracts", { organization_id, title: "Globex contract" }),
    leadScoringRuleId: await insert("lead_scoring_rules", { organization_id, ...RULE }),
  };
}
