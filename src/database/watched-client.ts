import { Client, type ClientConfig } from "pg";

/** What pg's client has, and its types don't. */
interface Watchable {
  readonly connection: {
    on(event: "parameterStatus", hear: (message: { parameterName: string; parameterValue: string }) => void): void;
  };
  getTransactionStatus(): string | null;
}

/** The state of a connection that is in no transaction. */
const IDLE = "I";

/**
 * A connection that knows whether it is as it was made. PostgreSQL reports settings that change how values are read and
 * written, such as `TimeZone` or `client_encoding`, once their change has outlived a statement, and after each whether a
 * transaction is open. Nothing is asked for.
 */
export class WatchedClient extends Client {
  private readonly atLogin = new Map<string, string>();
  private readonly changed = new Set<string>();

  constructor(config?: string | ClientConfig) {
    super(config);
    (this as unknown as Watchable).connection.on(
      "parameterStatus",
      ({ parameterName: name, parameterValue: value }) => {
        const before = this.atLogin.get(name);
        if (before === undefined) this.atLogin.set(name, value);
        else if (before === value) this.changed.delete(name);
        else this.changed.add(name);
      },
    );
  }

  /** What is left of those who had it, in words for the log; undefined when it is as it was made. */
  get leftover(): string | undefined {
    const status = (this as unknown as Watchable).getTransactionStatus();
    if (status !== null && status !== IDLE) return "an open transaction";
    return this.changed.size > 0 ? [...this.changed].join(", ") : undefined;
  }
}
