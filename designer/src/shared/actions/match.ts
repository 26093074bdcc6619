/**
 * How well a text answers what was typed: 0 is not at all, more is better. Every word typed must be in the
 * text; beginnings of words count most.
 */
export function matches(text: string, typed: string): number {
  const inside = text.toLowerCase();
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  let score = 1;
  for (const word of words) {
    const at = inside.indexOf(word);
    if (at < 0) return 0;
    if (at === 0) score += 3;
    else if (/[\s:：·/_-]/.test(inside[at - 1] ?? "")) score += 2;
    else score += 1;
  }
  return score;
}

/** The best answers first; what answers alike stays in its order. */
export function best<T>(all: T[], text: (item: T) => string, typed: string): T[] {
  if (!typed.trim()) return all;
  return all
    .map((item, order) => ({ item, order, score: matches(text(item), typed) }))
    .filter((m) => m.score > 0)
    .sort((a, b) => b.score - a.score || a.order - b.order)
    .map((m) => m.item);
}
