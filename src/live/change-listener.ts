import { Client } from "pg";

const CHANNEL = "live_changes";
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;
const CHECK_EVERY_MS = 30_000;
const CHECK_TIMEOUT_MS = 10_000;
const READY_TIMEOUT_MS = 5_000;

/** Who hears what the database announces. */
export interface ListenerEvents {
  readonly onNotification: (text: string) => void;
  /** The connection is there at last, or again; what was announced before is lost. */
  readonly onRecovery: () => void;
  readonly onLoss: (error: Error | undefined) => void;
}

/** The one connection of a gateway that listens. It begins with the first who needs it, and comes back by itself. */
export class ChangeListener {
  private readonly connectionString: string;
  private readonly events: ListenerEvents;
  private client: Client | undefined;
  private connecting: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private check: NodeJS.Timeout | undefined;
  private wait = FIRST_WAIT_MS;
  private hasStarted = false;
  private isOverdue = false;
  private hasEnded = false;

  /**
   * @param connectionString - of the authenticator, on a session of its own: not through a pooler by transaction
   * @param events - who hears
   */
  constructor(connectionString: string, events: ListenerEvents) {
    this.connectionString = connectionString;
    this.events = events;
  }

  /**
   * Begins to listen, unless it does already.
   *
   * @returns resolves when it listens; or after five seconds, and then `onRecovery` tells when it does
   */
  async ready(): Promise<void> {
    if (!this.hasStarted) {
      this.hasStarted = true;
      this.connecting = this.connect();
    }
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        this.isOverdue = true;
        resolve();
      }, READY_TIMEOUT_MS);
    });
    await Promise.race([this.connecting, patience]).finally(() => clearTimeout(timer));
  }

  /** Ends listening for good. */
  async end(): Promise<void> {
    this.hasEnded = true;
    clearTimeout(this.timer);
    clearInterval(this.check);
    await this.connecting;
    await this.client?.end().catch(() => {});
  }

  private async connect(): Promise<void> {
    const client = new Client({
      connectionString: this.connectionString,
      application_name: "tenantry live",
      connectionTimeoutMillis: CHECK_TIMEOUT_MS,
      keepAlive: true,
    });
    let hasFailed = false;
    const lose = (error?: Error) => {
      if (hasFailed || this.hasEnded) return;
      hasFailed = true;
      clearInterval(this.check);
      this.client = undefined;
      client.end().catch(() => {});
      this.isOverdue = true;
      this.events.onLoss(error);
      this.reconnectLater();
    };
    client.on("error", lose);
    client.on("end", () => lose());
    client.on("notification", ({ payload = "" }) => this.events.onNotification(payload));
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
    } catch (error) {
      return lose(error instanceof Error ? error : undefined);
    }
    if (hasFailed) return;
    if (this.hasEnded) return void (await client.end().catch(() => {}));
    this.client = client;
    this.wait = FIRST_WAIT_MS;
    this.check = setInterval(() => checkConnection(client, lose), CHECK_EVERY_MS);
    this.check.unref();
    // Whoever didn’t wait for this may have missed something, the first time, too.
    if (this.isOverdue) this.events.onRecovery();
    this.isOverdue = false;
  }

  private reconnectLater(): void {
    // Many gateways that lose one database don't come back in step.
    const wait = this.wait * (0.5 + Math.random());
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
    this.timer = setTimeout(() => {
      this.connecting = this.connect();
    }, wait);
    this.timer.unref();
  }
}

/** A connection whose other end is gone without a word says nothing, as one without news does. */
function checkConnection(client: Client, lose: (error: Error) => void): void {
  const timer = setTimeout(() => lose(new Error("The connection that listens doesn’t answer.")), CHECK_TIMEOUT_MS);
  timer.unref();
  client.query("select 1").then(
    () => clearTimeout(timer),
    () => clearTimeout(timer),
  );
}
