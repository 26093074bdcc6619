import { Anchor } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { addressOf } from "@/shared/api/address";
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

/** The files that tasks left. Nothing is shown where there are none. */
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
            {run.can.includes("run:data") ? (
              <Anchor
                href={addressOf("/api/v1/orgs/{org_id}/runs/{run_id}/artefacts/content", {
                  path: { org_id: org, run_id: run.id },
                  query: {
                    node: f.node,
                    attempt: f.attempt,
                    name: f.name,
                    ...(f.scope ? { scope: f.scope } : {}),
                  },
                })}
                download={f.name}
                inherit
              >
                <IconDownload size={14} aria-hidden /> {f.name}
              </Anchor>
            ) : (
              <span>{f.name}</span>
            )}
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
