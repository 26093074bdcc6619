import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { keyOf } from "../model/key";

type Props = {
  title: string;
  /** What has a name and a key already. */
  of?: { name: string; key: string };
  close: () => void;
  send: (words: { name: string; key: string }) => void;
  going: boolean;
  error: unknown;
};

/** Asks for the name and key of something new, or for others of what there is. */
export function NamedDialog({ title, of, close, send, going, error }: Props) {
  const { t } = useTranslation("orgs");
  const [name, setName] = useState(of?.name ?? "");
  const [key, setKey] = useState(of?.key);
  const errors = new FieldErrors(error);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    send({ name, key: key ?? keyOf(name) });
  };
  return (
    <Modal opened onClose={close} title={title}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={t("name")}
            data-autofocus
            value={name}
            onChange={(e) => setName(e.currentTarget.value)}
            error={errors.at("/name")}
          />
          <TextInput
            label={t("key")}
            description={t("keyHelp")}
            value={key ?? keyOf(name)}
            onChange={(e) => setKey(e.currentTarget.value)}
            error={errors.at("/key")}
          />
          <ProblemNote errors={errors} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t("shared:cancel")}
            </Button>
            <Button type="submit" loading={going} disabled={!name.trim()}>
              {t(of ? "shared:save" : "shared:create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
