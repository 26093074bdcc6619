import type { ChainDocument } from "@/shared/chain/document";
import { everyNode } from "@/shared/chain/graph";

const most = 64;

/** Every id that is taken: those of nodes, inner graphs included, of notes and of groups. */
export function idsOf(document: ChainDocument): Set<string> {
  const ids = new Set<string>();
  for (const { node } of everyNode(document)) ids.add(node.id);
  for (const n of document.layout?.notes ?? []) ids.add(n.id);
  for (const g of document.layout?.groups ?? []) ids.add(g.id);
  return ids;
}

/** Whether something can have this id. */
export function isId(text: string): boolean {
  return /^[a-z][a-z0-9_-]{0,63}$/.test(text);
}

/** An id out of a name, as far as the name has letters for one: "Build and check" gives `build-and-check`. */
export function slug(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  // A name in another script has no letters for an id; the few Latin ones in it would name it badly.
  if (/[^\p{Script=Latin}\p{Script=Common}]/u.test(plain)) return "";
  return plain
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 40)
    .replace(/-+$/, "");
}

/** An id that nothing has yet: the wanted one, else with a number. */
export function freeId(taken: ReadonlySet<string>, wanted: string): string {
  const stem = isId(wanted) ? wanted : "node";
  if (isId(wanted) && !taken.has(wanted)) return wanted;
  for (let n = 2; ; n++) {
    const id = `${stem.slice(0, most - 5)}-${n}`;
    if (!taken.has(id)) return id;
  }
}

/** The first of `kind-1`, `kind-2`, … that nothing has yet. */
export function numberedId(taken: ReadonlySet<string>, kind: string): string {
  for (let n = 1; ; n++) {
    const id = `${kind.replace(/[^a-z0-9_-]/g, "-").slice(0, most - 5)}-${n}`;
    if (!taken.has(id)) return id;
  }
}
