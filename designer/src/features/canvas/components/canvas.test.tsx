import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { listen } from "@/shared/actions/hotkeys";
import type { ChainDocument } from "@/shared/chain/document";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { withSurface } from "@/shared/test/surface";
import { useEditor } from "../store";
import { useWorkspace } from "../workspace";
import { Canvas } from "./canvas";
import { setPin } from "./trial/pins";
import { useTrial } from "./trial/trial-store";

withSurface();

const node = (id: string, y: number) => [id, { x: 0, y }] as const;
/** A chain of so many nodes, one under the other. */
function chain(count: number): ChainDocument {
  const ids = [...Array(count).keys()].map((n) => `n${n}`);
  return {
    format: "catenary/v1",
    kind: "Chain",
    key: "k",
    name: "K",
    nodes: [
      ...ids.map((id) => ({ id, kind: "delay" })),
      { id: "each", kind: "each", each: { graph: { nodes: [{ id: "inner", kind: "delay" }], edges: [] } } },
    ],
    edges: [],
    layout: { nodes: Object.fromEntries([...ids.map((id, n) => node(id, n * 96)), node("each", -96)]) },
  };
}
const editor = () => useEditor.getState();
const surface = () => screen.getByRole("application");
const name = () => screen.queryByRole("textbox", { name: "Name" });
const nameOf = (id: string) => editor().document.nodes.find((n) => n.id === id)?.name;
const press = (key: string, more: object = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more });
/** All that was put off for a moment has come. */
const soon = () => act(() => new Promise<void>((resolve) => setTimeout(resolve)));

let deaf = () => {};

async function open(document: ChainDocument, focus = "n0") {
  serve({});
  localStorage.clear();
  editor().begin({ org: "o", key: "k", document, revision: 1 });
  editor().setEditing(true);
  await show(
    <>
      <Canvas />
      <input aria-label="Field" />
    </>,
  );
  await waitFor(() => expect(useWorkspace.getState().surface).toBeDefined());
  act(() => {
    surface().focus();
    editor().select({ nodes: [focus], edges: [] }, focus);
  });
}

beforeEach(() => {
  useWorkspace.getState().set({ surface: undefined, pane: undefined, home: "canvas" });
  deaf = listen();
});
afterEach(() => {
  deaf();
  vi.unstubAllGlobals();
});

describe("a folded group", () => {
  it("says what failed in it first, also an undo", async () => {
    const { layout, ...rest } = chain(4);
    const groups = [{ id: "g", nodes: ["n0", "n1", "n2"], folded: true }];
    await open({ ...rest, layout: { ...layout, groups } }, "n3");
    act(() =>
      useTrial.setState({
        states: new Map([
          ["n0", { state: "succeeded" }],
          ["n1", { state: "undo_failed" }],
          ["n2", { state: "pending" }],
        ]),
      }),
    );
    const card = screen.getByRole("group", { name: /^Group, .*1 undo failed.*1 succeeded/i });
    expect(card.dataset.failed).toBe("true");
  });
});

describe("a node whose output is pinned", () => {
  it("says so on its card, until the pin is taken off", async () => {
    await open(chain(2));
    const pinned = () => screen.queryByRole("group", { name: /^n1, .*its output is pinned for tests/ });
    expect(pinned()).toBeNull();
    act(() => setPin("o", "k", "n1", { risk: 1 }));
    expect(pinned()?.querySelector("[title]")).toBeTruthy();
    act(() => setPin("o", "k", "n1", undefined));
    expect(pinned()).toBeNull();
  });
});

describe("the pane below the canvas", () => {
  it("gives the keyboard back to the canvas when L closes it from within", async () => {
    await open(chain(2));
    press("l");
    const tab = await screen.findByRole("tab", { name: "Test" });
    tab.focus();
    press("l");
    expect(screen.queryByRole("tab", { name: "Test" })).toBeNull();
    expect(document.activeElement).toBe(surface());
  });
});

