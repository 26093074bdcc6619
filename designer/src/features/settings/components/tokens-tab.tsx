import { Button, Group, Text } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { useCurrentOrg } from "@/shared/api/current-org";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import { EmptyState } from "@/shared/kit/empty-state";
import { ErrorState } from "@/shared/kit/error-state";
import { NewToken } from "@/shared/kit/new-token";
import { TokenTable } from "@/shared/kit/token-table";

/** Tokens by which programs act with somebody's rights, or fewer. */
export function TokensTab() {
  const { t } = useTranslation("settings");
  const queries = useQueryClient();
  const org = useCurrentOrg();
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<Shape<"TokenBody">>();
  const changed = () => void queries.invalidateQueries({ queryKey: ["get", "/api/v1/me/tokens"] });
  const tokens = api.useQuery("get", "/api/v1/me/tokens", { params: { query: { limit: 100 } } });
  const make = api.useMutation("post", "/api/v1/me/tokens", { onSuccess: changed });
  const revoke = api.useMutation("delete", "/api/v1/me/tokens/{token_id}", {
    onSuccess: () => {
      setRevoking(undefined);
      changed();
    },
  });
  if (tokens.error) return <ErrorState error={tokens.error} retry={() => tokens.refetch()} />;
  const add = <Button onClick={() => setMaking(true)}>{t("shared:token.new")}</Button>;
  const none = tokens.data?.items.length === 0;
  return (
    <>
      {none ? (
        <EmptyState icon={<IconKey size={32} stroke={1.5} />} text={t("tokensNone")} action={add} />
      ) : (
        <>
          <Group justify="space-between" mb="sm">
            <Text size="sm" c="dimmed">
              {t("tokensHelp")}
            </Text>
            {add}
          </Group>
          <TokenTable label={t("tab.tokens")} tokens={tokens.data?.items} revoke={setRevoking} />
        </>
      )}
      <NewToken
        opened={making}
        close={() => setMaking(false)}
        make={{ ...make, mutate: (body) => make.mutate({ body }) }}
        org={org}
        pickOrg
      />
      <ConfirmDanger
        opened={revoking !== undefined}
        close={() => setRevoking(undefined)}
        title={t("revokeTitle", { name: revoking?.name ?? "" })}
        effect={t("revokeEffect")}
        act={t("shared:token.revoke")}
        perform={() => revoking && revoke.mutate({ params: { path: { token_id: revoking.id } } })}
        going={revoke.isPending}
        error={revoke.error}
      />
    </>
  );
}
