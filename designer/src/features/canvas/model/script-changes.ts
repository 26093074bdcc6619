import { type ChainDocument, nodeName } from "@/shared/chain/document";
import { everyNode } from "@/shared/chain/graph";

/** Which script, and which version of it, a key means. */
export type Pinned = Readonly<Record<string, { id: string; version?: number }>>;

export type ScriptVersion = { key: string; version: number };

/** A script that some tasks run in another version than before, or in the place of another script. */
export type ScriptChange = { before: ScriptVersion; after: ScriptVersion; nodes: string[] };

type Used = { key: string; name: string };

/** The scripts that tasks run, by where they stand: the task of a node, or of what undoes it. */
function used(document: ChainDocument): Map<string, Used> {
  const all = new Map<string, Used>();
  for (const { node } of everyNode(document)) {
    const name = nodeName(node);
    if (node.task?.script) all.set(node.id, { key: node.task.script, name });
    if (node.undo?.task?.script) all.set(`${node.id}/undo`, { key: node.undo.task.script, name });
  }
  return all;
}

/** The keys of all scripts that tasks of a document run. */
export function scriptKeys(document: ChainDocument): string[] {
  return [...new Set([...used(document).values()].map((u) => u.key))].sort();
}

/**
 * Which tasks run another text than before. A document names a script by its key only: which version that is was
 * pinned when it was published. Of a script that was deleted and made anew under its key, nothing older is known.
 */
export function scriptChanges(
  before: ChainDocument,
  after: ChainDocument,
  pinnedBefore: Pinned,
  pinnedAfter: Pinned,
): ScriptChange[] {
  const old = used(before);
  const found = new Map<string, ScriptChange>();
  for (const [where, now] of used(after)) {
    const was = old.get(where);
    if (!was) continue;
    const from = pinnedBefore[was.key];
    const to = pinnedAfter[now.key];
    if (!from?.version || !to?.version) continue;
    if (was.key === now.key && (from.id !== to.id || from.version === to.version)) continue;
    const name = `${was.key}@${from.version} ${now.key}@${to.version}`;
    const change = found.get(name) ?? {
      before: { key: was.key, version: from.version },
      after: { key: now.key, version: to.version },
      nodes: [],
    };
    if (!change.nodes.includes(now.name)) change.nodes.push(now.name);
    found.set(name, change);
  }
  return [...found.values()];
}
