import { screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { useEditor } from "../../store";
import { MadeParts } from "./made-parts";

const document = {
  format: "catenary/v1",
  kind: "Chain",
  key: "stock",
  name: "Stock",
  nodes: [],
  edges: [],
} as const;
beforeEach(() =>
  useEditor.getState().begin({ org: "o", key: "stock", document: document as never, revision: 1 }),
);
afterEach(() => vi.unstubAllGlobals());

const digest = `sha256:${"9f3c".repeat(16)}`;
const parts = [
  {
    node: "build",
    kind: "pipeline",
    key: "ci",
    state: "made",
    made: "#4711",
    link: "http://127.0.0.1/job/4711",
  },
  { node: "build", kind: "task", key: "python", state: "made", made: digest },
  { node: "ship", kind: "pipeline", key: "ci", state: "made", made: "#4712" },
];

it("shows what was made of a node for the last version, past attempts that failed", async () => {
  serve({
    "GET /orgs/o/chains/stock/publications": {
      items: [
        { id: "p2", state: "failed", parts: [{ ...parts[0], made: "#9" }] },
        { id: "p1", state: "succeeded", version: 14, parts },
      ],
    },
  });
  await show(<MadeParts node="build" />);
  const list = await screen.findByRole("list", { name: "Made for version 14" });
  expect(within(list).getByRole("link", { name: "#4711" }).getAttribute("href")).toBe(
    "http://127.0.0.1/job/4711",
  );
  expect(within(list).getByTitle(digest)).toBeTruthy();
  expect(within(list).getAllByRole("listitem")).toHaveLength(2);
});

it("says nothing of a node of which nothing was made", async () => {
  const asked = serve({
    "GET /orgs/o/chains/stock/publications": { items: [{ id: "p1", state: "succeeded", version: 1, parts }] },
  });
  await show(<MadeParts node="other" />);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  expect(screen.queryByText(/Made for version/)).toBeNull();
});
