import { act, fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { ChainDocument } from "@/shared/chain/document";
import { show } from "@/shared/test/render";
import { useEditor } from "../store";
import { useWorkspace } from "../workspace";
import { Outline } from "./outline";

beforeAll(() => {
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(300);
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600);
});

const document: ChainDocument = {
  format: "catenary/v1",
  kind: "Chain",
  key: "k",
  name: "Purchase",
  nodes: [
    { id: "ask", kind: "work", name: "Ask" },
    { id: "buy", kind: "work", name: "Buy" },
    { id: "pay", kind: "work", name: "Pay" },
  ],
  edges: [
    { from: "ask", to: "buy" },
    { from: "buy", to: "pay", when: "input.ok" },
  ],
};
const editor = () => useEditor.getState();
const chosen = () => screen.queryByRole("treeitem", { selected: true })?.textContent;

beforeEach(() => {
  editor().begin({ org: "o", key: "k", document, revision: 1 });
  editor().setEditing(true);
  useWorkspace.getState().set({ door: undefined, finding: undefined });
});

async function inTree() {
  await show(
    <div data-canvas>
      <Outline />
    </div>,
  );
  const user = userEvent.setup();
  await user.tab();
  return user;
}

describe("the outline by keyboard", () => {
  it("begins at the first node, goes with arrows, and finds by letters", async () => {
    const user = await inTree();
    expect(chosen()).toBe("Ask");
    await user.keyboard("{ArrowDown}");
    expect(editor().selection.edges).toEqual(["ask→buy"]);
    await user.keyboard("pa");
    expect(editor().selection.nodes).toEqual(["pay"]);
    await user.keyboard("{Home}{ArrowLeft}");
    expect(screen.getAllByRole("treeitem")).toHaveLength(4);
    await user.keyboard("{ArrowRight}");
    expect(screen.getAllByRole("treeitem")).toHaveLength(5);
  });

  it("adds after a node and on an edge", async () => {
    const user = await inTree();
    await user.keyboard("{Insert}");
    expect(useWorkspace.getState().door).toEqual({ after: "ask", port: "out" });
    await user.keyboard("{ArrowDown}{Insert}");
    expect(useWorkspace.getState().door).toEqual({ on: "ask→buy" });
  });

  it("renames, deletes and reconnects, each one step that can be undone", async () => {
    const user = await inTree();
    await user.keyboard("b{F2}");
    await user.keyboard("采购{Enter}");
    expect(editor().document.nodes[1]?.name).toBe("采购");
    screen.getByRole("tree").focus();
    await user.keyboard("{Control>}{Delete}{/Control}");
    expect(editor().document.edges).toEqual([{ from: "ask", to: "pay" }]);
    editor().undo();
    editor().undo();
    expect(editor().document).toBe(document);
  });

  it("keeps the field of a name when F2 comes right after the Enter of the one before", async () => {
    const user = await inTree();
    const press = (key: string) => fireEvent.keyDown(window.document.activeElement as Element, { key });
    press("F2");
    await user.keyboard("Read");
    press("Enter");
    expect(window.document.activeElement).toBe(screen.getByRole("tree"));
    press("F2");
    await act(() => new Promise<void>((resolve) => setTimeout(resolve)));
    expect(window.document.activeElement).toBe(screen.getByRole("textbox"));
    await user.keyboard("Order");
    press("Enter");
    expect(editor().document.nodes[0]?.name).toBe("Order");
    expect(editor().history.past).toHaveLength(2);
  });

  it("opens the drawer of what is chosen", async () => {
    const opened = vi.fn();
    editor().setOpener(opened);
    const user = await inTree();
    await user.keyboard("{Enter}{ArrowDown}{Enter}");
    expect(opened.mock.calls).toEqual([[{ node: "ask" }], [{ edge: "ask→buy" }]]);
  });

  it("has everything in a menu, for whoever may edit", async () => {
    const user = await inTree();
    await user.keyboard("{Shift>}{F10}{/Shift}");
    await user.click(await screen.findByText("Connect to…"));
    expect(useWorkspace.getState().finding).toEqual({ connect: "ask", port: "out" });
  });

  it("changes nothing for whoever only reads", async () => {
    editor().setEditing(false);
    const user = await inTree();
    await user.keyboard("{Delete}{F2}{Insert}");
    expect(editor().document).toBe(document);
    expect(screen.queryByRole("textbox")).toBeNull();
    expect(useWorkspace.getState().door).toBeUndefined();
  });
});
