import type { ChainDocument } from "@/shared/chain/document";

/** Work that the server does not have yet. */
export type Entry = {
  /** Names the page and the opening that it comes from. */
  id: string;
  /** Whose work on which chain it is. */
  of: string;
  at: number;
  /** What the server had when the work began, and what has become of it. */
  base: { revision: number; document: ChainDocument };
  document: ChainDocument;
};

const name = "catenary";
const shelf = "drafts";

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

let opened: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(shelf, { keyPath: "id" }).createIndex("of", "of");
    };
    request.onsuccess = () => {
      // Another tab may bring a newer form of it; this one then opens it anew.
      request.result.onversionchange = () => {
        request.result.close();
        opened = undefined;
      };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  }).catch((error) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

async function drafts(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  return (await database()).transaction(shelf, mode).objectStore(shelf);
}

/** Says that this page is still there, for as long as it is. What it works on is not offered to others. */
function living(id: string): void {
  void navigator.locks?.request(`catenary.page.${id}`, () => new Promise(() => {})).catch(() => {});
}

/** The pages that are open in this browser; nothing where it does not tell. */
async function alive(): Promise<Set<string>> {
  const held = (await navigator.locks?.query())?.held ?? [];
  return new Set(held.map((l) => (l.name ?? "").replace("catenary.page.", "")));
}

const page = crypto.randomUUID();
let lives = false;

/**
 * The browser's own record of unsent drafts (IndexedDB). Each opening of a draft has an entry of its own, so
 * that no window or later visit writes over what another left. A browser that keeps nothing makes every call
 * fail.
 */
export class Journal {
  private readonly id = `${page} ${crypto.randomUUID()}`;

  /** `of` says whose work on which chain it is. */
  constructor(private readonly of: string) {}

  /** Keeps the unsent work in place of what was kept before. */
  async keep(base: Entry["base"], document: ChainDocument, at = Date.now()): Promise<void> {
    if (!lives) living(page);
    lives = true;
    const entry: Entry = { id: this.id, of: this.of, at, base, document };
    await asked((await drafts("readwrite")).put(entry));
  }

  /** All of it has been sent. */
  async drop(): Promise<void> {
    await this.forget(this.id);
  }

  /** Forgets an entry that was taken up or is not wanted. */
  async forget(id: string): Promise<void> {
    await asked((await drafts("readwrite")).delete(id));
  }

  /** What earlier openings left behind and no other window has in hand, the newest first. */
  async left(): Promise<Entry[]> {
    const all = await asked<Entry[]>((await drafts("readonly")).index("of").getAll(this.of));
    const pages = await alive();
    return all
      .filter((e) => e.id !== this.id && (pageOf(e.id) === page || !pages.has(pageOf(e.id))))
      .sort((a, b) => b.at - a.at);
  }
}

function pageOf(id: string): string {
  return id.split(" ")[0] ?? "";
}
