/** A value that was measured. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const COMMENT =
  /^# (HELP [a-zA-Z_:][a-zA-Z0-9_:]* .*|TYPE [a-zA-Z_:][a-zA-Z0-9_:]* (counter|gauge|histogram|summary|untyped))$/;
const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|NaN|[+-]Inf)$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)/y;

function readLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const found = LABEL.exec(text);
    if (found === null) throw new Error(`These are no labels: ${text}`);
    const [, name = "", value = ""] = found;
    if (name in labels) throw new Error(`A label comes twice: ${text}`);
    labels[name] = value;
  }
  return labels;
}

/** What a scrape brought, read as strictly as the text format of Prometheus is defined. */
export class Scrape {
  readonly samples: readonly Sample[];

  constructor(text: string) {
    if (!text.endsWith("\n")) throw new Error("The last line has no end.");
    const lines = text.split("\n").filter((line) => line !== "");
    const seen = new Set<string>();
    this.samples = lines.flatMap((line) => {
      if (line.startsWith("#")) {
        if (!COMMENT.test(line)) throw new Error(`This is no comment: ${line}`);
        return [];
      }
      const [, name = "", labels = "", value = ""] = SAMPLE.exec(line) ?? [];
      if (name === "") throw new Error(`This is no sample: ${line}`);
      const series = line.slice(0, line.lastIndexOf(" "));
      if (seen.has(series)) throw new Error(`A series comes twice: ${series}`);
      seen.add(series);
      return [{ name, labels: readLabels(labels), value: Number(value.replace("Inf", "Infinity")) }];
    });
  }

  /** The sum of all series of a name that have these labels. */
  sum(name: string, labels: Readonly<Record<string, string>> = {}): number {
    const fits = (sample: Sample) =>
      sample.name === name && Object.entries(labels).every(([label, value]) => sample.labels[label] === value);
    return this.samples.filter(fits).reduce((sum, { value }) => sum + value, 0);
  }

  /** The values that a label of a metric has. */
  values(name: string, label: string): string[] {
    const found = this.samples.filter((sample) => sample.name === name).map(({ labels }) => labels[label] ?? "");
    return [...new Set(found)].sort();
  }
}
