import type { Pool } from "pg";
import { SafeError } from "postgraphile/grafast";
import type { RequestClient, RunAsRequest } from "../database/run-as-request.ts";
import type { RequestIdentity } from "../graphile/context.ts";
import { exceeded } from "../graphile/limit-exceeded.ts";
import { type Announcement, type Revocation, type RowChange, readAnnouncement } from "./change.ts";
import { ChangeListener } from "./change-listener.ts";
import type { ConnectionSlots } from "./connection-slots.ts";
import { createFairTurns, type TakeFairTurn } from "./fair-turns.ts";
import { type Ending, type LiveActor, LiveConnection } from "./live-connection.ts";
import { LiveOrganizations } from "./live-organizations.ts";
import { LiveSubscription } from "./subscription.ts";
import type { Topic } from "./topics.ts";

/** What ends access without being announced, such as the time of an API key, is found out this often. */
const CHECK_EVERY_MS = 60_000;

/** Said of what can't be subscribed to because it doesn't exist and, alike, because the policies hide it. */
const MISSING = "There is no such row, or it is not yours to see.";

const ENDINGS: Readonly<Record<string, Ending["code"]>> = { TN401: "UNAUTHENTICATED", TN403: "FORBIDDEN" };

const WHO = `
  select
    nullif(current_setting('app.user_id'), '') as "userId",
    nullif(current_setting('app.contact_id'), '') as "contactId",
    nullif(current_setting('app.api_key_id'), '') as "apiKeyId",
    nullif(current_setting('app.organization_id'), '') as "organizationId",
    nullif(current_setting('app.membership_id'), '') as "membershipId"`;

/** What the hub tells. */
export interface HubLogger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** What the hub is made of. */
export interface LiveHubOptions {
  /** Connections as the authenticator. */
  readonly pool: Pool;
  /** Where to listen, as the authenticator: past any pooler that gives connections by transaction. */
  readonly listenUrl: string;
  readonly runAsRequest: RunAsRequest;
  readonly logger: HubLogger;
  readonly limits: LiveLimits;
  /** Counts the connections. */
  readonly slots: ConnectionSlots;
  /** Seconds that tokens are taken for beyond their end, as those of requests are. */
  readonly clockToleranceSeconds: number;
}

/** What one client may take. */
export interface LiveLimits {
  /** Websockets and event streams of one person, contact or API key; of one address without a token. */
  readonly connectionsPerUser: number;
  /** Operations under way on one websocket. */
  readonly operationsPerConnection: number;
  /** Milliseconds that a websocket without a token stays open without an operation. */
  readonly anonymousIdleMs: number;
}

/** Brings what the database announces to those who have subscribed to it. */
export class LiveHub {
  readonly limits: LiveLimits;
  private readonly runAsRequest: RunAsRequest;
  private readonly listener: ChangeListener;
  private readonly organizations: LiveOrganizations;
  private readonly channels = new Map<string, Set<LiveSubscription>>();
  private readonly organizationOf = new Map<LiveSubscription, string>();
  private readonly ready = new Set<LiveSubscription>();
  private readonly connections = new Map<string, Set<LiveConnection>>();
  private readonly slots: ConnectionSlots;
  private readonly clockToleranceSeconds: number;
  private readonly counted = new WeakSet<LiveConnection>();
  /** Reading for subscribers takes a quarter of the connections, so that requests find the others. */
  private readonly takeReadingTurn: TakeFairTurn;
  /** One more is for looking who may stay, which waits for nothing that is read. */
  private readonly takeCheckingTurn = createFairTurns(1);
  private readonly toCheck = new Map<string, Set<LiveConnection>>();
  private timer: NodeJS.Timeout | undefined;

  constructor({ pool, listenUrl, runAsRequest, logger, limits, slots, clockToleranceSeconds }: LiveHubOptions) {
    this.limits = limits;
    this.slots = slots;
    this.clockToleranceSeconds = clockToleranceSeconds;
    this.runAsRequest = runAsRequest;
    this.takeReadingTurn = createFairTurns(Math.max(1, Math.floor((pool.options.max ?? 4) / 4)));
    this.organizations = new LiveOrganizations(pool, (ids) => this.resync(new Set(ids)));
    this.listener = new ChangeListener(listenUrl, {
      onNotification: (text) => {
        const announcement = readAnnouncement(text);
        if (announcement) return this.announce(announcement);
        logger.warn({ bytes: Buffer.byteLength(text) }, "an announcement of the database can’t be read");
        // It may have told of anything.
        void this.checkAll();
        this.resync();
      },
      onLoss: (error) => logger.warn({ err: error }, "the connection that listens for changes is lost"),
      onRecovery: () => {
        logger.info({}, "listening for changes again");
        void this.checkAll();
        // Only what changes after this is announced again.
        void this.organizations.renew().then(() => this.resync());
      },
    });
  }

