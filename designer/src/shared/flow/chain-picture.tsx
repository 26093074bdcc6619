import { type KeyboardEvent, useRef, useState } from "react";
import { graphAt } from "../chain/graph";
import { positions } from "../chain/layout";
import { neighbour, type Way } from "../chain/neighbours";
import { inOrder } from "../chain/outline";
import { composing } from "../lib/ime";
import { Flow, type FlowProps, type Selected, type Surface } from "./flow";
import { inSight } from "./viewport";

export type { Selected } from "./flow";
export type { Mark, NodeState } from "./picture-state";

const ways: Record<string, Way> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
};

/**
 * A chain to look at: a version, two compared (`marks`), or a run on it (`states`, by node id). A click selects
 * and, where `onOpen` is given, a double click opens; arrows, Home, End and Enter do the same by keyboard.
 */
export function ChainPicture(props: Omit<FlowProps, "editing" | "naming" | "focus" | "onKeyDown">) {
  const { document, onOpen, onReady } = props;
  const [own, setOwn] = useState<Selected>({ nodes: [], edges: [] });
  const [entered, setEntered] = useState<readonly string[]>([]);
  const surface = useRef<Surface>(undefined);
  const selected = props.selected ?? own;
  const select = props.onSelect ?? setOwn;
  const path = props.path ?? entered;
  const current = selected.nodes.at(-1);

  const onKeyDown = (e: KeyboardEvent<HTMLDivElement>) => {
    if (composing(e.nativeEvent) || e.ctrlKey || e.metaKey || e.altKey || e.shiftKey) return;
    if (e.target !== e.currentTarget) return;
    if (e.key === "Enter" && current !== undefined && onOpen) onOpen({ node: current });
    else {
      const graph = graphAt(document, path) ?? document;
      const direction = props.direction ?? document.layout?.direction ?? "down";
      const places = positions(graph, { ...document.layout, direction });
      const way = ways[e.key];
      const to = way
        ? neighbour(graph, places, direction, current, way)
        : e.key === "Home"
          ? inOrder(graph)[0]
          : e.key === "End"
            ? inOrder(graph).at(-1)
            : undefined;
      const at = to !== undefined && places.get(to);
      if (to === undefined || !at) {
        if (!way) return;
      } else {
        select({ nodes: [to], edges: [] });
        const view = surface.current?.getViewport();
        const next = view && inSight(view, at, e.currentTarget.getBoundingClientRect());
        if (next) void surface.current?.setViewport(next, { duration: 120 });
      }
    }
    e.preventDefault();
    e.stopPropagation();
  };

  return (
    <Flow
      {...props}
      path={path}
      onPath={props.onPath ?? setEntered}
      selected={selected}
      onSelect={select}
      {...(current === undefined ? {} : { focus: current })}
      onKeyDown={onKeyDown}
      onReady={(ready) => {
        surface.current = ready;
        onReady?.(ready);
      }}
    />
  );
}
