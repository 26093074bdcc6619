import { EditorView } from "@codemirror/view";
import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { RunInput } from "./run-input";

function Starting() {
  const [input, setInput] = useState<unknown>({});
  const [ok, setOk] = useState(true);
  return (
    <>
      <RunInput
        schema={undefined}
        value={input}
        onChange={(value, valid) => {
          setInput(value);
          setOk(valid);
        }}
      />
      <button
        type="button"
        onClick={() => {
          setInput({ who: "Ada" });
          setOk(true);
        }}
      >
        Last input
      </button>
      <output>{`${ok} ${JSON.stringify(input)}`}</output>
    </>
  );
}

it("shows the text as it is typed, and what is sent once another input is taken", async () => {
  await show(<Starting />);
  const box = await screen.findByRole("textbox", { name: "Input as JSON" });
  const view = EditorView.findFromDOM(box) as EditorView;
  const type = (insert: string) =>
    act(() => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert } }));
  type('{"who":"Eve"}');
  expect(view.state.doc.toString()).toBe('{"who":"Eve"}');
  expect(screen.getByRole("status").textContent).toBe('true {"who":"Eve"}');
  type('{"who":');
  expect(screen.getByRole("alert")).toBeTruthy();
  expect(screen.getByRole("status").textContent).toBe('false {"who":"Eve"}');
  await userEvent.click(screen.getByRole("button", { name: "Last input" }));
  await vi.waitFor(() => expect(JSON.parse(view.state.doc.toString())).toEqual({ who: "Ada" }));
  expect(screen.queryByRole("alert")).toBeNull();
  expect(screen.getByRole("status").textContent).toBe('true {"who":"Ada"}');
});
