import { Button, List, Text, Title } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { Can } from "@/shared/kit/can";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import { useDesk } from "../drafts/desk";
import classes from "./chain-settings.module.css";

const path = "/api/v1/orgs/{org_id}/chains/{chain_key}" as const;

/** Deletes the chain, after its key has been typed; it can be restored for 30 days. */
export function DeleteChain({ chain }: { chain: Shape<"ChainBody"> }) {
  const { t } = useTranslation("canvas");
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const params = { path: { org_id: chain.org_id, chain_key: chain.key } };
  const uses = api.useQuery("get", `${path}/uses`, { params }, { enabled: asking });
  const remove = api.useMutation("delete", path, {
    onSuccess: async () => {
      useDesk.getState().close();
      await navigate({ to: "/o/$org/chains", params: { org: chain.org_id } });
    },
  });
  const users = uses.data?.items ?? [];
  return (
    <section className={classes.danger} aria-labelledby="chain-delete">
      <div>
        <Title order={2} id="chain-delete">
          {t("settings.delete")}
        </Title>
        <Text size="sm" c="dimmed">
          {t("settings.deleteWhat")}
        </Text>
      </div>
      <Can do="chain:delete" on={chain}>
        <Button color="red" variant="outline" onClick={() => setAsking(true)}>
          {t("settings.delete")}
        </Button>
      </Can>
      <ConfirmDanger
        opened={asking}
        close={() => setAsking(false)}
        title={t("settings.deleteTitle", { name: chain.name })}
        effect={
          <>
            {t("settings.deleteEffect")}
            {users.length > 0 && (
              <>
                <Text size="sm" mt="xs">
                  {t("settings.usedBy")}
                </Text>
                <List size="sm">
                  {users.map((u) => (
                    <List.Item key={`${u.org_id} ${u.key}`}>{u.key}</List.Item>
                  ))}
                </List>
              </>
            )}
          </>
        }
        act={t("settings.delete")}
        type={chain.key}
        why
        going={remove.isPending}
        error={remove.error}
        perform={(reason) => remove.mutate({ params: { ...params, query: { reason } } })}
      />
    </section>
  );
}
