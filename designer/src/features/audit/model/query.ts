/** What can be looked for in the audit log; each stands in the address under its name. */
export const filters = ["who", "action", "kind", "resource", "result", "from", "to"] as const;

export type Filters = Partial<Record<(typeof filters)[number], string>>;

/** The filters of an address, as the server wants them: days become moments, the last one included. */
export function auditQuery(search: Filters) {
  const { who, action, kind, resource, result, from, to } = search;
  const day = (text: string, plus: number) => {
    const at = new Date(`${text}T00:00:00`);
    if (Number.isNaN(at.getTime())) return undefined;
    at.setDate(at.getDate() + plus);
    return at.toISOString();
  };
  const begin = from && day(from, 0);
  const end = to && day(to, 1);
  return {
    ...(who ? { who } : {}),
    ...(action ? { action } : {}),
    ...(kind ? { kind } : {}),
    ...(resource ? { resource } : {}),
    ...(result === "allowed" || result === "refused" ? { result: result as "allowed" | "refused" } : {}),
    ...(begin ? { from: begin } : {}),
    ...(end ? { to: end } : {}),
  };
}

/** The fields that differ between two states of a thing, by name. */
export function changes(
  before: unknown,
  after: unknown,
): { field: string; before: unknown; after: unknown }[] {
  const plain = (x: unknown): Record<string, unknown> =>
    x !== null && typeof x === "object" && !Array.isArray(x) ? (x as Record<string, unknown>) : {};
  const [a, b] = [plain(before), plain(after)];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((field) => JSON.stringify(a[field]) !== JSON.stringify(b[field]))
    .sort()
    .map((field) => ({ field, before: a[field], after: b[field] }));
}
