import type { TFunction } from "i18next";
import type { Action } from "@/shared/actions/actions";
import type { ChainDocument, ChainNode } from "@/shared/chain/document";
import type { Kind } from "@/shared/chain/kinds";
import { layered } from "@/shared/chain/layout";
import { words } from "@/shared/i18n/i18n";
import { addNote } from "../model/arrange";
import type { Fragment } from "../model/clipboard";
import { addNode, addPart, type Door, newNode } from "../model/insert";
import {
  askName,
  type Bench,
  bringIntoView,
  currentNode,
  editor,
  goTo,
  nameOf,
  newPlace,
  workspace,
} from "./bench";

/** The doors by which a node is added. */
export function addActions({ t, editing, some, edge, outermost }: Bench): Action[] {
  return [
    {
      id: "canvas.add",
      label: t("action.add"),
      keys: ["n"],
      enabled: editing,
      perform: () => {
        const at = workspace().pointed;
        const after = currentNode();
        workspace().set({ door: at ? { at } : after === undefined ? {} : { after, port: "out" } });
      },
    },
    {
      id: "canvas.append",
      label: t("action.append"),
      keys: ["a"],
      enabled: editing && some,
      perform: () => {
        const after = currentNode();
        if (after !== undefined) workspace().set({ door: { after, port: "out" } });
      },
    },
    {
      id: "canvas.insert",
      label: t("action.insert"),
      keys: ["i"],
      enabled: editing && edge,
      perform: () => {
        const on = editor().selection.edges[0];
        if (on !== undefined) workspace().set({ door: { on } });
      },
    },
    {
      id: "canvas.connect",
      label: t("action.connect"),
      keys: ["c"],
      enabled: editing && some,
      perform: () => {
        const from = currentNode();
        if (from !== undefined) workspace().set({ finding: { connect: from, port: "out" } });
      },
    },
    {
      id: "canvas.note",
      label: t("action.note"),
      keys: ["shift+s"],
      // Notes are shown in the outermost graph.
      enabled: editing && outermost,
      perform: () => {
        const { document, act, select } = editor();
        const { document: next, id } = addNote(document, t("note.new"), newPlace());
        act(t("step.note"), () => next);
        select({ nodes: [id], edges: [] }, id);
        askName(id);
      },
    },
  ];
}

/** Adds a node of a kind by a door, maybe with something in it, and asks for its name. */
export function addOf(kind: Kind, door: Door, t: TFunction, more: Partial<ChainNode> = {}): void {
  const { document, path, kinds, act, say } = editor();
  const node = { ...newNode(document, kind), ...more };
  act(t("step.add", { kind: words(kind.title) }), (d) => addNode(d, path, kinds, node, door));
  goTo(node.id);
  workspace().set({ fresh: node.id });
  askName(node.id);
  say(
    "after" in door
      ? t("said.addedAfter", { kind: words(kind.title), node: nameOf(door.after) })
      : t("said.added", { kind: words(kind.title) }),
  );
}

/** Adds the nodes of a template by a door, as one step. */
export function addTemplate(name: string, chain: ChainDocument, door: Door, t: TFunction): void {
  const { document, path, kinds, act, select, say } = editor();
  const direction = document.layout?.direction ?? "down";
  const part: Fragment = {
    format: "catenary/v1",
    kind: "Fragment",
    nodes: chain.nodes,
    edges: chain.edges ?? [],
    layout: { nodes: Object.fromEntries(layered(chain, direction)) },
  };
  const added = addPart(document, path, kinds, part, door);
  act(t("step.template", { name }), () => added.document);
  const first = added.selection.nodes[0];
  select(added.selection, first);
  if (first !== undefined) bringIntoView(first);
  say(t("said.added", { kind: name }));
}
