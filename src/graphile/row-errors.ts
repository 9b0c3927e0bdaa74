/** An error about one row of a list that a mutation was given. */
export class RowError extends Error {
  override readonly name = "RowError";
  /** The row's place in the list, from 0. */
  readonly row: number;
  /** What the mutation of this row alone would have failed with. */
  override readonly cause: Error;

  constructor(row: number, cause: Error) {
    super(cause.message, { cause });
    this.row = row;
    this.cause = cause;
  }
}

/** Says at once what is wrong with several rows of a list. */
export class RowErrors extends Error {
  override readonly name = "RowErrors";
  readonly errors: readonly RowError[];

  constructor(errors: readonly RowError[]) {
    super(`${errors.length} rows can't be written.`);
    this.errors = errors;
  }
}
