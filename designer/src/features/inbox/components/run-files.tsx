import { Group, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { ArtefactLink } from "@/shared/kit/artefact-link";
import { bytes } from "@/shared/lib/format";

type Props = {
  org: string;
  run: string;
  /** What is in them may be seen. */
  allowed: boolean;
  /** Of the run's files only these. */
  only?: (file: Shape<"ArtefactBody">) => boolean;
};

/** The files that a run has so far. Nothing is shown where there are none. */
export function RunFiles({ org, run, allowed, only = () => true }: Props) {
  const { t } = useTranslation("inbox");
  const all = api.useQuery("get", "/api/v1/orgs/{org_id}/runs/{run_id}/artefacts", {
    params: { path: { org_id: org, run_id: run }, query: { limit: 200 } },
  });
  const files = all.data?.items.filter(only) ?? [];
  if (files.length === 0) return null;
  return (
    <section aria-label={t("files")}>
      <Title order={3} size="sm">
        {t("files")}
      </Title>
      <Stack component="ul" gap={4} m={0} p={0} style={{ listStyle: "none" }}>
        {files.map((f) => (
          <Group component="li" key={`${f.scope} ${f.node} ${f.attempt} ${f.name}`} gap="xs" fz="sm">
            <ArtefactLink org={org} run={run} file={f} allowed={allowed} />
            <Text size="xs" c="dimmed">
              {bytes(f.size)}
            </Text>
          </Group>
        ))}
      </Stack>
    </section>
  );
}
