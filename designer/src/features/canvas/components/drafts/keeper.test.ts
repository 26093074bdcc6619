import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Problem } from "@/shared/api/problems";
import type { ChainDocument } from "@/shared/chain/document";
import type { Confirmed } from "../../store";
import { Keeper, type Ports } from "./keeper";

const first: ChainDocument = {
  format: "catenary/v1",
  kind: "Chain",
  key: "k",
  name: "One",
  nodes: [
    { id: "a", kind: "script" },
    { id: "b", kind: "script" },
  ],
  edges: [],
};

const named = (d: ChainDocument, id: string, name: string): ChainDocument => ({
  ...d,
  nodes: d.nodes.map((n) => (n.id === id ? { ...n, name } : n)),
});

/** A server with one draft, and the keeper of a window before it. */
function setup() {
  const server: Confirmed & { puts: ChainDocument[]; fail?: Problem | undefined } = {
    revision: 1,
    document: first,
    puts: [],
  };
  let document = first;
  let confirmed: Confirmed = { revision: 1, document: first };
  const kept: { document?: ChainDocument | undefined } = {};
  const lost = vi.fn();
  const ports: Ports = {
    document: () => document,
    confirmed: () => confirmed,
    confirm: (c) => {
      confirmed = c;
    },
    merged: (d) => {
      document = d;
    },
    save: async (d, revision) => {
      if (server.fail) throw server.fail;
      if (revision !== server.revision)
        throw new Problem({ status: 412, code: "chain.stale", detail: "stale" });
      server.puts.push(d);
      server.document = d;
      server.revision++;
      return { revision: server.revision, chain: {} as never, problems: [] };
    },
    read: async () => ({ revision: server.revision, document: server.document }),
    saved: () => {},
    keep: async (_, d) => {
      kept.document = d;
    },
    drop: async () => {
      kept.document = undefined;
    },
    lost,
    signedIn: () => Promise.resolve(),
  };
  const keeper = new Keeper(ports);
  const edit = (d: ChainDocument) => {
    document = d;
    keeper.edited();
  };
  return {
    server,
    keeper,
    edit,
    kept,
    lost,
    document: () => document,
    phase: () => keeper.state.getState().phase,
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a draft is kept", () => {
  it("and sent once within two seconds of rest", async () => {
    const w = setup();
    w.edit(named(first, "a", "x"));
    await vi.advanceTimersByTimeAsync(800);
    w.edit(named(first, "a", "xy"));
    await vi.advanceTimersByTimeAsync(800);
    expect(w.server.puts).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1200);
    expect(w.server.puts.map((d) => d.nodes[0]?.name)).toEqual(["xy"]);
    expect(w.phase()).toBe("still");
    expect(w.keeper.unsent()).toBe(false);
  });

  it("and sent now and then while somebody types without rest", async () => {
    const w = setup();
    for (let i = 0; i < 20; i++) {
      w.edit(named(first, "a", `x${i}`));
      await vi.advanceTimersByTimeAsync(500);
    }
    expect(w.server.puts.length).toBeGreaterThan(0);
  });

  it("and not sent when it is again what the server has", async () => {
    const w = setup();
    w.edit(named(first, "a", "x"));
    w.edit({ ...first });
    await vi.advanceTimersByTimeAsync(5000);
    expect(w.server.puts).toHaveLength(0);
  });

  it("in the journal until the server has it", async () => {
    const w = setup();
    w.edit(named(first, "a", "x"));
    await vi.advanceTimersByTimeAsync(300);
    expect(w.kept.document?.nodes[0]?.name).toBe("x");
    await vi.advanceTimersByTimeAsync(2000);
    expect(w.kept.document).toBeUndefined();
  });

  it("and tried again until the server is there", async () => {
    const w = setup();
    w.server.fail = new Problem({ detail: "no network" });
    w.edit(named(first, "a", "x"));
    await vi.advanceTimersByTimeAsync(1500);
    expect(w.phase()).toBe("retrying");
    await vi.advanceTimersByTimeAsync(2500);
    expect(w.phase()).toBe("retrying");
    w.server.fail = undefined;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(w.phase()).toBe("still");
    expect(w.server.puts).toHaveLength(1);
  });

  it("and sent after the next edit when the server refused it", async () => {
    const w = setup();
    w.server.fail = new Problem({ status: 422, code: "chain.too_large", detail: "too large" });
    w.edit(named(first, "a", "x"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(w.phase()).toBe("refused");
    expect(w.keeper.state.getState().problem?.code).toBe("chain.too_large");
    w.server.fail = undefined;
    w.edit(named(first, "a", "y"));
    await vi.advanceTimersByTimeAsync(2000);
    expect(w.phase()).toBe("still");
    expect(w.keeper.state.getState().problem).toBeUndefined();
  });

  it("and laid together with what others did to other nodes", async () => {
    const w = setup();
    w.server.document = named(first, "b", "theirs");
    w.server.revision = 2;
    w.edit(named(first, "a", "mine"));
    await vi.advanceTimersByTimeAsync(2000);
    expect(w.phase()).toBe("still");
    expect(w.server.puts.at(-1)?.nodes.map((n) => n.name)).toEqual(["mine", "theirs"]);
    expect(w.document().nodes.map((n) => n.name)).toEqual(["mine", "theirs"]);
  });

  it("and asks before anything is sent when others changed the same node", async () => {
    const w = setup();
    w.server.document = named(first, "a", "theirs");
    w.server.revision = 2;
    w.edit(named(first, "a", "mine"));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(w.phase()).toBe("conflict");
    expect(w.keeper.both()?.conflicts.map((c) => c.key)).toEqual(["node/a"]);
    expect(w.server.puts).toHaveLength(0);
    expect(w.kept.document?.nodes[0]?.name).toBe("mine");
    expect(await w.keeper.flush()).toBe(false);
    expect(w.keeper.resolve(new Map([["node/a", "theirs"]]))).toBe(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(w.phase()).toBe("still");
    expect(w.document().nodes[0]?.name).toBe("theirs");
    expect(w.keeper.unsent()).toBe(false);
  });

  it("and has what was done between the question and its answer", async () => {
    const w = setup();
    w.server.document = named(first, "a", "theirs");
    w.server.revision = 2;
    w.edit(named(first, "a", "mine"));
    await vi.advanceTimersByTimeAsync(2000);
    expect(w.phase()).toBe("conflict");
    w.edit(named(named(first, "a", "mine, later"), "b", "also mine"));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(w.keeper.resolve(new Map([["node/a", "mine"]]))).toBe(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(w.server.puts.at(-1)?.nodes.map((n) => n.name)).toEqual(["mine, later", "also mine"]);
  });

  it("and asks again for what came to be changed on both sides since it asked", async () => {
    const w = setup();
    w.server.document = named(named(first, "a", "theirs"), "b", "theirs");
    w.server.revision = 2;
    w.edit(named(first, "a", "mine"));
    await vi.advanceTimersByTimeAsync(2000);
    const chosen = new Map([["node/a", "mine" as const]]);
    w.edit(named(named(first, "a", "mine"), "b", "mine"));
    expect(w.keeper.resolve(chosen)).toBe(false);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(w.server.puts).toHaveLength(0);
    expect(w.document().nodes.map((n) => n.name)).toEqual(["mine", "mine"]);
  });

  it("and left to the one who took it over", async () => {
    const w = setup();
    w.server.fail = new Problem({ status: 409, code: "chain.leased", detail: "somebody edits" });
    w.edit(named(first, "a", "x"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(w.lost).toHaveBeenCalledTimes(1);
    expect(w.server.puts).toHaveLength(0);
    expect(w.kept.document?.nodes[0]?.name).toBe("x");
  });

  it("and what came while it was sent is sent after it", async () => {
    const w = setup();
    w.edit(named(first, "a", "x"));
    const sent = w.keeper.flush();
    w.edit(named(first, "a", "xyz"));
    expect(await sent).toBe(true);
    expect(w.server.puts.map((d) => d.nodes[0]?.name)).toEqual(["x", "xyz"]);
  });

  it("and earlier work is laid over what the server has now", async () => {
    const w = setup();
    w.server.document = named(first, "a", "theirs");
    w.server.revision = 2;
    w.keeper.restore({ revision: 1, document: first }, named(first, "b", "earlier"));
    await vi.advanceTimersByTimeAsync(100);
    expect(w.server.puts.map((d) => d.nodes.map((n) => n.name))).toEqual([["theirs", "earlier"]]);
  });

  it("and says when this browser keeps no journal", async () => {
    const w = setup();
    const keeper = new Keeper({
      ...(w.keeper as unknown as { ports: Ports }).ports,
      document: () => named(first, "a", "x"),
      keep: () => Promise.reject(new Error("private window")),
    });
    await keeper.stop();
    expect(keeper.state.getState().unkept).toBe(true);
  });
});
