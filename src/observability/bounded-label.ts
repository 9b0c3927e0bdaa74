const LONGEST_VALUE = 80;

/** What values share that have no place of their own. */
export const OTHER = "other";

/** A label of metrics whose values come from outside, and so have to be few: each costs memory for as long as a process lives. */
export class BoundedLabel {
  private readonly values: Set<string>;
  private readonly room: number;

  /**
   * @param room - how many values it takes beside the known ones
   * @param known - values that have their place from the beginning
   */
  constructor(room: number, known: Iterable<string> = []) {
    this.values = new Set(known);
    this.room = this.values.size + room;
  }

  /**
   * @param value - what came
   * @param isWelcome - whether it may take a place
   * @returns the value, or `other` when it has no place
   */
  of(value: string | undefined, isWelcome = true): string {
    if (value === undefined) return OTHER;
    if (this.values.has(value)) return value;
    if (!isWelcome || value.length > LONGEST_VALUE || this.values.size >= this.room) return OTHER;
    this.values.add(value);
    return value;
  }
}
