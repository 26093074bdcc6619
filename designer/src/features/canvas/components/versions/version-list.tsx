import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { LoadMore, type Pages } from "@/shared/kit/load-more";
import { RelativeTime } from "@/shared/kit/relative-time";
import type { Version } from "../../api/versions";
import { useChain } from "../drafts/use-chain";
import classes from "./versions-tab.module.css";

type Props = {
  rows: Version[];
  shown: string;
  compared: string | undefined;
  show: (version: string, compare?: string) => void;
  more: Pages;
};

/** The versions, the newest first, and the draft above them. */
export function VersionList({ rows, shown, compared, show, more }: Props) {
  const { t } = useTranslation("canvas");
  const chain = useChain().data;
  const live = rows[0]?.version;
  const mark = (v: string) => (shown === v ? "shown" : compared === v ? "compared" : undefined);
  return (
    <nav className={classes.list} aria-label={t("versions.list")}>
      <button
        type="button"
        className={classes.row}
        data-mark={mark("draft")}
        aria-current={shown === "draft" || undefined}
        onClick={() => show("draft", live ? String(live) : undefined)}
      >
        <span className={classes.number}>{t("versions.draft")}</span>
        <Text size="xs" c="dimmed">
          {chain?.draft.changed ? t("versions.draftChanged") : t("versions.draftSame", { version: live })}
        </Text>
      </button>
      {rows.map((v) => (
        <button
          type="button"
          key={v.version}
          className={classes.row}
          data-mark={mark(String(v.version))}
          aria-current={shown === String(v.version) || undefined}
          onClick={() => show(String(v.version))}
        >
          <span className={classes.number}>
            {t("versions.number", { version: v.version })}
            {v.version === live && <span className={classes.live}>{t("versions.live")}</span>}
          </span>
          {v.message && <span className={classes.message}>{v.message}</span>}
          <Text size="xs" c="dimmed">
            {v.created_by?.name} <RelativeTime at={v.created_at} />
          </Text>
        </button>
      ))}
      <LoadMore query={more} size="compact-sm" />
    </nav>
  );
}
