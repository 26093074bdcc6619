import { Button, Group, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "@/shared/api/client";
import { asProblem } from "@/shared/api/problems";
import type { JsonSchema } from "@/shared/chain/document";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { clockTime } from "@/shared/lib/format";
import { FilesContext } from "@/shared/schema-form/files";
import { SchemaForm } from "@/shared/schema-form/schema-form";
import { FileWidget } from "@/shared/schema-form/widgets/file";
import { todosChanged } from "./api";
import { useFormFiles } from "./form-files";
import { type Form, seenAnew } from "./forms";

const widgets = { file: FileWidget };

/** How long somebody has to rest before what they typed is kept. */
const rest = 1200;

type Props = {
  form: Form;
  /** The look of where it is sent from. */
  foot?: string | undefined;
  /** The server has taken it. */
  sent?: (() => void) | undefined;
};

/** A form as it is filled in: what is typed is kept on the server until it is sent. */
export function FillForm({ form, foot, sent }: Props) {
  const { t } = useTranslation("todos");
  const queries = useQueryClient();
  // Until somebody types here it is the draft as it was read last, perhaps from elsewhere.
  const [typed, setTyped] = useState<unknown>();
  const value = typed ?? form.draft ?? form.initial ?? {};
  const [kept, setKept] = useState<{ at?: string; problem?: string }>(
    form.draft_at ? { at: form.draft_at } : {},
  );
  const unsent = useRef<unknown>(undefined);
  const { files, sending } = useFormFiles(form);
  const path = { org_id: form.org_id, form_id: form.id };
  const send = api.useMutation("post", "/api/v1/orgs/{org_id}/forms/{form_id}/answer", {
    onSuccess: () => {
      sent?.();
      void todosChanged(queries);
    },
    onError: (_, { body }) => {
      unsent.current ??= body.data;
      void save.current();
    },
  });
  const save = useRef(async () => {});
  save.current = async () => {
    if (unsent.current === undefined) return;
    const data = unsent.current;
    unsent.current = undefined;
    seenAnew(queries, form.org_id, form.id, (f) => ({ ...f, draft: data }));
    try {
      const saved = await client.PUT("/api/v1/orgs/{org_id}/forms/{form_id}/draft", {
        params: { path },
        body: { data: data as never },
        keepalive: true,
      });
      setKept(saved.data?.draft_at ? { at: saved.data.draft_at } : {});
    } catch (error) {
      unsent.current ??= data;
      setKept((k) => ({ ...k, problem: asProblem(error).message }));
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change begins the rest anew
  useEffect(() => {
    if (unsent.current === undefined) return;
    const timer = setTimeout(() => void save.current(), rest);
    return () => clearTimeout(timer);
  }, [typed]);
  useEffect(() => {
    const leave = () => void save.current();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, []);
  const errors = new FieldErrors(send.error);
  const problems = errors
    .under("/data")
    .map((d) => ({ pointer: (d.pointer ?? "").slice("/data".length), detail: d.detail }));
  return (
    <>
      <FilesContext value={files}>
        <SchemaForm
          schema={form.schema as JsonSchema}
          value={value}
          problems={problems}
          widgets={widgets}
          org={form.org_id}
          onChange={(next) => {
            unsent.current = next;
            setTyped(next);
          }}
        />
      </FilesContext>
      <ProblemNote errors={errors} />
      <div className={foot}>
        <Group justify="space-between" gap="xs">
          <Button
            loading={send.isPending}
            disabled={sending}
            onClick={() => {
              unsent.current = undefined;
              send.mutate({ params: { path }, body: { data: value as never } });
            }}
          >
            {t("form.send")}
          </Button>
          <Text size="xs" c={kept.problem ? "red" : "dimmed"} role="status">
            {sending
              ? t("form.sending")
              : kept.problem
                ? t("form.notKept", { reason: kept.problem })
                : kept.at && t("form.kept", { at: clockTime(kept.at) })}
          </Text>
        </Group>
      </div>
    </>
  );
}
