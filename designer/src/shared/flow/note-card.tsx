import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { composing } from "../lib/ime";
import { cardId } from "./node-card";
import classes from "./note-card.module.css";
import { useDeeds, useFocused, useOverlay } from "./picture-state";
import type { NoteNode } from "./project";
import { useTyped } from "./use-typed";

/** A note beside the nodes. It means nothing to a run. */
export const NoteCard = memo(function NoteCard({ id, data: { note } }: NodeProps<NoteNode>) {
  const { t } = useTranslation("flow");
  const focused = useFocused(id);
  const naming = useOverlay((o) => o.naming === id);
  return (
    <div
      id={cardId(id)}
      className={classes.note}
      role="note"
      aria-label={`${t("note.title")}: ${note.text}`}
      data-focus={focused || undefined}
    >
      {naming ? <NoteField id={id} text={note.text} /> : <NoteText text={note.text} />}
    </div>
  );
});

function NoteField({ id, text }: { id: string; text: string }) {
  const { t } = useTranslation("flow");
  const deeds = useDeeds();
  const typed = useTyped(text, (now) => deeds.writeNote?.(id, now));
  return (
    <textarea
      className={`${classes.field} nodrag nopan nowheel nokey`}
      aria-label={t("note.text")}
      value={typed.text}
      maxLength={10_000}
      // biome-ignore lint/a11y/noAutofocus: the field is there because somebody asked to write the note
      autoFocus
      onFocus={(e) => e.target.select()}
      onChange={(e) => typed.setText(e.target.value)}
      onBlur={() => typed.take(typed.text)}
      onKeyDown={(e) => {
        if (e.key !== "Escape" || composing(e.nativeEvent)) return;
        e.stopPropagation();
        e.preventDefault();
        typed.take(typed.text);
      }}
    />
  );
}

/** The little Markdown that a note needs: headings, lists, bold and code. */
function NoteText({ text }: { text: string }) {
  return (
    <div className={classes.text}>
      {text.split("\n").map((line, i) => {
        const heading = /^#{1,6}\s+(.*)$/.exec(line);
        const item = /^\s*[-*]\s+(.*)$/.exec(line);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line of a text has nothing else that names it
          <div key={i} className={heading ? classes.heading : item ? classes.item : undefined}>
            <Inline text={heading?.[1] ?? item?.[1] ?? line} />
          </div>
        );
      })}
    </div>
  );
}

function Inline({ text }: { text: string }) {
  return text.split(/(\*\*[^*]+\*\*|`[^`]+`)/).map((part, i) => {
    const key = `${i}:${part}`;
    if (part.startsWith("**") && part.length > 4) return <strong key={key}>{part.slice(2, -2)}</strong>;
    if (part.startsWith("`") && part.length > 2) return <code key={key}>{part.slice(1, -1)}</code>;
    return part;
  });
}
