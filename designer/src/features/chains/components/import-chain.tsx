import { Button, FileButton, Group, Text } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "@/shared/api/client";
import { asProblem } from "@/shared/api/problems";
import { CodeEditor } from "@/shared/kit/code-editor";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { isJson } from "../model/document";

type Props = { org: string; opened: boolean; close: () => void };

/** Makes a chain of a document that somebody has: a file, or pasted text. */
export function ImportChain({ org, opened, close }: Props) {
  const { t } = useTranslation("chains");
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const create = useMutation({
    mutationFn: async (document: string) => {
      const { data } = await client.POST("/api/v1/orgs/{org_id}/chains", {
        params: { path: { org_id: org } },
        // The text goes as it is: the server says of each problem in which line it stands.
        body: document as never,
        bodySerializer: (body) => body as unknown as string,
        headers: { "Content-Type": isJson(document) ? "application/json" : "application/yaml" },
      });
      return data;
    },
    onSuccess: async (saved) => {
      setText("");
      await queries.invalidateQueries({ queryKey: ["get", "/api/v1/orgs/{org_id}/chains"] });
      await navigate({ to: "/o/$org/chains/$key", params: { org, key: saved?.chain.key } } as never);
    },
  });
  const marks = useMemo(
    () =>
      (create.error ? asProblem(create.error).details : []).flatMap((d) =>
        d.line ? [{ line: d.line, column: d.column ?? 1, text: d.detail, severity: "error" as const }] : [],
      ),
    [create.error],
  );
  return (
    <FormDialog
      opened={opened}
      close={() => {
        create.reset();
        close();
      }}
      size="xl"
      title={t("import.title")}
      act={t("import.act")}
      going={create.isPending}
      ready={text.trim() !== ""}
      errors={new FieldErrors(create.error)}
      submit={() => create.mutate(text)}
    >
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {t("import.help")}
        </Text>
        <FileButton
          accept=".yaml,.yml,.json"
          onChange={(file) => void file?.text().then(setText)}
          inputProps={{ "aria-label": t("import.file") }}
        >
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconFileUpload size={16} aria-hidden />}>
              {t("import.file")}
            </Button>
          )}
        </FileButton>
      </Group>
      <CodeEditor
        label={t("import.text")}
        language={isJson(text) ? "json" : "yaml"}
        value={text}
        onChange={setText}
        marks={marks}
        minHeight={280}
        maxHeight={420}
      />
    </FormDialog>
  );
}
