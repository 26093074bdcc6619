/** A chain with nothing in it yet, to be drawn. */
export function blankChain(key: string, name: string) {
  return { format: "catenary/v1", kind: "Chain", key, name, nodes: [], edges: [] };
}

/** Whether a text is meant as JSON; else it is read as YAML. */
export function isJson(text: string): boolean {
  return text.trimStart().startsWith("{");
}
