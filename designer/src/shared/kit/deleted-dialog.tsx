import { Button, Modal, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { FieldErrors, ProblemNote } from "./field-errors";
import { Listing } from "./listing";
import { RelativeTime } from "./relative-time";

type Deleted = {
  id: string;
  key: string;
  name: string;
  deleted_at: string;
  deleted_by: { name: string };
};

type Props<Row> = {
  opened: boolean;
  close: () => void;
  query: Parameters<typeof Listing<Row>>[0]["query"];
  words: { title: string; name: string; by: string; none: string };
  restore: (id: string) => void;
  /** What is being restored. */
  restoring: string | undefined;
  error: unknown;
};

/** Things of one kind that were deleted and can be brought back. */
export function DeletedDialog<Row extends Deleted>(props: Props<Row>) {
  const { opened, close, query, words, restore, restoring, error } = props;
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={close} title={words.title} size="lg">
      <ProblemNote errors={new FieldErrors(error)} />
      <Listing<Row>
        query={query}
        label={words.title}
        id={(d) => d.id}
        columns={[
          { id: "name", title: words.name, cell: (d) => `${d.name} (${d.key})` },
          {
            id: "when",
            title: t("deleted.when"),
            cell: (d) => <RelativeTime at={d.deleted_at} />,
            width: 140,
          },
          { id: "by", title: words.by, cell: (d) => d.deleted_by.name, wide: true, width: 140 },
          {
            id: "act",
            title: t("deleted.restore"),
            quiet: true,
            align: "end",
            width: 120,
            cell: (d) => (
              <Button
                size="xs"
                variant="light"
                loading={restoring === d.id}
                onClick={() => restore(d.id)}
                aria-label={t("deleted.restoreOne", { name: d.name })}
              >
                {t("deleted.restore")}
              </Button>
            ),
          },
        ]}
        empty={<Text c="dimmed">{words.none}</Text>}
      />
    </Modal>
  );
}
