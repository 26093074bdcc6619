import { Badge, Button, Group, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { may, useOrg } from "@/shared/api/session";
import { words } from "@/shared/i18n/i18n";
import { Can } from "@/shared/kit/can";
import { lazily } from "@/shared/kit/lazily";
import { list } from "@/shared/lib/format";
import classes from "./template-card.module.css";
import type { Template } from "./template-cards";
import { TemplatePicture } from "./template-picture";

const TemplateMenu = lazily(() => import("./template-menu").then((m) => m.TemplateMenu));

type Props = { org: string; template: Template; begin: (how: "use" | "draw" | "look") => void };

/** One template: its picture, what it is for, what it needs. */
export function TemplateCard({ org, template, begin }: Props) {
  const { t, i18n } = useTranslation("chain-templates");
  const seen = useOrg(org);
  const says = (w: { en: string; zh: string }) => words(w, i18n.language);
  const scripts = template.scripts.length;
  const needs = [
    ...(template.chains.length > 0 ? template.parameters : (template.release?.parameters ?? []))
      .filter((p) => p.kind !== "text")
      .map((p) => t(p.kind, { key: p.key })),
    ...(scripts > 0 ? [t("scripts", { count: scripts })] : []),
    ...(template.webhook ? [t("webhook")] : []),
  ];
  const takes = [
    "template:use" as const,
    ...(scripts > 0 ? (["script:edit"] as const) : []),
    ...(template.webhook ? (["trigger:write", "run:start"] as const) : []),
  ];
  const data = seen.data;
  const lacking = (data && takes.find((one) => !may(data, one))) ?? "chain:edit";
  return (
    <section className={classes.card} aria-label={says(template.title)}>
      <TemplatePicture template={template} />
      <Group justify="space-between" wrap="nowrap">
        <Title order={2} size="h3">
          {says(template.title)}
        </Title>
        {template.id && !template.shared && <TemplateMenu org={org} template={template} />}
      </Group>
      {template.id && (
        <Badge variant="light" tt="none" size="sm">
          {t(template.shared ? "fromAbove" : "ofOrg")}
        </Badge>
      )}
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
      {template.chains.length > 0 && (
        <div className={classes.acts}>
          <Can do="chain:edit" on={data}>
            <Button
              variant="default"
              fullWidth
              onClick={() => begin("look")}
              aria-label={t("lookTitle", { title: says(template.title) })}
            >
              {t("look")}
            </Button>
          </Can>
          <Can do={lacking} on={data}>
            <Button
              variant="light"
              fullWidth
              onClick={() => begin("use")}
              aria-label={t("useThis", { title: says(template.title) })}
            >
              {t("use")}
            </Button>
          </Can>
        </div>
      )}
      {template.release && (
        <Can do={may(data, "template:use") ? "release:create" : "template:use"} on={data}>
          <Button
            variant="light"
            fullWidth
            onClick={() => begin("draw")}
            aria-label={t("drawThis", { title: says(template.title) })}
          >
            {t("draw")}
          </Button>
        </Can>
      )}
    </section>
  );
}
