import { type ChainDocument, edgeKey, type JsonSchema, nodeName } from "@/shared/chain/document";
import { graphAt, pathTo, predecessors, reachable } from "@/shared/chain/graph";
import { type Known, namesOf, type ValueType } from "@/shared/schema-form/expressions";
import { isFields } from "@/shared/schema-form/pointer";

/** What is known of outputs and input from a run or a test. */
export type Samples = { input?: unknown; outputs: ReadonlyMap<string, unknown> };

/** Words for what the names are, in the shown language. */
export type KnownWords = (
  name: "input" | "nodes" | "incoming" | "run" | "switches" | "item" | "index" | "output" | "state" | "error",
) => string;

const ofRun = ["id", "chain", "version", "org", "trigger", "started_at"];

/** The nodes that are done when a node begins: those that lead to it, in its graph and in those around it. */
export function nodesBefore(
  document: ChainDocument,
  id: string,
): { id: string; name: string; direct: boolean }[] {
  const path = pathTo(document, id) ?? [];
  const found: { id: string; name: string; direct: boolean }[] = [];
  for (let depth = path.length; depth >= 0; depth--) {
    const graph = graphAt(document, path.slice(0, depth));
    const at = depth === path.length ? id : (path[depth] as string);
    if (!graph) continue;
    const before = predecessors(graph);
    const direct = new Set(before.get(at));
    const all = reachable(before, at);
    for (const n of graph.nodes) {
      if (n.id !== at && all.has(n.id))
        found.push({ id: n.id, name: nodeName(n), direct: depth === path.length && direct.has(n.id) });
    }
  }
  return found;
}

/** The names that glue at a node can use. `edge` asks for the glue of an edge that leaves the node. */
export function knownAt(
  document: ChainDocument,
  id: string,
  samples: Samples,
  word: KnownWords,
  switches: Known = {},
  edge = false,
): Known {
  const before = nodesBefore(document, id);
  const inner = (pathTo(document, id) ?? []).length > 0;
  const done = edge ? [...before, { id, name: "", direct: true }] : before;
  const incoming: Known = {};
  for (const n of edge ? [{ id }] : before.filter((b) => b.direct))
    incoming[n.id] = sampled(samples.outputs.get(n.id));
  return {
    ...everywhere(document, done, samples, word, switches),
    incoming: { detail: word("incoming"), inside: incoming },
    ...(inner ? { item: { detail: word("item") }, index: { detail: word("index") } } : {}),
  };
}

/** The names that the chain's output can use: all has been done by then. */
export function knownAtEnd(
  document: ChainDocument,
  samples: Samples,
  word: KnownWords,
  switches: Known = {},
): Known {
  const done = document.nodes.map((n) => ({ id: n.id, name: nodeName(n) }));
  return everywhere(document, done, samples, word, switches);
}

/** The names that are the same wherever these nodes are done. */
function everywhere(
  document: ChainDocument,
  done: readonly { id: string; name: string }[],
  samples: Samples,
  word: KnownWords,
  switches: Known,
): Known {
  const nodes: Known = {};
  for (const n of done) {
    nodes[n.id] = {
      ...(n.name && n.name !== n.id ? { detail: n.name } : {}),
      inside: {
        output: { detail: word("output"), ...sampled(samples.outputs.get(n.id)) },
        state: { detail: word("state") },
        error: { detail: word("error") },
      },
    };
  }
  return {
    input: { detail: word("input"), inside: inputNames(document.input, samples.input) },
    nodes: { detail: word("nodes"), inside: nodes },
    run: { detail: word("run"), inside: Object.fromEntries(ofRun.map((name) => [name, {}])) },
    switches: { detail: word("switches"), inside: switches },
  };
}

function sampled(sample: unknown) {
  return sample === undefined ? {} : { sample };
}

/** The names in a run's input: those of its schema, with what they were. */
function inputNames(schema: JsonSchema | undefined, sample: unknown): Known {
  const names: Known = isFields(sample) ? namesOf(sample) : {};
  const properties = isFields(schema?.properties) ? schema.properties : {};
  for (const [name, property] of Object.entries(properties)) {
    const s = isFields(property) ? property : {};
    const detail = typeof s.title === "string" ? s.title : typeof s.type === "string" ? s.type : "";
    names[name] = {
      ...names[name],
      ...(detail ? { detail } : {}),
      ...typed(s.type),
      ...(isFields(s.properties)
        ? { inside: inputNames(s, isFields(sample) ? sample[name] : undefined) }
        : {}),
    };
  }
  return names;
}

const types: Record<string, ValueType> = {
  string: "text",
  number: "number",
  integer: "number",
  boolean: "truth",
  array: "list",
  object: "fields",
};

function typed(type: unknown): { type?: ValueType } {
  const found = typeof type === "string" ? types[type] : undefined;
  return found ? { type: found } : {};
}

/** The edges that leave a node, in the order in which they are tried to be read: `otherwise` last. */
export function edgesFrom(document: ChainDocument, id: string) {
  const graph = graphAt(document, pathTo(document, id) ?? []);
  const edges = (graph?.edges ?? []).filter((e) => e.from === id);
  return [...edges.filter((e) => !e.otherwise), ...edges.filter((e) => e.otherwise)].map((edge) => ({
    key: edgeKey(edge),
    edge,
  }));
}
