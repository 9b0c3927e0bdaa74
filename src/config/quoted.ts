/** How a setting is repeated in a message: as JSON, and not at length. */
export function quoted(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 80) ?? "nothing";
}
