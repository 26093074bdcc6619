import { Button, Drawer, Group, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import { ErrorState } from "@/shared/kit/error-state";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { NewToken } from "@/shared/kit/new-token";
import type { Org } from "@/shared/kit/org-tree";
import { TokenTable } from "@/shared/kit/token-table";
import { orgsChanged } from "../../api/changed";
import { NamedDialog } from "../named-dialog";

type Props = { org: Org; account: Shape<"AccountBody">; close: () => void };

/** A service account with its tokens. */
export function AccountDrawer({ org, account, close }: Props) {
  const { t } = useTranslation("orgs");
  const queries = useQueryClient();
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<Shape<"TokenBody">>();
  const [deleting, setDeleting] = useState(false);
  const [naming, setNaming] = useState<typeof account>();
  const changed = { onSuccess: () => orgsChanged(queries) };
  const path = { org_id: account.org_id, account_id: account.id };
  const tokens = api.useQuery("get", "/api/v1/orgs/{org_id}/accounts/{account_id}/tokens", {
    params: { path, query: { limit: 100 } },
  });
  const make = api.useMutation("post", "/api/v1/orgs/{org_id}/accounts/{account_id}/tokens", changed);
  const disable = api.useMutation("post", "/api/v1/orgs/{org_id}/accounts/{account_id}/disable", changed);
  const enable = api.useMutation("post", "/api/v1/orgs/{org_id}/accounts/{account_id}/enable", changed);
  const revoke = api.useMutation("delete", "/api/v1/orgs/{org_id}/accounts/{account_id}/tokens/{token_id}", {
    onSuccess: () => {
      setRevoking(undefined);
      orgsChanged(queries);
    },
  });
  const edit = api.useMutation("patch", "/api/v1/orgs/{org_id}/accounts/{account_id}", {
    onSuccess: () => {
      orgsChanged(queries);
      setNaming(undefined);
    },
  });
  const remove = api.useMutation("delete", "/api/v1/orgs/{org_id}/accounts/{account_id}", {
    onSuccess: () => {
      close();
      orgsChanged(queries);
    },
  });
  const active = account.state === "active";
  return (
    <Drawer opened onClose={close} position="right" size={640} title={account.name}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t("accountHelp")}
        </Text>
        <Group justify="space-between">
          <Title order={2}>{t("tokens")}</Title>
          <Button size="xs" disabled={!active} onClick={() => setMaking(true)}>
            {t("shared:token.new")}
          </Button>
        </Group>
        {tokens.error && <ErrorState error={tokens.error} retry={() => tokens.refetch()} />}
        {tokens.data?.items.length === 0 && (
          <Text size="sm" c="dimmed">
            {t("tokensNone")}
          </Text>
        )}
        {!tokens.error && tokens.data?.items.length !== 0 && (
          <TokenTable label={t("tokens")} tokens={tokens.data?.items} revoke={setRevoking} />
        )}
        <ProblemNote errors={new FieldErrors(disable.error ?? enable.error)} />
        <Group gap="xs">
          <Button variant="default" onClick={() => setNaming(account)}>
            {t("rename")}
          </Button>
          <Button
            variant="default"
            loading={disable.isPending || enable.isPending}
            onClick={() => (active ? disable : enable).mutate({ params: { path } })}
          >
            {t(active ? "act.disable" : "enable")}
          </Button>
          <Button variant="light" color="red" onClick={() => setDeleting(true)}>
            {t("accountDelete")}
          </Button>
        </Group>
      </Stack>
      {naming && (
        <NamedDialog
          title={t("renameTitle", { org: account.name })}
          of={naming}
          close={() => setNaming(undefined)}
          send={(body) =>
            edit.mutate({ params: { path, header: { "If-Match": `"${naming.revision}"` } }, body })
          }
          going={edit.isPending}
          error={edit.error}
        />
      )}
      <NewToken
        opened={making}
        close={() => setMaking(false)}
        make={{ ...make, mutate: (body) => make.mutate({ params: { path }, body }) }}
        org={org.id}
      />
      <ConfirmDanger
        opened={revoking !== undefined}
        close={() => setRevoking(undefined)}
        title={t("revokeTitle", { name: revoking?.name ?? "" })}
        effect={t("revokeEffect")}
        act={t("shared:token.revoke")}
        why
        perform={(reason) =>
          revoking &&
          revoke.mutate({ params: { path: { ...path, token_id: revoking.id }, query: { reason } } })
        }
        going={revoke.isPending}
        error={revoke.error}
      />
      <ConfirmDanger
        opened={deleting}
        close={() => setDeleting(false)}
        title={t("accountDeleteTitle", { name: account.name })}
        effect={t("accountDeleteEffect")}
        act={t("accountDelete")}
        type={account.key}
        why
        perform={(reason) => remove.mutate({ params: { path, query: { reason } } })}
        going={remove.isPending}
        error={remove.error}
      />
    </Drawer>
  );
}
