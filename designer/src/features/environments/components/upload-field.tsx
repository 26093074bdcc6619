import { Button, FileInput, Group, Progress, Stack, Text } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/shared/api/problems";
import { bytes } from "@/shared/lib/format";
import { useUpload } from "../api/use-upload";

type Props = {
  org: string;
  error: string | undefined;
  /** Told the upload's id once all of the file is there, and an empty one when another was chosen. */
  done: (id: string) => void;
};

/** Sends a file and shows how far that is. */
export function UploadField({ org, error, done }: Props) {
  const { t } = useTranslation("environments");
  const { upload, send, pause, resume, forget } = useUpload(org);
  const id = upload.state === "done" ? upload.id : "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once for each end of an upload
  useEffect(() => done(id), [id]);
  const share = upload.size > 0 ? (100 * upload.sent) / upload.size : 0;
  const rate = upload.rate > 0 ? t("upload.rate", { rate: bytes(upload.rate) }) : "";
  return (
    <Stack gap="xs">
      <FileInput
        label={t("upload.file")}
        description={t("upload.help")}
        placeholder={t("upload.choose")}
        required
        clearable
        accept=".tar,.tar.gz,.tgz"
        error={error}
        disabled={upload.state === "sending"}
        onChange={(file) => (file ? send(file) : forget())}
      />
      {upload.state !== "none" && (
        <>
          <Progress value={share} aria-label={t("upload.progress")} />
          <Group justify="space-between">
            <Text size="xs" role="status">
              {`${t(`upload.${upload.state}`)} · ${bytes(upload.sent)} / ${bytes(upload.size)}`}
              {upload.state === "sending" && rate && ` · ${rate}`}
              {upload.state === "failed" && ` · ${asProblem(upload.error).message}`}
            </Text>
            {upload.state === "sending" && (
              <Button
                size="compact-xs"
                variant="default"
                leftSection={<IconPlayerPause size={14} aria-hidden />}
                onClick={pause}
              >
                {t("upload.pause")}
              </Button>
            )}
            {(upload.state === "paused" || upload.state === "failed") && (
              <Button
                size="compact-xs"
                variant="default"
                leftSection={<IconPlayerPlay size={14} aria-hidden />}
                onClick={resume}
              >
                {t("upload.resume")}
              </Button>
            )}
          </Group>
        </>
      )}
    </Stack>
  );
}
