import { IconAlertTriangle } from "@tabler/icons-react";
import type { FormProblem } from "@/shared/schema-form/store";
import classes from "./drawer.module.css";

/** What is wrong and has no field of its own. */
export function ProblemLines({ problems }: { problems: readonly FormProblem[] }) {
  return problems.map((p) => (
    <p
      key={`${p.pointer} ${p.detail}`}
      className={p.severity === "warning" ? classes.warning : classes.wrong}
    >
      <IconAlertTriangle size={14} aria-hidden />
      <span>{p.detail}</span>
    </p>
  ));
}
