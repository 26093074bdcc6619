import { useSearch } from "@tanstack/react-router";
import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ChainDocument } from "@/shared/chain/document";
import { action, offeredNow } from "@/shared/test/actions";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { useEditor } from "../../store";
import { useDesk } from "./desk";
import { DraftBar } from "./draft-bar";

const document: ChainDocument = {
  format: "catenary/v1",
  kind: "Chain",
  key: "stock",
  name: "Stock",
  nodes: [],
  edges: [],
};
const chain = {
  id: "c",
  org_id: "o",
  key: "stock",
  name: "Stock",
  version: 3,
  draft: { revision: 1, checksum: "", changed: true },
  can: ["chain:edit", "chain:publish", "run:start"],
};
const leased = {
  lease: {
    holder: { id: "han", name: "Colleague" },
    since: "2026-01-01T10:12:00Z",
    until: "2026-01-01T10:13:00Z",
  },
};
const lacking = {
  allowed: false,
  permission: "chain:edit",
  org: { id: "o", name: "Ships" },
  grantors: [{ id: "li", name: "Li Na" }],
};

const enabled = (id: string) => action(id) && action(id)?.enabled !== false;

/** Where the page is, and a list that says why an act cannot be done. */
function Around() {
  const search = useSearch({ strict: false });
  const [seen, setSeen] = useState(false);
  return (
    <>
      <output aria-label="Address">{JSON.stringify(search)}</output>
      <button type="button" onClick={() => setSeen(true)}>
        Why
      </button>
      {seen && <p>{action("canvas.edit")?.why}</p>}
    </>
  );
}

const where = () => JSON.parse(screen.getByLabelText("Address").textContent ?? "");

async function open(more: object = {}) {
  const asked = serve({
    "GET /me": { kind: "user", name: "Me", subject_id: "me", tops: [] },
    "GET /orgs/o": { id: "o", key: "o", name: "Ships", path: [], can: ["template:write"] },
    "GET /orgs/o/lacking": lacking,
    "GET /orgs/o/chains/stock": { ...chain, ...more },
    "GET /orgs/o/chains/stock/publications": { items: [] },
    "GET /orgs/o/chains/stock/draft": () => Response.json(document, { headers: { ETag: '"1"' } }),
  });
  await show(
    <>
      <DraftBar />
      <Around />
    </>,
  );
  await waitFor(() => expect(action("canvas.document")).toBeDefined());
  return asked;
}

beforeEach(() => {
  useEditor.getState().begin({ org: "o", key: "stock", document, revision: 1 });
  useDesk.setState({ hold: { state: "none" }, refused: undefined, keeper: undefined, offered: undefined });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("the acts of a draft", () => {
  it("are all offered to the palette, each once", async () => {
    await open();
    await waitFor(() => expect(action("canvas.keepAsTemplate")).toBeDefined());
    const ids = offeredNow().map((a) => a.id);
    for (const id of [
      "canvas.edit",
      "canvas.saveNow",
      "canvas.test",
      "canvas.start",
      "canvas.publish",
      "canvas.compareLive",
      "canvas.document",
      "canvas.saves",
      "canvas.import",
      "canvas.export.yaml",
      "canvas.export.json",
      "canvas.keepAsTemplate",
      "canvas.discard",
      "canvas.tab.versions",
      "canvas.tab.runs",
      "canvas.tab.triggers",
      "canvas.tab.settings",
    ])
      expect(ids.filter((i) => i === id)).toEqual([id]);
    for (const id of ["canvas.edit", "canvas.publish", "canvas.start", "canvas.discard"])
      expect(enabled(id)).toBe(true);
    expect(action("canvas.test")).toMatchObject({
      enabled: false,
      why: "Edit first: a test is of what you edit.",
    });
    expect(ids).not.toContain("canvas.takeOver");
    expect(ids).not.toContain("canvas.tab.canvas");
  });

  it("end what they began: who edits can test and stop editing", async () => {
    await open();
    const done = vi.spyOn(useDesk.getState(), "done").mockResolvedValue(true);
    act(() => {
      useEditor.getState().setEditing(true);
      useDesk.setState({ hold: { state: "held", since: "2026-01-01T10:12:00Z" } });
    });
    await waitFor(() => expect(enabled("canvas.test")).toBe(true));
    expect(action("canvas.edit")).toBeUndefined();
    act(() => action("canvas.endEditing")?.perform());
    expect(done).toHaveBeenCalled();
  });

  it("take over from whom else edits, or ask them", async () => {
    await open(leased);
    await waitFor(() => expect(enabled("canvas.askToEdit")).toBe(true));
    act(() => action("canvas.takeOver")?.perform());
    expect(await screen.findByText("Take over from Colleague?")).toBeTruthy();
  });

  it("say what is lacking and who can grant it, and ask for that only when they are looked at", async () => {
    const asked = await open({ can: [], ...leased });
    await waitFor(() => expect(enabled("canvas.takeOver")).toBe(false));
    for (const id of ["canvas.edit", "canvas.import", "canvas.discard", "canvas.publish", "canvas.start"])
      expect(enabled(id)).toBe(false);
    expect(asked.some((a) => a.includes("/lacking"))).toBe(false);
    await userEvent.click(screen.getByRole("button", { name: "Why" }));
    expect(await screen.findByText(/ in Ships\. These people can grant it: Li Na\./)).toBeTruthy();
  });

  it("say that nothing is published, or that nothing has changed", async () => {
    await open({ version: 0 });
    expect(action("canvas.compareLive")).toMatchObject({ enabled: false });
    expect(action("canvas.start")?.why).toBe("Nothing is published yet. Publishing makes the first version.");
  });

  it("lead to the draft compared with the live version, from the menu, too", async () => {
    await open();
    await userEvent.click(screen.getByRole("button", { name: "More for this chain" }));
    const item = await screen.findByRole("menuitem", { name: "Compare the draft with the live version" });
    await userEvent.click(item);
    await waitFor(() => expect(where()).toEqual({ tab: "versions", version: "draft", compare: "3" }));
    expect(action("canvas.tab.versions")).toBeUndefined();
    act(() => action("canvas.tab.canvas")?.perform());
    await waitFor(() => expect(where()).toEqual({}));
  });
});
