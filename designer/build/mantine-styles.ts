import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Plugin } from "vite";
import { origins } from "./mantine-by-path.ts";

const packages = path.resolve(createRequire(import.meta.url).resolve("@mantine/core"), "../../..");
const core = path.join(packages, "core");
const sheet = path.join(core, "styles.layer.css");
const parts = path.join(core, "styles");

function filesUnder(dir: string, end: RegExp): string[] {
  return readdirSync(dir, { recursive: true, encoding: "utf8" })
    .filter((file) => end.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => path.join(dir, file));
}

/** Where the components of the kit come from that these files ask for. */
function askedFor(files: string[]): string[] {
  const known = origins("@mantine/core");
  const asked = new Set<string>();
  for (const file of files) {
    const found = readFileSync(file, "utf8").matchAll(/import\s*\{([^}]*)\}\s*from\s*"@mantine\/core"/g);
    for (const [, names = ""] of found) {
      for (const name of names.split(",")) {
        const from = known.get(name.trim().split(/\s+as\s+/)[0] ?? "");
        if (from) asked.add(from);
      }
    }
  }
  return [...asked];
}

/** The classes of these components and of all components that they are made of. */
function classesOf(files: string[]): Set<string> {
  const classes = new Set<string>();
  const seen = new Set<string>();
  const queue = [...files];
  for (let file = queue.pop(); file; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = readFileSync(file, "utf8");
    if (file.endsWith(".module.mjs"))
      for (const [name] of text.matchAll(/\bm_[0-9a-f]+\b/g)) classes.add(name);
    for (const [, from = ""] of text.matchAll(/from "(\.[^"]+)"/g))
      queue.push(path.resolve(path.dirname(file), from));
  }
  return classes;
}

/** The kit's styles without the shades of colours that nobody names. */
function withoutColours(styles: string, src: string): string {
  const named = filesUnder(src, /\.(tsx?|css)$/).map((file) => readFileSync(file, "utf8"));
  const names = (text: string, colour: string) =>
    new RegExp(`["']${colour}["'.]|--mantine-color-${colour}-`).test(text);
  const colours = new Set(
    [...styles.matchAll(/--mantine-color-([a-z]+)-\d:/g)].map(([, colour = ""]) => colour),
  );
  const unused = [...colours].filter((colour) => !named.some((text) => names(text, colour)));
  return styles.replace(new RegExp(`^\\s*--mantine-color-(${unused.join("|")})-[\\w-]+:[^;]*;`, "gm"), "");
}

/** The kit's styles, in the kit's order, without those of components and colours that nobody shows. */
export function stylesFor(src: string): string {
  const asking = [
    ...filesUnder(src, /\.tsx?$/),
    ...filesUnder(path.join(packages, "notifications/esm"), /\.mjs$/),
  ];
  const shown = classesOf(askedFor(asking));
  const whole = readFileSync(sheet, "utf8");
  const inner = (text: string) => text.slice(text.indexOf("{") + 1, text.lastIndexOf("}")).trim();
  const kept: { at: number; text: string }[] = [];
  for (const file of filesUnder(parts, /\.layer\.css$/)) {
    const text = readFileSync(file, "utf8");
    const named = text.match(/\bm_[0-9a-f]+\b/g) ?? [];
    if (named.length > 0 && !named.some((name) => shown.has(name))) continue;
    const at = whole.indexOf(inner(text));
    if (at < 0) throw new Error(`${file} is not a part of the kit's sheet`);
    kept.push({ at, text });
  }
  const styles = kept.sort((a, b) => a.at - b.at).map((part) => part.text);
  return withoutColours(styles.join("\n"), src);
}

/** Puts into the build only the styles of the kit's components that are shown somewhere. */
export function mantineStyles(): Plugin {
  let src = "";
  return {
    name: "mantine-styles",
    apply: "build",
    configResolved(config) {
      src = path.join(config.root, "src");
    },
    load(id) {
      return id === sheet ? stylesFor(src) : null;
    },
  };
}
