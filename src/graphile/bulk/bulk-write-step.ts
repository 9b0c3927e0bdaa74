import type { GraphQLSchema } from "graphql";
import type { PgClient, PgExecutorContext, PgResource } from "postgraphile/@dataplan/pg";
import { type ExecutionDetails, Step } from "postgraphile/grafast";

/** Writes what the input of a mutation says, and gives the ids of the rows. */
export type BulkWrite<Input> = (client: PgClient, input: Input, surroundings: Surroundings) => Promise<string[]>;

/** What a mutation of many rows is part of. */
export interface Surroundings {
  readonly schema: GraphQLSchema;
  /** One and the same for all mutations of a document, and for no other document. */
  readonly request: object;
}

/** The outcome of a mutation of many rows. */
export interface BulkResult {
  readonly ids: readonly string[];
  readonly clientMutationId: string | null | undefined;
}

/** Writes many rows of a table. */
export class BulkWriteStep<Input extends { readonly clientMutationId?: string | null }> extends Step<BulkResult> {
  static override $$export = { moduleName: import.meta.url, exportName: "BulkWriteStep" };
  override isSyncAndSafe = false;

  private readonly executor: PgResource["executor"];
  private readonly write: BulkWrite<Input>;
  private readonly contextId: number;
  private readonly inputId: number;

  /**
   * @param executor - of the table
   * @param write - what to do
   * @param $input - the mutation's input
   */
  constructor(executor: PgResource["executor"], write: BulkWrite<Input>, $input: Step<Input>) {
    super();
    this.executor = executor;
    this.write = write;
    this.contextId = this.addUnaryDependency(executor.context());
    this.inputId = this.addUnaryDependency($input);
    // Only now: what it depends on is made before it.
    this.hasSideEffects = true;
  }

  override execute({ indexMap, values }: ExecutionDetails) {
    return indexMap(async (index): Promise<BulkResult> => {
      const context = values[this.contextId]?.at(index) as PgExecutorContext;
      const input = values[this.inputId]?.at(index) as Input;
      const surroundings = { schema: this.operationPlan.schema, request: context.pgSettings ?? context };
      const ids = await context.withPgClient(context.pgSettings, (client) => this.write(client, input, surroundings));
      // Rows that were read before are read again; an empty statement of the executor’s tells it so.
      await this.executor.executeMutation({ context, text: "", values: [] });
      return { ids, clientMutationId: input.clientMutationId };
    });
  }
}
