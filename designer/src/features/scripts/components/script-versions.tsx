import { Button, Group, Select, Skeleton, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { paged, rowsOf } from "@/shared/api/paged";
import { DiffView } from "@/shared/kit/diff-view";
import { ErrorState } from "@/shared/kit/error-state";
import { Listing } from "@/shared/kit/listing";
import { RelativeTime } from "@/shared/kit/relative-time";
import { useAddress } from "@/shared/kit/use-address";
import { editorLanguage } from "@/shared/scripts/languages";

type Path = { org_id: string; script_key: string };
type Props = { path: Path; script: Shape<"ScriptBody"> };

/** All versions, and what lies between any two of them. */
export function ScriptVersions({ path, script }: Props) {
  const { t } = useTranslation("scripts");
  const [search, go] = useAddress();
  const versions = api.useInfiniteQuery(
    "get",
    "/api/v1/orgs/{org_id}/scripts/{script_key}/versions",
    { params: { path, query: { limit: 100 } } },
    paged,
  );
  const to = Number(search.to) || script.version;
  const from = Number(search.from) || Math.max(to - 1, 1);
  const choices = (rowsOf(versions.data) ?? []).map((v) => ({
    value: String(v.version),
    label: `v${v.version}${v.message ? ` · ${v.message}` : ""}`,
  }));
  return (
    <Stack gap="md">
      {script.version > 1 && (
        <>
          <Group>
            <Select
              label={t("compareFrom")}
              data={choices}
              value={String(from)}
              allowDeselect={false}
              onChange={(v) => go({ from: v ?? undefined, to: String(to) })}
            />
            <Select
              label={t("compareTo")}
              data={choices}
              value={String(to)}
              allowDeselect={false}
              onChange={(v) => go({ to: v ?? undefined, from: String(from) })}
            />
          </Group>
          <Compared path={path} script={script} from={from} to={to} />
        </>
      )}
      <Listing<Shape<"ScriptVersionBody">>
        query={versions}
        label={t("versions")}
        id={(v) => String(v.version)}
        columns={[
          { id: "version", title: t("version"), cell: (v) => `v${v.version}`, width: 90 },
          { id: "message", title: t("message"), cell: (v) => v.message || t("noMessage") },
          { id: "by", title: t("by"), cell: (v) => v.created_by.name, width: 180 },
          { id: "when", title: t("changed"), cell: (v) => <RelativeTime at={v.created_at} />, width: 150 },
          {
            id: "act",
            title: t("compare"),
            quiet: true,
            align: "end",
            width: 150,
            cell: (v) =>
              v.version > 1 && (
                <Button
                  size="xs"
                  variant="subtle"
                  onClick={() => go({ from: String(v.version - 1), to: String(v.version) })}
                >
                  {t("whatChanged")}
                </Button>
              ),
          },
        ]}
        empty={<Text c="dimmed">{t("noVersions")}</Text>}
      />
    </Stack>
  );
}

function Compared({ path, script, from, to }: Props & { from: number; to: number }) {
  const { t } = useTranslation("scripts");
  const forever = { staleTime: Number.POSITIVE_INFINITY };
  const text = (version: number) => ({ params: { path: { ...path, version } } });
  const address = "/api/v1/orgs/{org_id}/scripts/{script_key}/versions/{version}" as const;
  const before = api.useQuery("get", address, text(from), forever);
  const after = api.useQuery("get", address, text(to), forever);
  const error = before.error ?? after.error;
  if (error) return <ErrorState error={error} />;
  if (!before.data || !after.data) return <Skeleton height={200} />;
  if (before.data.digest === after.data.digest) return <Text c="dimmed">{t("same")}</Text>;
  return (
    <DiffView
      before={before.data.source ?? ""}
      after={after.data.source ?? ""}
      beforeLabel={t("versionOf", { n: from })}
      afterLabel={t("versionOf", { n: to })}
      language={editorLanguage(script.language)}
    />
  );
}
