/** The half of a step whose log is looked at first: the one that failed, else the last. */
export function firstHalf<H extends { state: string }>(halves: readonly H[]): H | undefined {
  return halves.find((h) => h.state === "failed") ?? halves.at(-1);
}
