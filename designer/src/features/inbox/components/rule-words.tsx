import { List, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import type { AskedPlan } from "@/shared/kit/asked-plan";
import { list } from "@/shared/lib/format";

type Props = {
  org: string;
  label: string;
  plan: AskedPlan;
  /** Gives people by their ids. */
  name: (who: string) => string;
};

const system = ["approver", "operator", "admin", "owner"] as const;

/** A rule of who approves, in words: level by level who is asked, how many agree, and what time they have. */
export function RuleWords({ org, label, plan, name }: Props) {
  const { t } = useTranslation("inbox");
  const roles = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/roles",
    { params: { path: { org_id: org }, query: { limit: 200 } } },
    { retry: false, staleTime: 60_000 },
  );
  const role = (key: string) => {
    const known = system.find((s) => s === key);
    if (known) return t(`shared:asked.role.${known}`);
    return roles.data?.items.find((r) => r.key === key || r.id === key)?.name ?? key;
  };
  const at = (org: string | undefined) =>
    org === "parent" || org === "root" ? t(`rule.at.${org}`) : t("rule.at.other", { org });
  const who = (by: Shape<"AskedByBody">) => {
    if (by.member) return name(by.member);
    if (by.group) return t("rule.group", { key: by.group });
    const holders = role(by.role ?? "");
    return by.org === undefined || by.org === "owner" ? holders : `${holders} ${at(by.org)}`;
  };
  const told = (l: Shape<"AskedLevelBody">) => [
    list(l.by.map(who)),
    t("rule.quorum", { count: l.quorum || 1 }),
    l.distinct_orgs && t("rule.distinct"),
    l.due && t("rule.due", { due: l.due }),
    l.remind && t("rule.remind", { every: l.remind.every }),
    l.escalate && t("rule.escalate", { count: l.escalate }),
    l.at_end === "reject" && t("rule.reject"),
  ];
  return (
    <div>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <List size="sm" type="ordered" aria-label={label}>
        {plan.levels.map((l, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a level is its place
          <List.Item key={i}>
            {l.name && <strong>{`${l.name} · `}</strong>}
            {told(l).filter(Boolean).join(" · ")}
          </List.Item>
        ))}
      </List>
    </div>
  );
}
