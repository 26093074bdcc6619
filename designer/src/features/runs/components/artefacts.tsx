import { useTranslation } from "react-i18next";
import { ArtefactLink } from "@/shared/kit/artefact-link";
import { bytes } from "@/shared/lib/format";
import { useArtefacts } from "../api/queries";
import { allSteps, isDone } from "../model/journal";
import { stepName } from "../model/names";
import classes from "./detail.module.css";
import type { RunSeen } from "./run-context";
import { Section } from "./section";

type Props = {
  seen: RunSeen;
  /** Only those of one attempt of one step. */
  of?: { scope: string; node: string; attempt: number };
};

/** The files that tasks left and people gave to forms. Nothing is shown where there are none. */
export function Artefacts({ seen, of }: Props) {
  const { t } = useTranslation("runs");
  const { org, run, journal, document } = seen;
  const ended = allSteps(journal).filter((s) => isDone(s.state)).length;
  const all = useArtefacts(org, run.id, ended);
  const files = (all.data ?? []).filter(
    (f) => !of || ((f.scope ?? "") === of.scope && f.node === of.node && f.attempt === of.attempt),
  );
  if (files.length === 0) return null;
  return (
    <Section title={t("artefacts")}>
      <ul className={classes.list}>
        {files.map((f) => (
          <li key={`${f.scope} ${f.node} ${f.attempt} ${f.name}`} className={classes.file}>
            <ArtefactLink org={org} run={run.id} file={f} allowed={run.can.includes("run:data")} />
            <span className={classes.quiet}>
              {of ? "" : `${stepName(document, f.node)} · `}
              {bytes(f.size)}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
