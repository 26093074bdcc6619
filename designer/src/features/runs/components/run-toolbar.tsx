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
import type { ViewActs } from "./use-view-acts";

type Props = { seen: RunSeen; feed: Feed; failure: Step | undefined; acts: ViewActs };

/** How the run is looked at, the way to its first failure, and how fresh all of it is. */
export function RunToolbar({ seen, feed, failure, acts }: Props) {
  const { t } = useTranslation("runs");
  const { selection, document, journal, run } = seen;
  const attempts = failure?.attempts.at(-1)?.number ?? 1;
  return (
    <div className={classes.toolbar}>
      <SegmentedControl
        size="xs"
        aria-label={t("action.view")}
        value={selection.view}
        onChange={(view) => acts.show[view].perform()}
        data={views.map((value) => ({ value, label: t(`view.${value}`) }))}
      />
      <Button
        size="compact-xs"
        variant="default"
        disabled={acts.find.enabled === false}
        leftSection={<IconSearch size={14} aria-hidden />}
        onClick={acts.find.perform}
      >
        {t("find")}
      </Button>
      {failure && (
        <span>
          {t("firstFailure")}{" "}
          <Anchor component="button" type="button" inherit onClick={acts.firstFailure.perform}>
            {stepName(document, failure.node)}
            {attempts > 1 ? ` · ${t("attempt", { n: attempts })}` : ""}
          </Anchor>
        </span>
      )}
      {!journal.begunAt && <QueueNote run={run} />}
      {acts.follow.enabled && (
        <Button
          size="compact-xs"
          variant="light"
          leftSection={<IconFocus2 size={14} aria-hidden />}
          onClick={acts.follow.perform}
        >
          {acts.follow.label}
        </Button>
      )}
      <span className={classes.gap} />
      {acts.whole.enabled && (
        <Anchor component="button" type="button" inherit onClick={acts.whole.perform}>
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
