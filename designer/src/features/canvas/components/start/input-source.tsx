import { Button, Menu } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { StateBadge } from "@/shared/kit/state-badge";
import { dateTime } from "@/shared/lib/format";
import { inputOf, useLastRuns } from "../../api/runs";

type Props = { org: string; chain: string; take: (input: unknown, from: string) => void };

/** Takes the input of one of the last runs. */
export function InputSource({ org, chain, take }: Props) {
  const { t } = useTranslation("canvas");
  const runs = useLastRuns(org, chain).data?.items ?? [];
  if (runs.length === 0) return null;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="compact-sm" variant="subtle" leftSection={<IconHistory size={16} aria-hidden />}>
          {t("start.lastInputs")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {runs.map((r) => (
          <Menu.Item
            key={r.id}
            leftSection={<StateBadge state={r.state} short />}
            onClick={async () => {
              const input = await inputOf(org, r.id);
              if (input !== undefined) take(input, r.title || dateTime(r.created_at));
            }}
          >
            {r.title || dateTime(r.created_at)}
            {r.test ? ` (${t("trial.short")})` : ""}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
