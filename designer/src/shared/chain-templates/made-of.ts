type Part = { key: string };
type Chain = { key: string; version: number };

/** The keys with which the chains of a template were made and published, as far as all of them are there. */
export function madeOf(parts: Part[], chains: Chain[]): string[] {
  const published = new Set(chains.filter((c) => c.version > 0).map((c) => c.key));
  const first = parts[0];
  if (!first) return [];
  const end = first.key ? `-${first.key}` : "";
  return [...published]
    .filter((key) => key.endsWith(end))
    .map((key) => key.slice(0, key.length - end.length))
    .filter((begin) => begin && parts.every((p) => published.has(p.key ? `${begin}-${p.key}` : begin)))
    .sort();
}
