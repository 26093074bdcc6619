import { ActionIcon, Button, Group, Kbd, Modal, Stack, Text, TextInput, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Action, useActions } from "./actions";
import { bindings, keysOf } from "./bindings";
import { shown } from "./hotkeys";
import { KeyCapture } from "./key-capture";
import classes from "./key-list.module.css";
import { best } from "./match";

const nothing: Action[] = [];

/** Every action that has or can have keys here, with its keys, which can be changed. */
export function KeyList({ actions, close }: { actions: Action[]; close: () => void }) {
  const { t } = useTranslation("actions");
  const [typed, setTyped] = useState("");
  const [changing, setChanging] = useState("");
  const own = bindings((s) => s.own);
  const { bind, reset } = bindings.getState();
  useActions(nothing, true);
  const listed = actions.filter((a, i) => actions.findIndex((b) => b.id === a.id) === i);
  const rows = best(listed, (a) => a.label, typed);

  return (
    <Modal opened onClose={close} title={t("keys")} size={560}>
      <Stack gap="sm">
        <TextInput
          data-autofocus
          aria-label={t("findKey")}
          placeholder={t("findKey")}
          leftSection={<IconSearch size={16} stroke={1.5} aria-hidden />}
          value={typed}
          onChange={(e) => setTyped(e.currentTarget.value)}
        />
        <ul className={classes.list}>
          {rows.map((action) => (
            <li key={action.id} className={classes.row}>
              <span className={classes.label}>{action.label}</span>
              {changing === action.id ? (
                <KeyCapture
                  action={action}
                  others={listed}
                  done={(keys) => {
                    if (keys) bind(action.id, [keys]);
                    setChanging("");
                  }}
                />
              ) : (
                <>
                  {own[action.id] && (
                    <Tooltip label={t("resetOne")}>
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        aria-label={`${t("resetOne")}: ${action.label}`}
                        onClick={() => reset(action.id)}
                      >
                        <IconArrowBackUp size={16} stroke={1.5} aria-hidden />
                      </ActionIcon>
                    </Tooltip>
                  )}
                  <button
                    type="button"
                    className={classes.keys}
                    title={t("change")}
                    aria-label={t("changeOf", {
                      action: action.label,
                      keys: keysOf(action, own).map(shown).join(", ") || t("noKeys"),
                    })}
                    onClick={() => setChanging(action.id)}
                  >
                    {keysOf(action, own).map((keys) => (
                      <Kbd key={keys} size="xs">
                        {shown(keys)}
                      </Kbd>
                    ))}
                    {keysOf(action, own).length === 0 && <Text size="xs">{t("noKeys")}</Text>}
                  </button>
                </>
              )}
            </li>
          ))}
        </ul>
        {rows.length === 0 && (
          <Text c="dimmed" size="sm" role="status">
            {t("nothing")}
          </Text>
        )}
        <Group justify="space-between">
          <Text size="xs" c="dimmed">
            {t("keptHere")}
          </Text>
          <Button
            variant="default"
            size="xs"
            disabled={Object.keys(own).length === 0}
            onClick={() => reset()}
          >
            {t("resetAll")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
