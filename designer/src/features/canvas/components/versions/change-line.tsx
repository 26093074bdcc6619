import { useTranslation } from "react-i18next";
import type { Change } from "../../api/compare";
import classes from "./change-line.module.css";
import { useChangeName } from "./use-change-name";

const signs = { added: "+", removed: "−", changed: "~", moved: "↔" } as const;

/** One difference in a line: what, and which of its fields. */
export function ChangeLine({ change }: { change: Change }) {
  const { t } = useTranslation("canvas");
  const name = useChangeName();
  const fields = (change.fields ?? []).map((f) => f.pointer.slice(1).replaceAll("/", " › ")).filter(Boolean);
  return (
    <li className={classes.line}>
      <span className={classes.sign} data-kind={change.kind} aria-hidden>
        {signs[change.kind]}
      </span>
      <span className="hidden-visually">{t(`change.${change.kind}`)}</span>
      <span>{name(change)}</span>
      {change.kind === "changed" && change.subject !== "document" && (
        <span className={classes.fields}>{fields.join(", ")}</span>
      )}
    </li>
  );
}
