import { Button, Group, Modal, Skeleton, Stack, Switch, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { ErrorState } from "@/shared/kit/error-state";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { RunInput } from "@/shared/kit/run-input";
import { remember, remembered } from "@/shared/lib/storage";
import { startRun, useVersionDocument } from "../../api/runs";
import { ApiCall } from "./api-call";
import { InputSource } from "./input-source";

/** Starts a run of the published version by the form of its input schema. */
export function StartDialog({ chain, close }: { chain: Shape<"ChainBody">; close: () => void }) {
  const { t } = useTranslation("canvas");
  const navigate = useNavigate();
  const { org_id: org, key, version } = chain;
  const document = useVersionDocument(org, key, version);
  const memory = `input.${org}.${key}`;
  const [input, setInput] = useState<unknown>(() => remembered(memory, {}));
  const [title, setTitle] = useState("");
  const [ok, setOk] = useState(true);
  const [asCall, setAsCall] = useState(false);
  const [error, setError] = useState<unknown>();
  const [going, setGoing] = useState(false);
  const errors = new FieldErrors(error);
  const problems = errors
    .under("/input")
    .map((d) => ({ pointer: (d.pointer ?? "").slice("/input".length), detail: d.detail }));
  const body = { input, ...(title.trim() ? { title: title.trim() } : {}) };

  const start = async () => {
    setGoing(true);
    setError(undefined);
    try {
      const run = await startRun(org, key, body);
      remember(memory, input);
      await navigate({ to: "/o/$org/runs/$run", params: { org, run: run.id } });
    } catch (e) {
      setError(e);
      setGoing(false);
    }
  };

  return (
    <Modal opened onClose={close} size={640} title={t("start.title", { name: chain.name, version })}>
      {document.error ? (
        <ErrorState error={document.error} retry={() => void document.refetch()} />
      ) : document.isPending ? (
        <Skeleton height={160} />
      ) : (
        <Stack gap="md">
          <Group justify="flex-end" mb={-12}>
            <InputSource
              org={org}
              chain={key}
              take={(value) => {
                setInput(value);
                setOk(true);
              }}
            />
          </Group>
          <RunInput
            schema={document.data?.input}
            value={input}
            problems={problems}
            onChange={(value, valid) => {
              setInput(value);
              setOk(valid);
            }}
          />
          <TextInput
            label={t("start.runTitle")}
            description={t("start.runTitleWhat")}
            value={title}
            maxLength={200}
            error={errors.at("/title")}
            onChange={(e) => setTitle(e.currentTarget.value)}
          />
          <Switch
            label={t("start.api")}
            checked={asCall}
            onChange={(e) => setAsCall(e.currentTarget.checked)}
          />
          {asCall && <ApiCall org={org} chain={key} body={body} note={t("start.apiWhat")} />}
          <ProblemNote errors={errors} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t("shared:cancel")}
            </Button>
            <Button loading={going} disabled={!ok} onClick={() => void start()}>
              {t("start.now")}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
