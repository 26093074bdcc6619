import { Button, CopyButton, Group, Modal, Stack, Text } from "@mantine/core";
import { useMediaQuery, useViewportSize } from "@mantine/hooks";
import { IconCheck, IconCopy, IconDownload, IconUpload } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { ChainDocument } from "@/shared/chain/document";
import { Can } from "@/shared/kit/can";
import { CodeEditor } from "@/shared/kit/code-editor";
import { narrow } from "@/shared/lib/narrow";
import { save } from "@/shared/lib/save";
import { asYaml } from "../../model/yaml";
import { useEditor } from "../../store";
import { useChain } from "./use-chain";

type Props = {
  /** A published version; without it the draft is shown, as it stands on the screen. */
  version?: { number: string; document: ChainDocument };
  /** Leads to the dialog that takes another document for the draft. */
  onImport?: () => void;
  close: () => void;
};

/** What stands around the text in the window. */
const around = 230;

/** The draft or a version as YAML, to be read, copied or kept. */
export function DocumentDialog({ version, onImport, close }: Props) {
  const { t } = useTranslation("canvas");
  const draft = useEditor((s) => s.document);
  const key = useEditor((s) => s.key);
  const chain = useChain().data;
  const small = useMediaQuery(narrow);
  const { height } = useViewportSize();
  const document = version?.document ?? draft;
  const text = useMemo(() => asYaml(document), [document]);
  const file = version ? `${key}-v${version.number}.yaml` : `${key}.yaml`;
  const what = version ? t("versions.number", { version: version.number }) : t("versions.draft");

  return (
    <Modal
      opened
      onClose={close}
      size={1100}
      fullScreen={small ?? false}
      yOffset="3vh"
      title={t("document.title", { name: document.name || key, what })}
    >
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Text size="sm" c="dimmed" flex="1 1 280px">
            {t(version ? "document.whole" : "document.now")}
          </Text>
          <Group gap="xs">
            <CopyButton value={text}>
              {({ copied, copy }) => (
                <Button
                  size="compact-sm"
                  variant={copied ? "light" : "default"}
                  onClick={copy}
                  leftSection={
                    copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />
                  }
                >
                  {t(copied ? "shared:copied" : "shared:copy")}
                </Button>
              )}
            </CopyButton>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconDownload size={16} aria-hidden />}
              onClick={() => save(new Blob([text], { type: "application/yaml" }), file)}
            >
              {t("draft.download")}
            </Button>
            {onImport && (
              <Can do="chain:edit" on={chain}>
                <Button
                  size="compact-sm"
                  variant="default"
                  leftSection={<IconUpload size={16} aria-hidden />}
                  disabled={small ?? false}
                  onClick={onImport}
                >
                  {t("import.open")}
                </Button>
              </Can>
            )}
          </Group>
        </Group>
        {onImport && small && (
          <Text size="sm" c="dimmed">
            {t("draft.narrow")}
          </Text>
        )}
        <CodeEditor
          label={t("document.text")}
          language="yaml"
          value={text}
          minHeight={240}
          maxHeight={Math.max(240, height - around)}
        />
      </Stack>
    </Modal>
  );
}
