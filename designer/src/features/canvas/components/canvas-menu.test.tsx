import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { useActions } from "@/shared/actions/actions";
import { listen } from "@/shared/actions/hotkeys";
import type { ChainDocument } from "@/shared/chain/document";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { withSurface } from "@/shared/test/surface";
import { useEditor } from "../store";
import { useWorkspace } from "../workspace";
import { Canvas } from "./canvas";

withSurface();
// What is focused in a menu has to be seen, and jsdom draws nothing.
beforeAll(() => {
  vi.spyOn(HTMLElement.prototype, "getClientRects").mockReturnValue([new DOMRect()] as never);
});

const chain: ChainDocument = {
  format: "catenary/v1",
  kind: "Chain",
  key: "k",
  name: "K",
  nodes: [
    { id: "a", kind: "delay", name: "Wait" },
    { id: "b", kind: "delay", name: "Ask" },
  ],
  edges: [{ from: "a", to: "b" }],
  layout: { nodes: { a: { x: 0, y: 0 }, b: { x: 0, y: 120 } } },
};
const editor = () => useEditor.getState();
const surface = () => screen.getByRole("application");
const card = (id: string) => document.querySelector(`#card-${id}`) as HTMLElement;
const menu = (name: string) => screen.findByRole("menu", { name });
const items = () => screen.getAllByRole("menuitem").map((i) => i.textContent);
const soon = () => act(() => new Promise<void>((resolve) => setTimeout(resolve, 20)));

/** An action that cannot be done, with its reason. */
function Refused() {
  useActions([
    { id: "canvas.testNode", label: "Test this node", enabled: false, why: "Somebody holds it", perform },
  ]);
  return null;
}
const perform = vi.fn();

let deaf = () => {};
async function open(editing = true) {
  serve({});
  localStorage.clear();
  editor().begin({ org: "o", key: "k", document: chain, revision: 1 });
  editor().setEditing(editing);
  await show(
    <>
      <Canvas />
      <Refused />
    </>,
  );
  await waitFor(() => expect(useWorkspace.getState().surface).toBeDefined());
  act(() => surface().focus());
}

beforeEach(() => {
  useWorkspace.getState().set({ surface: undefined, pane: undefined, menu: undefined, door: undefined });
  deaf = listen();
});
afterEach(() => deaf());

describe("the menu of the canvas", () => {
  it("offers what can be done with the card that was clicked, with the keys", async () => {
    await open();
    act(() => editor().select({ nodes: ["b"], edges: [] }, "b"));
    expect(fireEvent.contextMenu(card("a"))).toBe(false);
    await menu("Menu of Wait");
    expect(editor().selection.nodes).toEqual(["a"]);
    expect(items()).toContain("DuplicateCtrl D");
    expect(items()).toContain("Add the next nodeA");
    expect(items().join()).not.toContain("Open what is inside");
    await userEvent.click(screen.getByRole("menuitem", { name: /^Duplicate/ }));
    expect(editor().document.nodes).toHaveLength(3);
    expect(screen.queryByRole("menu")).toBeNull();
    expect(document.activeElement).toBe(surface());
  });

  it("says why something cannot be done, and does not do it", async () => {
    await open();
    fireEvent.contextMenu(card("a"));
    await menu("Menu of Wait");
    const test = screen.getByRole("menuitem", { name: /^Test this node.*Somebody holds it/ });
    expect(test.getAttribute("aria-disabled")).toBe("true");
    await userEvent.click(test);
    expect(perform).not.toHaveBeenCalled();
  });

  it("opens by keyboard where the keyboard is, and gives it back by Escape", async () => {
    await open();
    act(() => editor().select({ nodes: ["b"], edges: [] }, "b"));
    fireEvent.keyDown(surface(), { key: "F10", shiftKey: true });
    await menu("Menu of Ask");
    await soon();
    expect(document.activeElement?.textContent).toBe("Open↵");
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("menu")).toBeNull());
    await soon();
    expect(document.activeElement).toBe(surface());
    expect(editor().selection.nodes).toEqual(["b"]);
    fireEvent.keyDown(surface(), { key: "ContextMenu" });
    await menu("Menu of Ask");
  });

  it("keeps what is selected when one of them is clicked", async () => {
    await open();
    act(() => editor().select({ nodes: ["a", "b"], edges: [] }, "a"));
    fireEvent.contextMenu(card("b"));
    await menu("Menu of what is selected");
    expect(editor().selection.nodes).toEqual(["a", "b"]);
    await userEvent.click(screen.getByRole("menuitem", { name: /^Delete(?! and)/ }));
    expect(editor().document.nodes).toHaveLength(0);
  });

  it("is about an edge, and about the canvas itself, where what is added comes to the point", async () => {
    await open();
    act(() => editor().select({ nodes: [], edges: ["a→b"] }));
    fireEvent.keyDown(surface(), { key: "ContextMenu" });
    await menu("Menu of what is selected");
    expect(items()).toContain("Insert a node on the edgeI");
    await userEvent.keyboard("{Escape}");
    const pane = document.querySelector(".react-flow__pane") as HTMLElement;
    fireEvent.contextMenu(pane, { clientX: 500, clientY: 300 });
    await menu("Menu of the canvas");
    expect(editor().selection.edges).toEqual([]);
    const at = useWorkspace.getState().menu?.place;
    expect(at).toBeDefined();
    await userEvent.click(screen.getByRole("menuitem", { name: /^Add a node/ }));
    expect(useWorkspace.getState().door).toEqual({ at });
    expect(useWorkspace.getState().pointed).toBeUndefined();
  });

  it("opens the edge that it is about, also after the keyboard was at a card", async () => {
    await open();
    const opened = vi.fn();
    editor().setOpener(opened);
    act(() => editor().select({ nodes: ["b"], edges: [] }, "b"));
    act(() => editor().select({ nodes: [], edges: ["a→b"] }));
    fireEvent.keyDown(surface(), { key: "ContextMenu" });
    await menu("Menu of what is selected");
    await userEvent.click(screen.getByRole("menuitem", { name: /^Open/ }));
    expect(opened).toHaveBeenCalledWith({ edge: "a→b" });
  });

  it("selects the card that the keyboard is at, so that all it offers is about it", async () => {
    await open();
    act(() => editor().setFocus("a"));
    fireEvent.keyDown(surface(), { key: "ContextMenu" });
    await menu("Menu of Wait");
    expect(editor().selection.nodes).toEqual(["a"]);
  });

  it("does not come back with a canvas that was left while it was open", async () => {
    await open();
    fireEvent.contextMenu(card("a"));
    await menu("Menu of Wait");
    cleanup();
    expect(useWorkspace.getState().menu).toBeUndefined();
  });

  it("changes nothing while the chain is only read, and leaves fields their own", async () => {
    await open(false);
    fireEvent.contextMenu(card("a"));
    await menu("Menu of Wait");
    expect(items()).toContain("Open↵");
    expect(items().join()).not.toContain("Delete");
    const field = document.createElement("input");
    surface().append(field);
    expect(fireEvent.contextMenu(field)).toBe(true);
  });
});
