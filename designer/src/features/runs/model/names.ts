import type { Shape } from "@/shared/api/client";
import type { ChainDocument, ChainNode } from "@/shared/chain/document";
import { nodeName } from "@/shared/chain/document";
import { findNode } from "@/shared/chain/graph";
import { itemsOf, type Journal, placeOf, stepAt } from "./journal";

/** What was designed for a step, if the picture has it. */
export function designed(document: ChainDocument | undefined, node: string): ChainNode | undefined {
  return document && findNode(document, node);
}

/** What people call a step; an undo's as the step that it undoes. */
export function stepName(document: ChainDocument | undefined, node: string): string {
  return nodeName(designed(document, node) ?? { id: node });
}

/** The nodes that contain a scope's graph, outermost first: the picture's path. An undo has no graph of its own. */
export function pathOf(scope: string): string[] {
  const path: string[] = [];
  for (let place = placeOf(scope); place; place = placeOf(place.outer))
    if (!place.undo) path.unshift(place.node);
  return path;
}

/** The nearest scope whose graph the picture shows. */
export function drawnScope(scope: string): string {
  const place = placeOf(scope);
  return place?.undo ? drawnScope(place.outer) : scope;
}

/**
 * The scope of a graph inside of lists: that of the items that are looked at now, else of the first that
 * failed, else of the first; undefined where none has begun.
 */
export function scopeAlong(journal: Journal, path: readonly string[], now: string): string | undefined {
  const drawn = drawnScope(now);
  let outer = "";
  for (const node of path) {
    const step = stepAt(journal, outer, node);
    const items = step ? itemsOf(journal, step) : [];
    const item = items.find((s) => s.state === "failed") ?? items[0];
    if (!item) return undefined;
    outer = items.find((s) => drawn === s.path || drawn.startsWith(`${s.path}/`))?.path ?? item.path;
  }
  return outer;
}

/**
 * The run whose outcomes a run took over, if it can have taken any: what a test did not do itself may as well
 * have been pinned or mocked.
 */
export function beforeOf(run: Shape<"RunBody">): string | undefined {
  return run.trigger === "rerun" && !run.test ? run.trigger_id : undefined;
}

/** An item in a few words, for lists. */
export function itemText(item: unknown): string {
  const text = typeof item === "string" ? item : (JSON.stringify(item) ?? "");
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