describe("a name that is typed on the canvas", () => {
  it("is taken by Enter, and the canvas has the keyboard at once", async () => {
    await open(chain(2));
    press("F2");
    await userEvent.keyboard("Rest");
    press("Enter");
    expect(nameOf("n0")).toBe("Rest");
    expect(document.activeElement).toBe(surface());
  });

  it("keeps its field when F2 comes right after the Enter of the one before", async () => {
    await open(chain(2));
    press("F2");
    press("Enter");
    press("F2");
    await soon();
    expect(document.activeElement).toBe(name());
    await userEvent.keyboard("Rest");
    press("Enter");
    expect(nameOf("n0")).toBe("Rest");
  });

  it("has its field at once when its card was in a folded group", async () => {
    vi.stubGlobal(
      "DOMMatrixReadOnly",
      class {
        m22 = 1;
      },
    ); // the surface asks how it is zoomed; jsdom has none
    const { layout, ...rest } = chain(2);
    await open({ ...rest, layout: { ...layout, groups: [{ id: "g", nodes: ["n0"], folded: true }] } });
    expect(document.querySelector("#card-n0")).toBeNull();
    press("F2");
    expect(document.activeElement).toBe(name());
    await userEvent.keyboard("Rest");
    press("Enter");
    expect(nameOf("n0")).toBe("Rest");
  });

  it("is taken when another field is clicked, which keeps the focus", async () => {
    await open(chain(2));
    press("F2");
    await userEvent.keyboard("Rest");
    const field = screen.getByRole("textbox", { name: "Field" });
    await userEvent.click(field);
    await soon();
    expect(document.activeElement).toBe(field);
    expect(nameOf("n0")).toBe("Rest");
  });

  it("is taken when its card goes out of sight", async () => {
    await open(chain(60));
    press("F2");
    await userEvent.keyboard("Rest");
    await act(async () => void useWorkspace.getState().surface?.setViewport({ x: 0, y: -4000, zoom: 1 }));
    await waitFor(() => expect(name()).toBeNull());
    expect(nameOf("n0")).toBe("Rest");
    expect(editor().naming).toBeUndefined();
  });

  it("has its field at once when its card was out of sight", async () => {
    await open(chain(60), "n50");
    press("F2");
    expect(document.activeElement).toBe(name());
  });

  it("has its field at once when all cards were painted", async () => {
    await open(chain(200), "n50");
    await act(async () => void useWorkspace.getState().surface?.setViewport({ x: 0, y: 0, zoom: 0.1 }));
    await waitFor(() => expect(document.querySelector(".react-flow__node")).toBeNull());
    press("F2");
    expect(document.activeElement).toBe(name());
  });
});

it("names the card that the keyboard is at to screen readers while it is drawn, and none that is not", async () => {
  await open(chain(60));
  const canvas = () => document.querySelector(".react-flow")?.getAttribute("aria-activedescendant");
  await waitFor(() => expect(document.getElementById(canvas() ?? "none")).not.toBeNull());
  await act(async () => void useWorkspace.getState().surface?.setViewport({ x: 0, y: -4000, zoom: 1 }));
  await waitFor(() => expect(canvas()).toBeNull());
});

describe("a drag", () => {
  const mouse = (at: Element, type: string, x: number, y: number) =>
    act(() => {
      const event = new MouseEvent(type, { bubbles: true, cancelable: true, clientX: x, clientY: y });
      at.dispatchEvent(Object.defineProperty(event, "view", { value: window }));
    });
  const card = (id: string) => document.querySelector(`.react-flow__node[data-id=${id}]`) as HTMLElement;
  const drags = (id: string, from: number) => {
    mouse(card(id), "mousedown", 10, from);
    for (const x of [14, 60, 410]) mouse(card(id), "mousemove", x, from);
  };

  it("in which somebody else takes the draft over moves nothing, then or with the next one", async () => {
    await open(chain(3));
    const there = "translate(0px,96px)";
    expect(card("n1").style.transform).toBe(there);
    drags("n1", 110);
    expect(card("n1").style.transform).not.toBe(there);
    act(() => editor().setEditing(false));
    expect(card("n1").style.transform).toBe(there);
    act(() => editor().setEditing(true));
    drags("n2", 210);
    mouse(card("n2"), "mouseup", 410, 210);
    const places = editor().document.layout?.nodes;
    expect(places?.n1).toEqual({ x: 0, y: 96 });
    expect(places?.n2?.x).toBeGreaterThan(300);
  });
});

describe("a note", () => {
  it("is written on the outermost graph, and not inside a node, where none is shown", async () => {
    await open(chain(2), "each");
    act(() => editor().setPath(["each"]));
    const before = editor().document;
    act(() => surface().focus());
    press("S", { shiftKey: true });
    expect(editor().document).toBe(before);
    act(() => editor().setPath([]));
    press("S", { shiftKey: true });
    expect(editor().document.layout?.notes).toHaveLength(1);
    const text = await screen.findByRole("textbox", { name: "Text of the note" });
    expect(document.activeElement).toBe(text);
    await userEvent.type(text, "Ask first");
    press("Escape");
    expect(editor().document.layout?.notes?.[0]?.text).toContain("Ask first");
    expect(document.activeElement).toBe(surface());
  });
});
