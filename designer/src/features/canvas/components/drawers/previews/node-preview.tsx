import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import type { ChainNode } from "@/shared/chain/document";
import { useGlueSample } from "@/shared/schema-form/glue-trial";
import classes from "../drawer.module.css";
import { ApprovalPreview } from "./approval-preview";
import { FormPreview } from "./form-preview";
import { HoldPreview } from "./hold-preview";
import { NotifyPreview } from "./notify-preview";
import { RequestPreview } from "./request-preview";
import { useFilled } from "./use-filled";
import { WaitPreview } from "./wait-preview";

/** What a preview is given: the node's configuration, filled in, and what people call the node. */
export type PreviewProps = { config: { [key: string]: unknown }; name: string };

const previews: Record<string, ComponentType<PreviewProps>> = {
  approval: ApprovalPreview,
  form: FormPreview,
  hold: HoldPreview,
  http: RequestPreview,
  notify: NotifyPreview,
  wait: WaitPreview,
};

/** What a node will show or send, with the values of the sample. */
export function NodePreview({ node, name }: { node: ChainNode; name: string }) {
  const { t } = useTranslation("canvas");
  const sample = useGlueSample();
  const config = useFilled(node[node.kind]);
  const Preview = previews[node.kind];
  if (!Preview) return null;
  return (
    <div className={classes.stack}>
      <p className={classes.dim}>
        {sample ? t("preview.sample", { source: sample.source }) : t("preview.noSample")}
      </p>
      <Preview config={(config ?? {}) as PreviewProps["config"]} name={name} />
    </div>
  );
}