  /** How many subscriptions there are that miss nothing any more. */
  get size(): number {
    return this.ready.size;
  }

  /** How many websockets and event streams are open. */
  get connectionCount(): number {
    return this.connections.get("all")?.size ?? 0;
  }

  /** How many changes wait for the slowest subscriber. */
  get backlog(): number {
    return Math.max(0, ...[...this.organizationOf.keys()].map(({ backlog }) => backlog));
  }

  /**
   * Lets a client in.
   *
   * @param identity - who asks, as far as proven
   * @param end - closes the client’s websocket or stream
   * @returns the connection, to be handed to `disconnect` when it is closed
   * @throws what `begin_request` raises; SafeError when the client has too many already
   */
  async connect(identity: RequestIdentity, end: (ending: Ending) => void): Promise<LiveConnection> {
    await this.listener.ready();
    const actor = await this.runAsRequest(identity, "read only", async (client) => {
      const { rows } = await client.query<LiveActor>({ text: WHO });
      return rows[0];
    });
    if (!actor) throw new Error("A request has begun as nobody.");
    const connection = new LiveConnection(identity, actor, end, this.clockToleranceSeconds);
    // From here on it hears of what ends its access, also while it is counted.
    for (const name of ["all", ...connection.revocableBy.map(connectionKey)]) add(this.connections, name, connection);
    if (await this.slots.take(connection.owner, this.limits.connectionsPerUser)) {
      this.counted.add(connection);
    } else {
      this.disconnect(connection);
      const limit = this.limits.connectionsPerUser;
      throw new SafeError(
        `There can be ${limit} connections; close another one first.`,
        exceeded("connections", limit),
      );
    }
    this.timer ??= setInterval(() => void this.checkAll(), CHECK_EVERY_MS).unref();
    return connection;
  }

  /** Forgets a connection that is closed, and ends what it has subscribed to. */
  disconnect(connection: LiveConnection): void {
    connection.closed();
    if (!this.connections.get("all")?.has(connection)) return;
    if (this.counted.delete(connection)) this.slots.give(connection.owner);
    for (const name of ["all", ...connection.revocableBy.map(connectionKey)]) {
      remove(this.connections, name, connection);
    }
  }

  /**
   * Subscribes.
   *
   * @param connection - who to
   * @param topic - what to
   * @param named - the row that the topic’s argument names
   * @returns the subscription; it ends with the connection, or when whoever reads it ends it
   * @throws SafeError `NOT_FOUND` when there is no such row for them, `UNAVAILABLE` when the connection has ended, and the
   *   database’s refusals
   */
  async subscribe(connection: LiveConnection, topic: Topic, named: string | undefined): Promise<LiveSubscription> {
    const subscriber = await this.takeTurn(connection, () =>
      this.runAsRequest(connection.identity, "read only", (client) => requireAccess(client, topic, named)),
    );
    const { organizationId, membershipId, namedId } = subscriber;
    if (organizationId === null) throw new SafeError(MISSING, { code: "NOT_FOUND" });
    requireOpen(connection);
    const channel = channelKey(topic.table, organizationId, topic.isOwn ? (membershipId ?? undefined) : namedId);
    // Whatever is about a row of the table itself is about a row that they can see.
    const known = topic.argument?.table === topic.table ? namedId : undefined;
    const canSee = (id: string) => this.takeTurn(connection, () => this.canSee(connection, topic.table, id));
    const subscription: LiveSubscription = new LiveSubscription(canSee, known, () => {
      forget();
      remove(this.channels, channel, subscription);
      this.organizationOf.delete(subscription);
      this.ready.delete(subscription);
      this.organizations.remove(organizationId);
    });
    add(this.channels, channel, subscription);
    const forget = connection.whenClosed(() => void subscription.return());
    this.organizationOf.set(subscription, organizationId);
    try {
      await this.organizations.add(organizationId);
      if (this.organizationOf.has(subscription)) this.ready.add(subscription);
    } catch (error) {
      await subscription.return();
      throw error;
    }
    return subscription;
  }

  /**
   * Reads something for a subscriber, when the turn of their organization has come.
   *
   * @param connection - who it is for
   * @param work - reads it
   * @returns what it gives
   */
  takeTurn<Result>(connection: LiveConnection, work: () => Promise<Result>): Promise<Result> {
    return this.takeReadingTurn(connection.tenant, () => {
      requireOpen(connection);
      return work();
    });
  }

  /** Closes all connections and ends listening. */
  async end(): Promise<void> {
    clearInterval(this.timer);
    this.organizations.end();
    await this.listener.end();
  }

