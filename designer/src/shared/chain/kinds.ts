import type { Shape } from "@/shared/api/client";
import type { Body, ChainEdge, ChainNode } from "./document";
import { innerGraph } from "./graph";

/** What the server says of a kind of node. */
export type Kind = Shape<"KindBody">;

/** All kinds by name. */
export type Kinds = ReadonlyMap<string, Kind>;

/** One thing that the server found wrong with a draft. */
export type Finding = Shape<"FindingBody">;

/** Where edges can be drawn. A kind that is not known here may have any. */
export function portsOf(kinds: Kinds, node: Pick<ChainNode, "kind">): Kind["ports"] {
  return kinds.get(node.kind)?.ports ?? { in: true, out: true, failure: true };
}

/** Which port of its first node an edge leaves. */
export function portOf(edge: Pick<ChainEdge, "failure">): "out" | "failure" {
  return edge.failure ? "failure" : "out";
}

/** One line of what a node does, from its configuration; empty if there is nothing to say yet. */
export function gist(node: Body): string {
  const parts: string[] = [];
  if (node.pipeline?.position)
    parts.push([node.pipeline.engine, node.pipeline.position].filter(Boolean).join(" / "));
  if (node.task?.script) parts.push(node.task.script);
  if (parts.length > 0)
    return (node.order?.[0] === "task" ? parts.reverse() : parts).join(
      node.execution === "parallel" ? " ∥ " : " → ",
    );
  const config = node[node.kind];
  if (typeof config !== "object" || config === null) return "";
  const values = Object.entries(config)
    .filter(([key, v]) => key !== "graph" && typeof v === "string" && v.trim() !== "")
    .map(([, v]) => oneLine((v as string).slice(0, 2000)));
  return values.filter(Boolean).join(" · ").slice(0, 120);
}

/** The comment that a text begins with, which is what its author says of it; else the text in one line. */
function oneLine(text: string): string {
  const said = /^\s*(?:\/\/|#(?!!))\s*(\S.*)/.exec(text)?.[1];
  if (said) return said.trim();
  const lines = text.split("\n").filter((l) => !/^\s*(\/\/|#)/.test(l));
  return lines.join(" ").replace(/\s+/g, " ").trim();
}

/** How many nodes stand inside a node; undefined if it has no inner graph. */
export function innerCount(node: Body): number | undefined {
  return innerGraph(node)?.nodes.length;
}
