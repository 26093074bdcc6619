import { Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconCircleDashed, IconLoader2, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { shortDigest } from "@/shared/lib/digest";
import { bytes, number } from "@/shared/lib/format";
import { type EnvironmentImage, useImage } from "../api/use-image";
import type { Environment } from "./environments-page";
import classes from "./image.module.css";

const icons = { absent: IconCircleDashed, uploading: IconLoader2, present: IconCheck, failed: IconX };

/** Whether an environment's image is in the registry: icon, word and digest. */
export function ImageMark({ org, environment }: { org: string; environment: Environment }) {
  const image = useImage({ org_id: org, environment_key: environment.key });
  if (!image.data) return null;
  return <ImageState image={image.data} brief />;
}

/** brief: the size stands elsewhere. */
export function ImageState({ image, brief }: { image: EnvironmentImage; brief?: boolean }) {
  const { t } = useTranslation("environments");
  const Icon = icons[image.state];
  const { upload } = image;
  const how =
    image.state === "uploading" && upload && upload.total > 0
      ? `${number((100 * upload.done) / upload.total)} %`
      : image.image
        ? `${brief ? "" : `${bytes(image.image.size)} · `}${shortDigest(image.image.digest)}`
        : "";
  return (
    <div>
      <span className={classes.mark}>
        <Icon size={16} stroke={2} className={classes[image.state]} aria-hidden />
        {t(`image.${image.state}`)}
        {image.drift?.drifted && (
          <>
            <IconAlertTriangle size={16} className={classes.drift} aria-hidden />
            {t("image.drifted")}
          </>
        )}
      </span>
      {how && (
        <Text size="xs" c="dimmed">
          {how}
        </Text>
      )}
    </div>
  );
}
