import { useState } from "react";
import { useTranslation } from "react-i18next";
import { best } from "@/shared/actions/match";
import { Palette } from "@/shared/actions/palette";
import { type ChainNode, nodeName } from "@/shared/chain/document";
import { gist, type Kinds } from "@/shared/chain/kinds";
import { KindIcon } from "./kind-icon";

/** So many answers are shown at most; typing leaves fewer. */
const most = 50;

type Props = {
  nodes: ChainNode[];
  kinds: Kinds;
  /** What they are found for and what can be typed; to go to one if left out. */
  title?: string | undefined;
  prompt?: string | undefined;
  /** Why a node cannot be chosen. */
  obstacle?: (node: ChainNode) => string | undefined;
  choose: (node: ChainNode) => void;
  close: () => void;
};

/** Finds a node by typing its name, its id or its kind. */
export function NodeFinder({ nodes, kinds, title, prompt, obstacle, choose, close }: Props) {
  const { t } = useTranslation("flow");
  const [typed, setTyped] = useState("");
  const found = best(nodes, (n) => `${nodeName(n)} ${n.id} ${n.kind}`, typed).slice(0, most);
  const items = found.map((node) => {
    const why = obstacle?.(node);
    return {
      id: node.id,
      label: nodeName(node),
      icon: <KindIcon name={kinds.get(node.kind)?.icon} size={18} />,
      hint: why ?? gist(node).slice(0, 40),
      disabled: why !== undefined,
      perform: () => choose(node),
    };
  });
  return (
    <Palette
      typed={typed}
      setTyped={setTyped}
      prompt={prompt ?? t("find.prompt")}
      groups={[{ id: "nodes", title: title ?? t("find.go"), items }]}
      close={close}
    />
  );
}
