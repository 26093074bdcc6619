import { useCallback, useEffect, useMemo, useSyncExternalStore } from "react";
import { JournalFeed } from "./journal-feed";

/** The journal of a run, live for as long as the component is there. */
export function useJournal(org: string, run: string) {
  const feed = useMemo(() => new JournalFeed(org, run), [org, run]);
  useEffect(() => {
    feed.start();
    return () => feed.stop();
  }, [feed]);
  const now = useSyncExternalStore(feed.subscribe, feed.snapshot);
  const again = useCallback(() => feed.start(), [feed]);
  return { ...now, again };
}
