import { ActionIcon, Menu, Modal } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { may } from "@/shared/api/session";
import { ConfirmDanger } from "@/shared/kit/confirm-danger";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { lazyDialog } from "@/shared/kit/lazily";
import type { Org } from "@/shared/kit/org-tree";
import { orgsChanged } from "../../api/changed";
import { InvitationLink } from "./invitation-link";

const ViewAsDialog = lazyDialog(() => import("./view-as-dialog").then((m) => m.ViewAsDialog));

type Act = "disable" | "remove" | "sessions";

/** What can be done with a member. */
export function MemberMenu({ org, member }: { org: Org; member: Shape<"MemberBody"> }) {
  const { t } = useTranslation("orgs");
  const queries = useQueryClient();
  const [viewing, setViewing] = useState(false);
  const [asking, setAsking] = useState<Act>();
  const done = {
    onSuccess: () => {
      setAsking(undefined);
      orgsChanged(queries);
    },
  };
  const one = { params: { path: { org_id: org.id, member_id: member.id } } };
  const disable = api.useMutation("post", "/api/v1/orgs/{org_id}/members/{member_id}/disable", done);
  const enable = api.useMutation("post", "/api/v1/orgs/{org_id}/members/{member_id}/enable", done);
  const remove = api.useMutation("delete", "/api/v1/orgs/{org_id}/members/{member_id}", done);
  const sessions = api.useMutation("delete", "/api/v1/orgs/{org_id}/members/{member_id}/sessions", done);
  const again = api.useMutation("post", "/api/v1/orgs/{org_id}/members/{member_id}/invitations");
  const acts = { disable, remove, sessions };
  const act = asking && acts[asking];
  const close = () => {
    act?.reset();
    setAsking(undefined);
  };
  const writes = may(member, "member:write");
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t("actsOf", { name: member.name })}>
            <IconDots size={16} stroke={1.5} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setViewing(true)}>{t("viewAs.open")}</Menu.Item>
          {writes && <Menu.Divider />}
          {writes && member.state === "invited" && (
            <Menu.Item onClick={() => again.mutate(one)}>{t("inviteAgain")}</Menu.Item>
          )}
          {writes && member.state === "active" && (
            <Menu.Item onClick={() => setAsking("sessions")}>{t("act.sessions")}</Menu.Item>
          )}
          {writes && member.state === "disabled" && (
            <Menu.Item onClick={() => enable.mutate(one)}>{t("enable")}</Menu.Item>
          )}
          {writes && member.state !== "disabled" && (
            <Menu.Item onClick={() => setAsking("disable")}>{t("act.disable")}</Menu.Item>
          )}
          {writes && <Menu.Divider />}
          {writes && (
            <Menu.Item color="red" onClick={() => setAsking("remove")}>
              {t("act.remove")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {viewing && <ViewAsDialog org={org} member={member} close={() => setViewing(false)} />}
      {asking && act && (
        <ConfirmDanger
          opened
          close={close}
          title={t(`actTitle.${asking}`, { name: member.name })}
          effect={t(`actEffect.${asking}`)}
          act={t(`act.${asking}`)}
          why
          perform={(reason) => act.mutate({ params: { ...one.params, query: { reason } } })}
          going={act.isPending}
          error={act.error}
        />
      )}
      <Modal
        opened={again.data !== undefined || again.error !== null || enable.error !== null}
        onClose={() => {
          again.reset();
          enable.reset();
        }}
        title={member.name}
      >
        <ProblemNote errors={new FieldErrors(again.error ?? enable.error)} />
        {again.data && <InvitationLink invitation={again.data} close={again.reset} />}
      </Modal>
    </>
  );
}
