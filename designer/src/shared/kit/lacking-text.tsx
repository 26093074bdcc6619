import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { useSaid } from "./lacking";
import { usePermissionName } from "./permission-name";

type Props = { permission: string; org: string | undefined };

/** Says which permission is lacking; of a known org also its name and who can grant it there, asked when shown. */
export function Lacking({ permission, org }: Props) {
  const { t } = useTranslation();
  const name = usePermissionName();
  const say = useSaid();
  const { data } = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/lacking",
    { params: { path: { org_id: org ?? "" }, query: { permission } } },
    { enabled: !!org, staleTime: 60_000, retry: false },
  );
  const message = t("lacking", { permission: name(permission) });
  return <>{data && !data.allowed ? say({ code: "auth.forbidden", message, data }) : message}</>;
}

/** The same where focus shows it: read out once more when the people are known, focus has read the first words only. */
export function LackingText(props: Props) {
  return (
    <span aria-live="polite">
      <Lacking {...props} />
    </span>
  );
}
