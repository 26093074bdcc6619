import { useState } from "react";
import { Flow, type FlowProps, type Selected } from "./flow";

export type { Selected } from "./flow";
export type { Mark, NodeState } from "./picture-state";

/**
 * A chain to look at: a version, two compared (`marks`), or a run on it (`states`, by node id). A click selects
 * and, where `onOpen` is given, a double click opens.
 */
export function ChainPicture(props: Omit<FlowProps, "editing" | "naming">) {
  const [own, setOwn] = useState<Selected>({ nodes: [], edges: [] });
  const selected = props.selected ?? own;
  return <Flow {...props} selected={selected} onSelect={props.onSelect ?? setOwn} />;
}
