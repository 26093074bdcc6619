import { Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LanguageSwitch } from "@/shared/kit/language-switch";
import { Mark } from "@/shared/kit/mark";
import classes from "./card.module.css";

type Props = { title: string; intro?: ReactNode; children: ReactNode };

/** The card in the middle that stands on every page outside the frame; the language comes first. */
export function Card({ title, intro, children }: Props) {
  const { t } = useTranslation("auth");
  useDocumentTitle(`${title} · Catenary`);
  return (
    <main className={classes.page}>
      <Paper className={classes.card} withBorder p="xl" radius="md">
        <Stack gap="md">
          <div className={classes.top}>
            <div className={classes.language}>
              <LanguageSwitch />
            </div>
            <Group gap="xs" className={classes.brand} aria-hidden>
              <Mark size={28} />
              <Text fw={600}>{t("product")}</Text>
            </Group>
          </div>
          <Title order={1}>{title}</Title>
          {intro && (
            <Text size="sm" c="dimmed" component="div">
              {intro}
            </Text>
          )}
          {children}
        </Stack>
      </Paper>
    </main>
  );
}
