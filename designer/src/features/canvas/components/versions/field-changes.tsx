import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { DiffView } from "@/shared/kit/diff-view";
import classes from "./versions-tab.module.css";

/** The fields that differ: long texts line by line, all else as before and after. */
export function FieldChanges({ fields }: { fields: Shape<"FieldBody">[] }) {
  const { t } = useTranslation("canvas");
  return (
    <dl className={classes.fields}>
      {fields.map((f) => {
        const [before, after] = [f.before as unknown, f.after as unknown];
        const lines = [before, after].some((v) => typeof v === "string" && v.includes("\n"));
        return (
          <div key={f.pointer}>
            <dt>{f.pointer.slice(1).replaceAll("/", " › ") || t("versions.whole")}</dt>
            {lines ? (
              <dd>
                <DiffView
                  before={text(before)}
                  after={text(after)}
                  language="javascript"
                  beforeLabel={t("versions.before")}
                  afterLabel={t("versions.after")}
                />
              </dd>
            ) : (
              <>
                <dd data-side="before">{text(before)}</dd>
                <dd data-side="after">{text(after)}</dd>
              </>
            )}
          </div>
        );
      })}
    </dl>
  );
}

function text(value: unknown): string {
  if (value === undefined) return "–";
  return typeof value === "string" ? value : JSON.stringify(value, null, 1);
}
