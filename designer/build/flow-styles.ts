import type { Plugin } from "vite";

/** The drawing surface's own controls, handles to resize by, cards and texts of edges: ours are shown in their place. */
const unshown =
  /\.react-flow__(controls|resize-control|node-(input|default|output|group)|edgeupdater|edge-text)/;

/** Leaves out of the build the styles of those parts of the drawing surface that are never shown. */
export function flowStyles(): Plugin {
  return {
    name: "flow-styles",
    apply: "build",
    enforce: "pre",
    transform(code, id) {
      if (!id.includes("@xyflow/react/dist/base.css")) return null;
      const rules = code
        .replace(/\/\*[\s\S]*?\*\//g, "")
        .replace(/([^{}]+)\{[^{}]*\}/g, (rule, selectors: string) =>
          selectors.split(",").every((one) => unshown.test(one)) ? "" : rule,
        );
      return { code: rules, map: null };
    },
  };
}
