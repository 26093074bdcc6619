import { Anchor } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { StateBadge } from "@/shared/kit/state-badge";
import type { Attempt } from "../model/journal";
import { designed } from "../model/names";
import classes from "./detail.module.css";
import { Elapsed } from "./elapsed";
import { FailureNote } from "./failure-note";
import type { RunSeen } from "./run-context";
import { Section } from "./section";

/** The pipeline and the task of an attempt, side by side. */
export function Halves({ seen, attempt }: { seen: RunSeen; attempt: Attempt }) {
  const { t } = useTranslation("runs");
  const { selection, select, step, document } = seen;
  const node = designed(document, step?.node ?? "");
  const several = attempt.halves.length > 1;
  const what = {
    "": "",
    pipeline: node?.pipeline ? `${node.pipeline.engine} / ${node.pipeline.position}` : "",
    task: node?.task ? `${node.task.script} · ${node.task.environment}` : "",
  };
  return (
    <Section title={t(several ? "halves" : `half.${attempt.halves[0]?.name || "task"}`)}>
      <div className={classes.halves}>
        {attempt.halves.map((half) => (
          <div
            key={half.name}
            className={classes.half}
            data-current={(several && selection.half === half.name) || undefined}
          >
            {several && <strong>{t(`half.${half.name || "task"}`)}</strong>}
            <span className={classes.quiet}>{what[half.name]}</span>
            <span className={classes.line}>
              <StateBadge state={half.state} /> <Elapsed from={half.begunAt} to={half.endedAt} />
            </span>
            {half.link && (
              <Anchor href={half.link} target="_blank" rel="noopener noreferrer" underline="always" inherit>
                {t("onEngine")} <IconExternalLink size={14} aria-hidden />
              </Anchor>
            )}
            {several && half.failure && <FailureNote failure={half.failure} />}
            {several && (
              <Anchor
                component="button"
                type="button"
                inherit
                ta="start"
                onClick={() => select({ node: step?.node, item: step?.scope || undefined, half: half.name })}
              >
                {t("showLog")}
              </Anchor>
            )}
          </div>
        ))}
      </div>
    </Section>
  );
}
