import { useTranslation } from "react-i18next";
import type { ChainNode } from "@/shared/chain/document";
import { JsonView } from "@/shared/kit/json-view";
import { useEditor } from "../../store";
import { CopyName } from "./copy-name";
import classes from "./drawer.module.css";
import { nodesBefore } from "./known";
import { SampleSource } from "./sample-source";
import type { useSamples } from "./use-samples";

/** What a node gets: what it got last, and every node before it with what that gave. */
export function InputTab({ node, samples }: { node: ChainNode; samples: ReturnType<typeof useSamples> }) {
  const { t } = useTranslation("canvas");
  const document = useEditor((s) => s.document);
  const before = nodesBefore(document, node.id);
  const step = samples.steps.get(node.id);
  return (
    <div className={classes.stack}>
      <SampleSource run={samples.run} />
      {step?.input !== undefined && (
        <section className={classes.section}>
          <h3>{t("drawer.input.last")}</h3>
          <JsonView value={step.input} label={t("drawer.input.last")} />
        </section>
      )}
      <section className={classes.section}>
        <div className={classes.line}>
          <h3 className={classes.grow}>{t("drawer.input.run")}</h3>
          <CopyName name="input" />
        </div>
        {samples.input === undefined ? (
          <p className={classes.dim}>{t("drawer.sample.noValue")}</p>
        ) : (
          <JsonView value={samples.input} label={t("drawer.input.run")} />
        )}
      </section>
      {before.map((n) => (
        <section key={n.id} className={classes.section}>
          <div className={classes.line}>
            <h3 className={classes.grow}>{n.name}</h3>
            <CopyName name={/^[a-z][\w]*$/.test(n.id) ? `nodes.${n.id}.output` : `nodes["${n.id}"].output`} />
          </div>
          {samples.outputs.get(n.id) === undefined ? (
            <p className={classes.dim}>{t("drawer.sample.noValue")}</p>
          ) : (
            <JsonView value={samples.outputs.get(n.id)} label={n.name} />
          )}
        </section>
      ))}
    </div>
  );
}
