import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { firstFailure, isOver, type Journal, latestAtWork } from "../model/journal";

/** How a run can be looked at, in the order in which a key goes round. */
export const views = ["graph", "timeline", "both"] as const;
export type View = (typeof views)[number];

/** The view after another, as the address has it: none for the first. */
export function viewAfter(view: View): View | undefined {
  return views[views.indexOf(view) + 1];
}
export type HalfName = "" | "pipeline" | "task";

/** What is looked at in a run. It stands in the address; graph, timeline, log and detail show the same. */
export type Selection = {
  /** The path of the graph that the node is in: "" or an item's. */
  scope: string;
  /** No node: the run itself. */
  node: string | undefined;
  attempt: number | undefined;
  half: HalfName;
  line: number | undefined;
  view: View;
  /** Nobody has chosen yet: it goes with the work, or stands at the first failure. */
  following: boolean;
};

type Change = { [K in "node" | "item" | "attempt" | "half" | "line" | "view"]?: string | undefined };

export function useSelection(journal: Journal): [Selection, (change: Change) => void] {
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const text = (key: string) => (search[key] === undefined ? undefined : String(search[key]));
  const [node, item, attempt, half, line, view] = [
    text("node"),
    text("item"),
    text("attempt"),
    text("half"),
    text("line"),
    text("view"),
  ];
  const selection = useMemo<Selection>(() => {
    const following = node === undefined;
    const auto = following ? automatic(journal) : undefined;
    const count = (value: string | undefined) =>
      value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
    const wanted = count(line);
    return {
      scope: auto?.scope ?? item ?? "",
      node: following ? auto?.node : node || undefined,
      attempt: count(attempt),
      half: half === "pipeline" || half === "task" ? half : "",
      line: wanted ? wanted - 1 : undefined,
      view: views.find((v) => v === view) ?? "graph",
      following,
    };
  }, [journal, node, item, attempt, half, line, view]);

  const change = useCallback(
    (next: Change) => {
      // Another step has other attempts, halves and lines.
      const fresh = "node" in next || "item" in next;
      const other = fresh ? { attempt: undefined, half: undefined, line: undefined } : {};
      void navigate({
        to: ".",
        search: ((before: Record<string, unknown>) => ({ ...before, ...other, ...next })) as never,
        replace: !fresh,
        // The router would put back where everything was scrolled to, over the line that is gone to.
        resetScroll: false,
      });
    },
    [navigate],
  );
  return [selection, change];
}

/** A failed run opens on its first failure, one at work on its work. */
function automatic(journal: Journal) {
  if (journal.state === "failed" || journal.state === "undo_failed") return firstFailure(journal);
  return isOver(journal.state) ? undefined : latestAtWork(journal);
}
