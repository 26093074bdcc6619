import { act, fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Problem } from "@/shared/api/problems";
import type { ChainDocument } from "@/shared/chain/document";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { useEditor } from "../../store";
import { useDesk } from "./desk";
import { DraftChip } from "./draft-chip";
import { HoldControl } from "./hold-control";
import { Keeper, type Keeping } from "./keeper";

const document: ChainDocument = {
  format: "catenary/v1",
  kind: "Chain",
  key: "stock",
  name: "Stock",
  nodes: [{ id: "a", kind: "script" }],
  edges: [],
};
const renamed = { ...document, name: "Stock 2", nodes: [{ id: "a", kind: "script", name: "A" }] };
const chain = (more: object = {}) => ({
  id: "c",
  org_id: "o",
  key: "stock",
  name: "Stock",
  version: 1,
  draft: { revision: 1, checksum: "", changed: false },
  can: ["chain:edit"],
  updated_at: "2026-01-01T10:31:00Z",
  updated_by: { id: "li", name: "Drafter" },
  ...more,
});

/** A keeper that stands as it is told. */
function keeper(state: Partial<Keeping>): Keeper {
  const made = new Keeper({} as never);
  made.state.setState({ phase: "still", unkept: false, ...state });
  return made;
}

/** A server with this chain, and what else is asked of it. */
function world(body: object, more: Record<string, unknown> = {}) {
  return serve({
    "GET /me": { kind: "user", name: "Me", subject_id: "me", tops: [] },
    "GET /orgs/o/chains/stock": body,
    ...more,
  });
}

beforeEach(() => {
  useEditor.getState().begin({ org: "o", key: "stock", document, revision: 1 });
  useDesk.setState({ hold: { state: "none" }, refused: undefined, keeper: undefined, offered: undefined });
  world(chain());
});
afterEach(() => void vi.unstubAllGlobals());

describe("the chip of a draft", () => {
  it("says when it was saved last", async () => {
    await show(<DraftChip onMerge={() => {}} />);
    expect(await screen.findByText(/^Saved /)).toBeTruthy();
  });

  it("counts what is not sent yet", async () => {
    await show(<DraftChip onMerge={() => {}} />);
    act(() => {
      useDesk.setState({ keeper: keeper({}) });
      useEditor.getState().replace(renamed);
    });
    expect(screen.getByRole("status").textContent).toContain("2 edits not yet sent");
    expect(screen.getByRole("status").hasAttribute("data-stuck")).toBe(false);
  });

  it("is red and says why when it cannot save", async () => {
    await show(<DraftChip onMerge={() => {}} />);
    const problem = new Problem({
      status: 422,
      code: "chain.too_large",
      detail: "the document is too large",
    });
    act(() => {
      useDesk.setState({ keeper: keeper({ phase: "refused", problem }) });
      useEditor.getState().replace(renamed);
    });
    expect(screen.getByRole("status").hasAttribute("data-stuck")).toBe(true);
    expect(screen.getByRole("status").textContent).toContain("the document is too large");
  });

  it("says that it tries again when the server is not reached", async () => {
    await show(<DraftChip onMerge={() => {}} />);
    act(() => {
      useDesk.setState({
        keeper: keeper({ phase: "retrying", problem: new Problem({ detail: "offline" }) }),
      });
      useEditor.getState().replace(renamed);
    });
    expect(screen.getByRole("status").textContent).toContain("It is tried again by itself");
  });

  it("leads to the merge when both sides changed the same", async () => {
    const merge = vi.fn();
    useDesk.setState({ keeper: keeper({ phase: "conflict" }) });
    await show(<DraftChip onMerge={merge} />);
    await userEvent.click(screen.getByRole("button", { name: "Changed on both sides: merge" }));
    expect(merge).toHaveBeenCalled();
  });
});

describe("who edits", () => {
  it("is oneself after Edit", async () => {
    world(chain(), {
      "POST /orgs/o/chains/stock/lease": {
        id: "L1",
        since: "2026-01-01T10:00:00Z",
        until: "2026-01-01T10:01:00Z",
      },
      "GET /orgs/o/chains/stock/draft": () => Response.json(document, { headers: { ETag: '"1"' } }),
      "POST /orgs/o/chains/stock/validate": { valid: true, problems: [] },
      "DELETE /orgs/o/chains/stock/lease": () => new Response(null, { status: 204 }),
    });
    useDesk.getState().open({ org: "o", key: "stock", me: "me", id: "c", saved: () => {} });
    await show(<HoldControl />);
    await userEvent.click(await screen.findByRole("button", { name: "Edit" }));
    expect(await screen.findByRole("button", { name: "You edit" })).toBeTruthy();
    expect(useEditor.getState().editing).toBe(true);
    act(() => useDesk.getState().close());
    expect(useEditor.getState().editing).toBe(false);
  });

  it("is told of somebody else, who may be taken over from", async () => {
    world(
      chain({
        lease: {
          holder: { id: "han", name: "Colleague" },
          since: "2026-01-01T10:12:00Z",
          until: "2026-01-01T10:13:00Z",
        },
      }),
    );
    await show(<HoldControl />);
    await userEvent.click(await screen.findByRole("button", { name: /^Colleague edits, since/ }));
    fireEvent.click(await screen.findByText("Take over"));
    expect(await screen.findByText("Take over from Colleague?")).toBeTruthy();
  });

  it("cannot be somebody without the right to edit", async () => {
    world(chain({ can: [] }));
    await show(<HoldControl />);
    await vi.waitFor(() =>
      expect((screen.getByRole("button", { name: "Edit" }) as HTMLButtonElement).disabled).toBe(true),
    );
  });
});
