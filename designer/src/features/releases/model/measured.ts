import type { Gate } from "../api/releases";

/** Why a check did not hold: what was measured, what it came to, and what it had to be. */
export type Measured = {
  /** Such as `open`; nothing if it was not one value of the output that was compared. */
  measure?: string;
  value: string;
  /** Such as `< 10`; the whole expression where no measure stands for itself. */
  limit: string;
};

const compared = /^nodes\.check\.output\.([\w.]+)\s*([<>]=?|[!=]==?)\s*([^&|?;]+)$/;

/**
 * What a failed check says, taken apart. The server writes one sentence with the expression and what the chain
 * gave; of any other, such as that the chain itself failed, nothing comes.
 */
export function measuredOf(check: Gate["check"], message: string): Measured | undefined {
  if (!check?.when) return undefined;
  const said = ` ${check.when} does not hold; it gave `;
  const from = message.indexOf(said);
  if (from < 0) return undefined;
  const value = message.slice(from + said.length);
  const [, path, sign, bound] = compared.exec(check.when) ?? [];
  const one = path && valueAt(value, path);
  if (!path || one === undefined) return { value, limit: check.when };
  return { measure: path, value: one, limit: `${sign} ${bound?.trim()}` };
}

/** A value inside of what a chain gave; nothing if that is cut off, or has none there. */
function valueAt(output: string, path: string): string | undefined {
  let at: unknown;
  try {
    at = JSON.parse(output);
  } catch {
    return undefined;
  }
  for (const key of path.split("."))
    at = typeof at === "object" && at !== null ? (at as Record<string, unknown>)[key] : undefined;
  return at === undefined ? undefined : JSON.stringify(at);
}
