import { Button, Group, Skeleton, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ErrorState } from "@/shared/kit/error-state";
import { Markdown } from "@/shared/kit/markdown";
import { FillForm } from "@/shared/todos/fill-form";
import { useFormTodo } from "@/shared/todos/forms";

type Props = { org: string; id: string; close: () => void };

/** What a to-do's form asks for; `close` once it is sent. */
export function FormInPlace({ org, id, close }: Props) {
  const { t } = useTranslation("home");
  const form = useFormTodo(org, id);
  if (form.error && !form.data) return <ErrorState error={form.error} retry={() => form.refetch()} />;
  if (!form.data) return <Skeleton height={120} />;
  if (!form.data.may_fill)
    return (
      <Group gap="xs" role="status">
        <Text size="sm">{t("fillOver")}</Text>
        <Button size="compact-sm" variant="subtle" onClick={close}>
          {t("shared:close")}
        </Button>
      </Group>
    );
  return (
    <>
      {form.data.help && <Markdown text={form.data.help} />}
      <FillForm form={form.data} sent={close} />
    </>
  );
}
