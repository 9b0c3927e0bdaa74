import { BEGINNING, type Position } from "./position.ts";

/** Says what every replica must have got to by now, from where the primary was some time ago. */
export class LagLimit {
  private readonly maximumLag: number;
  private samples: { readonly at: number; readonly position: Position }[] = [];

  /** @param maximumLag - milliseconds */
  constructor(maximumLag: number) {
    this.maximumLag = maximumLag;
  }

  /** Takes down where the primary is now. */
  note(position: Position): void {
    this.samples.push({ at: performance.now(), position });
  }

  /** What was there longer ago than the limit. While the primary doesn’t answer, what it said last goes on counting. */
  get position(): Position {
    const latest = performance.now() - this.maximumLag;
    while (this.samples[1] !== undefined && this.samples[1].at <= latest) this.samples.shift();
    const [sample] = this.samples;
    return sample !== undefined && sample.at <= latest ? sample.position : BEGINNING;
  }
}
