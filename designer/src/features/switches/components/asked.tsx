import { Anchor, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { itemOf } from "@/shared/todos/api";

type Props = { org: string; request: Pick<Shape<"SwitchRequest">, "approval_id"> };

/** Says that people are asked, and where. */
export function Asked({ org, request }: Props) {
  const { t } = useTranslation("switches");
  return (
    <Text size="sm" role="status">
      {`${t("asked")} `}
      <ToApproval org={org} request={request} />
    </Text>
  );
}

/** The way to where a request is decided. */
export function ToApproval({ org, request }: Props) {
  const { t } = useTranslation("switches");
  const item = itemOf({ source: "approval", org_id: org, source_id: request.approval_id });
  return (
    <Anchor
      inherit
      underline="always"
      renderRoot={(props) => <Link {...props} to="/inbox/$item" params={{ item } as never} />}
    >
      {t("openRequest")}
    </Anchor>
  );
}
