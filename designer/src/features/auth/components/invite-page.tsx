import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { PasswordByLink } from "./password-by-link";

/**
 * Takes an invitation up. Whoever is new chooses a password; whoever has an account gives its own. Which of
 * both it is, the server tells only by accepting or not.
 */
export function InvitePage() {
  const { t, i18n } = useTranslation("auth");
  const accept = api.useMutation("post", "/api/v1/invitations/accept");
  return (
    <PasswordByLink
      words={{
        title: t("inviteTitle"),
        intro: t("inviteIntro"),
        label: t("password"),
        help: t("invitePassword"),
        act: t("inviteAccept"),
      }}
      send={(link, password) =>
        accept.mutate({ body: { link, locale: i18n.language, ...(password ? { password } : {}) } })
      }
      going={accept.isPending}
      error={accept.error}
      done={
        accept.data && {
          title: t("inviteDone", { tenant: accept.data.tenant.name }),
          more: t("inviteDoneMore", { email: accept.data.email }),
        }
      }
    />
  );
}
