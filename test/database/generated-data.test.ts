import { beforeAll, describe, expect, it } from "@jest/globals";
import { withConnection } from "../../src/database/connection.ts";
import { findUserId } from "../../src/database/demonstration-data.ts";
import { type LoadOptions, loadData } from "../../src/seeds/load.ts";
import { planTenants, SIZES } from "../../src/seeds/plan.ts";
import { useDatabase } from "../support/database.ts";

const SEED = 7;
const REQUEST = { ...SIZES.small, seed: SEED, asOf: "2026-03-04" };
const LOADED = "(select o.id from app_public.organizations o where o.slug like 'load-%')";

/** A row of counts as a new count gives it. */
const COUNTED = "to_jsonb(c) - '{id,business_key,is_total}'::text[]";

const TENANT_TABLES = `
  select c.oid::regclass::text as name
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped
  where c.relkind in ('r', 'p') and not c.relispartition
    and c.relnamespace in ('app_public'::regnamespace, 'app_private'::regnamespace, 'app_hidden'::regnamespace)
  order by 1
`;

const SWITCHED_OFF = "select tgrelid::regclass::text as name from pg_trigger where tgenabled <> 'O'";

/** What is settled and can't be written again. */
const SETTLED: readonly string[] = [
  "app_public.client_invitations",
  "app_public.proposal_items",
  "app_public.staff_invitations",
];

