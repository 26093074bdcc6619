import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from "@mantine/core";
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
  /** Asks for the reason: for what stands in the audit log. */
  why?: boolean;
  /** Does it; the reason is empty where it is not asked for. */
  perform: (reason: string) => void;
  /** What is to be shown before is there. */
  shown?: boolean;
  going?: boolean;
  error?: unknown;
};

/** Asks before what cannot easily be taken back. It says what will be so afterwards. */
export function ConfirmDanger(props: Props) {
  const { opened, close, title, effect, act, type, why, perform, shown = true, going, error } = props;
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [reason, setReason] = useState("");
  const ready = shown && (!type || typed.trim() === type) && (!why || reason.trim() !== "");
  const go = () => ready && !going && perform(reason.trim());
  const errors = new FieldErrors(error);
  const forget = () => {
    setTyped("");
    setReason("");
  };
  return (
    <Modal opened={opened} onClose={close} title={title} onExitTransitionEnd={forget}>
      <Stack gap="md">
        <Text component="div" size="sm">
          {effect}
        </Text>
        {why && (
          <Textarea
            label={t("reason")}
            description={t("reasonHelp")}
            required
            autosize
            minRows={2}
            maxRows={6}
            maxLength={500}
            data-autofocus
            value={reason}
            error={errors.at("#/query/reason") ?? errors.at("/reason")}
            onChange={(e) => setReason(e.currentTarget.value)}
          />
        )}
        {type && (
          <TextInput
            label={t("typeToConfirm", { name: type })}
            value={typed}
            onChange={(e) => setTyped(e.currentTarget.value)}
            onKeyDown={onEnter(go)}
            autoComplete="off"
          />
        )}
        <ProblemNote errors={errors} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close} data-autofocus={type || why ? undefined : true}>
            {t("cancel")}
          </Button>
          <Button color="red" disabled={!ready} loading={going ?? false} onClick={go}>
            {act}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
