import { Button, Progress } from "@mantine/core";
import { IconCheck, IconCircle, IconLoader2, IconX } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { findNode } from "@/shared/chain/graph";
import { told } from "@/shared/i18n/told";
import { bytes } from "@/shared/lib/format";
import type { PublicationPart } from "../../api/publications";
import { useEditor } from "../../store";
import { Made } from "./made";
import classes from "./publish.module.css";

const icons = { pending: IconCircle, making: IconLoader2, made: IconCheck, failed: IconX };

type Props = { part: PublicationPart; first: boolean; kept: boolean; goTo: () => void };

/** How far the pipeline or the task of one node is, and what was made unless all was taken away again. */
export function PartLine({ part, first, kept, goTo }: Props) {
  const { t } = useTranslation("canvas");
  const name = useEditor((s) => findNode(s.document, part.node)?.name ?? part.node);
  const speed = useSpeed(part);
  const Icon = icons[part.state as keyof typeof icons] ?? IconCircle;
  const share = part.total ? Math.min(100, Math.floor(((part.done ?? 0) / part.total) * 100)) : undefined;
  return (
    <li className={classes.part} data-state={part.state} data-first={first || undefined}>
      <Icon size={16} aria-hidden />
      <span className={classes.node}>{first ? name : <span className="hidden-visually">{name}</span>}</span>
      <span>
        {t(`publish.part.${part.kind}`)}
        {part.undo ? ` (${t("publish.undo")})` : ""}
      </span>
      <code>{part.key}</code>
      <span className={classes.state}>
        {part.state === "failed"
          ? told(part.code, part.detail ?? "") || part.code
          : part.state === "making"
            ? [
                part.phase
                  ? t(`publish.phase.${part.phase}`, { defaultValue: part.phase })
                  : t("publish.making"),
                share === undefined ? "" : `${share} %`,
                speed ? t("publish.speed", { rate: bytes(speed) }) : "",
              ]
                .filter(Boolean)
                .join(" ")
            : t(`publish.state.${part.state}`)}
        {kept && part.made && (
          <>
            {" "}
            <Made made={part.made} link={part.link} />
          </>
        )}
      </span>
      {part.state === "failed" && (
        <Button size="compact-xs" variant="light" color="red" onClick={goTo}>
          {t("publish.goTo")}
        </Button>
      )}
      {part.state === "making" && share !== undefined && (
        <Progress
          className={classes.progress}
          value={share}
          size="sm"
          aria-label={t("publish.uploaded", { name })}
        />
      )}
    </li>
  );
}

/** Bytes in a second, from one news to the next. */
function useSpeed(part: PublicationPart): number {
  const before = useRef({ at: 0, done: 0, phase: "" });
  const [speed, setSpeed] = useState(0);
  const { done = 0, phase = "" } = part;
  useEffect(() => {
    const now = performance.now();
    const last = before.current;
    if (last.phase === phase && done > last.done && now > last.at)
      setSpeed(((done - last.done) / (now - last.at)) * 1000);
    else if (last.phase !== phase) setSpeed(0);
    before.current = { at: now, done, phase };
  }, [done, phase]);
  return speed;
}
