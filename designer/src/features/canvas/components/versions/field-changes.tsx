import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { DiffView } from "@/shared/kit/diff-view";
import { type FieldText, fieldText } from "../../model/field-text";
import classes from "./versions-tab.module.css";

type Field = Shape<"FieldBody">;

/** The fields that differ: what has several lines line by line, all else as before and after. */
export function FieldChanges({ fields }: { fields: readonly Field[] }) {
  const { t } = useTranslation("canvas");
  return (
    <dl className={classes.fields}>
      {fields.map((f) => (
        <div key={f.pointer}>
          <dt>{f.pointer.slice(1).replaceAll("/", " › ") || t("versions.whole")}</dt>
          <Sides {...fieldText(f.pointer, f.before, f.after)} />
        </div>
      ))}
    </dl>
  );
}

function Sides({ before, after, lines, language }: FieldText) {
  const { t } = useTranslation("canvas");
  return lines ? (
    <dd>
      <DiffView
        before={before ?? ""}
        after={after ?? ""}
        language={language}
        beforeLabel={t("versions.before")}
        afterLabel={t("versions.after")}
      />
    </dd>
  ) : (
    <>
      <dd data-side="before">{before ?? "–"}</dd>
      <dd data-side="after">{after ?? "–"}</dd>
    </>
  );
}
