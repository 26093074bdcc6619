import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { ChainEdge } from "@/shared/chain/document";
import type { Known } from "@/shared/schema-form/expressions";
import type { FormProblem } from "@/shared/schema-form/store";
import { ExpressionInput } from "@/shared/schema-form/widgets/expression-input";
import { useEditor } from "../../store";
import { setOnEdge } from "./change-edge";
import { ProblemLines } from "./problem-lines";

type Props = {
  edge: ChainEdge;
  edgeKey: string;
  /** Those at the condition. */
  problems: FormProblem[];
  known: () => Known;
  label: string;
};

/** The condition of an edge: one expression of JavaScript, without `${{ }}`. */
export function Condition({ edge, edgeKey, problems, known, label }: Props) {
  const { t } = useTranslation("canvas");
  const editing = useEditor((s) => s.editing);
  const act = useEditor((s) => s.act);
  const id = useId();
  return (
    <div>
      <ExpressionInput
        id={id}
        bare
        label={label}
        value={edge.when ?? ""}
        placeholder={t("drawer.edge.whenHint")}
        readOnly={!editing}
        invalid={problems.some((p) => p.severity !== "warning")}
        describedBy={`${id}-said`}
        known={known}
        onChange={(text) =>
          act(t("drawer.step.edge"), (d) => setOnEdge(d, edgeKey, "when", text), `${edgeKey}/when`)
        }
      />
      <div id={`${id}-said`}>
        <ProblemLines problems={problems} />
      </div>
    </div>
  );
}
