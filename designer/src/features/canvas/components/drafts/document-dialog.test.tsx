import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ChainDocument } from "@/shared/chain/document";
import { narrow } from "@/shared/lib/narrow";
import { action } from "@/shared/test/actions";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { useEditor } from "../../store";
import { useDesk } from "./desk";
import { DraftMenu } from "./draft-menu";

// The editor draws only what it can measure: what it is given is what counts here.
vi.mock("@/shared/kit/code-editor", () => ({
  CodeEditor: ({
    label,
    value,
    onChange,
  }: {
    label: string;
    value: string;
    onChange?: (v: string) => void;
  }) => (
    <textarea
      aria-label={label}
      value={value}
      readOnly={!onChange}
      onChange={(e) => onChange?.(e.target.value)}
    />
  ),
}));

const document = {
  format: "catenary/v1",
  kind: "Chain",
  key: "stock",
  name: "Stock",
  invented: { later: true },
  nodes: [{ id: "a", kind: "script", unheard: [1, 2] }],
  edges: [],
} as unknown as ChainDocument;
const chain = {
  id: "c",
  org_id: "o",
  key: "stock",
  name: "Stock",
  version: 1,
  draft: { revision: 1, checksum: "", changed: true },
  can: ["chain:edit"],
};
const routes = (more: object = {}) => ({
  "GET /me": { kind: "user", name: "Me", subject_id: "me", tops: [] },
  "GET /orgs/o": { id: "o", key: "o", name: "O", path: [], can: [] },
  "GET /orgs/o/chains/stock": { ...chain, ...more },
});
const text = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: "The document as YAML" });

async function open(more: object = {}) {
  serve(routes(more));
  await show(<DraftMenu />);
  await waitFor(() => expect(action("canvas.document")).toBeDefined());
  act(() => action("canvas.document")?.perform());
  await screen.findByRole("dialog", { name: "Stock: Draft as YAML" });
  await waitFor(text);
}

beforeEach(() => {
  useEditor.getState().begin({ org: "o", key: "stock", document, revision: 1 });
  useDesk.setState({ hold: { state: "none" }, refused: undefined, keeper: undefined, offered: undefined });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("the document of the draft", () => {
  it("is what is on the screen, with what was not sent and what nobody here knows", async () => {
    await open();
    expect(text().value).toContain("invented:\n  later: true\n");
    expect(text().value).toContain("    unheard:\n      - 1\n      - 2\n");
    act(() => {
      useEditor.getState().setEditing(true);
      useEditor.getState().act("rename", (d) => ({ ...d, name: "Not sent" }));
    });
    expect(text().value).toContain("name: Not sent");
    expect(text().readOnly).toBe(true);
  });

  it("is copied and downloaded as it is shown", async () => {
    const user = userEvent.setup();
    const kept: Blob[] = [];
    vi.stubGlobal(
      "URL",
      Object.assign(URL, {
        createObjectURL: (b: Blob) => kept.push(b) && "blob:x",
        revokeObjectURL: () => {},
      }),
    );
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      expect(this.download).toBe("stock.yaml");
    });
    await open();
    await user.click(screen.getByRole("button", { name: "Copy" }));
    expect(await navigator.clipboard.readText()).toBe(text().value);
    await user.click(screen.getByRole("button", { name: "Download" }));
    expect(clicked).toHaveBeenCalled();
    expect(await kept[0]?.text()).toBe(text().value);
  });

  it("leads to import, which keeps what nobody here knows and can be undone", async () => {
    const user = userEvent.setup();
    await open();
    const yaml = text().value.replace("name: Stock", "name: Brought");
    await user.click(screen.getByRole("button", { name: "Import a document…" }));
    const field = await screen.findByRole("textbox", { name: "Document" });
    await user.click(field);
    await user.paste(yaml);
    useDesk.setState({
      edit: async () => {
        useEditor.getState().setEditing(true);
        return true;
      },
    });
    await user.click(screen.getByRole("button", { name: "Import" }));
    await waitFor(() => expect(useEditor.getState().document).toEqual({ ...document, name: "Brought" }));
    act(() => useEditor.getState().undo());
    expect(useEditor.getState().document).toEqual(document);
  });

  it("can be read by who may not edit, and then says why nothing is imported", async () => {
    await open({ can: [] });
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Import a document…" }).disabled).toBe(true);
    expect(action("canvas.import")?.enabled).toBe(false);
    expect(action("canvas.import")?.why).toBeDefined();
    expect(action("canvas.discard")?.enabled).toBe(false);
  });

  it("can be read, copied and downloaded in a narrow window, which says why nothing is imported there", async () => {
    const { matchMedia } = window;
    vi.spyOn(window, "matchMedia").mockImplementation((query) => ({
      ...matchMedia(query),
      matches: query === narrow,
    }));
    await open();
    const why = "Editing needs a window at least 900 pixels wide. Here the chain can be looked at.";
    expect(screen.getByText(why)).toBeTruthy();
    expect(action("canvas.import")).toMatchObject({ enabled: false, why });
    expect(action("canvas.discard")).toMatchObject({ enabled: false, why });
    const disabled = (name: string) => screen.getByRole<HTMLButtonElement>("button", { name }).disabled;
    expect(disabled("Import a document…")).toBe(true);
    expect(disabled("Copy")).toBe(false);
    expect(disabled("Download")).toBe(false);
  });
});
