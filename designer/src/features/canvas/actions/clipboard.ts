import type { TFunction } from "i18next";
import type { Action } from "@/shared/actions/actions";
import type { Point } from "@/shared/chain/document";
import { copy, type Fragment, paste, read } from "../model/clipboard";
import { remove } from "../model/remove";
import { type Bench, bringIntoView, editor, newPlace, subject } from "./bench";

/** Copy, cut and paste by the system's clipboard, and duplicate. */
export function clipboardActions({ t, editing, some, focused }: Bench): Action[] {
  return [
    {
      id: "canvas.copy",
      label: t("action.copy"),
      keys: ["mod+c"],
      native: true,
      enabled: some,
      perform: () => document.execCommand("copy"),
    },
    {
      id: "canvas.cut",
      label: t("action.cut"),
      keys: ["mod+x"],
      native: true,
      enabled: editing && some,
      perform: () => document.execCommand("cut"),
    },
    {
      id: "canvas.paste",
      label: t("action.paste"),
      keys: ["mod+v"],
      native: true,
      enabled: editing,
      perform: () => {
        const at = newPlace();
        void navigator.clipboard?.readText().then((text) => put(text, t, at));
      },
    },
    {
      id: "canvas.duplicate",
      label: t("action.duplicate"),
      keys: ["mod+d"],
      enabled: editing && some && focused,
      perform: () => {
        const { document, path } = editor();
        const fragment = copy(document, path, subject());
        if (fragment) add(fragment, beside(fragment), (count) => t("step.duplicate", { count }));
      },
    },
  ];
}

/** What goes on the clipboard; undefined if nothing is selected. */
export function taken(): string | undefined {
  const { document, path } = editor();
  const fragment = copy(document, path, subject());
  return fragment && JSON.stringify(fragment, null, 2);
}

/** Takes away what was put on the clipboard. */
export function takeAway(t: TFunction): void {
  const what = subject();
  const { act, path } = editor();
  act(t("step.cut", { count: what.nodes.length }), (d) => remove(d, path, what));
}

/** Puts a text from the clipboard into the draft, if it is a part of a chain. */
export function put(text: string, t: TFunction, at = newPlace()): void {
  if (!editor().editing) return;
  const fragment = read(text);
  if (!fragment) {
    editor().say(t("said.noFragment"));
    return;
  }
  add(fragment, at, (count) => t("step.paste", { count }));
}

function add(fragment: Fragment, at: Point, label: (count: number) => string): void {
  const { document, path, act, select, say } = editor();
  const pasted = paste(document, path, fragment, at);
  const count = fragment.nodes.length + (fragment.layout.notes?.length ?? 0);
  act(label(count), () => pasted.document);
  const first = pasted.selection.nodes[0];
  select(pasted.selection, first);
  if (first !== undefined) bringIntoView(first);
  say(label(count));
}

/** A little below and beside where the fragment was. */
function beside(fragment: Fragment): Point {
  const points = [
    ...fragment.nodes.flatMap((n) => fragment.layout.nodes?.[n.id] ?? []),
    ...(fragment.layout.notes ?? []),
  ];
  return { x: Math.min(...points.map((p) => p.x)) + 40, y: Math.min(...points.map((p) => p.y)) + 40 };
}
