const REDRAW_MS = 200;
const LINE_MS = 5_000;
const BAR_WIDTH = 28;

const number = (value: number) => Math.round(value).toLocaleString("en-US");

function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Where the progress is shown: the standard output, or what a test puts in its place. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Shows how far a run is: on a terminal one line that is drawn again and again, elsewhere a line every few seconds. */
export class Progress {
  private readonly expectedRows: number;
  private readonly stream: ProgressStream;
  private readonly now: () => number;
  private readonly startedAt: number;
  private shownAt: number;
  private rows = 0;

  constructor(expectedRows: number, stream: ProgressStream, now = () => performance.now()) {
    this.expectedRows = expectedRows;
    this.stream = stream;
    this.now = now;
    this.startedAt = now();
    this.shownAt = this.startedAt;
  }

  /** Counts rows that were made. */
  add(rows: number): void {
    this.rows += rows;
    if (this.now() - this.shownAt >= (this.stream.isTTY ? REDRAW_MS : LINE_MS)) this.show();
  }

  /** Ends the line that is drawn again, so that other words can follow. */
  end(): void {
    if (!this.stream.isTTY) return;
    this.show();
    this.stream.write("\n");
  }

  private show(): void {
    this.shownAt = this.now();
    const seconds = (this.shownAt - this.startedAt) / 1000;
    const rate = this.rows / Math.max(seconds, 0.001);
    const share = Math.min(1, this.rows / this.expectedRows);
    const left = rate > 0 ? duration(Math.max(0, this.expectedRows - this.rows) / rate) : "?";
    const text = `${number(this.rows)} of about ${number(this.expectedRows)} rows, ${number(rate)} rows/s, ${left} left`;
    if (!this.stream.isTTY) {
      this.stream.write(`${Math.floor(share * 100)} %: ${text}\n`);
      return;
    }
    const filled = Math.round(share * BAR_WIDTH);
    const line = `[${"#".repeat(filled)}${"-".repeat(BAR_WIDTH - filled)}] ${text}`;
    this.stream.write(`\r\u001b[K${line.slice(0, (this.stream.columns ?? 120) - 1)}`);
  }
}
