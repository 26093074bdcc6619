import { EditorView } from "@codemirror/view";
import { act, configure, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { SchemaForm } from "../../schema-form";
import { orgWidgets } from "./org-widgets";

configure({ asyncUtilTimeout: 20_000 });
afterEach(() => vi.unstubAllGlobals());

const script = {
  id: "s1",
  org_id: "o1",
  key: "ship",
  name: "Ship",
  language: "shell",
  version: 2,
  digest: "sha256:b",
  revision: 5,
  shared: false,
  updated_at: "2026-05-31T10:31:00Z",
};

function Task() {
  const [value, setValue] = useState<unknown>({ script: "ship" });
  return (
    <SchemaForm
      org="o1"
      widgets={orgWidgets}
      schema={{
        type: "object",
        properties: { script: { type: "string", title: "Script", "x-widget": "task-script" } },
      }}
      value={value as never}
      onChange={setValue as never}
    />
  );
}

const routes = (can: string[]) => ({
  "GET /orgs/o1": { id: "o1", name: "Stock", path: [], can },
  "GET /orgs/o1/scripts": { items: [{ ...script, can }] },
  "GET /orgs/o1/scripts/ship": { ...script, can },
  "GET /orgs/o1/scripts/ship/versions/2": { version: 2, source: "echo 1\n", digest: "sha256:b" },
});

it("changes the script of a task into its next version", async () => {
  const sent: unknown[] = [];
  serve({
    ...routes(["script:edit"]),
    "POST /orgs/o1/scripts/ship/versions": async (_: URL, request: Request) => {
      sent.push([request.headers.get("If-Match"), await request.json()]);
      return { added: true, script: { ...script, version: 3, revision: 6, can: ["script:edit"] } };
    },
  });
  await show(<Task />);
  await userEvent.click(await screen.findByRole("button", { name: "Show and edit the source" }));
  const box = await screen.findByRole("textbox", { name: "Source of Ship" });
  act(() => EditorView.findFromDOM(box)?.dispatch({ changes: { from: 5, to: 6, insert: "2" } }));
  await userEvent.click(screen.getByRole("button", { name: "Save as a new version" }));
  await vi.waitFor(() => expect(sent).toEqual([['"5"', { source: "echo 2\n", message: "" }]]));
});

it("shows the script to who may not edit it, and says why", async () => {
  serve(routes(["chain:view"]));
  await show(<Task />);
  await userEvent.click(await screen.findByRole("button", { name: "Show source" }));
  expect(await screen.findByText(/You lack the permission/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Save as a new version" })).toBeNull();
  expect(screen.queryByRole("button", { name: "New script" })).toBeNull();
});

it("makes a new script and takes it", async () => {
  const asked = serve({
    ...routes(["script:edit"]),
    "POST /orgs/o1/scripts": { ...script, id: "s2", key: "count", name: "Count", can: ["script:edit"] },
    "GET /orgs/o1/scripts/count": { ...script, id: "s2", key: "count", name: "Count", can: ["script:edit"] },
  });
  await show(<Task />);
  await userEvent.click(await screen.findByRole("button", { name: "New script" }));
  const dialog = await screen.findByRole("dialog", { name: "New script" });
  await userEvent.type(within(dialog).getByRole("textbox", { name: "Name" }), "Count");
  await userEvent.click(within(dialog).getByRole("button", { name: "Create" }));
  await vi.waitFor(() => expect(asked).toContain("GET /orgs/o1/scripts/count"));
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});
