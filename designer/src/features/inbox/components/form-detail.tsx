import { Anchor, Button, Group, Skeleton, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "@/shared/api/client";
import { asProblem } from "@/shared/api/problems";
import type { JsonSchema } from "@/shared/chain/document";
import { ErrorState } from "@/shared/kit/error-state";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { JsonView } from "@/shared/kit/json-view";
import { Markdown } from "@/shared/kit/markdown";
import { RelativeTime } from "@/shared/kit/relative-time";
import { clockTime } from "@/shared/lib/format";
import { FilesContext } from "@/shared/schema-form/files";
import { SchemaForm } from "@/shared/schema-form/schema-form";
import { FileWidget } from "@/shared/schema-form/widgets/file";
import { todosChanged } from "@/shared/todos/api";
import { SourceIcon } from "@/shared/todos/todo-row";
import { useFormFiles } from "../api/form-files";
import { type Form, seenAnew, useFormTodo } from "../api/queries";
import classes from "./inbox.module.css";
import { RunFiles } from "./run-files";

/** A form to be filled in; what is typed is kept on the server until it is sent. */
export function FormDetail({ org, id }: { org: string; id: string }) {
  const form = useFormTodo(org, id);
  if (form.error && !form.data) return <ErrorState error={form.error} retry={() => form.refetch()} />;
  if (!form.data) return <Skeleton height={240} />;
  return <Loaded key={form.data.state} form={form.data} />;
}

function Loaded({ form }: { form: Form }) {
  const { t } = useTranslation("inbox");
  return (
    <>
      <div>
        <Group gap="xs" wrap="nowrap">
          <SourceIcon source="form" />
          <Title order={2}>{form.title}</Title>
        </Group>
        <Text size="sm" c="dimmed">
          {form.due_at && form.state === "waiting" && (
            <>
              {t("todos:due")} <RelativeTime at={form.due_at} />
              {" · "}
            </>
          )}
          <Anchor
            size="sm"
            underline="always"
            renderRoot={(props) => (
              <Link
                {...props}
                to="/o/$org/runs/$run"
                params={{ org: form.org_id, run: form.run_id } as never}
              />
            )}
          >
            {t("openRun")}
          </Anchor>
        </Text>
      </div>
      {form.help && <Markdown text={form.help} />}
      {form.may_fill ? <Filling form={form} /> : <Seen form={form} />}
    </>
  );
}

/** A form that is over, or that others are asked for. */
function Seen({ form }: { form: Form }) {
  const { t } = useTranslation("inbox");
  return (
    <>
      <Text size="sm" role="status">
        {t(`form.${form.state === "waiting" ? "others" : form.state}`)}{" "}
        {form.settled_at && <RelativeTime at={form.settled_at} />}
      </Text>
      {form.data !== undefined && (
        <>
          <JsonView value={form.data} label={t("form.data")} />
          <RunFiles
            org={form.org_id}
            run={form.run_id}
            allowed
            only={(file) => holds(form.data, file.digest.replace("sha256:", ""))}
          />
        </>
      )}
    </>
  );
}

/** Whether a text stands anywhere in a value. */
function holds(value: unknown, text: string): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).some((v) => holds(v, text));
  return value === text;
}

const widgets = { file: FileWidget };

/** How long somebody has to rest before what they typed is kept. */
const rest = 1200;

function Filling({ form }: { form: Form }) {
  const { t } = useTranslation("inbox");
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
    onSuccess: () => void todosChanged(queries),
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
      <div className={classes.decide}>
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
