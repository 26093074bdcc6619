import { Button, Skeleton } from "@mantine/core";
import { IconVersions } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/shared/kit/empty-state";
import { ErrorState } from "@/shared/kit/error-state";
import { useVersions } from "../../api/versions";
import { useEditor } from "../../store";
import { VersionList } from "./version-list";
import { VersionView } from "./version-view";
import classes from "./versions-tab.module.css";

/**
 * The published versions of the chain. `version` in the address is what is shown (a number, or draft),
 * `compare` what it is compared with.
 */
export function VersionsTab() {
  const { t } = useTranslation("canvas");
  const org = useEditor((s) => s.org);
  const key = useEditor((s) => s.key);
  const search: Record<string, string | undefined> = useSearch({ strict: false });
  const navigate = useNavigate();
  const versions = useVersions(org, key);
  const rows = versions.data?.pages.flatMap((p) => p.items ?? []);
  const show = (version: string, compare?: string) =>
    void navigate({
      to: ".",
      search: (old: Record<string, string | undefined>) => ({ ...old, version, compare }),
    });

  if (versions.error) return <ErrorState error={versions.error} retry={() => void versions.refetch()} />;
  if (!rows) return <Skeleton className={classes.tab} radius={0} />;
  if (rows.length === 0)
    return (
      <div className={classes.empty}>
        <EmptyState
          icon={<IconVersions size={32} stroke={1.5} />}
          text={t("versions.none")}
          action={
            <Button
              variant="light"
              onClick={() => void navigate({ to: ".", search: { publish: "new" } as never })}
            >
              {t("publish.act")}
            </Button>
          }
        />
      </div>
    );
  const version = search.version ?? String(rows[0]?.version ?? "draft");
  return (
    <div className={classes.tab}>
      <VersionList rows={rows} shown={version} compared={search.compare} show={show} more={versions} />
      <VersionView
        key={`${version} ${search.compare ?? ""}`}
        version={version}
        compare={search.compare}
        all={rows}
        show={show}
      />
    </div>
  );
}
