import { Button, Group, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { ShownOnce } from "@/shared/kit/shown-once";
import { dateTime } from "@/shared/lib/format";

/** The link of an invitation, to be handed over where no mail was sent. */
export function InvitationLink({
  invitation,
  close,
}: {
  invitation: Shape<"InvitationOutputBody">;
  close: () => void;
}) {
  const { t } = useTranslation("orgs");
  return (
    <Stack gap="md">
      <ShownOnce
        value={invitation.url}
        label={t("inviteLink", { name: invitation.member.name })}
        note={t(invitation.mailed ? "inviteMailed" : "inviteNotMailed", {
          until: dateTime(invitation.ends_at),
        })}
      />
      <Group justify="flex-end">
        <Button onClick={close}>{t("shared:close")}</Button>
      </Group>
    </Stack>
  );
}
