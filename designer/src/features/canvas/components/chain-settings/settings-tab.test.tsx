// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of chains look like that
import { EditorView } from "@codemirror/view";
import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { useEditor } from "../../store";
import { SettingsTab } from "./settings-tab";

const editor = () => useEditor.getState();

beforeEach(() => {
  serve({});
  editor().begin({
    org: "o1",
    key: "k",
    revision: 1,
    document: {
      format: "catenary/v1",
      kind: "Chain",
      key: "k",
      name: "K",
      nodes: [{ id: "sum", kind: "work" }],
      edges: [],
      output: { total: "${{ nodes.sum.output.total }}", ok: true },
    },
  });
  editor().setEditing(true);
});
afterEach(() => vi.unstubAllGlobals());

it("takes any value for what a run gives, with expressions in its texts", async () => {
  await show(<SettingsTab />);
  const box = await screen.findByRole("textbox", { name: "Output" });
  const view = EditorView.findFromDOM(box);
  expect(JSON.parse(view?.state.doc.toString() ?? "")).toEqual(editor().document.output);
  const text = '{"list": [1, "${{ input.x }}"]}';
  act(() => view?.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }));
  await waitFor(() => expect(editor().document.output).toEqual({ list: [1, "${{ input.x }}"] }));
  act(() => view?.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: "" } }));
  await waitFor(() => expect("output" in editor().document).toBe(false));
});

it("takes how long a run may take", async () => {
  await show(<SettingsTab />);
  const box = await screen.findByRole("textbox", { name: /Longest time of a run/ });
  await userEvent.type(box, "30m");
  await userEvent.tab();
  await waitFor(() => expect(editor().document.timeout).toBe("30m"));
  await userEvent.clear(box);
  await userEvent.tab();
  await waitFor(() => expect("timeout" in editor().document).toBe(false));
});

it("takes one expression for the whole of it", async () => {
  await show(<SettingsTab />);
  await screen.findByRole("textbox", { name: "Output" });
  await userEvent.click(screen.getByRole("button", { name: /Use an expression.*Output|Output.*expression/ }));
  await waitFor(() => expect(typeof editor().document.output).toBe("string"));
});
