import { ActionIcon, Checkbox, TextInput, Tooltip } from "@mantine/core";
import { IconArrowRight, IconSettings } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type ChainNode, nodeName } from "@/shared/chain/document";
import { findNode, pathTo } from "@/shared/chain/graph";
import { useEditor } from "../../store";
import { setOnEdge, take } from "./change-edge";
import { Condition } from "./condition";
import classes from "./drawer.module.css";
import { EdgeFate } from "./edge-fate";
import { useGlueSampleAt } from "./glue-sample";
import { edgesFrom } from "./known";
import { ProblemLines } from "./problem-lines";
import { edgeProblems, under } from "./problems-of";
import { useEdgeKnown } from "./use-edge-known";
import type { useSamples } from "./use-samples";
import { useTaken } from "./use-taken";

/** The ways on from a branch: what each is called and when it is taken; `otherwise` comes last. */
export function BranchEdges({ node, samples }: { node: ChainNode; samples: ReturnType<typeof useSamples> }) {
  const { t } = useTranslation("canvas");
  const document = useEditor((s) => s.document);
  const findings = useEditor((s) => s.problems);
  const editing = useEditor((s) => s.editing);
  const act = useEditor((s) => s.act);
  const open = useEditor((s) => s.open);
  const known = useEdgeKnown(node.id, samples);
  const depth = (pathTo(document, node.id) ?? []).length;
  const edges = edgesFrom(document, node.id);
  const given = useGlueSampleAt(node.id, samples, true);
  const fates = useTaken(edges, given);
  if (edges.length === 0) return <p className={classes.dim}>{t("drawer.branch.none")}</p>;
  return edges.map(({ key, edge }) => {
    const to = findNode(document, edge.to);
    const name = to ? nodeName(to) : edge.to;
    const problems = edgeProblems(findings, edge, depth);
    const atWhen = under(problems, "/when");
    const fate = fates.get(key);
    const taken = fate && "taken" in fate && fate.taken;
    return (
      <fieldset
        key={key}
        className={classes.edge}
        data-taken={taken || undefined}
        aria-label={t("drawer.branch.way", { name })}
      >
        <div className={classes.line}>
          <IconArrowRight size={16} aria-hidden />
          <strong className={classes.grow}>{name}</strong>
          <Tooltip label={t("drawer.branch.open", { name })}>
            <ActionIcon
              size={24}
              variant="subtle"
              color="gray"
              aria-label={t("drawer.branch.open", { name })}
              onClick={() => open({ edge: key })}
            >
              <IconSettings size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </div>
        {given && <EdgeFate fate={fate} source={given.source} />}
        {!edge.otherwise && (
          <Condition
            edge={edge}
            edgeKey={key}
            problems={atWhen}
            known={known}
            label={t("drawer.branch.when", { name })}
          />
        )}
        <div className={classes.line}>
          <TextInput
            size="xs"
            className={classes.grow}
            aria-label={t("drawer.branch.label", { name })}
            placeholder={t("drawer.edge.label")}
            maxLength={200}
            value={edge.label ?? ""}
            readOnly={!editing}
            onChange={(e) => {
              const text = e.currentTarget.value;
              act(
                t("drawer.step.edge"),
                (d) => setOnEdge(d, key, "label", text || undefined),
                `${key}/label`,
              );
            }}
          />
          <Checkbox
            size="xs"
            label={t("drawer.edge.otherwise")}
            checked={edge.otherwise === true}
            disabled={!editing}
            onChange={(e) => {
              const on = e.currentTarget.checked;
              act(t("drawer.step.edge"), (d) => take(d, edge, on ? "otherwise" : "always").document);
            }}
          />
        </div>
        <ProblemLines problems={problems.filter((p) => !atWhen.some((w) => w.detail === p.detail))} />
      </fieldset>
    );
  });
}
