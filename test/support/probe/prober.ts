import { randomUUID } from "node:crypto";
import type { GraphQLSchema } from "graphql";
import type { Answer, GraphqlClient } from "../gateway.ts";
import type { ShownRow, ShownRows } from "./tenants.ts";

/** Something of another tenant that showed, or a part of the API that the probe doesn't know how to try. */
export interface Finding {
  /** The field of the API, such as `contacts` or `updateContact.patch.ownerId`. */
  readonly field: string;
  readonly problem: string;
}

export interface ProberOptions {
  readonly schema: GraphQLSchema;
  /** A member of one organization, who may do everything there. */
  readonly asker: GraphqlClient;
  /** The owner of the other one, for the controls. */
  readonly other: GraphqlClient;
  readonly ours: ShownRows;
  readonly theirs: ShownRows;
  /** Every id that belongs to the other organization alone. */
  readonly foreignIds: ReadonlySet<string>;
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Asks as one organization with another one's ids, and collects what shows. */
export class Prober {
  readonly findings: Finding[] = [];
  /** How many requests were compared or looked through. */
  count = 0;
  readonly options: ProberOptions;

  constructor(options: ProberOptions) {
    this.options = options;
  }

  report(field: string, problem: string): void {
    this.findings.push({ field, problem });
  }

  /** A value that no row has, of the same form as one that a row has. */
  missing(value: string): string {
    if (/^[0-9a-f-]{36}$/.test(value)) return randomUUID();
    try {
      const [type] = JSON.parse(Buffer.from(value, "base64").toString());
      return Buffer.from(JSON.stringify([type, randomUUID()])).toString("base64");
    } catch {
      return `missing-${randomUUID()}@nowhere.test`;
    }
  }

  theirRow(type: string): ShownRow | undefined {
    return this.options.theirs.get(type);
  }

  ourRow(type: string): ShownRow | undefined {
    return this.options.ours.get(type);
  }

  /** Sends one request, and reports ids of the other organization in its answer but those that were sent. */
  async ask(field: string, document: string, variables: object = {}): Promise<Answer> {
    this.count += 1;
    const answer = await this.options.asker.query(document, variables);
    const sent = new Set(JSON.stringify(variables).match(UUID) ?? []);
    const seen = [...(answer.text.match(UUID) ?? [])].filter((id) => this.options.foreignIds.has(id) && !sent.has(id));
    if (seen.length > 0) this.report(field, `shows ${new Set(seen).size} ids of the other organization`);
    if (answer.errors?.some(({ extensions }) => extensions.code === "INTERNAL")) this.report(field, answer.text);
    if (answer.errors?.some(({ message }) => /^(Cannot query|Unknown|Variable "\$)/.test(message))) {
      this.report(field, `is asked wrongly: ${answer.text}`);
    }
    return answer;
  }

  /** Asks with their value and with one that nobody has; reports any difference. Gives the answer about theirs. */
  async compare(
    field: string,
    document: string,
    theirs: string,
    variablesFor: (value: string) => object,
  ): Promise<Answer> {
    const missing = this.missing(theirs);
    const hidden = await this.ask(field, document, variablesFor(theirs));
    const absent = await this.ask(field, document, variablesFor(missing));
    const [left, right] = [hidden.without(theirs), absent.without(missing)];
    if (left.status !== right.status || left.text !== right.text) {
      this.report(field, `tells theirs from a missing one: ${left.text.slice(0, 300)} / ${right.text.slice(0, 300)}`);
    }
    return hidden;
  }
}