  private announce({ changes, revocation }: Announcement): void {
    for (const change of changes) {
      for (const subscription of this.subscribersOf(change)) subscription.push(change);
    }
    if (revocation) void this.check(this.connections.get(connectionKey(revocation)) ?? [], "announced");
  }

  private *subscribersOf({ table, organizationId, id, belongsTo }: RowChange): Iterable<LiveSubscription> {
    for (const key of [undefined, id, ...belongsTo]) {
      yield* this.channels.get(channelKey(table, organizationId, key)) ?? [];
    }
  }

  private resync(organizationIds?: ReadonlySet<string>): void {
    for (const [subscription, organizationId] of this.organizationOf) {
      if (!organizationIds || organizationIds.has(organizationId)) subscription.resync();
    }
  }

  private checkAll(): Promise<void> {
    const known = [...(this.connections.get("all") ?? [])].filter(({ isAnonymous }) => !isAnonymous);
    return this.check(known, "regular");
  }

  /** Looks whether all of them are still who they were. What is announced doesn’t wait for what is done regularly. */
  private async check(connections: Iterable<LiveConnection>, occasion: "announced" | "regular"): Promise<void> {
    const checks = [...connections].map(async (connection) => {
      if (this.toCheck.get(occasion)?.has(connection)) return;
      add(this.toCheck, occasion, connection);
      await this.takeCheckingTurn(occasion, async () => {
        remove(this.toCheck, occasion, connection);
        if (connection.hasEnded) return;
        await this.stillIs(connection, () => this.runAsRequest(connection.identity, "read only", touch));
      });
    });
    // Failing for another reason than being refused says nothing about access.
    await Promise.allSettled(checks);
  }

  private canSee(connection: LiveConnection, table: string, id: string): Promise<boolean> {
    return this.stillIs(connection, () =>
      this.runAsRequest(
        connection.identity,
        "read only",
        async (client) => (await findVisible(client, table, id)) !== undefined,
      ),
    );
  }

  /** Does something as who is connected, and disconnects them when that is refused. */
  private async stillIs<Result>(connection: LiveConnection, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      const { code = "", message } = error as { code?: string; message: string };
      const ending = ENDINGS[code];
      if (ending) connection.end({ code: ending, message });
      throw error;
    }
  }
}

interface Subscriber {
  readonly organizationId: string | null;
  readonly membershipId: string | null;
  readonly kind: string;
  /** The id of the row that was named, as announcements write it: clients may write a UUID in several ways. */
  readonly namedId?: string | undefined;
}

/** Settles what has to be so before anything is told. */
async function requireAccess(client: RequestClient, topic: Topic, named: string | undefined): Promise<Subscriber> {
  const { rows } = await client.query<Subscriber>({
    // Fails where the organization has to be chosen.
    text: `
      select
        app_hidden.organization_id() as "organizationId",
        nullif(current_setting('app.membership_id'), '') as "membershipId",
        current_setting('app.actor_kind') as kind`,
  });
  const [subscriber] = rows;
  if (!subscriber) throw new Error("A request has begun as nobody.");
  // Fails for whoever lacks the privilege.
  await client.query({ text: `select id from app_public.${topic.table} limit 0` });
  // The portal’s contacts hold no permissions; the policies alone decide.
  if (topic.permission && subscriber.kind !== "contact") {
    await client.query({ text: "select app_hidden.require_permission($1)", values: [topic.permission] });
  }
  if (!topic.argument || named === undefined) return subscriber;
  const namedId = await findVisible(client, topic.argument.table, named);
  if (namedId === undefined) throw new SafeError(MISSING, { code: "NOT_FOUND" });
  return { ...subscriber, namedId };
}

function requireOpen(connection: LiveConnection): void {
  if (connection.hasEnded) throw new SafeError("The connection is closed.", { code: "UNAVAILABLE" });
}

async function findVisible(client: RequestClient, table: string, id: string): Promise<string | undefined> {
  const text = `select id from app_public.${table} where id = $1`;
  const { rows } = await client.query<{ id: string }>({ text, values: [id] });
  return rows[0]?.id;
}

async function touch(client: RequestClient): Promise<void> {
  await client.query({ text: "select" });
}

function channelKey(table: string, organizationId: string, key: string | undefined): string {
  return `${table} ${organizationId} ${key ?? ""}`;
}

function connectionKey({ kind, id }: Revocation): string {
  return `${kind} ${id}`;
}

function add<Member>(sets: Map<string, Set<Member>>, name: string, member: Member): void {
  const set = sets.get(name) ?? new Set<Member>();
  sets.set(name, set.add(member));
}

function remove<Member>(sets: Map<string, Set<Member>>, name: string, member: Member): void {
  const set = sets.get(name);
  set?.delete(member);
  if (set?.size === 0) sets.delete(name);
}
