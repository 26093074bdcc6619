import { ActionIcon, Button, Group, Menu, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useActions } from "@/shared/actions/actions";
import type { Shape } from "@/shared/api/client";
import { asProblem } from "@/shared/api/problems";
import { may, useOrg } from "@/shared/api/session";
import { Can } from "@/shared/kit/can";
import { lazily } from "@/shared/kit/lazily";
import { narrow } from "@/shared/lib/narrow";
import { readVersion } from "../../api/documents";
import { useEditor } from "../../store";
import { DocumentDialog, ImportDialog, SavesDialog } from "../later";
import { useDesk } from "./desk";
import { useChain } from "./use-chain";
import { type DraftDialog, useDraftActions } from "./use-draft-actions";

const SaveTemplate = lazily(() =>
  import("@/shared/chain-templates/save-template").then((m) => m.SaveTemplate),
);

/** What else can be done with the draft: read it, go back, bring in, take out, throw away. */
export function DraftMenu() {
  const chain = useChain().data;
  return chain ? <MenuOf chain={chain} /> : null;
}

function MenuOf({ chain }: { chain: Shape<"ChainBody"> }) {
  const { t } = useTranslation("canvas");
  const small = useMediaQuery(narrow) ?? false;
  const [dialog, setDialog] = useState<DraftDialog>();
  const mayKeep = may(useOrg(chain.org_id).data, "template:write");
  const close = () => setDialog(undefined);
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

  const actions = useDraftActions(chain, {
    small,
    mayKeep,
    open: setDialog,
    discard: () => void discard(),
    failed,
  });
  useActions(actions);
  const item = (id: string, color?: string) => {
    const action = actions.find((a) => a.id === id);
    return (
      <Menu.Item
        disabled={action?.enabled === false}
        onClick={action?.perform}
        {...(color === undefined ? {} : { color })}
      >
        {action?.label}
      </Menu.Item>
    );
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
          {item("canvas.compareLive")}
          {item("canvas.document")}
          {item("canvas.saves")}
          <Can do="chain:edit" on={chain}>
            {item("canvas.import")}
          </Can>
          {item("canvas.export.yaml")}
          {item("canvas.export.json")}
          {mayKeep && item("canvas.keepAsTemplate")}
          {chain.version > 0 && (
            <>
              <Menu.Divider />
              <Can do="chain:edit" on={chain}>
                {item("canvas.discard", "red")}
              </Can>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {dialog === "template" && (
        <SaveTemplate org={chain.org_id} from={{ chain: chain.key }} name={chain.name} close={close} />
      )}
      {dialog === "document" && <DocumentDialog onImport={() => setDialog("import")} close={close} />}
      {dialog === "saves" && <SavesDialog close={close} />}
      {dialog === "import" && <ImportDialog close={close} />}
    </>
  );
}
