import { Button } from "@mantine/core";
import { IconPinned } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ChainNode } from "@/shared/chain/document";
import { JsonView } from "@/shared/kit/json-view";
import { StateBadge } from "@/shared/kit/state-badge";
import { useEditor } from "../../store";
import { usePins } from "../trial/pins";
import { CopyName } from "./copy-name";
import classes from "./drawer.module.css";
import { PinSection } from "./pin-section";
import { SampleSource } from "./sample-source";
import type { useSamples } from "./use-samples";

/** What a node gave last, and what is pinned for tests. */
export function OutputTab({ node, samples }: { node: ChainNode; samples: ReturnType<typeof useSamples> }) {
  const { t } = useTranslation("canvas");
  const org = useEditor((s) => s.org);
  const key = useEditor((s) => s.key);
  const { pins, pin } = usePins(org, key);
  const step = samples.steps.get(node.id);
  // A test knows pins of the outermost graph only.
  const pinnable = useEditor((s) => s.document.nodes.some((n) => n.id === node.id));
  const pinned = pinnable && node.id in pins;
  const name = /^[a-z]\w*$/.test(node.id) ? `nodes.${node.id}.output` : `nodes["${node.id}"].output`;
  return (
    <div className={classes.stack}>
      <div className={classes.line}>
        <div className={classes.grow}>
          <SampleSource run={samples.run} />
        </div>
        <CopyName name={name} />
      </div>
      {pinnable && <PinSection node={node} last={step?.output} />}
      {step && (
        <section className={classes.section}>
          <div className={classes.line}>
            <h3 className={classes.grow}>{t("drawer.output.last")}</h3>
            <StateBadge state={step.state} />
            {step.output !== undefined && pinnable && !pinned && (
              <Button
                size="compact-xs"
                variant="default"
                leftSection={<IconPinned size={14} aria-hidden />}
                onClick={() => pin(node.id, step.output)}
              >
                {t("drawer.output.pin")}
              </Button>
            )}
          </div>
          {step.failure && <p className={classes.wrong}>{step.failure.message}</p>}
          {step.output === undefined ? (
            <p className={classes.dim}>{t("drawer.sample.noValue")}</p>
          ) : (
            <JsonView value={step.output} label={t("drawer.output.last")} />
          )}
        </section>
      )}
    </div>
  );
}
