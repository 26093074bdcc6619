import { List, Skeleton, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { number } from "@/shared/lib/format";

type Props = { held: { data?: Shape<"OrgHoldingsOutputBody"> | undefined; error: unknown } };

/** What lives in an org and below it and goes with it; or why the org cannot be deleted. */
export function Holdings({ held: { data, error } }: Props) {
  const { t } = useTranslation("orgs");
  if (error) return <ProblemNote errors={new FieldErrors(error)} />;
  if (!data) return <Skeleton height={64} role="status" aria-label={t("shared:loading")} />;
  const many = (count: number, more: boolean) =>
    more ? t("holds.over", { n: number(count) }) : number(count);
  return (
    <div role="status">
      <Text size="sm">{t(data.items.length > 0 ? "holds.title" : "holds.none")}</Text>
      <List size="sm" withPadding>
        {data.items.map(({ kind, count, more }) => (
          <List.Item key={kind}>{t(`holds.${kind}`, { count, n: many(count, more) })}</List.Item>
        ))}
      </List>
    </div>
  );
}
