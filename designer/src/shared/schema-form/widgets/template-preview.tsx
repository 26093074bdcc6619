import { useTranslation } from "react-i18next";
import { type Known, lookUp, type Segment, split, summary } from "../expressions";
import classes from "../form.module.css";

type Props = { id: string; text: string; known: (() => Known) | undefined };

/**
 * What a text with expressions comes to: names that were seen in a run or test stand there with what they
 * were; the others as they are written. Nothing is evaluated here.
 */
export function TemplatePreview({ id, text, known }: Props) {
  const { t } = useTranslation("schema-form");
  const { segments, open } = split(text);
  const holds = segments.some((s) => s.expression);
  if (open !== undefined) {
    return (
      <p className={classes.preview} id={id}>
        <span data-open>{t("expression.open")}</span>
      </p>
    );
  }
  if (!holds) return null;
  if (segments.some((s) => s.expression && s.text === ""))
    return (
      <p className={classes.preview} id={id}>
        {t("expression.empty")}
      </p>
    );
  const names = known?.() ?? {};
  const seen = segments.some((s) => s.expression && lookUp(names, s.text));
  return (
    <p className={classes.preview} id={id}>
      {seen ? t("expression.sample") : t(segments.length === 1 ? "expression.whole" : "expression.inText")}
      {(seen || segments.length > 1) && (
        <>
          {" "}
          {segments.map((s, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text, drawn anew with it
            <Piece key={i} segment={s} names={names} />
          ))}
        </>
      )}
    </p>
  );
}

function Piece({ segment, names }: { segment: Segment; names: Known }) {
  if (!segment.expression) return <>{segment.text}</>;
  const found = lookUp(names, segment.text);
  return <code>{found ? summary(found.sample, 120) : `ƒ ${summary(segment.text, 40)}`}</code>;
}
