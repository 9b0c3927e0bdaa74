import { FEW_TENANTS, TENANT_CONTACTS } from "./dataset.ts";
import { compare, type Instruments, type Measurement, measure } from "./measure.ts";
import { type Askers, pageOf, type Question } from "./questions.ts";
import { figure, table } from "./report.ts";
import { median } from "./statistics.ts";
import { checkAnswers, type Target } from "./targets.ts";

/** The gateway, and what it is compared with. */
type Pair = readonly [gateway: Target, limit: Target];

const HEAD = ["gateway/s", "limit/s", "ratio", "p50 ms", "limit p50", "database ms", "limit’s"];

/** Measures a page, and gives a row of a table. */
async function row(
  instruments: Instruments,
  pair: Pair,
  title: string,
  question: Question,
  measurement: Measurement,
): Promise<string[]> {
  await checkAnswers(pair, instruments.askers, [question]);
  const { gateway, limit } = await measure(instruments, pair, question, measurement);
  return [
    title,
    figure(gateway?.perSecond, 0),
    figure(limit?.perSecond, 0),
    figure(gateway?.ratio),
    figure(gateway?.p50),
    figure(limit?.p50),
    figure(gateway?.databaseMs, 3),
    figure(limit?.databaseMs, 3),
  ];
}

/**
 * Measures a page of 20 in organizations of different sizes.
 *
 * @param instruments - who loads, and looks
 * @param pair - who is asked
 * @param sizes - contacts of the organizations
 * @param measurement - how often and how long
 * @returns a table
 */
export async function sizesTable(
  instruments: Instruments,
  pair: Pair,
  sizes: readonly number[],
  measurement: Measurement,
): Promise<string> {
  const rows: string[][] = [];
  for (const size of sizes) {
    const question = pageOf(instruments.askers.find(size), "page");
    rows.push(await row(instruments, pair, size.toLocaleString("en-US"), question, measurement));
  }
  return `Newest 20 of organizations of different sizes\n\n${table(["contacts", ...HEAD], rows)}`;
}

/**
 * Measures a page of 20 of the largest organization, by what the person may see.
 *
 * @param instruments - who loads, and looks
 * @param pair - who is asked
 * @param measurement - how often and how long
 * @returns a table
 */
export async function scopesTable(instruments: Instruments, pair: Pair, measurement: Measurement): Promise<string> {
  const { askers } = instruments;
  const { contacts = TENANT_CONTACTS } = askers.people[askers.largest] ?? {};
  const rows: string[][] = [];
  for (const [kind, title] of [
    ["owner", "all"],
    ["rep", "own: 100"],
    ["lead", "team: 200"],
  ] as const) {
    const question = pageOf(askers.find(contacts, kind), "page");
    rows.push(await row(instruments, pair, title, question, measurement));
  }
  return `Newest 20 of ${contacts.toLocaleString("en-US")} contacts, by scope\n\n${table(["scope", ...HEAD], rows)}`;
}

/** A database, and those who can ask there. */
export interface Place {
  readonly tenants: number;
  readonly askers: Askers;
  readonly authenticatorUrl: string;
}

/**
 * Measures a page of 20 of organizations of a thousand contacts, beside few others and beside many.
 *
 * @param instruments - who loads, and looks
 * @param pair - who is asked; connected to the last place afterwards
 * @param places - take turns
 * @param measurement - how often and how long
 * @returns a table
 */
export async function tenantsTable(
  instruments: Instruments,
  pair: Pair,
  places: readonly Place[],
  { rounds, ...measurement }: Measurement,
): Promise<string> {
  const results = places.map(() => pair.map((): number[] => []));
  for (let round = 0; round < rounds; round++) {
    for (const [number, { askers, authenticatorUrl }] of places.entries()) {
      for (const { worker } of pair) await worker.call("move", authenticatorUrl);
      const [first] = askers.tenants;
      if (first !== undefined) await checkAnswers(pair, askers, [pageOf(first, "page")]);
      const calls = askers.tenants.slice(0, FEW_TENANTS).flatMap((person) => pageOf(person, "page").calls);
      const contestants = pair.map((target) => ({ target, question: { name: "page", title: "page", calls } }));
      const turns = await compare({ ...instruments, askers }, contestants, { ...measurement, rounds: 1 });
      for (const [target, { perSecond }] of turns.entries()) results[number]?.[target]?.push(perSecond);
    }
  }
  const rows = places.map(({ tenants }, number) => [
    tenants.toLocaleString("en-US"),
    ...(results[number] ?? []).map((perSecond) => figure(median(perSecond), 0)),
  ]);
  return `Newest 20 of an organization of 1,000 contacts\n\n${table(["organizations", "gateway/s", "limit/s"], rows)}`;
}
