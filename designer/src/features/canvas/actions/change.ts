import type { TFunction } from "i18next";
import type { Action } from "@/shared/actions/actions";
import { findEdge, findNode } from "@/shared/chain/graph";
import type { Kind } from "@/shared/chain/kinds";
import { words } from "@/shared/i18n/i18n";
import { changeGroup, group, ungroup, writeNote } from "../model/arrange";
import { remove, removeAndReconnect } from "../model/remove";
import { nameNew, renameNode } from "../model/rename";
import { replaceKind } from "../model/replace";
import {
  askName,
  type Bench,
  current,
  currentNode,
  editor,
  leaveField,
  nameOf,
  shownGraph,
  subject,
  subjects,
  workspace,
} from "./bench";

/** What changes what is selected. */
export function changeActions({ t, editing, some, edge, focused, many }: Bench): Action[] {
  const del = (how: typeof remove, label: (n: number) => string) => () => {
    const what = subject();
    const { path, act, document, say, setFocus } = editor();
    const next = neighbour(what.nodes);
    const count = what.nodes.length + what.edges.length;
    act(label(count), (d) => how(d, path, what));
    if (editor().document === document) return;
    if (what.nodes.length > 0) setFocus(next);
    say(label(count));
  };
  return [
    {
      id: "canvas.open",
      label: t("action.open"),
      keys: ["enter"],
      enabled: focused && (some || edge),
      perform: () => {
        const { selection, open, document, editing } = editor();
        const node = current();
        const key = selection.nodes.length === 0 ? selection.edges[0] : undefined;
        if (key !== undefined && findEdge(document, key)) open({ edge: key });
        else if (node !== undefined && findNode(document, node)) open({ node });
        else if (node !== undefined && editing) askName(node);
      },
    },
    {
      id: "canvas.rename",
      label: t("action.rename"),
      keys: ["f2"],
      enabled: editing && some,
      perform: () => {
        const id = current();
        if (id === undefined) return;
        const hidden = editor().document.layout?.groups?.find((g) => g.folded && g.nodes.includes(id));
        if (hidden) fold(hidden.id, t);
        askName(id);
      },
    },
    {
      id: "canvas.changeId",
      label: t("action.changeId"),
      enabled: editing && some,
      perform: () => {
        const id = current();
        if (id !== undefined && findNode(editor().document, id)) workspace().set({ changingId: id });
      },
    },
    {
      id: "canvas.replace",
      label: t("action.replace"),
      keys: ["r"],
      enabled: editing && some,
      perform: () => {
        const id = currentNode();
        if (id !== undefined) workspace().set({ replacing: id });
      },
    },
    {
      id: "canvas.delete",
      label: t("action.delete"),
      keys: ["delete", "backspace"],
      enabled: editing && focused && (some || edge),
      perform: del(remove, (count) => t("step.delete", { count })),
    },
    {
      id: "canvas.deleteAndReconnect",
      label: t("action.deleteAndReconnect"),
      keys: ["mod+delete", "mod+backspace"],
      enabled: editing && focused && some,
      perform: del(removeAndReconnect, (count) => t("step.deleteAndReconnect", { count })),
    },
    {
      id: "canvas.group",
      label: t("action.group"),
      keys: ["mod+g"],
      enabled: editing && many > 0,
      perform: () => {
        const { document, act, select } = editor();
        const nodes = subjects().filter((id) => findNode(document, id));
        if (nodes.length === 0) return;
        const made = group(document, nodes, t("group.new"));
        act(t("step.group", { count: nodes.length }), () => made.document);
        select({ nodes: [made.id], edges: [] }, made.id);
        askName(made.id);
      },
    },
    {
      id: "canvas.ungroup",
      label: t("action.ungroup"),
      keys: ["mod+shift+g"],
      enabled: editing && some,
      perform: () => editor().act(t("step.ungroup"), (d) => ungroup(d, subjects())),
    },
  ];
}

/** Makes a node one of another kind. */
export function replaceBy(id: string, kind: Kind, t: TFunction): void {
  const { act, kinds, document, say } = editor();
  const was = findNode(document, id);
  if (!was) return;
  const label = t("step.replace", { name: nameOf(id), kind: words(kind.title) });
  act(label, (d) => replaceKind(d, id, kinds.get(was.kind), kind));
  say(label);
}

/** The node to go to when some are deleted: one after them, else one before. */
function neighbour(gone: readonly string[]): string | undefined {
  const all = new Set(gone);
  const edges = shownGraph().edges ?? [];
  return (
    edges.find((e) => all.has(e.to) && !all.has(e.from))?.from ??
    edges.find((e) => all.has(e.from) && !all.has(e.to))?.to
  );
}

/** Takes the name that was typed at a node or a group; undefined leaves the old one. */
export function takeName(id: string, name: string | undefined, t: TFunction): void {
  const { setNaming } = editor();
  if (editor().naming !== id) return;
  const { fresh, set } = workspace();
  setNaming(undefined);
  set({ fresh: undefined });
  leaveField();
  if (name !== undefined) giveName(id, name, fresh === id, t);
}

/** Gives a node or a group a name. The id of a node that was just added is made from it. */
export function giveName(id: string, name: string, fresh: boolean, t: TFunction): void {
  const { document, act, select, setFocus } = editor();
  if (document.layout?.groups?.some((g) => g.id === id)) {
    act(t("step.rename", { name: name || id }), (d) => changeGroup(d, id, (g) => ({ ...g, name })));
    return;
  }
  if (!fresh) {
    act(t("step.rename", { name: name || id }), (d) => renameNode(d, id, name));
    return;
  }
  const named = nameNew(document, id, name);
  act(t("step.rename", { name: name || id }), () => named.document);
  select({ nodes: [named.id], edges: [] }, named.id);
  setFocus(named.id);
}

/** Takes the text of a note. */
export function takeNote(id: string, text: string | undefined, t: TFunction): void {
  const { act, setNaming } = editor();
  if (editor().naming !== id) return;
  setNaming(undefined);
  leaveField();
  if (text !== undefined) act(t("step.writeNote"), (d) => writeNote(d, id, text));
}

/** Folds or unfolds a group. */
export function fold(id: string, t: TFunction): void {
  editor().act(t("step.fold", { name: nameOf(id) }), (d) =>
    changeGroup(d, id, (g) => {
      const { folded, ...rest } = g;
      return folded ? rest : { ...rest, folded: true };
    }),
  );
}
