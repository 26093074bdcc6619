import { useTranslation } from "react-i18next";
import { type ChainNode, nodeName } from "@/shared/chain/document";
import { everyNode } from "@/shared/chain/graph";
import { NodeFinder } from "@/shared/flow/node-finder";
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

function OpenFinder({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("canvas");
  const finding = useWorkspace((s) => s.finding) ?? "go";
  const document = useEditor((s) => s.document);
  const kinds = useEditor((s) => s.kinds);
  const close = () => {
    useWorkspace.getState().set({ finding: undefined });
    onClose();
  };
  if (finding === "go") {
    const nodes = [...everyNode(document)].map((f) => f.node);
    return <NodeFinder nodes={nodes} kinds={kinds} choose={(node) => goTo(node.id)} close={close} />;
  }
  const { connect, port } = finding;
  const from = nameOf(connect);
  const why = obstacles(shownGraph(), kinds, connect, port);
  const obstacle = (node: ChainNode) => {
    const found = why.get(node.id);
    return found && t(`obstacle.${found}`);
  };
  return (
    <NodeFinder
      nodes={shownGraph().nodes.filter((n) => n.id !== connect)}
      kinds={kinds}
      title={t("find.connect", { node: from })}
      prompt={t("find.promptConnect")}
      obstacle={obstacle}
      choose={(node) => connectNodes(connect, port, node.id, t("step.connect", { from, to: nodeName(node) }))}
      close={close}
    />
  );
}
