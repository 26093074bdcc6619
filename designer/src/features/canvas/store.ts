import { create } from "zustand";
import type { ChainDocument } from "@/shared/chain/document";
import type { Finding, Kinds } from "@/shared/chain/kinds";
import { toldEach } from "@/shared/i18n/told";
import { back, empty, forth, type History, record } from "./model/history";
import { nothing, remaining, type Selection } from "./model/selection";

/** What a drawer is about; it stands in the address. */
export type Target = {
  node?: string;
  edge?: string;
  /** The nodes whose called chains are looked at, outermost first, with slashes between. */
  called?: string;
};

/** The draft as the server last confirmed it. "Unsent" is a comparison with it. */
export type Confirmed = { revision: number; document: ChainDocument };

type Opened = { org: string; key: string; document: ChainDocument; revision: number };

/**
 * The draft that is open, what is selected in it, and what is laid over it. Nothing else writes the draft
 * than `act` (one named step of the history), `travel` (`undo`, `redo`) and `replace`.
 */
export type Editor = {
  org: string;
  key: string;
  /** Never changed in place. */
  document: ChainDocument;
  confirmed: Confirmed;
  kinds: Kinds;
  /** What the server found wrong when it last looked. */
  problems: readonly Finding[];
  /** Whether this person holds the draft and may change it. Without it `act` does nothing. */
  editing: boolean;
  selection: Selection;
  /** The node that the keyboard is at. */
  focus: string | undefined;
  /** The ids of the nodes whose inner graph is shown, outermost first. */
  path: readonly string[];
  /** The node whose name is being typed. */
  naming: string | undefined;
  history: History;
  /** What was done last, for the live region. */
  said: { text: string; n: number };

  /** Opens a draft and forgets the one before. */
  begin: (opened: Opened) => void;
  /**
   * One act of a person, with the name it has in the history. `change` is pure; if it gives back the same
   * document, nothing happened. Acts with the same `coalesce` in a row are one step (typing in a field).
   */
  act: (label: string, change: (d: ChainDocument) => ChainDocument, coalesce?: string) => void;
  undo: () => void;
  redo: () => void;
  /** Goes so many steps back (below zero) or forth at once. */
  travel: (by: number) => void;
  /** Another state of the draft from elsewhere (a merge, an older save); with a label it can be undone. */
  replace: (document: ChainDocument, label?: string) => void;
  /** The server has this text under this revision. */
  confirm: (confirmed: Confirmed) => void;
  setProblems: (problems: readonly Finding[]) => void;
  setKinds: (kinds: Kinds) => void;
  setEditing: (editing: boolean) => void;
  select: (selection: Selection, focus?: string) => void;
  setFocus: (id: string | undefined) => void;
  setPath: (path: readonly string[]) => void;
  setNaming: (id: string | undefined) => void;
  say: (text: string) => void;
  /** Opens the drawer of a node or an edge, or closes it. The page says how, since it stands in the address. */
  open: (target?: Target) => void;
  setOpener: (opener: (target?: Target) => void) => void;
};

const none: ChainDocument = { format: "catenary/v1", kind: "Chain", key: "", name: "", nodes: [], edges: [] };

export const useEditor = create<Editor>((set, get) => ({
  org: "",
  key: "",
  document: none,
  confirmed: { revision: 0, document: none },
  kinds: new Map(),
  problems: [],
  editing: false,
  selection: nothing,
  focus: undefined,
  path: [],
  naming: undefined,
  history: empty,
  said: { text: "", n: 0 },

  begin: ({ org, key, document, revision }) =>
    set({
      org,
      key,
      document,
      confirmed: { revision, document },
      problems: [],
      editing: false,
      selection: nothing,
      focus: undefined,
      path: [],
      naming: undefined,
      history: empty,
    }),
  act: (label, change, coalesce) =>
    set((s) => {
      if (!s.editing) return s;
      const document = change(s.document);
      if (document === s.document) return s;
      return {
        document,
        history: record(s.history, label, s.document, Date.now(), coalesce),
        selection: remaining(s.selection, document),
      };
    }),
  undo: () => get().travel(-1),
  redo: () => get().travel(1),
  travel: (by) =>
    set((s) => {
      if (!s.editing) return s;
      const done = by < 0 ? back(s.history, s.document, -by) : forth(s.history, by);
      if (!done) return s;
      return {
        document: done.document,
        history: done.history,
        selection: remaining(s.selection, done.document),
        naming: undefined,
      };
    }),
  replace: (document, label) =>
    set((s) => ({
      document,
      selection: remaining(s.selection, document),
      ...(label === undefined ? {} : { history: record(s.history, label, s.document, Date.now()) }),
    })),
  confirm: (confirmed) => set({ confirmed }),
  setProblems: (problems) => set({ problems: toldEach(problems) }),
  setKinds: (kinds) => set({ kinds }),
  setEditing: (editing) => set(editing ? { editing } : { editing, naming: undefined }),
  select: (selection, focus) => set(focus === undefined ? { selection } : { selection, focus }),
  setFocus: (focus) => set({ focus }),
  setPath: (path) => set({ path, selection: nothing, focus: undefined, naming: undefined }),
  setNaming: (naming) => set({ naming }),
  say: (text) => set((s) => ({ said: { text, n: s.said.n + 1 } })),
  open: () => {},
  setOpener: (open) => set({ open }),
}));
