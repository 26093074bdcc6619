import { promises as fs } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

/** What the built designer may weigh, gzipped, in KiB. Only ever lower these: the aim is 330, 60 and 45. */
const limits = { entry: 240, canvas: 440, picture: 132, route: 70, worker: 480, css: 58 };

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

it("is no heavier than it may be", async () => {
  const entryKey = Object.keys(manifest).find((k) => manifest[k]?.isEntry);
  if (!entryKey) throw new Error("the manifest has no entry");
  const entry = whole(entryKey);
  const rows: [what: string, size: number, limit: number][] = [["entry", await weigh(entry), limits.entry]];
  for (const key of Object.keys(manifest)) {
    const feature = /src\/features\/(\w+)\/index\.ts$/.exec(key)?.[1];
    if (!feature) continue;
    const all = whole(key);
    if (feature === "canvas")
      rows.push(["canvas route in all", await weigh(new Set([...entry, ...all])), limits.canvas]);
    else {
      // Runs have the picture of a chain, as the canvas has.
      const limit = feature === "runs" ? limits.picture : limits.route;
      rows.push([`route ${feature}`, await weigh([...all].filter((k) => !entry.has(k))), limit]);
    }
  }
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
