import { useTranslation } from "react-i18next";
import { JsonView } from "@/shared/kit/json-view";
import classes from "../form.module.css";
import type { GlueSample, GlueTried as Tried } from "../glue-trial";

type Props = {
  given: GlueSample;
  tried: Tried | undefined;
  working: boolean;
  /** Why nothing could be tried. */
  error: string | undefined;
};

/** What comes into a script by the sample, and what the script makes of it. */
export function GlueTried({ given, tried, working, error }: Props) {
  const { t } = useTranslation("schema-form");
  const { sample } = given;
  const comes = sample.incoming && Object.keys(sample.incoming).length > 0 ? sample.incoming : sample.input;
  const name = comes === sample.input ? "input" : "incoming";
  const problem = tried?.problem;
  return (
    <div className={classes.tried}>
      <section aria-label={t("tried.in")}>
        <p className={classes.about}>
          {t("tried.in")} <code>{name}</code>
        </p>
        <JsonView value={comes ?? null} label={t("tried.in")} />
      </section>
      <section aria-label={t("tried.out")} aria-live="polite" aria-busy={working}>
        <p className={classes.about}>{working ? t("tried.working") : t("tried.out")}</p>
        {error && <p className={classes.wrong}>{error}</p>}
        {problem && (
          <p className={classes.wrong}>
            {problem.line
              ? t("tried.atLine", { line: problem.line, text: problem.message })
              : problem.message}
          </p>
        )}
        {tried && !problem && <JsonView value={tried.value} label={t("tried.out")} />}
      </section>
    </div>
  );
}
