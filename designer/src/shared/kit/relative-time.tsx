import { useEffect, useState } from "react";
import { dateTime, relative } from "@/shared/lib/format";

/** When something was, as “5 minutes ago”; the exact time on hover. It goes on by itself. */
export function RelativeTime({ at }: { at: string }) {
  const [now, setNow] = useState(() => Date.now());
  const young = now - new Date(at).getTime() < 3_600_000;
  useEffect(() => {
    const timer = setInterval(() => !document.hidden && setNow(Date.now()), young ? 15_000 : 600_000);
    return () => clearInterval(timer);
  }, [young]);
  return (
    <time dateTime={at} title={dateTime(at)}>
      {relative(at, Math.max(now, Date.now()))}
    </time>
  );
}
