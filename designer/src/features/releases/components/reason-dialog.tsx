import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";

type Props = {
  opened: boolean;
  close: () => void;
  title: string;
  /** What will be so afterwards. */
  effect: ReactNode;
  act: string;
  perform: (reason: string) => void;
  going: boolean;
  error: unknown;
};

/** Asks before something that cannot be taken back, and why it is done. */
export function ReasonDialog({ opened, close, title, effect, act, perform, going, error }: Props) {
  const { t } = useTranslation("releases");
  const [reason, setReason] = useState("");
  const errors = new FieldErrors(error);
  return (
    <Modal opened={opened} onClose={close} title={title} onExitTransitionEnd={() => setReason("")}>
      <Stack gap="md">
        <Text component="div" size="sm">
          {effect}
        </Text>
        <Textarea
          label={t("reason")}
          required
          autosize
          minRows={2}
          data-autofocus
          value={reason}
          error={errors.at("/reason")}
          onChange={(e) => setReason(e.currentTarget.value)}
        />
        <ProblemNote errors={errors} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {t("shared:cancel")}
          </Button>
          <Button
            color="red"
            disabled={reason.trim() === ""}
            loading={going}
            onClick={() => perform(reason.trim())}
          >
            {act}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
