import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { createEncryptionKey } from "../../support/encryption-key.ts";
import { useGateway } from "../../support/gateway.ts";

const db = useDatabase();
const gateway = useGateway(db);
const admin = () => gateway.as(db.world.acme.members.admin);

describe("a webhook endpoint", () => {
  it("is set up, given a secret and switched on", async () => {
    const { insert } = await createEncryptionKey();
    await db.withRoot((root) => root.query(...insert));
    const endpoint = { url: "https://hooks.partner.example/acme", events: ["lead.created", "deal.stage_changed"] };
    const created = await admin().run("automation/CreateWebhookEndpoint", { endpoint });
    expect(created.get("createWebhookEndpoint.webhookEndpoint")).toMatchObject({
      isActive: false,
      signingSecretSetAt: null,
    });
    const endpointId = created.get("createWebhookEndpoint.webhookEndpoint.id");
    const switchOn = () =>
      admin().run("automation/UpdateWebhookEndpoint", { id: endpointId, patch: { isActive: true } });
    expect((await switchOn()).code).toBe("BAD_USER_INPUT");
    const secret = "whsec_0123456789abcdefghijklmnop";
    const set = await admin().run("automation/SetWebhookSigningSecret", { endpointId, secret });
    expect(set.get("setWebhookSigningSecret.webhookEndpoint")).toEqual({
      id: endpointId,
      signingSecretSetAt: expect.any(String),
    });
    expect((await switchOn()).get("updateWebhookEndpoint.webhookEndpoint.isActive")).toBe(true);
    expect(gateway.log.some((line) => line.includes(secret))).toBe(false);
  });

  it("cannot be inside the network, nor be told of what doesn't exist", async () => {
    const attempt = async (endpoint: object) =>
      (await admin().run("automation/CreateWebhookEndpoint", { endpoint })).refusal;
    expect(await attempt({ url: "https://169.254.169.254/" })).toEqual({ code: "BAD_USER_INPUT", field: "url" });
    expect(await attempt({ url: "https://partner.example", events: ["lead.vanished"] })).toEqual({
      code: "BAD_USER_INPUT",
      field: "events",
      rule: "event",
    });
  });

  it("shows its deliveries to those who manage webhooks", async () => {
    const filter = { status: { equalTo: "FAILED" } };
    const { webhookEndpointId } = db.world.acme.automation;
    expect(
      (await admin().run("automation/ListWebhookDeliveries", { filter })).get("webhookDeliveries.nodes"),
    ).toMatchObject([
      {
        event: "LEAD_CREATED",
        attempts: 1,
        lastStatusCode: 500,
        endpoint: { id: webhookEndpointId },
        webhookDeliveryAttempts: { nodes: [{ statusCode: 500, error: null }] },
      },
    ]);
    const staff = gateway.as(db.world.acme.members.staff);
    expect((await staff.run("automation/ListWebhookDeliveries", { filter })).get("webhookDeliveries.nodes")).toEqual(
      [],
    );
  });
});
