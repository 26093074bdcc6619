import type { Graph, Layout, Point } from "../../chain/document";
import { card, layered, positions, snap } from "../../chain/layout";

const deadline = 10_000;

/**
 * Where the nodes of a graph stand best, laid out by ELK in a worker; by the plain layered layout if that fails
 * or takes longer than ten seconds. With `only`, the rest stays where it is and the others stay about there.
 * Refused only if the signal says stop.
 */
export async function tidy(
  graph: Graph,
  layout: Layout | undefined,
  only: ReadonlySet<string> | undefined,
  stop: AbortSignal,
): Promise<Map<string, Point>> {
  const part: Graph = only
    ? {
        nodes: graph.nodes.filter((n) => only.has(n.id)),
        edges: (graph.edges ?? []).filter((e) => only.has(e.from) && only.has(e.to)),
      }
    : graph;
  const direction = layout?.direction ?? "down";
  const places = await byElk(part, direction, stop).catch((error) => {
    if (stop.aborted) throw error;
    return layered(part, direction);
  });
  const before = positions(graph, layout);
  const here = corner(part.nodes.flatMap((n) => before.get(n.id) ?? []));
  const there = corner([...places.values()]);
  return new Map(
    [...places].map(([id, p]) => [
      id,
      { x: snap(p.x - there.x + (only ? here.x : 0)), y: snap(p.y - there.y + (only ? here.y : 0)) },
    ]),
  );
}

function corner(points: Point[]): Point {
  return points.length === 0
    ? { x: 0, y: 0 }
    : { x: Math.min(...points.map((p) => p.x)), y: Math.min(...points.map((p) => p.y)) };
}

async function byElk(
  graph: Graph,
  direction: "down" | "right",
  stop: AbortSignal,
): Promise<Map<string, Point>> {
  const [{ default: Elk }, { default: script }] = await Promise.all([
    import("elkjs/lib/elk-api.js"),
    import("elkjs/lib/elk-worker.min.js?url"),
  ]);
  const worker = new Worker(script);
  const elk = new Elk({ workerFactory: () => worker });
  const ended = new Promise<never>((_, refuse) => {
    setTimeout(() => refuse(new Error("the layout takes too long")), deadline);
    worker.addEventListener("error", () => refuse(new Error("the layout failed")));
    stop.addEventListener("abort", () => refuse(stop.reason));
  });
  try {
    const known = new Set(graph.nodes.map((n) => n.id));
    const laidOut = await Promise.race([
      elk.layout({
        id: "chain",
        layoutOptions: {
          "elk.algorithm": "layered",
          "elk.direction": direction === "down" ? "DOWN" : "RIGHT",
          "elk.spacing.nodeNode": "36",
          "elk.layered.spacing.nodeNodeBetweenLayers": direction === "down" ? "56" : "84",
          "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
          "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
          "elk.layered.nodePlacement.bk.fixedAlignment": "BALANCED",
        },
        children: graph.nodes.map((n) => ({ id: n.id, ...card })),
        edges: (graph.edges ?? [])
          .filter((e) => known.has(e.from) && known.has(e.to))
          .map((e, i) => ({ id: `e${i}`, sources: [e.from], targets: [e.to] })),
      }),
      ended,
    ]);
    return new Map((laidOut.children ?? []).map((n) => [n.id, { x: n.x ?? 0, y: n.y ?? 0 }]));
  } finally {
    worker.terminate();
  }
}
