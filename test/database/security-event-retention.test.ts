import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { applyAuditRetention, applySecurityEventRetention } from "../../src/audit/retention.ts";
import { readConfig } from "../../src/config/environment.ts";
import { useDatabase } from "../support/database.ts";
import { runProgram } from "../support/program.ts";

const MONTH = "2025-03";
const PARTITION = "security_events_2025_03";
/** More than are removed at once. */
const IN_ACME = 2_100;
/** Of the month before, which has no partition of its own. */
const IN_DEFAULT = 2_050;

describe("retention of security events", () => {
  const db = useDatabase();
  let directory: string;

  const query = async (sql: string, values: unknown[] = []) =>
    (await db.withRoot((root) => root.query(sql, values), db.urls.owner)).rows;
  const addEvents = (organizationId: string | null, month: string, count: number) =>
    query(
      `insert into app_public.security_events (organization_id, kind, actor_kind, detail, created_at)
       select $1, 'refused_token', 'anonymous', jsonb_build_object('number', i), ($2 || '-01 UTC')::timestamptz + make_interval(secs => i)
       from generate_series(1, $3) as i`,
      [organizationId, month, count],
    );
  const old = async () =>
    (await query("select count(*)::int as count from app_public.security_events where created_at < '2025-06-01'"))[0]
      .count;
  const recent = async () =>
    (
      await query(
        "select count(*)::int as count from app_public.security_events where created_at > now() - interval '29 days'",
      )
    )[0].count;
  const hasPartition = async () =>
    (await query("select to_regclass($1) is not null as exists", [`app_private.${PARTITION}`]))[0].exists;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "tenantry-archive-"));
    await query("delete from app_public.security_events where created_at < '2025-06-01'");
    await query(
      `create table if not exists app_private.${PARTITION} partition of app_public.security_events
       for values from ('2025-03-01 UTC') to ('2025-04-01 UTC')`,
    );
    await addEvents(db.world.acme.id, MONTH, IN_ACME);
    await addEvents(db.world.globex.id, MONTH, 2);
    await addEvents(null, MONTH, 3);
    await addEvents(null, "2025-02", IN_DEFAULT);
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it("is a year unless set", () => {
    expect(readConfig({}).audit).toEqual({ securityEventDays: 365 });
    expect(readConfig({ SECURITY_EVENT_RETENTION_DAYS: "90" }).audit.securityEventDays).toBe(90);
  });

  it("keeps what isn't old enough, and everything where nobody says how long", async () => {
    const all = await old();
    expect(await applySecurityEventRetention(db.urls.owner, {})).toMatchObject({ removed: 0, files: [] });
    expect(await applySecurityEventRetention(db.urls.owner, { securityEventDays: 36_500 })).toMatchObject({
      removed: 0,
    });
    // The audit log's time is another one.
    expect(await applyAuditRetention(db.urls.owner, { retentionDays: 30 })).toMatchObject({ removed: 0 });
    expect([await old(), await hasPartition()]).toEqual([all, true]);
  });

  it("drops whole months, deletes those without a partition in batches, and leaves what is recent and the audit log", async () => {
    const entries = "select count(*)::int as count from app_public.audit_logs";
    const before = [await recent(), await query(entries)];
    expect(await recent()).toBeGreaterThan(0);
    const told: string[] = [];
    const settings = { securityEventDays: 365 };
    const result = await applySecurityEventRetention(db.urls.owner, settings, (line) => told.push(line));
    expect(result).toEqual({ removed: IN_ACME + 5 + IN_DEFAULT, dropped: [PARTITION], files: [] });
    expect(told).toEqual([
      `Removed ${IN_DEFAULT} security events of 2025-02 of no organization.`,
      `Dropped the partition ${PARTITION}.`,
    ]);
    expect([await old(), await hasPartition()]).toEqual([0, false]);
    expect([await recent(), await query(entries)]).toEqual(before);
  });

  it("archives them first where that is asked for, those of no organization, too", async () => {
    const { acme, globex } = db.world;
    const settings = { securityEventDays: 365, archiveDirectory: directory };
    const { files } = await applySecurityEventRetention(db.urls.owner, settings);
    const name = (organization: string) => `${organization}.ndjson.gz`;
    const folder = join(directory, "security_events", MONTH);
    expect((await readdir(folder)).sort()).toEqual([acme.id, globex.id, "no-organization"].map(name).sort());
    expect(files).toHaveLength(4);
    const lines = gunzipSync(await readFile(join(folder, name(acme.id))))
      .toString()
      .trimEnd()
      .split("\n");
    expect(lines).toHaveLength(IN_ACME);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ organization_id: acme.id, kind: "refused_token" });
  });

  it("is done by npm run db:maintain", async () => {
    const output = await runProgram("maintain.ts", [], {
      DATABASE_URL: db.urls.owner,
      AUTH_DATABASE_URL: db.urls.authenticator,
      AUDIT_ARCHIVE_DIR: directory,
    });
    expect(output).toContain("Removing security events whose time is over …");
    expect(output).toContain(`Dropped the partition ${PARTITION}.`);
    expect(await old()).toBe(0);
    expect(await readdir(directory)).toEqual(["security_events"]);
  }, 60_000);

  it("is the owner's alone: whoever may read them can't remove them, nor can the gateway", async () => {
    const all = await old();
    await db.transaction(async (t) => {
      const { owner, admin, viewer } = db.world.acme.members;
      for (const actor of [owner, admin, viewer, db.world.acme.apiKey]) {
        await t.as(actor);
        expect(await t.refusal("delete from app_public.security_events")).toBe("42501");
        expect(await t.refusal(`drop table app_private.${PARTITION}`)).toBe("42501");
      }
      await t.as(owner);
      expect(await t.count("select from app_public.security_events where created_at < '2025-06-01'")).toBe(IN_ACME);
      await t.as(viewer);
      expect(await t.count("select from app_public.security_events")).toBe(0);
      await t.asAnonymous();
      expect(await t.refusal("delete from app_public.security_events")).toBe("42501");
    });
    const settings = { securityEventDays: 365 };
    await expect(applySecurityEventRetention(db.urls.authenticator, settings)).rejects.toThrow("permission denied");
    expect(await old()).toBe(all);
  });
});
