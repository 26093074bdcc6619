import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ChainDocument } from "@/shared/chain/document";
import type { Kind, Kinds } from "@/shared/chain/kinds";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { noticed } from "../../model/noticed";
import { useEditor } from "../../store";
import { setPin } from "./pins";
import { TrialDialog } from "./trial-dialog";

vi.mock("@/shared/kit/run-input", () => ({ RunInput: () => null }));

const kinds: Kinds = new Map(
  ["work", "http", "map", "each"].map((name) => [
    name,
    { name, effects: name === "work" || name === "http" } as Kind,
  ]),
);
const chain: ChainDocument = {
  format: "catenary/v1",
  kind: "Chain",
  key: "k",
  name: "K",
  nodes: [
    { id: "read", kind: "map", name: "Read" },
    { id: "build", kind: "work", name: "Build" },
    {
      id: "each",
      kind: "each",
      name: "Each",
      each: { graph: { nodes: [{ id: "call", kind: "http", name: "Call" }], edges: [] } },
    },
    { id: "tell", kind: "http", name: "Tell" },
  ],
  edges: [
    { from: "read", to: "build" },
    { from: "build", to: "each" },
    { from: "each", to: "tell" },
  ],
};

let sent: unknown[] = [];
const question = () => screen.queryByRole("radiogroup", { name: "Nodes whose work is noticed outside" });
const begin = () => userEvent.click(screen.getByRole("button", { name: "Start the test" }));
const close = vi.fn();

beforeEach(() => {
  localStorage.clear();
  for (const id of ["build", "each"]) setPin("o", "k", id, undefined);
  sent = [];
  serve({
    "POST /orgs/o/chains/k/test-runs": async (_: URL, request: Request) => {
      sent.push(await request.json());
      return { id: "r1" };
    },
  });
  const s = useEditor.getState();
  s.begin({ org: "o", key: "k", document: chain, revision: 1 });
  s.setKinds(kinds);
});

describe("really, or left out", () => {
  it("is asked of the nodes that the chosen reach carries out", () => {
    const ask = (...rest: [Parameters<typeof noticed>[3], string | null, object?]) =>
      noticed(chain, kinds, (rest[2] ?? {}) as Record<string, unknown>, rest[0], rest[1]).map((n) => n.id);
    expect(ask("whole", null)).toEqual(["build", "call", "tell"]);
    expect(ask("whole", null, { each: 1 })).toEqual(["build", "tell"]);
    expect(ask("up_to", "each")).toEqual(["build", "call"]);
    expect(ask("up_to", "read")).toEqual([]);
    expect(ask("only", "tell")).toEqual(["tell"]);
    expect(ask("only", "each")).toEqual(["call"]);
    expect(ask("only", "read")).toEqual([]);
  });

  it("is not asked where nothing is noticed", async () => {
    await show(<TrialDialog only="read" close={close} />);
    expect(question()).toBeNull();
    await begin();
    expect(sent).toMatchObject([{ only: "read", mock: true }]);
  });

  it("must be said for a node that is tested alone", async () => {
    await show(<TrialDialog only="build" close={close} />);
    expect(screen.getByText("Build (1)")).toBeTruthy();
    expect(screen.queryByRole("radio", { name: "Leave it out: it gives null", checked: true })).toBeNull();
    await begin();
    expect(sent).toEqual([]);
    expect(screen.getByText(/^Choose one:/)).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByRole("radio", { name: "Leave it out: it gives null" }));
    await userEvent.click(screen.getByRole("radio", { name: "Do it really" }));
    expect(screen.queryByText(/^Choose one:/)).toBeNull();
    await begin();
    expect(sent).toMatchObject([{ only: "build", mock: false }]);
  });

  it("is left out unless said otherwise for the whole chain", async () => {
    await show(<TrialDialog close={close} />);
    expect(screen.getByRole("radio", { name: "Leave them out: they give null", checked: true })).toBeTruthy();
    await begin();
    expect(sent).toMatchObject([{ mock: true }]);
  });

  it("tests the node around one that stands inside", async () => {
    await show(<TrialDialog only="call" close={close} />);
    expect(screen.getByText("Call (1)")).toBeTruthy();
    await userEvent.click(screen.getByRole("radio", { name: "Leave it out: it gives null" }));
    await begin();
    expect(sent).toMatchObject([{ only: "each", mock: true }]);
  });
});
