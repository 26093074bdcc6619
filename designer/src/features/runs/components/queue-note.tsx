import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { number } from "@/shared/lib/format";

type Run = Shape<"RunBody">;
type Full = Shape<"FullBody">;

/** A run that was just started is mostly taken up before anybody has read that it waits. */
const soon = 5000;

/** Why a run has not begun, and its place among those that wait as it does. */
export function QueueNote({ run }: { run: Run }) {
  const { t } = useTranslation("runs");
  const { queue } = run;
  if (!queue) return null;
  if (queue.for === "worker" && queue.position === 1 && Date.now() - Date.parse(run.created_at) < soon)
    return null;
  const full = queue.limits ?? [];
  const place = (n: number) =>
    n > 10_000 ? t("queue.far", { n: number(10_000) }) : t("queue.place", { n: number(n) });
  return (
    <span role="status">
      {t(`queue.${queue.for}`)}{" "}
      {full.map(
        (l) => `${t(`queue.${whose(l, run)}`, { running: number(l.running), most: number(l.concurrency) })} `,
      )}
      {place(queue.position)}{" "}
      {queue.for !== "worker" && run.chain_key && (
        <Anchor
          inherit
          underline="always"
          renderRoot={(props) => (
            <Link
              {...props}
              to="/o/$org/chains/$key"
              params={{ org: run.org_id, key: run.chain_key } as never}
              search={{ tab: "triggers" } as never}
            />
          )}
        >
          {t(queue.for === "hold" ? "toHold" : "toLimits")}
        </Anchor>
      )}
    </span>
  );
}

function whose(l: Full, run: Run) {
  if (l.of === "org") return l.id === run.org_id ? "ofOrg" : "ofOrgAbove";
  return l.of === "trigger" ? "ofTrigger" : "ofChain";
}
