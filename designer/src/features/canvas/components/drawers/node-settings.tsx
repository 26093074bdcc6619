import { Button, TextInput } from "@mantine/core";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Body, type ChainNode, nodeName } from "@/shared/chain/document";
import { changeNode } from "@/shared/chain/graph";
import { GlueSampleContext } from "@/shared/schema-form/glue-trial";
import type { FormProblem } from "@/shared/schema-form/store";
import { calledBy } from "../../model/called";
import { renameNode } from "../../model/rename";
import { useEditor } from "../../store";
import { useWorkspace } from "../../workspace";
import { BehaviourForm, behaviours } from "./behaviour-form";
import { BodyForm } from "./body-form";
import { BranchEdges } from "./branch-edges";
import classes from "./drawer.module.css";
import { useGlueSampleAt } from "./glue-sample";
import { knownAt } from "./known";
import { MadeParts } from "./made-parts";
import { PreviewFold } from "./previews/preview-fold";
import { ProblemLines } from "./problem-lines";
import { inFields, under } from "./problems-of";
import { UndoStep } from "./undo-step";
import type { useSamples } from "./use-samples";
import { useSwitches } from "./use-switches";
import { Values } from "./values-later";

type Props = { node: ChainNode; problems: FormProblem[]; samples: ReturnType<typeof useSamples> };

/** All that can be set at a node: its name, what its kind asks for, how it behaves in a run. */
export function NodeSettings({ node, problems, samples }: Props) {
  const { t } = useTranslation("canvas");
  const editing = useEditor((s) => s.editing);
  const document = useEditor((s) => s.document);
  const kind = useEditor((s) => s.kinds.get(node.kind));
  const act = useEditor((s) => s.act);
  const open = useEditor((s) => s.open);
  const { id } = node;
  const name = nodeName(node);

  const change = useCallback(
    (edit: (body: Body) => Body, pointer: string) =>
      act(
        t("drawer.step.change", { name }),
        (d) => changeNode(d, id, (n) => edit(n) as ChainNode),
        `${id}${pointer}`,
      ),
    [act, t, id, name],
  );
  const switches = useSwitches();
  const known = useMemo(
    () => knownAt(document, id, samples, (word) => t(`drawer.known.${word}`), switches),
    [document, id, samples, t, switches],
  );
  const given = useGlueSampleAt(id, samples, false);
  const own = kind?.fields
    ? Object.keys((kind.schema as { properties?: object }).properties ?? {})
    : [node.kind];
  const fields = [...own, ...behaviours, "undo", "name"];
  const rest = problems.filter((p) => !inFields([p], fields).length);

  return (
    <div className={classes.stack}>
      <ProblemLines problems={rest} />
      <TextInput
        label={t("drawer.name")}
        value={node.name ?? ""}
        placeholder={id}
        readOnly={!editing}
        maxLength={200}
        error={under(problems, "/name")[0]?.detail}
        onChange={(e) => {
          const next = e.currentTarget.value;
          act(t("step.rename", { name: next || id }), (d) => renameNode(d, id, next), `${id}/name`);
        }}
      />
      <div className={classes.line}>
        <span className={classes.dim}>{t("drawer.id")}</span>
        <code className={classes.grow}>{id}</code>
        {editing && (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => useWorkspace.getState().set({ changingId: id })}
          >
            {t("action.changeId")}
          </Button>
        )}
      </div>
      <GlueSampleContext value={given}>
        <BodyForm body={node} nodeId={id} problems={problems} known={known} change={change} />
        {(node.pipeline || node.task) && <MadeParts node={id} />}
        <PreviewFold key={id} node={node} name={name} />
      </GlueSampleContext>
      {calledBy(node) && (
        <Button size="compact-sm" variant="default" onClick={() => open({ node: id, called: id })}>
          {t("action.called")}
        </Button>
      )}
      {node.kind === "branch" && <BranchEdges node={node} samples={samples} />}
      <BehaviourForm node={node} problems={problems} known={known} change={change} />
      <UndoStep node={node} problems={under(problems, "/undo")} known={known} change={change} />
      {editing && <Values known={known} />}
    </div>
  );
}
