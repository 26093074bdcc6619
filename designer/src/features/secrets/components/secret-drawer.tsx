import { Button, Drawer, Group, PasswordInput, Skeleton, Stack, Text, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { Can } from "@/shared/kit/can";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import { ErrorState } from "@/shared/kit/error-state";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { RelativeTime } from "@/shared/kit/relative-time";
import { ShareButton } from "@/shared/kit/share-button";
import { useDraft } from "@/shared/kit/use-draft";
import { list } from "@/shared/lib/format";
import { BoundTo } from "./create-secret";
import { HowToRefer } from "./how-to-refer";
import type { Secret } from "./secrets-page";
import { useUsers } from "./use-users";
import { UsedBy } from "./used-by";

type Props = { org: string; secret: string | undefined; close: () => void };

/** One secret: how to refer to it, a new value, where it may go, its end. */
export function SecretDrawer({ org, secret, close }: Props) {
  const { t } = useTranslation("secrets");
  return (
    <Drawer
      opened={secret !== undefined}
      onClose={close}
      position="right"
      size={460}
      title={t("one", { key: secret ?? "" })}
      closeButtonProps={{ "aria-label": t("shared:close") }}
    >
      {secret !== undefined && <Loaded key={secret} org={org} secretKey={secret} close={close} />}
    </Drawer>
  );
}

function Loaded({ org, secretKey, close }: { org: string; secretKey: string; close: () => void }) {
  const path = { org_id: org, secret_key: secretKey };
  const got = api.useQuery("get", "/api/v1/orgs/{org_id}/secrets/{secret_key}", { params: { path } });
  if (got.error && !got.data) return <ErrorState error={got.error} retry={() => got.refetch()} />;
  if (!got.data) return <Skeleton height={240} />;
  return <Details path={path} secret={got.data} close={close} />;
}

type DetailsProps = { path: { org_id: string; secret_key: string }; secret: Secret; close: () => void };

function Details({ path, secret, close }: DetailsProps) {
  const { t } = useTranslation("secrets");
  const queries = useQueryClient();
  const [value, setValue] = useState("");
  const draft = useDraft<Pick<Secret, "description" | "hosts" | "engines">, Secret>(secret);
  const bound = draft.value ?? {
    description: secret.description,
    hosts: secret.hosts,
    engines: secret.engines,
  };
  const [deleting, setDeleting] = useState(false);
  const changed = async () => {
    await queries.invalidateQueries({
      predicate: (q) => String(q.queryKey[1]).startsWith("/api/v1/orgs/{org_id}/secrets"),
    });
  };
  const params = { path, header: { "If-Match": etag(draft.from.revision) } };
  const rotate = api.useMutation("put", "/api/v1/orgs/{org_id}/secrets/{secret_key}/value", {
    onSettled: changed,
  });
  const edit = api.useMutation("patch", "/api/v1/orgs/{org_id}/secrets/{secret_key}", { onSettled: changed });
  const remove = api.useMutation("delete", "/api/v1/orgs/{org_id}/secrets/{secret_key}", {
    onSuccess: async () => {
      close();
      await queries.invalidateQueries({ queryKey: ["get", "/api/v1/orgs/{org_id}/secrets"] });
    },
  });
  const users = useUsers(path);
  const missed = [
    ...users.chains.map((c) => c.name),
    ...users.engines.map((e) => e.name),
    ...(users.registry ? [users.registry] : []),
    ...(users.channels ? [t("uses.channels", { count: users.channels })] : []),
  ];
  const notKnown = [...users.pending, ...users.failed, ...users.closed].map((place) => t(`uses.in.${place}`));
  const rotating = new FieldErrors(rotate.error);
  const editing = new FieldErrors(edit.error);
  const mayWrite = secret.can.includes("secret:write");
  const sendValue = (e: FormEvent) => {
    e.preventDefault();
    if (value === "" || rotate.isPending) return;
    rotate.mutate(
      { params, body: { value } },
      {
        onSuccess: (next) => {
          setValue((v) => (v === value ? "" : v));
          draft.kept(next);
        },
      },
    );
  };
  const sendBound = (e: FormEvent) => {
    e.preventDefault();
    if (edit.isPending) return;
    edit.mutate({ params, body: bound }, { onSuccess: (next) => draft.kept(next, bound) });
  };
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {`${t("version", { n: secret.version })} · ${t("rotated")} `}
        <RelativeTime at={secret.rotated_at} />
      </Text>
      <HowToRefer secretKey={secret.key} />
      <hr className="rule" />
      <section>
        <Text size="sm" fw={600} id="secret-uses" mb={4}>
          {t("uses.title")}
        </Text>
        <UsedBy users={users} org={path.org_id} shared={secret.shared} />
      </section>
      <hr className="rule" />
      <form onSubmit={sendValue}>
        <Stack gap="sm">
          <PasswordInput
            label={t("newValue")}
            description={t("rotateHelp")}
            autoComplete="new-password"
            disabled={!mayWrite}
            value={value}
            error={rotating.at("/value")}
            onChange={(e) => setValue(e.currentTarget.value)}
          />
          <ProblemNote errors={rotating} />
          <Group>
            <Button type="submit" disabled={value === ""} loading={rotate.isPending}>
              {t("rotate")}
            </Button>
            {rotate.isSuccess && (
              <Text size="sm" role="status">
                {t("done")}
              </Text>
            )}
          </Group>
        </Stack>
      </form>
      <hr className="rule" />
      <form onSubmit={sendBound}>
        <Stack gap="sm">
          <Textarea
            label={t("description")}
            autosize
            minRows={2}
            disabled={!mayWrite}
            value={bound.description}
            error={editing.at("/description")}
            onChange={(e) => draft.write({ ...bound, description: e.currentTarget.value })}
          />
          <BoundTo value={bound} change={(next) => draft.write({ ...bound, ...next })} errors={editing} />
          <ProblemNote errors={editing} />
          <Group>
            <Can do="secret:write" on={secret}>
              <Button type="submit" variant="light" loading={edit.isPending}>
                {t("shared:save")}
              </Button>
            </Can>
          </Group>
        </Stack>
      </form>
      <hr className="rule" />
      <Group>
        <ShareButton org={path.org_id} kind="secret" thing={{ ...secret, name: secret.key }} />
        <Can do="secret:write" on={secret}>
          <Button color="red" variant="light" onClick={() => setDeleting(true)}>
            {t("delete")}
          </Button>
        </Can>
      </Group>
      <ConfirmDanger
        opened={deleting}
        close={() => {
          setDeleting(false);
          remove.reset();
        }}
        title={t("deleteTitle", { key: secret.key })}
        effect={
          <Stack gap="xs">
            <span>{t("deleteEffect")}</span>
            {missed.length > 0 && <strong>{t("deleteUsed", { names: list(missed) })}</strong>}
            {users.more && <span>{t("uses.more")}</span>}
            {notKnown.length > 0 && <span>{t("deleteUnknown", { places: list(notKnown) })}</span>}
          </Stack>
        }
        act={t("delete")}
        type={secret.key}
        why
        going={remove.isPending}
        error={remove.error}
        perform={(reason) => remove.mutate({ params: { ...params, query: { reason } } })}
      />
    </Stack>
  );
}
