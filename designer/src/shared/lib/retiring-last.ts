/** What is being retired comes after all that is not, each in the order it had. */
export function retiringLast<T extends { deprecation?: unknown }>(all: T[] | undefined): T[] | undefined {
  return all && [...all.filter((e) => !e.deprecation), ...all.filter((e) => e.deprecation)];
}
