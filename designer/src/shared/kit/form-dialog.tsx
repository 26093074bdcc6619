import { Button, Group, Modal, Stack } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type FieldErrors, ProblemNote } from "./field-errors";

type Props = {
  opened: boolean;
  close: () => void;
  title: string;
  /** What the button says: the act. */
  act: string;
  submit: () => void;
  going: boolean;
  errors: FieldErrors;
  ready?: boolean;
  size?: string | number;
  children: ReactNode;
};

/** A form in a dialog: its fields, what was refused besides, the act. It stays until the act was answered. */
export function FormDialog(p: Props) {
  const { t } = useTranslation();
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (p.ready !== false && !p.going) p.submit();
  };
  const close = () => {
    if (!p.going) p.close();
  };
  return (
    <Modal opened={p.opened} onClose={close} title={p.title} size={p.size ?? "md"}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {p.children}
          <ProblemNote errors={p.errors} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" disabled={p.going} onClick={close}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={p.going} disabled={p.ready === false}>
              {p.act}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
