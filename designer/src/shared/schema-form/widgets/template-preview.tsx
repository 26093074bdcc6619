import { useTranslation } from "react-i18next";
import { type Known, lookUp, type Segment, split, summary } from "../expressions";
import classes from "../form.module.css";
import { type GlueTried, useGlueSample, useGlueTrial } from "../glue-trial";

type Props = { id: string; text: string; known: (() => Known) | undefined };

/**
 * What a text with expressions comes to: names that were seen in a run or test stand there with what they
 * were. What is more than a name is tried by the server with the sample, if there is one; without it stands as
 * it is written.
 */
export function TemplatePreview({ id, text, known }: Props) {
  const { t } = useTranslation("schema-form");
  const given = useGlueSample();
  const { segments, open } = split(text);
  const names = known?.() ?? {};
  const asked = segments.filter((s) => s.expression && s.text !== "" && !lookUp(names, s.text));
  const whole = open === undefined;
  const { results } = useGlueTrial(
    given,
    asked.map((s) => ({ kind: "expression", text: s.text })),
    whole && asked.length > 0,
  );
  if (!whole) {
    return (
      <p className={classes.preview} id={id}>
        <span data-open>{t("expression.open")}</span>
      </p>
    );
  }
  if (!segments.some((s) => s.expression)) return null;
  if (segments.some((s) => s.expression && s.text === ""))
    return (
      <p className={classes.preview} id={id}>
        {t("expression.empty")}
      </p>
    );
  const tried = new Map(asked.map((s, i) => [s, results?.[i]]));
  const seen = segments.some(
    (s) => s.expression && (lookUp(names, s.text) || tried.get(s)?.value !== undefined),
  );
  // Some fields see more names than a sample has, such as what the first half of a node gave.
  const problem = results?.find((r) => r.problem && !r.problem.message.startsWith("ReferenceError"))?.problem;
  return (
    <p className={classes.preview} id={id}>
      {seen ? t("expression.sample") : t(segments.length === 1 ? "expression.whole" : "expression.inText")}
      {(seen || segments.length > 1) && (
        <>
          {" "}
          {segments.map((s, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text, drawn anew with it
            <Piece key={i} segment={s} names={names} tried={tried.get(s)} />
          ))}
        </>
      )}
      {problem && (
        <>
          {" "}
          <span data-open>{t("tried.fails", { text: problem.message })}</span>
        </>
      )}
    </p>
  );
}

type PieceProps = { segment: Segment; names: Known; tried: GlueTried | undefined };

function Piece({ segment, names, tried }: PieceProps) {
  if (!segment.expression) return <>{segment.text}</>;
  const found =
    lookUp(names, segment.text) ?? (tried && !tried.problem ? { sample: tried.value } : undefined);
  return <code>{found ? summary(found.sample, 120) : `ƒ ${summary(segment.text, 40)}`}</code>;
}
