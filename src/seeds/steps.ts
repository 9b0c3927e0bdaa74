/** A file of db/seeds/load with one statement for the rows from $1 to $2 of what it is made from. */
export interface Step {
  readonly file: string;
  /** The temporary table whose rows are numbered, or the column of `tenant` that counts them. */
  readonly from: string;
}

const step = (file: string, from: string): Step => ({ file, from });

/** In the order in which they refer to each other. */
export const STEPS: readonly Step[] = [
  step("companies", "made_companies"),
  step("contacts", "made_contacts"),
  step("contact_credentials", "made_contacts"),
  step("contact_merges", "made_contacts"),
  step("contact_merge_values", "made_contacts"),
  step("contact_merge_references", "made_contacts"),
  step("client_invitations", "made_contacts"),
  step("client_invitation_secrets", "made_contacts"),
  step("leads", "made_leads"),
  step("lead_enrichments", "made_leads"),
  step("deals", "made_deals"),
  step("deal_stage_changes", "made_deals"),
  step("proposals", "made_proposals"),
  step("proposal_items", "made_proposals"),
  step("contracts", "made_proposals"),
  step("tickets", "made_tickets"),
  step("ticket_messages", "made_tickets"),
  step("ticket_status_changes", "made_tickets"),
  step("activities", "made_activities"),
  step("tasks", "tasks"),
  step("conversations", "made_conversations"),
  step("messages", "made_conversations"),
  step("calls", "made_calls"),
  step("call_campaign_targets", "made_calls"),
  step("appointments", "made_appointments"),
  step("reviews", "made_appointments"),
  step("workflow_executions", "made_executions"),
  step("form_submissions", "made_submissions"),
  step("webhook_deliveries", "deliveries"),
  step("webhook_delivery_attempts", "deliveries"),
  step("notifications", "notifications"),
  step("attachments", "attachments"),
  step("data_requests", "made_contacts"),
  step("audit_logs_of_contacts", "made_contacts"),
  step("audit_logs_of_deals", "made_deals"),
  step("security_events", "made_contacts"),
];