/** Each finds rows whose value differs from what it is defined as; the statement before it makes some. */
const RULES: Readonly<Record<string, readonly [breaking: string, rule: string]>> = {
  "a conversation shows its last message, and when that or its last call was": [
    "update app_public.conversations set last_message_preview = 'something else'",
    `
    select from app_public.conversations c
    left join lateral (
      select m.created_at, app_private.message_preview(m.subject, m.body) as preview from app_public.messages m
      where m.organization_id = c.organization_id and m.conversation_id = c.id order by m.created_at desc, m.id desc limit 1
    ) m on true
    where c.organization_id in ${LOADED} and (
      c.last_message_preview is distinct from m.preview
      or c.last_message_at is distinct from greatest(
        c.created_at, m.created_at,
        (select max(coalesce(k.started_at, k.created_at)) from app_public.calls k where k.organization_id = c.organization_id and k.conversation_id = c.id)
      )
    )`,
  ],
  "a conversation counts its contact’s unread messages": [
    "update app_public.conversations set unread_count = unread_count + 1",
    `
    select from app_public.conversations c
    where c.organization_id in ${LOADED} and c.unread_count <> (
      select count(*) from app_public.messages m
      where m.organization_id = c.organization_id and m.conversation_id = c.id and m.direction = 'inbound' and m.read_at is null
    )`,
  ],
  "a message has its conversation’s channel and contact": [
    "update app_public.messages set channel = 'call'",
    `
    select from app_public.messages m
    join app_public.conversations c on c.organization_id = m.organization_id and c.id = m.conversation_id
    where m.organization_id in ${LOADED} and (m.channel, m.contact_id) is distinct from (c.channel, c.contact_id)`,
  ],
  "a template counts its uses": [
    "update app_public.message_templates set usage_count = usage_count + 1",
    `
    select from app_public.message_templates t
    where t.organization_id in ${LOADED} and (t.usage_count, t.last_used_at) is distinct from (
      select row(count(*)::int, max(m.created_at)) from app_public.messages m where m.organization_id = t.organization_id and m.template_id = t.id
    )`,
  ],
  "a contact was last contacted when something last reached them": [
    "update app_public.contacts set last_contacted_at = now()",
    `
    select from app_public.contacts c
    where c.organization_id in ${LOADED} and c.last_contacted_at is distinct from greatest(
      (select max(a.occurred_at) from app_public.activities a where a.organization_id = c.organization_id and a.contact_id = c.id
       and a.kind in ('call', 'email', 'sms', 'whatsapp', 'meeting', 'ai_call')),
      (select max(m.sent_at) from app_public.messages m where m.organization_id = c.organization_id and m.contact_id = c.id
       and m.direction = 'outbound' and m.status in ('sent', 'delivered', 'read')),
      (select max(coalesce(k.started_at, k.created_at)) from app_public.calls k where k.organization_id = c.organization_id and k.contact_id = c.id
       and (k.status in ('in_progress', 'completed') or k.status = 'voicemail' and k.direction = 'outbound'))
    )`,
  ],
  "a lead was last contacted when something last reached them": [
    "update app_public.leads set last_contacted_at = now()",
    `
    select from app_public.leads l
    where l.organization_id in ${LOADED} and l.last_contacted_at is distinct from (
      select max(a.occurred_at) from app_public.activities a where a.organization_id = l.organization_id and a.lead_id = l.id
      and a.kind in ('call', 'email', 'sms', 'whatsapp', 'meeting', 'ai_call')
    )`,
  ],
  "a converted lead has its contact": [
    "update app_public.leads set converted_at = null",
    `
    select from app_public.leads l
    where l.organization_id in ${LOADED} and (
      (l.status = 'converted') <> (l.converted_at is not null) or l.status = 'converted' and l.contact_id is null or l.status <> 'lost' and l.lost_reason is not null
    )`,
  ],
  "a deal is closed in stages that close": [
    "update app_public.deals set closed_at = null",
    `
    select from app_public.deals d
    join app_public.pipeline_stages s on s.organization_id = d.organization_id and s.id = d.stage_id
    where d.organization_id in ${LOADED} and ((d.closed_at is null) <> (s.kind = 'open') or d.closed_at <> d.stage_changed_at or s.kind <> 'lost' and d.lost_reason is not null)`,
  ],
  "a deal’s history leads to its stage, without gaps": [
    "update app_public.deal_stage_changes set from_stage_id = null",
    `
    select from app_public.deals d
    cross join lateral (
      select (array_agg(h.to_stage_id order by h.created_at desc, h.id desc))[1] as stage_id, max(h.created_at) as at, min(h.created_at) as first_at,
        bool_and(h.from_stage_id is not distinct from h.previous_id) as is_whole
      from (
        select c.*, lag(c.to_stage_id) over (order by c.created_at, c.id) as previous_id from app_public.deal_stage_changes c
        where c.organization_id = d.organization_id and c.deal_id = d.id
      ) h
    ) h
    where d.organization_id in ${LOADED} and ((h.stage_id, h.at, h.first_at) is distinct from (d.stage_id, d.stage_changed_at, d.created_at) or not h.is_whole)`,
  ],
  "a proposal’s totals are those of its items": [
    "update app_public.proposals set tax_cents = tax_cents + 1",
    `
    select from app_public.proposals p
    where p.organization_id in ${LOADED} and (p.subtotal_cents, p.tax_cents) is distinct from (
      select row(sum(i.amount_cents)::bigint, sum(i.tax_cents)::bigint) from app_public.proposal_items i where i.organization_id = p.organization_id and i.proposal_id = p.id
    )`,
  ],
  "the last number given out is the highest": [
    "update app_public.tickets set number = number + 100000",
    `
    select from app_private.number_counters c
    where c.organization_id in ${LOADED} and c.last_number is distinct from case c.kind
      when 'proposals' then (select max(p.number) from app_public.proposals p where p.organization_id = c.organization_id)
      when 'contracts' then (select max(k.number) from app_public.contracts k where k.organization_id = c.organization_id)
      when 'tickets' then (select max(t.number) from app_public.tickets t where t.organization_id = c.organization_id)
    end`,
  ],
  "a ticket’s times are those of its messages": [
    "update app_public.tickets set first_response_at = created_at - interval '1 hour'",
    `
    select from app_public.tickets t
    cross join lateral (
      select max(m.created_at) as last_at, min(m.created_at) filter (where m.sender_type = 'agent' and not m.is_internal) as first_response_at
      from app_public.ticket_messages m where m.organization_id = t.organization_id and m.ticket_id = t.id
    ) m
    where t.organization_id in ${LOADED} and (t.last_activity_at, t.first_response_at) is distinct from (greatest(t.created_at, m.last_at), m.first_response_at)`,
  ],
  "a ticket’s history leads to its status, without gaps": [
    "update app_public.ticket_status_changes set to_status = 'pending'",
    `
    select from app_public.tickets t
    cross join lateral (
      select (array_agg(h.to_status order by h.created_at desc, h.id desc))[1] as status, max(h.created_at) as at,
        max(h.created_at) filter (where h.to_status = 'solved') as solved_at, max(h.created_at) filter (where h.to_status = 'closed') as closed_at,
        bool_and(h.from_status is not distinct from h.previous) as is_whole
      from (
        select c.*, lag(c.to_status) over (order by c.created_at, c.id) as previous from app_public.ticket_status_changes c
        where c.organization_id = t.organization_id and c.ticket_id = t.id
      ) h
    ) h
    where t.organization_id in ${LOADED} and (
      (h.status, h.at, h.solved_at, h.closed_at) is distinct from (t.status, t.status_changed_at, t.solved_at, t.closed_at) or not h.is_whole
    )`,
  ],
  "members are in one place at a time, whatever came of it": [
    "update app_public.appointments set status = 'canceled', ends_at = ends_at + interval '1 year'",
    `
    select from app_public.appointments a
    join app_public.appointments b on b.organization_id = a.organization_id and b.staff_id = a.staff_id and b.id > a.id
      and tstzrange(b.starts_at, b.ends_at) && tstzrange(a.starts_at, a.ends_at)
    where a.organization_id in ${LOADED}`,
  ],
  "what is still to come is planned, and nothing else": [
    "update app_public.appointments set status = 'completed'",
    `
    select from app_public.appointments a
    where a.organization_id in ${LOADED} and (a.starts_at >= '2026-03-04Z') <> (a.status in ('scheduled', 'confirmed'))`,
  ],
  "reviews are of what took place": [
    "update app_public.reviews set responded_at = now()",
    `
    select from app_public.reviews r
    join app_public.appointments a on a.organization_id = r.organization_id and a.id = r.appointment_id
    where r.organization_id in ${LOADED} and (a.status <> 'completed' or a.contact_id <> r.contact_id or (r.response is null) <> (r.responded_at is null))`,
  ],
  "a task is completed when it is done": [
    "update app_public.tasks set completed_at = now()",
    `
    select from app_public.tasks t where t.organization_id in ${LOADED} and (t.status = 'done') <> (t.completed_at is not null)`,
  ],
  "a workflow counts its executions": [
    "update app_public.workflows set failed_executions = failed_executions + 1",
    `
    select from app_public.workflows w
    where w.organization_id in ${LOADED} and (w.total_executions, w.successful_executions, w.failed_executions, w.last_run_at) is distinct from (
      select row(count(*)::int, (count(*) filter (where e.status = 'completed'))::int, (count(*) filter (where e.status = 'failed'))::int, max(e.started_at))
      from app_public.workflow_executions e where e.organization_id = w.organization_id and e.workflow_id = w.id
    )`,
  ],
  "a form counts its submissions": [
    "update app_public.forms set last_submission_at = now()",
    `
    select from app_public.forms f
    where f.organization_id in ${LOADED} and (f.submission_count, f.last_submission_at) is distinct from (
      select row(count(*)::int, max(s.created_at)) from app_public.form_submissions s where s.organization_id = f.organization_id and s.form_id = f.id
    )`,
  ],
  "a delivery counts its attempts": [
    "update app_public.webhook_deliveries set attempts = attempts + 1",
    `
    select from app_public.webhook_deliveries d
    where d.organization_id in ${LOADED} and (d.attempts, d.last_attempt_at, d.delivered_at) is distinct from (
      select row(count(*)::int, max(a.attempted_at), max(a.attempted_at) filter (where a.status_code = 200))
      from app_public.webhook_delivery_attempts a where a.organization_id = d.organization_id and a.delivery_id = d.id
    )`,
  ],
  "the daily metrics are those of a new count": [
    "update app_hidden.daily_metric_counts set new_contacts = new_contacts + 1",
    `(
      select to_jsonb(r) from app_private.daily_metrics_recount r where organization_id in ${LOADED}
      except all select ${COUNTED} from app_hidden.daily_metric_counts c
    ) union all (
      select ${COUNTED} from app_hidden.daily_metric_counts c where organization_id in ${LOADED}
      except all select to_jsonb(r) from app_private.daily_metrics_recount r
    )`,
  ],
  "nothing was made on or after the day": [
    "update app_public.activities set occurred_at = occurred_at + interval '2 years'",
    `
    select from app_public.messages m where m.organization_id in ${LOADED} and m.created_at >= '2026-03-04Z'
    union all select from app_public.activities a where a.organization_id in ${LOADED} and a.occurred_at >= '2026-03-04Z'
    union all select from app_public.ticket_messages t where t.organization_id in ${LOADED} and t.created_at >= '2026-03-04Z'`,
  ],
};

