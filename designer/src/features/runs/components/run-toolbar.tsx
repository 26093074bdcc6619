import { Anchor, Button, SegmentedControl } from "@mantine/core";
import { IconFocus2, IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { clockTime } from "@/shared/lib/format";
import type { Feed } from "../api/journal-feed";
import type { Step } from "../model/journal";
import { stepName } from "../model/names";
import { QueueNote } from "./queue-note";
import type { RunSeen } from "./run-context";
import classes from "./run-screen.module.css";
import { views } from "./use-selection";

type Props = { seen: RunSeen; feed: Feed; failure: Step | undefined; find: () => void };

/** How the run is looked at, the way to its first failure, and how fresh all of it is. */
export function RunToolbar({ seen, feed, failure, find }: Props) {
  const { t } = useTranslation("runs");
  const { selection, select, document, journal, run } = seen;
  const attempts = failure?.attempts.at(-1)?.number ?? 1;
  return (
    <div className={classes.toolbar}>
      <SegmentedControl
        size="xs"
        aria-label={t("action.view")}
        value={selection.view}
        onChange={(view) => select({ view: view === "graph" ? undefined : view })}
        data={views.map((value) => ({ value, label: t(`view.${value}`) }))}
      />
      <Button
        size="compact-xs"
        variant="default"
        disabled={!document}
        leftSection={<IconSearch size={14} aria-hidden />}
        onClick={find}
      >
        {t("find")}
      </Button>
      {failure && (
        <span>
          {t("firstFailure")}{" "}
          <Anchor
            component="button"
            type="button"
            inherit
            onClick={() => select({ node: failure.node, item: failure.scope || undefined })}
          >
            {stepName(document, failure.node)}
            {attempts > 1 ? ` · ${t("attempt", { n: attempts })}` : ""}
          </Anchor>
        </span>
      )}
      {!journal.begunAt && <QueueNote run={run} />}
      {!seen.over && !selection.following && (
        <Button
          size="compact-xs"
          variant="light"
          leftSection={<IconFocus2 size={14} aria-hidden />}
          onClick={() => select({ node: undefined, item: undefined })}
        >
          {t("follow")}
        </Button>
      )}
      <span className={classes.gap} />
      {selection.node !== undefined && (
        <Anchor
          component="button"
          type="button"
          inherit
          onClick={() => select({ node: "", item: undefined })}
        >
          {t("whole")}
        </Anchor>
      )}
      {!(seen.over && feed.live === "over") && (
        <span className={classes.live} data-live={feed.live} role="status">
          <i aria-hidden />
          {feed.live === "lost"
            ? t("live.lost", { since: clockTime(new Date(feed.since ?? 0)) })
            : t(`live.${feed.live}`)}
        </span>
      )}
    </div>
  );
}
