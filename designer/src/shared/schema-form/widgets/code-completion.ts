import type { CompletionSource } from "@codemirror/autocomplete";
import { complete, type Known } from "../expressions";

/** Offers the names of expressions in an editor of JavaScript. */
export function codeCompletion(known: () => Known): CompletionSource {
  return (context) => {
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    const found = complete(known(), before);
    const typed = before.length - found.from;
    if (found.options.length === 0 || (typed === 0 && !context.explicit)) return null;
    return {
      from: line.from + found.from,
      options: found.options.map((o) => ({
        label: o.insert,
        displayLabel: o.name,
        detail: o.detail,
        type: "property",
      })),
      filter: false,
    };
  };
}
