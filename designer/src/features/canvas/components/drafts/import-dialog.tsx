import { Alert, Button, FileButton, Group, Modal, Stack, Text } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/shared/api/problems";
import { CodeEditor } from "@/shared/kit/code-editor";
import { useEditor } from "../../store";
import { useDesk } from "./desk";

/** Makes a document from elsewhere that of the draft. It can be undone; the chain keeps its key. */
export function ImportDialog({ close }: { close: () => void }) {
  const { t } = useTranslation("canvas");
  const key = useEditor((s) => s.key);
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState("");
  const [going, setGoing] = useState(false);

  const take = async () => {
    setGoing(true);
    setWrong("");
    try {
      const { fromYaml } = await import("../../model/yaml");
      const document = fromYaml(text);
      if (!document) {
        setWrong(t("import.none"));
        return;
      }
      const { edit } = useDesk.getState();
      if (!(await edit())) throw useDesk.getState().refused;
      useEditor.getState().act(t("import.item"), () => ({ ...document, key }));
      close();
    } catch (e) {
      setWrong(asProblem(e).message);
    } finally {
      setGoing(false);
    }
  };

  return (
    <Modal opened onClose={close} size={800} title={t("import.title")}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t("import.what")}
        </Text>
        <Group>
          <FileButton
            accept=".yaml,.yml,.json"
            onChange={(file) => void file?.text().then((content) => setText(content))}
          >
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconUpload size={16} aria-hidden />}>
                {t("import.file")}
              </Button>
            )}
          </FileButton>
        </Group>
        <CodeEditor
          label={t("import.text")}
          language="yaml"
          value={text}
          onChange={setText}
          minHeight={280}
        />
        {wrong && (
          <Alert color="red" role="alert">
            {wrong}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {t("shared:cancel")}
          </Button>
          <Button disabled={text.trim() === ""} loading={going} onClick={() => void take()}>
            {t("import.take")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
