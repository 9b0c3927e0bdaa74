import { describe, expect, it } from "@jest/globals";
import { type Columns, describeAccess, insertStatement, nothing, refused } from "../../support/access.ts";
import { type TestTransaction, useDatabase } from "../../support/database.ts";

const TABLES = {
  webhook_deliveries: "webhookDeliveryId",
  webhook_delivery_attempts: "webhookDeliveryAttemptId",
} as const;

describe.each(Object.entries(TABLES))("app_public.%s", (table, id) => {
  const db = useDatabase();

  describeAccess(db, table, {
    rows: ({ acme }) => ({ "one that failed": acme.automation[id] }),
    who: {
      owner: { sees: ["one that failed"] },
      admin: { sees: ["one that failed"] },
      manager: nothing,
      staff: nothing,
      rep: nothing,
      viewer: nothing,
      northerner: nothing,
      apiKey: refused,
      stranger: nothing,
      anonymous: refused,
    },
  });
});

describe("a delivery", () => {
  const db = useDatabase();
  const SHOW = `select status, attempts, last_status_code, last_error, delivered_at is not null as delivered,
    extract(epoch from next_attempt_at - last_attempt_at)::int as wait
    from app_public.webhook_deliveries where id = $1`;

  const withDelivery = (
    work: (
      attempt: (columns: Columns) => Promise<Record<string, unknown> | undefined>,
      t: TestTransaction,
      id: string,
    ) => Promise<void>,
  ) =>
    db.transaction(async (t) => {
      const { id: organization_id, automation } = db.world.acme;
      await t.asOwner();
      const row = { organization_id, endpoint_id: automation.webhookEndpointId, event: "lead.created" };
      const id = await t.value<string>(...insertStatement("webhook_deliveries", row));
      const attempt = async (columns: Columns) => {
        await t.count(
          ...insertStatement("webhook_delivery_attempts", { organization_id, delivery_id: id, ...columns }),
        );
        return (await t.rows(SHOW, [id]))[0];
      };
      await work(attempt, t, id);
    });

  it("waits to be tried at once", () =>
    withDelivery(async (_, t, id) => {
      expect(
        await t.rows(
          "select status, next_attempt_at = now() as at_once from app_public.webhook_deliveries where id = $1",
          [id],
        ),
      ).toEqual([{ status: "pending", at_once: true }]);
    }));

  it("succeeds with an answer of the class 200", () =>
    withDelivery(async (attempt) => {
      expect(await attempt({ status_code: 204, duration_milliseconds: 80 })).toEqual({
        status: "succeeded",
        attempts: 1,
        last_status_code: 204,
        last_error: null,
        delivered: true,
        wait: null,
      });
    }));

  it("is tried again later and later, and then abandoned", () =>
    withDelivery(async (attempt) => {
      const states: unknown[] = [];
      for (let n = 1; n <= 8; n++) {
        const state = await attempt(n === 2 ? { error: "Timed out" } : { status_code: n === 1 ? 302 : 500 });
        states.push([state?.["status"], state?.["last_status_code"], state?.["last_error"], state?.["wait"]]);
      }
      expect(states).toEqual([
        ["failed", 302, null, 60],
        ["failed", null, "Timed out", 240],
        ["failed", 500, null, 960],
        ["failed", 500, null, 3840],
        ["failed", 500, null, 15360],
        ["failed", 500, null, 61440],
        ["failed", 500, null, 245760],
        ["abandoned", 500, null, null],
      ]);
    }));

  it("can succeed after a failure", () =>
    withDelivery(async (attempt) => {
      await attempt({ status_code: 503 });
      expect(await attempt({ status_code: 200 })).toMatchObject({
        status: "succeeded",
        attempts: 2,
        delivered: true,
        wait: null,
      });
    }));

  it("can't be tried without an outcome", () =>
    withDelivery(async (_, t, id) => {
      const row = { organization_id: db.world.acme.id, delivery_id: id };
      expect((await t.failure(...insertStatement("webhook_delivery_attempts", row))).constraint).toBe(
        "attempt_must_have_an_outcome",
      );
    }));
});