describe("data for load tests", () => {
  const db = useDatabase();
  const other = useDatabase();
  let made: Awaited<ReturnType<typeof loadData>>;
  const shown: number[] = [];

  const load = (request: Parameters<typeof loadData>[0], options: Omit<LoadOptions, "ownerUrl"> = {}, database = db) =>
    loadData(request, { ownerUrl: database.urls.owner, ...options });
  const names = (sql: string, database = db) =>
    database.withRoot(async (root) => (await root.query<{ name: string }>(sql)).rows.map(({ name }) => name));

  /** One line per table: how many rows the generated organizations have, and a digest of them. */
  const digests = async (database = db) => {
    const tables = await names(TENANT_TABLES, database);
    return database.withRoot(async (root) => {
      const found: Record<string, string> = {};
      const users = `(select m.user_id from app_public.memberships m where m.organization_id in ${LOADED})`;
      const sources = [
        // An identity says in which order rows were counted, which isn’t the same for two connections.
        ...tables.map((name) => {
          const row = name.startsWith("app_hidden.") ? "to_jsonb(t) - 'id'" : "t.*";
          return [name, `select ${row} from ${name} t where t.organization_id in ${LOADED}`] as const;
        }),
        ["users", `select u.* from app_public.users u where u.id in ${users}`] as const,
        ["identities", `select i.* from app_private.user_identities i where i.user_id in ${users}`] as const,
        ["sessions", `select s.* from app_private.sessions s where s.user_id in ${users}`] as const,
      ];
      for (const [name, sql] of sources) {
        const { rows } = await root.query(
          `select count(*) || ' ' || coalesce(md5(string_agg(md5(r::text), '' order by md5(r::text))), '') as digest from (${sql}) r`,
        );
        found[name] = rows[0].digest;
      }
      return found;
    });
  };

  beforeAll(async () => {
    made = await load(REQUEST, { rootUrl: db.urls.root, onRows: (rows) => shown.push(rows) });
  }, 120_000);

  it("makes about as many rows as it was asked for, and counts them", () => {
    expect(made).toMatchObject({ made: REQUEST.tenants, found: 0 });
    expect(made.rows).toBeGreaterThan(REQUEST.rows * 0.9);
    expect(made.rows).toBeLessThan(REQUEST.rows * 1.1);
    expect(made.totals).toBeGreaterThan(0);
    expect(shown.reduce((sum, rows) => sum + rows, 0)).toBe(made.rows);
  });

  it("gives every table rows in every organization", async () => {
    const tables = await names(TENANT_TABLES);
    expect(tables.length).toBeGreaterThan(40);
    const empty = await names(
      tables
        .map(
          (table) =>
            `select o.slug || ': ${table}' as name from app_public.organizations o where o.slug like 'load-%' and not exists (select from ${table} t where t.organization_id = o.id)`,
        )
        .join(" union all "),
    );
    expect(empty).toEqual([]);
  });

  it("gives the first organization most, and the others less and less", async () => {
    const counts = await db.withRoot(async (root) => {
      const { rows } = await root.query<{ n: string }>(
        `select count(*) as n from app_public.contacts c join app_public.organizations o on o.id = c.organization_id
         where o.slug like 'load-%' group by o.slug order by o.slug`,
      );
      return rows.map(({ n }) => Number(n));
    });
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(counts[0]).toBeGreaterThan(counts.reduce((sum, n) => sum + n) * 0.35);
  });

  it.each(Object.entries(RULES))("keeps the rule that %s", async (_, [breaking, rule]) => {
    await db.withRoot(async (root) => {
      expect((await root.query(rule)).rowCount).toBe(0);
      await root.query("begin; set local session_replication_role = replica");
      await root.query(breaking);
      expect((await root.query(rule)).rowCount).toBeGreaterThan(0);
      await root.query("rollback");
    });
  });

  it("refers to nothing that isn’t there", async () => {
    const broken = await db.withRoot(async (root) => {
      const { rows } = await root.query<{ name: string; sql: string }>(`
        select k.conrelid::regclass || ' ' || k.conname as name,
          format('select count(*)::int as n from %s a where %s and not exists (select from %s b where %s)', k.conrelid::regclass,
            (select string_agg(format('a.%I is not null', f.attname), ' and ') from unnest(k.conkey) x join pg_attribute f on f.attrelid = k.conrelid and f.attnum = x),
            k.confrelid::regclass,
            (select string_agg(format('a.%I = b.%I', f.attname, g.attname), ' and ')
             from unnest(k.conkey, k.confkey) x (here, there)
             join pg_attribute f on f.attrelid = k.conrelid and f.attnum = x.here
             join pg_attribute g on g.attrelid = k.confrelid and g.attnum = x.there)) as sql
        from pg_constraint k
        where k.contype = 'f' and k.conparentid = 0
      `);
      expect(rows.length).toBeGreaterThan(100);
      const found: string[] = [];
      for (const { name, sql } of rows) {
        const result = await root.query<{ n: number }>(sql);
        if (result.rows[0]?.n !== 0) found.push(name);
      }
      return found;
    });
    expect(broken).toEqual([]);
  }, 60_000);

  it("is as the triggers would have left it: writing it again changes nothing and is refused for what is settled only", async () => {
    const tables = (await names(TENANT_TABLES)).filter((name) => name.startsWith("app_public."));
    const changed: string[] = [];
    await db.transaction(async (t) => {
      await t.asOwner();
      for (const table of tables) {
        const columns = await t.rows<{ name: string }>(
          `select quote_ident(attname) as name from pg_attribute
           where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''
             and attname not in ('id', 'organization_id', 'created_at', 'updated_at')`,
          [table],
        );
        const state = `select coalesce(md5(string_agg(md5((to_jsonb(t) - 'updated_at')::text), '' order by t.id)), '') from ${table} t where t.organization_id in ${LOADED}`;
        const before = await t.value(state);
        const assignments = columns.map(({ name }) => `${name} = t.${name}`).join(", ");
        const update = `update ${table} t set ${assignments} where t.organization_id in ${LOADED}`;
        if (SETTLED.includes(table)) expect([table, await t.refusal(update)]).toEqual([table, "TN409"]);
        else expect([table, await t.count(update)]).not.toEqual([table, 0]);
        if ((await t.value(state)) !== before) changed.push(table);
      }
      // Values of the organization's own fields are only looked at when they change.
      for (const table of ["contacts", "companies", "leads", "deals", "tickets"]) {
        const touched = `update app_public.${table} t set custom_fields = custom_fields || '{"touched": true}' where t.organization_id in ${LOADED}`;
        expect(await t.count(touched)).toBeGreaterThan(0);
      }
    });
    expect(changed).toEqual([]);
  }, 120_000);

  it("lets the owner sign in and read their organization, and a rep their part of it", async () => {
    const id = await findUserId(db.urls.owner, `owner@load-${SEED}-0001.test`);
    await db.transaction(async (t) => {
      const rep = await t.value<string>(
        `select m.user_id from app_public.memberships m
         join app_public.organizations o on o.id = m.organization_id and o.slug = 'load-${SEED}-0001'
         join app_public.roles r on r.id = m.role_id and r.system_role = 'rep' order by m.created_at limit 1`,
      );
      const all = await t.value<string>(
        `select count(*) from app_public.contacts c join app_public.organizations o on o.id = c.organization_id where o.slug = 'load-${SEED}-0001'`,
      );
      await t.as({ userId: id ?? "" });
      expect(await t.value("select count(*) from app_public.contacts")).toBe(all);
      await t.as({ userId: rep });
      const own = Number(await t.value("select count(*) from app_public.contacts"));
      expect(own).toBeGreaterThan(0);
      expect(own).toBeLessThan(Number(all));
    });
  });

  it("is there already the second time, and refuses other sizes of the same seed", async () => {
    const again = await load({ ...SIZES.small, seed: SEED });
    expect(again).toEqual({ rows: 0, totals: 0, made: 0, found: REQUEST.tenants });
    await expect(load({ tenants: 2, rows: 2_000, seed: SEED })).rejects.toThrow(
      /--tenants 5 --rows 20000 --as-of 2026-03-04/,
    );
    await expect(load({ ...REQUEST, asOf: "2026-03-05" })).rejects.toThrow(/another --seed/);
  });

  it("is the same for the same seed, without a superuser too, and another for another seed", async () => {
    const said: string[] = [];
    await load(REQUEST, { onProgress: (message) => said.push(message) }, other);
    expect(said).toEqual([expect.stringMatching(/session_replication_role/)]);
    expect(await names(SWITCHED_OFF, other)).toEqual([]);
    expect(await digests(other)).toEqual(await digests());

    const [plan] = planTenants(REQUEST);
    const [another] = planTenants({ ...REQUEST, seed: SEED + 1 });
    expect(another?.columns["seed"]).not.toBe(plan?.columns["seed"]);
  }, 180_000);

  it("leaves nothing behind when it fails, no trigger switched off either", async () => {
    const request = { tenants: 2, rows: 1_000, seed: 99, asOf: "2026-03-04" };
    await withConnection(other.urls.owner, (owner) =>
      owner.query("insert into app_public.users (email) values ('owner@load-99-0002.test')"),
    );
    await expect(load(request, {}, other)).rejects.toThrow(/users_email_key/);
    expect(await names(SWITCHED_OFF, other)).toEqual([]);
    const slugs = "select slug as name from app_public.organizations where slug like 'load-99-%'";
    expect(await names(slugs, other)).toEqual(["load-99-0001"]);

    await withConnection(other.urls.owner, (owner) =>
      owner.query("delete from app_public.users where email = 'owner@load-99-0002.test'"),
    );
    expect(await load(request, {}, other)).toMatchObject({ made: 1, found: 1 });
    expect(await names(`${slugs} order by 1`, other)).toEqual(["load-99-0001", "load-99-0002"]);
  }, 60_000);
});
