import { Alert, Button, CopyButton, Group, Progress, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { told } from "@/shared/i18n/told";
import { Can } from "@/shared/kit/can";
import { ErrorState } from "@/shared/kit/error-state";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { RelativeTime } from "@/shared/kit/relative-time";
import { shortDigest } from "@/shared/lib/digest";
import { bytes } from "@/shared/lib/format";
import { type EnvironmentImage, useImage } from "../api/use-image";
import type { Environment } from "./environments-page";
import classes from "./image.module.css";
import { ImageState } from "./image-mark";

type Props = { path: { org_id: string; environment_key: string }; environment: Environment };

/** The image in the registry, how far it is on its way there, and whether its source has changed since. */
export function ImagePanel({ path, environment }: Props) {
  const { t } = useTranslation("environments");
  const queries = useQueryClient();
  const image = useImage(path);
  const ask = api.useMutation("post", "/api/v1/orgs/{org_id}/environments/{environment_key}/image", {
    onSuccess: () =>
      queries.invalidateQueries({
        queryKey: ["get", "/api/v1/orgs/{org_id}/environments/{environment_key}/image"],
      }),
  });
  if (image.error) return <ErrorState error={image.error} retry={() => image.refetch()} />;
  if (!image.data) return <Skeleton height={120} />;
  const { state, image: pinned, upload, drift } = image.data;
  const current = drift?.current;
  return (
    <section className={classes.panel} aria-label={t("image.title")}>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start">
          <Stack gap={2}>
            <Title order={2}>{t("image.title")}</Title>
            <div aria-live="polite">
              <ImageState image={image.data} />
            </div>
          </Stack>
          {state !== "uploading" && (
            <Can do="environment:write" on={environment}>
              <Button
                variant={state === "present" ? "default" : "filled"}
                loading={ask.isPending}
                onClick={() => ask.mutate({ params: { path } })}
              >
                {t(state === "present" ? "image.check" : state === "failed" ? "image.again" : "image.bring")}
              </Button>
            </Can>
          )}
        </Group>
        {state === "uploading" && upload && <Progressing upload={upload} />}
        {upload?.problem && state === "failed" && (
          <Alert color="red" variant="light" role="alert" title={t("image.failedTitle")}>
            <Text
              size="sm"
              ff="var(--font-code)"
              style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}
            >
              {told(upload.problem.code, upload.problem.detail)}
            </Text>
            <Text size="xs" c="dimmed">
              {upload.problem.code}
            </Text>
          </Alert>
        )}
        {drift?.drifted && (
          <Alert
            color="yellow"
            variant="light"
            icon={<IconAlertTriangle aria-hidden />}
            title={t("drift.title")}
          >
            <Stack gap="xs" align="flex-start">
              <Text size="sm">
                {t("drift.text", {
                  pinned: shortDigest(drift.pinned),
                  current: shortDigest(current ?? ""),
                })}
              </Text>
              {current && (
                <Can do="environment:write" on={environment}>
                  <Button
                    size="xs"
                    loading={ask.isPending}
                    onClick={() => ask.mutate({ params: { path }, body: { accept: current } })}
                  >
                    {t("drift.accept")}
                  </Button>
                </Can>
              )}
            </Stack>
          </Alert>
        )}
        {drift?.problem && (
          <Text size="sm" c="dimmed">
            {t("drift.unknown", { detail: told(drift.problem.code, drift.problem.detail) })}
          </Text>
        )}
        <ProblemNote errors={new FieldErrors(ask.error)} />
        {pinned && (
          <dl className={classes.facts}>
            <dt>{t("image.digest")}</dt>
            <dd>
              <code>{pinned.digest}</code>{" "}
              <CopyButton value={pinned.digest}>
                {({ copied, copy }) => (
                  <Button size="compact-xs" variant="subtle" onClick={copy}>
                    {t(copied ? "shared:copied" : "shared:copy")}
                  </Button>
                )}
              </CopyButton>
            </dd>
            <dt>{t("image.reference")}</dt>
            <dd>
              <code>{pinned.reference}</code>
            </dd>
            <dt>{t("image.size")}</dt>
            <dd>{`${bytes(pinned.size)} · ${pinned.platform}`}</dd>
            <dt>{t("image.since")}</dt>
            <dd>
              <RelativeTime at={pinned.created_at} />
            </dd>
          </dl>
        )}
      </Stack>
    </section>
  );
}

/** How far an image is on its way to the registry. */
function Progressing({ upload }: { upload: NonNullable<EnvironmentImage["upload"]> }) {
  const { t } = useTranslation("environments");
  const known = upload.total > 0;
  return (
    <Stack gap={4}>
      <Progress
        value={known ? (100 * upload.done) / upload.total : 100}
        animated={!known}
        aria-label={t("image.progress")}
      />
      <Text size="xs" c="dimmed">
        {t(`phase.${upload.phase}`)}
        {known && ` · ${bytes(upload.done)} / ${bytes(upload.total)}`}
        {upload.layers > 0 && ` · ${t("image.layers", { layer: upload.layer, layers: upload.layers })}`}
        {" · "}
        {t("image.begun")} <RelativeTime at={upload.started_at} />
      </Text>
    </Stack>
  );
}
