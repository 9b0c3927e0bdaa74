/** The rows of one kind, by whose they are. */
export interface OwnedRows {
  readonly reps: string;
  readonly teammates: string;
  readonly outsiders: string;
  /** Belongs to nobody and to the north business. */
  readonly norths: string;
  /** Belongs to nobody and to the south business. */
  readonly souths: string;
}

/** What a module's world is made with. */
export interface WorldMaker {
  /** Inserts a row and gives its id. */
  insert(table: string, row: Record<string, unknown>): Promise<string>;
  /** Inserts Acme's rows of one kind, by whose they are. */
  owned(table: string, ownerColumn: string, row: (whose: string) => Record<string, unknown>): Promise<OwnedRows>;
}
