/** Keeps what was used last, up to a weight of all together. */
export class WeighedCache<Value> {
  private readonly maximum: number;
  /** In the order of their last use. */
  private readonly kept = new Map<string, { readonly value: Value; readonly weight: number }>();
  private weight = 0;

  /** @param maximum - what all may weigh, in the unit of {@link set} */
  constructor(maximum: number) {
    this.maximum = maximum;
  }

  /** Gives what is kept under a key, which is then the last that was used; undefined if nothing is. */
  get(key: string): Value | undefined {
    const entry = this.kept.get(key);
    if (entry === undefined) return undefined;
    this.kept.delete(key);
    this.kept.set(key, entry);
    return entry.value;
  }

  /**
   * Keeps a value under a key that isn't taken, in the place of those that weren't used for longest. One that outweighs the
   * maximum isn't kept.
   */
  set(key: string, value: Value, weight: number): void {
    if (weight > this.maximum) return;
    this.kept.set(key, { value, weight });
    this.weight += weight;
    for (const [oldest, entry] of this.kept) {
      if (this.weight <= this.maximum) return;
      this.kept.delete(oldest);
      this.weight -= entry.weight;
    }
  }
}
