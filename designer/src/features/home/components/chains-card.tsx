import { ActionIcon, Button } from "@mantine/core";
import { IconPlus, IconStar, IconStarFilled } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { may } from "@/shared/api/session";
import { StateBadge } from "@/shared/kit/state-badge";
import { dateTime } from "@/shared/lib/format";
import { useStars } from "../api/stars";
import { shownChains } from "../model/shown";
import { Card } from "./card";
import classes from "./home.module.css";

type Chains = {
  data: { items: Shape<"ChainBody">[] } | undefined;
  isPending: boolean;
  error: unknown;
  refetch: () => unknown;
};

/** Chains with a star, then those changed last, with how their last runs ended. */
export function ChainsCard({ org, chains }: { org: Shape<"OrgBody">; chains: Chains }) {
  const { t } = useTranslation("home");
  const { all, isPending, toggle } = useStars();
  const shown = shownChains(chains.data?.items ?? [], all);
  return (
    <Card
      title={t("chains")}
      query={{ ...chains, isPending: chains.isPending || isPending }}
      all={{ to: `/o/${org.id}/chains`, label: t("allChains") }}
    >
      <ul className={classes.list}>
        {shown.map(({ starred, chain }) => {
          const last = (chain.last_runs ?? []).slice(0, 5);
          return (
            <li key={chain.id} className={classes.row}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-pressed={starred}
                aria-label={t("star", { chain: chain.name })}
                onClick={() => toggle(chain)}
              >
                {starred ? (
                  <IconStarFilled size={16} aria-hidden />
                ) : (
                  <IconStar size={16} stroke={1.5} aria-hidden />
                )}
              </ActionIcon>
              <span className={classes.name}>
                <Link to="/o/$org/chains/$key" params={{ org: chain.org_id, key: chain.key }}>
                  {chain.name}
                </Link>
              </span>
              {last.length > 0 && (
                <span className={classes.glyphs}>
                  {last.reverse().map((run) => (
                    <Link
                      key={run.id}
                      to="/o/$org/runs/$run"
                      params={{ org: run.org_id, run: run.id }}
                      title={dateTime(run.created_at)}
                    >
                      <StateBadge state={run.state} short />
                    </Link>
                  ))}
                </span>
              )}
              <span className={classes.dim}>
                {chain.version > 0 ? t("version", { version: chain.version }) : t("draft")}
              </span>
            </li>
          );
        })}
      </ul>
      {may(org, "chain:edit") && (
        <div className={classes.acts}>
          <Button
            component={Link}
            to={`/o/${org.id}/chains`}
            search={{ new: "blank" } as never}
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={14} stroke={1.5} aria-hidden />}
          >
            {t("newChain")}
          </Button>
        </div>
      )}
    </Card>
  );
}
