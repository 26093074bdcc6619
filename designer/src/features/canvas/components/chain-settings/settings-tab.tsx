import { Alert, Button, Code, Stack, Text, Textarea, TextInput, Title } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { ChainDocument, JsonSchema } from "@/shared/chain/document";
import { SchemaForm } from "@/shared/schema-form/schema-form";
import { useEditor } from "../../store";
import { useDesk } from "../drafts/desk";
import { useChain } from "../drafts/use-chain";
import { time } from "../drawers/behaviour-form";
import { knownAtEnd } from "../drawers/known";
import { useSwitches } from "../drawers/use-switches";
import classes from "./chain-settings.module.css";
import { DeleteChain } from "./delete-chain";

const inputSchema: JsonSchema = {
  type: "object",
  properties: { input: { type: "object", title: "Input", "x-title-zh": "输入", "x-widget": "schema" } },
};
const outputSchema: JsonSchema = {
  type: "object",
  properties: {
    output: {
      title: "Output",
      "x-title-zh": "输出",
      "x-expression": true,
      "x-placeholder": `{ "total": "\${{ nodes.sum.output.total }}" }`,
    },
  },
};

/** What the chain is called, what it takes and gives, and how long it may take. All of it is part of the draft. */
export function SettingsTab() {
  const { t } = useTranslation("canvas");
  const document = useEditor((s) => s.document);
  const editing = useEditor((s) => s.editing);
  const problems = useEditor((s) => s.problems);
  const act = useEditor((s) => s.act);
  const chain = useChain().data;
  const change = (field: keyof ChainDocument, value: unknown) =>
    act(
      t("settings.step", { field: t(`settings.${field}`) }),
      (d) => {
        const { [field]: _, ...others } = d;
        return (
          value === undefined || value === "" ? others : { ...others, [field]: value }
        ) as ChainDocument;
      },
      `settings.${field}`,
    );
  const timeoutSchema = useMemo<JsonSchema>(
    () => ({
      type: "object",
      properties: {
        timeout: { ...time, title: t("settings.timeout"), description: t("settings.timeoutWhat") },
      },
    }),
    [t],
  );
  const switches = useSwitches();
  const known = useMemo(
    () => knownAtEnd(document, { outputs: new Map() }, (name) => t(`drawer.known.${name}`), switches),
    [document, t, switches],
  );
  const about = (pointer: string) => problems.filter((p) => p.pointer.startsWith(pointer));
  const wrong = (pointer: string) => about(pointer)[0]?.detail;

  return (
    <div className={classes.tab}>
      <Stack gap="lg">
        {!editing && (
          <Alert variant="light" color="gray">
            {t("settings.view")}{" "}
            {chain?.can.includes("chain:edit") && (
              <Button size="compact-xs" variant="light" onClick={() => void useDesk.getState().edit()}>
                {t("draft.edit")}
              </Button>
            )}
          </Alert>
        )}
        <TextInput
          label={t("settings.name")}
          required
          maxLength={200}
          readOnly={!editing}
          value={document.name}
          error={wrong("/name")}
          onChange={(e) => {
            const name = e.currentTarget.value;
            act(t("settings.step", { field: t("settings.name") }), (d) => ({ ...d, name }), "settings.name");
          }}
        />
        <Text size="sm" c="dimmed">
          {t("settings.key")} <Code>{document.key}</Code>
        </Text>
        <Textarea
          label={t("settings.description")}
          autosize
          minRows={2}
          maxRows={10}
          readOnly={!editing}
          value={document.description ?? ""}
          error={wrong("/description")}
          onChange={(e) => change("description", e.currentTarget.value)}
        />
        <SchemaForm
          schema={timeoutSchema}
          value={{ timeout: document.timeout }}
          readOnly={!editing}
          problems={about("/timeout")}
          onChange={(v) => change("timeout", (v as { timeout?: string }).timeout)}
        />
        <section aria-labelledby="chain-input">
          <Title order={2} id="chain-input">
            {t("settings.input")}
          </Title>
          <Text size="sm" c="dimmed" mb="xs">
            {t("settings.inputWhat")}
          </Text>
          <SchemaForm
            schema={inputSchema}
            value={{ input: document.input }}
            readOnly={!editing}
            problems={about("/input")}
            onChange={(v) => change("input", (v as { input?: unknown }).input)}
          />
        </section>
        <section aria-labelledby="chain-output">
          <Title order={2} id="chain-output">
            {t("settings.output")}
          </Title>
          <Text size="sm" c="dimmed" mb="xs">
            {t("settings.outputWhat")}
          </Text>
          <SchemaForm
            schema={outputSchema}
            value={{ output: document.output }}
            readOnly={!editing}
            expressions={known}
            problems={about("/output")}
            onChange={(v) => change("output", (v as { output?: unknown }).output)}
          />
        </section>
        {chain && <DeleteChain chain={chain} />}
      </Stack>
    </div>
  );
}
