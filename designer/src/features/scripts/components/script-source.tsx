import { Button, Group, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useBlocker } from "@tanstack/react-router";
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useActions } from "@/shared/actions/actions";
import { api, type Shape } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { CodeEditor } from "@/shared/kit/code-editor";
import { ErrorState } from "@/shared/kit/error-state";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { onEnter } from "@/shared/lib/ime";
import { editorLanguage } from "../model/languages";

type Props = { path: { org_id: string; script_key: string }; script: Shape<"ScriptBody"> };

/** The newest text, to be changed into the next version. */
export function ScriptSource({ path, script }: Props) {
  const { t } = useTranslation("scripts");
  const queries = useQueryClient();
  const newest = api.useQuery("get", "/api/v1/orgs/{org_id}/scripts/{script_key}/versions/{version}", {
    params: { path: { ...path, version: script.version } },
  });
  const [text, setText] = useState<string>();
  const [message, setMessage] = useState("");
  const add = api.useMutation("post", "/api/v1/orgs/{org_id}/scripts/{script_key}/versions", {
    onSuccess: () => {
      setText(undefined);
      setMessage("");
      return queries.invalidateQueries({
        predicate: (q) => String(q.queryKey[1]).startsWith("/api/v1/orgs/{org_id}/scripts"),
      });
    },
  });
  const known = newest.data?.source ?? "";
  const changed = text !== undefined && text !== known;
  const mayEdit = script.can.includes("script:edit");
  useBlocker({
    shouldBlockFn: () => changed && !window.confirm(t("leave")),
    enableBeforeUnload: () => changed,
  });
  const save = () =>
    changed &&
    add.mutate({
      params: { path, header: { "If-Match": etag(script.revision) } },
      body: { source: text, message },
    });
  const latest = useRef(save);
  latest.current = save;
  useActions(
    useMemo(
      () => [
        {
          id: "script.save",
          label: t("save"),
          keys: ["mod+s"],
          always: true,
          perform: () => latest.current(),
        },
      ],
      [t],
    ),
  );
  if (newest.error) return <ErrorState error={newest.error} retry={() => newest.refetch()} />;
  if (!newest.data) return <Skeleton height={400} />;
  const errors = new FieldErrors(add.error);
  return (
    <Stack gap="sm">
      <CodeEditor
        label={t("sourceOf", { name: script.name })}
        language={editorLanguage(script.language)}
        value={text ?? known}
        {...(mayEdit ? { onChange: setText } : {})}
        minHeight={360}
      />
      <ProblemNote errors={errors} />
      {mayEdit && (
        <Group align="flex-end">
          <TextInput
            label={t("message")}
            placeholder={t("messageHint")}
            flex={1}
            maxLength={2000}
            value={message}
            onChange={(e) => setMessage(e.currentTarget.value)}
            onKeyDown={onEnter(save)}
          />
          <Button disabled={!changed} loading={add.isPending} onClick={save}>
            {t("save")}
          </Button>
          {changed && (
            <Button variant="default" onClick={() => setText(undefined)}>
              {t("discard")}
            </Button>
          )}
        </Group>
      )}
      <Text size="xs" c="dimmed" role="status">
        {changed ? t("unsaved") : add.isSuccess ? t("saved", { version: script.version }) : t("pinned")}
      </Text>
    </Stack>
  );
}
