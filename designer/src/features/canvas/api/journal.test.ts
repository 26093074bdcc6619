import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ChainDocument } from "@/shared/chain/document";

/** As much of IndexedDB as the journal uses: one store with one index, in memory. */
class Shelf {
  private readonly rows = new Map<string, { id: string; of: string }>();
  private made = false;

  readonly factory = {
    open: () => {
      const db = {
        createObjectStore: () => ({ createIndex: () => {} }),
        transaction: () => ({ objectStore: () => this.store }),
      };
      return this.answer(
        () => db,
        () => {
          const first = !this.made;
          this.made = true;
          return first;
        },
      );
    },
  };

  private readonly store = {
    put: (row: { id: string; of: string }) => this.answer(() => this.rows.set(row.id, structuredClone(row))),
    delete: (id: string) => this.answer(() => this.rows.delete(id)),
    index: () => ({
      getAll: (of: string) => this.answer(() => [...this.rows.values()].filter((r) => r.of === of)),
    }),
  };

  private answer<T>(work: () => T, upgrade: () => boolean = () => false) {
    const request: {
      result?: T;
      onsuccess?: () => void;
      onupgradeneeded?: () => void;
      onerror?: () => void;
    } = {};
    queueMicrotask(() => {
      request.result = work();
      if (upgrade()) request.onupgradeneeded?.();
      request.onsuccess?.();
    });
    return request;
  }
}

const document = (name: string): ChainDocument => ({
  format: "catenary/v1",
  kind: "Chain",
  key: "k",
  name,
  nodes: [],
  edges: [],
});
const base = { revision: 3, document: document("base") };

/** A fresh page of the browser: the module as if it had just been loaded. */
async function page() {
  vi.resetModules();
  const { Journal } = await import("./journal");
  return { open: (of = "li/chain") => new Journal(of) };
}

/** Pages that are open, as the lock manager tells. */
const open = new Set<string>();

beforeEach(() => {
  open.clear();
  vi.stubGlobal("indexedDB", new Shelf().factory);
  vi.stubGlobal("navigator", {
    locks: {
      request: (name: string) => {
        open.add(name);
        return new Promise(() => {});
      },
      query: async () => ({ held: [...open].map((name) => ({ name })) }),
    },
  });
});
afterEach(() => void vi.unstubAllGlobals());

describe("the journal", () => {
  it("offers after a crash what was not sent, the newest first", async () => {
    const before = await page();
    await before.open().keep(base, document("older"), 1);
    await before.open().keep(base, document("newer"), 2);
    open.clear(); // the page is gone
    const left = await (await page()).open().left();
    expect(left.map((e) => e.document.name)).toEqual(["newer", "older"]);
    expect(left[0]?.base).toEqual(base);
  });

  it("keeps one entry for each opening, and drops it once all is sent", async () => {
    const here = await page();
    const journal = here.open();
    await journal.keep(base, document("1"));
    await journal.keep(base, document("2"));
    expect(await journal.left(), "what is at work is not left behind").toEqual([]);
    expect((await here.open().left()).map((e) => e.document.name)).toEqual(["2"]);
    await journal.drop();
    expect(await here.open().left()).toEqual([]);
  });

  it("does not offer what another window works on", async () => {
    await (await page()).open().keep(base, document("at work"));
    expect(await (await page()).open().left()).toEqual([]);
  });

  it("offers nothing of other people or chains", async () => {
    const here = await page();
    await here.open("han/chain").keep(base, document("hers"));
    expect(await here.open("li/chain").left()).toEqual([]);
  });

  it("forgets what was put aside", async () => {
    const here = await page();
    await here.open().keep(base, document("old"));
    const later = here.open();
    const [entry] = await later.left();
    await later.forget(entry?.id ?? "");
    expect(await later.left()).toEqual([]);
  });

  it("works where the browser tells nothing of its windows", async () => {
    vi.stubGlobal("navigator", {});
    await (await page()).open().keep(base, document("left"));
    expect(await (await page()).open().left()).toHaveLength(1);
  });

  it("fails where the browser keeps nothing", async () => {
    const here = await page();
    vi.stubGlobal("indexedDB", {
      open: () => {
        const request: { error: Error; onerror?: () => void } = { error: new Error("no storage") };
        queueMicrotask(() => request.onerror?.());
        return request;
      },
    });
    await expect(here.open().keep(base, document("x"))).rejects.toThrow("no storage");
  });
});
