import { useState } from "react";
import { useTranslation } from "react-i18next";
import { best } from "@/shared/actions/match";
import { Palette } from "@/shared/actions/palette";
import { type ChainNode, nodeName } from "@/shared/chain/document";
import { everyNode } from "@/shared/chain/graph";
import { gist } from "@/shared/chain/kinds";
import { KindIcon } from "@/shared/flow/kind-icon";
import { goTo, nameOf, shownGraph } from "../actions/bench";
import { connectNodes } from "../actions/connect";
import { obstacles } from "../model/connect";
import { useEditor } from "../store";
import { useWorkspace } from "../workspace";

/** Finds a node by typing: to go to it, or to connect another one with it. */
export function FindNode({ onClose }: { onClose: () => void }) {
  const finding = useWorkspace((s) => s.finding);
  return finding && <OpenFinder onClose={onClose} />;
}

/** So many answers are shown at most; typing leaves fewer. */
const most = 50;

function OpenFinder({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("canvas");
  const finding = useWorkspace((s) => s.finding) ?? "go";
  const document = useEditor((s) => s.document);
  const kinds = useEditor((s) => s.kinds);
  const [typed, setTyped] = useState("");
  const { set } = useWorkspace.getState();
  const connecting = finding === "go" ? undefined : finding;
  const why = connecting && obstacles(shownGraph(), kinds, connecting.connect, connecting.port);
  const nodes: ChainNode[] = connecting ? shownGraph().nodes : [...everyNode(document)].map((f) => f.node);
  const found = best(nodes, (n) => `${nodeName(n)} ${n.id} ${n.kind}`, typed)
    .filter((n) => n.id !== connecting?.connect)
    .slice(0, most);
  const items = found.map((node) => {
    const obstacle = why?.get(node.id);
    return {
      id: node.id,
      label: nodeName(node),
      icon: <KindIcon name={kinds.get(node.kind)?.icon} size={18} />,
      hint: obstacle ? t(`obstacle.${obstacle}`) : gist(node).slice(0, 40),
      disabled: obstacle !== undefined,
      perform: () => {
        if (connecting)
          connectNodes(
            connecting.connect,
            connecting.port,
            node.id,
            t("step.connect", { from: nameOf(connecting.connect), to: nodeName(node) }),
          );
        else goTo(node.id);
      },
    };
  });
  const label = connecting ? t("find.connect", { node: nameOf(connecting.connect) }) : t("find.go");
  return (
    <Palette
      label={label}
      typed={typed}
      setTyped={setTyped}
      groups={[{ id: "nodes", title: label, items }]}
      close={() => {
        set({ finding: undefined });
        onClose();
      }}
    />
  );
}
