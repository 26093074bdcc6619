import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import type { LogSource } from "@/shared/kit/log-source";
import { plain } from "@/shared/kit/log-text";
import classes from "./detail.module.css";

/** How many lines at the end and at the beginning are looked at; what wrote to a pipe may come out of order. */
const reach = 500;

/** The last thing that went to stderr: mostly it says why. It leads to its line. */
export function ErrorLine({ source, choose }: { source: LogSource; choose: (n: number) => void }) {
  const { t } = useTranslation("runs");
  const state = useSyncExternalStore(source.subscribe, source.snapshot);
  for (let n = state.end - 1; n >= 0; n--) {
    if (n === state.end - reach - 1 && n > reach) n = reach;
    const line = state.lines.get(n);
    if (line?.stream !== "stderr" || !line.text.trim()) continue;
    return (
      <button
        type="button"
        className={classes.error}
        title={t("toLine", { n: n + 1 })}
        onClick={() => choose(n)}
      >
        {plain(line.text).slice(0, 300)}
      </button>
    );
  }
  return null;
}
