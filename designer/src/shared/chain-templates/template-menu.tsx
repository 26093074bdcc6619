import { ActionIcon, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { may } from "@/shared/api/session";
import { words } from "@/shared/i18n/i18n";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import { ShareDialog } from "@/shared/kit/share-dialog";
import { EditTemplate } from "./edit-template";
import type { Template } from "./template-cards";

type Props = { org: string; template: Template };

/** What can be done with a template of the org itself: edit it, share it downward, delete it. */
export function TemplateMenu({ org, template }: Props) {
  const { t, i18n } = useTranslation("chain-templates");
  const queries = useQueryClient();
  const [open, setOpen] = useState<"edit" | "share" | "delete">();
  const name = words(template.title, i18n.language);
  const close = () => setOpen(undefined);
  const remove = api.useMutation("delete", "/api/v1/orgs/{org_id}/templates/{template_key}", {
    onSuccess: () => {
      close();
      void queries.invalidateQueries({ predicate: (q) => String(q.queryKey[1]).endsWith("/templates") });
    },
  });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t("actsOf", { name })}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={!may(template, "template:write")} onClick={() => setOpen("edit")}>
            {`${t("shared:edit")}…`}
          </Menu.Item>
          <Menu.Item disabled={!may(template, "share:write")} onClick={() => setOpen("share")}>
            {`${t("shared:share.act")}…`}
          </Menu.Item>
          <Menu.Item
            color="red"
            disabled={!may(template, "template:write")}
            onClick={() => setOpen("delete")}
          >
            {`${t("shared:delete")}…`}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === "edit" && <EditTemplate org={org} template={template} close={close} />}
      {open === "share" && (
        <ShareDialog org={org} kind="template" thing={{ id: template.id ?? "", name }} close={close} />
      )}
      <ConfirmDanger
        opened={open === "delete"}
        close={close}
        title={t("deleteTitle", { name })}
        effect={t("deleteEffect")}
        act={t("shared:delete")}
        type={template.key ?? ""}
        why
        going={remove.isPending}
        error={remove.error}
        perform={(reason) =>
          remove.mutate({
            params: {
              query: { reason },
              path: { org_id: org, template_key: template.key },
              header: { "If-Match": etag(template.revision ?? 0) },
            },
          })
        }
      />
    </>
  );
}
