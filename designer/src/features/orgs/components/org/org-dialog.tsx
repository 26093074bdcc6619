import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import type { Org } from "@/shared/kit/org-tree";
import { orgsChanged } from "../../api/changed";
import { NamedDialog } from "../named-dialog";

type Props = { org?: Org; parent?: Org; close: () => void };

/** Names a new org below `parent`, or gives `org` another name or key. */
export function OrgDialog({ org: now, parent, close }: Props) {
  const { t } = useTranslation("orgs");
  const queries = useQueryClient();
  const go = useNavigate();
  const [org] = useState(now);
  const create = api.useMutation("post", "/api/v1/orgs", {
    onSuccess: (made) => {
      orgsChanged(queries);
      close();
      void go({ to: `/o/${made.id}/members` });
    },
  });
  const edit = api.useMutation("patch", "/api/v1/orgs/{org_id}", {
    onSuccess: () => {
      orgsChanged(queries);
      close();
    },
  });
  return (
    <NamedDialog
      title={org ? t("renameTitle", { org: org.name }) : t("createTitle", { org: parent?.name ?? "" })}
      {...(org && { of: org })}
      close={close}
      send={(body) => {
        if (org)
          edit.mutate({
            params: { path: { org_id: org.id }, header: { "If-Match": `"${org.revision}"` } },
            body,
          });
        else if (parent) create.mutate({ body: { ...body, parent_id: parent.id } });
      }}
      going={create.isPending || edit.isPending}
      error={org ? edit.error : create.error}
    />
  );
}
