type Insert = (table: string, row: Record<string, unknown>) => Promise<string>;

/** Automation of one organization. */
export interface AutomationRows {
  /** An active one with the steps "wait" and "send". */
  readonly workflowId: string;
  /** One that waits. */
  readonly workflowExecutionId: string;
  /** Asks for an opinion, and so makes no leads. */
  readonly formId: string;
  readonly formSubmissionId: string;
  /** Without a signing secret. */
  readonly webhookEndpointId: string;
  /** Waits to be delivered again. */
  readonly webhookDeliveryId: string;
  readonly webhookDeliveryAttemptId: string;
}

/**
 * Fills an organization with automation.
 *
 * @param insert - makes a row and gives its id
 * @param organization_id - the organization
 * @returns the ids
 */
export async function createAutomationWorld(insert: Insert, organization_id: string): Promise<AutomationRows> {
  const workflowId = await insert("workflows", {
    organization_id,
    name: "Follow up",
    trigger_type: "manual",
    status: "active",
    nodes: JSON.stringify([
      { id: "wait", type: "delay", hours: 1 },
      { id: "send", type: "send_sms", template: "Welcome" },
    ]),
    edges: JSON.stringify([{ id: "next", source: "wait", target: "send" }]),
  });
  const formId = await insert("forms", {
    organization_id,
    name: "Opinion",
    fields: JSON.stringify([{ name: "opinion", label: "What do you think?", type: "textarea" }]),
  });
  const webhookEndpointId = await insert("webhook_endpoints", {
    organization_id,
    url: "https://hooks.partner.example/tenantry",
    events: ["lead.created"],
  });
  const webhookDeliveryId = await insert("webhook_deliveries", {
    organization_id,
    endpoint_id: webhookEndpointId,
    event: "lead.created",
  });
  return {
    workflowId,
    workflowExecutionId: await insert("workflow_executions", { organization_id, workflow_id: workflowId }),
    formId,
    formSubmissionId: await insert("form_submissions", { organization_id, form_id: formId, data: { opinion: "Good" } }),
    webhookEndpointId,
    webhookDeliveryId,
    webhookDeliveryAttemptId: await insert("webhook_delivery_attempts", {
      organization_id,
      delivery_id: webhookDeliveryId,
      status_code: 500,
    }),
  };
}
