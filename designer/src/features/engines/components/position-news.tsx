import { Paper, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { words } from "@/shared/i18n/i18n";
import type { PositionChange } from "../model/position-changes";

/** What a look at the engine found to be other than before. */
export function PositionNews({ changes }: { changes: PositionChange[] }) {
  const { t, i18n } = useTranslation("engines");
  if (changes.length === 0)
    return (
      <Text size="sm" role="status">
        {t("positions.same")}
      </Text>
    );
  return (
    <Paper withBorder p="sm" role="status">
      <Text size="sm">{t("positions.changed")}</Text>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t("positions.title")}</Table.Th>
            <Table.Th scope="col">{t("positions.change")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {changes.map(({ position, what, fields }) => (
            <Table.Tr key={position.key}>
              <Table.Th scope="row">{words(position.title, i18n.language)}</Table.Th>
              <Table.Td>
                {fields.length === 0
                  ? t(`positions.was.${what}`)
                  : fields.map((f) => (
                      <Text key={`${f.name} ${f.what}`} size="sm">
                        {t(`positions.field.${f.what}`, { name: f.name, from: f.from, to: f.to })}
                      </Text>
                    ))}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
