/** The chain document (`catenary/v1`), as `GET …/draft` gives it. The server's JSON Schema is the norm. */
export type ChainDocument = Graph & {
  format: "catenary/v1";
  kind: "Chain";
  key: string;
  name: string;
  description?: string;
  /** JSON Schema of a run's input. */
  input?: JsonSchema;
  /** How long a run may take, such as `30m`. */
  timeout?: string;
  layout?: Layout;
};

/** What runs. Some kinds have such a graph inside (`each.graph`). */
export type Graph = { nodes: ChainNode[]; edges: ChainEdge[]; output?: unknown };

/** What a node does. A kind's configuration stands under a key of its name, or, for `work`, in fields of its own. */
export type Body = {
  kind: string;
  pipeline?: { engine: string; position: string; parameters?: Record<string, unknown> };
  task?: Record<string, unknown> & { script: string; environment: string };
  execution?: "dependent" | "parallel";
  order?: ("pipeline" | "task")[];
  let_finish?: boolean;
  timeout?: string;
  retry?: { attempts: number; backoff?: { initial?: string; factor?: number; max?: string } };
  [config: string]: unknown;
};

export type ChainNode = Body & {
  id: string;
  name?: string;
  join?: "all" | "any" | { at_least: number };
  on_failure?: "stop" | "continue" | "follow_failure_edges";
  undo?: Body;
};

export type ChainEdge = {
  from: string;
  to: string;
  when?: string;
  otherwise?: boolean;
  failure?: boolean;
  map?: string;
  label?: string;
};

export type Point = { x: number; y: number };
export type Note = Point & { id: string; text: string; width?: number; height?: number; color?: string };
export type Group = { id: string; name?: string; nodes: string[]; folded?: boolean; color?: string };
export type Layout = {
  direction?: "down" | "right";
  nodes?: Record<string, Point>;
  notes?: Note[];
  groups?: Group[];
};

/** A JSON Schema with the hints that the server adds (`x-widget`, `x-order`, `x-title-zh` …). */
export type JsonSchema = { [key: string]: unknown };

/** Names an edge: there is at most one of each sort between two nodes. */
export function edgeKey(e: ChainEdge): string {
  return `${e.from}→${e.to}${e.failure ? "!" : ""}`;
}

/** What people call a node. */
export function nodeName(n: Pick<ChainNode, "id" | "name">): string {
  return n.name || n.id;
}
