import { ActionIcon, Checkbox, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { may } from "@/shared/api/session";
import { words } from "@/shared/i18n/i18n";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import { FieldErrors } from "@/shared/kit/field-errors";
import { FormDialog } from "@/shared/kit/form-dialog";
import { type Org, OrgTree } from "@/shared/kit/org-tree";
import type { Template } from "./template-cards";

type Props = { org: string; template: Template };

/** What can be done with a template of the org itself: share it downward, delete it. */
export function TemplateMenu({ org, template }: Props) {
  const { t, i18n } = useTranslation("chain-templates");
  const queries = useQueryClient();
  const [open, setOpen] = useState<"share" | "delete">();
  const [to, setTo] = useState<Org>();
  const [subtree, setSubtree] = useState(true);
  const name = words(template.title, i18n.language);
  const close = () => setOpen(undefined);
  const changed = (end: string) => {
    close();
    void queries.invalidateQueries({ predicate: (q) => String(q.queryKey[1]).endsWith(end) });
  };
  const share = api.useMutation("post", "/api/v1/orgs/{org_id}/shares", {
    onSuccess: () => changed("/shares"),
  });
  const remove = api.useMutation("delete", "/api/v1/orgs/{org_id}/templates/{template_key}", {
    onSuccess: () => changed("/templates"),
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
          <Menu.Item disabled={!may(template, "share:write")} onClick={() => setOpen("share")}>
            {`${t("share")}…`}
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
      {open === "share" && (
        <FormDialog
          opened
          close={close}
          title={t("shareTitle", { name })}
          act={t("share")}
          going={share.isPending}
          ready={to !== undefined}
          errors={new FieldErrors(share.error)}
          submit={() =>
            to &&
            share.mutate({
              params: { path: { org_id: org } },
              body: { kind: "template", resource_id: template.id ?? "", to_org_id: to.id, subtree },
            })
          }
        >
          <OrgTree label={t("shareTo")} current={to?.id ?? org} pick={setTo} />
          <Checkbox
            label={t("shareBelow")}
            checked={subtree}
            onChange={(e) => setSubtree(e.currentTarget.checked)}
          />
        </FormDialog>
      )}
      <ConfirmDanger
        opened={open === "delete"}
        close={close}
        title={t("deleteTitle", { name })}
        effect={t("deleteEffect")}
        act={t("shared:delete")}
        going={remove.isPending}
        error={remove.error}
        perform={() =>
          remove.mutate({
            params: {
              path: { org_id: org, template_key: template.key },
              header: { "If-Match": etag(template.revision ?? 0) },
            },
          })
        }
      />
    </>
  );
}
