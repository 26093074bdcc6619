import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Plugin } from "vite";

const { resolve } = createRequire(import.meta.url);

/** The indexes of the kit's packages; what `require` finds is cjs/index.cjs. */
const indexes: Record<string, string> = {
  "@mantine/core": path.resolve(resolve("@mantine/core"), "../../esm/index.mjs"),
  "@mantine/notifications": path.resolve(resolve("@mantine/notifications"), "../../esm/index.mjs"),
};

/** Where each name that a package of the kit exports comes from. */
export function origins(kit: string): Map<string, string> {
  const from = new Map<string, string>();
  const index = indexes[kit];
  if (!index) return from;
  const imports = /import\s*\{([^}]*)\}\s*from\s*"([^"]+)"/g;
  for (const [, names = "", file = ""] of readFileSync(index, "utf8").matchAll(imports)) {
    for (const name of names.split(",").map((n) => n.trim())) {
      if (name && file.startsWith(".")) from.set(name, path.resolve(path.dirname(index), file));
    }
  }
  return from;
}

/**
 * Turns `import { Button } from "@mantine/core"` into an import of the component's own file. Through the
 * kit's index all that any screen uses would land in the entry.
 */
export function mantineByPath(): Plugin {
  const known = new Map(Object.keys(indexes).map((kit) => [kit, origins(kit)]));
  return {
    name: "mantine-by-path",
    enforce: "post",
    apply: "build",
    transform(code) {
      if (!code.includes("@mantine/")) return null;
      const changed = code.replace(
        /import\s*\{([^}]*)\}\s*from\s*["'](@mantine\/(?:core|notifications))["'];?/g,
        (whole, names: string, kit: string) => {
          const lines: string[] = [];
          for (const part of names
            .split(",")
            .map((n) => n.trim())
            .filter(Boolean)) {
            const name = part.split(/\s+as\s+/)[0] ?? part;
            const file = known.get(kit)?.get(name);
            if (!file) return whole;
            lines.push(`import { ${part} } from ${JSON.stringify(file)};`);
          }
          return lines.join("\n");
        },
      );
      return changed === code ? null : { code: changed, map: null };
    },
  };
}
