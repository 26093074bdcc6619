/** What this browser remembers of a person's ways; never anything that must not be lost. */
export function remembered<T>(key: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(`catenary.${key}`);
    return text === null ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
}

export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(`catenary.${key}`, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing just forgets.
  }
}
