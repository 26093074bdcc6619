import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { listen } from "@/shared/actions/hotkeys";
import type { ChainDocument } from "@/shared/chain/document";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { useEditor } from "../store";
import { CalledPicture } from "./called-picture";

const chain = (name: string, nodes: ChainDocument["nodes"]): ChainDocument => ({
  format: "catenary/v1",
  kind: "Chain",
  key: name.toLowerCase(),
  name,
  nodes,
  edges: [],
});
const draft = chain("Order", [{ id: "risk", name: "Check the risk", kind: "chain", chain: { key: "risk" } }]);
const risk = chain("Risk", [
  { id: "each", name: "Score each line", kind: "each", each: { chain: { key: "score", version: 2 } } },
]);
const score = chain("Score", [{ id: "sum", name: "Sum up", kind: "script" }]);

let silence: () => void;
beforeEach(() => {
  silence = listen();
  useEditor.setState({ org: "o1", key: "order", document: draft });
});
afterEach(() => {
  silence();
  vi.unstubAllGlobals();
});

function world(more: Record<string, unknown> = {}) {
  serve({
    "GET /orgs/o1/chains/risk": { key: "risk", name: "Risk", version: 3, can: [] },
    "GET /orgs/o1/chains/risk/versions/3/document": risk,
    "GET /orgs/o1/chains/score": { key: "score", name: "Score", version: 5, can: [] },
    "GET /orgs/o1/chains/score/versions/2/document": score,
    ...more,
  } as never);
}

it("shows the chain that a node runs, and the one within it, with the ways back", async () => {
  world();
  const go = vi.fn();
  await show(<CalledPicture document={draft} ids={["risk", "each"]} go={go} />);
  expect(await screen.findByText("Sum up")).toBeTruthy();
  const where = screen.getByRole("navigation", { name: "Which called chain is shown" });
  expect(within(where).getByText("Score each line").getAttribute("aria-current")).toBe("location");
  expect(within(where).getByRole("link", { name: "Score, version 2" }).getAttribute("href")).toContain(
    "/o/o1/chains/score?tab=versions&version=",
  );
  await userEvent.click(within(where).getByRole("button", { name: "Check the risk" }));
  expect(go).toHaveBeenLastCalledWith(["risk"]);
  await userEvent.keyboard("{Escape}");
  expect(go).toHaveBeenLastCalledWith(["risk"]);
  await userEvent.click(within(where).getByRole("button", { name: "The draft" }));
  expect(go).toHaveBeenLastCalledWith([]);
});

it("goes on into what the called chain calls", async () => {
  world();
  const go = vi.fn();
  await show(<CalledPicture document={draft} ids={["risk"]} go={go} />);
  fireEvent.doubleClick(await screen.findByText("Score each line"));
  expect(go).toHaveBeenLastCalledWith(["risk", "each"]);
});

it("says why there is nothing to see", async () => {
  world({ "GET /orgs/o1/chains/risk": { key: "risk", name: "Risk", version: 0, can: [] } });
  const first = await show(<CalledPicture document={draft} ids={["risk"]} go={() => {}} />);
  expect(await screen.findByText("The chain has no published version yet.")).toBeTruthy();
  first.unmount();
  world({ "GET /orgs/o1/chains/risk": () => refusal(404, "chain.unknown", "no such chain") });
  const second = await show(<CalledPicture document={draft} ids={["risk"]} go={() => {}} />);
  expect(await screen.findByText("This is not here, or you may not see it.")).toBeTruthy();
  second.unmount();
  await show(<CalledPicture document={draft} ids={["gone"]} go={() => {}} />);
  expect(await screen.findByText("This node runs no chain.")).toBeTruthy();
});
