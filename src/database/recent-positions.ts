import { BEGINNING, type Position } from "./position.ts";

const REMEMBERED = 10_000;

/**
 * Remembers for a short time how far whoever has written something must be able to read. It spares those who don’t send
 * the position themselves a surprise, as long as they meet the same process; nothing depends on it.
 */
export class RecentPositions {
  private readonly lifetime: number;
  private readonly positions = new Map<string, { readonly position: Position; readonly until: number }>();

  /** @param lifetime - milliseconds, after which any replica that is used has come as far */
  constructor(lifetime: number) {
    this.lifetime = lifetime;
  }

  /** Remembers a person’s latest position. */
  remember(person: string, position: Position): void {
    const now = performance.now();
    this.positions.delete(person);
    this.positions.set(person, { position, until: now + this.lifetime });
    for (const [oldest, { until }] of this.positions) {
      if (until > now && this.positions.size <= REMEMBERED) break;
      this.positions.delete(oldest);
    }
  }

  /** How far a person must be able to read. */
  of(person: string): Position {
    const known = this.positions.get(person);
    return known !== undefined && known.until > performance.now() ? known.position : BEGINNING;
  }
}
