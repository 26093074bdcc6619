import { type Known, type KnownName, partsOf, spelled } from "./expressions";

/** A value that somebody can take into a field, with the expression that names it. */
export type Value = { name: string; reference: string; of: KnownName };

/** The values that are there when a node begins: the run's input, what nodes before gave, and a list's item. */
export function valuesOf(known: Known): Value[] {
  const found: Value[] = [];
  const add = (name: string, reference: string, of: KnownName | undefined) => {
    if (of) found.push({ name, reference, of });
  };
  add("input", "input", known.input);
  for (const [id, node] of Object.entries(known.nodes?.inside ?? {}))
    add(node.detail ?? id, `nodes${spelled(id, ".")}.output`, node.inside?.output);
  add("item", "item", known.item);
  add("index", "index", known.index);
  return found;
}

/** What is in a value, as far as it is known; of a list, the first few. */
export function within(value: Value): Value[] {
  const list = Array.isArray(value.of.sample);
  return partsOf(value.of).map(([name, of]) => ({
    name,
    reference: value.reference + (list ? `[${name}]` : spelled(name, ".")),
    of,
  }));
}
