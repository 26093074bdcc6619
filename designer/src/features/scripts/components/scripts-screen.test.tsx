import { EditorView } from "@codemirror/view";
import { act, fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { refocus, show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { ScriptScreen } from "./script-page";
import { ScriptsScreen } from "./scripts-page";

afterEach(() => vi.unstubAllGlobals());

const can = ["chain:view", "script:edit"];
const org = { id: "o1", key: "stock", name: "Stock", path: [], can };
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
  created_at: "2026-05-31T10:31:00Z",
  updated_at: "2026-05-31T10:31:00Z",
  updated_by: { id: "u1", name: "Drafter" },
  can,
};

it("says what a script is where there is none, and lists deleted ones to restore", async () => {
  const asked = serve({
    "GET /orgs/o1": org,
    "GET /orgs/o1/scripts": { items: [] },
    "GET /orgs/o1/deleted-scripts": {
      items: [
        {
          id: "s9",
          key: "old",
          name: "Old",
          deleted_at: "2026-05-31T10:31:00Z",
          deleted_by: { id: "u1", name: "Drafter" },
        },
      ],
    },
    "POST /orgs/o1/deleted-scripts/s9/restore": script,
  });
  await show(<ScriptsScreen org="o1" />);
  expect(await screen.findByText(/A script is what a task runs/)).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Deleted" }));
  await userEvent.click(await screen.findByRole("button", { name: "Restore Old" }));
  await vi.waitFor(() => expect(asked).toContain("POST /orgs/o1/deleted-scripts/s9/restore"));
});

it("saves what was changed as a new version with what was said of it", async () => {
  let sent: unknown;
  serve({
    "GET /orgs/o1/scripts/ship": script,
    "GET /orgs/o1/scripts/ship/versions/2": { version: 2, source: "echo 1\n", digest: "sha256:b" },
    "POST /orgs/o1/scripts/ship/versions": async (_: URL, request: Request) => {
      sent = [request.headers.get("If-Match"), await request.json()];
      return { added: true, script: { ...script, version: 3 } };
    },
  });
  await show(<ScriptScreen org="o1" scriptKey="ship" />);
  const box = await screen.findByRole("textbox", { name: "Source of Ship" });
  expect(screen.getByRole("button", { name: "Save as a new version" }).hasAttribute("disabled")).toBe(true);
  act(() => EditorView.findFromDOM(box)?.dispatch({ changes: { from: 5, to: 6, insert: "2" } }));
  fireEvent.change(screen.getByRole("textbox", { name: "What changed" }), { target: { value: "Count on" } });
  await userEvent.click(screen.getByRole("button", { name: "Save as a new version" }));
  await vi.waitFor(() => expect(sent).toEqual(['"5"', { source: "echo 2\n", message: "Count on" }]));
});

it("shows what lies between two versions, which the address names", async () => {
  const version = (n: number) => ({
    version: n,
    message: "",
    digest: `sha256:${n}`,
    created_at: "2026-05-31T10:31:00Z",
    created_by: { id: "u1", name: "Drafter" },
  });
  serve({
    "GET /orgs/o1/scripts/ship": { ...script, version: 3 },
    "GET /orgs/o1/scripts/ship/versions": { items: [version(3), version(2), version(1)] },
    "GET /orgs/o1/scripts/ship/versions/1": { ...version(1), source: "echo one\n" },
    "GET /orgs/o1/scripts/ship/versions/3": { ...version(3), source: "echo three\n" },
  });
  await show(<ScriptScreen org="o1" scriptKey="ship" />, "/?tab=versions&from=1&to=3");
  expect((await screen.findByLabelText("version 1")).textContent).toContain("echo one");
  expect(screen.getByLabelText("version 3").textContent).toContain("echo three");
});

it("names the chains that keep it from being deleted", async () => {
  serve({
    "GET /orgs/o1/scripts/ship": script,
    "GET /orgs/o1/scripts/ship/versions/2": { version: 2, source: "echo 1\n", digest: "sha256:b" },
    "DELETE /orgs/o1/scripts/ship": () => refusal(409, "script.in_use", "published chains use this script"),
  });
  await show(<ScriptScreen org="o1" scriptKey="ship" />);
  await userEvent.click(await screen.findByRole("button", { name: "Delete" }));
  const dialog = await screen.findByRole("dialog", { name: "Delete the script Ship?" });
  await userEvent.type(within(dialog).getByRole("textbox", { name: /^Reason/ }), "Unused");
  await userEvent.type(within(dialog).getByRole("textbox", { name: /to confirm/ }), "ship");
  await userEvent.click(within(dialog).getByRole("button", { name: "Delete the script" }));
  expect(await within(dialog).findByText("published chains use this script")).toBeTruthy();
});

it("says which right is missing, and what failed", async () => {
  serve({ "GET /orgs/o1/scripts": () => refusal(403, "auth.forbidden", "this needs chain:view") });
  await show(<ScriptsScreen org="o1" />);
  expect(await screen.findByText("this needs chain:view")).toBeTruthy();
});

/** A script that is edited: what is said to the server, and what others do meanwhile. */
async function editing() {
  let now = script;
  let broken = false;
  const sent: unknown[] = [];
  let answer = () => {};
  const answered = new Promise<void>((done) => {
    answer = done;
  });
  const asked = serve({
    "GET /orgs/o1/scripts/ship": () => (broken ? refusal(502, "unavailable", "the server is away") : now),
    "GET /orgs/o1/scripts/ship/versions/2": { version: 2, source: "echo 1\n", digest: "sha256:b" },
    "GET /orgs/o1/scripts/ship/versions/3": { version: 3, source: "echo theirs\n", digest: "sha256:c" },
    "POST /orgs/o1/scripts/ship/versions": async (_: URL, request: Request) => {
      sent.push([request.headers.get("If-Match"), await request.json()]);
      if (request.headers.get("If-Match") !== `"${now.revision}"`)
        return refusal(412, "script.stale", "the script was changed meanwhile");
      await answered;
      now = { ...script, version: now.version + 1, digest: "sha256:d", revision: now.revision + 1 };
      return { added: true, script: now };
    },
  });
  await show(<ScriptScreen org="o1" scriptKey="ship" />);
  const box = await screen.findByRole("textbox", { name: "Source of Ship" });
  const view = EditorView.findFromDOM(box) as EditorView;
  return {
    asked,
    sent,
    answer: () => act(async () => answer()),
    view,
    type: (insert: string) => act(() => view.dispatch({ changes: { from: 0, insert } })),
    save: () => fireEvent.keyDown(screen.getByRole("textbox", { name: "What changed" }), { key: "Enter" }),
    overtake: () => {
      now = { ...script, version: 3, digest: "sha256:c", revision: 6 };
    },
    breakDown: () => {
      broken = true;
    },
  };
}

const reads = (asked: string[], path: string) =>
  asked.filter((a) => a === `GET /orgs/o1/scripts/${path}`).length;

it("shows what somebody else saved meanwhile beside what is written, and takes theirs", async () => {
  const e = await editing();
  e.type("mine ");
  e.overtake();
  await userEvent.click(screen.getByRole("button", { name: "Save as a new version" }));
  expect(await screen.findByText("Drafter has saved version 3 since you began")).toBeTruthy();
  expect(e.sent).toEqual([['"5"', { source: "mine echo 1\n", message: "" }]]);
  expect((await screen.findByLabelText("version 3")).textContent).toContain("echo theirs");
  expect(screen.getByLabelText("yours").textContent).toContain("mine echo 1");
  expect(e.view.state.doc.toString()).toBe("mine echo 1\n");
  await userEvent.click(screen.getByRole("button", { name: "Discard the changes" }));
  expect(await screen.findByText("echo theirs")).toBeTruthy();
});

it("saves over what somebody else saved meanwhile once that was seen", async () => {
  const e = await editing();
  e.type("mine ");
  e.overtake();
  refocus();
  await userEvent.click(await screen.findByRole("button", { name: "Save mine as the next version" }));
  await e.answer();
  await vi.waitFor(() => expect(e.sent).toEqual([['"6"', { source: "mine echo 1\n", message: "" }]]));
  expect(await screen.findByText("Saved as version 4.")).toBeTruthy();
});

it("keeps what is written while a save is on its way, and sends it once", async () => {
  const e = await editing();
  e.type("b ");
  e.save();
  e.save();
  await vi.waitFor(() => expect(e.sent).toHaveLength(1));
  e.type("a ");
  await e.answer();
  expect(await screen.findByText(/Not saved yet/)).toBeTruthy();
  await vi.waitFor(() => expect(e.asked.filter((a) => a.startsWith("POST"))).toHaveLength(1));
  expect(e.view.state.doc.toString()).toBe("a b echo 1\n");
});

it("keeps what is written when the script cannot be read again", async () => {
  const e = await editing();
  e.type("mine ");
  e.breakDown();
  refocus();
  await vi.waitFor(() => expect(reads(e.asked, "ship")).toBe(2));
  expect(screen.queryByText("the server is away")).toBeNull();
  expect(e.view.state.doc.toString()).toBe("mine echo 1\n");
});
