import { Button, Paper, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { may } from "@/shared/api/session";
import classes from "./home.module.css";

/** What to do where there is nothing yet: take a template, run it, invite others. */
export function FirstSteps({ org }: { org: Shape<"OrgBody"> }) {
  const { t } = useTranslation("home");
  const steps = [
    { id: "template", to: `/o/${org.id}/templates`, allowed: may(org, "chain:edit") },
    { id: "run", to: `/o/${org.id}/chains`, allowed: may(org, "chain:view") },
    { id: "invite", to: `/o/${org.id}/members`, allowed: may(org, "member:write") },
  ] as const;
  return (
    <section aria-label={t("first")}>
      <Text c="dimmed" mb="md">
        {t("first")}
      </Text>
      <ol className={classes.steps}>
        {steps.map((step, at) => (
          <li key={step.id}>
            <Paper withBorder p="md" className={classes.step}>
              <Title order={2}>{`${at + 1}. ${t(`step.${step.id}`)}`}</Title>
              <Text size="sm" c="dimmed" style={{ flex: 1 }}>
                {t(`stepText.${step.id}`)}
              </Text>
              {step.allowed && (
                <Button component={Link} to={step.to} variant={at === 0 ? "filled" : "default"} size="xs">
                  {t(`stepAct.${step.id}`)}
                </Button>
              )}
            </Paper>
          </li>
        ))}
      </ol>
    </section>
  );
}
