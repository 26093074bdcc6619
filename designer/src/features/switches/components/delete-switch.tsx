import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { Can } from "@/shared/kit/can";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import type { Switch } from "./switches-page";

type Props = { path: { org_id: string; switch_key: string }; one: Switch; close: () => void };

/** Takes a switch away, after asking. */
export function DeleteSwitch({ path, one, close }: Props) {
  const { t } = useTranslation("switches");
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const remove = api.useMutation("delete", "/api/v1/orgs/{org_id}/switches/{switch_key}", {
    onSuccess: async () => {
      close();
      await queries.invalidateQueries({ queryKey: ["get", "/api/v1/orgs/{org_id}/switches"] });
    },
  });
  return (
    <>
      <Can do="switch:set" on={one}>
        <Button color="red" variant="light" onClick={() => setAsking(true)}>
          {t("delete")}
        </Button>
      </Can>
      <ConfirmDanger
        opened={asking}
        close={() => {
          setAsking(false);
          remove.reset();
        }}
        title={t("deleteTitle", { key: one.key })}
        effect={t("deleteEffect")}
        act={t("delete")}
        type={one.key}
        why
        going={remove.isPending}
        error={remove.error}
        perform={(reason) =>
          remove.mutate({ params: { path, query: { reason }, header: { "If-Match": etag(one.revision) } } })
        }
      />
    </>
  );
}
