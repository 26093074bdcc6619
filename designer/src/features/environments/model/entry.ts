/** The words of a command line; quotes keep blanks together. */
export function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((m) => m[1] ?? m[2] ?? m[3] ?? "");
}

/** A command line out of its words. */
export function line(entry: readonly string[]): string {
  return entry.map((w) => (/\s/.test(w) ? `"${w}"` : w)).join(" ");
}
