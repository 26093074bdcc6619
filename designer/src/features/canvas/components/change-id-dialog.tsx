import { Button, Group, Modal, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { onEnter } from "@/shared/lib/ime";
import { editor, focusHome, goTo } from "../actions/bench";
import { idsOf, isId } from "../model/ids";
import { changeId } from "../model/rename";
import { useWorkspace } from "../workspace";

/** Gives a node another id. What refers to it by its id is rewritten with it. */
export function ChangeIdDialog() {
  const id = useWorkspace((s) => s.changingId);
  return id === undefined ? null : <OpenDialog key={id} id={id} />;
}

function OpenDialog({ id }: { id: string }) {
  const { t } = useTranslation(["canvas", "shared"]);
  const { set } = useWorkspace.getState();
  const [next, setNext] = useState(id);
  const wrong =
    next === id
      ? undefined
      : !isId(next)
        ? t("changeId.form")
        : idsOf(editor().document).has(next)
          ? t("changeId.taken")
          : undefined;
  const close = () => {
    set({ changingId: undefined });
    focusHome();
  };
  const take = () => {
    if (wrong !== undefined) return;
    close();
    if (next === id) return;
    editor().act(t("step.changeId", { from: id, to: next }), (d) => changeId(d, id, next) ?? d);
    goTo(next);
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t("action.changeId")}
      closeButtonProps={{ "aria-label": t("shared:close") }}
    >
      <Text size="sm" c="dimmed" mb="sm">
        {t("changeId.what")}
      </Text>
      <TextInput
        label={t("changeId.label")}
        value={next}
        onChange={(e) => setNext(e.currentTarget.value)}
        onKeyDown={onEnter(take)}
        error={wrong}
        maxLength={64}
        data-autofocus
      />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close}>
          {t("shared:cancel")}
        </Button>
        <Button onClick={take} disabled={wrong !== undefined}>
          {t("changeId.do")}
        </Button>
      </Group>
    </Modal>
  );
}
