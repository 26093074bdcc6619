import { IconAlertTriangle, IconCircleCheck, IconCloudUpload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { told } from "@/shared/i18n/told";
import { shortDigest } from "@/shared/lib/digest";
import { bytes } from "@/shared/lib/format";
import classes from "../../form.module.css";

/** Whether an environment's image is in the registry, which one, and how large. */
export function ImageBadge({ org, environment }: { org: string; environment: string }) {
  const { t } = useTranslation("schema-form");
  const { data } = api.useQuery("get", "/api/v1/orgs/{org_id}/environments/{environment_key}/image", {
    params: { path: { org_id: org, environment_key: environment } },
  });
  if (!data) return null;
  const { image, state, upload } = data;
  const Icon = state === "failed" ? IconAlertTriangle : image ? IconCircleCheck : IconCloudUpload;
  const size = image?.size ?? (upload?.total && upload.phase === "uploading" ? upload.total : 0);
  return (
    <p className={classes.note} data-image={state}>
      <Icon size={16} aria-hidden />
      <span>{t(`image.${state}`)}</span>
      {image && <code title={image.digest}>{shortDigest(image.digest)}</code>}
      {size > 0 && <span>{bytes(size)}</span>}
      {state === "failed" && upload?.problem && (
        <span>{told(upload.problem.code, upload.problem.detail)}</span>
      )}
      {data.drift?.drifted && <span>{t("image.drift")}</span>}
    </p>
  );
}
