import { useTranslation } from "react-i18next";
import { RelativeTime } from "@/shared/kit/relative-time";
import { clockTime, list } from "@/shared/lib/format";
import type { Wait } from "../model/waits";
import classes from "./detail.module.css";
import { useNow } from "./elapsed";

/** Every step waits a moment for its turn; only a longer one, in milliseconds, is worth a sentence. */
const moment = 1000;

/** For what a step waits, since when, and until when. */
export function Waiting({ wait }: { wait: Wait }) {
  const { t } = useTranslation("runs");
  const brief = wait.for === "turn" && wait.since !== undefined;
  const now = useNow(brief);
  if (brief && now - (wait.since ?? now) < moment) return null;
  return (
    <div className={classes.waiting}>
      <div>{t(...sentence(wait))}</div>
      {wait.since !== undefined && <Moment text="waits.since" at={wait.since} />}
      {wait.until !== undefined && <Moment text={untils[wait.for] ?? "waits.latest"} at={wait.until} />}
    </div>
  );
}

/** The ends that are hoped for; any other is when it is given up. */
const untils: Partial<Record<Wait["for"], string>> = { time: "waits.until", retry: "waits.at" };

function sentence(wait: Wait): [string, Record<string, unknown>?] {
  if (wait.switch) return ["waits.switchTo", wait.switch];
  if (wait.next?.of !== undefined) return ["waits.retryOf", wait.next];
  if (wait.names) return ["waits.steps", { names: list(wait.names) }];
  return [`waits.${wait.for}`];
}

function Moment({ text, at }: { text: string; at: number }) {
  const { t } = useTranslation("runs");
  return (
    <div>
      {`${t(text, { at: clockTime(new Date(at)) })} · `}
      <RelativeTime at={new Date(at).toISOString()} />
    </div>
  );
}
