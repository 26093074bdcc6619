import { Alert, Button, Group, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useBlocker } from "@tanstack/react-router";
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useActions } from "@/shared/actions/actions";
import { api, type Shape } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { CodeEditor } from "@/shared/kit/code-editor";
import { DiffView } from "@/shared/kit/diff-view";
import { ErrorState } from "@/shared/kit/error-state";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { lazily } from "@/shared/kit/lazily";
import { usePermissionName } from "@/shared/kit/permission-name";
import { useAddress } from "@/shared/kit/use-address";
import { useDraft } from "@/shared/kit/use-draft";
import { onEnter } from "@/shared/lib/ime";
import { editorLanguage } from "./languages";

const TryScript = lazily(() => import("./try-script").then((m) => m.TryScript));

type Script = Shape<"ScriptBody">;
type Props = {
  path: { org_id: string; script_key: string };
  script: Script;
  /** The page is about the script: mod+s saves it. */
  main?: boolean;
  minHeight?: number;
};

const one = "/api/v1/orgs/{org_id}/scripts/{script_key}/versions/{version}" as const;

/** The newest text, to be changed into the next version. */
export function ScriptSource({ path, script, main = false, minHeight = 360 }: Props) {
  const { t } = useTranslation("scripts");
  const queries = useQueryClient();
  const permission = usePermissionName();
  const draft = useDraft<string, Script>(script);
  const text = draft.value;
  // Another name is no other text: only a version of somebody else's stands against what is written.
  const base = draft.from.version === script.version ? script : draft.from;
  const newest = api.useQuery("get", one, { params: { path: { ...path, version: base.version } } });
  const [message, setMessage] = useState("");
  const [address] = useAddress();
  const [trying, setTrying] = useState(address.try === "1");
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
  const save = (over: Script = base) => {
    if (!changed || sending.current) return;
    sending.current = true;
    add.mutate(
      { params: { path, header: { "If-Match": etag(over.revision) } }, body: { source: text, message } },
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
        ...(main
          ? [
              {
                id: "script.save",
                label: t("save"),
                keys: ["mod+s"],
                always: true,
                perform: () => latest.current(),
              },
            ]
          : []),
      ],
      [t, main],
    ),
  );
  if (newest.error && !newest.data) return <ErrorState error={newest.error} retry={() => newest.refetch()} />;
  if (!newest.data) return <Skeleton height={400} />;
  const errors = new FieldErrors(add.error);
  const overtaken = changed && base.version !== script.version;
  return (
    <Stack gap="sm">
      <CodeEditor
        label={t("sourceOf", { name: script.name })}
        language={editorLanguage(script.language)}
        value={text ?? known}
        {...(mayEdit ? { onChange: write } : {})}
        minHeight={minHeight}
      />
      {overtaken ? (
        <Theirs path={path} script={script} mine={text} over={() => save(script)} drop={draft.drop} />
      ) : (
        <ProblemNote errors={errors} />
      )}
      {!mayEdit && (
        <Text size="sm" c="dimmed">
          {t("shared:lacking", { permission: permission("script:edit") })}
        </Text>
      )}
      {mayEdit && !overtaken && (
        <Group align="flex-end">
          <TextInput
            label={t("message")}
            placeholder={t("messageHint")}
            flex={1}
            maxLength={2000}
            value={message}
            onChange={(e) => setMessage(e.currentTarget.value)}
            onKeyDown={onEnter(() => save())}
          />
          <Button disabled={!changed} loading={add.isPending} onClick={() => save()}>
            {t("save")}
          </Button>
          {changed && (
            <Button variant="default" onClick={draft.drop}>
              {t("discard")}
            </Button>
          )}
        </Group>
      )}
      <Group justify="space-between">
        <Text size="xs" c="dimmed" role="status">
          {changed ? t("unsaved") : add.isSuccess ? t("saved", { version: script.version }) : t("pinned")}
        </Text>
        {main && !trying && (
          <Button
            variant="default"
            leftSection={<IconFlask size={16} aria-hidden />}
            onClick={() => setTrying(true)}
          >
            {t("try.open")}
          </Button>
        )}
      </Group>
      {main && trying && (
        <TryScript
          path={path}
          script={script}
          unsaved={changed ? text : undefined}
          close={() => setTrying(false)}
        />
      )}
    </Stack>
  );
}

/** The newest version of others beside what is written here, which began from an older one. */
function Theirs(p: Props & { mine: string; over: () => void; drop: () => void }) {
  const { t } = useTranslation("scripts");
  const { version, updated_by: by, language } = p.script;
  const theirs = api.useQuery("get", one, { params: { path: { ...p.path, version } } });
  return (
    <Alert color="yellow" title={t("overtaken", { version, name: by?.name ?? "–" })}>
      <Stack gap="sm">
        {theirs.error && <ErrorState error={theirs.error} retry={() => theirs.refetch()} />}
        {theirs.data && (
          <DiffView
            before={theirs.data.source ?? ""}
            after={p.mine}
            beforeLabel={t("versionOf", { n: version })}
            afterLabel={t("mine")}
            language={editorLanguage(language)}
          />
        )}
        <Group gap="xs">
          <Button disabled={!theirs.data} onClick={p.over}>
            {t("saveOver")}
          </Button>
          <Button variant="default" onClick={p.drop}>
            {t("discard")}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
