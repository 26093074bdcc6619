import { Modal, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { SignInForm } from "@/features/auth";
import { forgetOrg } from "@/shared/api/current-org";
import { sessionOver, useMe } from "@/shared/api/session";

/**
 * Asks for the sign-in on top of all when the session is over; what is below stays as it is. Somebody else
 * who signs in gets a fresh page: what is below was not theirs.
 */
export function SessionDialog() {
  const { t } = useTranslation("app");
  const me = useMe();
  const queries = useQueryClient();
  const done = (session: { subject_id: string }) => {
    if (me.data && session.subject_id !== me.data.subject_id) {
      forgetOrg();
      location.assign("/");
      return;
    }
    sessionOver.getState().set(false);
    void queries.invalidateQueries();
  };
  return (
    <Modal
      opened
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t("sessionOver")}
      zIndex={500}
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t("sessionKept")}
        </Text>
        <SignInForm email={me.data?.person?.email ?? ""} done={done} />
      </Stack>
    </Modal>
  );
}
