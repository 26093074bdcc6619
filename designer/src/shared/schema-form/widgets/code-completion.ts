import type { CompletionSource } from "@codemirror/autocomplete";
import { type Completion, complete, type Known, split } from "../expressions";

const offered = (from: number, options: Completion[]) => ({
  from,
  options: options.map((o) => ({
    label: o.insert,
    displayLabel: o.name,
    detail: o.detail,
    type: "property",
  })),
  filter: false,
});

/** Offers the names of expressions in an editor of JavaScript. */
export function codeCompletion(known: () => Known): CompletionSource {
  return (context) => {
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    const found = complete(known(), before);
    const typed = before.length - found.from;
    if (found.options.length === 0 || (typed === 0 && !context.explicit)) return null;
    return offered(line.from + found.from, found.options);
  };
}

/** Offers them in a text, inside of `${{ }}` only. */
export function expressionCompletion(known: () => Known): CompletionSource {
  return (context) => {
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    const { open } = split(before);
    if (open === undefined) return null;
    const found = complete(known(), before.slice(open));
    return found.options.length > 0 ? offered(line.from + open + found.from, found.options) : null;
  };
}
