import { Skeleton, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { list } from "@/shared/lib/format";
import { RightsList } from "./rights-list";

type Props = { asked: { data?: Shape<"ForeseenBody"> | undefined; error: unknown } };

/** Whose rights a role's change, a grant or its withdrawal changes, before it is made; or why it is refused. */
export function Foreseen({ asked: { data, error } }: Props) {
  const { t } = useTranslation("orgs");
  if (error) return <ProblemNote errors={new FieldErrors(error)} />;
  if (!data) return <Skeleton height={64} role="status" aria-label={t("shared:loading")} />;
  const counts = [
    ...(data.gain > 0 ? [t("gain", { count: data.gain })] : []),
    ...(data.lose > 0 ? [t("lose", { count: data.lose })] : []),
  ];
  return (
    <Stack gap="xs" role="status">
      <Text size="sm">{counts.length > 0 ? t("foreseen", { what: list(counts) }) : t("moveNothing")}</Text>
      {counts.length > 0 && <RightsList rights={data.rights} total={data.total} />}
    </Stack>
  );
}
