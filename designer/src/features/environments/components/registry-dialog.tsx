import { Button, Group, Modal, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { asProblem } from "@/shared/api/problems";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import { ErrorState } from "@/shared/kit/error-state";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { useDraft } from "@/shared/kit/use-draft";

type Props = { org: string; opened: boolean; close: () => void };

/** Where images of an org are kept: in a registry of its own, or the built-in one. */
export function RegistryDialog({ org, opened, close }: Props) {
  const { t } = useTranslation("environments");
  const got = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/registry",
    { params: { path: { org_id: org } } },
    { enabled: opened },
  );
  const none = got.error !== null && asProblem(got.error).status === 404;
  return (
    <Modal opened={opened} onClose={close} title={t("registry.title")}>
      {got.error && !none && !got.data ? (
        <ErrorState error={got.error} retry={() => got.refetch()} />
      ) : got.isPending ? (
        <Skeleton height={160} />
      ) : (
        <RegistryForm org={org} registry={none ? undefined : got.data} close={close} />
      )}
    </Modal>
  );
}

type FormProps = { org: string; registry: Shape<"RegistryBody"> | undefined; close: () => void };

function RegistryForm({ org, registry: now, close }: FormProps) {
  const { t } = useTranslation("environments");
  const queries = useQueryClient();
  const draft = useDraft<{ url: string; username: string; secret: string }, typeof now>(now);
  const registry = draft.from;
  const form = draft.value ?? {
    url: registry?.url ?? "",
    username: registry?.username ?? "",
    secret: registry?.secret ?? "",
  };
  const [leaving, setLeaving] = useState(false);
  const key = ["get", "/api/v1/orgs/{org_id}/registry"];
  const done = { onSettled: () => queries.invalidateQueries({ queryKey: key }) };
  const create = api.useMutation("post", "/api/v1/orgs/{org_id}/registry", done);
  const replace = api.useMutation("put", "/api/v1/orgs/{org_id}/registry", done);
  const remove = api.useMutation("delete", "/api/v1/orgs/{org_id}/registry", {
    onSuccess: () => {
      queries.removeQueries({ queryKey: key });
      close();
    },
  });
  const path = { org_id: org };
  const params = { path, header: { "If-Match": etag(registry?.revision ?? 0) } };
  const errors = new FieldErrors(create.error ?? replace.error);
  const body = Object.fromEntries(Object.entries(form).filter(([, v]) => v)) as typeof form;
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (registry) replace.mutate({ params, body }, { onSuccess: close });
    else create.mutate({ params: { path }, body }, { onSuccess: close });
  };
  const field = (name: keyof typeof form, hint = "") => (
    <TextInput
      label={t(`registry.${name}`)}
      description={t(`registry.${name}Help`)}
      placeholder={hint}
      required={name === "url"}
      value={form[name]}
      error={errors.at(`/${name}`)}
      onChange={(e) => draft.write({ ...form, [name]: e.currentTarget.value })}
    />
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t(registry ? "registry.own" : "registry.builtIn")}
        </Text>
        {field("url", "https://registry.example.org/catenary")}
        {field("username")}
        {field("secret")}
        <ProblemNote errors={errors} />
        <Group justify="space-between">
          {registry ? (
            <Button color="red" variant="light" onClick={() => setLeaving(true)}>
              {t("registry.leave")}
            </Button>
          ) : (
            <span />
          )}
          <Button type="submit" disabled={!form.url} loading={create.isPending || replace.isPending}>
            {t("shared:save")}
          </Button>
        </Group>
      </Stack>
      <ConfirmDanger
        opened={leaving}
        close={() => setLeaving(false)}
        title={t("registry.leaveTitle")}
        effect={t("registry.leaveEffect")}
        act={t("registry.leave")}
        why
        going={remove.isPending}
        error={remove.error}
        perform={(reason) => remove.mutate({ params: { ...params, query: { reason } } })}
      />
    </form>
  );
}
