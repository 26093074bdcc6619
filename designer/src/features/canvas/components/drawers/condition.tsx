import { Button } from "@mantine/core";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChainEdge } from "@/shared/chain/document";
import { lazily } from "@/shared/kit/lazily";
import { remember, remembered } from "@/shared/lib/storage";
import type { Known } from "@/shared/schema-form/expressions";
import type { FormProblem } from "@/shared/schema-form/store";
import { ExpressionInput } from "@/shared/schema-form/widgets/expression-input";
import { readConditions } from "../../model/conditions";
import { useEditor } from "../../store";
import { setOnEdge } from "./change-edge";
import classes from "./drawer.module.css";
import { ProblemLines } from "./problem-lines";

const ConditionRows = lazily(() => import("./condition-rows").then((m) => m.ConditionRows));

type Props = {
  edge: ChainEdge;
  edgeKey: string;
  /** Those at the condition. */
  problems: FormProblem[];
  known: () => Known;
  label: string;
};

/**
 * The condition of an edge: rows to choose from, or the expression of JavaScript that they are, without
 * `${{ }}`. The document has the expression only; one that rows cannot say is shown as it is.
 */
export function Condition({ edge, edgeKey, problems, known, label }: Props) {
  const { t } = useTranslation("canvas");
  const editing = useEditor((s) => s.editing);
  const act = useEditor((s) => s.act);
  const id = useId();
  const text = edge.when ?? "";
  const readable = readConditions(text) !== undefined;
  // What somebody types does not turn into rows under their hands.
  const [asText, setAsText] = useState(() => !readable || remembered("condition.asText", false));
  const change = (next: string) =>
    act(t("drawer.step.edge"), (d) => setOnEdge(d, edgeKey, "when", next), `${edgeKey}/when`);
  const show = (next: boolean) => {
    setAsText(next);
    remember("condition.asText", next);
  };
  const shared = {
    label,
    value: text,
    readOnly: !editing,
    invalid: problems.some((p) => p.severity !== "warning"),
    describedBy: `${id}-said`,
    known: () => {
      // What comes along an edge is known once it is taken, and not before.
      const { incoming: _, ...names } = known();
      return names;
    },
  };
  return (
    <div className={classes.condition}>
      {asText || !readable ? (
        <ExpressionInput
          {...shared}
          id={id}
          bare
          placeholder={t("drawer.edge.whenHint")}
          onChange={(next) => {
            setAsText(true);
            change(next);
          }}
        />
      ) : (
        <ConditionRows {...shared} onChange={change} />
      )}
      <div id={`${id}-said`}>
        <ProblemLines problems={problems} />
      </div>
      {editing &&
        (readable ? (
          <Button size="compact-xs" variant="subtle" mr="auto" onClick={() => show(!asText)}>
            {t(asText ? "drawer.condition.byRows" : "drawer.condition.asText")}
          </Button>
        ) : (
          <p className={classes.dim}>{t("drawer.condition.onlyText")}</p>
        ))}
    </div>
  );
}
