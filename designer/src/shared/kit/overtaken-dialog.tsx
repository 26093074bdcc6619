import { Button, Code, Group, Modal, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { list } from "@/shared/lib/format";
import type { Fields } from "./overtaken";

type Props = {
  mine: Fields;
  theirs: Fields;
  whole: boolean;
  answer: (over: boolean) => void;
  close: () => void;
};

/** What the server says of a thing, and nobody writes. */
const given = /^(id|key|kind|state|revision|can|shared|problem|.*_(id|at|by))$/;

/** The Escape of a window is heard by all its dialogs; with this only the one that it is pressed in closes. */
const own = { "data-mantine-stop-propagation": "true" };

/** What others have made of the fields that were sent, beside mine; and whether mine is to be saved over it. */
export function OvertakenDialog({ mine, theirs, whole, answer, close }: Props) {
  const { t } = useTranslation();
  const differ = Object.keys(mine).filter((f) => f in theirs && canonical(mine[f]) !== canonical(theirs[f]));
  // These are named and not shown: what the server does not give may be a secret.
  const one = [
    ...Object.keys(mine).filter((f) => !(f in theirs)),
    ...Object.keys(theirs).filter((f) => whole && !(f in mine) && !given.test(f)),
  ];
  const label = (field: string) => t(`field.${field}`, { defaultValue: field.replaceAll("_", " ") });
  const by = theirs.updated_by as { name?: string } | undefined;
  return (
    <Modal
      opened
      onClose={close}
      title={t("overtaken.title")}
      size="lg"
      zIndex={400}
      onKeyDown={(e) => e.key === "Escape" && close()}
      attributes={{ content: own, close: own }}
    >
      <Stack gap="md">
        <Text size="sm">{by?.name ? t("overtaken.by", { name: by.name }) : t("overtaken.what")}</Text>
        {differ.map((field) => (
          <Stack key={field} gap="xs" role="group" aria-label={label(field)}>
            <Text size="sm" fw={500}>
              {label(field)}
            </Text>
            <Group grow align="flex-start">
              <Value label={t("overtaken.theirs")} of={theirs[field]} />
              <Value label={t("overtaken.mine")} of={mine[field]} />
            </Group>
          </Stack>
        ))}
        {one.length > 0 && <Text size="sm">{t("overtaken.one", { fields: list(one.map(label)) })}</Text>}
        {differ.length + one.length === 0 && <Text size="sm">{t("overtaken.same")}</Text>}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus {...own} onClick={close}>
            {t("cancel")}
          </Button>
          <Button color="red" {...own} onClick={() => answer(true)}>
            {t("overtaken.save")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Value({ label, of: value }: { label: string; of: unknown }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Code
        block
        mah={240}
        tabIndex={0}
        {...own}
        style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}
      >
        {typeof value === "string" ? value : JSON.stringify(value, null, 1)}
      </Code>
    </div>
  );
}

/** The same for the same value, in whatever order its fields stand. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, v) =>
    typeof v === "object" && v !== null && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  );
}
