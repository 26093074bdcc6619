import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { PasswordByLink } from "./password-by-link";

/** Sets a new password by a mailed link. All sessions end; the second factor stays. */
export function ResetPage() {
  const { t } = useTranslation("auth");
  const reset = api.useMutation("post", "/api/v1/session/resets");
  return (
    <PasswordByLink
      words={{
        title: t("resetTitle"),
        intro: t("resetIntro"),
        label: t("newPassword"),
        help: t("passwordRule"),
        act: t("resetSet"),
      }}
      send={(link, password) => reset.mutate({ body: { link, password } })}
      going={reset.isPending}
      error={reset.error}
      done={reset.isSuccess ? { title: t("resetDone"), more: t("resetDoneMore") } : undefined}
    />
  );
}
