import { NativeSelect, Switch } from "@mantine/core";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { Body, ChainNode } from "@/shared/chain/document";
import { words } from "@/shared/i18n/i18n";
import type { Known } from "@/shared/schema-form/expressions";
import { put } from "@/shared/schema-form/pointer";
import type { FormProblem } from "@/shared/schema-form/store";
import { useEditor } from "../../store";
import { BehaviourForm, behaviours } from "./behaviour-form";
import { BodyForm } from "./body-form";
import classes from "./drawer.module.css";
import { ProblemLines } from "./problem-lines";
import { inFields } from "./problems-of";

type Props = {
  node: ChainNode;
  /** Pointers begin at the undo. */
  problems: FormProblem[];
  known: Known;
  change: (edit: (body: Body) => Body, pointer: string) => void;
};

const ofUndo = ["retry", "timeout"] as const;

/** The step that reverses a node when its run is undone: a body of any kind. */
export function UndoStep({ node, problems, known, change }: Props) {
  const { t } = useTranslation("canvas");
  const editing = useEditor((s) => s.editing);
  const kinds = useEditor((s) => s.kinds);
  const { undo } = node;
  const inside = useCallback(
    (edit: (body: Body) => Body, pointer: string) =>
      change((b) => (b.undo ? { ...b, undo: edit(b.undo as Body) } : b), `/undo${pointer}`),
    [change],
  );
  const kind = undo && kinds.get(undo.kind);
  const own = kind?.fields
    ? Object.keys((kind.schema as { properties?: object }).properties ?? {})
    : [undo?.kind ?? ""];
  const rest = problems.filter((p) => !inFields([p], [...own, ...behaviours]).length);
  if (!undo && !editing) return null;
  return (
    <section className={classes.section} aria-label={t("drawer.undo.title")}>
      <Switch
        size="sm"
        label={t("drawer.undo.add")}
        description={t("drawer.undo.about")}
        checked={undo !== undefined}
        disabled={!editing}
        onChange={(e) => {
          const on = e.currentTarget.checked;
          change((b) => put(b, "/undo", on ? { kind: "work" } : undefined) as Body, "/undo");
        }}
      />
      {undo && (
        <>
          <ProblemLines problems={rest} />
          <NativeSelect
            label={t("drawer.undo.kind")}
            value={undo.kind}
            disabled={!editing}
            data={[...kinds.values()].map((k) => ({ value: k.name, label: words(k.title) }))}
            onChange={(e) => {
              const next = e.currentTarget.value;
              change((b) => ({ ...b, undo: { kind: next } }), "/undo/kind");
            }}
          />
          <BodyForm body={undo} nodeId={node.id} problems={problems} known={known} change={inside} />
          <BehaviourForm node={undo} problems={problems} known={known} change={inside} only={ofUndo} />
        </>
      )}
    </section>
  );
}
