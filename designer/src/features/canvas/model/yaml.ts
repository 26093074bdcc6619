import { parse, stringify } from "yaml";
import type { ChainDocument } from "@/shared/chain/document";

/**
 * A document as YAML, with all that it holds, also what the designer does not know. Nothing is said by reference or
 * folded, and what an older reader would take for a date or for yes or no stands in quotes.
 */
export function asYaml(document: ChainDocument): string {
  return stringify(document, { aliasDuplicateObjects: false, compat: "yaml-1.1", lineWidth: 0 });
}

/** Reads a document as YAML, of which JSON is a part; undefined if it is none. A text that is no YAML throws. */
export function fromYaml(text: string): ChainDocument | undefined {
  const value: unknown = parse(text, { maxAliasCount: 0 });
  if (typeof value !== "object" || value === null) return undefined;
  const { nodes, edges } = value as { nodes?: unknown; edges?: unknown };
  if (!Array.isArray(nodes) || (edges !== undefined && !Array.isArray(edges))) return undefined;
  return { edges: [], ...value } as unknown as ChainDocument;
}
