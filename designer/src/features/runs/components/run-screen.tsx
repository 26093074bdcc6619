import { Skeleton } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLate } from "@/shared/kit/late";
import { lazily } from "@/shared/kit/lazily";
import { highest, Splitter } from "@/shared/kit/splitter";
import { whenIdle } from "@/shared/lib/idle";
import { useRun, useRunDocument } from "../api/queries";
import { useJournal } from "../api/use-journal";
import { firstFailure, isOver, stepAt } from "../model/journal";
import { stepName } from "../model/names";
import { Announcer } from "./announcer";
import type { RunSeen } from "./run-context";
import { RunGone } from "./run-gone";
import { RunHeader } from "./run-header";
import { RunOverview } from "./run-overview";
import { RunPicture } from "./run-picture";
import classes from "./run-screen.module.css";
import { RunToolbar } from "./run-toolbar";
import { StepDetail } from "./step-detail";
import { useSelection } from "./use-selection";
import { useStepLog } from "./use-step-log";
import { useViewActs } from "./use-view-acts";

const LogPanel = lazily(() => import("./log-panel").then((m) => m.LogPanel));
const RunTimeline = lazily(() => import("./run-timeline").then((m) => m.RunTimeline), {
  waiting: () => <Skeleton height="100%" radius={0} />,
});

const RunCrumbs = lazily(() => import("./run-crumbs").then((m) => m.RunCrumbs));
const FindStep = lazily(() => import("./find-step").then((m) => m.FindStep));

type Props = { org: string; run: string };

/** A run: what it does, how far it is, why it failed. */
export function RunScreen({ org, run: id }: Props) {
  const { t } = useTranslation("runs");
  const run = useRun(org, id);
  const feed = useJournal(org, id);
  const { journal } = feed;
  const document = useRunDocument(org, id);
  const [selection, select] = useSelection(journal);
  const [logHeight, setLogHeight] = useState(260);
  const [logShown, showLog] = useState(true);
  const [finding, find] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const late = useLate(run.isPending);
  useDocumentTitle(`${run.data?.title || run.data?.chain_key || t("run")} · Catenary`);

  // They come while the run is read.
  useEffect(() => {
    LogPanel.preload();
    return whenIdle(RunTimeline.preload);
  }, []);

  const { refetch } = run;
  // The journal says what the run's row says; it is read again when that is another.
  const standing = journal.seq > 0 ? `${journal.state} ${journal.canceling}` : "";
  useEffect(() => {
    if (standing) void refetch();
  }, [standing, refetch]);

  const step = selection.node === undefined ? undefined : stepAt(journal, selection.scope, selection.node);
  const attempt = selection.attempt ?? step?.attempts.at(-1)?.number;
  const failure = useMemo(() => firstFailure(journal), [journal]);
  const over = isOver(journal.seq > 0 ? journal.state : (run.data?.state ?? journal.state));
  const openFind = useCallback(() => find(true), []);
  const turnLog = useCallback(() => showLog((shown) => !shown), []);
  const acts = useViewActs({
    selection,
    select,
    step,
    attempt,
    failure,
    over,
    find: document.data && openFind,
    turnLog,
  });

  const looked = run.data && {
    org,
    run: run.data,
    journal,
    document: document.data,
    selection,
    select,
    step,
    attempt,
    over,
  };
  const log = useStepLog(looked);
  if (run.error && !run.data) return <RunGone org={org} error={run.error} retry={() => void refetch()} />;
  if (!looked) return late ? <RunSkeleton /> : null;
  const seen: RunSeen = { ...looked, log };
  return (
    <div className={classes.screen}>
      {seen.run.parent_id && (
        <RunCrumbs run={seen.run} name={seen.run.title || (document.data?.name ?? seen.run.chain_key)} />
      )}
      <RunHeader seen={seen} again={feed.again} />
      <RunToolbar seen={seen} feed={feed} failure={failure} acts={acts} />
      <div className={classes.main}>
        <section
          className={classes.stage}
          data-view={selection.view}
          aria-label={t(`stage.${selection.view}`)}
        >
          {selection.view !== "timeline" && (
            <div className={classes.pane}>
              <RunPicture seen={seen} error={document.error} retry={() => void document.refetch()} />
            </div>
          )}
          {selection.view !== "graph" && (
            <div className={classes.pane}>
              <RunTimeline seen={seen} />
            </div>
          )}
        </section>
        <aside className={classes.detail} aria-label={t("detail")}>
          {selection.node === undefined ? (
            <RunOverview seen={seen} />
          ) : (
            <StepDetail key={`${selection.scope} ${selection.node}`} seen={seen} />
          )}
        </aside>
      </div>
      {logShown && (
        <>
          {log.source && <Splitter label={t("logHeight")} size={logHeight} set={setLogHeight} />}
          <section
            className={classes.log}
            style={log.source && { height: logHeight, maxHeight: highest }}
            aria-label={t("log")}
          >
            <LogPanel seen={seen} search={search} />
          </section>
        </>
      )}
      {finding && <FindStep seen={seen} close={() => find(false)} />}
      <Announcer journal={journal} name={(node) => stepName(document.data, node)} />
    </div>
  );
}

function RunSkeleton() {
  return (
    <div className={classes.screen} aria-busy>
      <Skeleton height={48} m="md" w="auto" />
      <Skeleton height={24} mx="md" w="50%" />
      <div className={classes.main}>
        <Skeleton className={classes.stage} height="100%" radius={0} m="md" />
        <Skeleton className={classes.detail} height="100%" radius={0} m="md" />
      </div>
    </div>
  );
}
