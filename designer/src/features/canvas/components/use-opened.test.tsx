import { useQueryClient } from "@tanstack/react-query";
import { act, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ChainDocument } from "@/shared/chain/document";
import { show } from "@/shared/test/render";
import { refusal, serve } from "@/shared/test/server";
import { useEditor } from "../store";
import { useOpened } from "./use-opened";

const draft = (name: string): ChainDocument => ({
  format: "catenary/v1",
  kind: "Chain",
  key: "k",
  name,
  nodes: [{ id: "a", kind: "delay" }],
  edges: [],
});
const sent = (name: string, revision: number) =>
  Response.json(draft(name), { headers: { ETag: `"${revision}"` } });
const editor = () => useEditor.getState();

/** Reads all again, and has what comes of it shown. */
let again: () => Promise<void> = async () => {};

function Page() {
  const { ready, error } = useOpened("o", "k");
  const queries = useQueryClient();
  again = () =>
    act(async () => {
      await queries.invalidateQueries();
      await new Promise((shown) => setTimeout(shown));
    });
  return <p>{error ? "failed" : ready ? "open" : "opening"}</p>;
}

const routes = {
  "GET /orgs/o/chains/k": { id: "c", key: "k", name: "K" },
  "GET /orgs/o/chains/k/draft": () => sent("K", 1),
  "GET /node-kinds": { items: [{ name: "delay" }] },
};

beforeEach(() => editor().begin({ org: "", key: "", document: draft(""), revision: 0 }));
afterEach(() => void vi.unstubAllGlobals());

describe("a chain that is open", () => {
  it("is not opened anew when all is read again: what was done since stays", async () => {
    serve(routes);
    await show(<Page />);
    await screen.findByText("open");
    editor().setEditing(true);
    editor().act("Name", (d) => ({ ...d, name: "K, saved" }));
    editor().confirm({ document: editor().document, revision: 2 });
    editor().act("Name", (d) => ({ ...d, name: "K, typed" }));
    const asked = serve({ ...routes, "GET /orgs/o/chains/k/draft": () => sent("K, saved", 2) });
    await again();
    expect(asked).toContain("GET /orgs/o/chains/k");
    expect(editor().document.name).toBe("K, typed");
    expect(editor().editing).toBe(true);
    expect(editor().confirmed.revision).toBe(2);
    expect(editor().history.past).toHaveLength(2);
  });

  it("stays open when something of it cannot be read again", async () => {
    serve(routes);
    await show(<Page />);
    await screen.findByText("open");
    const gone = () => refusal(502, "unreachable", "no");
    serve({ "GET /orgs/o/chains/k": gone, "GET /node-kinds": gone });
    await again();
    expect(screen.getByText("open")).toBeTruthy();
  });

  it("says why it cannot be opened, and opens once it can", async () => {
    serve({ ...routes, "GET /orgs/o/chains/k/draft": () => refusal(401, "signed_out", "no") });
    await show(<Page />);
    await screen.findByText("failed");
    serve(routes);
    await again();
    await waitFor(() => expect(screen.getByText("open")).toBeTruthy());
  });
});
