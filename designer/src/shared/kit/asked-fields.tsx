import { Group, NumberInput, Select, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { type AskedPlan, asking, simply } from "./asked-plan";

type Props = {
  org: string;
  label: string;
  plan: AskedPlan | undefined;
  change: (plan: AskedPlan) => void;
  error: string | undefined;
};

const system = ["approver", "operator", "admin", "owner"] as const;

/** Who is asked: so many holders of a role. A plan that says more than that is shown, and kept as it is. */
export function AskedFields({ org, label, plan, change, error }: Props) {
  const { t } = useTranslation();
  const roles = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/roles",
    { params: { path: { org_id: org }, query: { limit: 200 } } },
    { retry: false, staleTime: 60_000 },
  );
  const now = plan ? simply(plan) : { role: "approver", quorum: 1 };
  if (!now)
    return <Text size="sm">{`${label}: ${t("asked.levels", { count: plan?.levels.length ?? 0 })}`}</Text>;
  const own = (roles.data?.items ?? []).filter((r) => !system.some((s) => s === r.id));
  return (
    <Group gap="sm" align="flex-start">
      <Select
        label={label}
        w={260}
        allowDeselect={false}
        data={[
          ...system.map((r) => ({ value: r as string, label: t(`asked.role.${r}`) })),
          ...own.map((r) => ({ value: r.key, label: r.name })),
        ]}
        value={now.role}
        error={error}
        onChange={(role) => role && change(asking(role, now.quorum))}
      />
      <NumberInput
        label={t("asked.quorum")}
        w={140}
        min={1}
        max={20}
        value={now.quorum}
        onChange={(n) => typeof n === "number" && change(asking(now.role, n))}
      />
    </Group>
  );
}
