import { promises as fs } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

/**
 * What the built designer may weigh, gzipped, in KiB. Only ever lower these. `picture` is a page that draws a
 * chain, in all; `drawer` the same with a node open; the others are what comes on top of the entry.
 */
const limits = { entry: 240, picture: 330, drawer: 410, route: 60, editor: 170, worker: 480, css: 45 };

type Chunk = {
  file: string;
  src?: string;
  isEntry?: boolean;
  imports?: string[];
  css?: string[];
  dynamicImports?: string[];
};
type Manifest = Record<string, Chunk>;

const dist = path.join(path.dirname(fileURLToPath(import.meta.url)), "../dist");
const manifest: Manifest = JSON.parse(await fs.readFile(path.join(dist, ".vite/manifest.json"), "utf8"));
const kib = async (file: string) => (await fs.stat(path.join(dist, `${file}.gz`))).size / 1024;

/** A chunk and all that comes with it at once. */
function whole(key: string, seen = new Set<string>()): Set<string> {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const other of manifest[key]?.imports ?? []) whole(other, seen);
  return seen;
}

async function weigh(keys: Iterable<string>): Promise<number> {
  let sum = 0;
  for (const key of keys) {
    const chunk = manifest[key];
    if (chunk?.file.endsWith(".js")) sum += await kib(chunk.file);
  }
  return sum;
}

const key = (end: string) => {
  const found = Object.keys(manifest).find((k) => k.endsWith(end));
  if (!found) throw new Error(`nothing was built of ${end}`);
  return found;
};

it("is no heavier than it may be", async () => {
  const entryKey = Object.keys(manifest).find((k) => manifest[k]?.isEntry);
  if (!entryKey) throw new Error("the manifest has no entry");
  const entry = whole(entryKey);
  const rows: [what: string, size: number, limit: number][] = [["entry", await weigh(entry), limits.entry]];
  const onTop = async (part: string) => await weigh([...whole(part)].filter((k) => !entry.has(k)));
  const inAll = async (...parts: string[]) =>
    await weigh(new Set([...entry, ...parts.flatMap((p) => [...whole(p)])]));

  // The pages are what the routes load: a feature's door, or one of its pages.
  const pages = new Set([...entry].flatMap((k) => manifest[k]?.dynamicImports ?? []));
  const canvas = key("features/canvas/index.ts");
  const run = key("features/runs/components/run-page.tsx");
  for (const page of pages) {
    const name = /src\/features\/(.+?)(?:\/index)?\.tsx?$/.exec(page)?.[1];
    if (!name) continue;
    if (page === canvas || page === run)
      rows.push([`page ${name} in all`, await inAll(page), limits.picture]);
    else rows.push([`page ${name}`, await onTop(page), limits.route]);
  }
  expect(pages).toContain(canvas);
  expect(pages).toContain(run);
  rows.push(["canvas with a node open", await inAll(canvas, key("drawers/node-drawer.tsx")), limits.drawer]);
  rows.push(["code editor", await onTop(key("kit/code-editor-view.tsx")), limits.editor]);

  let styles = 0;
  for (const file of new Set(Object.values(manifest).flatMap((c) => c.css ?? []))) styles += await kib(file);
  rows.push(["all styles", styles, limits.css]);
  for (const file of await fs.readdir(path.join(dist, "assets"))) {
    if (/worker.*\.js$/.test(file)) rows.push([file, await kib(`assets/${file}`), limits.worker]);
  }
  const line = ([what, size, limit]: (typeof rows)[number]) => `${what}: ${size.toFixed(0)} of ${limit} KiB`;
  process.stdout.write(`${rows.map(line).join("\n")}\n`);
  expect(rows.filter(([, size, limit]) => size > limit).map(line)).toEqual([]);
});
