import { Badge, Button, Group, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { may, useOrg } from "@/shared/api/session";
import { words } from "@/shared/i18n/i18n";
import { Can } from "@/shared/kit/can";
import { list } from "@/shared/lib/format";
import classes from "./template-card.module.css";
import type { Template } from "./template-cards";
import { TemplatePicture } from "./template-picture";

type Props = { org: string; template: Template; use: () => void };

/** One template: its picture, what it is for, what it needs. */
export function TemplateCard({ org, template, use }: Props) {
  const { t, i18n } = useTranslation("chain-templates");
  const seen = useOrg(org);
  const says = (w: { en: string; zh: string }) => words(w, i18n.language);
  const scripts = template.scripts.length;
  const needs = [
    ...template.parameters.filter((p) => p.kind !== "text").map((p) => t(p.kind, { key: p.key })),
    ...(scripts > 0 ? [t("scripts", { count: scripts })] : []),
    ...(template.webhook ? [t("webhook")] : []),
  ];
  const takes = [
    ...(scripts > 0 ? (["script:edit"] as const) : []),
    ...(template.webhook ? (["trigger:write", "run:start"] as const) : []),
  ];
  const data = seen.data;
  const lacking = (data && takes.find((one) => !may(data, one))) ?? "chain:edit";
  return (
    <section className={classes.card} aria-label={says(template.title)}>
      <TemplatePicture template={template} />
      <Title order={2} size="h3">
        {says(template.title)}
      </Title>
      <Text size="sm" c="dimmed" flex={1}>
        {says(template.summary)}
      </Text>
      {template.release && (
        <Text size="sm">{t("phases", { names: list(template.release.phases.map(says)) })}</Text>
      )}
      <Group gap={6} role="group" aria-label={t("needs")}>
        {needs.length === 0 ? (
          <Badge variant="default" tt="none" size="sm">
            {t("needsNothing")}
          </Badge>
        ) : (
          needs.map((need) => (
            <Badge key={need} variant="default" tt="none" size="sm">
              {need}
            </Badge>
          ))
        )}
      </Group>
      <Can do={lacking} on={seen.data}>
        <Button
          variant="light"
          fullWidth
          onClick={use}
          aria-label={t("useThis", { title: says(template.title) })}
        >
          {t("use")}
        </Button>
      </Can>
    </section>
  );
}
