import { act, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ChainDocument } from "@/shared/chain/document";
import { findEdge } from "@/shared/chain/graph";
import { show } from "@/shared/test/render";
import { useEditor } from "../../store";
import { EdgeDrawer } from "./edge-drawer";

const draft: ChainDocument = {
  format: "catenary/v1",
  kind: "Chain",
  key: "stock",
  name: "Stock",
  input: {
    type: "object",
    properties: { sku: { type: "string" }, amount: { type: "number" }, urgent: { type: "boolean" } },
  },
  nodes: [
    { id: "decide", kind: "branch" },
    { id: "gate", kind: "fail", fail: { message: "no" } },
  ],
  edges: [{ from: "decide", to: "gate", when: "" }],
};
const root = "http://localhost:3000/api/v1/orgs/o";
const server = setupServer(
  http.get(root, () => HttpResponse.json({ id: "o", name: "O", path: [], can: [] })),
  http.get(`${root}/runs`, () => HttpResponse.json({ items: [] })),
  http.get(`${root}/switches`, () => HttpResponse.json({ items: [] })),
);
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const when = () => findEdge(useEditor.getState().document, "decide→gate")?.when;

async function open(text: string, editing = true) {
  localStorage.clear();
  const s = useEditor.getState();
  const edges = [{ from: "decide", to: "gate", when: text }];
  s.begin({ org: "o", key: "stock", document: { ...draft, edges }, revision: 1 });
  s.setEditing(editing);
  await show(<EdgeDrawer edge="decide→gate" />);
  return userEvent.setup({ delay: null });
}

beforeEach(() => localStorage.clear());

describe("the condition of an edge", () => {
  it("is made of rows by keyboard alone, and stored as one expression", async () => {
    const user = await open("");
    const value = await screen.findByRole("combobox", { name: "Value of condition 1" });
    await user.click(value);
    await user.type(value, "amount");
    await user.keyboard("{ArrowDown}{Enter}");
    const compared = screen.getByRole("combobox", { name: "How condition 1 compares" });
    await user.click(compared);
    const greater = await screen.findByRole("option", { name: "is greater than", hidden: true });
    expect(screen.queryByRole("option", { name: "begins with", hidden: true })).toBeNull();
    await user.click(greater);
    await user.type(screen.getByRole("textbox", { name: "What condition 1 compares with" }), "100");
    expect(when()).toBe("input.amount > 100");

    await user.click(screen.getByRole("button", { name: "Add a condition" }));
    const second = screen.getByRole("combobox", { name: "Value of condition 2" });
    expect(document.activeElement).toBe(second);
    expect(when()).toBe("input.amount > 100");
    await user.type(second, "urgent");
    await user.keyboard("{ArrowDown}{Enter}");
    expect(when()).toBe("input.amount > 100 && input.urgent === true");
    await user.click(screen.getByRole("radio", { name: "Any of these" }));
    expect(when()).toBe("input.amount > 100 || input.urgent === true");
    await user.click(screen.getByRole("button", { name: "Remove condition 1" }));
    expect(when()).toBe("input.urgent === true");
  });

  it("takes a path that no sample has", async () => {
    const user = await open("");
    const value = await screen.findByRole("combobox", { name: "Value of condition 1" });
    await user.click(value);
    await user.type(value, "input.order.owner");
    await user.keyboard("{ArrowDown}{Enter}");
    await user.type(screen.getByRole("textbox", { name: "What condition 1 compares with" }), `"Mei"`);
    expect(when()).toBe(`input.order?.owner === "\\"Mei\\""`);
  });

  it("shows the rows of what is written, and follows an undo", async () => {
    const before = `input.sku === "tea" && input.amount < 3`;
    const user = await open(before);
    const second = await screen.findByRole("group", { name: "Condition 2" });
    const other = within(second).getByRole("textbox", { name: "What condition 2 compares with" });
    expect(other).toHaveProperty("value", "3");
    await user.clear(other);
    await user.type(other, "5");
    expect(when()).toBe(`input.sku === "tea" && (input.amount ?? NaN) < 5`);
    act(() => {
      while (when() !== before) useEditor.getState().undo();
    });
    expect(await screen.findByDisplayValue("3")).toBeTruthy();
  });

  it("stays an expression if rows cannot show it, and while it is typed", async () => {
    const user = await open("input.sku.length > 3 * 2");
    const text = screen.getByRole("textbox", { name: "Condition" });
    expect(screen.getByText(/Rows cannot show this expression/)).toBeTruthy();
    await user.clear(text);
    await user.type(text, "input.amount > 1");
    expect(screen.getByRole("textbox", { name: "Condition" })).toBe(text);
    await user.click(screen.getByRole("button", { name: "Choose it from rows" }));
    expect(await screen.findByRole("group", { name: "Condition 1" })).toBeTruthy();
    expect(when()).toBe("input.amount > 1");
  });

  it("is only shown to who looks on", async () => {
    await open("input.amount > 1", false);
    expect(await screen.findByRole("combobox", { name: "Value of condition 1" })).toHaveProperty(
      "readOnly",
      true,
    );
    expect(screen.queryByRole("button", { name: "Add a condition" })).toBeNull();
  });
});
