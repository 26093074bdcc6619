import { ActionIcon, Button, Group, Menu, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { exportDocument } from "@/shared/api/export-document";
import { asProblem } from "@/shared/api/problems";
import { may, useOrg } from "@/shared/api/session";
import { Can } from "@/shared/kit/can";
import { lazily } from "@/shared/kit/lazily";
import { narrow } from "@/shared/lib/narrow";
import { readVersion } from "../../api/documents";
import { useEditor } from "../../store";
import { ImportDialog, SavesDialog } from "../later";
import { useDesk } from "./desk";
import { useChain } from "./use-chain";

const SaveTemplate = lazily(() =>
  import("@/shared/chain-templates/save-template").then((m) => m.SaveTemplate),
);

/** What else can be done with the draft: go back, bring in, take out, throw away. */
export function DraftMenu() {
  const { t } = useTranslation("canvas");
  const chain = useChain().data;
  const small = useMediaQuery(narrow);
  const [dialog, setDialog] = useState<"saves" | "import" | "template">();
  const mayKeep = may(useOrg(chain?.org_id ?? "").data, "template:write");
  if (!chain) return null;
  const failed = (error: unknown) =>
    notifications.show({ color: "red", message: asProblem(error).message || asProblem(error).code });

  const discard = async () => {
    try {
      const live = await readVersion(chain.org_id, chain.key, chain.version);
      const { edit } = useDesk.getState();
      if (!(await edit())) throw useDesk.getState().refused;
      useEditor.getState().act(t("draft.discard"), () => live);
      const id = notifications.show({
        message: (
          <Group gap="sm">
            <Text size="sm">{t("draft.discarded", { version: chain.version })}</Text>
            <Button
              size="compact-sm"
              variant="light"
              onClick={() => {
                useEditor.getState().undo();
                notifications.hide(id);
              }}
            >
              {t("history.undo")}
            </Button>
          </Group>
        ),
        autoClose: 10_000,
      });
    } catch (e) {
      failed(e);
    }
  };

  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t("draft.more")}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown maw={320}>
          {small && <Menu.Label>{t("draft.narrow")}</Menu.Label>}
          <Menu.Item onClick={() => setDialog("saves")}>{t("saves.item")}</Menu.Item>
          <Can do="chain:edit" on={chain}>
            <Menu.Item disabled={small} onClick={() => setDialog("import")}>
              {t("import.open")}
            </Menu.Item>
          </Can>
          <Menu.Item
            onClick={() => void exportDocument(chain.org_id, chain.key, undefined, "yaml").catch(failed)}
          >
            {t("export.yaml")}
          </Menu.Item>
          <Menu.Item
            onClick={() => void exportDocument(chain.org_id, chain.key, undefined, "json").catch(failed)}
          >
            {t("export.json")}
          </Menu.Item>
          {mayKeep && (
            <Menu.Item onClick={() => setDialog("template")}>{`${t("chain-templates:saveItem")}…`}</Menu.Item>
          )}
          {chain.version > 0 && (
            <>
              <Menu.Divider />
              <Can do="chain:edit" on={chain}>
                <Menu.Item
                  color="red"
                  disabled={small || !chain.draft.changed}
                  onClick={() => void discard()}
                >
                  {t("draft.discard")}
                </Menu.Item>
              </Can>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {dialog === "template" && (
        <SaveTemplate
          org={chain.org_id}
          from={{ chain: chain.key }}
          name={chain.name}
          close={() => setDialog(undefined)}
        />
      )}
      {dialog === "saves" && <SavesDialog close={() => setDialog(undefined)} />}
      {dialog === "import" && <ImportDialog close={() => setDialog(undefined)} />}
    </>
  );
}
