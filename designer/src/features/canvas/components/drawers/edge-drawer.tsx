import { IconArrowRight } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { nodeName } from "@/shared/chain/document";
import { findEdge, findNode, pathTo } from "@/shared/chain/graph";
import { useEditor } from "../../store";
import { Drawer } from "./drawer";
import classes from "./drawer.module.css";
import { EdgeSettings } from "./edge-settings";
import { nodesBefore } from "./known";
import { edgeProblems } from "./problems-of";
import { useSamples } from "./use-samples";

/** The settings of an edge, by its key (`edgeKey`). */
export function EdgeDrawer({ edge: key }: { edge: string }) {
  const { t } = useTranslation("canvas");
  const document = useEditor((s) => s.document);
  const findings = useEditor((s) => s.problems);
  const edge = findEdge(document, key);
  const from = edge?.from ?? "";
  const depth = (pathTo(document, from) ?? []).length;
  const problems = useMemo(() => (edge ? edgeProblems(findings, edge, depth) : []), [findings, edge, depth]);
  const asked = edge ? [...nodesBefore(document, from).map((n) => n.id), from].join(" ") : "";
  const nodes = useMemo(() => asked.split(" ").filter(Boolean), [asked]);
  const samples = useSamples(nodes);
  if (!edge) return null;
  const name = (id: string) => nodeName(findNode(document, id) ?? { id });
  return (
    <Drawer
      icon={<IconArrowRight size={20} aria-hidden />}
      title={t("drawer.edge.title", { from: name(edge.from), to: name(edge.to) })}
      kind={t("drawer.edge.kind")}
    >
      <div className={classes.body}>
        <EdgeSettings key={`${edge.from} ${edge.to}`} edge={edge} problems={problems} samples={samples} />
      </div>
    </Drawer>
  );
}
