import type { ChainNode } from "@/shared/chain/document";

/** The chain that a node runs, by itself or for each item; version 0 is the latest. */
export function calledBy(node: ChainNode | undefined): { key: string; version: number } | undefined {
  const config = node?.kind === "each" ? (node.each as { chain?: unknown } | undefined)?.chain : node?.chain;
  if (node?.kind !== "chain" && node?.kind !== "each") return undefined;
  const { key, version } = (config ?? {}) as { key?: unknown; version?: unknown };
  if (typeof key !== "string" || key === "") return undefined;
  return { key, version: typeof version === "number" && version > 0 ? version : 0 };
}
