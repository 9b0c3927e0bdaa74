import { type SQL, sql } from "postgraphile/pg-sql2";

/** Askers whose scopes are kept; the one who hasn't asked for longest makes room. */
const KEPT_ASKERS = 10_000;

/** Settings hold permissions between blanks, and no permission, id or list of ids holds a semicolon. */
const SEPARATOR = ";";

/**
 * What a request may do on rows of its own or of its team only, as a value of the statement that begins it: null when that
 * is nothing, and where the scope depends on the row's business.
 */
export const OWN_SCOPES = `
  case when current_setting('app.business_permissions', true) = '{}'
      and current_setting('app.permissions_own', true) || current_setting('app.permissions_team', true) <> ''
    then concat_ws('${SEPARATOR}', current_setting('app.permissions_own', true), current_setting('app.permissions_team', true),
      current_setting('app.membership_id', true), current_setting('app.team_membership_ids', true))
  end`;

/** Where a statement names the columns of its rows' owners. */
const MARK = /true \/\* '([\w.]+)' by ([^*]+) \*\//;

/**
 * Says in a statement which rows are somebody's own. It is true of every row; {@link narrowed} makes a condition of it.
 *
 * @param permission - such as `contacts.read`
 * @param columns - those of the owners, of which one is enough
 * @returns a condition
 */
export function markOfOwnRows(permission: string, columns: readonly SQL[]): SQL {
  return sql`true /* ${sql.literal(permission)} by ${sql.join([...columns], ", ")} */`;
}

/** The part of a statement that changes. */
interface Narrowable {
  readonly text: string;
  readonly values: readonly (string | Buffer | null)[];
  readonly name?: string | undefined;
}

/**
 * Has a statement look for the rows of a scope by their owners. The policies' own condition, “all rows or those of these
 * owners”, is one that no index serves.
 *
 * @param statement - with a mark or without one
 * @param scopes - what {@link OWN_SCOPES} gives
 * @returns a statement that finds the same rows under the policies of these scopes; the statement itself where there is
 *   nothing to be gained
 */
export function narrowed<Statement extends Narrowable>(statement: Statement, scopes: string): Statement {
  const mark = MARK.exec(statement.text);
  if (mark === null) return statement;
  const [whole, permission = "", list = ""] = mark;
  const [own = "", team = "", membershipId = "", teamMembershipIds = ""] = scopes.split(SEPARATOR);
  const isIn = (permissions: string) => permissions.includes(` ${permission} `);
  const owners = isIn(own) && membershipId !== "" ? membershipId : isIn(team) ? teamMembershipIds : undefined;
  if (owners === undefined) return statement;
  const columns = list.split(", ");
  const isOne = owners === membershipId;
  const parameter = `$${statement.values.length + 1}`;
  const test = isOne ? `= ${parameter}::uuid` : `= any (${parameter}::uuid[])`;
  const isOwned = columns.map((column) => `${column} ${test}`).join(" or ");
  // One index has the rows of one owner in the usual order. Otherwise how many there are decides whether it is better to
  // sort them or to look out for them in order, so it is planned each time. Said twice, they seem to be fewer: PostgreSQL
  // believes that they come in even intervals, and would look too far for what is rare.
  const isAlwaysServed = isOne && columns.length === 1;
  const condition = isAlwaysServed ? isOwned : `(${isOwned}) and (${isOwned}) is true`;
  return {
    ...statement,
    text: statement.text.replace(whole, () => condition),
    values: [...statement.values, owners],
    name: isAlwaysServed ? nameOfOwn(statement.name) : undefined,
  };
}

/** PostgreSQL takes no longer names than those that statements have, which are digests. */
function nameOfOwn(name: string | undefined): string | undefined {
  return name === undefined ? undefined : `o${name.slice(1)}`;
}

/** Remembers what {@link OWN_SCOPES} gave, since a statement leaves together with what begins its request. */
export class RememberedScopes {
  private readonly scopes = new Map<string, string>();

  /**
   * Gives what was so when the same asker read last.
   *
   * @param asker - who asks, and in which organization
   * @returns what {@link OWN_SCOPES} gave; undefined when it was null or isn't known
   */
  of(asker: string): string | undefined {
    return this.scopes.get(asker);
  }

  /**
   * Keeps what is so now.
   *
   * @param asker - who asks, and in which organization
   * @param scopes - what {@link OWN_SCOPES} gave
   */
  note(asker: string, scopes: string | undefined): void {
    this.scopes.delete(asker);
    if (scopes === undefined) return;
    this.scopes.set(asker, scopes);
    if (this.scopes.size <= KEPT_ASKERS) return;
    const [oldest] = this.scopes.keys();
    if (oldest !== undefined) this.scopes.delete(oldest);
  }
}
