import { describe, expect, it } from "@jest/globals";
import {
  type Columns,
  describeAccess,
  insertStatement,
  nothing,
  ownedRows,
  refused,
  updateStatement,
} from "../../support/access.ts";
import { useDatabase } from "../../support/database.ts";

const ALL = ["Rita's", "Theo's", "Oscar's", "the north's", "the south's"];
const ALL_BUT_SOUTH = ALL.filter((name) => name !== "the south's");
const TEAM = ["Rita's", "Theo's"];
const db = useDatabase();

describe("app_public.call_campaigns", () => {
  const everywhere = ["a campaign", "in the north", "in the south"];
  const everything = { sees: ALL, adds: everywhere, changes: ALL, archives: ALL };
  describeAccess(db, "call_campaigns", {
    rows: ({ acme }) => ownedRows(acme.messaging.callCampaigns),
    additions: ({ acme: { businesses } }) => ({
      "a campaign": { name: "New" },
      "in the north": { name: "New", business_id: businesses.north },
      "in the south": { name: "New", business_id: businesses.south },
    }),
    change: { status: "running" },
    who: {
      owner: everything,
      admin: everything,
      manager: { sees: ALL, adds: everywhere, changes: TEAM, archives: TEAM },
      staff: everything,
      rep: { sees: ["Rita's"], adds: everywhere, changes: ["Rita's"], archives: ["Rita's"] },
      viewer: { sees: ALL, adds: [], changes: [], archives: [] },
      northerner: {
        sees: ALL_BUT_SOUTH,
        adds: ["a campaign", "in the north"],
        changes: ALL_BUT_SOUTH,
        archives: ALL_BUT_SOUTH,
      },
      stranger: nothing,
      anonymous: refused,
    },
  });

  it("can't end before they begin", () =>
    db.transaction(async (t) => {
      const { members, messaging } = db.world.acme;
      await t.as(members.staff);
      const change = (columns: Columns) => updateStatement("call_campaigns", messaging.callCampaigns.reps, columns);
      const starts_at = "2026-01-02T00:00:00Z";
      expect(await t.refusal(...change({ starts_at, ends_at: "2026-01-01T00:00:00Z" }))).toBe("23514");
      expect(await t.count(...change({ starts_at, ends_at: "2026-01-03T00:00:00Z" }))).toBe(1);
    }));
});

describe("app_public.call_campaign_targets", () => {
  const everything = { sees: ALL, adds: ALL, changes: ALL, deletes: ALL };
  describeAccess(db, "call_campaign_targets", {
    rows: ({ acme }) => ownedRows(acme.messaging.callCampaignTargets),
    additions: ({ acme }) =>
      Object.fromEntries(
        Object.entries(ownedRows(acme.messaging.callCampaigns)).map(([whose, campaign_id]) => [
          whose,
          { campaign_id, phone: "+442079460901" },
        ]),
      ),
    change: { state: "skipped" },
    who: {
      owner: everything,
      admin: everything,
      manager: { sees: ALL, adds: TEAM, changes: TEAM, deletes: TEAM },
      staff: everything,
      rep: { sees: ["Rita's"], adds: ["Rita's"], changes: ["Rita's"], deletes: ["Rita's"] },
      viewer: { sees: ALL, adds: [], changes: [], deletes: [] },
      northerner: { sees: ALL_BUT_SOUTH, adds: ALL_BUT_SOUTH, changes: ALL_BUT_SOUTH, deletes: ALL_BUT_SOUTH },
      stranger: nothing,
      anonymous: refused,
    },
  });

  it("are called at the contact's or the lead's number, or at one that is given, once in each campaign", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      const organization_id = acme.id;
      await t.asOwner();
      await t.count(...updateStatement("contacts", acme.contacts.norths, { phone: "+442079460902" }));
      const lead_id = await t.value(...insertStatement("leads", { organization_id, phone: "+442079460903" }));
      await t.as(acme.members.staff);
      const campaign_id = acme.messaging.callCampaigns.reps;
      const attempt = (columns: Columns) => insertStatement("call_campaign_targets", { campaign_id, ...columns });
      const phoneOf = async (columns: Columns) =>
        t.value("select phone from app_public.call_campaign_targets where id = $1", [
          await t.value(...attempt(columns)),
        ]);
      expect(await phoneOf({ contact_id: acme.contacts.norths })).toBe("+442079460902");
      expect(await phoneOf({ lead_id })).toBe("+442079460903");
      expect(await phoneOf({ phone: "020 7946 0904" })).toBe("+442079460904");
      expect(await t.refusal(...attempt({ phone: "(020) 79460904" }))).toBe("23505");
      for (const columns of [{}, { contact_id: acme.contacts.souths }, { phone: "unknown" }]) {
        const error = await t.failure(...attempt(columns));
        expect([error.code, error.detail]).toEqual(["TN400", '{"field": "phone"}']);
      }
    }));

  it("don't tell the number of a contact or lead out of sight", () =>
    db.transaction(async (t) => {
      const { acme } = db.world;
      await t.asOwner();
      await t.count(...updateStatement("contacts", acme.contacts.norths, { phone: "+442079460905" }));
      await t.count(...updateStatement("contacts", acme.contacts.reps, { phone: "+442079460906" }));
      const lead = (phone: string, assigned_to_id: string) =>
        t.value<string>(...insertStatement("leads", { organization_id: acme.id, phone, assigned_to_id }));
      const others = await lead("+442079460907", acme.members.outsider.membershipId);
      const own = await lead("+442079460908", acme.members.rep.membershipId);
      await t.as(acme.members.rep);
      const campaign_id = acme.messaging.callCampaigns.reps;
      const attempt = (columns: Columns) => insertStatement("call_campaign_targets", { campaign_id, ...columns });
      for (const columns of [{ contact_id: acme.contacts.norths }, { lead_id: others }]) {
        const error = await t.failure(...attempt(columns));
        expect([error.code, error.detail]).toEqual(["TN400", '{"field": "phone"}']);
      }
      expect(await t.count(...attempt({ contact_id: acme.contacts.reps }))).toBe(1);
      expect(await t.count(...attempt({ lead_id: own }))).toBe(1);
    }));

  it("count how often they were dialled", () =>
    db.transaction(async (t) => {
      const { members, messaging } = db.world.acme;
      const id = messaging.callCampaignTargets.reps;
      await t.as(members.staff);
      for (const state of ["dialing", "dialing", "pending", "dialing", "failed"]) {
        await t.count(...updateStatement("call_campaign_targets", id, { state }));
      }
      expect(
        await t.rows(
          "select attempts, last_attempt_at = now() as now from app_public.call_campaign_targets where id = $1",
          [id],
        ),
      ).toEqual([{ attempts: 2, now: true }]);
      expect(await t.refusal(...updateStatement("call_campaign_targets", id, { attempts: 0 }))).toBe("42501");
    }));
});
