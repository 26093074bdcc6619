import type { ChainDocument } from "@/shared/chain/document";
import { changes, partKey } from "./parts";

export type Author = { id: string; name: string };

/** What the draft was after somebody had saved, and who that was. */
export type Stage = { by: Author; document: ChainDocument };

/** Something that differs, as the server tells it. */
type Told = {
  subject: "document" | "node" | "edge" | "layout";
  node?: string;
  from?: string;
  to?: string;
  pointer: string;
};

/**
 * Who changed what on the way from one document to the last stage. Asked for a difference, it gives all who
 * had a hand in it; nobody if the stages do not tell.
 */
export function authorship(from: ChainDocument, stages: Stage[]): (told: Told) => Author[] {
  const by = new Map<string, Map<string, Author>>();
  let before = from;
  for (const stage of stages) {
    for (const { part } of changes(before, stage.document)) {
      // What is inside a node belongs to that node here.
      const keys = [partKey(part), ...(part.path[0] ? [`node/${part.path[0]}`] : [])];
      for (const key of keys) {
        const known = by.get(key) ?? new Map();
        known.set(stage.by.id, stage.by);
        by.set(key, known);
      }
    }
    before = stage.document;
  }
  const of = (is: (key: string) => boolean) => {
    const found = new Map<string, Author>();
    for (const [key, authors] of by) if (is(key)) for (const [id, a] of authors) found.set(id, a);
    return [...found.values()];
  };
  return ({ subject, node, from: start, to, pointer }) => {
    if (subject === "node") return of((k) => k === `node/${node}`);
    if (subject === "edge") return of((k) => k.replace(/!?( \d+)?$/, "") === `edge/${start}→${to}`);
    if (subject === "layout") return of((k) => /^(place|note|group)\//.test(k));
    const field = pointer.split("/")[1] ?? "";
    return of((k) => k === `field/${field}` || (field === "nodes" && k.startsWith("node/")));
  };
}

/** Saves by the same person in a row are one stage: which revision it ends with. Saves come newest first. */
export function stagesOf<S extends { revision: number; created_by?: Author | null }>(
  saves: S[],
): { revision: number; by: Author }[] {
  const found: { revision: number; by: Author }[] = [];
  for (const s of saves.toSorted((a, b) => a.revision - b.revision)) {
    const by = s.created_by ?? { id: "", name: "" };
    const last = found.at(-1);
    if (last?.by.id === by.id) last.revision = s.revision;
    else found.push({ revision: s.revision, by });
  }
  return found;
}
