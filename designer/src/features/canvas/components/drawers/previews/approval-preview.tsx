import { Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { JsonView } from "@/shared/kit/json-view";
import classes from "../drawer.module.css";
import { asText } from "./as-text";
import type { PreviewProps } from "./node-preview";

/** What is to be decided, as approvers will see it. */
export function ApprovalPreview({ config, name }: PreviewProps) {
  const { t } = useTranslation("canvas");
  return (
    <div>
      <Title order={4} size="sm">
        {asText(config.title || name)}
      </Title>
      {config.details === undefined ? (
        <p className={classes.dim}>{t("preview.ownInput")}</p>
      ) : (
        <JsonView value={config.details} label={t("preview.details")} />
      )}
    </div>
  );
}
