import { Anchor, Group } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { useSearched } from "@/shared/kit/use-searched";
import { useForm, type WidgetProps } from "../../context";
import classes from "../../form.module.css";
import { Pick } from "./pick";

/** Another chain of the org, by its key. */
export function ChainWidget(p: WidgetProps) {
  const { t } = useTranslation("schema-form");
  const { org } = useForm();
  const searched = useSearched();
  const { data, error, isFetching } = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/chains",
    { params: { path: { org_id: org }, query: searched.query } },
    { placeholderData: keepPreviousData },
  );
  const chosen = data?.items?.find((c) => c.key === p.value);
  return (
    <>
      <Pick
        widget={p}
        error={error}
        choices={data?.items?.map((c) => ({ key: c.key, name: c.name }))}
        placeholder={t("pick.chain")}
        searched={searched}
        reading={isFetching}
      />
      {chosen && (
        <p className={classes.note}>
          {chosen.version > 0 ? t("chain.latest", { version: chosen.version }) : t("chain.unpublished")}
          <Anchor size="xs" href={`/o/${org}/chains/${chosen.key}`} target="_blank" rel="noopener">
            <Group gap={4} component="span">
              {t("chain.open")} <IconExternalLink size={14} aria-hidden />
            </Group>
          </Anchor>
        </p>
      )}
    </>
  );
}
