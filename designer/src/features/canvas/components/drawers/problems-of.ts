import type { Finding } from "@/shared/chain/kinds";
import type { FormProblem } from "@/shared/schema-form/store";

/** What the server found in a node or an edge at some depth of graphs; pointers begin at it. */
function within(findings: readonly Finding[], depth: number, what: "nodes" | "edges"): FormProblem[] {
  const own = new RegExp(`^(?:/nodes/\\d+/[^/]+/graph){${depth}}/${what}/\\d+(?=/|$)`);
  return findings.flatMap((f) => {
    const prefix = own.exec(f.pointer)?.[0];
    return [
      {
        pointer: prefix === undefined ? "" : f.pointer.slice(prefix.length),
        detail: f.detail,
        severity: f.severity,
      },
    ];
  });
}

/**
 * What the server found in a node. Findings name the node by its id: places in the list may have changed since
 * the server looked.
 */
export function nodeProblems(findings: readonly Finding[], id: string, depth: number): FormProblem[] {
  return within(
    findings.filter((f) => f.node === id),
    depth,
    "nodes",
  );
}

export function edgeProblems(
  findings: readonly Finding[],
  edge: { from: string; to: string },
  depth: number,
): FormProblem[] {
  return within(
    findings.filter((f) => f.from === edge.from && f.to === edge.to),
    depth,
    "edges",
  );
}

/** Those of some problems that are at a pointer or below it; their pointers begin there. */
export function under(problems: readonly FormProblem[], pointer: string): FormProblem[] {
  return problems
    .filter((p) => p.pointer === pointer || p.pointer.startsWith(`${pointer}/`))
    .map((p) => ({ ...p, pointer: p.pointer.slice(pointer.length) }));
}

/** Those of some problems that stand in one of these fields. */
export function inFields(problems: readonly FormProblem[], fields: readonly string[]): FormProblem[] {
  return problems.filter((p) => fields.some((f) => p.pointer === `/${f}` || p.pointer.startsWith(`/${f}/`)));
}
