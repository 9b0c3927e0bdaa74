import type { Position } from "./position.ts";

/** A replica that is further behind is told to be so far. */
const LONGEST_MS = 3_600_000;

/** Says by how much a replica lags behind, from where the primary has been when. */
export class LagMeter {
  private readonly samples: { readonly at: number; readonly position: Position }[] = [];

  /** Takes down where the primary is now. */
  note(position: Position): void {
    const at = performance.now();
    // While nothing is written there is nothing to lag behind of.
    if (this.samples.at(-1)?.position !== position) this.samples.push({ at, position });
    while (this.samples[1] !== undefined && this.samples[1].at < at - LONGEST_MS) this.samples.shift();
  }

  /**
   * Measures a replica.
   *
   * @param position - how far it has come by now
   * @returns for how many milliseconds it has been lacking something; 0 when nothing is known that it lacks
   */
  of(position: Position): number {
    const lacking = this.samples.findLastIndex((sample) => sample.position <= position) + 1;
    const first = this.samples[lacking];
    return first === undefined ? 0 : Math.min(performance.now() - first.at, LONGEST_MS);
  }
}
