import { IconAlertTriangle, IconCircleCheck, IconExclamationCircle } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { nodeName } from "@/shared/chain/document";
import { findNode } from "@/shared/chain/graph";
import { EmptyState } from "@/shared/kit/empty-state";
import { goToProblem } from "../actions/check";
import { bySubject } from "../model/problems";
import { useEditor } from "../store";
import classes from "./side-pane.module.css";

/** What the server found wrong, by node and edge. */
export function ProblemList() {
  const { t } = useTranslation("canvas");
  const problems = useEditor((s) => s.problems);
  const document = useEditor((s) => s.document);
  const groups = useMemo(() => [...bySubject(problems)], [problems]);
  if (problems.length === 0)
    return <EmptyState icon={<IconCircleCheck size={32} stroke={1.5} />} text={t("problems.none")} />;
  const name = (id: string) => nodeName(findNode(document, id) ?? { id });
  const said = (subject: string) =>
    subject === "" ? t("problems.chain") : subject.split("→").map(name).join(" → ");
  return groups.map(([subject, list]) => (
    <section key={subject} aria-label={said(subject)}>
      <h2 className={classes.subject}>{said(subject)}</h2>
      <ul className={classes.list}>
        {list.map((p) => (
          <li key={`${p.pointer} ${p.code} ${p.detail}`}>
            <button type="button" className={classes.row} onClick={() => goToProblem(p)}>
              {p.severity === "error" ? (
                <IconExclamationCircle size={18} className={classes.error} aria-label={t("problems.error")} />
              ) : (
                <IconAlertTriangle size={18} className={classes.warning} aria-label={t("problems.warning")} />
              )}
              <span className={classes.grow}>
                {p.detail}
                <br />
                <span className={classes.dim}>{p.code}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  ));
}
