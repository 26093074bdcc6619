import { Modal, SegmentedControl, Skeleton, Stack } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import type { ChainDocument } from "@/shared/chain/document";
import { ChainPicture } from "@/shared/flow/chain-picture";
import { useKinds } from "@/shared/flow/use-kinds";
import { words } from "@/shared/i18n/i18n";
import { ErrorState } from "@/shared/kit/error-state";
import { narrow } from "@/shared/lib/narrow";
import classes from "./template-card.module.css";
import type { Template } from "./template-cards";

type Props = { org: string; template: Template; close: () => void };

/** The chains of a template as they would be drawn, to look at before it is used. */
export function PreviewDialog({ org, template, close }: Props) {
  const { t, i18n } = useTranslation("chain-templates");
  const small = useMediaQuery(narrow);
  const { kinds } = useKinds();
  const [at, show] = useState("0");
  const sketch = api.useQuery("get", "/api/v1/orgs/{org_id}/templates/{template_key}/sketch", {
    params: {
      path: { org_id: org, template_key: template.key },
      query: { language: i18n.language.startsWith("zh") ? "zh" : "en" },
    },
  });
  const chains = sketch.data?.chains as ChainDocument[] | undefined;
  const shown = chains?.[Number(at)];
  const title = t("lookTitle", { title: words(template.title, i18n.language) });
  return (
    <Modal opened onClose={close} size="80rem" fullScreen={small ?? false} title={title}>
      <Stack gap="sm">
        {chains && chains.length > 1 && (
          <SegmentedControl
            aria-label={t("lookAt")}
            data={chains.map((c, i) => ({ value: String(i), label: c.name }))}
            value={at}
            onChange={show}
            w="fit-content"
          />
        )}
        {sketch.error && <ErrorState error={sketch.error} retry={() => sketch.refetch()} />}
        <div className={classes.preview}>
          {shown ? (
            <ChainPicture key={at} document={shown} kinds={kinds} label={shown.name} />
          ) : (
            !sketch.error && <Skeleton height="100%" role="status" aria-label={t("shared:loading")} />
          )}
        </div>
      </Stack>
    </Modal>
  );
}
