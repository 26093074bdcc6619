import { Checkbox } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { FieldErrors } from "./field-errors";
import { FormDialog } from "./form-dialog";
import { type Org, OrgTree } from "./org-tree";

type Props = {
  /** The org that owns it. */
  org: string;
  kind: Shape<"CreateShareInputBody">["kind"];
  thing: { id: string; name: string };
  close: () => void;
};

/** Lets an org below use a thing. What is shared stands, and is taken back, among the org's shares. */
export function ShareDialog({ org, kind, thing, close }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [to, setTo] = useState<Org>();
  const [subtree, setSubtree] = useState(true);
  const share = api.useMutation("post", "/api/v1/orgs/{org_id}/shares", {
    onSuccess: (made) => {
      void queries.invalidateQueries({ predicate: (q) => String(q.queryKey[1]).endsWith("/shares") });
      notifications.show({ message: t("share.done", { org: made.to_org_name ?? "", name: thing.name }) });
      close();
    },
  });
  return (
    <FormDialog
      opened
      close={close}
      title={t("share.title", { name: thing.name })}
      act={t("share.act")}
      going={share.isPending}
      ready={to !== undefined}
      errors={new FieldErrors(share.error)}
      submit={() =>
        to &&
        share.mutate({
          params: { path: { org_id: org } },
          body: { kind, resource_id: thing.id, to_org_id: to.id, subtree },
        })
      }
    >
      <OrgTree label={t("share.to")} current={to?.id ?? org} pick={setTo} />
      <Checkbox
        label={t("share.below")}
        checked={subtree}
        onChange={(e) => setSubtree(e.currentTarget.checked)}
      />
    </FormDialog>
  );
}
