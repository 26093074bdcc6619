import { memo, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { number } from "@/shared/lib/format";
import type { LogLine as Line } from "./log-source";
import { longest, marked, pieces } from "./log-text";
import classes from "./log-view.module.css";

type Props = {
  line: Line;
  time: boolean;
  search: RegExp | undefined;
  /** It is the one that the address or the search is at. */
  current: boolean;
  /** Tab comes to its number. */
  reachable: boolean;
  choose: ((n: number) => void) | undefined;
};

/** 10:31:07.120 */
function stamp(at: string): string {
  const d = new Date(at);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}.${String(d.getMilliseconds()).padStart(3, "0")}`;
}

/** One line of a log: its number, which is a link to it, its time, its text in its colours. */
export const LogLine = memo(function LogLine({ line, time, search, current, reachable, choose }: Props) {
  const { t } = useTranslation();
  const [whole, setWhole] = useState(false);
  const cut = !whole && line.text.length > longest;
  const parts = useMemo(
    () => marked(pieces(cut ? line.text.slice(0, longest) : line.text), search),
    [line.text, cut, search],
  );
  return (
    <div className={classes.line} data-stream={line.stream} data-current={current || undefined}>
      <button
        type="button"
        className={classes.number}
        tabIndex={reachable ? 0 : -1}
        aria-label={t("log.line", { n: line.n + 1 })}
        onClick={() => choose?.(line.n)}
      >
        {line.n + 1}
      </button>
      {time && (
        <time className={classes.time} dateTime={line.at} title={line.at}>
          {stamp(line.at)}
        </time>
      )}
      <span className={classes.text}>
        {parts.map((part, at) => (
          // The parts of a line never move.
          // biome-ignore lint/suspicious/noArrayIndexKey: they have no other name
          <Piece key={at} hit={part.hit ?? false} names={part.classes} text={part.text} />
        ))}
        {cut && (
          <button type="button" className={classes.whole} onClick={() => setWhole(true)}>
            {t("log.showAll", { count: number(line.text.length) as unknown as number })}
          </button>
        )}
      </span>
    </div>
  );
});

function Piece({ hit, names, text }: { hit: boolean; names: string[]; text: string }) {
  const look = names.map((n) => classes[n] ?? "").join(" ");
  if (hit) return <mark className={`${classes.hit} ${look}`}>{text}</mark>;
  return look ? <span className={look}>{text}</span> : text;
}
