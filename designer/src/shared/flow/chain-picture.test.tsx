import { act, fireEvent, screen, within } from "@testing-library/react";
import { useState } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ChainDocument } from "@/shared/chain/document";
import type { Kinds } from "@/shared/chain/kinds";
import { show } from "@/shared/test/render";
import { withSurface } from "@/shared/test/surface";
import { ChainPicture, type NodeState } from "./chain-picture";

let drawn: (string | undefined)[] = [];
vi.mock("./kind-icon", () => ({
  KindIcon: ({ name }: { name?: string }) => {
    drawn.push(name);
    return null;
  },
}));

withSurface();
beforeEach(() => {
  drawn = [];
});

const document: ChainDocument = {
  format: "catenary/v1",
  kind: "Chain",
  key: "k",
  name: "Purchase",
  nodes: [
    { id: "a", kind: "work", name: "Ask" },
    { id: "b", kind: "work", name: "Buy", task: { script: "buy-it", environment: "shell" } },
    { id: "c", kind: "other" },
  ],
  edges: [
    { from: "a", to: "b", otherwise: true },
    { from: "a", to: "c", when: "input.sum > 3" },
  ],
};
const kinds: Kinds = new Map([
  ["work", { name: "work", icon: "box", title: { en: "Work", zh: "作业" } } as never],
]);

