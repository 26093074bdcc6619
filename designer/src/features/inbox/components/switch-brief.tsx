import { Anchor, Code, Group, Text } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { AskedPlan } from "@/shared/kit/asked-plan";
import { JsonView } from "@/shared/kit/json-view";
import type { Approval } from "../api/queries";
import classes from "./inbox.module.css";
import { RuleWords } from "./rule-words";

/** What the server says of a change of a switch. */
type Change = {
  key: string;
  revision: number;
  from: unknown;
  to: unknown;
  approval_was?: AskedPlan | null;
  approval?: AskedPlan | null;
  reason?: string;
  run?: string;
  stranded?: boolean;
};

/** What a switch has, what it is to have, and why; or who is to approve its changes from now on. */
export function SwitchBrief({ approval: a, name }: { approval: Approval; name: (who: string) => string }) {
  const { t } = useTranslation("inbox");
  const change = a.details as Change | undefined;
  if (!change) return null;
  const rule = change.approval !== undefined;
  const rules = { org: a.org_id, name };
  return (
    <section aria-label={t("switch.title")} className={classes.brief}>
      {rule ? (
        <>
          <Text size="sm">{t(change.approval === null ? "switch.noRule" : "switch.rule")}</Text>
          {change.stranded && <Text size="sm">{t("switch.stranded")}</Text>}
          {change.approval_was && (
            <RuleWords {...rules} label={t("switch.from")} plan={change.approval_was} />
          )}
          {change.approval && <RuleWords {...rules} label={t("switch.to")} plan={change.approval} />}
        </>
      ) : (
        <Group gap="xs">
          <Value value={change.from} label={t("switch.from")} />
          <IconArrowRight size={16} aria-hidden />
          <Value value={change.to} label={t("switch.to")} />
        </Group>
      )}
      {change.reason && <p className={classes.plain}>{change.reason}</p>}
      <Text size="sm" c="dimmed">
        {t("switch.at", { key: change.key, revision: change.revision })}
        {change.run && (
          <>
            {" · "}
            <Anchor
              size="sm"
              underline="always"
              renderRoot={(props) => (
                <Link
                  {...props}
                  to="/o/$org/runs/$run"
                  params={{ org: a.org_id, run: change.run } as never}
                />
              )}
            >
              {t("switch.run")}
            </Anchor>
          </>
        )}
      </Text>
    </section>
  );
}

function Value({ value, label }: { value: unknown; label: string }) {
  if (typeof value === "object" && value !== null) return <JsonView value={value} label={label} />;
  return (
    <Text span size="lg">
      <Text span size="sm" c="dimmed">{`${label} `}</Text>
      <Code>{String(value)}</Code>
    </Text>
  );
}
