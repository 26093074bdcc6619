import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { Problem } from "@/shared/api/problems";
import type { ChainDocument } from "@/shared/chain/document";
import { show } from "@/shared/test/render";
import { useEditor } from "../../store";
import { Keeper, type Ports } from "./keeper";
import { MergeDialog } from "./merge-dialog";

const named = (name: string): ChainDocument => ({
  format: "catenary/v1",
  kind: "Chain",
  key: "k",
  name: "K",
  nodes: [{ id: "a", kind: "delay", name }],
  edges: [],
});
const editor = () => useEditor.getState();

it("shows what was done since both sides were found to differ, and takes that", async () => {
  const puts: ChainDocument[] = [];
  const keeper = new Keeper({
    document: () => editor().document,
    confirmed: () => editor().confirmed,
    confirm: editor().confirm,
    merged: (document) => editor().replace(document),
    save: async (document, revision) => {
      if (revision !== 2) throw new Problem({ status: 412, code: "chain.stale" });
      puts.push(document);
      return { revision: 3, chain: {} as never, problems: [] };
    },
    read: async () => ({ document: named("Theirs"), revision: 2 }),
    saved: () => {},
    keep: async () => {},
    drop: async () => {},
    lost: () => {},
    signedIn: async () => {},
  } satisfies Ports);
  editor().begin({ org: "o", key: "k", document: named("Rest"), revision: 1 });
  editor().replace(named("Mine"));
  expect(await keeper.flush()).toBe(false);
  editor().replace(named("Mine, later"));

  const close = vi.fn();
  await show(<MergeDialog keeper={keeper} close={close} />);
  expect(screen.getByText("Mine, later")).toBeTruthy();
  act(() => editor().replace(named("Mine, at last")));
  await userEvent.click(screen.getByRole("radio", { name: /^Mine/ }));
  await userEvent.click(screen.getByRole("button", { name: "Use this" }));
  expect(close).toHaveBeenCalled();
  await vi.waitFor(() => expect(puts.map((d) => d.nodes[0]?.name)).toEqual(["Mine, at last"]));
});
