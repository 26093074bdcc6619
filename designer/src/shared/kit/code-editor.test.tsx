import { EditorView } from "@codemirror/view";
import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";
import { show } from "@/shared/test/render";
import { CodeEditor } from "./code-editor";

function Editing() {
  const [text, setText] = useState("return 1;");
  return (
    <>
      <CodeEditor
        label="Body"
        language="javascript"
        value={text}
        onChange={setText}
        marks={[{ line: 1, text: "it is too short", severity: "error" }]}
      />
      <button type="button" onClick={() => setText("return 2;")}>
        {text}
      </button>
    </>
  );
}

it("tells what is written, shows what it is given, and lets Tab go on", async () => {
  await show(<Editing />);
  const box = await screen.findByRole("textbox", { name: "Body" });
  const view = EditorView.findFromDOM(box);
  act(() => view?.dispatch({ changes: { from: 0, insert: "// why\n" } }));
  expect(screen.getByRole("button").textContent).toBe("// why\nreturn 1;");
  await userEvent.click(screen.getByRole("button"));
  await waitFor(() => expect(view?.state.doc.toString()).toBe("return 2;"));
  act(() => box.focus());
  await userEvent.tab();
  expect(view?.state.doc.toString()).toBe("return 2;");
  expect(document.activeElement).toBe(screen.getByRole("button"));
});

it("can be reached and not written where it is only to be read", async () => {
  await show(<CodeEditor label="Body" language="json" value="{}" />);
  const box = await screen.findByLabelText("Body");
  await waitFor(() => expect(box.getAttribute("contenteditable")).toBe("false"));
  expect(box.getAttribute("tabindex")).toBe("0");
});
