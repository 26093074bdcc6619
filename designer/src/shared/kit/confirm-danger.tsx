import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { onEnter } from "@/shared/lib/ime";
import { FieldErrors, ProblemNote } from "./field-errors";

type Props = {
  opened: boolean;
  close: () => void;
  /** Names the act and the thing: “Delete the script build?” */
  title: string;
  /** What will be so afterwards. */
  effect: ReactNode;
  /** What the button says: the act, not “OK”. */
  act: string;
  /** For what others share: it must be typed before the act. */
  type?: string;
  perform: () => void;
  going?: boolean;
  error?: unknown;
};

/** Asks before what cannot easily be taken back. It says what will be so afterwards. */
export function ConfirmDanger({ opened, close, title, effect, act, type, perform, going, error }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const ready = !type || typed.trim() === type;
  return (
    <Modal opened={opened} onClose={close} title={title} onExitTransitionEnd={() => setTyped("")}>
      <Stack gap="md">
        <Text component="div" size="sm">
          {effect}
        </Text>
        {type && (
          <TextInput
            label={t("typeToConfirm", { name: type })}
            value={typed}
            onChange={(e) => setTyped(e.currentTarget.value)}
            onKeyDown={onEnter(() => ready && perform())}
            autoComplete="off"
          />
        )}
        <ProblemNote errors={new FieldErrors(error)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close} data-autofocus={type ? undefined : true}>
            {t("cancel")}
          </Button>
          <Button color="red" disabled={!ready} loading={going ?? false} onClick={perform}>
            {act}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
