import { useMemo } from "react";
import { everyNode } from "@/shared/chain/graph";
import { NodeFinder } from "@/shared/flow/node-finder";
import { useKinds } from "@/shared/flow/use-kinds";
import { scopeAlong } from "../model/names";
import type { RunSeen } from "./run-context";

/** Finds a node of the version that ran, and selects it; one of a list where its items are, as far as they have begun. */
export function FindStep({ seen, close }: { seen: RunSeen; close: () => void }) {
  const { journal, document, selection, select } = seen;
  const { kinds } = useKinds();
  const found = useMemo(() => (document ? [...everyNode(document)] : []), [document]);
  return (
    <NodeFinder
      nodes={found.map((f) => f.node)}
      kinds={kinds}
      choose={({ id }) => {
        const path = found.find((f) => f.node.id === id)?.path ?? [];
        const scope = scopeAlong(journal, path, selection.scope);
        if (scope === undefined) select({ node: path[0], item: undefined });
        else select({ node: id, item: scope || undefined });
      }}
      close={close}
    />
  );
}
