import { useMemo } from "react";
import { type Graph, nodeName, type Point } from "../chain/document";
import { card } from "../chain/layout";
import { look } from "../kit/state-badge";
import type { Line, Spot } from "./overview";
import type { NodeState, Trouble } from "./picture-state";

/** A graph as the painting of a big chain and the map know it. */
export function useSpots(
  graph: Graph,
  places: ReadonlyMap<string, Point>,
  selected: readonly string[],
  troubles: ReadonlyMap<string, Trouble>,
  states: ReadonlyMap<string, NodeState> | undefined,
) {
  return useMemo(() => {
    const tone = (id: string) => {
      const state = states?.get(id)?.state;
      if (state) return `--c-${look(state).tone}`;
      return troubles.has(id) ? "--c-danger" : "--c-idle";
    };
    const chosen = new Set(selected);
    const spots: (Spot & { id: string })[] = graph.nodes.map((n) => ({
      id: n.id,
      at: places.get(n.id) ?? { x: 0, y: 0 },
      tone: tone(n.id),
      selected: chosen.has(n.id),
      name: nodeName(n),
    }));
    const lines: Line[] = (graph.edges ?? []).flatMap((e) => {
      const [a, b] = [places.get(e.from), places.get(e.to)];
      return a && b ? [{ from: middle(a), to: middle(b) }] : [];
    });
    return { spots, lines };
  }, [graph, places, selected, troubles, states]);
}

function middle({ x, y }: Point): Point {
  return { x: x + card.width / 2, y: y + card.height / 2 };
}
