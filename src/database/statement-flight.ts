import { type PoolClient, Query, types } from "pg";
import { UnpreparedClient } from "./unprepared-client.ts";

/** Prepared statements that a connection keeps; the one that wasn't used for longest makes room. */
const KEPT_STATEMENTS = 200;

/** A statement of a flight. */
export interface FlightStatement {
  readonly text: string;
  readonly values: readonly (string | Buffer | null)[];
  /** Statements of the same text have the same name; without one the statement is prepared each time. */
  readonly name?: string | undefined;
}

/** What a statement gives: each row is the array of its columns. */
export type FlightRows = unknown[][];

/** What became of a flight. */
export interface FlightOutcome {
  /** The rows of the statements before the first that failed, in their order. */
  readonly results: readonly FlightRows[];
  /** The server's error, or that of the connection; what came after it was not tried. */
  readonly error?: Error & { readonly code?: unknown; readonly severity?: unknown; readonly routine?: unknown };
}

type Parser = (text: string) => unknown;

/** The part of pg's connection that a query may use in `submit`. Every message goes through its `_send`. */
interface Connection {
  readonly stream: { write(packet: Buffer): boolean };
  /** The texts of the statements that are prepared; pg adds them, by the name and text of the query, when they are. */
  readonly parsedStatements: Record<string, string>;
  parse(message: { name: string; text: string }): void;
  bind(message: { portal: string; statement: string; values: readonly (string | Buffer | null)[] }): void;
  describe(message: { type: "P"; name: string }): void;
  execute(message: { portal: string; rows: number }): void;
  close(message: { type: "S"; name: string }): void;
  sync(): void;
}

/** How the columns of a connection's statements are read, the statement used last at the end. */
const parsersOn = new WeakMap<Connection, Map<string, readonly Parser[] | undefined>>();

/**
 * Sends statements together, in one packet and one round trip. From the first to the end they are one transaction without
 * `begin` and `commit`: PostgreSQL runs them in order and refuses all after a failure, and what was set locally is gone
 * afterwards (PostgreSQL manual, "Pipelining" in "Message Flow"). How columns are read is asked for once a statement.
 *
 * @param client - of a pool with `pipeline: true`
 * @param statements - in their order
 * @returns what became of them; it never fails
 */
export function fly(client: PoolClient, statements: readonly FlightStatement[]): Promise<FlightOutcome> {
  const sent =
    client instanceof UnpreparedClient ? statements.map((each) => ({ ...each, name: undefined })) : statements;
  return new Promise((resolve) => {
    client.query(new StatementFlight(sent, resolve) as Query);
  });
}

/** pg takes no other class than its own on a connection with `pipeline: true`, and calls the methods of this one. */
export class StatementFlight extends Query {
  readonly statements: readonly FlightStatement[];
  private readonly settle: (outcome: FlightOutcome) => void;
  private readonly results: FlightRows[] = [];
  private known = new Map<string, readonly Parser[] | undefined>();
  private current: FlightRows = [];
  private parsers: readonly Parser[] | undefined;

  constructor(statements: readonly FlightStatement[], settle: (outcome: FlightOutcome) => void) {
    super({ text: "" });
    this.statements = statements;
    this.settle = settle;
  }

  override submit = (connection: unknown): void => this.send(connection as Connection);

  private send(connection: Connection): void {
    this.known = parsersOn.get(connection) ?? new Map();
    parsersOn.set(connection, this.known);
    const messages: Buffer[] = [];
    const packet = Object.create(connection, { _send: { value: (message: Buffer) => messages.push(message) } });
    this.writeTo(packet, connection.parsedStatements);
    connection.stream.write(Buffer.concat(messages));
    this.expectNext();
  }

  private writeTo(packet: Connection, parsedStatements: Connection["parsedStatements"]): void {
    this.makeRoom(packet);
    const parsed = new Set<string>();
    for (const { text, values, name = "" } of this.statements) {
      // The same statement may be asked for twice, with different values.
      if (name === "" || (parsedStatements[name] === undefined && !parsed.has(name))) packet.parse({ name, text });
      parsed.add(name);
      packet.bind({ portal: "", statement: name, values });
      const parsers = this.known.get(name);
      if (parsers === undefined) packet.describe({ type: "P", name: "" });
      packet.execute({ portal: "", rows: 0 });
      if (name === "") continue;
      this.known.delete(name);
      this.known.set(name, parsers);
    }
    packet.sync();
  }

  private makeRoom(connection: Connection): void {
    for (const name of this.known.keys()) {
      if (this.known.size + this.statements.length <= KEPT_STATEMENTS) break;
      if (this.statements.some((statement) => statement.name === name)) continue;
      connection.close({ type: "S", name });
      delete connection.parsedStatements[name];
      this.known.delete(name);
    }
  }

  /** pg notes the statement by the query's name and text when it is prepared. */
  private expectNext(): void {
    const next = this.statements[this.results.length];
    this.current = [];
    this.parsers = this.known.get(next?.name ?? "");
    Object.assign(this, { name: next?.name, text: next?.text });
  }

  handleRowDescription({ fields }: { fields: readonly { dataTypeID: number }[] }): void {
    this.parsers = fields.map(({ dataTypeID }) => types.getTypeParser(dataTypeID, "text") as Parser);
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    this.current.push(fields.map((text, index) => (text === null ? null : this.parsers?.[index]?.(text))));
  }

  handleCommandComplete(): void {
    const name = this.statements[this.results.length]?.name;
    if (name !== undefined) this.known.set(name, this.parsers ?? []);
    this.results.push(this.current);
    this.expectNext();
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete();
  }

  handleError(error: Error): void {
    this.settle({ results: this.results, error });
  }

  handleReadyForQuery(): void {
    this.settle({ results: this.results });
  }
}
