import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import type { Org } from "@/shared/kit/org-tree";
import { orgsChanged } from "../../api/changed";
import { NamedDialog } from "../named-dialog";

/** Makes a group in an org. */
export function GroupDialog({ org, close }: { org: Org; close: () => void }) {
  const { t } = useTranslation("orgs");
  const queries = useQueryClient();
  const make = api.useMutation("post", "/api/v1/orgs/{org_id}/groups", {
    onSuccess: () => {
      orgsChanged(queries);
      close();
    },
  });
  return (
    <NamedDialog
      title={t("groupNew")}
      close={close}
      send={(body) => make.mutate({ params: { path: { org_id: org.id } }, body })}
      going={make.isPending}
      error={make.error}
    />
  );
}
