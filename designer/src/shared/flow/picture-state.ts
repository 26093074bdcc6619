import { createContext, useContext, useLayoutEffect } from "react";
import { createStore, type StoreApi, useStore } from "zustand";
import type { Finding, Kinds } from "../chain/kinds";
import type { Direction } from "../chain/layout";
import type { State } from "../kit/state-badge";

/** How far a step is, as the picture shows it on its node. */
export type NodeState = {
  state: State;
  attempt?: number;
  attempts?: number;
  /** Of a fan-out. */
  items?: { total: number; done: number; failed: number };
  /** How long it worked, in milliseconds. */
  ms?: number;
  /** How long it waited in all, where that is worth a word: for its turn, for people, between two attempts. */
  waitedMs?: number;
  /** When what it waits for now ends, in milliseconds. */
  until?: number;
  /** It was not done by this run: its outcome is that of an earlier run, or was set for a test. */
  given?: "before" | "test";
};

/** What became of a node or an edge between two versions. */
export type Mark = "added" | "removed" | "changed";

/** What became of an edge in a run. */
export type Way = "taken" | "left";

/** How many problems a node or an edge has. */
export type Trouble = { errors: number; warnings: number; texts: string[] };

/** What is laid over the chain. Each card reads only what is its own, so that one step's event draws one card. */
export type Overlay = {
  kinds: Kinds;
  direction: Direction;
  states: ReadonlyMap<string, NodeState>;
  troubles: ReadonlyMap<string, Trouble>;
  marks: ReadonlyMap<string, Mark>;
  /** By edge; empty where no run is shown. */
  ways: ReadonlyMap<string, Way>;
  /** By node, what the nodes behind it are called. */
  next: ReadonlyMap<string, string>;
  /** The nodes whose outputs are pinned for tests. */
  pinned: ReadonlySet<string>;
  /** The node that the keyboard is at. */
  focus: string | undefined;
  /** The node that the keyboard is at, while its card is drawn: one out of sight is not. */
  atCard: string | undefined;
  /** The edge under the pointer. */
  hover: string | undefined;
  /** While an edge is drawn: by node, why it cannot end there; an empty text if it can. */
  fits: ReadonlyMap<string, string> | undefined;
  /** The node whose name is being typed. */
  naming: string | undefined;
  /** Whether the picture can be changed. */
  editable: boolean;
};

export const noOverlay: Overlay = {
  kinds: new Map(),
  direction: "down",
  states: new Map(),
  troubles: new Map(),
  marks: new Map(),
  ways: new Map(),
  next: new Map(),
  pinned: new Set(),
  focus: undefined,
  atCard: undefined,
  hover: undefined,
  fits: undefined,
  naming: undefined,
  editable: false,
};

/** What the cards, frames and edges can ask for. */
export type Deeds = {
  /** Opens the inner graph of a node. */
  enter: (id: string) => void;
  /** Folds or unfolds a group. */
  fold?: (id: string) => void;
  rename?: (id: string, name: string | undefined) => void;
  /** Adds a node after one (`+` on a handle). */
  append?: (id: string, port: "out" | "failure") => void;
  /** Adds a node on an edge. */
  insert?: (edge: string) => void;
  writeNote?: (id: string, text: string | undefined) => void;
};

export type OverlayStore = StoreApi<Overlay>;

export function newOverlay(): OverlayStore {
  return createStore<Overlay>(() => noOverlay);
}

export const PictureContext = createContext<{ store: OverlayStore; deeds: Deeds }>({
  store: newOverlay(),
  deeds: { enter: () => {} },
});

/** A part of what is laid over the chain. */
export function useOverlay<T>(select: (o: Overlay) => T): T {
  return useStore(useContext(PictureContext).store, select);
}

/** Whether the keyboard is at a card; told while the card is drawn. */
export function useFocused(id: string): boolean {
  const { store } = useContext(PictureContext);
  const focused = useStore(store, (o) => o.focus === id);
  useLayoutEffect(() => {
    if (!focused) return;
    store.setState({ atCard: id });
    return () => store.setState((o) => (o.atCard === id ? { atCard: undefined } : o));
  }, [store, focused, id]);
  return focused;
}

export function useDeeds(): Deeds {
  return useContext(PictureContext).deeds;
}

/** The problems by node id and by edge (`from→to`). */
export function troublesOf(findings: readonly Finding[]): Map<string, Trouble> {
  const all = new Map<string, Trouble>();
  for (const f of findings) {
    const key = f.node ?? (f.from && f.to ? `${f.from}→${f.to}` : undefined);
    if (key === undefined) continue;
    const t = all.get(key) ?? { errors: 0, warnings: 0, texts: [] };
    if (f.severity === "error") t.errors++;
    else t.warnings++;
    t.texts.push(f.detail);
    all.set(key, t);
  }
  return all;
}
