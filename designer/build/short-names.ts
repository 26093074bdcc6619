import { readdirSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "vite";

/**
 * Makes the classes of a sheet its own by the sheet's place among all sheets, not by a hash of its text: no
 * two get the same, and the names stand in every sheet and every script.
 */
export function shortNames(): Plugin {
  return {
    name: "short-names",
    apply: "build",
    config({ root = "." }) {
      const src = path.resolve(root, "src");
      const sheets = readdirSync(src, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".module.css"))
        .sort();
      const place = new Map(sheets.map((file, at) => [path.join(src, file), at.toString(36)]));
      const generateScopedName = (name: string, file: string) => {
        const at = place.get(path.normalize(file));
        if (at === undefined) throw new Error(`${file} is not a sheet under ${src}`);
        return `${name}-${at}`;
      };
      return { css: { modules: { generateScopedName } } };
    },
  };
}
