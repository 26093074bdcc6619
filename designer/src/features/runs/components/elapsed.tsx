import { useEffect, useState } from "react";
import { duration } from "@/shared/lib/format";

/** The time now, each second for as long as something goes on. */
export function useNow(going: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!going) return;
    setNow(Date.now());
    const timer = setInterval(() => !document.hidden && setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [going]);
  return now;
}

/** How long something took, or takes by now. */
export function Elapsed({ from, to }: { from: number; to?: number | undefined }) {
  const now = useNow(to === undefined);
  const ms = Math.max(0, (to ?? now) - from);
  return <span>{duration(to === undefined ? Math.floor(ms / 1000) * 1000 : ms)}</span>;
}
