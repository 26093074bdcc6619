import { Badge, Button, Group, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { may, useOrg } from "@/shared/api/session";
import { words } from "@/shared/i18n/i18n";
import { Can } from "@/shared/kit/can";
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
    ...template.engines.map((e) => t("engine", { key: e })),
    ...template.environments.map((e) => t("environment", { key: e.key })),
    ...(scripts > 0 ? [t("scripts", { count: scripts })] : []),
  ];
  const lacking = scripts > 0 && seen.data && !may(seen.data, "script:edit") ? "script:edit" : "chain:edit";
  return (
    <section className={classes.card} aria-label={says(template.title)}>
      <TemplatePicture template={template} />
      <Title order={2} size="h3">
        {says(template.title)}
      </Title>
      <Text size="sm" c="dimmed" flex={1}>
        {says(template.summary)}
      </Text>
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
