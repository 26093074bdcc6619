import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { CodeEditor } from "./code-editor";

// The chunk is not to be had.
vi.mock("./code-editor-view", () => {
  throw new Error("Failed to fetch dynamically imported module");
});

function Editing() {
  const [text, setText] = useState("return 1;");
  return (
    <>
      <CodeEditor label="Body" language="javascript" value={text} onChange={setText} />
      <output>{text}</output>
    </>
  );
}

it("gives a plain field to write in, and the editor with the same text once it can be had", async () => {
  await show(<Editing />);
  const field = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Body" });
  expect(field.tagName).toBe("TEXTAREA");
  expect(screen.getByRole("alert").textContent).toContain("plain field");
  await userEvent.type(field, " // why");
  expect(screen.getByRole("status").textContent).toBe("return 1; // why");
  vi.doUnmock("./code-editor-view");
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  const editor = await screen.findByRole("textbox", { name: "Body" });
  await vi.waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  expect(editor).toBeTruthy();
  expect(screen.getByRole("textbox", { name: "Body" }).textContent).toContain("return 1; // why");
});
