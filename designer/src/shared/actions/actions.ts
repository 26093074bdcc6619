import { type ReactNode, useEffect, useRef } from "react";
import { create } from "zustand";

/** One thing that a person can do: toolbar, menu, key and palette use the same one. */
export type Action = {
  /** Stable, such as `canvas.undo`; people bind other keys to it. */
  id: string;
  /** What stands in menus, in the language that is shown. */
  label: string;
  /** Such as `mod+k`, `shift+t`, `g h` (one after the other), `?`; mod is Ctrl or Cmd. */
  keys?: string[];
  enabled?: boolean;
  /** Why not, when it is not enabled. */
  why?: ReactNode;
  /** Works even while somebody types. */
  always?: boolean;
  /** The browser's own key does it (copy, paste): the keys are only shown. */
  native?: boolean;
  /** Not listed in the palette. */
  hidden?: boolean;
  perform: () => void;
};

type Layer = { id: number; actions: Action[]; modal: boolean };

type Registry = { layers: Layer[]; put: (layer: Layer) => void; drop: (id: number) => void };

export const registry = create<Registry>((set) => ({
  layers: [],
  put: (layer) =>
    set((s) => ({
      layers: [...s.layers.filter((l) => l.id !== layer.id), layer].sort((a, b) => a.id - b.id),
    })),
  drop: (id) => set((s) => ({ layers: s.layers.filter((l) => l.id !== id) })),
}));

let layers = 0;

/**
 * Offers actions for as long as the component is there. Later layers come first; a modal one (a dialog)
 * hides all below it.
 */
export function useActions(actions: Action[], modal = false): void {
  const id = useRef(0);
  if (id.current === 0) id.current = ++layers;
  const { put, drop } = registry.getState();
  useEffect(() => put({ id: id.current, actions, modal }), [actions, modal, put]);
  useEffect(() => () => drop(id.current), [drop]);
}

/** The actions that are offered now, topmost layer first. */
export function offered(all: Layer[]): Action[] {
  const modal = all.findLastIndex((l) => l.modal);
  return all
    .slice(Math.max(modal, 0))
    .reverse()
    .flatMap((l) => l.actions);
}
