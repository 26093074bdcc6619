import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { RightsList } from "../rights-list";

/** Who gains and loses what by a move, and what stops or starts working. */
export function MovePreview({ preview }: { preview: Shape<"PreviewBody"> }) {
  const { t } = useTranslation("orgs");
  const ties = (
    [
      ["stops", preview.stops],
      ["starts", preview.starts],
    ] as const
  ).flatMap(([when, what]) => {
    const lines: string[] = what.grants.map((g) =>
      t(`${when}.grant`, { role: g.role.name, subject: g.subject.name, org: g.org.name }),
    );
    if (what.shares.length > 0) lines.push(t(`${when}.shares`, { count: what.shares.length }));
    if (what.tokens.length > 0) lines.push(t(`${when}.tokens`, { count: what.tokens.length }));
    return lines;
  });
  if (preview.total === 0 && ties.length === 0)
    return (
      <Text size="sm" c="dimmed" role="status">
        {t("moveNothing")}
      </Text>
    );
  return (
    <Stack gap="xs" role="status">
      <RightsList rights={preview.rights} total={preview.total} />
      {ties.map((line) => (
        <Text key={line} size="sm">
          {line}
        </Text>
      ))}
    </Stack>
  );
}
