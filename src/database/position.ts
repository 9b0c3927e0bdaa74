/** A place in the primary’s write-ahead log: what was written later stands further on. */
export type Position = bigint;

/** A place before everything that was ever written. */
export const BEGINNING: Position = 0n;

const TEXT = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i;

/**
 * Reads a position.
 *
 * @param text - as PostgreSQL writes its `pg_lsn`, such as `16/B374D848`
 * @returns the position; undefined when it is none
 */
export function parsePosition(text: string): Position | undefined {
  const [, high, low] = TEXT.exec(text) ?? [];
  return high === undefined || low === undefined ? undefined : (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}

/**
 * Writes a position.
 *
 * @param position - the position
 * @returns it as PostgreSQL reads its `pg_lsn`
 */
export function formatPosition(position: Position): string {
  return `${(position >> 32n).toString(16)}/${(position & 0xffff_ffffn).toString(16)}`.toUpperCase();
}
