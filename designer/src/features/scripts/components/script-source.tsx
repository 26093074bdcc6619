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
import { useDraft } from "@/shared/kit/use-draft";
import { onEnter } from "@/shared/lib/ime";
import { editorLanguage } from "../model/languages";

type Script = Shape<"ScriptBody">;
type Props = { path: { org_id: string; script_key: string }; script: Script };

const one = "/api/v1/orgs/{org_id}/scripts/{script_key}/versions/{version}" as const;

/** The newest text, to be changed into the next version. */
export function ScriptSource({ path, script }: Props) {
  const { t } = useTranslation("scripts");
  const queries = useQueryClient();
  const draft = useDraft<string, Script>(script);
  const text = draft.value;
  // Another name is no other text: only a version of somebody else's stands against what is written.
  const base = draft.from.version === script.version ? script : draft.from;
  const newest = api.useQuery("get", one, { params: { path: { ...path, version: base.version } } });
  const [message, setMessage] = useState("");
  const add = api.useMutation("post", "/api/v1/orgs/{org_id}/scripts/{script_key}/versions", {
    onSuccess: ({ script: made }, { body }) => {
      // The new text is known already: the editor stays, and so does what is typed in it meanwhile.
      const { queryKey } = api.queryOptions("get", one, {
        params: { path: { ...path, version: made.version } },
      });
      queries.setQueryData(queryKey, { version: made.version, digest: made.digest, ...body } as never);
    },
    onSettled: () =>
      queries.invalidateQueries({
        predicate: (q) => String(q.queryKey[1]).startsWith("/api/v1/orgs/{org_id}/scripts"),
      }),
  });
  const known = newest.data?.source ?? "";
  const changed = text !== undefined && text !== known;
  const mayEdit = script.can.includes("script:edit");
  useBlocker({
    shouldBlockFn: () => changed && !window.confirm(t("leave")),
    enableBeforeUnload: () => changed,
  });
  // The editor also tells what it was given: that is no draft.
  const write = (next: string) => (next === known ? draft.drop() : draft.write(next));
  const sending = useRef(false); // a key that is held asks again before anything is drawn
  const save = () => {
    if (!changed || sending.current) return;
    sending.current = true;
    add.mutate(
      { params: { path, header: { "If-Match": etag(base.revision) } }, body: { source: text, message } },
      {
        onSuccess: ({ script: made }) => {
          draft.kept(made, text);
          setMessage((m) => (m === message ? "" : m));
        },
        onSettled: () => {
          sending.current = false;
        },
      },
    );
  };
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
  if (newest.error && !newest.data) return <ErrorState error={newest.error} retry={() => newest.refetch()} />;
  if (!newest.data) return <Skeleton height={400} />;
  const errors = new FieldErrors(add.error);
  return (
    <Stack gap="sm">
      <CodeEditor
        label={t("sourceOf", { name: script.name })}
        language={editorLanguage(script.language)}
        value={text ?? known}
        {...(mayEdit ? { onChange: write } : {})}
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
            <Button variant="default" onClick={draft.drop}>
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