describe("the picture of a chain", () => {
  it("calls no kind unknown until the kinds have come", async () => {
    const Late = () => {
      const [come, setCome] = useState<Kinds>(new Map());
      return (
        <>
          <button type="button" onClick={() => setCome(kinds)}>
            Come
          </button>
          <ChainPicture document={document} kinds={come} />
        </>
      );
    };
    await show(<Late />);
    expect(screen.getByRole("group", { name: "c" }).dataset.unknown).toBeUndefined();
    expect(drawn).toEqual([]);
    fireEvent.click(screen.getByRole("button", { name: "Come" }));
    expect(screen.getByRole("group", { name: "c, other" }).dataset.unknown).toBe("true");
    expect(screen.getByRole("group", { name: "Ask, Work, next: Buy; c" }).dataset.unknown).toBeUndefined();
    expect(drawn).toContain("box");
  });

  it("reads each node with its kind, its state and its problems", async () => {
    await show(
      <ChainPicture
        document={document}
        kinds={kinds}
        states={new Map<string, NodeState>([["b", { state: "failed", attempt: 2, attempts: 3 }]])}
        problems={[{ code: "x", detail: "bad", pointer: "/nodes/1", severity: "error", node: "b" }]}
        marks={new Map([["c", "added"]])}
      />,
    );
    expect(screen.getByRole("group", { name: "Ask, Work, next: Buy; c" })).toBeTruthy();
    expect(screen.getByRole("group", { name: "Buy, Work, Failed, attempt 2 of 3, 1 problem" })).toBeTruthy();
    expect(screen.getByRole("group", { name: "c, other, added" })).toBeTruthy();
    expect(screen.getByRole("application", { name: "Chain" }).getAttribute("tabindex")).toBe("0");
  });

  it("shows how long a step worked and how long it waited apart, and reads both", async () => {
    const states = new Map<string, NodeState>([["b", { state: "succeeded", ms: 2100, waitedMs: 2_460_000 }]]);
    await show(<ChainPicture document={document} kinds={kinds} states={states} />);
    const card = screen.getByRole("group", {
      name: "Buy, Work, Succeeded, worked 2.1 seconds, waited 41 minutes 0 seconds",
    });
    expect(within(card).getByText("2.1s")).toBeTruthy();
    expect(within(card).getByText("41m 0s").title).toBe("waited 41 minutes 0 seconds");
  });

  it("says until when a step waits", async () => {
    const until = new Date();
    until.setHours(23, 59, 0, 0);
    const states = new Map<string, NodeState>([["b", { state: "waiting", until: until.getTime() }]]);
    await show(<ChainPicture document={document} kinds={kinds} states={states} />);
    const card = screen.getByRole("group", { name: /^Buy, Work, Waiting, until .*11:59\sPM/ });
    expect(within(card).getByText(/^until 11:59\sPM$/)).toBeTruthy();
  });

  it("says at edges when they are taken", async () => {
    await show(<ChainPicture document={document} kinds={kinds} />);
    expect(screen.getByRole("img", { name: "from Ask to Buy, otherwise" })).toBeTruthy();
    expect(screen.getByRole("img", { name: "from Ask to c, input.sum > 3" })).toBeTruthy();
  });

  it("says which edges a run took, and draws them so", async () => {
    await show(
      <ChainPicture
        document={document}
        kinds={kinds}
        ways={
          new Map([
            ["a→b", "taken"],
            ["a→c", "left"],
          ])
        }
      />,
    );
    const line = (name: string) => screen.getByRole("img", { name }).querySelector("path")?.className.baseVal;
    expect(line("from Ask to Buy, otherwise, taken")).toMatch(/taken/);
    expect(line("from Ask to c, input.sum > 3, not taken")).toMatch(/left/);
  });

  it("calls edges by the names that nodes have now", async () => {
    let rename: (name: string) => void = () => {};
    function Renamed() {
      const [name, setName] = useState("Buy");
      rename = setName;
      const nodes = document.nodes.map((n) => (n.id === "b" ? { ...n, name } : n));
      return <ChainPicture document={{ ...document, nodes }} kinds={kinds} />;
    }
    await show(<Renamed />);
    act(() => rename("Pay"));
    expect(screen.getByRole("img", { name: "from Ask to Pay, otherwise" })).toBeTruthy();
  });

  it("is walked by keyboard, and opened", async () => {
    const onOpen = vi.fn();
    await show(<ChainPicture document={document} kinds={kinds} onOpen={onOpen} />);
    const picture = screen.getByRole("application", { name: "Chain" });
    const press = (key: string) => fireEvent.keyDown(picture, { key });
    press("ArrowDown");
    press("ArrowDown");
    press("Enter");
    press("Home");
    press("Enter");
    press("End");
    press("Enter");
    expect(onOpen.mock.calls).toEqual([[{ node: "b" }], [{ node: "a" }], [{ node: "c" }]]);
  });

  it("draws one card when one step goes on", async () => {
    let go: (states: Map<string, NodeState>) => void = () => {};
    function Run() {
      const [states, setStates] = useState(new Map<string, NodeState>());
      go = setStates;
      return <ChainPicture document={document} kinds={kinds} states={states} />;
    }
    await show(<Run />);
    drawn = [];
    act(() => go(new Map([["a", { state: "processing" }]])));
    expect(drawn).toHaveLength(1);
    expect(screen.getByRole("group", { name: "Ask, Work, Processing, next: Buy; c" })).toBeTruthy();
  });

  it("says that an empty chain is empty", async () => {
    await show(<ChainPicture document={{ ...document, nodes: [], edges: [] }} kinds={kinds} />);
    expect(screen.getByText("Nothing here yet.")).toBeTruthy();
  });

  it("counts states and problems on the card of a folded group, and reads them", async () => {
    const groups = [{ id: "g", name: "Buying", nodes: ["a", "b", "c"], folded: true }];
    await show(
      <ChainPicture
        document={{ ...document, layout: { ...document.layout, groups } }}
        kinds={kinds}
        states={
          new Map<string, NodeState>([
            ["a", { state: "succeeded" }],
            ["b", { state: "failed" }],
            ["c", { state: "succeeded" }],
          ])
        }
        problems={[{ code: "x", detail: "bad", pointer: "/nodes/1", severity: "error", node: "b" }]}
      />,
    );
    const card = screen.getByRole("group", { name: "Buying, 3 nodes, 1 Failed, 2 Succeeded, 1 problem" });
    expect(card.dataset.failed).toBe("true");
  });
});
