import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ChainDocument } from "@/shared/chain/document";
import { show } from "@/shared/test/render";
import { readJson } from "../../model/json-text";
import { useEditor } from "../../store";
import { pinsOf, setPin } from "../trial/pins";
import { PinSection } from "./pin-section";

vi.mock("@/shared/kit/code-editor", () => ({
  CodeEditor: (p: { label: string; value: string; onChange: (v: string) => void }) => (
    <textarea aria-label={p.label} value={p.value} onChange={(e) => p.onChange(e.currentTarget.value)} />
  ),
}));

const node = { id: "read", kind: "script", name: "Read" };
const chain: ChainDocument = {
  format: "catenary/v1",
  kind: "Chain",
  key: "k",
  name: "K",
  nodes: [node],
  edges: [],
};
const field = () => screen.getByRole("textbox", { name: "Value to pin, as JSON" });
const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));
const type = async (text: string) => {
  await userEvent.clear(field());
  await userEvent.click(field());
  await userEvent.paste(text);
};

beforeEach(() => {
  localStorage.clear();
  setPin("o", "k", "read", undefined);
  useEditor.getState().begin({ org: "o", key: "k", document: chain, revision: 1 });
});

describe("a pin that is typed", () => {
  it("is taken where nothing was given yet, and edited", async () => {
    await show(<PinSection node={node} last={undefined} />);
    await press("Pin a value…");
    await type('{"amount": 7}');
    await press("Pin");
    expect(pinsOf("o", "k")).toEqual({ read: { amount: 7 } });
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Edit" }));
    await press("Edit");
    expect(JSON.parse((field() as HTMLTextAreaElement).value)).toEqual({ amount: 7 });
    await type("null");
    await press("Pin");
    expect(pinsOf("o", "k")).toEqual({ read: null });
    await press("Unpin");
    expect(pinsOf("o", "k")).toEqual({});
  });

  it("begins with what the node gave last, and is left as it was by Cancel", async () => {
    act(() => setPin("o", "k", "read", 1));
    act(() => setPin("o", "k", "read", undefined));
    await show(<PinSection node={node} last={{ amount: 3 }} />);
    await press("Pin a value…");
    expect(JSON.parse((field() as HTMLTextAreaElement).value)).toEqual({ amount: 3 });
    await press("Cancel");
    expect(pinsOf("o", "k")).toEqual({});
  });

  it("is not taken while it is no JSON, and says in which line", async () => {
    await show(<PinSection node={node} last={undefined} />);
    await press("Pin a value…");
    await type('{\n"amount": 7,\n}');
    expect(screen.queryByRole("alert")).toBeNull();
    await press("Pin");
    expect(screen.getByRole("alert").textContent).toBe("Line 3: this is not JSON.");
    expect(pinsOf("o", "k")).toEqual({});
    await type("");
    expect(screen.getByRole("alert").textContent).toBe("This is not JSON.");
    expect("line" in readJson("7 8")).toBe(true);
  });
});
