import { Button, Group, Paper, Title } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { stars } from "@/shared/lib/stars";
import classes from "./home.module.css";

/** Chains that can be started from here: their form opens. */
export function QuickStartCard({ chains = [] }: { chains: Shape<"ChainBody">[] | undefined }) {
  const { t } = useTranslation("home");
  const all = stars((s) => s.all);
  const startable = chains.filter((c) => c.version > 0 && c.can.includes("run:start"));
  const first = (c: { id: string }) => (all.some((s) => s.id === c.id) ? 0 : 1);
  const offered = startable.toSorted((a, b) => first(a) - first(b)).slice(0, 6);
  if (offered.length === 0) return null;
  return (
    <Paper component="section" withBorder className={classes.card} aria-label={t("quickStart")}>
      <Group className={classes.head}>
        <Title order={2}>{t("quickStart")}</Title>
      </Group>
      <Group gap="xs" p="md">
        {offered.map((chain) => (
          <Button
            key={chain.id}
            component={Link}
            to={`/o/${chain.org_id}/chains/${chain.key}`}
            search={{ start: "1" } as never}
            variant="default"
            size="xs"
            leftSection={<IconPlayerPlay size={14} stroke={1.5} aria-hidden />}
          >
            {chain.name}
          </Button>
        ))}
      </Group>
    </Paper>
  );
}
